package io.promptsweep.task;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One object of a task file. Every key that is asked for is a known one; {@link #finish} refuses
 * the others, so that no key can be misspelt or be without effect.
 */
final class Section {
  private final Path file;
  private final String path;
  private final ConfigObject object;
  private final TreeSet<String> known = new TreeSet<>();

  public Section(Path file, String path, ConfigObject object) {
    this.file = file;
    this.path = path;
    this.object = object;
  }

  String text(String key) {
    return optionalText(key).orElseThrow(() -> missing(key));
  }

  Optional<String> optionalText(String key) {
    return value(key).map(value -> scalar(key, value));
  }

  boolean has(String key) {
    return value(key).isPresent();
  }

  /** A list of texts; a text alone is a list of one. */
  List<String> texts(String key) {
    ConfigValue value = value(key).orElseThrow(() -> missing(key));
    if (value.valueType() != ConfigValueType.LIST) {
      return List.of(scalar(key, value));
    }
    List<String> texts = ((ConfigList) value).stream().map(item -> scalar(key, item)).toList();
    if (texts.isEmpty()) {
      throw problem(key, "is an empty list, expected at least one text.");
    }
    return texts;
  }

  /** A list of texts, empty where the key is left out. */
  List<String> optionalTexts(String key) {
    return has(key) ? texts(key) : List.of();
  }

  /** A text read by {@code reading}, whose {@link IllegalArgumentException} gets its place. */
  <T> T read(String key, Function<String, T> reading) {
    return read(key, text(key), reading);
  }

  <T> T read(String key, String text, Function<String, T> reading) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException e) {
      throw problem(key, "cannot be used: " + sentence(e.getMessage()));
    }
  }

  /** Runs a check, whose {@link IllegalArgumentException} gets the key's place. */
  void check(String key, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      throw problem(key, "cannot be used: " + sentence(e.getMessage()));
    }
  }

  Section section(String key) {
    ConfigValue value = value(key).orElseThrow(() -> missing(key));
    return new Section(file, name(key), object(key, value));
  }

  /** A list of objects, at least one. */
  List<Section> sections(String key) {
    ConfigValue value = value(key).orElseThrow(() -> missing(key));
    if (value.valueType() != ConfigValueType.LIST) {
      throw problem(key, "is " + kind(value) + ", expected a list of objects.");
    }
    List<Section> sections = new ArrayList<>();
    for (ConfigValue item : (ConfigList) value) {
      sections.add(new Section(file, name(key), object(key, item)));
    }
    if (sections.isEmpty()) {
      throw problem(key, "is an empty list, expected at least one object.");
    }
    return sections;
  }

  /** The objects inside, by key; every key is a known one. */
  SortedMap<String, Section> each() {
    SortedMap<String, Section> sections = new TreeMap<>();
    object.keySet().forEach(key -> sections.put(key, section(key)));
    return sections;
  }

  /** The texts inside, by key; every key is a known one. */
  SortedMap<String, String> textByKey() {
    SortedMap<String, String> texts = new TreeMap<>();
    object.keySet().forEach(key -> texts.put(key, text(key)));
    return texts;
  }

  boolean isList(String key) {
    return value(key).map(v -> v.valueType() == ConfigValueType.LIST).orElse(false);
  }

  /** Refuses keys that were never asked for. */
  void finish() {
    for (String key : new TreeSet<>(object.keySet())) {
      if (!known.contains(key)) {
        throw problem(key, "is not known here" + Nearest.hint(key, known));
      }
    }
  }

  /** A problem at a key's line: {@code FILE:LINE: key 'PATH' PROBLEM}. */
  InvalidInputException problem(String key, String problem) {
    ConfigValue value = object.get(key);
    int line = (value == null ? object : value).origin().lineNumber();
    String place = line > 0 ? file + ":" + line : file.toString();
    return new InvalidInputException(place + ": key '" + name(key) + "' " + problem);
  }

  private InvalidInputException missing(String key) {
    return problem(key, "is missing.");
  }

  private Optional<ConfigValue> value(String key) {
    known.add(key);
    return Optional.ofNullable(object.get(key))
        .filter(value -> value.valueType() != ConfigValueType.NULL);
  }

  private String scalar(String key, ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> value.unwrapped().toString();
      default -> throw problem(key, "is " + kind(value) + ", expected text.");
    };
  }

  private ConfigObject object(String key, ConfigValue value) {
    if (value instanceof ConfigObject inner) {
      return inner;
    }
    throw problem(key, "is " + kind(value) + ", expected an object.");
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String kind(ConfigValue value) {
    return switch (value.valueType()) {
      case LIST -> "a list";
      case OBJECT -> "an object";
      case STRING -> "text";
      default -> "a " + value.valueType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
  }
}
