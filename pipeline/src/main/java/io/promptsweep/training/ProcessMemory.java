package io.promptsweep.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of this process, Java heap and native memory together, in bytes. */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** The largest so far; the size of the Java heap where the system does not tell more. */
  public static long peakBytes() {
    return bytes("VmHWM:");
  }

  /** Now; the size of the Java heap where the system does not tell more. */
  public static long residentBytes() {
    return bytes("VmRSS:");
  }

  private static long bytes(String key) {
    if (Files.isReadable(STATUS)) {
      try {
        for (String line : Files.readAllLines(STATUS)) {
          if (line.startsWith(key)) {
            return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
          }
        }
      } catch (IOException e) {
        // The kernel's file vanished: the heap is the next best answer.
      }
    }
    return Runtime.getRuntime().totalMemory();
  }
}
