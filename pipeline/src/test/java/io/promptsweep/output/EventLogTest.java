package io.promptsweep.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  @TempDir Path folder;

  @Test
  void eachEventIsOneJsonLineAlsoBehindATornOne() throws Exception {
    Path file = folder.resolve("_events.jsonl");
    try (EventLog events = new EventLog(folder)) {
      events.add("first", "text", "two\nlines", "number", 3, "none", null);
    }
    Files.writeString(file, Files.readString(file) + "{\"at\":\"2026-");
    try (EventLog events = new EventLog(folder)) {
      events.add("second");
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3);
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.get("event").textValue()).isEqualTo("first");
    assertThat(first.get("text").textValue()).isEqualTo("two\nlines");
    assertThat(first.get("number").intValue()).isEqualTo(3);
    assertThat(first.get("none").isNull()).isTrue();
    assertThat(new ObjectMapper().readTree(lines.get(2)).get("event").textValue())
        .isEqualTo("second");
  }
}
