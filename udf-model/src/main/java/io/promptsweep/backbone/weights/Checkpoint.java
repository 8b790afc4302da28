package io.promptsweep.backbone.weights;

import com.google.gson.JsonElement;
import io.promptsweep.backbone.files.FolderContents;
import io.promptsweep.backbone.files.JsonDocument;
import io.promptsweep.backbone.weights.SafetensorsWriter.Outline;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import io.promptsweep.problem.PrintableName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The weights of a backbone by name, whatever format they come in. Opening reads headers only;
 * tensors are mapped as they are asked for, and stay valid after closing.
 */
public final class Checkpoint implements AutoCloseable {
  /** Where weights are looked for, in this order. */
  private static final List<String> SINGLE_THEN_SHARDED =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  private static final List<String> OTHER_FRAMEWORKS =
      List.of("tf_model.h5", "flax_model.msgpack", "model.ckpt.index", "rust_model.ot");

  private final Path source;
  private final Map<String, WeightFile> files;
  private final List<WeightFile> opened;

  private Checkpoint(Path source, Map<String, WeightFile> files, List<WeightFile> opened) {
    this.source = source;
    this.files = files;
    this.opened = opened;
  }

  /**
   * Opens the weights of a Hugging Face folder: {@code model.safetensors} or its shards, otherwise
   * {@code pytorch_model.bin} or its shards.
   *
   * @throws InvalidInputException if there are none, or they are damaged
   */
  public static Checkpoint open(Path backboneDir) {
    Path source = source(backboneDir);
    return source.toString().endsWith(".json") ? openShards(source) : openFile(source);
  }

  /** Opens one file: safetensors by its ending, otherwise what {@code torch.save} wrote. */
  public static Checkpoint openFile(Path file) {
    WeightFile weights = WeightFile.open(file);
    Map<String, WeightFile> files = new LinkedHashMap<>();
    weights.names().forEach(name -> files.put(name, weights));
    return new Checkpoint(file, files, List.of(weights));
  }

  private static Checkpoint openShards(Path index) {
    Map<String, String> shardOf = shardOf(index);
    Map<String, WeightFile> shards = new LinkedHashMap<>();
    try {
      Map<String, WeightFile> files = new LinkedHashMap<>();
      shardOf.forEach(
          (name, shard) -> {
            WeightFile file =
                shards.computeIfAbsent(shard, s -> WeightFile.open(index.resolveSibling(s)));
            if (!file.names().contains(name)) {
              throw missing(file.path(), name, file.names());
            }
            files.put(name, file);
          });
      return new Checkpoint(index, files, List.copyOf(shards.values()));
    } catch (InvalidInputException e) {
      shards.values().forEach(WeightFile::close);
      throw e;
    }
  }

