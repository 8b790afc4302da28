package io.promptsweep.tables;

import static java.time.temporal.ChronoUnit.MICROS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A configuration that a sweep's folder was run with.
 *
 * @param id its content id: the configuration, the backbone's files and the data
 * @param config the resolved configuration, flat
 * @param firstRunAt when the folder was first run with it
 * @param promptsweepVersion what ran it first
 * @param backboneDigest digest of the backbone's files; empty where an older version wrote the
 *     folder
 * @param dataDigests task to the digests of its data, of which few examples that each seed draws
 *     have several; empty where an older version wrote the folder
 */
public record RunConfiguration(
    String id,
    Map<String, String> config,
    Instant firstRunAt,
    String promptsweepVersion,
    String backboneDigest,
    Map<String, List<String>> dataDigests) {

  public RunConfiguration {
    RowCheck.id("configuration", id);
    config = RowCheck.sorted(config);
    firstRunAt = firstRunAt.truncatedTo(MICROS);
    dataDigests = RowCheck.sorted(dataDigests);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("first_run_at", firstRunAt.toString());
    json.put("promptsweep_version", promptsweepVersion);
    json.put("backbone_digest", backboneDigest);
    json.put("data_digests", dataDigests);
    json.put("config", config);
    return json;
  }

  static RunConfiguration of(JsonNode json) {
    Map<String, List<String>> data = new TreeMap<>();
    json.required("data_digests")
        .properties()
        .forEach(
            task -> {
              List<String> digests = new ArrayList<>();
              task.getValue().forEach(digest -> digests.add(digest.textValue()));
              data.put(task.getKey(), digests);
            });
    return new RunConfiguration(
        json.required("id").textValue(),
        SweepRecord.texts(json.required("config")),
        Instant.parse(json.required("first_run_at").textValue()),
        json.required("promptsweep_version").textValue(),
        json.required("backbone_digest").textValue(),
        data);
  }
}
