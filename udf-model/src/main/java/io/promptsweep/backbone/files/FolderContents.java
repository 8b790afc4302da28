package io.promptsweep.backbone.files;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says of a folder that is no model's what it is instead: one of the Hugging Face cache's, an
 * adapter, the output of a training, the files of another program.
 */
public final class FolderContents {
  private static final String ADAPTER = "adapter_config.json";
  private static final Pattern STEP = Pattern.compile("checkpoint[-_][0-9]+");

  /** The files that are read of a model; a shard is one of the weights. */
  private static final Pattern READ =
      Pattern.compile(
          "config\\.json|tokenizer\\.json|spiece\\.model|generation_config\\.json"
              + "|model.*\\.safetensors(\\.index\\.json)?|pytorch_model.*\\.bin(\\.index\\.json)?");

  private static final Pattern WEIGHTS =
      Pattern.compile("(model|pytorch_model).*\\.(safetensors|bin)(\\.index\\.json)?");

  private static final Pattern OTHER_WEIGHTS =
      Pattern.compile("tf_model\\.h5|flax_model\\.msgpack|rust_model\\.ot");

  private static final Pattern T5X =
      Pattern.compile("operative_config\\.gin|checkpoint|.*\\.ckpt([.-].*)?|train-info\\.json");

  private FolderContents() {}

  /** What a file is that was named where a model's folder is expected: one sentence. */
  public static String ofFile(Path path) {
    String name = String.valueOf(path.getFileName());
    Optional<String> archive = ForeignContent.archive(ForeignContent.head(path));
    if (archive.isPresent() && !name.endsWith(".bin")) {
      return path
          + " is "
          + archive.get()
          + ", and a backbone is a folder"
          + (archive.get().contains("archive")
              ? "; unpack it, and name the folder in it that has config.json."
              : "; name the Hugging Face folder of that T5.");
    }
    Path parent = path.toAbsolutePath().normalize().getParent();
    return path
        + " is a file, and a backbone is a folder; name the folder"
        + (Files.exists(parent.resolve(ModelFiles.CONFIG))
            ? " that it lies in, " + parent
            : " of a T5")
        + ".";
  }

  /**
   * Refuses a folder whose files are not what their names say, before any of them is used: links
   * that lead nowhere, and an adapter beside the model.
   */
  public static void check(Path folder) {
    for (Path file : list(folder, Files::isSymbolicLink)) {
      String name = file.getFileName().toString();
      if (READ.matcher(name).matches() && !Files.exists(file)) {
        throw new InvalidInputException(
            file
                + " is a link to "
                + target(file)
                + ", which is not there; a snapshot of the Hugging Face cache is whole only beside"
                + " its folder blobs: download the model again, or copy it with cp -rL.");
      }
    }
    if (Files.isRegularFile(folder.resolve(ModelFiles.CONFIG))
        && Files.exists(folder.resolve(ADAPTER))
        && !list(folder, named(WEIGHTS)).isEmpty()) {
      throw new InvalidInputException(
          folder
              + " has an adapter beside the model ("
              + ADAPTER
              + "), which transformers would apply and Promptsweep does not; merge it with PEFT's"
              + " merge_and_unload, or remove it.");
    }
  }

  /** What is to be said of a folder without {@code config.json}. */
  public static InvalidInputException withoutConfig(Path folder) {
    return new InvalidInputException(
        other(folder)
            .or(() -> withoutConfigButWith(folder))
            .orElse(folder + " has no config.json; a backbone is a Hugging Face T5 folder."));
  }

  private static Optional<String> withoutConfigButWith(Path folder) {
    List<Path> weights = list(folder, named(WEIGHTS).or(named(OTHER_WEIGHTS)));
    if (!weights.isEmpty()) {
      return Optional.of(
          folder
              + " has weights ("
              + weights.get(0).getFileName()
              + ") and no config.json; copy it from the model that the weights belong to.");
    }
    return ModelFiles.tokenizer(folder)
        .map(
            tokenizer ->
                folder
                    + " has a tokenizer ("
                    + tokenizer.getFileName()
                    + "), but neither config.json nor weights; download the whole model.");
  }

  /**
   * What is to be said of a folder with {@code config.json} and without weights; empty where it is
   * an ordinary one that lacks them.
   */
  public static Optional<InvalidInputException> withoutWeights(Path folder) {
    return other(folder).map(InvalidInputException::new);
  }

