package io.promptsweep.run;

import ai.djl.engine.Engine;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.tables.EnvironmentRow;
import io.promptsweep.torch.Natives;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a start of a sweep runs on, for the table {@code environment}. */
final class Environment {
  private static final int LARGEST_DIFF = 1 << 20;

  private Environment() {}

  /**
   * Describes this start.
   *
   * @param home the project's folder, whose commit and changes are recorded where it is a checkout
   */
  static EnvironmentRow describe(
      SweepConfig config, Path home, String version, String sparkVersion, String commandLine) {
    Natives.load();
    Engine engine = Engine.getEngine("PyTorch");
    return new EnvironmentRow(
        Instant.now(),
        version,
        System.getProperty("java.version"),
        sparkVersion,
        Engine.getDjlVersion(),
        engine.getVersion(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        processor(),
        Runtime.getRuntime().availableProcessors(),
        memoryBytes(),
        engine.getGpuCount() > 0 ? Optional.of(engine.getGpuCount() + " GPU") : Optional.empty(),
        git(home, "rev-parse", "HEAD").map(String::strip),
        git(home, "diff", "HEAD").filter(diff -> !diff.isBlank()),
        commandLine,
        config.resolvedJson());
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  /** What git says, or nothing where there is no checkout or no git. */
  private static Optional<String> git(Path home, String... arguments) {
    if (!Files.exists(home.resolve(".git"))) {
      return Optional.empty();
    }
    try {
      List<String> command = new java.util.ArrayList<>(List.of("git", "-C", home.toString()));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      byte[] output = process.getInputStream().readNBytes(LARGEST_DIFF);
      process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      boolean ended = process.waitFor(30, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0
          ? Optional.of(new String(output, StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
