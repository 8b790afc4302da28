package io.promptsweep.toy;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.task.Example;
import io.promptsweep.task.TaskData;
import io.promptsweep.task.TaskLibrary;
import io.promptsweep.task.TaskSettings;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToyVocabularyTest {
  private static final int UNKNOWN = 2;

  @TempDir static Path folder;
  private static Path world;
  private static T5Tokenizer tokenizer;

  @BeforeAll
  static void open() {
    world = ToyWorld.write(folder);
    tokenizer = T5Tokenizer.open(world.resolve(ToyWorld.BACKBONE));
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  private static void assertKnown(String text) {
    assertThat(tokenizer.encode(text)).as(text).doesNotContain(UNKNOWN);
  }

  @Test
  void isInT5sOrder() {
    List<String> tokens = ToyVocabulary.tokens();
    assertThat(tokens).startsWith("<pad>", "</s>", "<unk>").doesNotHaveDuplicates();
    assertThat(tokens.size() % 8).isZero();
    assertThat(tokens).endsWith("<extra_id_2>", "<extra_id_1>", "<extra_id_0>");
    assertThat(tokens.size() - 1 - tokens.indexOf("<extra_id_31>")).isEqualTo(31);
    long words = tokens.stream().filter(token -> !token.startsWith("<")).count();
    assertThat(words).isBetween(350L, 520L);
  }

  @Test
  void theTokenizerKnowsEachWordByItsPlace() {
    List<String> tokens = ToyVocabulary.tokens();
    assertThat(tokenizer.vocabularySize()).isEqualTo(tokens.size());
    for (int id = 3; id < tokens.size(); id++) {
      assertThat(tokenizer.encode(tokens.get(id))).containsExactly(id, 1);
      assertThat(tokenizer.decode(new int[] {id, 1, 0})).isEqualTo(tokens.get(id));
    }
    assertThat(tokenizer.encode("anna <extra_id_0> nobody"))
        .containsExactly(tokens.indexOf("anna"), tokens.size() - 1, UNKNOWN, 1);
  }

  /** Neither a word that nothing knows, nor one that nothing uses. */
  @Test
  void holdsTheWordsOfTextTasksAndMixtureAndNoOthers() {
    Set<Integer> used = new HashSet<>();
    ToyText text = new ToyText(3);
    ToyInstructions mixture = new ToyInstructions(3, ToyInstructions.kinds(), Set.of());
    for (int i = 0; i < 20_000; i++) {
      ToyInstructions.Example example = mixture.next(ToyInstructions.Answers.ANY);
      ToyInstructions.Example reason = mixture.nextReason();
      for (String line :
          List.of(
              text.next(), example.input(), example.target(), reason.input(), reason.target())) {
        int[] ids = tokenizer.encode(line);
        assertThat(ids).as(line).doesNotContain(UNKNOWN);
        for (int id : ids) {
          used.add(id);
        }
      }
    }
    Set<String> unused = new TreeSet<>();
    List<String> tokens = ToyVocabulary.tokens();
    for (int id = 3; id < tokens.size(); id++) {
      if (!used.contains(id) && !tokens.get(id).startsWith("<extra_id_")) {
        unused.add(tokens.get(id));
      }
    }
    assertThat(unused).isEmpty();
  }

  @Test
  void knowsWhatEveryFamilyShowsAndAnswers() {
    TaskLibrary library =
        TaskLibrary.open(Path.of(System.getProperty("project.root"), "conf", "tasks"));
    for (ToyTask task : ToyTask.ALL) {
      for (String family : library.definition(task.name()).families()) {
        TaskData data =
            library
                .definition(task.name())
                .read(TaskSettings.of(world.resolve(ToyWorld.DATA), family));
        for (List<Example> split : List.of(data.train(), data.validation(), data.test())) {
          for (Example example : split) {
            assertKnown(example.input());
            assertKnown(example.target());
          }
        }
      }
    }
  }
}
