package io.promptsweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.backbone.parity.ParityFiles;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TorchPermutationTest {

  @Test
  void equalsTorchForEveryGoldenSizeAndSeed() throws Exception {
    JsonNode cases = new ObjectMapper().readTree(ParityFiles.path("splits.json").toFile());
    assertThat(cases.size()).isGreaterThanOrEqualTo(28);
    for (JsonNode golden : cases) {
      int n = golden.get("n").asInt();
      int[] permutation = TorchPermutation.of(n, golden.get("seed").asLong());
      for (int i = 0; i < golden.get("first").size(); i++) {
        assertThat(permutation[i]).isEqualTo(golden.get("first").get(i).asInt());
      }
      int tail = golden.get("last").size();
      for (int i = 0; i < tail; i++) {
        assertThat(permutation[n - tail + i]).isEqualTo(golden.get("last").get(i).asInt());
      }
      String joined =
          Arrays.stream(permutation).mapToObj(String::valueOf).collect(Collectors.joining(","));
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(joined.getBytes(StandardCharsets.UTF_8));
      assertThat(HexFormat.of().formatHex(digest))
          .as("seed %s, n %d", golden.get("seed"), n)
          .isEqualTo(golden.get("sha256_of_comma_joined").asText());
    }
  }

  @Test
  void ofNothingIsEmpty() {
    assertThat(TorchPermutation.of(0, 42)).isEmpty();
    assertThat(TorchPermutation.of(1, 42)).containsExactly(0);
  }

  @Test
  void refusesSizesForWhichTorchDrawsDifferently() {
    assertThatThrownBy(() -> TorchPermutation.of(300_000_000, 42))
        .hasMessage("n is 300000000; it must be in [0, 214748364)");
  }
}
