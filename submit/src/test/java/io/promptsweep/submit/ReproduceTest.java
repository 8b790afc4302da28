package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.promptsweep.analysis.comparison.ReferenceCell;
import io.promptsweep.analysis.papers.PaperProtocol;
import io.promptsweep.analysis.papers.PaperResults;
import io.promptsweep.analysis.papers.PaperTable;
import io.promptsweep.analysis.papers.PrintedScope;
import io.promptsweep.backbone.Activation;
import io.promptsweep.backbone.RandomBackbone;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.sweep.Cell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A paper's preset as its users run it, on a small backbone and real files. */
class ReproduceTest {
  private static final T5Config TINY =
      new T5Config(
          32128, 16, 8, 32, 1, 1, 2, 32, 128, 0.1, 1e-6, Activation.GATED_GELU, false, 0, 1, 0);

  @TempDir Path folder;

  @Test
  void theBackboneMayBeTheNameOfAModelInTheCache() throws Exception {
    Path shared = Path.of(System.getProperty("shared.dir"));
    assumeTrue(
        Files.exists(shared.resolve("data/superglue"))
            && Files.exists(shared.resolve("tokenizer/t5")),
        "needs the real task files and the T5 vocabulary in shared.dir = " + shared);
    Path model = folder.resolve("cache/huggingface/hub/models--nobody--tiny");
    Path snapshot = Files.createDirectories(model.resolve("snapshots/abc"));
    Files.writeString(Files.createDirectories(model.resolve("refs")).resolve("main"), "abc");
    RandomBackbone.write(snapshot, TINY, 1, shared.resolve("tokenizer/t5/tokenizer.json"));
    Cli cli = new Cli(folder);
    String data = shared.resolve("data").toString();
    String[] plan = {
      "reproduce",
      "superpos/table1",
      "--backbone",
      "nobody/tiny",
      "--data",
      data,
      "--plan",
      "--preset",
      "superpos",
      "--set",
      "sweep.tasks=[copa]"
    };
    Cli.Result planned = cli.run(plan);
    assertThat(planned.exitCode()).as(planned.err()).isZero();
    assertThat(planned.out()).contains("preset superpos");

    Cli.Result missing =
        cli.run("reproduce", "superpos/table1", "--backbone", "nobody/else", "--data", data);
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err())
        .isEqualTo(
            "promptsweep: --backbone nobody/else is neither a folder nor a model in the Hugging"
                + " Face cache "
                + folder.resolve("cache/huggingface/hub")
                + "; download it with hf download nobody/else (huggingface-cli download in older"
                + " versions), or name a folder with --backbone FOLDER.\n");
  }

  @Test
  void whatDiffersFromThePaperIsSaidAndNothingElse() throws Exception {
    Path shared = Path.of(System.getProperty("shared.dir"));
    assumeTrue(
        Files.exists(shared.resolve("data/superglue"))
            && Files.exists(shared.resolve("tokenizer/t5")),
        "needs the real task files and the T5 vocabulary in shared.dir = " + shared);
    Path backbone = Files.createDirectories(folder.resolve("backbone"));
    RandomBackbone.write(backbone, TINY, 1, shared.resolve("tokenizer/t5/tokenizer.json"));
    Path out = folder.resolve("out");
    Cli cli = new Cli(folder);
    Cli.Result result =
        cli.run(
            "reproduce",
            "superpos/table1",
            "--backbone",
            backbone.toString(),
            "--data",
            shared.resolve("data").toString(),
            "--preset",
            "superpos",
            "--out",
            out.toString(),
            "--set",
            "sweep.tasks=[copa]",
            "--set",
            "sweep.methods=[superpos]",
            "--set",
            "sweep.seeds=[0,1]",
            "--set",
            "run.report=off",
            "--set",
            "train.epochs=1");
    assertThat(result.exitCode()).as(result.err()).isZero();
    // 10 tokens and 128 basis vectors of width 512 with 10 x 128 weights; ours are 16 wide.
    assertThat(result.out())
        .contains("     2  train.epochs is 1, the paper's 80\n")
        .contains("     2  trainable parameters is 21760, the paper's 656640\n")
        .contains(
            "Selection and report use the same examples (split = whole-validation) on copa: test")
        .contains("318 printed numbers: 2 not comparable, 316 missing\n2 of our scores are of the");
    assertThat(result.out().lines().filter(line -> line.matches(" +\\d+  .* the paper's .*")))
        .hasSize(2);

    Cli.Result json = cli.run("compare", out.toString(), "superpos/table1", "--json");
    assertThat(json.exitCode()).as(json.err()).isZero();
    List<JsonObject> ours =
        json.out()
            .lines()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .filter(row -> !row.get("n_seeds").isJsonNull())
            .toList();
    assertThat(ours).hasSize(2);
    assertThat(ours)
        .allSatisfy(
            row -> {
              assertThat(row.get("task").getAsString()).isEqualTo("copa");
              assertThat(row.get("n_seeds").getAsInt()).isEqualTo(2);
              assertThat(row.get("verdict").getAsString()).isEqualTo("not comparable");
              assertThat(row.get("split").getAsString()).isEqualTo("validation");
            });
  }

  @Test
  void aBackboneOfOtherSizesNeedsAPresetByName() throws Exception {
    Path backbone = Files.createDirectories(folder.resolve("backbone"));
    Files.copy(
        Cli.root()
            .resolve("udf-model/src/test/resources/parity/t5-v1_1-tiny")
            .resolve("config.json"),
        backbone.resolve("config.json"));
    Cli cli = new Cli(folder);
    Cli.Result result =
        cli.run(
            "reproduce",
            "superpos/table1",
            "--backbone",
            backbone.toString(),
            "--data",
            folder.toString(),
            "--plan");
    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(result.err())
        .contains("none of superpos/table1's presets is for a model of the sizes in")
        .contains("superpos, superpos-base; name one with --preset.");
  }

  @Test
  void everyProtocolIsOfPrintedNumbersAndOfCellsThatItsPresetHas() {
    assertThat(PaperProtocol.shipped()).isNotEmpty();
    for (PaperProtocol protocol : PaperProtocol.shipped()) {
      assertThat(PaperResults.shipped().rows().stream().filter(protocol::covers))
          .as(protocol.toString())
          .isNotEmpty();
      List<ReferenceCell> cells = PaperPresets.cells(protocol.preset());
      assertThat(cells.stream().filter(cell -> matches(cell, protocol.where())))
          .as(protocol.toString())
          .isNotEmpty();
      assertThat(cells).allMatch(cell -> cell.trainableParameters().isPresent());
    }
  }

  private static boolean matches(ReferenceCell cell, Map<String, String> where) {
    return where.entrySet().stream()
        .allMatch(
            condition -> {
              JsonElement value = JsonParser.parseString(cell.configJson());
              for (String name : condition.getKey().split("\\.", -1)) {
                value = value.getAsJsonObject().get(name);
              }
              return value.toString().equals(condition.getValue());
            });
  }

  /** What reproduce plans for each table and preset, without a backbone. */
  @Test
  void reproducePlansWhatATableHasNumbersOfAndNothingElse() {
    for (PaperTable table : PaperResults.shipped().tables()) {
      List<PaperProtocol> protocols = PaperProtocol.of(table);
      for (String preset : protocols.stream().map(PaperProtocol::preset).distinct().toList()) {
        PrintedScope scope = PrintedScope.of(table, preset);
        List<Cell> cells =
            PaperPresets.load(preset, PaperPresets.narrowing(table, preset)).grid().cells();
        assertThat(cells)
            .as(table.id() + ", " + preset)
            .isNotEmpty()
            .allMatch(cell -> scope.has(cell.method(), cell.task(), cell.dropout()));
        assertThat(scope.numbers())
            .as(table.id() + ", " + preset)
            .isNotEmpty()
            .allMatch(
                number ->
                    cells.stream()
                        .anyMatch(
                            cell ->
                                cell.method().equals(number.methodId().orElseThrow())
                                    && cell.task().equals(number.taskId().orElseThrow())
                                    && (number.dropout().equals("unknown")
                                        || number.dropout().equals("on") == cell.dropout())));
      }
    }
  }

  @Test
  void theShippedPromptsArePlannedWithTheirTasksAndBatches() {
    PaperTable table = PaperResults.shipped().table("lester/released-prompts");
    assertThat(PaperPresets.narrowing(table, "lester-released-prompts")).isEmpty();
    assertThat(PaperPresets.narrowing(PaperResults.shipped().table("superpos/table1"), "superpos"))
        .isEmpty();
    assertThat(PaperPresets.narrowing(PaperResults.shipped().table("superpos/table3"), "residual"))
        .containsExactly(
            "sweep.methods=[residual]", "sweep.tasks=[boolq,cb,copa,multirc,rte-superglue,wic]");
    List<String> cells =
        PaperPresets.load("lester-released-prompts", List.of()).grid().cells().stream()
            .map(cell -> cell.task() + " " + cell.training().batchSize())
            .distinct()
            .toList();
    assertThat(cells).containsExactly("sst2 128", "mrpc 32", "rte 32");
  }
}
