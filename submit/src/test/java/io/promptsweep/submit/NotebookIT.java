package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An exported notebook in a real Jupyter, on a sweep that was really trained. Wants Python with
 * PySpark and {@link #PACKAGES}: the one that {@code PROMPTSWEEP_PYTHON} names, or the one that has
 * {@code SPARK_HOME} in it.
 */
class NotebookIT {
  private static final String PACKAGES = "nbconvert, nbformat, ipykernel, pandas, pyarrow, duckdb";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SNIPPET = Pattern.compile("(?s)```python\n(.*?)```");
  private static final String VEGA = "application/vnd.vegalite.v5+json";

  /** The same counts and means by DuckDB, by pandas and by the view. */
  private static final String THREE_ANSWERS =
      """
      import json

      keys = ["method", "task", "dropout", "learning_rate"]
      order = ", ".join(keys)
      scored = cells[(cells.status == "DONE") & cells.best_score.notna()]
      print(json.dumps({
          "duckdb": means.order(order).fetchall(),
          "pandas": scored.groupby(keys).best_score.agg(["count", "mean"]).reset_index().values.tolist(),
          "spark": [list(row) for row in spark.sql(
              f"SELECT {order}, n_seeds, mean_score FROM learning_rate_sensitivity"
              f" WHERE n_seeds > 0 ORDER BY {order}").collect()],
      }, default=lambda value: value.item()))
      """;

  @TempDir Path folder;

  private static Optional<Path> python() {
    String named = System.getenv("PROMPTSWEEP_PYTHON");
    String spark = System.getenv("SPARK_HOME");
    Stream<Path> candidates =
        named != null
            ? Stream.of(Path.of(named))
            : spark == null
                ? Stream.of()
                : Stream.iterate(Path.of(spark), parent -> parent != null, Path::getParent)
                    .map(parent -> parent.resolve("bin/python"));
    return candidates.filter(Files::isExecutable).findFirst();
  }

  /** What a process said, having ended well. */
  private String run(Path in, Object... line) throws IOException, InterruptedException {
    Result result = result(in, line);
    assertThat(result.exitCode()).as(result.said()).isZero();
    return result.said();
  }

  private record Result(int exitCode, String said) {}

  private Result result(Path in, Object... line) throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "said", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(Stream.of(line).map(Object::toString).toList())
            .directory(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().remove("SPARK_HOME");
    Process process = builder.start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("still running after ten minutes: " + line[0]);
    }
    return new Result(process.exitValue(), Files.readString(said));
  }

  private static String joined(JsonNode lines) {
    StringBuilder text = new StringBuilder(lines.isTextual() ? lines.asText() : "");
    lines.forEach(line -> text.append(line.asText()));
    return text.toString();
  }

  /** A sweep with two methods, two seeds, dropout, and cells that fail. */
  private Path sweep(Cli cli) throws IOException, InterruptedException {
    Path out = folder.resolve("it's a \"sweep\" ${x} `y`");
    List<String> line = new ArrayList<>(List.of("run", "conf/quickstart.conf"));
    line.addAll(List.of("--out", out.toString()));
    for (String set :
        List.of(
            "sweep.methods=[vanilla,lora]",
            "sweep.tasks=[toy-similarity,toy-entailment]",
            "sweep.seeds=[0,1]",
            "method.vanilla.learning-rates=[0.3,1e38]",
            "run.report=off",
            "train.max-steps=16",
            "train.eval-every-steps=8",
            "task.max-eval-examples=32")) {
      line.addAll(List.of("--set", set));
    }
    Cli.Result run = cli.run(line.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.SOME_FAILED);
    return out;
  }

  @Test
  void aNotebookRunInJupyterGivesTheOutputsThatWereInItAndOtherProgramsReadTheSameNumbers()
      throws Exception {
    Optional<Path> python = python();
    assumeTrue(
        python.isPresent(),
        "no Python to run a notebook with: neither PROMPTSWEEP_PYTHON nor SPARK_HOME leads to one");
    assumeTrue(
        result(folder, python.get(), "-c", "import pyspark, " + PACKAGES).exitCode() == 0,
        python.get() + " lacks some of pyspark, " + PACKAGES);

    Cli cli = new Cli(folder);
    Path out = sweep(cli);
    Cli.Result wrote = cli.run("notebook", out.toString());
    assertThat(wrote.exitCode()).as(wrote.err()).isZero();
    Path notebook = Path.of(wrote.out().lines().findFirst().orElseThrow().substring(6));
    assertThat(notebook).isEqualTo(out.resolve("notebook/it-s-a-sweep-x-y.ipynb"));
    String validate = "import sys, nbformat; nbformat.validate(nbformat.read(sys.argv[1], 4))";
    run(folder, python.get(), "-W", "error", "-c", validate, notebook);

    JsonNode written = JSON.readTree(Files.readString(notebook));
    assertThat(joined(written.at("/cells/0/source"))).contains("**FAILED: ");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(
        elsewhere.resolve("n.ipynb"), JSON.writeValueAsString(withOtherPrograms(written)));
    run(
        elsewhere,
        python.get(),
        "-m",
        "nbconvert",
        "--to",
        "notebook",
        "--execute",
        "--output",
        "executed",
        "n.ipynb");
    JsonNode executed = JSON.readTree(Files.readString(elsewhere.resolve("executed.ipynb")));
    int compared = 0;
    for (int i = 0; i < written.get("cells").size(); i++) {
      compared += compare(written.at("/cells/" + i), executed.at("/cells/" + i));
    }
    assertThat(compared).isEqualTo(16);
    JsonNode last = executed.get("cells").get(executed.get("cells").size() - 1);
    JsonNode answers = JSON.readTree(joined(last.at("/outputs/0/text")));
    assertThat(answers.get("spark").size()).isEqualTo(6);
    sameNumbers(answers.get("duckdb"), answers.get("spark"));
    sameNumbers(answers.get("pandas"), answers.get("spark"));

    DuckDbViews.assertSameAsSpark(run(folder, python.get(), "-c", DuckDbViews.program(out)), out);
  }

  /** The notebook with the code that it shows for other programs as cells at its end. */
  private static JsonNode withOtherPrograms(JsonNode written) {
    ObjectNode notebook = written.deepCopy();
    ArrayNode cells = (ArrayNode) notebook.get("cells");
    String shown = joined(cells.get(cells.size() - 1).get("source"));
    List<String> sources = new ArrayList<>();
    SNIPPET.matcher(shown).results().forEach(snippet -> sources.add(snippet.group(1)));
    assertThat(sources).hasSize(2);
    sources.add(THREE_ANSWERS);
    for (int i = 0; i < sources.size(); i++) {
      ObjectNode cell = cells.addObject();
      cell.put("cell_type", "code").put("id", "other-" + i).put("source", sources.get(i));
      cell.putNull("execution_count");
      cell.putObject("metadata");
      cell.putArray("outputs");
    }
    return notebook;
  }

  /** The number of outputs compared: those of one code cell. */
  private static int compare(JsonNode written, JsonNode executed) {
    assertThat(executed.get("id")).isEqualTo(written.get("id"));
    if (!written.has("outputs")) {
      return 0;
    }
    List<JsonNode> shown = new ArrayList<>();
    for (JsonNode output : executed.get("outputs")) {
      String type = output.get("output_type").asText();
      assertThat(type).as(output.toString()).isIn("display_data", "stream");
      if (type.equals("display_data")) {
        shown.add(output.get("data"));
      } else {
        // Spark's launcher greets on standard error.
        assertThat(output.get("name").asText()).as(output.toString()).isEqualTo("stderr");
      }
    }
    assertThat(shown).as(written.get("id").asText()).hasSize(written.get("outputs").size());
    for (int i = 0; i < shown.size(); i++) {
      JsonNode before = written.at("/outputs/" + i + "/data");
      assertThat(joined(shown.get(i).get("text/plain")))
          .isEqualTo(joined(before.get("text/plain")));
      if (before.has(VEGA)) {
        sameChart(shown.get(i).get(VEGA), before.get(VEGA));
        assertThat(joined(before.get("image/svg+xml"))).startsWith("<svg").doesNotContain("NaN");
      } else {
        assertThat(joined(shown.get(i).get("text/html")))
            .isEqualTo(joined(before.get("text/html")));
      }
    }
    return shown.size();
  }

  private static void sameChart(JsonNode again, JsonNode before) {
    ObjectNode template = before.deepCopy();
    template.remove("data");
    ObjectNode other = again.deepCopy();
    other.remove("data");
    assertThat(other).isEqualTo(template);
    assertThat(before.at("/data/values").size()).isPositive();
    sameNumbers(sorted(again.at("/data/values")), sorted(before.at("/data/values")));
  }

  /** Rows of a view without an order, by their names, which come before their numbers. */
  private static JsonNode sorted(JsonNode rows) {
    List<JsonNode> list = new ArrayList<>();
    rows.forEach(list::add);
    list.sort(
        (a, b) ->
            (a.path("task").asText() + a.path("setting") + a.path("dropout") + a.path("epoch"))
                .compareTo(
                    b.path("task").asText()
                        + b.path("setting")
                        + b.path("dropout")
                        + b.path("epoch")));
    return JSON.createArrayNode().addAll(list);
  }

  private static void sameNumbers(JsonNode a, JsonNode b) {
    assertThat(a.getNodeType()).isEqualTo(b.getNodeType());
    assertThat(a.size()).as("%s, %s", a, b).isEqualTo(b.size());
    if (a.isObject()) {
      a.fieldNames().forEachRemaining(name -> sameNumbers(a.get(name), b.get(name)));
    } else if (a.isArray()) {
      for (int i = 0; i < a.size(); i++) {
        sameNumbers(a.get(i), b.get(i));
      }
    } else if (a.isNumber()) {
      assertThat(a.asDouble()).isCloseTo(b.asDouble(), within(1e-9));
    } else {
      assertThat(a).isEqualTo(b);
    }
  }
}
