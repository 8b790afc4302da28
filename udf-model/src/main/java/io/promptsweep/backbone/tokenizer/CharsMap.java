package io.promptsweep.backbone.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Optional;

/**
 * SentencePiece's precompiled rules of normalization: four bytes with the size of a trie, the trie
 * as a double array of 32-bit units (darts-clone), and the replacements, each ended by a NUL, to
 * which the trie's values are offsets. Little-endian.
 *
 * <p>The native libraries follow the array without looking where it leads. So every step that any
 * text can make is made here first.
 */
final class CharsMap {
  private final int[] units;
  private final byte[] replacements;

  private CharsMap(int[] units, byte[] replacements) {
    this.units = units;
    this.replacements = replacements;
  }

  /** What is wrong with {@code map}, as the end of a sentence about it; empty for a sound one. */
  static Optional<String> problem(byte[] map) {
    ByteBuffer in = ByteBuffer.wrap(map).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < Integer.BYTES) {
      return Optional.of("has " + map.length + " bytes and no trie");
    }
    long size = Integer.toUnsignedLong(in.getInt());
    if (size == 0 || size % Integer.BYTES != 0 || size >= in.remaining()) {
      return Optional.of(
          "says that its trie has "
              + size
              + " bytes, and has "
              + in.remaining()
              + " for trie and replacements");
    }
    int[] units = new int[(int) size / Integer.BYTES];
    in.asIntBuffer().get(units);
    byte[] replacements = new byte[in.remaining() - (int) size];
    in.get(in.position() + (int) size, replacements);
    return new CharsMap(units, replacements).problem();
  }

  private Optional<String> problem() {
    if (replacements[replacements.length - 1] != 0) {
      return Optional.of("has a last replacement without its end");
    }
    try {
      CharBuffer ignored =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(replacements));
    } catch (CharacterCodingException e) {
      return Optional.of("has replacements that are not UTF-8");
    }
    BitSet seen = new BitSet(units.length);
    ArrayDeque<Integer> states = new ArrayDeque<>();
    int start = offset(units[0]);
    seen.set(inside(start) ? start : 0);
    states.add(start);
    while (!states.isEmpty()) {
      int state = states.remove();
      // The units of all possible next bytes lie in one block of 256.
      if (!inside(state) || !inside(state | 0xff)) {
        return Optional.of("leads to unit " + state + " of a trie of " + units.length);
      }
      for (int next = 1; next <= 0xff; next++) {
        int unit = units[state ^ next];
        if (label(unit) != next) {
          continue;
        }
        int target = state ^ next ^ offset(unit);
        if (!inside(target)) {
          return Optional.of("leads to unit " + target + " of a trie of " + units.length);
        }
        if (hasLeaf(unit) && !isReplacement(value(units[target]))) {
          return Optional.of(
              "names the replacement at byte "
                  + value(units[target])
                  + ", where none begins in its "
                  + replacements.length);
        }
        if (!seen.get(target)) {
          seen.set(target);
          states.add(target);
        }
      }
    }
    return Optional.empty();
  }

  private boolean inside(int unit) {
    return unit >= 0 && unit < units.length;
  }

  private boolean isReplacement(int offset) {
    return offset < replacements.length && (replacements[offset] & 0xc0) != 0x80;
  }

  private static int offset(int unit) {
    return (unit >>> 10) << ((unit & (1 << 9)) >> 6);
  }

  private static int label(int unit) {
    return unit & 0x8000_00ff;
  }

  private static boolean hasLeaf(int unit) {
    return (unit >> 8 & 1) == 1;
  }

  private static int value(int unit) {
    return unit & 0x7fff_ffff;
  }
}
