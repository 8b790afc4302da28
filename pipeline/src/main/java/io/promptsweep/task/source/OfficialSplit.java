package io.promptsweep.task.source;

/** The splits with public labels. Test splits are not read: their labels are hidden. */
public enum OfficialSplit {
  TRAIN("train"),
  VALIDATION("validation"),
  VALIDATION_MISMATCHED("validation-mismatched");

  private final String key;

  OfficialSplit(String key) {
    this.key = key;
  }

  /** The name in task files. */
  public String key() {
    return key;
  }
}
