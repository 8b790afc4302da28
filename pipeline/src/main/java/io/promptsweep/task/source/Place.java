package io.promptsweep.task.source;

import java.nio.file.Path;

/**
 * Where a row comes from, for error sentences.
 *
 * @param file the file
 * @param unit what {@code number} counts: {@code line} or {@code row}
 * @param number from 1
 */
public record Place(Path file, String unit, long number) {
  @Override
  public String toString() {
    return file + " " + unit + " " + number;
  }
}
