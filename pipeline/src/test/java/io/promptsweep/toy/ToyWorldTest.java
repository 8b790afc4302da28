package io.promptsweep.toy;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.backbone.BackboneDigest;
import io.promptsweep.backbone.T5Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToyWorldTest {
  @TempDir Path folder;

  @Test
  void isTheSameWorldEverywhere() throws IOException {
    Path a = ToyWorld.write(folder.resolve("a"));
    Path b = ToyWorld.write(folder.resolve("b"));
    assertThat(BackboneDigest.of(a.resolve(ToyWorld.BACKBONE)))
        .isEqualTo(BackboneDigest.of(b.resolve(ToyWorld.BACKBONE)));
    for (String file : List.of("TOY-SENTIMENT/train.tsv", "TOY-AGREEMENT/dev.tsv")) {
      assertThat(a.resolve(ToyWorld.DATA).resolve(file))
          .hasSameBinaryContentAs(b.resolve(ToyWorld.DATA).resolve(file));
    }
    assertThat(ToyWorld.write(folder.resolve("a"))).isEqualTo(a);
  }

  @ParameterizedTest
  @CsvSource({"TOY-SENTIMENT,1,0,1", "TOY-AGREEMENT,0,3,1"})
  void trainAndDevShareNoSentenceAreBalancedAndHaveOnlyKnownWords(
      String task, int headerLines, int sentence, int label) throws IOException {
    Path world = ToyWorld.write(folder);
    Set<String> seen = new HashSet<>();
    try (T5Tokenizer tokenizer = T5Tokenizer.open(world.resolve(ToyWorld.BACKBONE))) {
      for (String file : List.of("train.tsv", "dev.tsv")) {
        List<String> lines =
            Files.readAllLines(world.resolve(ToyWorld.DATA).resolve(task).resolve(file));
        List<String> rows = lines.subList(headerLines, lines.size());
        assertThat(rows).hasSize(file.equals("dev.tsv") ? ToyWorld.DEV : ToyWorld.TRAIN);
        long ones = rows.stream().filter(row -> row.split("\t", -1)[label].equals("1")).count();
        assertThat(ones).isEqualTo(rows.size() / 2);
        for (String row : rows) {
          String text = row.split("\t", -1)[sentence];
          assertThat(seen.add(text)).as(text).isTrue();
          assertThat(tokenizer.encode(text)).as(text).doesNotContain(2);
        }
      }
    }
  }
}
