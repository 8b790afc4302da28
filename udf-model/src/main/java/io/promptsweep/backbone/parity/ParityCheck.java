package io.promptsweep.backbone.parity;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.EncodedRows;
import io.promptsweep.backbone.Precision;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.backbone.weights.Safetensors;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import io.promptsweep.torch.Autograd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Compares a backbone's numbers with golden values that Hugging Face Transformers made of the same
 * weights.
 *
 * <p>The golden file holds {@code prompt [n, d]}, {@code input_ids}, {@code attention_mask} {@code
 * [R, L]}, {@code labels [R, M]} (-100 ignored), and what was computed: {@code
 * encoder_last_hidden_state [R, n+L, d]}, {@code logits [R, M, V]}, {@code loss}, {@code
 * grad_prompt}, {@code grad.WEIGHT}, {@code greedy_ids [R, 1+steps]}, {@code
 * candidate_log_likelihood [R, C]}. Candidates stand in {@code golden.json} beside it. Quantities
 * that are not in the file are not compared.
 */
public final class ParityCheck {
  private static final double VALUES = 2e-5;
  private static final double GRADIENTS = 1e-4;

  /**
   * One quantity's comparison.
   *
   * @param quantity its name
   * @param absolute largest absolute difference
   * @param relative the same as a share of the largest golden absolute value
   * @param tolerance what {@code relative} may be
   */
  public record Difference(String quantity, double absolute, double relative, double tolerance) {
    public boolean within() {
      return relative <= tolerance;
    }
  }

  private final Safetensors golden;
  private final GoldenBatch batch;
  private final List<Difference> differences = new ArrayList<>();

  private ParityCheck(Safetensors golden, GoldenBatch batch) {
    this.golden = golden;
    this.batch = batch;
  }

  /**
   * Compares in float32 on the CPU, dropout off.
   *
   * @throws InvalidInputException if the golden file lacks its inputs or does not fit the backbone
   */
  public static List<Difference> run(Path backboneDir, Path goldenFile) {
    try (Safetensors golden = Safetensors.open(goldenFile)) {
      GoldenBatch batch = GoldenBatch.read(golden, goldenFile);
      ParityCheck check = new ParityCheck(golden, batch);
      try (Backbone backbone = Backbone.load(backboneDir, Device.cpu(), Precision.FP32)) {
        batch.requireWidth(backbone.config().dModel());
        check.states(backbone);
        check.outputs(backbone);
      }
      if (golden.names().stream().anyMatch(name -> name.startsWith("grad."))) {
        check.weightGradients(backboneDir);
      }
      return List.copyOf(check.differences);
    }
  }

  /** Encoder states, logits, loss and the prompt's gradient. */
  private void states(Backbone backbone) {
    try (Autograd.Mode on = Autograd.on();
        NDScope scope = new NDScope();
        NDManager manager = backbone.newManager()) {
      NDArray prompt = batch.prompt(manager);
      EncodedRows encoded = batch.encode(backbone, manager, prompt);
      if (has("encoder_last_hidden_state")) {
        compare(
            "encoder_last_hidden_state",
            encoded.states().get(":" + encoded.layout().rows().tokens()).toFloatArray(),
            batch.flat(floats("encoder_last_hidden_state"), encoded.layout().rows()),
            VALUES);
      }
      if (has("logits")) {
        compare(
            "logits",
            backbone.logits(encoded, batch.decoderInputs(backbone.config())).toFloatArray(),
            floats("logits"),
            VALUES);
      }
      NDArray loss = backbone.losses(encoded, batch.targets()).mean();
      if (has("loss")) {
        compare("loss", loss.toFloatArray(), floats("loss"), VALUES);
      }
      if (has("grad_prompt")) {
        Autograd.backward(loss);
        compare(
            "grad_prompt",
            Autograd.gradient(prompt).toFloatArray(),
            floats("grad_prompt"),
            GRADIENTS);
      }
    }
  }

