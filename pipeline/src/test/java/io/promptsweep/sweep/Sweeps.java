package io.promptsweep.sweep;

import io.promptsweep.backbone.T5Config;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Configurations for tests, read with method settings as reference.conf has them. */
public final class Sweeps {
  public static final MethodCatalog METHODS = new ReferenceMethods();
  public static final KnownNames KNOWN =
      KnownNames.of(
          METHODS,
          List.of(
              "sst2",
              "rte",
              "cb",
              "cola",
              "multirc",
              "toy-sentiment",
              "toy-entailment",
              "toy-inference",
              "toy-paraphrase",
              "toy-similarity"));

  private Sweeps() {}

  /** Writes {@code text} to {@code x.conf} in the folder and loads it. */
  public static SweepConfig load(Path folder, String text, String... sets) {
    return SweepConfig.load(file(folder, "x.conf", text), List.of(sets), KNOWN);
  }

  public static Path file(Path folder, String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The message of the refusal, with the folder's path taken out. */
  public static String problems(Path folder, String text, String... sets) {
    try {
      load(folder, text, sets);
    } catch (InvalidInputException e) {
      return e.getMessage().replace(folder + "/", "");
    }
    throw new AssertionError("accepted: " + text);
  }

  /**
   * Takes the settings of reference.conf for the settings that exist; whole ones are at least 1.
   */
  private static final class ReferenceMethods implements MethodCatalog {
    private final Map<String, Object> sections =
        SweepConfig.reference().getObject("method").unwrapped();

    @Override
    public SortedSet<String> names() {
      return new TreeSet<>(sections.keySet());
    }

    @Override
    public Map<String, Object> settings(String name, Map<String, Object> given, String place) {
      SortedMap<String, Object> settings = new TreeMap<>();
      ((Map<?, ?>) sections.get(name)).forEach((k, v) -> settings.put((String) k, v));
      given.forEach(
          (key, value) -> {
            if (!settings.containsKey(key)) {
              throw new InvalidInputException(
                  place + "." + key + " is not a setting" + Nearest.hint(key, settings.keySet()));
            }
            if (settings.get(key) instanceof Integer && !(value instanceof Integer n && n > 0)) {
              throw new InvalidInputException(
                  place + "." + key + " is " + value + "; it must be a whole number above 0.");
            }
            settings.put(key, value);
          });
      return settings;
    }

    @Override
    public int promptTokens(String name, Map<String, Object> settings) {
      return (Integer) settings.get("prompt-tokens");
    }

    @Override
    public double learningRate(String name) {
      return 0.25;
    }

    @Override
    public long trainableParameters(
        String name, Map<String, Object> settings, T5Config backbone, int maxLength) {
      return (long) promptTokens(name, settings) * backbone.dModel();
    }
  }
}
