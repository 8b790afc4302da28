package io.promptsweep.submit;

import io.promptsweep.output.StoredConfiguration;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.prepare.PreparedSweep.NamedCell;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.tables.PlannedCells;
import io.promptsweep.tables.PlannedCells.Planned;
import io.promptsweep.tables.ResultTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep retry}: tries cells again that ended without success. */
@Command(
    name = "retry",
    description = {
      "Trains the cells of an output folder again that FAILED or were STOPPED, and those it lacks,"
          + " with the configurations that the folder was run with.",
      "A cell goes on from its last checkpoint, if it has one. Settings of run.* may be changed with"
          + " --set; others would make another sweep."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  promptsweep retry out/real",
      "  promptsweep retry out/real --set run.micro-batch=4 --set 'run.cell-time-limit=2 h'"
    })
final class RetryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Output folder of a sweep.")
  private Path dir;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of run; may be repeated.")
  private List<String> sets = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Sessions.refuseGpusInLocalMode();
    SweepConfig last = SweepOptions.load(StoredConfiguration.file(dir), sets);
    MadeUpSweep.refuse(last, dir);
    PreparedSweep sweep = PreparedSweep.of(last, Home.tasks(last.data().ownTasks()));
    return RunCommand.train(spec, sweep.with(ofOtherConfigurations(sweep)), dir, true);
  }

  /** The cells without success that other configurations of the folder have. */
  private List<NamedCell> ofOtherConfigurations(PreparedSweep sweep) {
    Map<String, PlannedCells.Planned> wanted = new HashMap<>(PlannedCells.read(dir).cells());
    wanted.keySet().removeAll(ResultTables.done(dir));
    sweep.cells().forEach(named -> wanted.remove(named.id()));
    List<NamedCell> cells = new ArrayList<>();
    for (String id :
        new TreeSet<>(wanted.values().stream().map(Planned::configurationId).toList())) {
      Path file = StoredConfiguration.file(dir, id);
      if (Files.exists(file)) {
        SweepConfig config = SweepOptions.load(file, sets);
        PreparedSweep.of(config, Home.tasks(config.data().ownTasks())).cells().stream()
            .filter(named -> wanted.containsKey(named.id()))
            .forEach(cells::add);
      }
    }
    return cells;
  }
}
