package io.promptsweep.analysis.papers;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of our presets says how the numbers of a paper's table came about. The resource {@code
 * about/protocols.csv} holds them; a number that none covers has a protocol that is not known here.
 *
 * @param backbone the model, in the paper's words
 * @param method in the paper's words; empty: every method of the table
 * @param preset name of a file in {@code conf/papers}, without its ending
 * @param where keys of the configuration and their values, as JSON: which of the preset's cells
 * @param split {@code test} or {@code validation}: what the numbers are of
 */
public record PaperProtocol(
    String tableId,
    String backbone,
    Optional<String> method,
    String preset,
    Map<String, String> where,
    String split) {
  public PaperProtocol {
    where = Map.copyOf(where);
  }

  private static final class Shipped {
    private static final List<PaperProtocol> PROTOCOLS =
        CsvTable.resource("about/protocols.csv").stream().map(PaperProtocol::of).toList();
  }

  /** All that are known. */
  public static List<PaperProtocol> shipped() {
    return Shipped.PROTOCOLS;
  }

  /** Those of one table. */
  public static List<PaperProtocol> of(PaperTable table) {
    return shipped().stream().filter(p -> p.tableId().equals(table.id())).toList();
  }

  /** Whether it says how {@code printed} came about. */
  public boolean covers(PaperResult printed) {
    return tableId.equals(printed.tableId())
        && backbone.equals(printed.backbone())
        && method.map(printed.method()::equals).orElse(true);
  }

  private static PaperProtocol of(Map<String, String> row) {
    String condition = row.get("where");
    int equals = condition.indexOf('=');
    return new PaperProtocol(
        row.get("table_id"),
        row.get("backbone"),
        Optional.of(row.get("method")).filter(text -> !text.isEmpty()),
        row.get("preset"),
        equals < 0
            ? Map.of()
            : Map.of(condition.substring(0, equals), condition.substring(equals + 1)),
        row.get("split"));
  }
}
