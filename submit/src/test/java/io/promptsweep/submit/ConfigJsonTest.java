package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.sweep.Cell;
import io.promptsweep.sweep.SweepConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The {@code config_json} of every shipped configuration stays as it is, since the ids of finished
 * cells are digests of it. The golden file holds the first cell of each method. A line changes only
 * with the configuration that it is for; {@code -Dgolden.write=true} writes the file again.
 */
class ConfigJsonTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Path GOLDEN =
      ROOT.resolve("submit/src/test/resources/io/promptsweep/submit/config_json.golden");

  @Test
  void configJsonOfEveryShippedConfigurationStaysByteForByte() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path conf : configurations()) {
      SweepConfig config = SweepOptions.load(conf, List.of());
      Map<String, Cell> first = new LinkedHashMap<>();
      config.grid().cells().forEach(cell -> first.putIfAbsent(cell.method(), cell));
      String name = ROOT.relativize(conf).toString();
      first.values().forEach(cell -> lines.add(name + " " + cell.configJson()));
    }
    if (Boolean.getBoolean("golden.write")) {
      Files.write(GOLDEN, lines);
    }
    assertThat(lines).isEqualTo(Files.readAllLines(GOLDEN));
  }

  private static List<Path> configurations() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String folder : List.of("conf", "conf/papers")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".conf")).sorted().forEach(all::add);
      }
    }
    return all;
  }
}
