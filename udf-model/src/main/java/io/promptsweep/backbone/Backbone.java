package io.promptsweep.backbone;

import static io.promptsweep.backbone.T5Program.many;
import static io.promptsweep.backbone.T5Program.one;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.backbone.weights.Checkpoint;
import io.promptsweep.torch.Autograd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A frozen T5 on one device: embeddings, encoder states, losses, generated text.
 *
 * <p>Loaded once per JVM, device and precision (see {@link SharedBackbones}) and used by several
 * threads at once. Everything it returns belongs to the caller's step: run each step inside one
 * {@code NDScope} and on a manager made for it by {@link #newManager}, and close both.
 */
public final class Backbone implements AutoCloseable {
  private final T5Config config;
  private final WeightLayout layout;
  private final Precision precision;
  private final T5Program program;
  private final PreparedWeights weights;
  private final Path directory;
  private final Shared shared;

  /** What a backbone and those adapted from it load once, when it is first asked for. */
  private static final class Shared {
    private final Map<String, NDArray> rawWeights = new ConcurrentHashMap<>();
    private T5Tokenizer tokenizer;
  }

  private Backbone(
      Path directory,
      WeightLayout layout,
      Precision precision,
      T5Program program,
      PreparedWeights weights,
      Shared shared) {
    this.directory = directory;
    this.layout = layout;
    this.config = layout.config();
    this.precision = precision;
    this.program = program;
    this.weights = weights;
    this.shared = shared;
  }

  /**
   * Loads a Hugging Face T5 directory.
   *
   * @throws io.promptsweep.problem.InvalidInputException if a file is missing, damaged or of
   *     another shape than {@code config.json} says, or if a weight is no finite number
   */
  public static Backbone load(Path directory, Device device, Precision precision) {
    ConfigFile declared = ConfigFile.read(directory);
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      WeightLayout layout = WeightLayout.of(declared, checkpoint);
      T5Program program = T5Program.load(layout.config(), device);
      try {
        FrozenWeights frozen = new FrozenWeights(program, checkpoint, layout, precision);
        return new Backbone(directory, layout, precision, program, frozen.prepare(), new Shared());
      } catch (RuntimeException | Error e) {
        program.close();
        throw e;
      }
    }
  }

  /**
   * The T5 in a Hugging Face directory, without loading it: {@code config.json} held against names
   * and shapes of the weights. What this accepts, {@link #load} fails on only for the values of the
   * weights.
   *
   * @throws io.promptsweep.problem.InvalidInputException if a file is missing or damaged, or the
   *     weights are not of the T5 that {@code config.json} describes
   */
  public static T5Config examine(Path directory) {
    ConfigFile declared = ConfigFile.read(directory);
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      return WeightLayout.of(declared, checkpoint).config();
    }
  }

  /**
   * The same T5 with other values of some weights, through which gradients flow. It owns nothing:
   * make it anew in each step, inside the step's {@code NDScope}, and do not close it.
   *
   * @param changed new float32 values by Hugging Face name, of the same shapes and on this device
   */
  public Backbone adapted(Map<String, NDArray> changed) {
    Function<NDArray, NDArray> finish =
        precision == Precision.FP32
            ? prepared -> prepared
            : prepared -> program.cast(prepared, precision);
    return new Backbone(
        directory,
        layout,
        precision,
        program,
        weights.with(config, changed, this::frozen, finish),
        shared);
  }

  /**
   * A weight as the checkpoint has it, in float32; loaded at the first call, then shared. Never to
   * be changed.
   *
   * @param name in Hugging Face's layout
   */
  public NDArray frozen(String name) {
    return shared.rawWeights.computeIfAbsent(
        name,
        n -> {
          try (Autograd.Mode off = Autograd.off();
              NDManager manager = newManager()) {
            NDArray read = manager.create(rawWeight(n), new Shape(config.weightShapes().get(n)));
            NDArray kept = program.cast(read, Precision.FP32);
            NDScope.unregister(kept);
            kept.attach(program.manager());
            return kept;
          }
        });
  }

  public T5Config config() {
    return config;
  }

  public Precision precision() {
    return precision;
  }

  /**
   * The directory's tokenizer, opened at the first call.
   *
   * @throws io.promptsweep.problem.InvalidInputException if the directory has none
   */
  public T5Tokenizer tokenizer() {
    synchronized (shared) {
      if (shared.tokenizer == null) {
        shared.tokenizer = T5Tokenizer.open(directory);
      }
      return shared.tokenizer;
    }
  }

  public Device device() {
    return program.manager().getDevice();
  }

  /** A manager for the arrays of one step; the caller closes it. */
  public NDManager newManager() {
    return program.manager().newSubManager();
  }

  /** Embedding rows in float32. {@code [T]} int64 to {@code [T, d]} */
  public NDArray embed(NDArray ids) {
    return program.call("embed", one(ids), one(weights.table())).singletonOrThrow();
  }

  /**
   * Flat rows from parts laid end to end: row {@code index[t]} of the parts becomes token {@code
   * t}.
   *
   * @param index {@code [T]} int64
   * @param parts matrices {@code [*, d]}, such as soft prompts and embedded inputs
   * @return {@code [T, d]}
   */
  public NDArray arrange(NDArray index, List<NDArray> parts) {
    return program.call("arrange", one(index), many("parts", parts)).singletonOrThrow();
  }

  /**
   * Drops a share of what a method computes of each token, by masks that depend on the rows' seeds
   * and the tokens' positions alone.
   *
   * @param values {@code [T, m]}, the rows' tokens laid end to end
   * @param lengths tokens of each row
   * @param seeds a seed a row
   * @param rate the share, in [0, 1)
   */
  public NDArray drop(NDArray values, int[] lengths, long[] seeds, double rate) {
    NDManager manager = values.getManager();
    int[] keys = DropoutKeys.of(lengths, seeds, DropoutKeys.METHOD);
    NDArray share = manager.create(rate).toDevice(Device.cpu(), false);
    return program
        .call("drop_at", one(values), one(manager.create(keys)), one(share))
        .singletonOrThrow();
  }

  /**
   * Runs the encoder.
   *
   * @param embedded the rows' embeddings laid flat, prompts included, {@code [T, d]} with {@code T
   *     = rows.flatSize()}
   * @param rows where each row lies
   * @param dropoutSeeds a seed a row, or null to leave dropout off
   */
  public EncodedRows encode(NDArray embedded, RowLayout rows, long[] dropoutSeeds) {
    return encode(embedded, DeviceLayout.of(rows, embedded.getManager()), dropoutSeeds);
  }

  public EncodedRows encode(NDArray embedded, DeviceLayout layout, long[] dropoutSeeds) {
    if (embedded.getShape().get(0) != layout.rows().flatSize()) {
      throw new IllegalArgumentException(
          "embeddings "
              + embedded.getShape()
              + " do not fit rows of "
              + layout.rows().flatSize()
              + " flat tokens");
    }
    NDArray keys = keys(embedded.getManager(), layout.rows(), dropoutSeeds, DropoutKeys.ENCODER);
    NDArray states =
        program
            .call(
                "encode",
                one(embedded),
                many("w", weights.encoder()),
                many("pads", layout.pads()),
                many("masks", layout.masks()),
                one(layout.unpad()),
                one(keys))
            .singletonOrThrow();
    List<NDArray> crossed = program.call("cross", one(states), many("w", weights.decoder()));
    return new EncodedRows(states, layout, crossed, dropoutSeeds);
  }

  /**
   * The cross-entropy of every target token given the tokens before it.
   *
   * @param targets one target a row, its end token included
   * @return {@code [N]} float32, the rows' tokens laid flat
   */
  public NDArray losses(EncodedRows encoded, int[][] targets) {
    return losses(encoded, encoded.layout(), targets);
  }

  /**
   * Values of each target token, both {@code [N]} float32.
   *
   * @param losses the cross-entropy
   * @param squaredLogZ the squared logarithm of the softmax's denominator
   */
  public record TokenLosses(NDArray losses, NDArray squaredLogZ) {}

  /** {@link #losses(EncodedRows, int[][])}, and what a z-loss weighs (T5X). */
  public TokenLosses lossesAndLogZ(EncodedRows encoded, int[][] targets) {
    List<NDArray> both = losses("losses_and_log_z", encoded, encoded.layout(), targets);
    return new TokenLosses(both.get(0), both.get(1));
  }

  private NDArray losses(EncodedRows encoded, DeviceLayout states, int[][] targets) {
    return losses("losses", encoded, states, targets).get(0);
  }

  private List<NDArray> losses(
      String method, EncodedRows encoded, DeviceLayout states, int[][] targets) {
    NDManager manager = encoded.states().getManager();
    RowLayout rows = states.rows().withLengths(lengths(targets));
    long[] inputs = new long[rows.flatSize()];
    long[] outputs = new long[rows.tokens()];
    for (int row = 0; row < targets.length; row++) {
      for (int t = 0; t < targets[row].length; t++) {
        inputs[rows.start(row) + t] = t == 0 ? config.decoderStartTokenId() : targets[row][t - 1];
        outputs[rows.start(row) + t] = targets[row][t];
      }
    }
    NDArray hidden = decode(encoded, states, rows, inputs);
    return program.call(method, one(hidden), one(weights.head()), one(manager.create(outputs)));
  }

  /** Scores of the whole vocabulary for every target token, {@code [N, V]} float32. */
  public NDArray logits(EncodedRows encoded, int[][] decoderInputs) {
    RowLayout rows = encoded.layout().rows().withLengths(lengths(decoderInputs));
    NDArray hidden = decode(encoded, encoded.layout(), rows, flat(decoderInputs, rows));
    return program
        .call("logits", one(hidden), one(weights.head()))
        .singletonOrThrow()
        .get(":" + rows.tokens());
  }

  /** Decoder states {@code [N, d]} of the flat decoder inputs. */
  private NDArray decode(EncodedRows encoded, DeviceLayout states, RowLayout rows, long[] inputs) {
    NDManager manager = encoded.states().getManager();
    DeviceLayout layout = DeviceLayout.of(rows, manager);
    return program
        .call(
            "decode",
            one(embed(manager.create(inputs))),
            many("w", weights.decoder()),
            many("kv", encoded.crossed()),
            many("pads", layout.pads()),
            many("masks", layout.masks()),
            one(layout.unpad()),
            many("state_pads", states.pads()),
            many("state_masks", states.masks()),
            one(keys(manager, rows, encoded.dropoutSeeds(), DropoutKeys.DECODER)))
        .singletonOrThrow();
  }

  /**
   * Greedy generation.
   *
   * @param maxNewTokens longest output, its end token included
   * @return the generated ids of each row, without start and end token
   */
  public int[][] generate(EncodedRows encoded, int maxNewTokens) {
    int rowCount = encoded.layout().rows().rows();
    int[][] prefixes = new int[rowCount][];
    Arrays.fill(prefixes, new int[] {config.decoderStartTokenId()});
    int[][] outputs = new int[rowCount][];
    int open = rowCount;
    for (int step = 1; step <= maxNewTokens && open > 0; step++) {
      long[] next = likeliestNext(encoded, prefixes);
      for (int row = 0; row < rowCount; row++) {
        if (outputs[row] == null && next[row] == config.eosTokenId()) {
          outputs[row] = Arrays.copyOfRange(prefixes[row], 1, step);
          open--;
        }
        prefixes[row] = Arrays.copyOf(prefixes[row], step + 1);
        prefixes[row][step] = outputs[row] == null ? (int) next[row] : config.padTokenId();
      }
    }
    for (int row = 0; row < rowCount; row++) {
      if (outputs[row] == null) {
        outputs[row] = Arrays.copyOfRange(prefixes[row], 1, prefixes[row].length);
      }
    }
    return outputs;
  }

  private long[] likeliestNext(EncodedRows encoded, int[][] prefixes) {
    RowLayout rows = encoded.layout().rows().withLengths(lengths(prefixes));
    long[] last = new long[prefixes.length];
    for (int row = 0; row < last.length; row++) {
      last[row] = rows.start(row) + prefixes[row].length - 1L;
    }
    NDArray hidden = decode(encoded, encoded.layout(), rows, flat(prefixes, rows));
    return program
        .call(
            "likeliest",
            one(hidden),
            one(weights.head()),
            one(encoded.states().getManager().create(last)))
        .singletonOrThrow()
        .toLongArray();
  }

  /**
   * The summed log-likelihood of each candidate target for each row.
   *
   * @param candidates ids of each candidate, its end token included
   * @return a row of {@code candidates.length} numbers for each input row
   */
  public double[][] logLikelihoods(EncodedRows encoded, int[][] candidates) {
    int times = candidates.length;
    int rowCount = encoded.layout().rows().rows();
    int[][] targets = new int[rowCount * times][];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = candidates[i % times];
    }
    DeviceLayout copies =
        DeviceLayout.of(encoded.layout().rows().sharedBy(times), encoded.states().getManager());
    float[] losses = losses(encoded, copies, targets).toFloatArray();
    double[][] sums = new double[rowCount][times];
    int at = 0;
    for (int i = 0; i < targets.length; i++) {
      for (int t = 0; t < targets[i].length; t++) {
        sums[i / times][i % times] -= losses[at++];
      }
    }
    return sums;
  }

  /** Embedding rows on the host, row-major. */
  public float[] embeddingRows(int[] ids) {
    try (NDManager manager = newManager();
        NDArray index = manager.create(Arrays.stream(ids).asLongStream().toArray());
        NDArray rows = embed(index)) {
      return rows.toFloatArray();
    }
  }

  /**
   * A weight as the checkpoint has it, row-major, in float32; read from its file at each call.
   *
   * @param name in Hugging Face's layout
   */
  public float[] rawWeight(String name) {
    if (!config.weightShapes().containsKey(name)) {
      throw new IllegalArgumentException("this T5 has no weight " + name);
    }
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      return layout.tensor(checkpoint, name).floats();
    }
  }

  private static NDArray keys(NDManager manager, RowLayout rows, long[] seeds, int stack) {
    int[] keys = DropoutKeys.of(rows, seeds, stack);
    return manager.create(keys, new Shape(keys.length));
  }

  /** Ids of all rows laid flat, {@code [T]}. */
  private static long[] flat(int[][] ids, RowLayout rows) {
    long[] tokens = Arrays.stream(ids).flatMapToInt(Arrays::stream).asLongStream().toArray();
    return Arrays.copyOf(tokens, rows.flatSize());
  }

  private static int[] lengths(int[][] rows) {
    return Arrays.stream(rows).mapToInt(row -> row.length).toArray();
  }

  @Override
  public void close() {
    List<NDArray> all = new ArrayList<>(weights.encoder());
    all.addAll(weights.decoder());
    all.add(weights.table());
    all.add(weights.head());
    all.forEach(NDArray::close);
    program.close();
  }
}
