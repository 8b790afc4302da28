package io.promptsweep.submit;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A standalone master and one worker as real processes of the distribution in {@code SPARK_HOME}.
 * The worker has two cores and says that it has two GPUs, of which there need not be any.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final long START_SECONDS = 120;

  private final Path spark;
  private final Path folder;
  private final int port;
  private final Process master;
  private Process worker;
  private int workers;

  /** Processes keep their logs and work under {@code folder}. */
  StandaloneCluster(Path folder) throws IOException, InterruptedException {
    this.spark = Path.of(System.getenv("SPARK_HOME"));
    this.folder = Files.createDirectories(folder);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path log = folder.resolve("master.log");
    // Otherwise the master gives up an application whose executors die ten times in a row.
    master =
        start(
            log,
            "SPARK_MASTER_OPTS",
            "-Dspark.deploy.maxExecutorRetries=-1",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--webui-port",
            "0");
    await(log, master, "New state: ALIVE");
    startWorker();
  }

  String url() {
    return "spark://127.0.0.1:" + port;
  }

  void startWorker() throws IOException, InterruptedException {
    Path log = folder.resolve("worker-" + workers++ + ".log");
    worker =
        start(
            log,
            "SPARK_WORKER_OPTS",
            "-Dspark.worker.resource.gpu.amount=2 -Dspark.worker.resource.gpu.discoveryScript="
                + discoveryScript(),
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--cores",
            "2",
            "--memory",
            "3g",
            "--webui-port",
            "0",
            "-d",
            folder.resolve("work").toString(),
            url());
    await(log, worker, "Successfully registered with master");
  }

  /** Spark calls it without arguments. */
  private Path discoveryScript() throws IOException {
    Path script = folder.resolve("discovery");
    Files.writeString(
        script,
        String.format(
            Locale.ROOT,
            "#!/bin/sh\nexec %s --addresses 0,1\n",
            Cli.root().resolve("submit/gpu-discovery")));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
    return script;
  }

  /** Kills the worker with SIGKILL; its executors end themselves. */
  void killWorker() throws InterruptedException {
    worker.destroyForcibly();
    worker.waitFor();
  }

  /** The process of the application's executor, if there is one now. */
  Optional<ProcessHandle> executor() {
    return worker
        .descendants()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .orElse("")
                    .contains("executor.CoarseGrainedExecutorBackend"))
        .findFirst();
  }

  private Process start(Path log, String optionsVariable, String options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(spark.resolve("bin/spark-class").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put(optionsVariable, options);
    return builder.start();
  }

  private static void await(Path log, Process process, String words)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!Files.exists(log) || !Files.readString(log).contains(words)) {
      if (System.nanoTime() > end || process.waitFor(100, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "no '" + words + "' in " + (Files.exists(log) ? Files.readString(log) : log));
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    worker.descendants().forEach(ProcessHandle::destroyForcibly);
    killWorker();
    master.destroyForcibly();
    master.waitFor();
  }
}
