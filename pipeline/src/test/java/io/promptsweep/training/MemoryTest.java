package io.promptsweep.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of epochs of a small cell, in a JVM of their own, watched from outside of the Java heap.
 */
class MemoryTest {
  /** Until here the JVM compiles code and the allocator fills its lists. */
  private static final int WARM = 150;

  private static final int LAST = 400;

  /** 250 epochs of 4 steps: a leak of one 4 kB array a step would show as 4 MB. */
  private static final long ALLOWED_GROWTH = 3L << 20;

  @Test
  void hundredsOfEpochsHoldMemoryFlat(@TempDir Path folder) throws Exception {
    assumeTrue(
        Files.isReadable(Path.of("/proc/self/status")), "needs /proc to read resident memory");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    // One malloc arena and a fixed heap, so that growth is a leak and not a cache filling up.
    command.addAll(
        List.of(
            "-Xms192m",
            "-Xmx192m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dproject.root=" + System.getProperty("project.root"),
            "-cp",
            System.getProperty("java.class.path"),
            LongTraining.class.getName(),
            folder.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    builder.environment().put("MALLOC_TRIM_THRESHOLD_", "65536");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    long[] resident =
        output
            .lines()
            .filter(line -> line.startsWith("resident "))
            .mapToLong(line -> Long.parseLong(line.substring("resident ".length())))
            .toArray();
    System.out.println("resident " + java.util.Arrays.toString(resident));
    assertThat(resident).as(output).hasSize(2);
    System.out.printf(
        Locale.ROOT,
        "resident memory after %d epochs %.1f MB, after %d %.1f MB%n",
        WARM,
        resident[0] / 1e6,
        LAST,
        resident[1] / 1e6);
    assertThat(resident[1] - resident[0]).isLessThan(ALLOWED_GROWTH);
  }

  /** The program of the child JVM. */
  static final class LongTraining {
    private LongTraining() {}

    public static void main(String[] arguments) {
      try (ToyTraining toy = new ToyTraining(Path.of(arguments[0]))) {
        CellJob job =
            ToyTraining.job(
                "long",
                "residual",
                toy.task("toy-sentiment", 32, 16),
                ToyTraining.settings(LAST, 8),
                1,
                0.01,
                true);
        new Trainer(
                toy.backbone,
                (cellId, epoch) -> {
                  if (epoch.epoch() == WARM || epoch.epoch() == LAST) {
                    System.gc();
                    System.out.println("resident " + residentBytes());
                  }
                },
                Trainer.Options.PLAIN)
            .train(List.of(job));
      }
    }

    private static long residentBytes() {
      try {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
          if (line.startsWith("VmRSS:")) {
            return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
          }
        }
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      throw new IllegalStateException("/proc/self/status has no VmRSS");
    }
  }
}
