package io.promptsweep.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.parity.ParityFiles;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "pytorch_model.bin", "pytorch_model.legacy.bin"})
  void refusesAFileCutOffAnywhere(String name) throws IOException {
    byte[] whole = golden(name);
    Random random = new Random(1);
    Path file = folder.resolve(name);
    for (int i = 0; i < 300; i++) {
      int length =
          switch (i % 3) {
            case 0 -> i;
            case 1 -> whole.length - 1 - i;
            default -> random.nextInt(whole.length);
          };
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Checkpoint.openFile(file))
          .as("the first %d of %d bytes", length, whole.length)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(file.toString())
          .hasMessageContaining("download");
    }
  }

  /** Any sentence will do, and so will a success; anything else fails the test. */
  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "pytorch_model.bin", "pytorch_model.legacy.bin"})
  void changedBytesEndInASentenceOrAreRead(String name) throws IOException {
    byte[] whole = golden(name);
    int[] refused = {0};
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int seed = 0; seed < 2000; seed++) {
            byte[] bytes = mutated(whole, new Random(seed));
            Path file = Files.write(folder.resolve(seed % 2 + name), bytes);
            try (Checkpoint checkpoint = Checkpoint.openFile(file)) {
              for (String tensor : checkpoint.names()) {
                checkpoint.tensor(tensor).bytes();
              }
            } catch (InvalidInputException e) {
              assertThat(e).hasMessageStartingWith(file.toString());
              refused[0]++;
            } catch (RuntimeException | Error e) {
              throw new AssertionError(name + " with seed " + seed, e);
            }
          }
        });
    assertThat(refused[0]).isBetween(200, 1999);
  }

  /** Changes a few bytes where structure is: the head with header or pickle, or the directory. */
  private static byte[] mutated(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int place =
          random.nextInt(4) > 0 ? random.nextInt(16_000) : bytes.length - 1 - random.nextInt(6_000);
      bytes[place] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) (bytes[place] ^ (1 << random.nextInt(8)));
            case 2 -> (byte) 0xff;
            default -> bytes[random.nextInt(16_000)];
          };
    }
    return random.nextInt(10) == 0
        ? Arrays.copyOf(bytes, bytes.length - random.nextInt(500))
        : bytes;
  }

  private static byte[] golden(String name) throws IOException {
    return Files.readAllBytes(ParityFiles.path("t5-v1_0-tiny/" + name));
  }
}
