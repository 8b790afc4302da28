package io.promptsweep.sweep;

import io.promptsweep.files.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names a sweep by its configuration, its backbone's bytes and its data. */
public final class SweepId {
  private SweepId() {}

  /**
   * {@code s} and the first 16 hexadecimal digits of a SHA-256 over {@link SweepConfig#identity()},
   * the backbone's digest, and each task's data digest by name. Paths and {@code run.*} are not
   * part of it: a sweep stays the same sweep when its files move.
   *
   * @param dataDigests task to digest
   */
  public static String of(
      SweepConfig config, String backboneDigest, Map<String, String> dataDigests) {
    List<String> lines = new ArrayList<>();
    lines.add(CanonicalJson.of(config.identity()));
    lines.add(backboneDigest);
    new TreeMap<>(dataDigests).forEach((task, digest) -> lines.add(task + "=" + digest));
    return "s" + Sha256.hex(lines).substring(0, 16);
  }
}
