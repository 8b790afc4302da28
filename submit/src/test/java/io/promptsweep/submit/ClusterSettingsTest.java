package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.resource.ResourceUtils;
import org.apache.spark.util.Utils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Spark settings in {@code conf/cluster}, and those in them that a {@code #} turns off. */
class ClusterSettingsTest {
  private static final Path FOLDER = Cli.root().resolve("conf/cluster");
  private static final Pattern CHOICE = Pattern.compile("#(spark\\..*)");

  /** Families of keys whose last words are the user's. */
  private static final Pattern OPEN =
      Pattern.compile(
          "spark\\.executorEnv\\.[A-Z_]+"
              + "|spark\\.(executor|task)\\.resource\\.gpu\\.amount"
              + "|spark\\.executor\\.resource\\.gpu\\.(discoveryScript|vendor)"
              + "|spark\\.kubernetes\\.executor\\.volumes\\.persistentVolumeClaim\\.[a-z]+"
              + "\\.(options\\.claimName|mount\\.path|mount\\.readOnly)");

  /** Of Spark's YARN and Kubernetes modules, which are not on this class path. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "spark.yarn.queue",
          "spark.kubernetes.namespace",
          "spark.kubernetes.container.image",
          "spark.kubernetes.executor.podTemplateFile");

  private record Setting(String key, String value, boolean on) {}

  @BeforeAll
  static void registerSparksOwnKeys() throws ClassNotFoundException {
    Class.forName("org.apache.spark.internal.config.package$");
  }

  private static List<Setting> settings(String name) throws IOException {
    List<Setting> settings = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve(name))) {
      var choice = CHOICE.matcher(line);
      Properties one = new Properties();
      one.load(new StringReader(choice.matches() ? choice.group(1) : line));
      one.stringPropertyNames()
          .forEach(key -> settings.add(new Setting(key, one.getProperty(key), !choice.matches())));
    }
    return settings;
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone.properties", "yarn.properties", "kubernetes.properties"})
  void sparkKnowsEveryKeyAndTakesEveryValue(String name) throws IOException {
    List<Setting> settings = settings(name);
    assertThat(settings).hasSizeGreaterThan(12);
    for (Setting setting : settings) {
      ConfigEntry<?> entry = ConfigEntry.findEntry(setting.key());
      assertThat(
              entry != null
                  || ELSEWHERE.contains(setting.key())
                  || OPEN.matcher(setting.key()).matches())
          .as("%s: %s", name, setting.key())
          .isTrue();
      // A comment behind a value would be part of it.
      assertThat(setting.value()).as(setting.key()).isNotBlank().doesNotContain(" ");
      if (entry != null) {
        assertThat(entry.valueConverter().apply(setting.value())).as(setting.key()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone.properties", "yarn.properties", "kubernetes.properties"})
  void sparkReadsTheFileAsItStands(String name) throws IOException {
    Map<String, String> on = new LinkedHashMap<>();
    for (Setting setting : settings(name)) {
      if (setting.on()) {
        assertThat(on.put(setting.key(), setting.value())).as(setting.key()).isNull();
      }
    }
    var read = Utils.getPropertiesFromFile(FOLDER.resolve(name).toString());
    SparkConf conf = new SparkConf(false);
    on.forEach(
        (key, value) -> {
          assertThat(read.apply(key)).as(key).isEqualTo(value);
          conf.set(key, value);
        });
    assertThat(read.size()).isEqualTo(on.size());

    // One GPU an executor, one cell on it; with the choices, as many as the executor has cores.
    assertThat(tasksOnAGpu(conf)).isEqualTo(1).isEqualTo(conf.getInt("spark.executor.cores", 0));
    Set<String> sharing = Set.of("spark.executor.cores", "spark.task.resource.gpu.amount");
    settings(name).stream()
        .filter(setting -> !setting.on() && sharing.contains(setting.key()))
        .forEach(setting -> conf.set(setting.key(), setting.value()));
    assertThat(tasksOnAGpu(conf)).isEqualTo(4).isEqualTo(conf.getInt("spark.executor.cores", 0));
  }

  private static int tasksOnAGpu(SparkConf conf) {
    var request = ResourceUtils.parseResourceRequirements(conf, "spark.task").apply(0);
    assertThat(request.resourceName()).isEqualTo("gpu");
    return request.amount() * request.numParts();
  }

  @Test
  void everyFileIsTested() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
          .containsExactlyInAnyOrder(
              "standalone.properties", "yarn.properties", "kubernetes.properties");
    }
  }
}
