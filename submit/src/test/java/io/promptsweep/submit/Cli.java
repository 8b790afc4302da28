package io.promptsweep.submit;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line as a real process: the class path and JVM options of the running tests. */
final class Cli {
  /** What a finished process left. */
  record Result(int exitCode, String out, String err) {}

  private final Path folder;
  private final List<String> jvmOptions;

  /** Processes keep their output and cache under {@code folder}. */
  Cli(Path folder, String... jvmOptions) {
    this.folder = folder;
    this.jvmOptions = List.of(jvmOptions);
  }

  static Path root() {
    return Path.of(System.getProperty("project.root"));
  }

  /** Runs a process to its end. */
  Result run(String... arguments) throws IOException, InterruptedException {
    return run(builder(arguments));
  }

  /** Runs several commands one after the other in one process. */
  Result runAll(List<List<String>> commands) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    for (List<String> command : commands) {
      arguments.addAll(command);
      arguments.add(SeveralCommands.END);
    }
    return run(builder(SeveralCommands.class, arguments));
  }

  private Result run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("still running after ten minutes: " + Files.readString(err));
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Starts a process whose standard error the caller reads. */
  Process start(String... arguments) throws IOException {
    return builder(arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private ProcessBuilder builder(String... arguments) {
    return builder(PromptsweepCommand.class, List.of(arguments));
  }

  private ProcessBuilder builder(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--add-opens") || a.startsWith("-XX:+Ignore"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx2g", "-Dspark.ui.enabled=false", "-Dspark.driver.host=127.0.0.1"));
    command.addAll(List.of("-Dspark.driver.bindAddress=127.0.0.1"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(root().toFile());
    builder.environment().put("PROMPTSWEEP_HOME", root().toString());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    return builder;
  }
}
