package io.promptsweep.sweep.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts the layers of a configuration on top of each other and resolves substitutions. */
public final class Layers {
  private Layers() {}

  /**
   * Command line over file over defaults; of two {@code --set} for one key the later wins. Objects
   * merge key by key, but {@code --set} of an empty one ({@code sweep.axes={}}) clears what the
   * file and earlier ones have under its key, so that the defaults are back. Substitutions are
   * resolved last, so {@code ${train.epochs}} sees the value that won, and {@code ${?NAME}} sees
   * the environment.
   *
   * @param file a HOCON file; its includes are relative to it and must exist
   * @param sets {@code key=value} pairs, values in HOCON; text that is no HOCON is taken literally
   * @param defaults the bottom layer
   * @throws InvalidInputException when a layer cannot be read at all
   */
  public static Config merge(Path file, List<String> sets, Config defaults) {
    Config merged = read(file).withFallback(defaults);
    List<String> cleared = new ArrayList<>();
    for (String set : sets) {
      Setting override = override(set);
      if (override.clears()) {
        cleared.add(override.key);
        // Between objects that must not merge HOCON wants something that is none.
        ConfigValue none = ConfigValueFactory.fromAnyRef(null, Place.SET);
        merged = new Setting(override.key, none).over(merged);
      }
      merged = override.over(merged);
    }
    try {
      Config resolved = merged.resolve();
      for (String key : cleared) {
        resolved = overDefaults(resolved, key, defaults);
      }
      return resolved;
    } catch (ConfigException e) {
      throw unreadable(e);
    }
  }

  /** A {@code --set}. */
  private record Setting(String key, ConfigValue value) {
    boolean clears() {
      return value instanceof ConfigObject object && object.isEmpty();
    }

    Config over(Config lower) {
      return ConfigFactory.empty(Place.SET).withValue(key, value).withFallback(lower);
    }
  }

  /** What was set after the key was cleared, over the defaults, which are no part of it so far. */
  private static Config overDefaults(Config config, String key, Config defaults) {
    if (!defaults.hasPath(key)
        || !(defaults.getValue(key) instanceof ConfigObject wanted)
        || !config.hasPath(key)
        || !(config.getValue(key) instanceof ConfigObject given)) {
      return config;
    }
    Config whole = ConfigFactory.empty(Place.SET);
    for (String name : given.keySet()) {
      whole = whole.withValue(ConfigUtil.joinPath(name), given.get(name));
    }
    return config.withValue(key, whole.root().withFallback(wanted));
  }

  private static Config read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": no such file" + neighbours(file));
    }
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(new StrictIncluder(file));
    try {
      return ConfigFactory.parseFile(file.toFile(), options);
    } catch (ConfigException e) {
      throw unreadable(e);
    }
  }

  private static Setting override(String set) {
    int equals = set.indexOf('=');
    if (equals < 1) {
      throw new InvalidInputException(
          "--set: '" + set + "' is not key=value; write for example --set train.epochs=3.");
    }
    String key = set.substring(0, equals).strip();
    String text = set.substring(equals + 1).strip();
    try {
      ConfigUtil.splitPath(key);
    } catch (ConfigException e) {
      throw new InvalidInputException(
          "--set: '" + key + "' is not a key; join names with dots, as in train.epochs.", e);
    }
    return new Setting(key, value(text));
  }

  private static ConfigValue value(String text) {
    ConfigValue literal = ConfigValueFactory.fromAnyRef(text, Place.SET);
    try {
      Config parsed =
          ConfigFactory.parseString(
              "value = " + text, ConfigParseOptions.defaults().setOriginDescription(Place.SET));
      ConfigValue value = parsed.root().get("value");
      if (text.contains("${")) {
        return value; // resolved with everything else, once all layers are there
      }
      boolean bareText =
          value == null
              || parsed.root().size() > 1
              || (value.valueType() == ConfigValueType.STRING && !text.startsWith("\""));
      // Bare text is taken as it stands: a path may hold '#' or '//', which HOCON reads as
      // comments.
      return bareText ? literal : value;
    } catch (ConfigException e) {
      return literal;
    }
  }

  private static String neighbours(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return ", nor is there a folder " + file.getParent() + ".";
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<String> names =
          entries
              .map(p -> p.getFileName().toString())
              .filter(n -> n.endsWith(".conf"))
              .collect(Collectors.toList());
      return names.isEmpty()
          ? "; its folder holds no .conf file."
          : Nearest.hint(file.getFileName().toString(), names);
    } catch (IOException e) {
      return ".";
    }
  }

  private static InvalidInputException unreadable(ConfigException e) {
    String message = e.getMessage().lines().findFirst().orElse("the configuration is unreadable");
    return new InvalidInputException(message.endsWith(".") ? message : message + ".", e);
  }
}
