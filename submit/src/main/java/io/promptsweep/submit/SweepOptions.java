package io.promptsweep.submit;

import io.promptsweep.prepare.RegisteredMethods;
import io.promptsweep.sweep.KnownNames;
import io.promptsweep.sweep.SweepConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The configuration that a command works on. */
final class SweepOptions {
  @Parameters(
      index = "0",
      paramLabel = "CONF",
      description = "Configuration of the sweep (HOCON), such as conf/quickstart.conf.")
  private Path conf;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides a key of the configuration, such as train.epochs=1 or 'sweep.seeds=[0,1]';"
              + " may be repeated.")
  private List<String> sets = new ArrayList<>();

  SweepConfig load(String... more) {
    List<String> all = new ArrayList<>(sets);
    all.addAll(List.of(more));
    return load(conf, all);
  }

  static SweepConfig load(Path conf, List<String> sets) {
    return SweepConfig.load(
        conf,
        sets,
        new KnownNames(new RegisteredMethods(), ownTasks -> Home.tasks(ownTasks).names()));
  }
}
