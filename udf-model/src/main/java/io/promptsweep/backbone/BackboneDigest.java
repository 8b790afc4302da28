package io.promptsweep.backbone;

import io.promptsweep.backbone.files.ModelFiles;
import io.promptsweep.backbone.weights.Checkpoint;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says whether two backbones are the same: a SHA-256 over what {@code config.json} means (keys that
 * nothing depends on, such as {@code transformers_version}, do not count), the bytes of the weight
 * files and those of the tokenizer file. Where the folder lies does not matter.
 */
public final class BackboneDigest {
  /** One state of one file; a file that was written since has another size or time. */
  private record FileState(Path path, long bytes, FileTime modified) {}

  private static final Map<FileState, String> KNOWN = new ConcurrentHashMap<>();

  private BackboneDigest() {}

  /**
   * The digest of the backbone in {@code backboneDir}, 64 hexadecimal digits. Each file is read
   * once per JVM as long as it does not change.
   *
   * @throws InvalidInputException if the folder has no valid configuration or no weights
   */
  public static String of(Path backboneDir) {
    MessageDigest digest = sha256();
    update(digest, "config " + T5Config.read(backboneDir).json());
    List<Path> weights = Checkpoint.weightFiles(backboneDir);
    for (Path file : weights) {
      update(digest, "weights " + file.getFileName() + " " + ofFile(file));
    }
    Optional<Path> tokenizer = ModelFiles.tokenizer(backboneDir);
    tokenizer.ifPresent(
        file -> update(digest, "tokenizer " + file.getFileName() + " " + ofFile(file)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String ofFile(Path file) {
    try {
      // The real path, so that a link given a new target is not taken for what it was.
      Path real = file.toRealPath();
      FileState state = new FileState(real, Files.size(real), Files.getLastModifiedTime(real));
      return KNOWN.computeIfAbsent(state, s -> read(s.path));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static String read(Path file) {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static InvalidInputException unreadable(Path file, IOException e) {
    return new InvalidInputException(file + " cannot be read: " + e.getMessage() + ".", e);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
