package io.promptsweep.backbone.weights;

import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.weights.SafetensorsWriter.Outline;
import io.promptsweep.backbone.weights.ZipDirectory.Region;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads what {@code torch.save} writes, in today's format (a zip archive with a pickle and one
 * entry a storage) and in the one before PyTorch 1.6 (pickles, then storages, one after the other).
 * The pickle is never run, see {@link RestrictedUnpickler}.
 */
final class PickledCheckpoint implements WeightFile {
  private static final long LARGEST_PICKLE = 64L << 20;

  /** {@code torch.serialization.MAGIC_NUMBER}, the first pickle of the older format. */
  private static final BigInteger LEGACY_MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

  private static final long LEGACY_PROTOCOL = 1001;

  private final MappedFile file;
  private final Map<String, PickledTensor> tensors;
  private final Map<String, Region> storages;

  private PickledCheckpoint(
      MappedFile file, Map<String, PickledTensor> tensors, Map<String, Region> storages) {
    this.file = file;
    this.tensors = tensors;
    this.storages = storages;
    tensors.forEach(this::checkStorage);
  }

  static PickledCheckpoint open(Path path) {
    MappedFile file = MappedFile.open(path);
    try {
      return ZipDirectory.looksLikeZip(file) ? openZip(file) : openLegacy(file);
    } catch (InvalidInputException e) {
      file.close();
      throw e;
    }
  }

