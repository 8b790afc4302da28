package io.promptsweep.tables;

import static java.time.temporal.ChronoUnit.MICROS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
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
 * @param config the resolved configuration, flat: {@code training.epochs} to {@code 10}
 * @param createdAt when the sweep first started
 * @param promptsweepVersion what it was started with
 */
public record SweepRecord(
    String sweepId, Map<String, String> config, Instant createdAt, String promptsweepVersion) {
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
  }

  /**
   * Makes {@code out} this sweep's folder, or finds that it is.
   *
   * @throws InvalidInputException when it is another's
   */
  void claim(Path out) throws IOException {
    Path file = out.resolve("sweep.json");
    if (!Files.exists(file)) {
      Map<String, Object> content = new LinkedHashMap<>();
      content.put("sweep_id", sweepId);
      content.put("created_at", createdAt.toString());
      content.put("promptsweep_version", promptsweepVersion);
      content.put("config", config);
      AtomicFile.write(file, path -> Files.write(path, JSON.writeValueAsBytes(content)));
      return;
    }
    SweepRecord there = read(file);
    if (!there.sweepId.equals(sweepId)) {
      throw new InvalidInputException(
          file
              + " belongs to sweep '"
              + there.sweepId
              + "', not to '"
              + sweepId
              + "'"
              + differences(there.config)
              + "; give this sweep another output folder, or restore that configuration.");
    }
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
      Map<String, String> config = new TreeMap<>();
      json.required("config")
          .properties()
          .forEach(e -> config.put(e.getKey(), e.getValue().textValue()));
      return new SweepRecord(
          json.required("sweep_id").textValue(),
          config,
          Instant.parse(json.required("created_at").textValue()),
          json.required("promptsweep_version").textValue());
    } catch (com.fasterxml.jackson.core.JsonProcessingException | RuntimeException e) {
      throw new InvalidInputException(
          file + " is not what a sweep wrote there; give this sweep another output folder.", e);
    }
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
