package io.promptsweep.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a text means as the place of a backbone or of data. */
class LocationTest {
  private static final Path CONFIGURATION = Path.of("/conf/x.conf");

  @Test
  void aTildeIsTheHomeFolder() {
    String home = System.getenv("HOME");
    Path folder = Path.of(home == null ? System.getProperty("user.home") : home);
    assertThat(Location.of("~/x", CONFIGURATION))
        .isEqualTo(new Location.Folder(folder.resolve("x")));
  }

  @Test
  void aBackboneMayBeOnAnyFileSystemThatHadoopKnows() {
    assertThat(Location.of("HDFS://Host/x", CONFIGURATION))
        .isEqualTo(new Location.Remote("hdfs://Host/x"));
    assertThat(Location.of("FILE:///models/t5", CONFIGURATION))
        .isEqualTo(new Location.Folder(Path.of("/models/t5")));
    assertThat(Location.of("", CONFIGURATION)).isEqualTo(new Location.Unset());
    assertThat(Location.of("embedded", CONFIGURATION)).isEqualTo(new Location.Embedded());
    assertThatThrownBy(() -> Location.of("hdfs:x", CONFIGURATION))
        .isInstanceOf(InvalidPathException.class)
        .hasMessageStartingWith("is neither a path nor a URI");
  }
}
