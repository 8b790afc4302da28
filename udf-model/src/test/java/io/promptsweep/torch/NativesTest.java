package io.promptsweep.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.promptsweep.problem.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: what is loaded belongs to a JVM, and what is unpacked to all of them. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NativesTest {
  private static final List<String> LIBRARIES = List.of("pytorch", "tokenizers", "sentencepiece");

  @TempDir Path folder;

  private record Said(int exitCode, List<String> lines) {}

  @Test
  void manyJvmsOnAnEmptyFolderUnpackOnce() throws Exception {
    Path cache = folder.resolve("cache");
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      Map<WatchKey, String> names = new HashMap<>();
      for (String library : LIBRARIES) {
        Path unpacked = Files.createDirectories(cache.resolve(library));
        names.put(unpacked.register(watch, StandardWatchEventKinds.ENTRY_CREATE), library);
      }
      List<Process> jvms = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        jvms.add(start(Map.of("DJL_CACHE_DIR", cache.toString())));
      }
      for (Process jvm : jvms) {
        letGo(jvm);
      }
      for (Process jvm : jvms) {
        Said said = end(jvm);
        assertThat(said.lines())
            .containsExactly(
                "2",
                "true",
                "Description[version=2.7.1, flavor=cpu, origin=BUNDLED, folder="
                    + unpackedPyTorch(cache)
                    + ", gpus=0]");
        assertThat(said.exitCode()).isZero();
      }
      // A folder or file to unpack into, for each library, over all processes.
      assertThat(temporaries(watch, names, cache)).containsExactlyInAnyOrderElementsOf(LIBRARIES);
    }
    try (Stream<Path> left = Files.walk(cache)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("tmp") || name.endsWith("tmp"))
          .contains("libtorch_cpu.so", "libtokenizers.so", "libsentencepiece_native.so");
    }
  }

  private static Path unpackedPyTorch(Path cache) throws IOException {
    try (Stream<Path> unpacked = Files.list(cache.resolve("pytorch"))) {
      List<Path> all = unpacked.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  /** The libraries for which something temporary was made, as often as it was. */
  private static List<String> temporaries(
      WatchService watch, Map<WatchKey, String> names, Path cache) throws Exception {
    for (String library : LIBRARIES) {
      Files.createFile(cache.resolve(library).resolve("last"));
    }
    List<String> found = new ArrayList<>();
    int ended = 0;
    while (ended < LIBRARIES.size()) {
      WatchKey key = watch.take();
      for (WatchEvent<?> event : key.pollEvents()) {
        assertThat(event.kind()).isEqualTo(StandardWatchEventKinds.ENTRY_CREATE);
        String created = String.valueOf(event.context());
        if (created.equals("last")) {
          ended++;
        } else if (created.startsWith("tmp") || created.endsWith("tmp")) {
          found.add(names.get(key));
        }
      }
      key.reset();
    }
    return found;
  }

  @Test
  void refusesAFolderWithoutALibrary() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(refused(Map.of("PYTORCH_LIBRARY_PATH", empty.toString())))
        .isEqualTo(
            "PYTORCH_LIBRARY_PATH is "
                + empty
                + " (seen from "
                + folder
                + "), where there is no libtorch.so; set it to the folder torch/lib of PyTorch"
                + " 2.7.1, or unset it to use the bundled library for CPUs.");
  }

  @Test
  void refusesAnotherVersion() throws Exception {
    Path lib = Files.createDirectories(folder.resolve("torch/lib"));
    Files.createFile(lib.resolve("libtorch.so"));
    Map<String, String> environment = Map.of("PYTORCH_LIBRARY_PATH", "torch/lib");
    assertThat(refused(environment))
        .isEqualTo(
            "PYTORCH_LIBRARY_PATH is "
                + lib
                + ", and no file there tells which PyTorch it is; set PYTORCH_VERSION=2.7.1 if it"
                + " is that one, and install torch==2.7.1 if not.");

    String sentence =
        "PYTORCH_LIBRARY_PATH is "
            + lib
            + ", which is PyTorch %s, and only 2.7.1 is supported; install torch==2.7.1 and set"
            + " PYTORCH_LIBRARY_PATH to its torch/lib.";
    Files.writeString(folder.resolve("torch/build-version"), "2.7.0+cpu\n");
    assertThat(refused(environment)).isEqualTo(String.format(Locale.ROOT, sentence, "2.7.0+cpu"));
    Files.writeString(
        folder.resolve("torch/version.py"), "debug = False\n__version__ = '2.10.1+cu128'\n");
    assertThat(refused(environment))
        .isEqualTo(String.format(Locale.ROOT, sentence, "2.10.1+cu128"));

    assertThat(refused(Map.of("PYTORCH_VERSION", "2.9.0")))
        .isEqualTo(
            "PYTORCH_VERSION is 2.9.0, and only PyTorch 2.7.1 is supported; install torch==2.7.1"
                + " and set PYTORCH_LIBRARY_PATH to its torch/lib, or unset PYTORCH_VERSION.");
  }

  @Test
  void refusesAFlavorThatIsNotThere() throws Exception {
    assertThat(refused(Map.of("PYTORCH_FLAVOR", "cu128")))
        .isEqualTo(
            "PYTORCH_FLAVOR is cu128, but PYTORCH_LIBRARY_PATH is not set and the bundled PyTorch"
                + " is for cpu; set PYTORCH_LIBRARY_PATH to the folder torch/lib of PyTorch 2.7.1,"
                + " or unset PYTORCH_FLAVOR.");
    Files.createFile(folder.resolve("libtorch.so"));
    assertThat(
            refused(
                Map.of(
                    "PYTORCH_LIBRARY_PATH",
                    folder.resolve("libtorch.so").toString(),
                    "PYTORCH_VERSION",
                    "2.7.1",
                    "PYTORCH_FLAVOR",
                    "cu128")))
        .isEqualTo(
            "PYTORCH_FLAVOR is 'cu128', expected cpu for the PyTorch in "
                + folder
                + "; set it to that, or unset it.");
  }

  @Test
  void saysThatALibraryIsBroken() throws Exception {
    Files.createFile(folder.resolve("libtorch.so"));
    assertThat(refused(Map.of("PYTORCH_LIBRARY_PATH", "/nowhere:.", "PYTORCH_VERSION", "2.7.1")))
        .startsWith("PYTORCH_LIBRARY_PATH: the PyTorch in " + folder)
        .contains("file too short")
        .endsWith("set it to the whole folder torch/lib of PyTorch 2.7.1.");
  }

  /** Any library in its place shows that it is looked for there: it has no such function. */
  @Test
  void countsGpusWithTheCudaRuntimeThatPipInstalled() throws Exception {
    Path lib = Files.createDirectories(folder.resolve("torch/lib"));
    Files.createFile(lib.resolve("libtorch.so"));
    Path runtime = Files.createDirectories(folder.resolve("nvidia/cuda_runtime/lib"));
    try (InputStream other =
        getClass().getResourceAsStream("/native/lib/linux-x86_64/libsentencepiece_native.so")) {
      Files.copy(other, runtime.resolve("libcudart.so.12"));
    }
    assertThat(refused(Map.of("PYTORCH_LIBRARY_PATH", lib.toString())))
        .contains("cudaGetDeviceCount");
  }

  @Test
  void saysThatTheCacheCannotBeUsed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(refused(Map.of("DJL_CACHE_DIR", file.resolve("cache").toString())))
        .startsWith(
            "The folder for native libraries, " + file.resolve("cache") + ", cannot be used")
        .endsWith(
            "; set DJL_CACHE_DIR to a folder of this user's on a local disk with 500 MB free.");
  }

  @Test
  void refusesAGpuWithALibraryForCpus() {
    assertThatThrownBy(() -> Natives.load(Device.gpu(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "GPU 1 is to be used, and the PyTorch in "
                + Natives.describe().folder()
                + " is for CPUs; set PYTORCH_LIBRARY_PATH to the folder torch/lib of a PyTorch"
                + " 2.7.1 with CUDA.");
    Natives.load(Device.cpu());
  }

  @Test
  void theBindingsThatAreOfferedAreThere() {
    for (String flavor : List.of("cpu", Natives.CUDA)) {
      assertThat(getClass().getResource("/jnilib/linux-x86_64/" + flavor + "/libdjl_torch.so"))
          .as(flavor)
          .isNotNull();
    }
  }

  private String refused(Map<String, String> environment) throws Exception {
    Process jvm = start(environment);
    letGo(jvm);
    Said said = end(jvm);
    assertThat(said.exitCode()).as("%s", said.lines()).isEqualTo(2);
    assertThat(said.lines()).hasSize(1);
    return said.lines().get(0);
  }

  private Process start(Map<String, String> environment) throws IOException {
    ProcessBuilder jvm =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            NativesChild.class.getName());
    jvm.environment().keySet().removeIf(key -> key.startsWith("PYTORCH_"));
    jvm.environment().remove("ENGINE_CACHE_DIR");
    jvm.environment().put("DJL_CACHE_DIR", folder.resolve("cache").toString());
    jvm.environment().putAll(environment);
    jvm.directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    return jvm.start();
  }

  /** Waits until a JVM runs, so that the work of several begins at once. */
  private static void letGo(Process jvm) throws IOException {
    assertThat(jvm.inputReader().readLine()).isEqualTo("ready");
    try (OutputStream in = jvm.getOutputStream()) {
      in.write('\n');
    }
  }

  private static Said end(Process jvm) throws Exception {
    List<String> lines;
    try (BufferedReader out = jvm.inputReader()) {
      lines = out.lines().toList();
    }
    assertThat(jvm.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Said(jvm.exitValue(), lines);
  }
}
