package io.promptsweep.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All files of one folder say the same; a new spelling is a new file. */
class EquivalentSpellingsTest {

  @Test
  void allSpellingsMakeTheSameSweep() throws Exception {
    Path folder = Path.of(EquivalentSpellingsTest.class.getResource("equivalent").toURI());
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.sorted().toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(4);
    SweepConfig plain = load(folder.resolve("plain.conf"));
    assertThat(plain.grid().cells()).hasSize(2 * 6 + 4 * 6);
    TreeSet<String> ids = new TreeSet<>();
    for (Path file : files) {
      SweepConfig config = load(file);
      assertThat(config.grid()).as(file.toString()).isEqualTo(plain.grid());
      ids.add(SweepId.of(config, "b", java.util.Map.of()));
    }
    assertThat(ids).hasSize(1);
  }

  private static SweepConfig load(Path file) {
    return SweepConfig.load(file, List.of(), Sweeps.KNOWN);
  }
}
