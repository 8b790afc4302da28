package io.promptsweep.sweep;

import io.promptsweep.files.Sha256;
import java.util.List;

/** Names a cell by what it computes: its configuration, its backbone's bytes and its data. */
public final class CellId {
  private CellId() {}

  /**
   * The first 16 hexadecimal digits of the SHA-256 of three lines: {@link Cell#configJson()}, the
   * backbone's digest, the data's digest. With 64 bits, a million cells share an id with a
   * probability of 3e-8.
   */
  public static String of(Cell cell, String backboneDigest, String dataDigest) {
    return Sha256.hex(List.of(cell.configJson(), backboneDigest, dataDigest)).substring(0, 16);
  }
}
