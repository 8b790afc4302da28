package io.promptsweep.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PickledCheckpointTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("weights.bin");
  }

  @Test
  void stridedViewsBecomeRowMajor() {
    // [[0, 1, 2], [3, 4, 5]] transposed, one column of it, and the two rows one by one.
    new TorchFile()
        .op('}', '(')
        .text("transposed")
        .tensor("0", 6, 0, new long[] {3, 2}, 1, 3)
        .text("column")
        .tensor("0", 6, 2, new long[] {2}, 3)
        .text("row")
        .tensor("0", 6, 3, new long[] {1, 3}, 99, 1)
        .text("scalar")
        .tensor("0", 6, 5, new long[0])
        .text("empty")
        .tensor("0", 6, 6, new long[] {0, 3}, 3, 1)
        .op('u')
        .storage("0", 0, 1, 2, 3, 4, 5)
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.openFile(file)) {
      assertThat(checkpoint.require("transposed", 3, 2).floats()).containsExactly(0, 3, 1, 4, 2, 5);
      assertThat(checkpoint.require("column", 2).floats()).containsExactly(2, 5);
      assertThat(checkpoint.require("row", 1, 3).floats()).containsExactly(3, 4, 5);
      assertThat(checkpoint.require("scalar").floats()).containsExactly(5);
      assertThat(checkpoint.require("empty", 0, 3).floats()).isEmpty();
    }
  }

  @Test
  void storageClassesGiveTheElementType() {
    new TorchFile()
        .op('}', '(')
        .text("half")
        .tensor("HalfStorage", "0", 2, 0, new long[] {2}, 1)
        .text("brain")
        .tensor("BFloat16Storage", "0", 2, 1, new long[] {1}, 1)
        .text("double")
        .tensor("DoubleStorage", "1", 1, 0, new long[] {1}, 1)
        .text("long")
        .tensor("LongStorage", "1", 1, 0, new long[] {1}, 1)
        .op('u')
        .storage("0", new byte[] {0, 0x3c, (byte) 0x80, (byte) 0xbf})
        .storage("1", new byte[] {0, 0, 0, 0, 0, 0, 0, 0x40})
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.openFile(file)) {
      assertThat(checkpoint.tensor("half").floats()).containsExactly(1, -1.875f);
      assertThat(checkpoint.tensor("brain").floats()).containsExactly(-1);
      assertThat(checkpoint.tensor("double").floats()).containsExactly(2);
      assertThat(checkpoint.tensor("long").bytes().getLong()).isEqualTo(1L << 62);
      assertThatThrownBy(() -> checkpoint.tensor("long").floats())
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("tensor long holds I64 rather than floating-point numbers.");
    }
  }

  @Test
  void opensAWrapperAtItsStateDictionary() {
    new TorchFile()
        .op('}', '(')
        .text("epoch")
        .number(3)
        .text("optimizer")
        .op('}')
        .text("moment")
        .tensor("0", 1, 0, new long[] {1}, 1)
        .op('s')
        .text("state_dict")
        .op('}')
        .text("w")
        .tensor("0", 1, 0, new long[] {1}, 1)
        .op('s', 'u')
        .storage("0", 7)
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.openFile(file)) {
      assertThat(checkpoint.names()).containsExactly("w");
    }
  }

  @Test
  void joinsTheNamesOfNestedDictionaries() {
    new TorchFile()
        .op('}', '(')
        .text("prompt")
        .op('}')
        .text("a")
        .tensor("0", 1, 0, new long[] {1}, 1)
        .op('s')
        .text("steps")
        .number(5)
        .text("list")
        .op(']')
        .op('u')
        .storage("0", 7)
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.openFile(file)) {
      assertThat(checkpoint.names()).containsExactly("prompt.a");
    }
  }

  @Test
  void attributesOfADictionaryAreIgnored() {
    new TorchFile()
        .global("collections", "OrderedDict")
        .op(')', 'R', '(')
        .text("w")
        .tensor("0", 1, 0, new long[] {1}, 1)
        .op('u', '}')
        .text("_metadata")
        .op('}', 's', 'b')
        .storage("0", 7)
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.openFile(file)) {
      assertThat(checkpoint.names()).containsExactly("w");
    }
  }

  @Test
  void parametersAreTheirTensors() {
    new TorchFile()
        .op('}')
        .text("w")
        .global("torch._utils", "_rebuild_parameter")
        .tensor("0", 1, 0, new long[] {1}, 1)
        .op(0x88, 'N', 0x87, 'R', 's')
        .storage("0", 7)
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.openFile(file)) {
      assertThat(checkpoint.tensor("w").floats()).containsExactly(7);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "os,system",
    "posix,system",
    "builtins,eval",
    "torch,load",
    "torch._utils,_rebuild_tensor",
    "collections,OrderedDict.__init__",
    "java.lang,Runtime"
  })
  void refusesToCallAnythingElse(String module, String name) {
    new TorchFile().global(module, name).text("true").op(0x85, 'R').write(file);
    assertRefused(
        file
            + " asks for "
            + module
            + "."
            + name
            + ", which weights do not need; it was not run: use a safetensors copy, or a file from"
            + " a source you trust.");
  }

  @Test
  void refusesGlobalsFromTheStackAndOtherWaysToMakeObjects() {
    new TorchFile().text("os").text("system").op(0x93).write(file);
    assertRefused(
        file
            + " asks for os.system, which weights do not need; it was not run: use a safetensors"
            + " copy, or a file from a source you trust.");
    for (int opcode : new int[] {'i', 'o', 0x81, 0x92, 0x82, 'P', 'S', 'I'}) {
      new TorchFile().op(opcode).write(file);
      assertRefused(
          String.format(
              Locale.ROOT,
              "%s asks for opcode 0x%02x at byte 2, which weights do not need; it was not run: use a safetensors copy, or a file from a source you trust.",
              file,
              opcode));
    }
    new TorchFile().global("collections", "OrderedDict").op('}', 'b').write(file);
    assertRefused(
        file
            + " asks to set the state of an object, which weights do not need; it was not run: use"
            + " a safetensors copy, or a file from a source you trust.");
  }

  @Test
  void refusesViewsThatLeaveOrRepeatTheirStorage() {
    String before = file + " is not what torch.save writes: it has a tensor that ";
    String after = "; download it again.";
    long[][] shapesAndStrides = {{4}, {1}, {3}, {2}, {2}, {Long.MAX_VALUE}, {2}, {-1}};
    for (int i = 2; i < shapesAndStrides.length; i += 2) {
      new TorchFile()
          .op('}')
          .text("w")
          .tensor("0", 4, 0, shapesAndStrides[i], shapesAndStrides[i + 1])
          .op('s')
          .storage("0", 1, 2, 3, 4)
          .write(file);
      assertRefused(before + "has strides that leave its storage" + after);
    }
    new TorchFile()
        .op('}')
        .text("w")
        .tensor("0", 1, 0, new long[] {1 << 30, 1 << 30}, 0, 0)
        .op('s')
        .storage("0", 1)
        .write(file);
    assertRefused(
        before + "has shape [1073741824, 1073741824], more than the 1 elements stored" + after);
    new TorchFile()
        .op('}')
        .text("w")
        .tensor("0", 1, 0, new long[] {1}, 1, 1)
        .op('s')
        .storage("0", 1)
        .write(file);
    assertRefused(before + "has strides that do not fit its shape" + after);
  }

  @Test
  void refusesStoragesThatAreNotThere() {
    new TorchFile()
        .op('}')
        .text("w")
        .tensor("7", 4, 0, new long[] {4}, 1)
        .op('s')
        .storage("0", 1, 2, 3)
        .write(file);
    assertRefused(
        file + ": tensor w needs 16 bytes of storage 7, which has none; download it again.");
    new TorchFile()
        .op('}')
        .text("w")
        .tensor("0", 4, 0, new long[] {4}, 1)
        .op('s')
        .storage("0", 1, 2, 3)
        .write(file);
    assertRefused(
        file + ": tensor w needs 16 bytes of storage 0, which has 12; download it again.");
  }

  @Test
  void refusesWhatHoldsNoTensors() {
    new TorchFile().text("hello").write(file);
    assertRefused(file + " does not hold a dictionary of tensors; save the model's state_dict.");
    new TorchFile().op('}').write(file);
    assertRefused(file + " holds no tensors by name; save the model's state_dict.");
  }

  @Test
  void survivesBombs() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          // A dictionary in itself, directly and as 2^40 ways to one tensor.
          new TorchFile().op('}', 'q', 0).text("a").op('h', 0, 's').write(file);
          String nested =
              file + " nests its dictionaries too deep or too often; save the model's state_dict.";
          assertRefused(nested);
          TorchFile doubling = new TorchFile().op('}', 'q', 0);
          for (int i = 1; i < 14; i++) {
            doubling.op('}', 'q', i, '(');
            for (int j = 0; j < 4; j++) {
              doubling.text("k" + j).op('h', i - 1);
            }
            doubling.op('u');
          }
          doubling.write(file);
          assertRefused(nested);
          // Two million values on the stack and in the memo.
          TorchFile long1 = new TorchFile();
          for (int i = 0; i < 1_000_000; i++) {
            long1.op(']', 0x94);
          }
          long1.write(file);
          assertRefused(
              file
                  + " is not what torch.save writes: it has more than 1000000 opcodes from byte 0"
                  + " on; download it again.");
          // A list that contains itself, as a key.
          new TorchFile().op('}', ']', 'q', 0, 'h', 0, 'a', 'N', 's').write(file);
          assertRefused(
              file
                  + " is not what torch.save writes: it has a dictionary key that is neither text"
                  + " nor number; download it again.");
          // A text of four gigabytes in a file of a few bytes.
          new TorchFile().op('X', 0xff, 0xff, 0xff, 0xff).write(file);
          assertRefused(
              file
                  + " ends in the middle of its pickle; it looks half-downloaded: download it"
                  + " again.");
          new TorchFile().op('}').text("x".repeat(5000)).op('}', 's').write(file);
          assertRefused(
              file
                  + " has the name "
                  + "x".repeat(120)
                  + "… of 5000 letters rather than at most 1000; save the model's state_dict.");
        });
  }

  @Test
  void namesInMessagesCannotWriteToTheTerminal() {
    new TorchFile().text("o\u001b[31ms\n").text("x".repeat(1000)).op(0x93).write(file);
    assertRefused(
        file
            + " asks for o?[31ms?."
            + "x".repeat(111)
            + "…, which weights do not need; it was not run: use a safetensors copy, or a file from"
            + " a source you trust.");
  }

  @Test
  void refusesCompressedEntriesAndOtherArchives() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(new TorchFile().op('}').pickle());
    }
    assertRefused(
        file
            + ": entry archive/data.pkl is compressed or encrypted, which torch.save never does;"
            + " save it again with torch.save.");
    Files.writeString(file, "<html>404</html>");
    assertRefused(
        file
            + " is a web page, not the file; download the file itself, for example with hf download"
            + " ORGANISATION/NAME.");
    Files.write(file, new byte[0]);
    assertRefused(
        file + " is neither a zip archive nor a pickle that torch.save wrote; download it again.");
  }

  private void assertRefused(String sentence) {
    assertThatThrownBy(() -> Checkpoint.openFile(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(sentence);
  }
}