  private static PickledCheckpoint openZip(MappedFile file) {
    Map<String, Region> entries = ZipDirectory.read(file);
    String pickle =
        entries.keySet().stream()
            .filter(name -> name.endsWith("/data.pkl"))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        file.path()
                            + " is a zip archive without data.pkl; it was not written by torch.save."));
    String folder = pickle.substring(0, pickle.length() - "data.pkl".length());
    Region order = entries.get(folder + "byteorder");
    if (order != null && order.length() < 16) {
      ByteBuffer text = file.region(order.offset(), order.length(), "byteorder");
      requireLittleEndian(file, StandardCharsets.US_ASCII.decode(text).toString().equals("little"));
    }
    Region region = entries.get(pickle);
    Object top = unpickler(file, "data.pkl", region.offset(), region.length()).next();
    Map<String, Region> storages = new HashMap<>();
    entries.forEach(
        (name, entry) -> {
          if (name.startsWith(folder + "data/")) {
            storages.put(name.substring(folder.length() + "data/".length()), entry);
          }
        });
    return new PickledCheckpoint(file, new StateDictionary(file.path()).tensors(top), storages);
  }

  private static PickledCheckpoint openLegacy(MappedFile file) {
    ByteBuffer in = file.region(0, Math.min(file.size(), LARGEST_PICKLE), "pickle");
    RestrictedUnpickler pickles = new RestrictedUnpickler(file.path().toString(), in);
    if (in.remaining() < 2 || in.get(0) != (byte) 0x80 || !pickles.next().equals(LEGACY_MAGIC)) {
      throw new InvalidInputException(
          file.path()
              + " is neither a zip archive nor a pickle that torch.save wrote;"
              + " download it again.");
    }
    Object protocol = pickles.next();
    if (!protocol.equals(LEGACY_PROTOCOL)) {
      throw new InvalidInputException(
          file.path() + " is not of protocol 1001, the only one before PyTorch 1.6.");
    }
    requireLittleEndian(
        file, pickles.next() instanceof Map<?, ?> m && Boolean.TRUE.equals(m.get("little_endian")));
    Map<String, PickledTensor> tensors = new StateDictionary(file.path()).tensors(pickles.next());
    Map<String, PickledTensor.Storage> known = new HashMap<>();
    tensors.values().forEach(t -> known.put(t.storage().key(), t.storage()));
    Map<String, Region> storages = new HashMap<>();
    if (!(pickles.next() instanceof List<?> keys)) {
      throw new InvalidInputException(
          file.path() + " has no list of storages behind its pickle; download it again.");
    }
    long offset = in.position();
    for (Object key : keys) {
      PickledTensor.Storage storage = key instanceof String text ? known.get(text) : null;
      if (storage == null) {
        throw new InvalidInputException(
            file.path()
                + " has a storage that no tensor uses, whose size is therefore unknown;"
                + " save the weights alone with a newer PyTorch.");
      }
      long count = file.region(offset, Long.BYTES, "storage").getLong();
      if (count != storage.count()) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s has a storage of %d elements where its pickle says %d; download it again.",
                file.path(),
                count,
                storage.count()));
      }
      long end = MappedFile.saturatedSum(offset + Long.BYTES, storage.bytes());
      if (end > file.size()) {
        throw file.halfDownloaded("a storage ends", end);
      }
      storages.put(storage.key(), new Region(offset + Long.BYTES, storage.bytes()));
      offset = end;
    }
    return new PickledCheckpoint(file, tensors, storages);
  }

  private static RestrictedUnpickler unpickler(
      MappedFile file, String what, long offset, long length) {
    if (length > LARGEST_PICKLE) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: %s has %d bytes rather than at most %d.",
              file.path(),
              what,
              length,
              LARGEST_PICKLE));
    }
    return new RestrictedUnpickler(file.path().toString(), file.region(offset, length, what));
  }

  private static void requireLittleEndian(MappedFile file, boolean littleEndian) {
    if (!littleEndian) {
      throw new InvalidInputException(
          file.path()
              + " was written on a big-endian machine; save it again on a little-endian one.");
    }
  }

  private void checkStorage(String name, PickledTensor tensor) {
    Region region = storages.get(tensor.storage().key());
    if (region == null || region.length() < tensor.storage().bytes()) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: tensor %s needs %d bytes of storage %s, which has %s; download it again.",
              path(),
              PrintableName.name(name),
              tensor.storage().bytes(),
              PrintableName.name(tensor.storage().key()),
              region == null ? "none" : region.length()));
    }
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public StoredTensor tensor(String name) {
    PickledTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw Checkpoint.missing(path(), name, tensors.keySet());
    }
    ElementType type = tensor.storage().type();
    ByteBuffer bytes =
        file.region(
            storages.get(tensor.storage().key()).offset() + tensor.offset() * type.bytes(),
            tensor.span() * type.bytes(),
            "tensor " + PrintableName.name(name));
    return new StoredTensor(
        name, type, tensor.shape(), tensor.contiguous() ? bytes : rowMajor(tensor, bytes));
  }

  @Override
  public Outline outline(String name) {
    PickledTensor tensor = tensors.get(name);
    return new Outline(tensor.storage().type(), new Shape(tensor.shape()));
  }

  @Override
  public boolean share(String one, String other) {
    PickledTensor a = tensors.get(one);
    PickledTensor b = tensors.get(other);
    return a.storage().equals(b.storage())
        && a.offset() == b.offset()
        && Arrays.equals(a.shape(), b.shape())
        && Arrays.equals(a.strides(), b.strides());
  }

  /** Copies a strided view, such as a transposed matrix, into row-major order. */
  private static ByteBuffer rowMajor(PickledTensor tensor, ByteBuffer bytes) {
    int width = tensor.storage().type().bytes();
    long[] shape = tensor.shape();
    long[] index = new long[shape.length];
    ByteBuffer copy =
        ByteBuffer.allocate((int) (tensor.elements() * width)).order(ByteOrder.LITTLE_ENDIAN);
    long from = 0;
    while (copy.hasRemaining()) {
      copy.put(copy.position(), bytes, (int) from * width, width);
      copy.position(copy.position() + width);
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        from += tensor.strides()[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        from -= shape[axis] * tensor.strides()[axis];
        index[axis] = 0;
      }
    }
    return copy.flip();
  }

  @Override
  public void close() {
    file.close();
  }
}
