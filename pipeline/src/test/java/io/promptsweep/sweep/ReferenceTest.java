package io.promptsweep.sweep;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.promptsweep.method.PromptMethod;
import io.promptsweep.sweep.hocon.Group;
import io.promptsweep.sweep.hocon.KnownKeys;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceTest {
  private static final KnownKeys KEYS =
      new KnownKeys(SweepConfig.reference().root(), Set.of("method", "tasks", "sweep.axes"));

  @TempDir Path folder;

  @Test
  void everyKeyIsReadAndEveryKeyReadIsThere() {
    SortedSet<String> read = new TreeSet<>(Set.of("sweep.axes", "method", "tasks"));
    for (String text :
        List.of(
            "schedule { name = linear, warmup-steps = 0.1 }",
            "optimizer.name = adafactor, task.few-shot-examples = 1")) {
      read.addAll(Sweeps.load(folder, text).resolved().keySet());
    }
    read.removeIf(key -> key.startsWith("method."));
    assertThat(read).isEqualTo(KEYS.paths());
  }

  @Test
  void everyKeyHasAComment() {
    ConfigObject root = SweepConfig.reference().root();
    SortedSet<String> paths = new TreeSet<>(new KnownKeys(root, Set.of()).paths());
    paths.add("sweep.axes");
    paths.add("tasks");
    assertThat(paths)
        .hasSizeGreaterThan(40)
        .allSatisfy(path -> assertThat(at(root, path).origin().comments()).as(path).isNotEmpty());
  }

  /** A file made from the whole of reference.conf changes nothing and offends nobody. */
  @Test
  void aCopyOfItIsAConfiguration() {
    assertThat(Sweeps.load(folder, SweepConfig.referenceText())).isEqualTo(Sweeps.load(folder, ""));
  }

  @Test
  void theDocumentStatesEachKeyWithItsDefault() throws Exception {
    String document =
        Files.readString(Path.of(System.getProperty("project.root"), "docs/configuration.md"));
    Matcher row = Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]+)` \\|").matcher(document);
    TreeMap<String, ConfigValue> documented = new TreeMap<>();
    while (row.find()) {
      documented.put(row.group(1), ConfigFactory.parseString("x = " + row.group(2)).getValue("x"));
    }
    TreeMap<String, ConfigValue> defaults = new TreeMap<>();
    for (String path : KEYS.paths()) {
      defaults.put(path, at(SweepConfig.reference().root(), path));
    }
    defaults.keySet().removeAll(KEYS.open());
    assertThat(documented).isEqualTo(defaults);
  }

  @Test
  void methodSectionsAreTheDefaultsOfTheMethods() {
    TreeMap<String, Map<String, Object>> defaults = new TreeMap<>();
    for (PromptMethod<?> method : ServiceLoader.load(PromptMethod.class)) {
      defaults.put(method.name(), defaults(method.defaults()));
    }
    assumeTrue(!defaults.isEmpty(), "no prompt method is on the class path");
    ConfigObject sections = SweepConfig.reference().getObject("method");
    TreeMap<String, Map<String, Object>> stated = new TreeMap<>();
    sections.forEach((name, section) -> stated.put(name, plain((ConfigObject) section)));
    assertThat(stated)
        .as("reference.conf; these sections state the defaults:\n%s", sections(defaults))
        .isEqualTo(defaults);
  }

  private static Map<String, Object> defaults(Record settings) {
    Map<String, Object> defaults = new TreeMap<>();
    try {
      for (RecordComponent component : settings.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        String key =
            component.getName().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
        defaults.put(key, plain(component.getAccessor().invoke(settings)));
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
    return defaults;
  }

  private static Object plain(Object value) {
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? plain(optional.getAsDouble()) : "off";
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? plain(optional.getAsInt()) : "off";
    }
    if (value instanceof Number number) {
      return CanonicalJson.normal(number);
    }
    return value instanceof Enum<?> constant ? Group.kebab(constant) : value;
  }

  /** A section as plain values; {@code on} and {@code off} are texts in HOCON, and stay so. */
  private static Map<String, Object> plain(ConfigObject section) {
    Map<String, Object> plain = new TreeMap<>();
    section.forEach((key, value) -> plain.put(key, plain(value.unwrapped())));
    return plain;
  }

  private static String sections(Map<String, Map<String, Object>> defaults) {
    return defaults.entrySet().stream()
        .map(
            method ->
                "  "
                    + method.getKey()
                    + " {\n"
                    + method.getValue().entrySet().stream()
                        .map(e -> "    " + e.getKey() + " = " + e.getValue() + "\n")
                        .collect(joining())
                    + "  }\n")
        .collect(joining());
  }

  private static ConfigValue at(ConfigObject root, String path) {
    ConfigValue value = root;
    for (String key : ConfigUtil.splitPath(path)) {
      value = ((ConfigObject) value).get(key);
    }
    return value;
  }
}
