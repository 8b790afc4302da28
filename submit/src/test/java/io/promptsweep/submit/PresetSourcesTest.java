package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.submit.PresetSources.PresetKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every key of a paper's preset says what it rests on, and the document says the same. */
class PresetSourcesTest {
  private static final String BEGIN =
      "<!-- The keys of conf/papers; PresetSourcesTest holds them. -->\n";
  private static final String END = "<!-- End of the keys. -->\n";

  private static List<PresetKey> all() throws IOException {
    List<PresetKey> keys = new ArrayList<>();
    for (String preset : PresetSources.presets()) {
      keys.addAll(PresetSources.keys(preset));
    }
    return keys;
  }

  @Test
  void everyKeyIsMarked() throws IOException {
    assertThat(all()).hasSizeGreaterThan(250);
    assertThat(all().stream().filter(key -> key.source().isEmpty()))
        .as("keys without a comment 'printed: ', 'code: ', 'inferred: ' or 'open'")
        .isEmpty();
  }

  @Test
  void whatIsNotOpenSaysWhereOrHow() throws IOException {
    assertThat(all())
        .filteredOn(key -> !key.source().orElse("").equals("open"))
        .allSatisfy(key -> assertThat(key.where()).as(key.toString()).hasSizeGreaterThan(3));
    assertThat(all())
        .filteredOn(key -> key.source().orElse("").equals("inferred"))
        .isNotEmpty()
        .allSatisfy(
            key -> assertThat(key.where()).as(key.toString()).containsPattern("\\d|as above"));
  }

  @Test
  void everyPresetNamesItsBackboneOrThePresetItBeginsWith() throws IOException {
    for (String preset : PresetSources.presets()) {
      boolean backbone =
          PresetSources.keys(preset).stream().anyMatch(key -> key.key().equals("backbone"));
      assertThat(backbone || PresetSources.base(preset).isPresent()).as(preset).isTrue();
    }
  }

  @Test
  void theMarkOfASectionCountsForItsKeysAndTheirOwnBeforeIt() throws IOException {
    List<PresetKey> dept = PresetSources.keys("dept");
    assertThat(dept)
        .filteredOn(key -> key.key().equals("tasks.cola.method.dept.rank"))
        .containsExactly(
            new PresetKey(
                "dept",
                "tasks.cola.method.dept.rank",
                "15",
                Optional.of("code"),
                "checkpoints/cola/output.log"));
    assertThat(dept)
        .filteredOn(key -> key.key().equals("method.dept.rank"))
        .extracting(PresetKey::value)
        .containsExactly("30");
  }

  /** Where they differ, {@code target/protocols-keys.md} has the table for the document. */
  @Test
  void theDocumentHasTheKeysOfTheFiles() throws IOException {
    Path document = Cli.root().resolve("docs").resolve("protocols.md");
    String text = Files.readString(document);
    String table = PresetSources.table();
    String found =
        text.contains(BEGIN) && text.contains(END)
            ? text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END))
            : "";
    if (!found.equals(table)) {
      Files.createDirectories(Path.of("target"));
      Files.writeString(Path.of("target", "protocols-keys.md"), table);
    }
    assertThat(found)
        .as(
            "%s between its two comments; target/protocols-keys.md has what belongs there",
            document)
        .isEqualTo(table);
  }
}