  /** What is to be said of a folder without a tokenizer. */
  public static InvalidInputException withoutTokenizer(Path folder) {
    if (!Files.isDirectory(folder)) {
      return new InvalidInputException(
          folder + " is not a folder; a backbone is a Hugging Face T5 folder.");
    }
    check(folder);
    Path settings = folder.resolve("tokenizer_config.json");
    String kind =
        Files.isRegularFile(settings)
            ? JsonDocument.read(settings).text("tokenizer_class", "")
            : "";
    return new InvalidInputException(
        folder
            + (kind.startsWith("ByT5")
                ? " is a ByT5, whose tokens are bytes and which has no vocabulary; it is not"
                    + " supported: take a T5 with tokenizer.json or spiece.model."
                : " has neither tokenizer.json nor spiece.model; copy one of them from the model"
                    + " that the weights belong to."));
  }

  /** What the folder is, if it is something that is known and no model. */
  private static Optional<String> other(Path folder) {
    if (!Files.exists(folder)) {
      return Optional.empty();
    }
    if (!Files.isDirectory(folder)) {
      return Optional.of(ofFile(folder));
    }
    List<String> models = HubCache.models(folder);
    if (!models.isEmpty()) {
      return Optional.of(
          folder
              + " is the Hugging Face cache of "
              + (models.size() == 1 ? "a model" : models.size() + " models")
              + "; name a model in it, such as "
              + folder.resolve("models--" + models.get(0).replaceFirst("/", "--"))
              + ".");
    }
    if (!HubCache.models(folder.resolve("hub")).isEmpty()) {
      return other(folder.resolve("hub"));
    }
    if (HubCache.isRepository(folder)) {
      return Optional.of(
          folder
              + " is a model's folder in the Hugging Face cache; name the snapshot in it, "
              + HubCache.snapshotOf(folder)
              + ".");
    }
    Path above = folder.toAbsolutePath().normalize().getParent();
    if (above != null
        && HubCache.isRepository(above)
        && Stream.of("snapshots", "refs", "blobs").anyMatch(folder::endsWith)) {
      return Optional.of(
          folder
              + " is a part of a model's folder in the Hugging Face cache; name the snapshot, "
              + HubCache.snapshotOf(above)
              + ".");
    }
    if (Files.exists(folder.resolve(ADAPTER))) {
      return Optional.of(adapter(folder));
    }
    List<Path> steps = list(folder, path -> Files.isDirectory(path) && named(STEP).test(path));
    if (!steps.isEmpty()) {
      return Optional.of(
          folder
              + " is the output folder of a training and holds no model itself; name one of its "
              + steps.size()
              + " checkpoints, such as "
              + steps.get(steps.size() - 1)
              + ".");
    }
    List<Path> inside = list(folder, path -> Files.exists(path.resolve(ModelFiles.CONFIG)));
    if (!inside.isEmpty()) {
      return Optional.of(
          folder
              + " holds no model itself, but "
              + inside.get(0).getFileName()
              + " in it does; name "
              + inside.get(0)
              + ".");
    }
    return program(folder);
  }

  private static Optional<String> program(Path folder) {
    List<Path> packed = list(folder, path -> path.toString().endsWith(".gguf"));
    if (!packed.isEmpty()) {
      return Optional.of(
          folder
              + " has only weights for llama.cpp ("
              + packed.get(0).getFileName()
              + "); download the Hugging Face folder that they were made from.");
    }
    List<Path> other = list(folder, named(T5X));
    return other.isEmpty()
        ? Optional.empty()
        : Optional.of(
            folder
                + " is a checkpoint of another program ("
                + other.get(0).getFileName()
                + "), such as T5X or PyTorch Lightning; convert it with transformers, whose"
                + " save_pretrained writes config.json and model.safetensors.");
  }

  private static String adapter(Path folder) {
    JsonObject settings = JsonDocument.read(folder.resolve(ADAPTER)).root();
    String base =
        settings.get("base_model_name_or_path") instanceof JsonPrimitive name
            ? PrintableName.name(name.getAsString())
            : "";
    return folder
        + " is an adapter ("
        + ADAPTER
        + ") without the model that it changes; name the folder of that model"
        + (base.isEmpty() ? "" : ", " + base)
        + ".";
  }

  private static Predicate<Path> named(Pattern name) {
    return path -> name.matcher(path.getFileName().toString()).matches();
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "another file";
    }
  }

  /** The wanted entries by name, numbers in it by size. */
  private static List<Path> list(Path folder, Predicate<Path> wanted) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(wanted)
          .sorted(
              Comparator.<Path>comparingInt(path -> path.toString().length())
                  .thenComparing(path -> path))
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(folder + " cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
