package io.promptsweep.toy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.backbone.Activation;
import io.promptsweep.backbone.RandomBackbone;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Writes the toy world: {@code backbone}, a tiny T5 v1.1 with random weights, and {@code data},
 * with the tasks toy-sentiment in SST-2's file format and toy-agreement in CoLA's. The same bytes
 * everywhere.
 */
public final class ToyWorld {
  /** The folder of the backbone. */
  public static final String BACKBONE = "backbone";

  /** The folder of the task files. */
  public static final String DATA = "data";

  /** Part of the folder's name; a world with other content has another number. */
  static final int VERSION = 1;

  static final int TRAIN = 1024;
  static final int DEV = 256;
  private static final long SEED = 20;

  private ToyWorld() {}

  /**
   * The toy world in a folder of its own under {@code parent}; made at the first call, in well
   * under a second.
   *
   * @return the world's folder, with {@link #BACKBONE} and {@link #DATA} in it
   */
  public static Path write(Path parent) {
    Path world = parent.resolve("toy-world-" + VERSION);
    if (Files.isDirectory(world)) {
      return world;
    }
    try {
      Files.createDirectories(parent);
      Path made = Files.createTempDirectory(parent, ".toy-world-");
      writeData(made.resolve(DATA));
      writeBackbone(made.resolve(BACKBONE));
      try {
        Files.move(made, world, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
        delete(made); // another process was faster, with the same bytes
      }
      return world;
    } catch (IOException e) {
      throw new InvalidInputException(
          "the toy world cannot be written to "
              + parent
              + ": "
              + e.getMessage()
              + "; set XDG_CACHE_HOME to a folder that can be written.",
          e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void writeData(Path data) throws IOException {
    ToyGrammar grammar = new ToyGrammar(new Random(SEED));
    writeTask(
        data.resolve("TOY-SENTIMENT"),
        "sentence\tlabel\n",
        grammar::sentiment,
        (sentence, label) -> sentence + "\t" + label + "\n");
    writeTask(
        data.resolve("TOY-AGREEMENT"),
        "",
        grammar::agreement,
        (sentence, label) ->
            "toy\t" + label + "\t" + (label == 1 ? "" : "*") + "\t" + sentence + "\n");
  }

  /** Different sentences, half of them of each label, the first ones to train on. */
  private static void writeTask(
      Path folder,
      String header,
      Function<Boolean, String> sentence,
      BiFunction<String, Integer, String> line)
      throws IOException {
    Files.createDirectories(folder);
    Set<String> seen = new LinkedHashSet<>();
    List<String> lines = new ArrayList<>();
    while (lines.size() < TRAIN + DEV) {
      int label = lines.size() % 2;
      String text = sentence.apply(label == 1);
      if (seen.add(text)) {
        lines.add(line.apply(text, label));
      }
    }
    Files.writeString(
        folder.resolve("train.tsv"), header + String.join("", lines.subList(0, TRAIN)));
    Files.writeString(
        folder.resolve("dev.tsv"), header + String.join("", lines.subList(TRAIN, TRAIN + DEV)));
  }

  private static void writeBackbone(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> vocabulary = new ArrayList<>(List.of("<pad>", "</s>", "<unk>"));
    vocabulary.addAll(ToyLexicon.words());
    T5Config config =
        new T5Config(
            vocabulary.size(),
            64,
            16,
            128,
            2,
            2,
            4,
            32,
            128,
            0.1,
            1e-6,
            Activation.GATED_GELU,
            false,
            0,
            1,
            0);
    RandomBackbone.write(folder, config, SEED);
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer(vocabulary));
  }

  /** A tokenizer of whole words between spaces, in the format of Hugging Face's tokenizers. */
  private static String tokenizer(List<String> vocabulary) throws IOException {
    Map<String, Integer> ids = new LinkedHashMap<>();
    List<Map<String, Object>> special = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id), id);
      if (id < 3) {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("id", id);
        token.put("content", vocabulary.get(id));
        for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
          token.put(flag, false);
        }
        token.put("special", true);
        special.add(token);
      }
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "WordLevel");
    model.put("vocab", ids);
    model.put("unk_token", "<unk>");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    json.put("truncation", null);
    json.put("padding", null);
    json.put("added_tokens", special);
    json.put("normalizer", null);
    json.put("pre_tokenizer", Map.of("type", "WhitespaceSplit"));
    json.put("post_processor", null);
    json.put("decoder", null);
    json.put("model", model);
    return new ObjectMapper().writeValueAsString(json);
  }
}
