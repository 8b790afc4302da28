package io.promptsweep.doctor;

/**
 * One thing found.
 *
 * @param level how bad it is
 * @param where the process
 * @param text what, and for anything but OK what to do
 */
public record Finding(Level level, String where, String text) {
  /** How bad a finding is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** The sweep runs, but not as one might think. */
    WARN,
    /** Cells will fail. */
    ERROR
  }
}
