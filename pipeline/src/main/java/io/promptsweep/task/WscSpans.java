package io.promptsweep.task;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.source.Row;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two spans of a Winograd schema: {@code span1}, a noun, and {@code span2}, a pronoun, each
 * given as text and as the index of its first word in {@code text}.
 */
final class WscSpans {
  static final Set<String> COLUMNS =
      Set.of("text", "span1_text", "span1_index", "span2_text", "span2_index");

  private WscSpans() {}

  /**
   * Makes each span's text occur in the text, as in the {@code wsc.fixed} copy of the data: the
   * first letter takes the case of the text's word, a final dot goes, a line break is a space.
   */
  static Row fixed(Row row) {
    return fixed(fixed(row, "span1"), "span2");
  }

  /**
   * {@code text} with {@code *} and spaces around the noun and {@code #} around the pronoun (T5's
   * {@code wsc}, family A). A span that does not stand at its index stays as it is, as there.
   */
  static Row marked(Row row) {
    int noun = row.index("span1_index");
    int pronoun = row.index("span2_index");
    String text = mark(row.text("text"), row.text("span1_text"), noun, "*");
    // The two stars are words of their own.
    int shifted = pronoun + (noun < pronoun ? 2 : 0);
    return row.with("text", mark(text, row.text("span2_text"), shifted, "#"));
  }

  /**
   * Column {@code marked}: the text with its word at the pronoun's index in stars; column {@code
   * noun_word}: the one word at the noun's index (Residual PT's {@code process_wsc}).
   */
  static Row pronounMarked(Row row) {
    String[] words = row.text("text").split(" ", -1);
    int noun = inside(row, "span1_index", words.length);
    int pronoun = inside(row, "span2_index", words.length);
    String nounWord = words[noun];
    words[pronoun] = "*" + words[pronoun] + "*";
    return row.with("marked", String.join(" ", words)).with("noun_word", nounWord);
  }

  private static Row fixed(Row row, String span) {
    String text = row.text("text");
    String found = row.text(span + "_text");
    if (found.isEmpty() || text.contains(found)) {
      return row;
    }
    String[] words = text.strip().split("\\s+", -1);
    String word = words[inside(row, span + "_index", words.length)];
    String first = found.substring(0, 1);
    String cased =
        Character.isLowerCase(word.charAt(0))
            ? first.toLowerCase(Locale.ROOT)
            : first.toUpperCase(Locale.ROOT);
    String fixed = cased + found.substring(1).replaceAll("\\.+$", "").replace('\n', ' ');
    return row.with(span + "_text", fixed);
  }

  private static String mark(String text, String span, int words, String mark) {
    Matcher place =
        Pattern.compile("^((?:\\S+\\s){" + words + "})" + Pattern.quote(span)).matcher(text);
    if (!place.find()) {
      return text;
    }
    return place.group(1) + mark + " " + span + " " + mark + text.substring(place.end());
  }

  private static int inside(Row row, String column, int words) {
    int index = row.index(column);
    if (index >= words) {
      throw new InvalidInputException(
          row.place()
              + ": column '"
              + column
              + "' is "
              + index
              + ", but the text has "
              + words
              + " words.");
    }
    return index;
  }
}
