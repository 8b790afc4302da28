package io.promptsweep.task;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.metric.AnswerForm;
import io.promptsweep.task.metric.Metric;
import io.promptsweep.task.metric.ScoreRule;
import io.promptsweep.task.source.DataSearch;
import io.promptsweep.task.source.OfficialSplit;
import io.promptsweep.task.source.Row;
import io.promptsweep.task.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
  private final SortedMap<String, Long> unlabelled = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();

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
    if (warnings.isEmpty()) {
      warnings.addAll(Overlap.warnings(task.name(), train, validation, test));
    }
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
        DataDigest.of(List.of(bounded, validation, test), form, metrics, score),
        unlabelled,
        warnings);
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
    Set<OfficialSplit> needed = needed(protocol);
    DataSearch search = new DataSearch(settings.dataDir(), task.sources());
    DataSearch.Found found = search.first(needed).orElseThrow(() -> noData(search));
    for (OfficialSplit split : needed) {
      if (found.files(split).isEmpty()) {
        throw noFile(found, split);
      }
    }
    sameFiles(found);
    List<Placed> train = rows(found, OfficialSplit.TRAIN);
    List<Placed> validation = rows(found, OfficialSplit.VALIDATION);
    return switch (protocol) {
      case AUTO -> throw new IllegalStateException("task " + task.name() + " has split auto");
      case HALVED_VALIDATION -> halved(train, validation, Placed::group, protocol);
      case HALVED_VALIDATION_BY_ROWS -> halved(train, validation, placed -> "", protocol);
      case HELD_OUT_TRAIN_1000 -> heldOut(train, validation);
      case WHOLE_VALIDATION -> new Splits(train, validation, validation);
      case MISMATCHED_VALIDATION ->
          new Splits(train, rows(found, OfficialSplit.VALIDATION_MISMATCHED), validation);
    };
  }

  private static Set<OfficialSplit> needed(SplitProtocol protocol) {
    return protocol == SplitProtocol.MISMATCHED_VALIDATION
        ? EnumSet.allOf(OfficialSplit.class)
        : EnumSet.of(OfficialSplit.TRAIN, OfficialSplit.VALIDATION);
  }

  /** A training file that is also the validation file leaves nothing to select and report on. */
  private void sameFiles(DataSearch.Found found) {
    List<Path> train = found.files(OfficialSplit.TRAIN);
    List<Path> validation = found.files(OfficialSplit.VALIDATION);
    if (train.size() != 1 || validation.size() != 1) {
      return;
    }
    try {
      if (Files.mismatch(train.get(0), validation.get(0)) < 0) {
        warnings.add(
            "Task '"
                + task.name()
                + "': "
                + train.get(0)
                + " and "
                + validation.get(0)
                + " are the same, byte for byte; put the official validation file there.");
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          train.get(0) + ": cannot be compared with " + validation.get(0) + " (" + e + ").", e);
    }
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

  private List<Placed> rows(DataSearch.Found found, OfficialSplit split) {
    Source.Rows read = found.source().read(found.folder(), split, task.sources());
    if (read.unlabelled() > 0) {
      unlabelled.put(split.key(), read.unlabelled());
    }
    List<Row> official = read.rows();
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
          found.folder()
              + ": task '"
              + task.name()
              + "' has no "
              + split.key()
              + " rows in "
              + found.files(split).stream()
                  .map(file -> file.getFileName().toString())
                  .collect(Collectors.joining(", "))
              + (read.unlabelled() > 0 ? " that have a label." : "."));
    }
    return rows;
  }

  private InvalidInputException noData(DataSearch search) {
    return new InvalidInputException(
        settings.dataDir()
            + ": no data of task '"
            + task.name()
            + "' (looked for "
            + search.lookedFor()
            + "; "
            + search.lies()
            + "); set data.dir to the folder that holds glue/ and superglue/.");
  }

  private InvalidInputException noFile(DataSearch.Found found, OfficialSplit split) {
    String others =
        Arrays.stream(SplitProtocol.values())
            .filter(p -> p != SplitProtocol.AUTO && !needed(p).contains(split))
            .map(SplitProtocol::key)
            .collect(Collectors.joining(", "));
    return new InvalidInputException(
        found.folder()
            + ": task '"
            + task.name()
            + "' finds no "
            + split.key()
            + " file ("
            + found.source().lookedFor(split)
            + "; the folder "
            + found.holds()
            + "); add it"
            + (others.isEmpty()
                ? ": every split protocol needs it."
                : " or set task.split to one that does without: " + others + "."));
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
