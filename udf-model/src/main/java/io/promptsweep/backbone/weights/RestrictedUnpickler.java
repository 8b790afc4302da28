package io.promptsweep.backbone.weights;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the pickles inside what {@code torch.save} writes, without running them: the opcodes of
 * protocols 2 to 4 that data needs, and the names of {@link PickleGlobal}. Everything else is
 * refused, so a hostile file can do no more than be refused.
 *
 * <p>Values come back as {@link Long}, {@link java.math.BigInteger}, {@link Double}, {@link
 * Boolean}, {@link String}, {@link ByteBuffer}, {@link List}, {@link Map}, {@link Tuple}, {@link
 * PickledTensor}, {@link PickledTensor.Storage}, {@link PickleGlobal} or {@link #NONE}. Opcodes are
 * documented in Python's {@code pickletools}.
 */
final class RestrictedUnpickler {
  /** Python's {@code None}. */
  static final Object NONE = new Object();

  /** Bounds time, stack and memo: T5-XXL's own pickle has about 25,000. */
  private static final int MOST_OPCODES = 1_000_000;

  /** A Python tuple. */
  record Tuple(List<Object> items) {
    long[] longs() {
      return items.stream().mapToLong(Long.class::cast).toArray();
    }
  }

  private final String place;
  private final PickleInput in;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  /**
   * Reads from {@code in}'s position on.
   *
   * @param place the file, to open error sentences
   * @param in little-endian
   */
  RestrictedUnpickler(String place, ByteBuffer in) {
    this.place = place;
    this.in = new PickleInput(in);
  }

  /** The next pickle; leaves the buffer behind it. */
  Object next() {
    stack.clear();
    marks.clear();
    memo.clear();
    int start = in.position();
    try {
      for (int i = 0; i < MOST_OPCODES; i++) {
        int opcode = in.unsignedByte();
        if (opcode == '.') {
          return pop();
        }
        step(opcode);
      }
    } catch (BufferUnderflowException e) {
      throw new InvalidInputException(
          place + " ends in the middle of its pickle; it looks half-downloaded: download it again.",
          e);
    } catch (ClassCastException e) {
      throw damaged("a value of the wrong kind before byte " + in.position());
    } catch (IllegalArgumentException e) {
      throw damaged(e.getMessage());
    }
    throw damaged("more than " + MOST_OPCODES + " opcodes from byte " + start + " on");
  }

  private void step(int opcode) {
    switch (opcode) {
      case 0x80 -> in.unsignedByte(); // PROTO: later protocols only add opcodes
      case 0x95 -> in.signedLong(); // FRAME
      case '(' -> marks.add(stack.size());
      case '0' -> pop();
      case '1' -> popToMark();
      case '2' -> stack.add(peek());
      case 'N' -> stack.add(NONE);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case 'J' -> stack.add((long) in.signedInt());
      case 'K' -> stack.add((long) in.unsignedByte());
      case 'M' -> stack.add((long) in.unsignedShort());
      case 0x8a -> stack.add(in.integer(in.unsignedByte()));
      case 'G' -> stack.add(in.bigEndianDouble());
      case 'X' -> stack.add(in.text(in.unsignedInt(), StandardCharsets.UTF_8));
      case 0x8c -> stack.add(in.text(in.unsignedByte(), StandardCharsets.UTF_8));
      case 0x8d -> stack.add(in.text(in.signedLong(), StandardCharsets.UTF_8));
      // Python 2's texts are bytes; names are ASCII either way.
      case 'T' -> stack.add(in.text(in.unsignedInt(), StandardCharsets.ISO_8859_1));
      case 'U' -> stack.add(in.text(in.unsignedByte(), StandardCharsets.ISO_8859_1));
      case 'B' -> stack.add(in.bytes(in.unsignedInt()));
      case 'C' -> stack.add(in.bytes(in.unsignedByte()));
      case ')' -> stack.add(new Tuple(List.of()));
      case 0x85 -> stack.add(new Tuple(popLast(1)));
      case 0x86 -> stack.add(new Tuple(popLast(2)));
      case 0x87 -> stack.add(new Tuple(popLast(3)));
      case 't' -> stack.add(new Tuple(popToMark()));
      case ']' -> stack.add(new ArrayList<>());
      case 'a' -> append(popLast(1));
      case 'e' -> append(popToMark());
      case '}' -> stack.add(new LinkedHashMap<>());
      case 's' -> put(popLast(2));
      case 'u' -> put(popToMark());
      case 'q' -> memo.put(in.unsignedByte(), peek());
      case 'r' -> memo.put(in.signedInt(), peek());
      case 0x94 -> memo.put(memo.size(), peek());
      case 'h' -> stack.add(recall(in.unsignedByte()));
      case 'j' -> stack.add(recall(in.signedInt()));
      case 'c' -> stack.add(global(in.line(), in.line()));
      case 0x93 -> {
        List<Object> names = popLast(2);
        stack.add(global((String) names.get(0), (String) names.get(1)));
      }
      case 'Q' -> stack.add(storage((Tuple) pop()));
      case 'R' -> {
        List<Object> call = popLast(2);
        stack.add(call(call.get(0), (Tuple) call.get(1)));
      }
      case 'b' -> {
        // The attributes of a dictionary, such as a state dictionary's _metadata: not needed.
        pop();
        if (!(peek() instanceof Map)) {
          throw refused("to set the state of an object");
        }
      }
      default ->
          throw refused(
              String.format(
                  Locale.ROOT, "for opcode 0x%02x at byte %d", opcode, in.position() - 1));
    }
  }

  private Object call(Object function, Tuple arguments) {
    List<Object> given = arguments.items;
    if (function == PickleGlobal.ORDERED_DICT && given.isEmpty()) {
      return new LinkedHashMap<>();
    }
    if (function == PickleGlobal.REBUILD_PARAMETER && !given.isEmpty()) {
      return (PickledTensor) given.get(0);
    }
    if (function == PickleGlobal.REBUILD_TENSOR && given.size() >= 4) {
      return new PickledTensor(
          (PickledTensor.Storage) given.get(0),
          (Long) given.get(1),
          ((Tuple) given.get(2)).longs(),
          ((Tuple) given.get(3)).longs());
    }
    throw damaged("a call that torch.save does not write before byte " + in.position());
  }

  /** {@code ("storage", class, key, device, elements[, view])}, which torch.save writes. */
  private PickledTensor.Storage storage(Tuple id) {
    List<Object> parts = id.items;
    boolean view = parts.size() > 5 && parts.get(5) != NONE;
    if (parts.size() < 5 || !parts.get(0).equals("storage") || view) {
      throw damaged("a storage that PyTorch 0.4 and newer do not write");
    }
    ElementType type =
        ((PickleGlobal) parts.get(1))
            .storage()
            .orElseThrow(() -> damaged("a storage that is of no storage class"));
    PickledTensor.Storage storage =
        new PickledTensor.Storage(type, (String) parts.get(2), (Long) parts.get(4));
    if (storage.bytes() < 0) {
      throw damaged("a storage of " + storage.count() + " elements");
    }
    return storage;
  }

  private PickleGlobal global(String module, String name) {
    return PickleGlobal.of(module, name)
        .orElseThrow(() -> refused("for " + PrintableName.name(module + "." + name)));
  }

  private void append(List<Object> items) {
    @SuppressWarnings("unchecked")
    List<Object> list = (List<Object>) peek();
    list.addAll(items);
  }

  private void put(List<Object> keysAndValues) {
    @SuppressWarnings("unchecked")
    Map<Object, Object> map = (Map<Object, Object>) peek();
    for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      // Other keys could contain themselves, and their hash would never end.
      if (!(key instanceof String || key instanceof Long)) {
        throw damaged("a dictionary key that is neither text nor number");
      }
      map.put(key, keysAndValues.get(i + 1));
    }
  }

  private Object recall(int index) {
    Object value = memo.get(index);
    if (value == null) {
      throw damaged("a reference to value " + index + ", which it did not store");
    }
    return value;
  }

  private Object pop() {
    return popLast(1).get(0);
  }

  private Object peek() {
    if (stack.size() <= floor()) {
      throw damaged("an empty stack at byte " + in.position());
    }
    return stack.get(stack.size() - 1);
  }

  private List<Object> popLast(int count) {
    if (stack.size() - count < floor()) {
      throw damaged("an empty stack at byte " + in.position());
    }
    return popFrom(stack.size() - count);
  }

  private List<Object> popToMark() {
    if (marks.isEmpty()) {
      throw damaged("a missing mark at byte " + in.position());
    }
    return popFrom(marks.remove(marks.size() - 1));
  }

  private List<Object> popFrom(int index) {
    List<Object> tail = stack.subList(index, stack.size());
    List<Object> items = List.copyOf(tail);
    tail.clear();
    return items;
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  private InvalidInputException refused(String what) {
    return new InvalidInputException(
        place
            + " asks "
            + what
            + ", which weights do not need; it was not run: use a safetensors copy, or a file from"
            + " a source you trust.");
  }

  private InvalidInputException damaged(String what) {
    return new InvalidInputException(
        place + " is not what torch.save writes: it has " + what + "; download it again.");
  }
}
