package io.promptsweep.task;

import io.promptsweep.problem.Nearest;
import io.promptsweep.task.source.GlueTsv;
import io.promptsweep.task.source.JsonLines;
import io.promptsweep.task.source.Labels;
import io.promptsweep.task.source.Nesting;
import io.promptsweep.task.source.OfficialSplit;
import io.promptsweep.task.source.ParquetRows;
import io.promptsweep.task.source.Row;
import io.promptsweep.task.source.RowReader;
import io.promptsweep.task.source.Source;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one entry of a task file's {@code sources}. */
final class SourceSection {
  private static final List<String> READERS = List.of("glue-tsv", "superglue-jsonl", "parquet");

  private SourceSection() {}

  static Source read(Section section) {
    RowReader reader = section.read("reader", name -> reader(section, name));
    List<String> folders = section.texts("folders");
    SortedMap<OfficialSplit, List<String>> files = files(section.section("files"));
    SortedMap<String, String> columns = columns(section);
    Labels labels = labels(section, columns);
    section.finish();
    return new Source(reader, folders, files, columns, labels);
  }

  private static Labels labels(Section section, SortedMap<String, String> columns) {
    for (String key : List.of("classes", "range", "unlabelled-rows")) {
      if (section.has(key) && !columns.containsKey(Row.LABEL)) {
        throw section.problem(key, "has no effect without a column 'label'.");
      }
    }
    List<String> classes = section.optionalTexts("classes");
    Optional<Labels.Range> range =
        section.has("range") ? Optional.of(range(section)) : Optional.empty();
    if (range.isPresent() && !classes.isEmpty()) {
      throw section.problem("range", "has no effect beside the key 'classes'.");
    }
    boolean skips =
        section.has("unlabelled-rows") && section.read("unlabelled-rows", SourceSection::skips);
    return new Labels(classes, range, skips);
  }

  private static Labels.Range range(Section section) {
    List<BigDecimal> ends =
        section.texts("range").stream()
            .map(t -> section.read("range", t, SourceSection::number))
            .toList();
    if (ends.size() != 2 || ends.get(0).compareTo(ends.get(1)) >= 0) {
      throw section.problem(
          "range", "is " + section.texts("range") + ", expected two numbers such as [0, 5].");
    }
    return new Labels.Range(ends.get(0), ends.get(1));
  }

  private static RowReader reader(Section section, String name) {
    return switch (name) {
      case "glue-tsv" ->
          new GlueTsv(
              section.optionalTexts("header"),
              section.has("incomplete-rows")
                  && section.read("incomplete-rows", SourceSection::skips));
      case "superglue-jsonl" ->
          new JsonLines(
              section.has("nesting")
                  ? section.read("nesting", SourceSection::nesting)
                  : Nesting.NONE);
      case "parquet" -> new ParquetRows();
      default ->
          throw new IllegalArgumentException(
              "'" + name + "' is no reader" + Nearest.hint(name, READERS));
    };
  }

  private static SortedMap<OfficialSplit, List<String>> files(Section section) {
    SortedMap<OfficialSplit, List<String>> files = new TreeMap<>();
    for (OfficialSplit split : OfficialSplit.values()) {
      if (split != OfficialSplit.VALIDATION_MISMATCHED || section.has(split.key())) {
        files.put(split, section.texts(split.key()));
      }
    }
    section.finish();
    return files;
  }

  /**
   * A list of columns that the file calls the same, or an object from column to the file's name.
   */
  private static SortedMap<String, String> columns(Section section) {
    if (!section.isList("columns")) {
      return section.section("columns").textByKey();
    }
    SortedMap<String, String> columns = new TreeMap<>();
    section.texts("columns").forEach(column -> columns.put(column, column));
    return columns;
  }

  private static BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no number", e);
    }
  }

  private static boolean skips(String text) {
    return switch (text) {
      case "skip" -> true;
      case "refuse" -> false;
      default ->
          throw new IllegalArgumentException(
              "'"
                  + text
                  + "' does not say what to do"
                  + Nearest.hint(text, List.of("skip", "refuse")));
    };
  }

  private static Nesting nesting(String text) {
    return switch (text) {
      case "none" -> Nesting.NONE;
      case "multirc" -> Nesting.MULTIRC;
      case "record" -> Nesting.RECORD;
      default ->
          throw new IllegalArgumentException(
              "'"
                  + text
                  + "' is no nesting"
                  + Nearest.hint(text, List.of("none", "multirc", "record")));
    };
  }
}
