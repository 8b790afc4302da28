package io.promptsweep.tables;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the row records have in common: checks of their values. */
final class RowCheck {
  /** Ids name files and partition folders, so they must be plain. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

  private RowCheck() {}

  // The annotation that Error Prone asks for lives in a library that nothing else here needs.
  @SuppressWarnings("AnnotateFormatMethod")
  static void that(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, sentence, values));
    }
  }

  static void id(String column, String value) {
    that(
        ID.matcher(value).matches(),
        "%s is '%s'; it must be 1 to 200 letters, digits, '.', '_' or '-' and begin with a letter"
            + " or digit",
        column,
        value);
  }

  /** Maps in order of their keys, so that equal maps look equal everywhere. */
  static <V> Map<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
