package io.promptsweep.tables;

import static java.time.temporal.ChronoUnit.MICROS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.promptsweep.files.AtomicFile;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whose results an output folder holds: the content of its {@code sweep.json}.
 *
 * @param sweepId the sweep's id, in the folder names of every table; begins with a letter, so that
 *     no reader takes {@code sweep_id=123} for a number
 * @param config the resolved configuration that it first ran with, flat: {@code training.epochs} to
 *     {@code 10}
 * @param createdAt when the sweep first started
 * @param promptsweepVersion what it was started with
 * @param configurations every configuration that it was run with, in order of their first runs;
 *     never empty
 */
public record SweepRecord(
    String sweepId,
    Map<String, String> config,
    Instant createdAt,
    String promptsweepVersion,
    List<RunConfiguration> configurations) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int SHOWN_DIFFERENCES = 3;

  public SweepRecord {
    RowCheck.id("sweep_id", sweepId);
    RowCheck.that(
        Character.isLetter(sweepId.charAt(0)),
        "sweep_id is '%s'; it must begin with a letter",
        sweepId);
    config = RowCheck.sorted(config);
    createdAt = createdAt.truncatedTo(MICROS);
    // A folder of an older version says nothing more about its one configuration.
    configurations =
        configurations.isEmpty()
            ? List.of(
                new RunConfiguration(sweepId, config, createdAt, promptsweepVersion, "", Map.of()))
            : List.copyOf(configurations);
  }

  /** A sweep with one configuration, of whose backbone and data nothing is known. */
  public SweepRecord(
      String sweepId, Map<String, String> config, Instant createdAt, String promptsweepVersion) {
    this(sweepId, config, createdAt, promptsweepVersion, List.of());
  }

  /** The sweep that {@code configuration} begins. */
  public static SweepRecord of(RunConfiguration configuration) {
    return new SweepRecord(
        configuration.id(),
        configuration.config(),
        configuration.firstRunAt(),
        configuration.promptsweepVersion(),
        List.of(configuration));
  }

  /** The configuration that came last. */
  public RunConfiguration latest() {
    return configurations.get(configurations.size() - 1);
  }

  /** Whether it was run with the configuration of this id. */
  public boolean has(String configurationId) {
    return configurations.stream().anyMatch(c -> c.id().equals(configurationId));
  }

  /** The same with {@code configuration} at the end, unless it has it. */
  SweepRecord with(RunConfiguration configuration) {
    if (has(configuration.id())) {
      return this;
    }
    List<RunConfiguration> all = new ArrayList<>(configurations);
    all.add(configuration);
    return new SweepRecord(sweepId, config, createdAt, promptsweepVersion, all);
  }

  /**
   * Makes {@code out} this sweep's folder, or finds whose it is.
   *
   * @return what {@code sweep.json} holds now
   */
  SweepRecord claim(Path out) throws IOException {
    Path file = out.resolve("sweep.json");
    if (Files.exists(file)) {
      return read(file);
    }
    write(out);
    return this;
  }

  /** Puts this into {@code out} in place of what was there. */
  void write(Path out) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("sweep_id", sweepId);
    content.put("created_at", createdAt.toString());
    content.put("promptsweep_version", promptsweepVersion);
    content.put("config", config);
    content.put("configurations", configurations.stream().map(RunConfiguration::json).toList());
    AtomicFile.write(
        out.resolve("sweep.json"), path -> Files.write(path, JSON.writeValueAsBytes(content)));
  }

  /** The refusal of this sweep by a folder that is {@code there}'s. */
  InvalidInputException belongsTo(SweepRecord there, Path out) {
    return new InvalidInputException(
        out.resolve("sweep.json")
            + " belongs to sweep '"
            + there.sweepId
            + "', not to '"
            + sweepId
            + "'"
            + differences(there.config)
            + "; give this sweep another output folder, or restore that configuration.");
  }

  /**
   * Whose results {@code out} holds.
   *
   * @throws InvalidInputException when it is no sweep's folder
   */
  public static SweepRecord of(Path out) {
    Path file = out.resolve("sweep.json");
    try {
      if (Files.exists(file)) {
        return read(file);
      }
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
    throw new InvalidInputException(
        out
            + " is not the output folder of a sweep: it has no sweep.json; give the --out of a run.");
  }

  static SweepRecord read(Path file) throws IOException {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(file));
      List<RunConfiguration> configurations = new ArrayList<>();
      json.path("configurations").forEach(each -> configurations.add(RunConfiguration.of(each)));
      return new SweepRecord(
          json.required("sweep_id").textValue(),
          texts(json.required("config")),
          Instant.parse(json.required("created_at").textValue()),
          json.required("promptsweep_version").textValue(),
          configurations);
    } catch (com.fasterxml.jackson.core.JsonProcessingException | RuntimeException e) {
      throw new InvalidInputException(
          file + " is not what a sweep wrote there; give this sweep another output folder.", e);
    }
  }

  /** An object of texts. */
  static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(e -> texts.put(e.getKey(), e.getValue().textValue()));
    return texts;
  }

  private String differences(Map<String, String> there) {
    TreeSet<String> keys = new TreeSet<>(config.keySet());
    keys.addAll(there.keySet());
    String shown =
        keys.stream()
            .filter(k -> !String.valueOf(config.get(k)).equals(String.valueOf(there.get(k))))
            .limit(SHOWN_DIFFERENCES)
            .map(
                k ->
                    String.format(
                        Locale.ROOT,
                        "%s is %s there and %s here",
                        k,
                        there.getOrDefault(k, "absent"),
                        config.getOrDefault(k, "absent")))
            .collect(Collectors.joining(", "));
    return shown.isEmpty() ? "" : " (" + shown + ")";
  }
}
