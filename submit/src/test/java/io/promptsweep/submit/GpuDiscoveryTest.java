package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The discovery script, with an {@code nvidia-smi} that lists what a test wants. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GpuDiscoveryTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new TreeMap<>();

  private record Said(int exitCode, String out, String err) {}

  @BeforeEach
  void findNoRealDriver() throws IOException {
    for (String tool : List.of("bash", "tr", "grep")) {
      program("tools", tool, "exec $(PATH=/usr/bin:/bin type -P " + tool + ") \"$@\"\n");
    }
    environment.put("PATH", folder.resolve("bin") + ":" + folder.resolve("tools"));
  }

  /** An {@code nvidia-smi} that prints this when it is asked for indices, and nothing else. */
  private void nvidiaSmi(String out, int status) throws IOException {
    Path listing = Files.writeString(folder.resolve("listing"), out);
    program(
        "bin",
        "nvidia-smi",
        String.format(
            Locale.ROOT,
            """
        [ "$*" = "--query-gpu=index --format=csv,noheader" ] || exit 64
        while IFS= read -r line; do echo "$line"; done < '%s'
        exit %d
        """,
            listing,
            status));
  }

  private void program(String place, String name, String script) throws IOException {
    Path file = Files.createDirectories(folder.resolve(place)).resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Said call(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Cli.root().resolve("submit/gpu-discovery").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), out, err);
  }

  private static Said found(String... addresses) {
    return new Said(
        0, "{\"name\":\"gpu\",\"addresses\":[\"" + String.join("\",\"", addresses) + "\"]}\n", "");
  }

  private static Said refused(String sentence) {
    return new Said(1, "", "gpu-discovery: " + sentence + "\n");
  }

  @Test
  void printsWhatSparkReads() throws Exception {
    nvidiaSmi("0\n1\n", 0);
    Said said = call();
    assertThat(said).isEqualTo(found("0", "1"));
    ResourceInformation gpus = ResourceInformation.parseJson(said.out());
    assertThat(gpus.name()).isEqualTo("gpu");
    assertThat(gpus.addresses()).containsExactly("0", "1");
  }

  @Test
  void listsEveryGpuOfALargeNode() throws Exception {
    nvidiaSmi("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", 0);
    assertThat(call()).isEqualTo(found("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"));
  }

  /** CUDA ends the list at the first device that is not there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3    | 3",
        "2,3  | 2,3",
        "'3, 0' | 3,0",
        "0,7,1 | 0",
        "GPU-8f1c2d3e-0000-1111-2222-333344445555,MIG-1"
            + " | GPU-8f1c2d3e-0000-1111-2222-333344445555,MIG-1"
      })
  void givesWhatIsVisible(String visible, String addresses) throws Exception {
    nvidiaSmi("0\n1\n2\n3\n", 0);
    environment.put("CUDA_VISIBLE_DEVICES", visible);
    assertThat(call()).isEqualTo(found(addresses.split(",")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "4", "NoDevFiles"})
  void saysThatEveryGpuIsHidden(String visible) throws Exception {
    nvidiaSmi("0\n1\n2\n3\n", 0);
    environment.put("CUDA_VISIBLE_DEVICES", visible);
    assertThat(call())
        .isEqualTo(
            refused(
                "CUDA_VISIBLE_DEVICES='"
                    + visible
                    + "' hides every GPU (nvidia-smi lists 0 1 2 3); name one of these, or unset"
                    + " it."));
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    assertThat(call())
        .isEqualTo(
            refused(
                "no nvidia-smi on the PATH; install the NVIDIA driver, or give fixed addresses with"
                    + " --addresses 0,1."));
    nvidiaSmi("No devices were found\n", 0);
    assertThat(call())
        .isEqualTo(
            refused(
                "nvidia-smi lists no GPU; start this worker where there is one, or give fixed"
                    + " addresses with --addresses 0,1."));
    nvidiaSmi("Failed to initialize NVML: Driver/library version mismatch\nNVML 570.1\n", 18);
    assertThat(call())
        .isEqualTo(
            refused(
                "nvidia-smi failed (Failed to initialize NVML: Driver/library version mismatch);"
                    + " repair the NVIDIA driver, or give fixed addresses with --addresses 0,1."));
  }

  @Test
  void givesFixedAddressesWithoutLooking() throws Exception {
    environment.put("CUDA_VISIBLE_DEVICES", "");
    assertThat(call("--addresses", "0,1")).isEqualTo(found("0", "1"));
    assertThat(call("--addresses", "7")).isEqualTo(found("7"));
    for (String[] wrong :
        List.of(
            new String[] {"--addresses"},
            new String[] {"--addresses", "0,"},
            new String[] {"--addresses", "a"},
            new String[] {"--addresses", "0", "1"})) {
      assertThat(call(wrong))
          .isEqualTo(
              refused(
                  "--addresses needs numbers with commas between them, such as --addresses 0,1."));
    }
    assertThat(call("--help"))
        .isEqualTo(refused("unknown argument '--help'; the only one is --addresses 0,1."));
  }
}
