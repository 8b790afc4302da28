package io.promptsweep.submit;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.promptsweep.analysis.ResultViews;
import io.promptsweep.analysis.comparison.Comparison;
import io.promptsweep.analysis.papers.PaperProtocol;
import io.promptsweep.analysis.papers.PaperResults;
import io.promptsweep.analysis.papers.PaperTable;
import io.promptsweep.backbone.ModelFolder;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.node.RemoteFolder;
import io.promptsweep.prepare.SelectionWarning;
import io.promptsweep.prepare.SweepPlan;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.Location;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.task.TaskLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep reproduce}: plans, trains and compares a paper's table. */
@Command(
    name = "reproduce",
    description = {
      "Runs the preset of a paper's table (conf/papers) that is for your backbone, as far as the"
          + " table has numbers for it, and sets the scores beside the printed numbers. Running the"
          + " same command again goes on where it ended."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  promptsweep reproduce superpos/table1 --backbone /models/t5-small-lm-adapt --data /data"
          + " --plan",
      "  promptsweep reproduce superpos/table1 --backbone /models/t5-small-lm-adapt --data /data"
          + " --master spark://host:7077"
    })
final class ReproduceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "TABLE",
      description = "Such as superpos/table1; promptsweep compare DIR lists them.")
  private String table;

  @Option(
      names = "--backbone",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder of the frozen model: config.json, model.safetensors, tokenizer.json; or its URI.")
  private String backbone;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the tasks' official files; or its URI.")
  private String data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder; out/PRESET by default.")
  private Path out;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "A preset of the table; by default the one that is for the backbone's sizes.")
  private String preset;

  @Option(names = "--plan", description = "Print the cells and their cost, and train nothing.")
  private boolean plan;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides a key of the preset; what is trained otherwise than in the paper is not"
              + " comparable, and is said to be so. May be repeated.")
  private List<String> sets = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PaperTable wanted = PaperResults.shipped().table(table);
    String name = preset(wanted);
    List<String> all = new ArrayList<>(PaperPresets.narrowing(wanted, name));
    all.addAll(sets);
    all.add("backbone.path=" + quoted("--backbone", backbone));
    all.add("data.dir=" + quoted("--data", data));
    SweepConfig config = PaperPresets.load(name, all);
    PrintWriter text = spec.commandLine().getOut();
    text.println(wanted.title() + ", preset " + name);
    TaskLibrary tasks = Home.tasks(config.data().ownTasks());
    text.println(SweepPlan.of(config, tasks, OptionalDouble.empty()).text());
    SelectionWarning.of(config, tasks).ifPresent(text::println);
    text.flush();
    if (plan) {
      return ExitCode.DONE;
    }
    Path folder = out == null ? Path.of("out", name) : out;
    int status = RunCommand.train(spec, config, folder, false);
    try (SparkSession spark = Sessions.onDriver()) {
      ResultViews ours = ResultViews.over(spark, folder);
      text.println();
      text.print(ComparisonText.of(Comparison.of(wanted, ours, PaperPresets::cells), false));
      text.flush();
    }
    return status;
  }

  /**
   * The place as a text of HOCON: a folder by its whole path, as it is not beside the preset, and
   * the name of a model in the Hugging Face cache as it is.
   */
  private static String quoted(String option, String place) {
    Location location = location(option, place);
    String text =
        location instanceof Location.Folder folder && Files.exists(folder.path())
            ? folder.path().toAbsolutePath().normalize().toString()
            : place;
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static Location location(String option, String place) {
    try {
      Location location = Location.of(place, Path.of("here"));
      if (location instanceof Location.Unset) {
        throw new InvalidInputException(option + " is empty; name a folder.");
      }
      return location;
    } catch (InvalidPathException e) {
      throw new InvalidInputException(
          option + " is '" + place + "', which " + e.getReason() + ".", e);
    }
  }

  /** The backbone's folder on this machine, to read its sizes. */
  private Path backboneFolder() {
    Location location = location("--backbone", backbone);
    if (location instanceof Location.Remote remote) {
      return RemoteFolder.fetch(remote.uri());
    }
    if (location instanceof Location.Folder folder) {
      return ModelFolder.find(folder.path())
          .orElseThrow(
              () ->
                  new InvalidInputException(
                      String.format(
                          Locale.ROOT,
                          "--backbone %s %s with --backbone FOLDER.",
                          backbone,
                          ModelFolder.download(folder.path())
                              .orElse("is not a folder; name one"))));
    }
    throw new InvalidInputException(
        "--backbone is '" + backbone + "'; with that, name the preset with --preset.");
  }

  /** The preset that was named, or the one for the backbone. */
  private String preset(PaperTable wanted) {
    List<String> presets =
        PaperProtocol.of(wanted).stream().map(PaperProtocol::preset).distinct().toList();
    if (presets.isEmpty()) {
      throw new InvalidInputException(
          "no preset in conf/papers has the protocol of "
              + wanted.id()
              + "; docs/protocols.md lists those that there are.");
    }
    if (preset != null) {
      if (!presets.contains(preset)) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "--preset %s is not one of %s's: %s.",
                preset,
                wanted.id(),
                String.join(", ", presets)));
      }
      return preset;
    }
    Path folder = backboneFolder();
    T5Config sizes = T5Config.read(folder);
    List<String> fitting =
        presets.stream().filter(name -> PaperPresets.isFor(name, sizes)).toList();
    if (fitting.size() != 1) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s of %s's presets is for a model of the sizes in %s: %s; name one with --preset.",
              fitting.isEmpty() ? "none" : "more than one",
              wanted.id(),
              folder.resolve("config.json"),
              String.join(", ", fitting.isEmpty() ? presets : fitting)));
    }
    return fitting.get(0);
  }
}
