package io.promptsweep.analysis.papers;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Every number of the papers that is shipped, and the tables they are from. */
public final class PaperResults {
  private static final class Shipped {
    private static final PaperResults RESULTS = read();
  }

  private final List<PaperTable> tables;
  private final List<PaperResult> rows;

  private PaperResults(List<PaperTable> tables, List<PaperResult> rows) {
    this.tables = List.copyOf(tables);
    this.rows = List.copyOf(rows);
  }

  /** The numbers in the jar, read once. */
  public static PaperResults shipped() {
    return Shipped.RESULTS;
  }

  /** All tables, a paper's beside each other. */
  public List<PaperTable> tables() {
    return tables;
  }

  /** All numbers, in the order of the papers' files. */
  public List<PaperResult> rows() {
    return rows;
  }

  /** The numbers of one table, in its order. */
  public List<PaperResult> rows(PaperTable table) {
    return rows.stream().filter(row -> row.tableId().equals(table.id())).toList();
  }

  /**
   * The table called {@code id}.
   *
   * @throws InvalidInputException when there is none, with the nearest id or all of them
   */
  public PaperTable table(String id) {
    return tables.stream()
        .filter(table -> table.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "there is no paper's table '"
                        + id
                        + "'"
                        + Nearest.hint(id, tables.stream().map(PaperTable::id).toList())));
  }

  private static PaperResults read() {
    List<Map<String, String>> about = CsvTable.resource("about/tables.csv");
    List<PaperResult> rows =
        about.stream()
            .map(table -> paperOf(table.get("table_id")))
            .distinct()
            .flatMap(paper -> CsvTable.resource(paper + ".csv").stream())
            .map(PaperResults::result)
            .toList();
    List<PaperTable> tables = new ArrayList<>();
    for (Map<String, String> table : about) {
      String id = table.get("table_id");
      List<PaperResult> own = rows.stream().filter(row -> row.tableId().equals(id)).toList();
      if (own.isEmpty()) {
        throw new IllegalStateException("no number is of table " + id);
      }
      PaperResult first = own.get(0);
      tables.add(
          new PaperTable(
              id,
              table.get("title"),
              first.paper(),
              first.arxiv(),
              own.stream().map(PaperResult::backbone).distinct().toList(),
              own.size()));
    }
    return new PaperResults(tables, rows);
  }

  /** The paper in a table's id, and the name of its file. */
  static String paperOf(String tableId) {
    return tableId.substring(0, tableId.indexOf('/'));
  }

  private static PaperResult result(Map<String, String> row) {
    return new PaperResult(
        row.get("table_id"),
        row.get("paper"),
        row.get("arxiv"),
        row.get("table_in_paper"),
        row.get("backbone"),
        text(row, "method_id"),
        row.get("method"),
        number(row, "prompt_tokens"),
        text(row, "trainable_params"),
        row.get("setting"),
        row.get("dropout"),
        number(row, "n_seeds"),
        text(row, "task_id"),
        row.get("task"),
        text(row, "metric_id"),
        row.get("metric"),
        text(row, "scale"),
        new BigDecimal(row.get("value")),
        text(row, "std").map(BigDecimal::new),
        row.get("source"),
        text(row, "doubtful"));
  }

  private static Optional<String> text(Map<String, String> row, String column) {
    return Optional.of(row.get(column)).filter(text -> !text.isEmpty());
  }

  private static OptionalInt number(Map<String, String> row, String column) {
    return text(row, column)
        .map(text -> OptionalInt.of(Integer.parseInt(text)))
        .orElse(OptionalInt.empty());
  }
}
