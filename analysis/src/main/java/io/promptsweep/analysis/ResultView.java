package io.promptsweep.analysis;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The documented views, in an order in which each uses only those before it. A view's SQL is the
 * resource {@code sql/NAME.sql}, and nowhere else.
 */
public enum ResultView {
  LEARNING_RATE_SENSITIVITY,
  LEADERBOARD,
  SUMMARY,
  BEST_EPOCH,
  LEARNING_CURVES,
  DROPOUT_EFFECT,
  CONVERGENCE,
  EFFICIENCY,
  FAILURES;

  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The view's query, with the comment on top that says what it answers. */
  public String sql() {
    return SqlResource.text("sql/" + sqlName() + ".sql");
  }

  /** What the view answers: the comment on top of its query, as text. */
  public String about() {
    return sql()
        .lines()
        .takeWhile(line -> line.startsWith("--"))
        .map(line -> line.substring(2).strip())
        .collect(Collectors.joining(" "));
  }

  /** The statement that makes the view, in a session that has the tables. */
  public String statement() {
    return "CREATE OR REPLACE TEMPORARY VIEW " + sqlName() + " AS\n" + sql();
  }
}
