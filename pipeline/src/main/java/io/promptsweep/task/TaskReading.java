package io.promptsweep.task;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.metric.AnswerForm;
import io.promptsweep.task.metric.Metric;
import io.promptsweep.task.metric.ScoreRule;
import io.promptsweep.task.source.OfficialSplit;
import io.promptsweep.task.source.Row;
import io.promptsweep.task.source.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * From files to examples: rows are read, changed, split, worded, and cut to size, in this order.
 */
final class TaskReading {
  private static final int HELD_OUT = 1000;
  private static final long SPLIT_SEED = 42;

  private final TaskDefinition task;
  private final Family family;
  private final TaskSettings settings;

  TaskReading(TaskDefinition task, Family family, TaskSettings settings) {
    this.task = task;
    this.family = family;
    this.settings = settings;
  }

  /** A row with its place in the official split, which names the example. */
  private record Placed(String id, Row row) {
    /** The rows that are judged together; empty for none. */
    String group() {
      return row.has(Row.GROUP) ? row.text(Row.GROUP) : "";
    }
  }

  private record Splits(List<Placed> train, List<Placed> validation, List<Placed> test) {}

  TaskData read() {
    SplitProtocol protocol =
        settings.split() == SplitProtocol.AUTO ? task.split() : settings.split();
    Splits splits = split(protocol);
    Wording wording = new Wording(family, settings.judgedBy());
    AnswerForm form = family.form(settings.invalid());
    Selection selection = new Selection(task.name(), form);
    List<Example> train = new ArrayList<>();
    splits.train().forEach(p -> train.addAll(wording.examples(p.id(), p.row(), true)));
    List<Example> chosen = fewShot(selection, train);
    List<Example> bounded = Selection.atMost(settings.maxTrainExamples(), chosen, SPLIT_SEED);
    List<Example> validation = evaluated(wording, splits.validation());
    List<Example> test = evaluated(wording, splits.test());
    List<Metric> metrics = family.metrics(settings.invalid());
    ScoreRule score = settings.score().orElse(family.score());
    return new TaskData(
        task.name(),
        settings.family(),
        protocol,
        bounded,
        validation,
        test,
        form,
        metrics,
        score,
        DataDigest.of(List.of(bounded, validation, test), form, metrics, score));
  }

  private List<Example> fewShot(Selection selection, List<Example> train) {
    if (settings.fewShotPerClass().isPresent()) {
      return selection.perClass(
          train, settings.fewShotPerClass().getAsInt(), settings.fewShotSeed());
    }
    return settings.fewShotExamples().isPresent()
        ? selection.inAll(train, settings.fewShotExamples().getAsInt(), settings.fewShotSeed())
        : train;
  }

  private List<Example> evaluated(Wording wording, List<Placed> rows) {
    List<Example> examples = new ArrayList<>();
    rows.forEach(p -> examples.addAll(wording.examples(p.id(), p.row(), false)));
    return Selection.atMostInGroups(settings.maxEvalExamples(), examples, SPLIT_SEED);
  }

  private Splits split(SplitProtocol protocol) {
    Source source = null;
    Path folder = null;
    for (Source candidate : task.sources()) {
      Optional<Path> found = candidate.folder(settings.dataDir());
      if (source == null && found.isPresent()) {
        source = candidate;
        folder = found.get();
      }
    }
    if (source == null) {
      throw noData();
    }
    List<Placed> train = rows(source, folder, OfficialSplit.TRAIN);
    List<Placed> validation = rows(source, folder, OfficialSplit.VALIDATION);
    return switch (protocol) {
      case AUTO -> throw new IllegalStateException("task " + task.name() + " has split auto");
      case HALVED_VALIDATION -> halved(train, validation, Placed::group, protocol);
      case HALVED_VALIDATION_BY_ROWS -> halved(train, validation, placed -> "", protocol);
      case HELD_OUT_TRAIN_1000 -> heldOut(train, validation);
      case WHOLE_VALIDATION -> new Splits(train, validation, validation);
      case MISMATCHED_VALIDATION ->
          new Splits(train, rows(source, folder, OfficialSplit.VALIDATION_MISMATCHED), validation);
    };
  }

  private Splits halved(
      List<Placed> train,
      List<Placed> validation,
      Function<Placed, String> group,
      SplitProtocol protocol) {
    if (validation.size() < 2) {
      throw tooFew("validation rows", validation.size(), 2, protocol);
    }
    WholeGroups.Sides<Placed> halves =
        WholeGroups.nearest(permuted(validation), group, validation.size() / 2);
    if (halves.first().isEmpty()) {
      throw tooFew("group of validation rows", 1, 2, protocol);
    }
    return new Splits(train, halves.first(), halves.rest());
  }

  private Splits heldOut(List<Placed> train, List<Placed> validation) {
    if (train.size() <= HELD_OUT) {
      throw tooFew("training rows", train.size(), HELD_OUT + 1, SplitProtocol.HELD_OUT_TRAIN_1000);
    }
    WholeGroups.Sides<Placed> sides = WholeGroups.nearest(permuted(train), Placed::group, HELD_OUT);
    if (sides.first().isEmpty()) {
      throw tooFew("group of training rows", 1, 2, SplitProtocol.HELD_OUT_TRAIN_1000);
    }
    return new Splits(sides.rest(), sides.first(), validation);
  }

  private static List<Placed> permuted(List<Placed> rows) {
    return Selection.permuted(rows, SPLIT_SEED);
  }

  private List<Placed> rows(Source source, Path folder, OfficialSplit split) {
    if (source.files(folder, split).isEmpty()) {
      throw new InvalidInputException(
          folder
              + ": task '"
              + task.name()
              + "' finds no "
              + split.key()
              + " file ("
              + String.join(" or ", source.files().getOrDefault(split, List.of("none is known")))
              + "); add it or choose another split protocol.");
    }
    List<Row> official = source.read(folder, split);
    List<Placed> rows = new ArrayList<>();
    for (int i = 0; i < official.size(); i++) {
      Optional<Row> row = Optional.of(official.get(i));
      for (RowStep step : family.rows()) {
        row = row.flatMap(step::apply);
      }
      String id = split.key() + "/" + i;
      row.ifPresent(kept -> rows.add(new Placed(id, kept)));
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(
          folder + ": task '" + task.name() + "' has no " + split.key() + " rows.");
    }
    return rows;
  }

  private InvalidInputException noData() {
    String looked =
        task.sources().stream()
            .flatMap(
                s ->
                    s.folders().stream()
                        .map(f -> f + "/" + s.files().get(OfficialSplit.TRAIN).get(0)))
            .collect(Collectors.joining(", "));
    return new InvalidInputException(
        settings.dataDir()
            + ": no data of task '"
            + task.name()
            + "' (looked for "
            + looked
            + "); set data.dir to the folder that holds glue/ and superglue/.");
  }

  private InvalidInputException tooFew(String what, int found, int needed, SplitProtocol protocol) {
    return new InvalidInputException(
        settings.dataDir()
            + ": task '"
            + task.name()
            + "' has "
            + found
            + " "
            + what
            + ", but split protocol "
            + protocol.key()
            + " needs at least "
            + needed
            + "; choose another split protocol.");
  }
}
