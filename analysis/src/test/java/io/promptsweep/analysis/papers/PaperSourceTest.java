package io.promptsweep.analysis.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The shipped numbers beside the collection that they were made from. */
class PaperSourceTest {
  private static final Path COLLECTION =
      Path.of(System.getProperty("shared.dir", ""), "papers", "paper_results.csv");

  @Test
  void noRowIsLostInventedOrChanged() throws IOException {
    assumeThat(COLLECTION).as("the collected numbers under the folder of -Dshared.dir").exists();
    List<Map<String, String>> collected;
    try (Reader text = Files.newBufferedReader(COLLECTION)) {
      collected = CsvTable.read(text, COLLECTION.toString());
    }
    // None of its fields holds a line end, so that lines count rows without a parser.
    assertThat(collected).hasSize(Files.readAllLines(COLLECTION).size() - 1);

    Set<String> papers = new HashSet<>();
    PaperResults.shipped().tables().forEach(table -> papers.add(PaperResults.paperOf(table.id())));
    List<Map<String, String>> shipped =
        papers.stream()
            .flatMap(paper -> CsvTable.resource(paper + ".csv").stream())
            .map(row -> original(row, collected.get(0).keySet()))
            .toList();
    assertThat(shipped).containsExactlyInAnyOrderElementsOf(collected);
    assertThat(PaperResults.shipped().rows()).hasSameSizeAs(collected);
  }

  /** The collection's columns of a shipped row; ours has another name for one of them. */
  private static Map<String, String> original(Map<String, String> row, Set<String> columns) {
    Map<String, String> original = new LinkedHashMap<>();
    for (String column : columns) {
      original.put(column, row.get(column.equals("table") ? "table_in_paper" : column));
    }
    return original;
  }
}
