package io.promptsweep.backbone;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.promptsweep.torch.Natives;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The TorchScript program {@code t5.py.txt}, loaded by libtorch from an archive that is written in
 * memory.
 *
 * <p>The archive holds the source and the sizes of one {@link T5Config}; weights are arguments. The
 * JIT's optimizer is off: its fused kernels round differently and depend on what ran before in the
 * JVM, so that a cell's numbers would depend on its neighbours (see {@code docs/performance.md}).
 */
final class T5Program implements AutoCloseable {
  private static final String SOURCE = "t5.py.txt";
  private static final List<String> METHODS =
      List.of(
          "cast",
          "embed",
          "arrange",
          "dropout",
          "drop_at",
          "encode",
          "cross",
          "decode",
          "logits",
          "losses",
          "losses_and_log_z",
          "likeliest");

  private final Model model;
  private final Block block;
  private final ParameterStore parameters;
  private final Map<String, NDArray> methodNames;
  private final List<NDArray> precisions;

  private T5Program(Model model, Map<String, NDArray> methodNames) {
    this.model = model;
    this.block = model.getBlock();
    this.parameters = new ParameterStore(model.getNDManager(), false);
    this.methodNames = methodNames;
    // On the CPU, where the program reads them as numbers without waiting for a GPU.
    this.precisions =
        Arrays.stream(Precision.values())
            .map(p -> model.getNDManager().create(p.code()).toDevice(Device.cpu(), false))
            .toList();
  }

  static T5Program load(T5Config config, Device device) {
    Natives.load(device);
    Model model = Model.newInstance("t5", device, "PyTorch");
    try {
      model.load(new ByteArrayInputStream(archive(config)));
    } catch (IOException | MalformedModelException e) {
      throw new IllegalStateException("libtorch does not load the program " + SOURCE, e);
    }
    Map<String, NDArray> names = new LinkedHashMap<>();
    for (String method : METHODS) {
      NDArray marker = model.getNDManager().create(0);
      marker.setName("module_method:" + method);
      names.put(method, marker);
    }
    return new T5Program(model, names);
  }

  NDManager manager() {
    return model.getNDManager();
  }

  /** An argument of a call: one tensor, or a list of them under a name that the call uses once. */
  record Argument(String name, List<NDArray> arrays) {}

  static Argument one(NDArray array) {
    return new Argument(null, List.of(array));
  }

  static Argument many(String name, List<NDArray> arrays) {
    return new Argument(name + "[]", arrays);
  }

  /**
   * Calls a method of the program. Results belong to the manager of the first argument, so a call
   * puts an array of the current step first.
   */
  NDList call(String method, Argument... arguments) {
    JniUtils.setGraphExecutorOptimize(false); // the setting is per thread
    NDList inputs = new NDList();
    for (Argument argument : arguments) {
      for (NDArray array : argument.arrays()) {
        array.setName(argument.name());
        inputs.add(array);
      }
    }
    inputs.add(methodNames.get(method));
    return block.forward(parameters, inputs, true);
  }

  /** A copy of a weight in a precision; differentiable. */
  NDArray cast(NDArray weight, Precision precision) {
    return call("cast", one(weight), one(precisions.get(precision.code()))).singletonOrThrow();
  }

  /**
   * The archive of one module: version, an empty table of constants, the module object, its class.
   */
  private static byte[] archive(T5Config config) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(zip, "t5/version", "10\n".getBytes(StandardCharsets.US_ASCII));
      entry(zip, "t5/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      entry(zip, "t5/data.pkl", moduleObject(config));
      entry(zip, "t5/code/__torch__.py", source());
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  static byte[] source() {
    try (InputStream in = T5Program.class.getResourceAsStream(SOURCE)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A pickle (protocol 2) of the module's attributes. */
  private static byte[] moduleObject(T5Config config) throws IOException {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("training", true);
    attributes.put("heads", config.numHeads());
    attributes.put("head_size", config.dKv());
    attributes.put("encoder_layers", config.numLayers());
    attributes.put("decoder_layers", config.numDecoderLayers());
    attributes.put("gated", config.activation().gated());
    attributes.put("activation", config.activation().function().code());
    attributes.put("buckets", config.relativeAttentionNumBuckets());
    attributes.put("max_distance", config.relativeAttentionMaxDistance());
    attributes.put("epsilon", config.layerNormEpsilon());
    attributes.put("dropout_rate", config.dropoutRate());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x80, 2});
    out.write("c__torch__\nT5\n".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {')', (byte) 0x81, '}', '('});
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      byte[] key = attribute.getKey().getBytes(StandardCharsets.UTF_8);
      out.write('X');
      out.writeInt(Integer.reverseBytes(key.length));
      out.write(key);
      Object value = attribute.getValue();
      if (value instanceof Boolean truth) {
        out.write(truth ? 0x88 : 0x89);
      } else if (value instanceof Integer number) {
        out.write('J');
        out.writeInt(Integer.reverseBytes(number));
      } else {
        out.write('G');
        out.writeDouble(((Number) value).doubleValue());
      }
    }
    out.write(new byte[] {'u', 'b', '.'});
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    methodNames.values().forEach(NDArray::close);
    precisions.forEach(NDArray::close);
    model.close();
  }
}
