package io.promptsweep.analysis.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.analysis.statistics.Friedman;
import io.promptsweep.problem.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Every chart, compiled by Vega-Lite and drawn by Vega. */
class VegaSvgTest {
  private static VegaSvg vega;

  @BeforeAll
  static void open() {
    vega = VegaSvg.open();
  }

  @AfterAll
  static void close() {
    vega.close();
  }

  /** A row with what any view has; {@code rest} is further columns and their values. */
  private static Map<String, Object> row(String method, String task, Object... rest) {
    Map<String, Object> row = new HashMap<>();
    row.put("sweep_id", "s");
    row.put("backbone", "t5");
    row.put("precision", "fp32");
    row.put("protocol", null);
    row.put("method", method);
    row.put("task", task);
    row.put("dropout", false);
    row.put("prompt_tokens", 10);
    row.put("axes", "{}");
    row.put("learning_rate", 0.3);
    row.put("score_name", "accuracy");
    row.put("n_seeds", 3L);
    for (int i = 0; i < rest.length; i += 2) {
      row.put((String) rest[i], rest[i + 1]);
    }
    return row;
  }

  private static final List<String> METHODS = List.of("vanilla", "residual", "superpos", "dpt");
  private static final List<String> TASKS = List.of("rte", "cb", "sst2");

  /** Some score that differs from place to place. */
  private static double score(int method, int task, int more) {
    return 0.5 + 0.05 * method + 0.03 * task + 0.01 * more;
  }

