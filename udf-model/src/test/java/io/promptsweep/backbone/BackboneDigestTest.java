package io.promptsweep.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.backbone.parity.ParityFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackboneDigestTest {
  @TempDir Path folder;

  @BeforeEach
  void copyABackbone() throws IOException {
    Path golden = ParityFiles.path("t5-v1_0-tiny");
    for (String name : new String[] {"config.json", "model.safetensors"}) {
      Files.copy(golden.resolve(name), folder.resolve(name));
    }
  }

  /** The literal holds it still over releases: results of the same backbone must meet again. */
  @Test
  void isTheSameWhereverTheFolderLies() {
    assertThat(BackboneDigest.of(folder))
        .isEqualTo(BackboneDigest.of(ParityFiles.path("t5-v1_0-tiny")))
        .isNotEqualTo(BackboneDigest.of(ParityFiles.path("t5-v1_1-tiny")))
        .isEqualTo("90d591e8121a788c98b2dce2c2bf1115b979b375dc1686b38733102082348fba");
  }

  @Test
  void keysWithoutMeaningDoNotCount() throws IOException {
    String before = BackboneDigest.of(folder);
    replaceInConfig("\"transformers_version\": \"4.49.0\"", "\"transformers_version\": \"5\"");
    assertThat(BackboneDigest.of(folder)).isEqualTo(before);
    replaceInConfig("\"num_heads\": 3", "\"num_heads\": 4");
    assertThat(BackboneDigest.of(folder)).isNotEqualTo(before);
  }

  @Test
  void everyByteOfWeightsAndTokenizerCounts() throws IOException {
    String before = BackboneDigest.of(folder);
    Path weights = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    Files.setLastModifiedTime(weights, FileTime.fromMillis(1));
    String otherWeights = BackboneDigest.of(folder);
    Files.writeString(folder.resolve("spiece.model"), "pieces");
    String withTokenizer = BackboneDigest.of(folder);
    assertThat(before).isNotEqualTo(otherWeights).isNotEqualTo(withTokenizer);
    assertThat(otherWeights).isNotEqualTo(withTokenizer);
  }

  private void replaceInConfig(String from, String to) throws IOException {
    Path config = folder.resolve("config.json");
    String text = Files.readString(config);
    assertThat(text).contains(from);
    Files.writeString(config, text.replace(from, to));
  }
}
