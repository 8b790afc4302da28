package io.promptsweep.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteFolderTest {
  @TempDir Path folder;
  private Path cache;
  private Path model;
  private String uri;

  /** Hadoop's view of the local disk, by a name that is not taken for a local path. */
  @BeforeEach
  void remote() throws Exception {
    cache = folder.resolve("cache");
    model = Files.createDirectories(folder.resolve("far/t5"));
    Files.createDirectories(model.resolve("deep/er"));
    Files.writeString(model.resolve("config.json"), "{}");
    Files.write(model.resolve("deep/er/weights"), new byte[100_000]);
    String mount = String.valueOf(folder.getFileName()); // Hadoop keeps a view once it was used
    SparkHadoopUtil.get()
        .conf()
        .set("fs.viewfs.mounttable." + mount + ".link." + folder, folder.toUri().toString());
    uri = "viewfs://" + mount + model;
  }

  @Test
  void aCopyIsMadeOnceAndHoldsEveryFile() throws Exception {
    Path copy = RemoteFolder.fetch(uri, cache);
    assertThat(copy.resolve("config.json")).hasContent("{}");
    assertThat(Files.size(copy.resolve("deep/er/weights"))).isEqualTo(100_000);
    FileTime made = Files.getLastModifiedTime(copy.resolve("config.json"));
    assertThat(RemoteFolder.fetch(uri + "/", cache)).isEqualTo(copy);
    assertThat(Files.getLastModifiedTime(copy.resolve("config.json"))).isEqualTo(made);
  }

  @Test
  void aFolderThatChangedIsCopiedAgain() throws Exception {
    Path copy = RemoteFolder.fetch(uri, cache);
    Files.writeString(model.resolve("config.json"), "{\"d_model\": 8}");
    Path again = RemoteFolder.fetch(uri, cache);
    assertThat(again).isNotEqualTo(copy);
    assertThat(again.resolve("config.json")).hasContent("{\"d_model\": 8}");
    assertThat(copy.resolve("config.json")).hasContent("{}");
  }

  @Test
  void whatAKilledProcessLeftHalfWayIsNotTakenForACopy() throws Exception {
    Path copy = RemoteFolder.fetch(uri, cache);
    Path partial = copy.resolveSibling(copy.getFileName() + ".part");
    Files.move(copy, partial);
    Files.delete(partial.resolve("config.json"));
    assertThat(RemoteFolder.fetch(uri, cache).resolve("config.json")).hasContent("{}");
    try (Stream<Path> left = Files.list(cache.resolve("remote"))) {
      assertThat(left.map(path -> path.getFileName().toString()).sorted())
          .isEqualTo(List.of(copy.getFileName().toString(), copy.getFileName() + ".lock"));
    }
  }

  @Test
  void aFolderThatIsNotThereIsOneSentence() {
    assertThatThrownBy(() -> RemoteFolder.fetch(uri + "-gone", cache))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(uri + "-gone cannot be copied to this node")
        .hasMessageContaining("check the address");
    assertThatThrownBy(() -> RemoteFolder.fetch("nosuchfs://host/t5", cache))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nosuchfs://host/t5 cannot be copied");
  }
}
