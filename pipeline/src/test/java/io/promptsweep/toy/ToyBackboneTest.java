package io.promptsweep.toy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.Precision;
import io.promptsweep.backbone.RowLayout;
import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.torch.Autograd;
import io.promptsweep.toy.ToyInstructions.Answers;
import io.promptsweep.toy.ToyInstructions.Example;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backbone that comes with Promptsweep. */
class ToyBackboneTest {
  @TempDir Path folder;

  @Test
  void isOfAtMostEightMegabytesAndHasTheWorldsVocabulary() throws Exception {
    ToyBackbone.write(folder);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(8_000_000);
    }
    assertThat(Files.readString(folder.resolve("tokenizer.json")))
        .isEqualTo(ToyVocabulary.tokenizerJson());
  }

  /** Generated texts of inputs, without any prompt. */
  private static List<String> answers(Backbone backbone, List<String> inputs, int longest) {
    T5Tokenizer tokenizer = backbone.tokenizer();
    int[][] rows = inputs.stream().map(tokenizer::encode).toArray(int[][]::new);
    try (Autograd.Mode off = Autograd.off();
        NDScope scope = new NDScope();
        NDManager manager = backbone.newManager()) {
      RowLayout layout = RowLayout.of(Arrays.stream(rows).mapToInt(row -> row.length).toArray());
      long[] ids = new long[layout.flatSize()];
      int at = 0;
      for (int[] row : rows) {
        for (int id : row) {
          ids[at++] = id;
        }
      }
      NDArray embedded = backbone.embed(manager.create(ids));
      int[][] generated =
          backbone.generate(backbone.encode(embedded, layout, (long[]) null), longest);
      return Arrays.stream(generated).map(tokenizer::decode).map(String::strip).toList();
    }
  }

  /** Sentences and answers that it has not seen together: it reads the instruction and the text. */
  @Test
  void followsInstructionsOnNewSentences() throws Exception {
    ToyBackbone.write(folder);
    try (Backbone backbone = Backbone.load(folder, Device.cpu(), Precision.FP32)) {
      ToyInstructions mixture =
          new ToyInstructions(987_654, ToyInstructions.kinds(), ToyWorld.sentences());
      List<Example> examples =
          IntStream.range(0, 900).mapToObj(i -> mixture.next(Answers.ANY)).toList();
      Map<String, List<Boolean>> right = new TreeMap<>();
      for (int from = 0; from < examples.size(); from += 100) {
        List<Example> batch = examples.subList(from, from + 100);
        List<String> found = answers(backbone, batch.stream().map(Example::input).toList(), 3);
        for (int i = 0; i < batch.size(); i++) {
          right
              .computeIfAbsent(batch.get(i).kind(), k -> new ArrayList<>())
              .add(found.get(i).equals(batch.get(i).target()));
        }
      }
      Map<String, Double> shares = new TreeMap<>();
      right.forEach(
          (kind, all) ->
              shares.put(kind, all.stream().filter(is -> is).count() / (double) all.size()));
      assertThat(shares.values().stream().filter(share -> share > 0.7).count())
          .as(shares.toString())
          .isGreaterThanOrEqualTo(4);
    }
  }
}