  private static Map<String, String> shardOf(Path index) {
    Map<String, String> shardOf = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry :
        JsonDocument.read(index).object("weight_map").entrySet()) {
      JsonElement value = entry.getValue();
      String shard =
          value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
              ? value.getAsString()
              : "";
      // A shard lies beside its index; anything else would read where the user did not point.
      if (shard.isBlank() || shard.startsWith(".") || shard.matches(".*[/\\\\\\p{Cntrl}].*")) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s: weight_map gives %s the shard %s rather than the name of a file beside it.",
                index,
                PrintableName.name(entry.getKey()),
                PrintableName.name(value.toString())));
      }
      if (!Files.exists(index.resolveSibling(shard))) {
        throw new InvalidInputException(
            index
                + " names the shard "
                + PrintableName.name(shard)
                + ", which is missing: download it.");
      }
      shardOf.put(entry.getKey(), shard);
    }
    return shardOf;
  }

  /** The files whose bytes {@link #open} would use, the index of shards first. */
  public static List<Path> weightFiles(Path backboneDir) {
    Path source = source(backboneDir);
    List<Path> files = new ArrayList<>(List.of(source));
    if (source.toString().endsWith(".json")) {
      new TreeSet<>(shardOf(source).values()).forEach(s -> files.add(source.resolveSibling(s)));
    }
    return files;
  }

  private static Path source(Path backboneDir) {
    Optional<Path> found =
        SINGLE_THEN_SHARDED.stream()
            .map(backboneDir::resolve)
            .filter(Files::isRegularFile)
            .findFirst();
    return found.orElseThrow(() -> noWeights(backboneDir));
  }

  private static InvalidInputException noWeights(Path backboneDir) {
    if (!Files.isDirectory(backboneDir)) {
      return new InvalidInputException(
          backboneDir + " is not a folder; a backbone is a Hugging Face T5 folder.");
    }
    Optional<InvalidInputException> known = FolderContents.withoutWeights(backboneDir);
    if (known.isPresent()) {
      return known.get();
    }
    Optional<String> other =
        OTHER_FRAMEWORKS.stream()
            .filter(name -> Files.exists(backboneDir.resolve(name)))
            .findFirst();
    String looked = String.join(", ", SINGLE_THEN_SHARDED);
    return new InvalidInputException(
        other
            .map(
                name ->
                    String.format(
                        Locale.ROOT,
                        "%s has only %s, the weights of another framework, and none of %s; save it with transformers' save_pretrained from PyTorch.",
                        backboneDir,
                        name,
                        looked))
            .orElseGet(
                () ->
                    String.format(
                        Locale.ROOT,
                        "%s has no weights: none of %s is there; download one of them, or run git lfs pull where the folder is a git clone.",
                        backboneDir,
                        looked)));
  }

  /** The file that {@link #open} found: the weights, or the index of their shards. */
  public Path source() {
    return source;
  }

  /** The names of all tensors. */
  public Set<String> names() {
    return Collections.unmodifiableSet(files.keySet());
  }

  /**
   * The tensor called {@code name}, mapped rather than read.
   *
   * @throws InvalidInputException if there is none, or if it has 2 GiB or more
   */
  public StoredTensor tensor(String name) {
    WeightFile file = files.get(name);
    if (file == null) {
      throw missing(source, name, files.keySet());
    }
    return file.tensor(name);
  }

  /**
   * The tensor called {@code name}, of exactly {@code shape}.
   *
   * @throws InvalidInputException if there is none, or if its shape is another
   */
  public StoredTensor require(String name, long... shape) {
    StoredTensor tensor = tensor(name);
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: %s has shape %s rather than %s, as config.json says; the two files are of different models.",
              files.get(name).path(),
              name,
              Arrays.toString(tensor.shape()),
              Arrays.toString(shape)));
    }
    return tensor;
  }

  /** Type and shape of the tensor called {@code name}, from the header. */
  public Outline outline(String name) {
    return files.get(name).outline(name);
  }

  /** The file that holds the tensor called {@code name}. */
  public Path fileOf(String name) {
    return files.get(name).path();
  }

  /** Whether two tensors have the same elements; reads them, up to where they differ. */
  public boolean same(String one, String other) {
    if (one.equals(other)
        || (files.get(one) == files.get(other) && files.get(one).share(one, other))) {
      return true;
    }
    StoredTensor a = tensor(one);
    StoredTensor b = tensor(other);
    return Arrays.equals(a.shape(), b.shape())
        && (a.type() == b.type()
            ? a.bytes().equals(b.bytes())
            : Arrays.equals(a.floats(), b.floats()));
  }

  static InvalidInputException missing(Path file, String name, Set<String> names) {
    // A hostile file's names may be megabytes long, too long to be compared letter by letter.
    List<String> comparable = names.stream().filter(n -> n.length() < 200).toList();
    String hint =
        Nearest.to(name, comparable)
            .map(near -> "did you mean '" + near + "'?")
            .orElseGet(
                () ->
                    String.format(
                        Locale.ROOT,
                        "it has %d tensors%s.",
                        names.size(),
                        comparable.stream().findFirst().map(n -> ", such as " + n).orElse("")));
    return new InvalidInputException(
        String.format(
            Locale.ROOT, "%s has no tensor %s; %s", file, PrintableName.name(name), hint));
  }

  @Override
  public void close() {
    opened.forEach(WeightFile::close);
  }
}
