package io.promptsweep.backbone.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CharsMapTest {
  private static final byte[] SOUND = SmallTokenizers.charsMap();

  @Test
  void aSoundMapHasNoProblem() {
    assertThat(CharsMap.problem(SOUND)).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithASize() {
    assertThat(CharsMap.problem(new byte[3])).contains("has 3 bytes and no trie");
    int whole = SOUND.length - 4;
    for (int size : new int[] {0, 3, whole, whole + 1, -4}) {
      assertThat(CharsMap.problem(with(0, size)))
          .contains(
              "says that its trie has "
                  + Integer.toUnsignedString(size)
                  + " bytes, and has "
                  + whole
                  + " for trie and replacements");
    }
  }

  @Test
  void aCutMapIsFoundWhereverItIsCut() {
    for (int length = 0; length < SOUND.length; length += 61) {
      assertThat(CharsMap.problem(Arrays.copyOf(SOUND, length))).as("%d bytes", length).isPresent();
    }
  }

  @Test
  void everyStepStaysInTheTrie() {
    int units = (SOUND.length - 4) / 4;
    assertThat(CharsMap.problem(with(4, 100_000 << 10)))
        .get()
        .asString()
        .startsWith("leads to unit 100000 of a trie of ");
    // Each unit that a text comes by is sent beyond the end in turn.
    int found = 0;
    for (int unit = 0; unit < units / 2; unit++) {
      int value = ByteBuffer.wrap(SOUND).order(ByteOrder.LITTLE_ENDIAN).getInt(4 + 4 * unit);
      if (value > 0) {
        assertThat(CharsMap.problem(with(4 + 4 * unit, value | 0x1f_ffff << 10)))
            .as("unit %d", unit)
            .isPresent();
        found++;
      }
    }
    assertThat(found).isGreaterThan(5);
  }

  @Test
  void everyValueIsTheStartOfAReplacement() {
    byte[] accents = SmallTokenizers.charsMap(Map.of("x", "\u00e9"));
    assertThat(CharsMap.problem(accents)).isEmpty();
    ByteBuffer changed = ByteBuffer.wrap(accents).order(ByteOrder.LITTLE_ENDIAN);
    for (int unit = 0; unit < changed.getInt(0) / 4; unit++) {
      if (changed.getInt(4 + 4 * unit) == 1 << 31) {
        changed.putInt(4 + 4 * unit, 1 << 31 | 1);
      }
    }
    assertThat(CharsMap.problem(accents))
        .contains("names the replacement at byte 1, where none begins in its 3");
  }

  @Test
  void theReplacementsAreText() {
    byte[] last = SOUND.clone();
    last[last.length - 1] = 'x';
    assertThat(CharsMap.problem(last)).contains("has a last replacement without its end");
    last[last.length - 2] = (byte) 0xff;
    last[last.length - 1] = 0;
    assertThat(CharsMap.problem(last)).contains("has replacements that are not UTF-8");
  }

  private static byte[] with(int at, int value) {
    byte[] map = SOUND.clone();
    ByteBuffer.wrap(map).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return map;
  }
}
