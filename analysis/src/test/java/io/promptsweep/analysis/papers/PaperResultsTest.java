package io.promptsweep.analysis.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaperResultsTest {
  private static final PaperResults RESULTS = PaperResults.shipped();
  private static final Path CONF = Path.of(System.getProperty("project.root"), "conf");

  @Test
  void everyNumberIsOfOneTableInItsPapersFile() throws Exception {
    assertThat(RESULTS.tables()).extracting(PaperTable::id).doesNotHaveDuplicates();
    assertThat(RESULTS.tables().stream().flatMap(table -> RESULTS.rows(table).stream()).toList())
        .containsExactlyInAnyOrderElementsOf(RESULTS.rows());
    Path folder = Path.of(PaperResults.class.getResource("superpos.csv").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, Set<String>> papers = new HashMap<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        String name = file.getFileName().toString();
        papers.put(
            name.replace(".csv", ""),
            CsvTable.resource(name).stream()
                .map(row -> PaperResults.paperOf(row.get("table_id")))
                .collect(Collectors.toSet()));
      }
      assertThat(papers)
          .hasSize(
              (int)
                  RESULTS.tables().stream()
                      .map(t -> PaperResults.paperOf(t.id()))
                      .distinct()
                      .count())
          .allSatisfy((file, ids) -> assertThat(ids).containsExactly(file));
    }
  }

  @Test
  void aTableSaysWhatItIs() {
    assertThat(RESULTS.table("superpos/table1"))
        .isEqualTo(
            new PaperTable(
                "superpos/table1",
                "SuperPos-Prompt, table 1: 13 tasks of GLUE and SuperGLUE, with and without"
                    + " dropout",
                "SuperPos-Prompt",
                "2406.05279",
                List.of("T5v1.1-Small LM-Adapted", "T5v1.1-Base LM-Adapted"),
                318));
  }

  @Test
  void keepsThePrintedDigits() {
    PaperResult best =
        RESULTS.rows().stream()
            .filter(row -> row.tableId().equals("lester/ensembling") && row.task().equals("COPA"))
            .filter(row -> row.method().equals("Prompt tuning, best of 5 prompts"))
            .findFirst()
            .orElseThrow();
    assertThat(best.value().toPlainString()).isEqualTo("100.0");
    assertThat(best.methodId()).isEmpty();
    assertThat(best.taskId()).contains("copa");
  }

  @Test
  void aWrongIdIsRefusedWithTheNearestOrAll() {
    assertThatThrownBy(() -> RESULTS.table("superpos/tabel1"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("there is no paper's table 'superpos/tabel1'; did you mean 'superpos/table1'?");
    assertThatThrownBy(() -> RESULTS.table("x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("there is no paper's table 'x'; known are dept/logs-test, dept/")
        .hasMessageEndingWith("ulpt/table1, ulpt/table5.");
  }

  @Test
  void idsAreThoseOfSweeps() throws IOException {
    String all = Files.readString(CONF.resolve("all-methods.conf"));
    Set<String> methods =
        Set.of(
            Pattern.compile("methods = \\[(.*)]")
                .matcher(all)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1)
                .split(", ", -1));
    Map<String, Set<String>> metrics = metricsOfTasks();
    for (PaperResult row : RESULTS.rows()) {
      row.methodId().ifPresent(id -> assertThat(methods).contains(id));
      if (row.taskId().isPresent() && !row.taskId().get().equals("average")) {
        assertThat(metrics).containsKey(row.taskId().get());
        row.metricId()
            .ifPresent(
                id -> assertThat(metrics.get(row.taskId().get())).as("%s", row).contains(id));
      }
      row.metricId()
          .ifPresent(
              id -> assertThat(metrics.values()).as(id).anyMatch(known -> known.contains(id)));
      if (row.taskId().equals(Optional.of("average"))) {
        assertThat(row.metricId()).as("%s", row).isEmpty();
      }
      assertThat(row.dropout()).isIn("on", "off", "unknown");
      assertThat(row.scale().orElse("percent")).isIn("percent", "fraction");
    }
  }

  private static Map<String, Set<String>> metricsOfTasks() throws IOException {
    Pattern names = Pattern.compile("(?m)^ *metrics = \\[(.*)]");
    Map<String, Set<String>> metrics = new HashMap<>();
    try (Stream<Path> files = Files.list(CONF.resolve("tasks"))) {
      for (Path file : files.toList()) {
        metrics.put(
            file.getFileName().toString().replace(".conf", ""),
            names
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult m) -> m.group(1))
                .flatMap(list -> Stream.of(list.split(", ", -1)))
                .collect(Collectors.toSet()));
      }
    }
    return metrics;
  }

  @Test
  void theSameWordsInATableHaveTheSameIds() {
    assertFunction(row -> row.method(), PaperResult::methodId);
    // What is quoted of another paper is of its tasks: Residual PT's RTE is SuperGLUE's.
    assertFunction(
        row -> (row.method().contains("quoted") ? row.method() + ": " : "") + row.task(),
        PaperResult::taskId);
    assertFunction(row -> row.task() + " " + row.metric(), PaperResult::metricId);
    assertFunction(PaperResult::metric, PaperResult::scale);
  }

  private static void assertFunction(
      Function<PaperResult, String> words, Function<PaperResult, Optional<String>> id) {
    Map<String, Optional<String>> seen = new HashMap<>();
    for (PaperResult row : RESULTS.rows()) {
      String key = row.tableId() + ": " + words.apply(row);
      Optional<String> before = seen.putIfAbsent(key, id.apply(row));
      if (before != null) {
        assertThat(id.apply(row)).as(key).isEqualTo(before);
      }
    }
  }

  /**
   * What conf/papers/superpos.conf and about/protocols.csv say of the split: an accuracy over N
   * examples is k/N.
   */
  @Test
  void theAccuraciesOfSuperPosAreOfWholeValidationSets() {
    Map<String, Integer> wholeSets =
        Map.of("cb", 56, "copa", 100, "mrpc", 408, "rte", 277, "wic", 638);
    List<PaperResult> accuracies =
        RESULTS.rows().stream()
            .filter(row -> row.tableId().equals("superpos/table1"))
            .filter(row -> row.taskId().filter(wholeSets::containsKey).isPresent())
            .filter(row -> row.metricId().equals(Optional.of("accuracy")))
            // A run with an invalid prediction counts 0.
            .filter(row -> row.value().signum() > 0)
            .toList();
    assertThat(accuracies).hasSize(72);
    assertThat(accuracies)
        .allMatch(row -> isShareOf(row.value(), wholeSets.get(row.taskId().orElseThrow())));
    List<PaperResult> ofHalves =
        accuracies.stream()
            .filter(row -> isShareOf(row.value(), wholeSets.get(row.taskId().orElseThrow()) / 2))
            .toList();
    assertThat(ofHalves).hasSize(31);
    assertThat(ofHalves).noneMatch(row -> row.taskId().equals(Optional.of("rte")));
    assertThat(PaperProtocol.shipped())
        .filteredOn(protocol -> protocol.tableId().startsWith("superpos/"))
        .isNotEmpty()
        .allMatch(protocol -> protocol.split().equals("validation"));
  }

  /** Whether a percentage is that of some of {@code examples}, to the printed digits. */
  private static boolean isShareOf(BigDecimal percent, int examples) {
    double half = percent.ulp().doubleValue() / 2 + 1e-9;
    long nearest = Math.round(percent.doubleValue() / 100 * examples);
    return Math.abs(100.0 * nearest / examples - percent.doubleValue()) <= half;
  }

  /** Whoever joins on these finds one number. */
  @Test
  void noTwoNumbersStandInOnePlace() {
    // A gain's benchmark is in its setting alone.
    assertThat(RESULTS.rows().stream().filter(row -> !row.metric().startsWith("gain")))
        .extracting(
            row ->
                List.of(
                    row.tableId(),
                    row.backbone(),
                    row.method(),
                    row.dropout(),
                    row.task(),
                    row.metric()))
        .doesNotHaveDuplicates();
  }

  @Test
  void seedsAreThoseOfTheWords() {
    for (PaperResult row : RESULTS.rows()) {
      String words = row.setting() + "; " + row.method();
      int expected =
          words.contains("mean of 3 seeds")
              ? 3
              : words.contains("mean of 5 prompts") ? 5 : words.contains("seed 42") ? 1 : 0;
      assertThat(row.nSeeds().orElse(0)).as(words).isEqualTo(expected);
    }
  }

  @Test
  void whatSourcesContradictIsDoubtful() {
    assertThat(doubtful("dept/table5", "DePT", "HotpotQA")).contains("76.0").contains("76.8");
    assertThat(doubtful("dept/table1", "ATTEMPT", "SST-2")).contains("93.0").contains("93.2");
    assertThat(doubtful("dept/table1", "ATTEMPT", "RTE")).contains("74.3").contains("73.4");
    for (PaperResult row : RESULTS.rows()) {
      boolean majority =
          row.task().equals("WSC")
              && row.value().setScale(1, RoundingMode.HALF_UP).toString().equals("67.3");
      if (majority || row.setting().contains("SUSPECT")) {
        assertThat(row.doubtful()).as("%s", row).isPresent();
      }
      row.doubtful().ifPresent(why -> assertThat(why).endsWith("."));
    }
  }

  private static String doubtful(String table, String method, String task) {
    return RESULTS.rows(RESULTS.table(table)).stream()
        .filter(row -> row.method().equals(method) && row.task().equals(task))
        .findFirst()
        .flatMap(PaperResult::doubtful)
        .orElseThrow();
  }
}