  /** Candidates' likelihoods and greedy generation. */
  private void outputs(Backbone backbone) {
    try (Autograd.Mode off = Autograd.off();
        NDScope scope = new NDScope();
        NDManager manager = backbone.newManager()) {
      EncodedRows encoded = batch.encode(backbone, manager, batch.prompt(manager));
      if (has("candidate_log_likelihood")) {
        double[][] found = backbone.logLikelihoods(encoded, batch.candidates());
        float[] flat = new float[found.length * batch.candidates().length];
        for (int i = 0; i < flat.length; i++) {
          flat[i] = (float) found[i / batch.candidates().length][i % batch.candidates().length];
        }
        compare("candidate_log_likelihood", flat, floats("candidate_log_likelihood"), VALUES);
      }
      if (has("greedy_ids")) {
        compareGreedy(backbone, manager, encoded);
      }
    }
  }

  /**
   * Greedy ids must be equal. Transformers 4.49 drops the attention mask of the decoder's
   * cross-attention when {@code generate} is given embeddings, against its own forward pass; golden
   * ids made so differ in padded rows, and are then compared with a generation that does the same.
   */
  private void compareGreedy(Backbone backbone, NDManager manager, EncodedRows encoded) {
    int[][] expected = batch.rows("greedy_ids");
    int steps = expected[0].length - 1;
    int masked = mismatches(backbone.generate(encoded, steps), expected, backbone.config());
    if (masked == 0) {
      differences.add(new Difference("greedy_ids", 0, 0, 0));
      return;
    }
    EncodedRows unmasked = batch.encodeUnmasked(backbone, manager, batch.prompt(manager));
    int same = mismatches(backbone.generate(unmasked, steps), expected, backbone.config());
    String note =
        same == 0 ? "greedy_ids (cross-attention unmasked, as in Transformers 4.49)" : "greedy_ids";
    int wrong = Math.min(masked, same);
    differences.add(new Difference(note, wrong, (double) wrong / expected.length, 0));
  }

  /** Rows whose generated ids differ; golden rows begin with the start token and end in padding. */
  private static int mismatches(int[][] found, int[][] expected, T5Config config) {
    return (int)
        IntStream.range(0, expected.length)
            .filter(
                row -> {
                  int[] ids =
                      Arrays.stream(expected[row])
                          .skip(1)
                          .takeWhile(id -> id != config.eosTokenId())
                          .toArray();
                  return !Arrays.equals(found[row], ids);
                })
            .count();
  }

  /** Gradients of the raw weights, through the preparation that a frozen backbone does once. */
  private void weightGradients(Path backboneDir) {
    try (Autograd.Mode on = Autograd.on();
        Backbone frozen = Backbone.load(backboneDir, Device.cpu(), Precision.FP32);
        NDScope scope = new NDScope();
        NDManager manager = frozen.newManager()) {
      Map<String, NDArray> weights = new LinkedHashMap<>();
      frozen
          .config()
          .weightShapes()
          .forEach(
              (name, shape) -> {
                NDArray weight = manager.create(frozen.rawWeight(name), new Shape(shape));
                weight.setRequiresGradient(true);
                weights.put(name, weight);
              });
      Backbone backbone = frozen.adapted(weights);
      EncodedRows encoded = batch.encode(backbone, manager, batch.prompt(manager));
      Autograd.backward(backbone.losses(encoded, batch.targets()).mean());
      for (String name : golden.names()) {
        if (name.startsWith("grad.")) {
          NDArray weight = weights.get(name.substring("grad.".length()));
          if (weight == null) {
            throw new InvalidInputException(
                golden.path()
                    + " has a tensor "
                    + PrintableName.name(name)
                    + ", but this T5 has no weight of that name.");
          }
          compare(name, Autograd.gradient(weight).toFloatArray(), floats(name), GRADIENTS);
        }
      }
    }
  }

  private boolean has(String name) {
    return golden.names().contains(name);
  }

  private float[] floats(String name) {
    return golden.tensor(name).floats();
  }

  private void compare(String name, float[] found, float[] expected, double tolerance) {
    if (found.length != expected.length) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: %s has %d values rather than the %d of this backbone.",
              golden.path(),
              name,
              expected.length,
              found.length));
    }
    double largest = 0;
    double absolute = 0;
    for (int i = 0; i < found.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      double difference = Math.abs((double) found[i] - expected[i]);
      absolute = Double.isNaN(difference) ? Double.NaN : Math.max(absolute, difference);
    }
    double relative = absolute == 0 ? 0 : absolute / Math.max(largest, Float.MIN_NORMAL);
    differences.add(new Difference(name, absolute, relative, tolerance));
  }
}
