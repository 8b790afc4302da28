package io.promptsweep.schedule;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a unit came back without reports: never its own doing.
 *
 * @param kind what happened
 * @param executorId the executor that had it; empty where Spark does not say
 * @param host that executor's host; likewise
 * @param cause one line
 */
public record Loss(Kind kind, String executorId, String host, String cause) {
  /** What can happen to a unit. */
  public enum Kind {
    /** Its executor, its worker or the way to them died. */
    LOST,
    /** It made no progress for too long and was cancelled. */
    NO_PROGRESS,
    /** The user, or a failure elsewhere, ended the sweep. */
    CANCELLED
  }

  /** {@code Lost task 0.0 in stage 3.0 (TID 3) (10.0.0.1 executor 0): ExecutorLostFailure ...}. */
  private static final Pattern SPARKS =
      Pattern.compile(
          "Lost task \\S+ in stage \\S+ \\(TID \\d+\\) \\((\\S+) executor (\\S+)\\): (.*)");

  static Loss of(Throwable e) {
    String message = String.valueOf(e.getMessage());
    Matcher sparks = SPARKS.matcher(message);
    if (sparks.find()) {
      return new Loss(Kind.LOST, sparks.group(2), sparks.group(1), sparks.group(3).strip());
    }
    return new Loss(Kind.LOST, "", "", message.lines().findFirst().orElse(""));
  }

  static Loss noProgress(Duration limit) {
    return new Loss(
        Kind.NO_PROGRESS,
        "",
        "",
        String.format(Locale.ROOT, "no step for %d s (run.no-progress-limit)", limit.toSeconds()));
  }

  static Loss cancelled() {
    return new Loss(Kind.CANCELLED, "", "", "the sweep was ended");
  }
}
