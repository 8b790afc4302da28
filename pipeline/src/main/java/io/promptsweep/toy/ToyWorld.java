package io.promptsweep.toy;

/** Placeholder until merged. */
public final class ToyWorld {
  /** X. */
  public static final String BACKBONE = "backbone";

  /** X. */
  public static final String DATA = "data";

  private ToyWorld() {}

  /** X. */
  public static java.nio.file.Path write(java.nio.file.Path p) {
    return p;
  }
}
