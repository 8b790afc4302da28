package io.promptsweep.toy;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.backbone.BackboneDigest;
import io.promptsweep.task.Example;
import io.promptsweep.task.TaskData;
import io.promptsweep.task.TaskDefinition;
import io.promptsweep.task.TaskLibrary;
import io.promptsweep.task.TaskSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ToyWorldTest {
  private static final TaskLibrary TASKS =
      TaskLibrary.open(Path.of(System.getProperty("project.root"), "conf", "tasks"));

  @TempDir static Path folder;
  private static Path world;

  @BeforeAll
  static void write() {
    world = ToyWorld.write(folder.resolve("a"));
  }

  static Stream<String> names() {
    return ToyTask.ALL.stream().map(ToyTask::name);
  }

  private static TaskData data(String name, String family) {
    return TASKS.definition(name).read(TaskSettings.of(world.resolve(ToyWorld.DATA), family));
  }

  /** If this is to change, so is {@link ToyWorld#VERSION}. */
  @Test
  void hasTheDataItEverHad() throws Exception {
    assertThat(digest(world.resolve(ToyWorld.DATA)))
        .isEqualTo("1eb760d7636e00223f203483e492c71481538c3c68669d07721b4d49b98d0026");
    assertThat(world).hasFileName("toy-world-3");
  }

  private static String digest(Path data) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void isTheSameWorldEverywhere() throws Exception {
    Path other = ToyWorld.write(folder.resolve("b"));
    assertThat(BackboneDigest.of(other.resolve(ToyWorld.BACKBONE)))
        .isEqualTo(BackboneDigest.of(world.resolve(ToyWorld.BACKBONE)));
    assertThat(digest(other.resolve(ToyWorld.DATA)))
        .isEqualTo(digest(world.resolve(ToyWorld.DATA)));
    assertThat(ToyWorld.write(folder.resolve("b"))).isEqualTo(other);
  }

  @Test
  void everyTaskOfTheWorldIsShippedAndNoOther() {
    assertThat(TASKS.names().stream().filter(name -> name.startsWith("toy-")))
        .containsExactlyInAnyOrderElementsOf(names().toList());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyTaskIsReadBalancedAndWithoutAnExampleTwice(String name) {
    TaskData data = data(name, "A");
    assertThat(data.train()).hasSize(ToyWorld.TRAIN);
    assertThat(data.validation()).hasSize(ToyWorld.DEV / 2);
    assertThat(data.test()).hasSize(ToyWorld.DEV / 2);
    List<Example> dev = Stream.concat(data.validation().stream(), data.test().stream()).toList();
    for (List<Example> split : List.of(data.train(), dev)) {
      TreeMap<String, Long> counts =
          split.stream()
              .collect(Collectors.groupingBy(Example::target, TreeMap::new, Collectors.counting()));
      assertThat(counts.keySet())
          .containsExactlyElementsOf(
              name.equals("toy-similarity")
                  ? List.of("0.0", "1.0", "2.0", "3.0", "4.0", "5.0")
                  : data.labelWords());
      long even = split.size() / counts.size();
      assertThat(counts.values()).allMatch(count -> count == even || count == even + 1);
    }
    Set<String> seen = new HashSet<>();
    Stream.concat(data.train().stream(), dev.stream())
        .forEach(
            e -> assertThat(seen.add(e.input().replaceAll("[*#] ", ""))).as(e.input()).isTrue());
  }

  /** Reads all files in every family, whose right answers score best. */
  @ParameterizedTest
  @MethodSource("names")
  void everyFamilyScoresItsOwnTargetsPerfectly(String name) {
    TaskDefinition task = TASKS.definition(name);
    for (String family : task.families()) {
      TaskData data = data(name, family);
      assertThat(data.evaluate(data.test(), data.test().stream().map(Example::target).toList()))
          .satisfies(
              perfect -> {
                assertThat(perfect.score()).isGreaterThan(0.9999999);
                assertThat(perfect.invalidShare()).isZero();
              });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "toy-acceptability|sentence: the cheap rabbit buys four hammer|0",
        "toy-coreference|text: * lucy * was carried by peter near the river because # he #"
            + " was kind|0",
        "toy-entailment|sentence1: lucy raised three hammers and leo did not find two"
            + " garments in summer sentence2: leo did not discover two garments in summer|0",
        "toy-inference|premise: nina followed a green ship under the bridge and tom dragged"
            + " two jackets hypothesis: a boat was trailed by nina|0",
        "toy-paraphrase|sentence1: jane did not discover nina on tuesday sentence2: jane was"
            + " not found by nina on tuesday|0",
        "toy-question|question: did leo observe four yellow dolls at the market passage: leo"
            + " observed four yellow dolls in the village . jane did not drop a jacket at night .|0",
        "toy-sense|sentence1: leo and nina talked about the spring and the reeds sentence2:"
            + " ben found the rusty spring behind the engine word: spring|0",
        "toy-sentiment|sentence: in the village the dance was dreadful|0",
        "toy-similarity|sentence1: on wednesday a bike was watched by jack at the station"
            + " sentence2: maria trailed a terrier on the road on friday|0.0"
      })
  void theFirstTrainingExampleReadsAsFamilyAWordsIt(String name, String input, String target) {
    Example first = data(name, "A").train().get(0);
    assertThat(first.input()).isEqualTo(input);
    assertThat(first.target()).isEqualTo(target);
  }

  @Test
  void inFamilyCTheAnswersAreWords() {
    assertThat(data("toy-inference", "C").train().get(2).target()).isEqualTo("neutral");
    assertThat(data("toy-question", "C").labelWords()).containsExactly("False", "True");
  }
}
