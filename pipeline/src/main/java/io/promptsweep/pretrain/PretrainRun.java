package io.promptsweep.pretrain;

import io.promptsweep.backbone.Activation;
import io.promptsweep.backbone.RandomBackbone;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.backbone.files.ModelFiles;
import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.backbone.weights.Safetensors;
import io.promptsweep.backbone.weights.SafetensorsWriter;
import io.promptsweep.backbone.weights.StoredTensor;
import io.promptsweep.output.TunedPrompts;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.run.SweepRun;
import io.promptsweep.toy.ToyInstructions;
import io.promptsweep.toy.ToyVocabulary;
import io.promptsweep.toy.ToyWorld;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Pre-trains a T5: a random backbone, then one sweep of one cell a phase, each from the weights of
 * the phase before. What is finished is not computed again.
 *
 * <p>Below the output folder: {@code backbone}, the result, a Hugging Face folder; {@code phases},
 * with each phase's examples, configuration, tables and first weights.
 */
public final class PretrainRun {
  /** The folder of the result below the output folder. */
  public static final String BACKBONE = "backbone";

  private final PretrainConfig config;
  private final Path out;
  private final PrintStream messages;

  /**
   * A run.
   *
   * @param out the output folder
   * @param messages where progress goes
   */
  public PretrainRun(PretrainConfig config, Path out, PrintStream messages) {
    this.config = config;
    this.out = out;
    this.messages = messages;
  }

  /**
   * Trains what is missing, and returns the folder of the backbone.
   *
   * @param options of each phase's sweep; its output folder is not used
   * @throws InvalidInputException if a phase fails, or the output folder cannot be used
   */
  public Path run(JavaSparkContext spark, SweepRun.Options options) throws InterruptedException {
    try {
      Path weights = writeRandomBackbone();
      for (int i = 0; i < config.phases().size(); i++) {
        weights = run(i, weights, spark, options);
      }
      Path backbone = out.resolve(BACKBONE);
      copy(weights, backbone);
      return backbone;
    } catch (IOException e) {
      throw new InvalidInputException(
          out + " cannot be written: " + e.getMessage() + "; name another folder with --out.", e);
    }
  }

  private Path run(int index, Path weights, JavaSparkContext spark, SweepRun.Options options)
      throws IOException, InterruptedException {
    Phase phase = config.phases().get(index);
    PhaseFolder folder =
        new PhaseFolder(out.resolve("phases").resolve((index + 1) + "-" + phase.name()), phase);
    messages.printf(
        Locale.ROOT,
        "phase %d of %d, %s: drawing %d examples%n",
        index + 1,
        config.phases().size(),
        phase.name(),
        phase.trainExamples());
    try (T5Tokenizer tokenizer = T5Tokenizer.open(weights)) {
      int[] longest = folder.writeExamples(mixture(index, phase), tokenizer);
      folder.writeConfiguration(weights, config.seed(), longest, config.precision(), threads());
    }
    PreparedSweep sweep = folder.prepared();
    SweepRun.Summary summary =
        new SweepRun(sweep, spark, messages, false)
            .run(
                new SweepRun.Options(
                    folder.tables(),
                    true,
                    options.home(),
                    options.version(),
                    options.commandLine()));
    if (summary.failed() + summary.lost() > 0) {
      throw new InvalidInputException(
          "phase "
              + phase.name()
              + " failed; column `cause` of the tables in "
              + folder.tables()
              + " says why.");
    }
    return finished(folder, weights, sweep.cells().get(0).id());
  }

  /** The phase's weights as a Hugging Face folder. */
  private Path finished(PhaseFolder folder, Path before, String cellId) throws IOException {
    Path backbone = folder.folder().resolve(BACKBONE);
    Path stored = TunedPrompts.file(folder.tables(), cellId);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    copy(before, backbone);
    try (Safetensors file = Safetensors.open(stored)) {
      for (String name : T5Config.read(before).weightShapes().keySet()) {
        tensors.put(name, file.tensor(name));
      }
      // The metadata that transformers asks for.
      SafetensorsWriter.write(
          backbone.resolve("model.safetensors"), tensors, Map.of("format", "pt"));
    }
    return backbone;
  }

  private Mixture mixture(int index, Phase phase) {
    // Each phase reads other text than the ones before.
    Random seeds = new Random(config.seed() * 1_000_003 + index);
    Set<String> heldOut = ToyWorld.sentences();
    Passages passages =
        config.text().isEmpty()
            ? Passages.toy(seeds.nextLong(), phase.maxWords(), heldOut)
            : Passages.of(config.text(), phase.maxWords(), seeds.nextLong());
    return new Mixture(
        phase,
        passages,
        new ToyInstructions(seeds.nextLong(), phase.kinds(), heldOut),
        new Random(seeds.nextLong()));
  }

  private int threads() {
    return config.threads() > 0 ? config.threads() : Runtime.getRuntime().availableProcessors();
  }

  private Path writeRandomBackbone() throws IOException {
    Path folder = out.resolve("phases").resolve("0-random");
    Files.createDirectories(folder);
    if (config.tokenizer().isEmpty()) {
      Files.writeString(folder.resolve("tokenizer.json"), ToyVocabulary.tokenizerJson());
    } else {
      Path file =
          ModelFiles.tokenizer(config.tokenizer().get())
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "tokenizer = "
                              + config.tokenizer().get()
                              + " holds neither tokenizer.json nor spiece.model."));
      Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    RandomBackbone.write(folder, t5(folder), config.seed());
    narrowHead(folder);
    return folder;
  }

  /**
   * Hugging Face draws the output matrix with a deviation of 1, which makes the first logits huge;
   * T5X, which trained the real ones, with {@code d^-0.5}.
   */
  private static void narrowHead(Path folder) {
    Path file = folder.resolve("model.safetensors");
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    try (Safetensors stored = Safetensors.open(file)) {
      for (String name : T5Config.read(folder).weightShapes().keySet()) {
        StoredTensor tensor = stored.tensor(name);
        if (name.equals("lm_head.weight")) {
          float[] values = tensor.floats();
          float factor = (float) (1 / Math.sqrt((double) tensor.shape()[1]));
          for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
          }
          tensor = StoredTensor.of(name, values, tensor.shape());
        }
        tensors.put(name, tensor);
      }
      SafetensorsWriter.write(file, tensors, Map.of("format", "pt"));
    }
  }

  private T5Config t5(Path folder) {
    PretrainConfig.Sizes sizes = config.sizes();
    try (T5Tokenizer tokenizer = T5Tokenizer.open(folder)) {
      int rows = (tokenizer.vocabularySize() + 7) / 8 * 8;
      return new T5Config(
          rows,
          sizes.width(),
          sizes.headWidth(),
          sizes.feedForward(),
          sizes.layers(),
          sizes.layers(),
          sizes.heads(),
          32,
          128,
          sizes.dropoutRate(),
          1e-6,
          Activation.GATED_GELU,
          false,
          tokenizer.padId(),
          tokenizer.endId(),
          tokenizer.padId());
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to);
      for (String name :
          new String[] {"config.json", "model.safetensors", "tokenizer.json", "spiece.model"}) {
        if (Files.exists(from.resolve(name))) {
          Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
