package io.promptsweep.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.backbone.files.HubCache;
import io.promptsweep.backbone.parity.ParityFiles;
import io.promptsweep.backbone.tokenizer.SmallTokenizers;
import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.backbone.weights.Checkpoint;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {
  private static final String MODEL = "google/t5-small-lm-adapt";
  private static final String DOWNLOAD =
      "hf download google/t5-small-lm-adapt (huggingface-cli download in older versions)";

  @TempDir Path folder;

  /** A folder of {@code files}: names, each with what it holds behind a {@code =}. */
  private Path folder(String name, String... files) throws IOException {
    Path made = Files.createDirectories(folder.resolve(name));
    for (String file : files) {
      String[] parts = file.split("=", 2);
      Path path = made.resolve(parts[0]);
      Files.createDirectories(path.getParent());
      Files.writeString(path, parts.length > 1 ? parts[1] : "x");
    }
    return made;
  }

  /** A model as huggingface_hub lays it out, with links into {@code blobs}. */
  private Path repository(Path hub, String commit) throws IOException {
    Path repository = hub.resolve("models--google--t5-small-lm-adapt");
    Path blobs = Files.createDirectories(repository.resolve("blobs"));
    Path snapshot = Files.createDirectories(repository.resolve("snapshots").resolve(commit));
    Path model = ParityFiles.path("t5-v1_1-tiny");
    for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      Path blob = blobs.resolve(name.length() + "0abc");
      if (name.equals("tokenizer.json")) {
        Files.writeString(blob, SmallTokenizers.json().toString());
      } else {
        Files.write(blob, Files.readAllBytes(model.resolve(name)));
      }
      Files.createSymbolicLink(
          snapshot.resolve(name), Path.of("../../blobs").resolve(blob.getFileName()));
    }
    return repository;
  }

  private static void main(Path repository, String commit) throws IOException {
    Files.createDirectories(repository.resolve("refs"));
    Files.writeString(repository.resolve("refs/main"), commit);
  }

  private static void refused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessage(sentence);
  }

  @Test
  void aNameIsLookedUpInTheCache() throws IOException {
    HubCache cache = new HubCache(folder.resolve("hub"));
    assertThat(ModelFolder.find(Path.of(MODEL), cache)).isEmpty();
    Path repository = repository(cache.folder(), "1234567890abcdef");
    Path snapshot = repository.resolve("snapshots/1234567890abcdef");
    // What was downloaded by its commit alone has no branch.
    assertThat(ModelFolder.find(Path.of(MODEL), cache)).contains(snapshot);
    repository(cache.folder(), "fedcba");
    main(repository, "1234567890abcdef\n");
    for (String name :
        List.of(MODEL, MODEL + "@main", MODEL + "@1234567890abcdef", MODEL + "@12345678")) {
      assertThat(ModelFolder.find(Path.of(name), cache)).as(name).contains(snapshot);
    }
    assertThat(T5Config.read(snapshot).dModel()).isPositive();
    assertThat(ModelFolder.find(repository, cache)).contains(snapshot);
    assertThat(ModelFolder.find(Path.of("t5-small"), cache)).isEmpty();
    refused(
        () -> ModelFolder.find(Path.of(MODEL + "@v9"), cache),
        repository
            + " has no snapshot of the revision v9; download it with hf download"
            + " google/t5-small-lm-adapt --revision v9 (huggingface-cli download in older"
            + " versions).");
  }

  @Test
  void cellsKeepTheirIdsWhereverTheFilesLie() throws IOException {
    Path repository = repository(folder.resolve("hub"), "abc");
    Path plain = folder("plain");
    for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      Files.write(
          plain.resolve(name), Files.readAllBytes(repository.resolve("snapshots/abc/" + name)));
    }
    assertThat(BackboneDigest.of(HubCache.snapshotOf(repository)))
        .isEqualTo(BackboneDigest.of(plain));
  }

  @Test
  void anIncompleteSnapshotIsToldWithTheCommand() throws IOException {
    HubCache cache = new HubCache(folder.resolve("hub"));
    Path repository = repository(cache.folder(), "abc");
    Path snapshot = repository.resolve("snapshots/abc");
    main(repository, "abc");
    for (String[] missing :
        new String[][] {
          {"model.safetensors", "weights"},
          {"tokenizer.json", "tokenizer.json and spiece.model"},
          {"config.json", "config.json"},
        }) {
      Files.delete(snapshot.resolve(missing[0]));
      refused(
          () -> ModelFolder.find(Path.of(MODEL), cache),
          MODEL
              + " is in the Hugging Face cache, in "
              + snapshot
              + ", without its "
              + missing[1]
              + "; download the rest with "
              + DOWNLOAD
              + ".");
    }
    main(repository, "def");
    refused(
        () -> ModelFolder.find(Path.of(MODEL), cache),
        repository
            + " is in the Hugging Face cache without its files: refs/main names the snapshot def,"
            + " which is not there; download it with "
            + DOWNLOAD
            + ".");
    Files.delete(repository.resolve("refs/main"));
    Files.createDirectory(repository.resolve("snapshots/def"));
    refused(
        () -> ModelFolder.find(repository, cache),
        repository
            + " has 2 snapshots and no branch main; name one of them, such as "
            + snapshot
            + ".");
  }

  @Test
  void aNameThatIsNowhereIsAnsweredWithTheCommand() {
    assertThat(ModelFolder.download(Path.of("nobody/no-model@v1")))
        .get()
        .asString()
        .startsWith("is neither a folder nor a model in the Hugging Face cache ")
        .endsWith(
            "; download it with hf download nobody/no-model --revision v1 (huggingface-cli download"
                + " in older versions), or name a folder");
    for (String path : List.of("/models/t5", "models", "a/b/c", "../t5", "a b/c")) {
      assertThat(ModelFolder.download(Path.of(path))).as(path).isEmpty();
    }
  }

  @Test
  void theCacheIsWhereHuggingFacesProgramsHaveIt() {
    Path home = Path.of("/home/u");
    assertThat(HubCache.of(Map.of(), home).folder())
        .isEqualTo(Path.of("/home/u/.cache/huggingface/hub"));
    assertThat(HubCache.of(Map.of("XDG_CACHE_HOME", "/c", "HF_HOME", ""), home).folder())
        .isEqualTo(Path.of("/c/huggingface/hub"));
    assertThat(HubCache.of(Map.of("XDG_CACHE_HOME", "/c", "HF_HOME", "~/hf"), home).folder())
        .isEqualTo(Path.of("/home/u/hf/hub"));
    assertThat(HubCache.of(Map.of("HF_HOME", "/hf", "HUGGINGFACE_HUB_CACHE", "/h"), home).folder())
        .isEqualTo(Path.of("/h"));
    assertThat(
            HubCache.of(Map.of("HF_HUB_CACHE", "/n", "HUGGINGFACE_HUB_CACHE", "/h"), home).folder())
        .isEqualTo(Path.of("/n"));
  }

  @Test
  void linksThatLeadNowhereAreNamed() throws IOException {
    Path repository = repository(folder.resolve("hub"), "abc");
    Path snapshot = repository.resolve("snapshots/abc");
    for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Path blob = snapshot.resolve(name).toRealPath();
      Path moved = Files.move(blob, folder.resolve("moved"));
      refused(
          () -> T5Config.read(snapshot),
          snapshot.resolve(name)
              + " is a link to ../../blobs/"
              + blob.getFileName()
              + ", which is not there; a snapshot of the Hugging Face cache is whole only beside its"
              + " folder blobs: download the model again, or copy it with cp -rL.");
      Files.move(moved, blob);
    }
    assertThat(T5Config.read(snapshot).dModel()).isPositive();
  }

  @Test
  void theCacheItselfIsNoModel() throws IOException {
    Path hub = folder.resolve("hub");
    Path repository = repository(hub, "abc");
    String sentence =
        hub
            + " is the Hugging Face cache of a model; name a model in it, such as "
            + repository
            + ".";
    refused(() -> T5Config.read(hub), sentence);
    refused(() -> T5Config.read(folder), sentence);
    for (String part : List.of("snapshots", "blobs")) {
      refused(
          () -> T5Config.read(repository.resolve(part)),
          repository.resolve(part)
              + " is a part of a model's folder in the Hugging Face cache; name the snapshot, "
              + repository.resolve("snapshots/abc")
              + ".");
    }
    // Where it cannot be put right, as on another node, it is at least named.
    refused(
        () -> T5Config.read(repository),
        repository
            + " is a model's folder in the Hugging Face cache; name the snapshot in it, "
            + repository.resolve("snapshots/abc")
            + ".");
  }

  @Test
  void anAdapterIsNotTheModelThatItChanges() throws IOException {
    String settings = "adapter_config.json={\"base_model_name_or_path\": \"google/t5-v1_1-base\"}";
    String sentence =
        " is an adapter (adapter_config.json) without the model that it changes; name the folder of"
            + " that model, google/t5-v1_1-base.";
    Path adapter = folder("adapter", settings, "adapter_model.safetensors", "tokenizer.json");
    refused(() -> T5Config.read(adapter), adapter + sentence);
    Path config = ParityFiles.path("t5-v1_1-tiny").resolve("config.json");
    Files.write(adapter.resolve("config.json"), Files.readAllBytes(config));
    refused(() -> Checkpoint.open(adapter), adapter + sentence);
    Files.writeString(adapter.resolve("model.safetensors"), "x");
    refused(
        () -> T5Config.read(adapter),
        adapter
            + " has an adapter beside the model (adapter_config.json), which transformers would"
            + " apply and Promptsweep does not; merge it with PEFT's merge_and_unload, or remove"
            + " it.");
  }

  @Test
  void theOutputOfATrainingHoldsCheckpoints() throws IOException {
    Path training =
        folder(
            "training",
            "checkpoint-500/config.json",
            "checkpoint-1500/config.json",
            "tokenizer.json",
            "trainer_state.json");
    refused(
        () -> T5Config.read(training),
        training
            + " is the output folder of a training and holds no model itself; name one of its 2"
            + " checkpoints, such as "
            + training.resolve("checkpoint-1500")
            + ".");
    Path above = folder("above", "README.md", "t5-small/config.json");
    refused(
        () -> T5Config.read(above),
        above
            + " holds no model itself, but t5-small in it does; name "
            + above.resolve("t5-small")
            + ".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t5.Q4_K_M.gguf| has only weights for llama.cpp (t5.Q4_K_M.gguf); download the Hugging Face"
            + " folder that they were made from.",
        "operative_config.gin| is a checkpoint of another program (operative_config.gin), such as"
            + " T5X or PyTorch Lightning; convert it with transformers, whose save_pretrained"
            + " writes config.json and model.safetensors.",
        "model.ckpt-1000.index| is a checkpoint of another program (model.ckpt-1000.index), such as"
            + " T5X or PyTorch Lightning; convert it with transformers, whose save_pretrained"
            + " writes config.json and model.safetensors.",
        "pytorch_model.bin| has weights (pytorch_model.bin) and no config.json; copy it from the"
            + " model that the weights belong to.",
        "flax_model.msgpack| has weights (flax_model.msgpack) and no config.json; copy it from the"
            + " model that the weights belong to.",
        "spiece.model| has a tokenizer (spiece.model), but neither config.json nor weights;"
            + " download the whole model.",
        "notes.txt| has no config.json; a backbone is a Hugging Face T5 folder.",
      })
  void saysWhatIsThereInstead(String file, String sentence) throws IOException {
    Path made = folder("some", file);
    refused(() -> T5Config.read(made), made + " " + sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"t5.gguf", "model.ckpt"})
  void otherProgramsWeightsBesideAConfigurationAreNamed(String file) throws IOException {
    Path made = folder("some", "config.json={}", file);
    assertThatThrownBy(() -> Checkpoint.open(made))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(made + " ")
        .hasMessageContaining("(" + file + ")");
  }

  @Test
  void aByteLevelModelIsNamed() throws IOException {
    Path made =
        folder(
            "byt5",
            "config.json={}",
            "tokenizer_config.json={\"tokenizer_class\": \"ByT5Tokenizer\"}");
    refused(
        () -> T5Tokenizer.open(made),
        made
            + " is a ByT5, whose tokens are bytes and which has no vocabulary; it is not supported:"
            + " take a T5 with tokenizer.json or spiece.model.");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path made = folder("some", "config.json={}", "model.safetensors");
    refused(
        () -> ModelFolder.find(made.resolve("model.safetensors")),
        made.resolve("model.safetensors")
            + " is a file, and a backbone is a folder; name the folder that it lies in, "
            + made
            + ".");
    Path zip = folder.resolve("t5.zip");
    Files.write(zip, "PK\u0003\u0004 and more".getBytes(StandardCharsets.ISO_8859_1));
    refused(
        () -> ModelFolder.find(zip),
        zip
            + " is a zip archive, and a backbone is a folder; unpack it, and name the folder in it"
            + " that has config.json.");
    Path packed = folder.resolve("t5.gguf");
    Files.writeString(packed, "GGUF and more");
    refused(
        () -> ModelFolder.find(packed),
        packed
            + " is a GGUF file, which is another program's format, and a backbone is a folder; name"
            + " the Hugging Face folder of that T5.");
  }
}
