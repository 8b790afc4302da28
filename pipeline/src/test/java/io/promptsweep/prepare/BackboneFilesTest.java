package io.promptsweep.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.backbone.TokenizerFit;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.run.ToySweeps;
import io.promptsweep.toy.ToyWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of a backbone that do not fit each other are told on the driver, before any cell trains.
 */
class BackboneFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path backbone;
  private int rows;

  @BeforeEach
  void copy() throws IOException {
    backbone = Files.createDirectories(folder.resolve("backbone"));
    copyTo(backbone);
    rows = T5Config.read(backbone).vocabSize();
  }

  private void copyTo(Path target) throws IOException {
    Path toy = ToyWorld.write(folder.resolve("world")).resolve(ToyWorld.BACKBONE);
    try (Stream<Path> files = Files.list(toy)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  private PreparedSweep sweep(String... sets) {
    return ToySweeps.sweep(
        Stream.concat(Stream.of("backbone.path=" + backbone), Stream.of(sets))
            .toArray(String[]::new));
  }

  /** Gives a word of the tokenizer an id. */
  private Path tokenizer(String word, int id) throws IOException {
    Path file = backbone.resolve("tokenizer.json");
    ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
    ((ObjectNode) json.at("/model/vocab")).put(word, id);
    Files.writeString(file, JSON.writeValueAsString(json));
    return file;
  }

  private String sentence(String what, String word, int id, Path file) {
    return what
        + ", has the token "
        + word
        + " with the id "
        + id
        + ", and the embedding table has "
        + rows
        + " rows (vocab_size of config.json); "
        + file
        + " is of another model: copy it from the one that the weights belong to.";
  }

  @Test
  void anAnswerWithoutARowIsNamed() throws IOException {
    String answer = sweep().cells().get(0).task().data().labelWords().get(0);
    Path file = tokenizer(answer, rows);
    assertThatThrownBy(this::sweep)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "task toy-sentiment: the target of train/\\d+\\Q"
                + sentence(", \"" + answer + "\"", answer, rows, file)
                + "\\E");
  }

  @Test
  void aWordOfAnInputWithoutARowIsNamed() throws IOException {
    Path file = tokenizer("the", rows + 7);
    assertThatThrownBy(this::sweep)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "(?s)task toy-sentiment: the input of \\w+/\\d+, \"sentence: [^\"]*\\Q"
                + sentence("\"", "the", rows + 7, file)
                + "\\E");
  }

  @Test
  void theTextThatAPromptStartsFromIsTried() throws IOException {
    Path file = tokenizer("zebra", rows + 1);
    assertThat(sweep().cells()).hasSize(6); // a word that no text has
    assertThat(TokenizerFit.warnings(backbone))
        .containsExactly(
            file
                + " has "
                + (rows + 2)
                + " ids and the embedding table "
                + rows
                + " rows (vocab_size of config.json); a text with one of the ids beyond is"
                + " refused.");
    assertThatThrownBy(
            () -> sweep("method.vanilla.initialization=text", "method.vanilla.text=\"a zebra\""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            sentence(
                "method vanilla: the text that its prompt starts from, \"a zebra\"",
                "zebra",
                rows + 1,
                file));
  }

  @Test
  void anEndTokenOfAnotherIdIsNamed() throws IOException {
    Path config = backbone.resolve("config.json");
    ObjectNode json = (ObjectNode) JSON.readTree(config.toFile());
    Files.writeString(config, JSON.writeValueAsString(json.put("eos_token_id", 2)));
    assertThatThrownBy(this::sweep)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            config
                + ": eos_token_id is 2, and </s> has the id 1 in tokenizer.json beside it; copy both"
                + " files from one model.");
  }

  @Test
  void aModelsFolderInTheHuggingFaceCacheStandsForItsSnapshot() throws IOException {
    List<String> ids = sweep().cells().stream().map(PreparedSweep.NamedCell::id).toList();
    Path repository = folder.resolve("hub/models--nobody--toy");
    Path snapshot = Files.createDirectories(repository.resolve("snapshots/abcdef0123"));
    Files.createDirectories(repository.resolve("blobs"));
    try (Stream<Path> files = Files.list(backbone)) {
      for (Path file : files.toList()) {
        Path blob = Files.copy(file, repository.resolve("blobs").resolve("0" + file.getFileName()));
        Files.createSymbolicLink(
            snapshot.resolve(file.getFileName()),
            Path.of("../../blobs").resolve(blob.getFileName()));
      }
    }
    PreparedSweep cached = sweep("backbone.path=" + repository);
    assertThat(cached.backboneDir()).isEqualTo(snapshot);
    assertThat(cached.config().backbone().name()).isEqualTo("toy");
    assertThat(sweep("backbone.path=" + snapshot).config().backbone().name()).isEqualTo("toy");
    assertThat(cached.cells().stream().map(PreparedSweep.NamedCell::id).toList()).isEqualTo(ids);
  }

  @Test
  void aNameThatTheCacheDoesNotHaveIsAnsweredWithTheCommand() {
    assertThatThrownBy(() -> sweep("backbone.path=nobody/no-such-model"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "backbone.path = nobody/no-such-model is neither a folder nor a model in the Hugging"
                + " Face cache ")
        .hasMessageEndingWith(
            "; download it with hf download nobody/no-such-model (huggingface-cli download in older"
                + " versions), or name a folder with --set backbone.path=FOLDER.");
  }
}
