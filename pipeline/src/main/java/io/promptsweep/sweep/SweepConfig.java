package io.promptsweep.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.promptsweep.sweep.hocon.Layers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A checked configuration. Which keys there are, with their defaults, is in the resource {@code
 * reference.conf}; {@code docs/configuration.md} explains them.
 *
 * @param name of the sweep, for people
 * @param protocol whose experiment this repeats, in free words
 * @param backbone which frozen model
 * @param data where task files are
 * @param run how the sweep runs
 * @param grid the cells
 * @param resolved every value that counts, path to plain value: defaults filled in, the sections of
 *     methods and tasks that the sweep does not use left out
 * @param source the whole configuration as one HOCON file that gives this sweep again, from any
 *     folder: overrides and includes merged, paths absolute
 */
public record SweepConfig(
    String name,
    String protocol,
    BackboneSettings backbone,
    DataSettings data,
    RunSettings run,
    Grid grid,
    SortedMap<String, Object> resolved,
    String source) {

  /** The defaults: a resource, and the origin of their values. */
  static final String REFERENCE = "reference.conf";

  /**
   * Keys that came after sweeps had ids. While they have these values, their defaults, they are no
   * part of the id, so that a folder made before them is known again.
   */
  private static final Map<String, Object> LATER =
      Map.ofEntries(
          Map.entry("optimizer.adamw.formula", "pytorch"),
          Map.entry("optimizer.adafactor.factored", true),
          Map.entry("schedule.warmup-rounding", "up"),
          Map.entry("task.few-shot-examples", "off"),
          Map.entry("task.on-long-target", "fail"),
          Map.entry("task.judged-by", "task"),
          Map.entry("train.shuffle", "each-epoch"),
          Map.entry("method.vanilla.label-word-rows", "pieces"));

  public SweepConfig {
    resolved = Collections.unmodifiableSortedMap(new TreeMap<>(resolved));
  }

  /**
   * Reads a configuration: {@code sets} over the file over the defaults.
   *
   * @param sets {@code key=value} pairs of the command line, values in HOCON
   * @param known the names that the configuration may use
   * @throws io.promptsweep.problem.InvalidInputException with every problem, one a line, each with
   *     its file and line
   */
  public static SweepConfig load(Path file, List<String> sets, KnownNames known) {
    Config defaults = reference();
    return new SweepReader(Layers.merge(file, sets, defaults), defaults, file, known).read();
  }

  /** The text of {@code reference.conf}: every key, what it means, and its default. */
  public static String referenceText() {
    try (InputStream in = SweepConfig.class.getResourceAsStream(REFERENCE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + REFERENCE + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@link #resolved()} as canonical JSON, for the tables. */
  public String resolvedJson() {
    return CanonicalJson.of(resolved);
  }

  /** {@link #resolved()} as lines {@code key = value}, to be printed at start. */
  public String resolvedText() {
    return resolved.entrySet().stream()
        .map(e -> e.getKey() + " = " + CanonicalJson.of(e.getValue()))
        .collect(Collectors.joining("\n"));
  }

  /** What makes this sweep another sweep: {@link #resolved()} without {@code run.*} and paths. */
  Map<String, Object> identity() {
    TreeMap<String, Object> identity = new TreeMap<>(resolved);
    identity
        .keySet()
        .removeIf(
            key ->
                key.startsWith("run.") || key.startsWith("data.") || key.startsWith("backbone."));
    identity.entrySet().removeIf(entry -> entry.getValue().equals(LATER.get(entry.getKey())));
    return identity;
  }

  static Config reference() {
    return ConfigFactory.parseString(
        referenceText(), ConfigParseOptions.defaults().setOriginDescription(REFERENCE));
  }
}
