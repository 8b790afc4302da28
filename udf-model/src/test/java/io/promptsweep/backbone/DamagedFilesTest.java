package io.promptsweep.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.promptsweep.backbone.parity.ParityFiles;
import io.promptsweep.backbone.tokenizer.SmallTokenizers;
import io.promptsweep.backbone.tokenizer.TokenizersChild;
import io.promptsweep.backbone.weights.Checkpoint;
import io.promptsweep.problem.InvalidInputException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedFilesTest {
  private static final List<String> PARTS =
      List.of("normalizer", "pre_tokenizer", "post_processor", "decoder", "added_tokens", "model");

  /** Parts that the libraries have been seen to stumble over, and plain nonsense. */
  private static final List<String> OTHER =
      List.of(
          "null",
          "-1",
          "1e400",
          "1.5",
          "18446744073709551616",
          "\"\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "{\"type\": \"Sequence\"}",
          "{\"type\": \"Precompiled\", \"precompiled_charsmap\": \"AAAA\"}",
          "{\"type\": \"Other\", \"content\": \"a\", \"start\": 1, \"stop\": 1}",
          "{\"type\": \"Strip\", \"content\": \"a\", \"start\": 1, \"stop\": 1}",
          "{\"type\": \"Replace\", \"pattern\": {\"Regex\": \"(\"}, \"content\": \"a\"}",
          "{\"type\": \"Replace\", \"pattern\": {\"Regex\": \"a*\"}, \"content\": \"b\"}",
          "{\"type\": \"Split\", \"pattern\": {\"Regex\": \"(a+)+$\"}, \"behavior\": \"Removed\","
              + " \"invert\": false}",
          "{\"type\": \"FixedLength\", \"length\": 0}",
          "{\"type\": \"TemplateProcessing\", \"single\": [{\"SpecialToken\": {\"id\": \"x\","
              + " \"type_id\": 0}}, {\"Sequence\": {\"id\": \"B\", \"type_id\": 0}}], \"pair\": [],"
              + " \"special_tokens\": {}}",
          "{\"type\": \"BPE\", \"vocab\": {\"<pad>\": 0, \"</s>\": 1, \"a\": 2}, \"merges\": [\"a"
              + " \u00e9\"], \"continuing_subword_prefix\": \"##\"}",
          "{\"type\": \"WordLevel\", \"vocab\": {\"<pad>\": 0, \"</s>\": 4294967295}, \"unk_token\":"
              + " \"no\"}");

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

  /**
   * In a process of its own, which a native library may end: then the test fails, and the file is
   * the last one that was written.
   */
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void damagedTokenizersEndInASentenceOrAreRead() throws Exception {
    Path pieces = Path.of(System.getProperty("shared.dir", "")).resolve("tokenizer/t5");
    byte[] real =
        Files.exists(pieces.resolve("spiece.model"))
            ? Files.readAllBytes(pieces.resolve("spiece.model"))
            : SmallTokenizers.model();
    Process jvm = child();
    int refused = 0;
    try (BufferedReader out = jvm.inputReader();
        BufferedWriter in = jvm.outputWriter()) {
      assertThat(out.readLine()).isEqualTo("ready");
      for (int seed = 0; seed < 600; seed++) {
        Random random = new Random(seed);
        Path damaged = Files.createDirectories(folder.resolve("seed-" + seed));
        if (seed % 6 < 5) {
          String json = damagedJson(random);
          Files.write(damaged.resolve("tokenizer.json"), damagedText(json, random));
        } else {
          byte[] model = seed % 4 == 1 ? real : SmallTokenizers.model();
          Files.write(damaged.resolve("spiece.model"), mutatedAnywhere(model, random));
        }
        in.write(damaged + "\n");
        in.flush();
        String answer = out.readLine();
        assertThat(answer).as("seed %d", seed).isNotNull().matches("used|refused .*\\S.*");
        refused += answer.startsWith("refused") ? 1 : 0;
      }
    } finally {
      jvm.destroy();
    }
    assertThat(refused).isBetween(200, 599);
  }

  private static Process child() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            TokenizersChild.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** A sound file but for a value, a part, or bytes of the map of characters. */
  private static String damagedJson(Random random) {
    JsonObject json = SmallTokenizers.json();
    switch (random.nextInt(3)) {
      case 0 ->
          SmallTokenizers.withCharsMap(json, mutatedAnywhere(SmallTokenizers.charsMap(), random));
      case 1 -> {
        List<Runnable> places = new ArrayList<>();
        collect(json, random, places);
        places.get(random.nextInt(places.size())).run();
      }
      default ->
          json.add(
              PARTS.get(random.nextInt(PARTS.size())),
              JsonParser.parseString(OTHER.get(random.nextInt(OTHER.size()))));
    }
    return json.toString();
  }

  /** A change for each value inside. */
  private static void collect(JsonElement element, Random random, List<Runnable> places) {
    JsonElement other = JsonParser.parseString(OTHER.get(random.nextInt(OTHER.size())));
    if (element instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        places.add(() -> object.add(entry.getKey(), other));
        collect(entry.getValue(), random, places);
      }
    } else if (element instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        int place = i;
        places.add(() -> array.set(place, other));
        collect(array.get(i), random, places);
      }
    }
  }

  /** Now and then a byte of the text itself. */
  private static byte[] damagedText(String json, Random random) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return random.nextInt(4) == 0 ? mutatedAnywhere(bytes, random) : bytes;
  }

  private static byte[] mutatedAnywhere(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int place = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(64, bytes.length));
      bytes[place] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) (bytes[place] ^ (1 << random.nextInt(8)));
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private static byte[] golden(String name) throws IOException {
    return Files.readAllBytes(ParityFiles.path("t5-v1_0-tiny/" + name));
  }
}
