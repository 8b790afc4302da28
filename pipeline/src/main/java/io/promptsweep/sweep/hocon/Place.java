package io.promptsweep.sweep.hocon;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;

/** Where a value was written, in words: {@code conf/x.conf: 12}, {@code --set}, an env var. */
public final class Place {
  /** The origin of values given on the command line. */
  static final String SET = "--set";

  private Place() {}

  /** The place of a value; for an object made of several pieces, that of its first key by name. */
  public static String of(ConfigValue value) {
    ConfigValue leaf = value;
    while (leaf instanceof ConfigObject object && !object.isEmpty()) {
      leaf = object.get(object.keySet().stream().min(Comparator.naturalOrder()).orElseThrow());
    }
    if (leaf instanceof ConfigList list && !list.isEmpty() && isMerge(list.origin())) {
      leaf = list.get(0);
    }
    String description = leaf.origin().description();
    return description.startsWith(SET) ? SET : description;
  }

  /** The file of a value, without the line. */
  public static String file(ConfigValue value) {
    return of(value).replaceFirst(": [0-9]+$", "");
  }

  /** Whether a value was written in a file (or another origin) of this name. */
  public static boolean isIn(ConfigValue value, String origin) {
    return file(value).equals(origin);
  }

  private static boolean isMerge(ConfigOrigin origin) {
    return origin.description().startsWith("merge of");
  }
}
