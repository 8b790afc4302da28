package io.promptsweep.backbone;

import ai.djl.util.Utils;

/**
 * Keeps DJL from using the network: left alone, it reports each start to its authors, and where it
 * sees a GPU it downloads another build of the tokenizer's native library than the one on the class
 * path. A value that the user set stays.
 */
final class LocalNatives {
  private LocalNatives() {}

  /** To be called before anything of DJL that loads a native library. */
  static void only() {
    setIfAbsent("OPT_OUT_TRACKING", "true");
    setIfAbsent("RUST_FLAVOR", "cpu");
  }

  private static void setIfAbsent(String key, String value) {
    if (Utils.getEnvOrSystemProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
