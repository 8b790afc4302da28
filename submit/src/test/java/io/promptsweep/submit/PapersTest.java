package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The papers' protocols, as {@code promptsweep plan --csv} prints their cells. */
class PapersTest {
  private static final Path CONF = Path.of(System.getProperty("project.root"), "conf");
  private static final List<String> SUPERPOS_TASKS =
      List.of(
          "qqp", "qnli", "mnli", "sst2", "stsb", "mrpc", "cola", "multirc", "rte", "cb", "copa",
          "wic", "boolq");

  private static String planText(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("plan"));
    all.addAll(List.of(arguments));
    int code =
        PromptsweepCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    assertThat(code).as(err.toString()).isZero();
    return out.toString();
  }

  /** The rows of a plan, columns by name. */
  private static List<Map<String, String>> plan(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--csv"));
    all.addAll(List.of(arguments));
    List<String> lines = planText(all.toArray(String[]::new)).lines().toList();
    String[] columns = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      // Only the protocol has commas, and it is not looked at.
      String[] fields = line.replaceAll("\"[^\"]*\"", "").split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        row.put(columns[i], fields[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<Map<String, String>> paper(String name) {
    return plan(CONF.resolve("papers").resolve(name + ".conf").toString());
  }

  private static Set<String> values(List<Map<String, String>> rows, String column) {
    return rows.stream().map(row -> row.get(column)).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Map<String, String>> of(List<Map<String, String>> rows, String method) {
    return rows.stream().filter(row -> row.get("method").equals(method)).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "superpos, 656640, 76961152",
    "superpos-base, 984320, 247577856",
  })
  void superposIsTheWholeOfTableOneButAttempt(String name, String superpos, String full) {
    List<Map<String, String>> rows = paper(name);
    assertThat(values(rows, "task")).isEqualTo(new TreeSet<>(SUPERPOS_TASKS));
    // Thirteen tasks, three seeds; three methods with and without dropout, fine-tuning with it.
    assertThat(rows).hasSize(13 * 3 * (3 * 2 + 1));
    assertThat(of(rows, "full")).hasSize(13 * 3);
    assertThat(values(of(rows, "full"), "dropout")).containsExactly("true");
    assertThat(values(of(rows, "full"), "trainable_parameters")).containsExactly(full);
    assertThat(values(of(rows, "full"), "learning_rate")).containsExactly("1.0E-5");
    assertThat(values(of(rows, "superpos"), "trainable_parameters")).containsExactly(superpos);
    assertThat(values(of(rows, "superpos"), "learning_rate")).containsExactly("0.01");
    assertThat(values(of(rows, "vanilla"), "learning_rate")).containsExactly("0.01");
    assertThat(values(of(rows, "residual"), "learning_rate")).containsExactly("0.3");
    assertThat(values(of(rows, "residual"), "dropout")).containsExactly("false", "true");
    assertThat(values(rows, "epochs")).containsExactly("80");
  }

  @Test
  void theSoftmaxVariantIsAnAxis() {
    List<Map<String, String>> rows = paper("superpos-softmax");
    assertThat(rows).hasSize(13 * 3 * 2);
    assertThat(values(rows, "method.superpos.softmax")).containsExactly("off", "on");
    assertThat(values(rows, "dropout")).containsExactly("false");
    List<Map<String, String>> original = paper("superpos-softmax-t5-base");
    assertThat(original).hasSize(13 * 3);
    assertThat(values(original, "backbone")).containsExactly("t5-base");
    assertThat(values(original, "method.superpos.softmax")).containsExactly("off");
  }

  /** The shipped logs: tokens, learning rate, steps; parameters are tokens x d + rank x (L + d). */
  @Test
  void deptTrainsEachTaskWithTheSettingsOfItsLog() {
    Map<String, List<Object>> logs = new TreeMap<>();
    logs.put("cola", List.of(80, 15, 256, "0.3", 40000));
    logs.put("sst2", List.of(60, 30, 256, "0.3", 30000));
    logs.put("mrpc", List.of(60, 30, 256, "0.3", 10000));
    logs.put("stsb", List.of(60, 30, 256, "0.3", 30000));
    logs.put("rte", List.of(60, 30, 256, "0.4", 30000));
    logs.put("qqp", List.of(60, 30, 256, "0.4", 100000));
    logs.put("qnli", List.of(60, 30, 256, "0.4", 100000));
    logs.put("mnli", List.of(60, 30, 256, "0.3", 250000));
    logs.put("boolq", List.of(40, 45, 256, "0.3", 30000));
    logs.put("cb", List.of(60, 30, 256, "0.4", 30000));
    logs.put("multirc", List.of(60, 30, 348, "0.3", 30000));
    logs.put("wic", List.of(60, 30, 256, "0.3", 20000));
    logs.put("wsc", List.of(60, 30, 256, "0.3", 20000));
    List<Map<String, String>> rows = paper("dept");
    assertThat(rows).hasSize(logs.size());
    for (Map<String, String> row : rows) {
      List<Object> log = logs.get(row.get("task"));
      long tokens = (Integer) log.get(0);
      long rank = (Integer) log.get(1);
      long length = (Integer) log.get(2);
      assertThat(row)
          .as(row.get("task"))
          .containsEntry("prompt_tokens", Long.toString(tokens))
          .containsEntry("learning_rate", (String) log.get(3))
          .containsEntry("max_steps", log.get(4).toString())
          .containsEntry("seed", "42")
          .containsEntry("batch_size", "32")
          .containsEntry("epochs", "")
          .containsEntry(
              "trainable_parameters", Long.toString(tokens * 768 + rank * (length + 768)));
    }
    assertThat(values(rows, "trainable_parameters")).containsExactly("76800", "79560");
  }

  @Test
  void theOtherPapersHaveTheirGrids() {
    assertThat(paper("dept-grid")).hasSize(13 * 2 * 3);
    assertThat(paper("dept-few-shot")).hasSize(6 * 3 * 3);
    assertThat(paper("residual")).hasSize(8 * 2 * 3);
    assertThat(paper("residual-few-shot")).hasSize(4 * 2 * 3 * 3);
    assertThat(paper("residual-full")).hasSize(8 * 3);
    assertThat(paper("adept")).hasSize(13 * 3 * 2);
    assertThat(paper("dpt")).hasSize(8);
    assertThat(paper("lester")).hasSize(8 * 3);
    assertThat(values(paper("adept"), "trainable_parameters")).containsExactly("76051");
    assertThat(paper("dpt-large")).hasSize(8);
    assertThat(paper("lester-released-prompts")).hasSize(3 * 3);
    // 10 x (100 + d).
    assertThat(values(paper("dpt"), "trainable_parameters")).containsExactly("8680");
    assertThat(values(paper("dpt-large"), "trainable_parameters")).containsExactly("11240");
    assertThat(values(paper("lester"), "trainable_parameters")).containsExactly("76800");
    assertThat(values(paper("residual-full"), "batch_size")).containsExactly("4");
    List<Map<String, String>> few = paper("dept-few-shot");
    assertThat(values(few, "task.few-shot-examples")).containsExactly("16", "32", "4");
  }

  @Test
  void aPlanSaysWhereSelectionAndReportUseTheSameExamples(@TempDir Path folder) throws Exception {
    for (String paper : List.of("superpos", "superpos-softmax", "residual", "dpt", "lester")) {
      assertThat(planText(CONF.resolve("papers").resolve(paper + ".conf").toString()))
          .as(paper)
          .contains("Selection and report use the same examples (split = whole-validation) on ");
    }
    assertThat(planText(CONF.resolve("papers/dept.conf").toString()))
        .doesNotContain("Selection and report");
    // A task whose own file says so, where the configuration leaves it to the file.
    String rte = Files.readString(CONF.resolve("tasks/rte.conf"));
    Path tasks = Files.createDirectories(folder.resolve("tasks"));
    Files.writeString(
        tasks.resolve("mine.conf"),
        rte.replace("name = rte", "name = mine")
            .replace("split = halved-validation", "split = whole-validation"));
    Path sweep =
        Files.writeString(
            folder.resolve("sweep.conf"),
            "sweep { tasks = [rte, mine], learning-rates = [0.3] }\n");
    assertThat(planText(sweep.toString(), "--set", "data.tasks-dir=" + tasks))
        .contains("(split = whole-validation) on mine: test scores repeat");
  }

  @Test
  void everyPaperIsTested() throws Exception {
    try (var files = Files.list(CONF.resolve("papers"))) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactly(
              "adept.conf",
              "dept-few-shot.conf",
              "dept-grid.conf",
              "dept.conf",
              "dpt-large.conf",
              "dpt.conf",
              "lester-released-prompts.conf",
              "lester.conf",
              "residual-few-shot.conf",
              "residual-full.conf",
              "residual.conf",
              "superpos-base.conf",
              "superpos-softmax-t5-base.conf",
              "superpos-softmax.conf",
              "superpos.conf");
    }
  }

  /** Each of the golden counts, out of a configuration as a user would write it. */
  @Test
  void thePlanHasThePapersParameterCounts() throws Exception {
    Path golden =
        CONF.resolveSibling("udf-model/src/test/resources/parity").resolve("parameter_counts.json");
    Map<Integer, String> backbones =
        Map.of(512, "t5-small.conf", 768, "t5-base.conf", 1024, "t5-large.conf");
    for (var element : JsonParser.parseString(Files.readString(golden)).getAsJsonArray()) {
      JsonObject count = element.getAsJsonObject();
      String method = count.get("method").getAsString().replace("prompt-tuning", "vanilla");
      List<String> arguments = new ArrayList<>();
      arguments.add(
          CONF.resolve("backbones").resolve(backbones.get(count.get("d").getAsInt())).toString());
      List<String> sets = new ArrayList<>(List.of("sweep.methods=" + method, "sweep.tasks=rte"));
      for (String key : List.of("prompt_tokens", "bottleneck", "rank", "basis", "shared_basis")) {
        if (count.has(key)) {
          sets.add(
              "method."
                  + method
                  + "."
                  + key.replace('_', '-')
                  + "="
                  + count.get(key).getAsString());
        }
      }
      if (count.has("max_length")) {
        sets.add("task.max-input-tokens=" + count.get("max_length").getAsString());
      }
      for (String set : sets) {
        arguments.add("--set");
        arguments.add(set);
      }
      assertThat(values(plan(arguments.toArray(String[]::new)), "trainable_parameters"))
          .as(count.toString())
          .containsExactly(count.get("parameters").getAsString());
    }
  }
}
