package io.promptsweep.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenCopiesTest {
  private static final String COPIES = "src/test/resources/parity";

  @ParameterizedTest
  @ValueSource(strings = {"metrics.json", "statistics.json"})
  void equalTheOriginals(String file) {
    Path root = Path.of(System.getProperty("project.root"));
    assertThat(root.resolve("analysis").resolve(COPIES).resolve(file))
        .hasSameBinaryContentAs(root.resolve("udf-model").resolve(COPIES).resolve(file));
  }
}
