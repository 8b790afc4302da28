package io.promptsweep.notebooks;

import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.SqlResource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Python of a notebook's cells. */
final class PythonSource {
  private PythonSource() {}

  static String places(NotebookCell.Places places) {
    return "OUT = "
        + PythonText.literal(places.out().toString())
        + "  # the sweep's output folder\nPAPERS = "
        + PythonText.literal(places.papers().toString())
        + "  # the papers' numbers, written with this notebook";
  }

  /** Makes a session, and in it what {@link SqlScript} makes, by the same statements. */
  static String tables() {
    Stream<String> tables =
        ParquetTable.ofSweep().stream()
            .map(table -> table("os.path.join(OUT, \"" + table.name() + "\")", table));
    Stream<String> views =
        Arrays.stream(ResultView.values())
            .map(view -> "view(\n    " + PythonText.literal(view.statement()) + "\n)");
    String statements =
        Stream.of(tables, Stream.of(table("PAPERS", ParquetTable.PAPERS)), views)
            .flatMap(lines -> lines)
            .collect(Collectors.joining("\n"));
    return resource("tables.py") + "\n\n\n" + statements;
  }

  private static String table(String folder, ParquetTable table) {
    String statement = PythonText.literal(table.statement("{location}"));
    return "table(\n    " + folder + ",\n    " + statement + ",\n)";
  }

  /** Defines {@code show} and {@code chart}; wants IPython. */
  static String display() {
    return resource("display.py");
  }

  /** A call of a function with texts, each on lines of its own. */
  static String call(String function, List<String> texts) {
    return texts.stream()
        .map(text -> PythonText.literal("\n" + text + "\n"))
        .collect(Collectors.joining(", ", function + "(", ")"));
  }

  private static String resource(String name) {
    return SqlResource.text(PythonSource.class, name);
  }
}
