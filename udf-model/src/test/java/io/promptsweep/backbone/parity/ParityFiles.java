package io.promptsweep.backbone.parity;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The golden values: from the folder that system property {@code parity.dir} names, otherwise from
 * the class path, where this module's test resources hold a copy.
 */
public final class ParityFiles {
  private static Path folder;

  private ParityFiles() {}

  /**
   * The golden file or folder {@code name}, such as {@code t5-v1_0-tiny/model.safetensors}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Path path(String name) {
    try {
      Path path = folder().resolve(name);
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      return path;
    } catch (IOException | URISyntaxException e) {
      throw new IllegalArgumentException("golden file " + name + " cannot be read", e);
    }
  }

  private static synchronized Path folder() throws IOException, URISyntaxException {
    if (folder == null) {
      String given = System.getProperty("parity.dir", "");
      folder = given.isBlank() ? onClassPath() : Path.of(given);
    }
    return folder;
  }

  private static Path onClassPath() throws IOException, URISyntaxException {
    URL readme = ParityFiles.class.getResource("/parity/README.md");
    if (readme == null) {
      throw new NoSuchFileException("parity/README.md on the class path");
    }
    if (readme.openConnection() instanceof JarURLConnection jar) {
      return unpack(jar.getJarFile());
    }
    return Path.of(readme.toURI()).getParent();
  }

  /** Copies {@code parity/} out of a jar, for tests of other modules. */
  private static Path unpack(JarFile jar) throws IOException {
    Path unpacked = Files.createTempDirectory("parity");
    unpacked.toFile().deleteOnExit();
    for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
      if (!entry.getName().startsWith("parity/")) {
        continue;
      }
      Path target = unpacked.resolve(entry.getName());
      // Registered in the order of creation: deletion at exit runs backwards, files before folders.
      target.toFile().deleteOnExit();
      if (entry.isDirectory()) {
        Files.createDirectories(target);
      } else {
        Files.copy(jar.getInputStream(entry), target);
      }
    }
    return unpacked.resolve("parity");
  }
}