  private static List<Map<String, Object>> grid(Object... rest) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int m = 0; m < METHODS.size(); m++) {
      for (int t = 0; t < TASKS.size(); t++) {
        Map<String, Object> row = row(METHODS.get(m), TASKS.get(t), rest);
        row.put("mean_score", score(m, t, 0));
        row.put("std_score", 0.02);
        row.put("best_score", score(m, t, 0));
        row.put("mean_near_step", 10.0 * (m + 1));
        row.put("std_near_step", 2.0);
        row.put("mean_effect", score(m, t, 0) - 0.6);
        row.put("std_effect", 0.02);
        row.put("n_pairs", 3L);
        row.put("trainable_parameters", 1000L * (m + 1));
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<Map<String, Object>> byRate() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (double rate : new double[] {0.01, 0.1, 1}) {
      rows.addAll(grid("learning_rate", rate));
    }
    return rows;
  }

  private static List<Map<String, Object>> byEpoch() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (boolean dropout : new boolean[] {false, true}) {
      for (int epoch = 1; epoch <= 5; epoch++) {
        rows.addAll(grid("epoch", epoch, "dropout", dropout));
      }
    }
    return rows;
  }

  private static List<Map<String, Object>> byTries() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int tries = 1; tries <= 4; tries++) {
      rows.add(row("vanilla", null, "tries", tries, "score", 0.6 + 0.05 * tries));
      rows.add(row("residual", null, "tries", tries, "score", 0.5 + 0.05 * tries));
    }
    return rows;
  }

  private static List<Map<String, Object>> lines() {
    List<Map<String, Object>> rows = new ArrayList<>();
    int i = 0;
    for (String verdict : List.of("reproduced", "above", "below", "undecided", "not comparable")) {
      Map<String, Object> row =
          row(METHODS.get(i % 4), TASKS.get(i % 3), "printed", 0.6, "verdict", verdict);
      row.put("table_id", "superpos/table1");
      row.put("dropout", "off");
      row.put("metric", "accuracy");
      row.put("mean", 0.55 + 0.02 * i);
      row.put("low", 0.5 + 0.02 * i);
      row.put("high", 0.6 + 0.02 * i);
      row.put("because", "why");
      rows.add(row);
      i++;
    }
    return rows;
  }

  private static List<Map<String, Object>> overTasks() {
    return grid().stream()
        .filter(row -> row.get("task").equals("rte"))
        .map(
            row -> {
              row.put("n_tasks", 3L);
              row.put("trainable_parameters", 100L * METHODS.indexOf(row.get("method")) + 100);
              row.put("hours", 0.5);
              row.put("n_cells", 9L);
              return row;
            })
        .toList();
  }

  static Stream<Chart> charts() {
    return Stream.of(
            Charts.leaderboard(grid()),
            Charts.summary(overTasks()),
            Charts.efficiency(overTasks()),
            Charts.dropoutEffect(grid()),
            Charts.learningCurves(byEpoch()),
            Charts.learningRates(byRate()),
            Charts.convergence(grid()),
            Charts.parallelCoordinates(byRate()),
            Charts.expectedBest(byTries()),
            Charts.paperComparison(lines()),
            criticalDifference())
        .map(Optional::orElseThrow);
  }

  private static Optional<Chart> criticalDifference() {
    double[][] scores = new double[5][METHODS.size()];
    for (int t = 0; t < scores.length; t++) {
      for (int m = 0; m < METHODS.size(); m++) {
        scores[t][m] = score(m, t, (t * 7 + m * 3) % 5);
      }
    }
    return Charts.criticalDifference(METHODS, Friedman.of(scores).orElseThrow(), 0.05);
  }

  private static Document xml(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  /** How many shapes stand in groups whose class begins with {@code mark}. */
  private static int marks(Document svg, String mark) {
    int marks = 0;
    NodeList groups = svg.getElementsByTagName("g");
    for (int i = 0; i < groups.getLength(); i++) {
      Element group = (Element) groups.item(i);
      if (group.getAttribute("class").startsWith("mark-" + mark + " role-mark")) {
        for (String shape : List.of("path", "line", "rect")) {
          marks += group.getElementsByTagName(shape).getLength();
        }
      }
    }
    return marks;
  }

  @ParameterizedTest
  @MethodSource("charts")
  void isDrawnWithoutComplaintAndSaysWhatItShows(Chart chart) throws Exception {
    VegaSvg.Drawn drawn = vega.drawn(chart);
    assertThat(drawn.warnings()).isEmpty();
    assertThat(drawn.svg()).doesNotContain("NaN", "undefined", "Infinity");
    assertThat(chart.alt()).doesNotContain("NaN", "null");
    Element svg = xml(drawn.svg()).getDocumentElement();
    assertThat(svg.getAttribute("role")).isEqualTo("img");
    assertThat(svg.getAttribute("viewBox")).isNotEmpty();
    assertThat(svg.getAttribute("width")).isEmpty();
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo(chart.title());
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isEqualTo(chart.alt());
    assertThat(svg.getElementsByTagName("path").getLength()).isPositive();
  }

  @Test
  void aPictureIsTheSameWhateverWasDrawnBefore() {
    Chart chart = Charts.leaderboard(grid()).orElseThrow();
    String first = vega.render(chart);
    vega.render(Charts.learningCurves(byEpoch()).orElseThrow());
    assertThat(vega.render(chart)).isEqualTo(first);
  }

  @Test
  void noTwoPicturesOfAPageShareAnId() throws Exception {
    Set<String> ids = new HashSet<>();
    for (Chart chart : charts().toList()) {
      NodeList all = xml(vega.render(chart)).getElementsByTagName("*");
      for (int i = 0; i < all.getLength(); i++) {
        String id = ((Element) all.item(i)).getAttribute("id");
        assertThat(id.isEmpty() || ids.add(id)).as(id).isTrue();
      }
    }
  }

  @Test
  void eachSettingIsAPointAndASingleSeedHasNoBar() throws Exception {
    List<Map<String, Object>> rows = grid();
    Document three = xml(vega.render(Charts.leaderboard(rows).orElseThrow()));
    assertThat(marks(three, "symbol")).isEqualTo(12);
    assertThat(marks(three, "rule")).isEqualTo(12);
    rows.forEach(row -> row.put("std_score", null));
    Document one = xml(vega.render(Charts.leaderboard(rows).orElseThrow()));
    assertThat(marks(one, "symbol")).isEqualTo(12);
    assertThat(marks(one, "rule")).isZero();
  }

  @Test
  void whatIsNoNumberIsLeftOutAndNotDrawnAsZero() throws Exception {
    List<Map<String, Object>> rows = grid();
    rows.get(0).put("mean_score", Double.NaN);
    rows.get(1).put("mean_score", null);
    Document svg = xml(vega.render(Charts.leaderboard(rows).orElseThrow()));
    assertThat(marks(svg, "symbol")).isEqualTo(10);
    rows.forEach(row -> row.put("mean_score", Double.NaN));
    assertThat(Charts.leaderboard(rows)).isEmpty();
  }

  @Test
  void aChartOfNothingIsEmpty() {
    assertThat(Charts.leaderboard(List.of())).isEmpty();
    assertThat(Charts.summary(List.of())).isEmpty();
    assertThat(Charts.efficiency(List.of())).isEmpty();
    assertThat(Charts.dropoutEffect(List.of())).isEmpty();
    assertThat(Charts.learningCurves(List.of())).isEmpty();
    assertThat(Charts.learningRates(List.of())).isEmpty();
    assertThat(Charts.convergence(List.of())).isEmpty();
    assertThat(Charts.parallelCoordinates(List.of())).isEmpty();
    assertThat(Charts.expectedBest(List.of())).isEmpty();
    assertThat(Charts.paperComparison(List.of())).isEmpty();
  }

  @Test
  void hostileNamesStayText() throws Exception {
    List<Map<String, Object>> rows = grid();
    rows.forEach(row -> row.put("task", "</script><b id=\"x\">&\\'`"));
    Chart chart = Charts.leaderboard(rows).orElseThrow();
    assertThat(xml(vega.render(chart)).getElementsByTagName("b").getLength()).isZero();
  }

  @Test
  void manyMethodsAndTasksFit() throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int m = 0; m < 12; m++) {
      for (int t = 0; t < 13; t++) {
        rows.add(
            row("method" + m, "task" + t, "mean_score", score(m, t, 0) / 2, "std_score", 0.01));
      }
    }
    Chart chart = Charts.leaderboard(rows).orElseThrow();
    assertThat(marks(xml(vega.render(chart)), "symbol")).isEqualTo(12 * 13);
  }

  @Test
  void aSpecificationThatVegaRefusesNamesItsChart() {
    Chart broken = new Chart("broken", "t", "a", "{\"mark\":\"no-such-mark\"}");
    assertThatThrownBy(() -> vega.render(broken))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("chart broken: ");
    assertThat(vega.render(Charts.leaderboard(grid()).orElseThrow())).startsWith("<svg ");
  }

  @Test
  void nothingIsFetched() {
    Chart outside =
        new Chart(
            "outside",
            "t",
            "a",
            "{\"data\":{\"url\":\"http://127.0.0.1:9/x.json\"},\"mark\":\"point\",\"encoding\":{}}");
    VegaSvg.Drawn drawn = vega.drawn(outside);
    assertThat(drawn.warnings()).anyMatch(warning -> warning.contains("127.0.0.1"));
  }

  @Test
  void theScriptsOfAPageCannotEndTheirElement() {
    List<String> scripts = VegaScripts.all();
    assertThat(scripts).hasSize(3);
    assertThat(scripts).allMatch(script -> script.startsWith("/* vega"));
    assertThat(scripts).allMatch(script -> script.contains("BSD 3-Clause"));
    assertThat(scripts).noneMatch(script -> script.contains("</script"));
    assertThat(VegaScripts.embeddable("a='</script>'")).isEqualTo("a='<\\/script>'");
  }
}
