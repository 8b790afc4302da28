package io.promptsweep.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text means as a path of this machine. */
class LocalPathTest {
  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b",
    "a/b, a/b",
    "a/b/, a/b",
    "../a, ../a",
    "/a:/b, /a:/b",
    "run:1, run:1",
    "C:/x, C:/x",
    "./hdfs:/x, ./hdfs:/x",
    "./~x, ./~x",
    "a/~/b, a/~/b",
    "a$HOME, a$HOME",
    "$1/x, $1/x",
    "100%25, 100%25",
    "file:/a/b, /a/b",
    "file:///a/b, /a/b",
    "FILE:///a/b, /a/b",
    "file://localhost/a, /a",
    "file:///a%20%23%C3%A9, /a #é",
    "file:///é, /é",
    "file:/, /",
  })
  void pathsAndFileUrisAreWhatTheyMean(String text, String path) {
    assertThat(LocalPath.of(text)).isEqualTo(Path.of(path));
    assertThat(LocalPath.isRemote(text)).isFalse();
  }

  @Test
  void aTildeIsTheHomeFolder() {
    String home = System.getenv("HOME");
    Path folder = Path.of(home == null ? System.getProperty("user.home") : home);
    assertThat(LocalPath.of("~")).isEqualTo(folder);
    assertThat(LocalPath.of("~/")).isEqualTo(folder);
    assertThat(LocalPath.of("~/x y")).isEqualTo(folder.resolve("x y"));
    assertThat(LocalPath.of("~//x")).isEqualTo(folder.resolve("x"));
    assertThat(LocalPath.of("~/x")).isEqualTo(folder.resolve("x"));
  }

  @Test
  void namesKeepEveryCharacter() {
    for (String name :
        List.of("a b", "it's", "\"q\"", "[a]{b}*?", "%41", "a\nb", "#h", "é", "\\")) {
      assertThat(LocalPath.of("/x/" + name).toString()).isEqualTo("/x/" + name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://namenode/x",
        "hdfs:/x",
        "HDFS://n/x",
        "s3a://bucket/x",
        "s3://b/x",
        "gs://b/x",
        "abfs://c@a.dfs.core.windows.net/x",
        "dbfs:/x",
        "http://h/x",
        "https://h/x",
        "viewfs:///x",
        "my+fs.2-x://h/x",
        "jar:file:/a.jar!/x",
        "dbfs:x",
        "hdfs://n/a\nb"
      })
  void otherFileSystemsAreNamedInOneSentence(String text) {
    assertThat(LocalPath.isRemote(text)).isTrue();
    assertThat(reason(text)).startsWith("is on another file system").contains("hadoop fs -put");
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "' ', is empty",
    "file://host/x, is a URI of the machine 'host'",
    "file:x, is a URI without a path",
    "file:, is not a URI",
    "file:///a b, is not a URI",
    "file:///a%zz, is not a URI",
    "file:///a#b, is a URI with ? or #",
    "file:///a?b, is a URI with ? or #",
    "~root/x, begins with ~",
    "~x, begins with ~",
    "$HOME/x, begins with a variable",
    "${HOME}/x, begins with a variable",
    "$HOME, begins with a variable",
  })
  void whatAShellOrAUriWouldMeanIsRefused(String text, String reason) {
    assertThat(reason(text)).startsWith(reason).doesNotContain("\n");
    assertThat(LocalPath.isRemote(text)).isFalse();
  }

  @Test
  void aCharacterWithTheCodeZeroIsRefused() {
    assertThat(reason("a\0b")).isEqualTo("has a character with the code 0, which no path can have");
    assertThat(reason("file:///a%00b")).startsWith("has a character with the code 0");
  }

  private static String reason(String text) {
    return catchThrowableOfType(InvalidPathException.class, () -> LocalPath.of(text)).getReason();
  }
}
