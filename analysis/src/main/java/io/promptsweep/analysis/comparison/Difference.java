package io.promptsweep.analysis.comparison;

import java.util.Locale;

/**
 * A key of the configuration in which a cell of ours and the paper's preset differ.
 *
 * @param key {@code train.batch-size}
 * @param ours our value, as JSON; {@code none} without one
 * @param paper the preset's
 */
public record Difference(String key, String ours, String paper) {
  /** {@code train.batch-size is 8, the paper's 16}. */
  public String words() {
    return String.format(Locale.ROOT, "%s is %s, the paper's %s", key, ours, paper);
  }
}
