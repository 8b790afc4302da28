package io.promptsweep.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code OUT/_events.jsonl}: one JSON object a line for everything that happened, with {@code at}
 * (UTC), {@code event}, and the event's own keys. A line that cannot be written is lost; no result
 * depends on it.
 */
public final class EventLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private FileChannel channel;

  public EventLog(Path out) {
    file = out.resolve("_events.jsonl");
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      channel.position(channel.size());
      endTornLine();
    } catch (IOException e) {
      LOG.warn("{} cannot be written; the sweep goes on without it", file, e);
    }
  }

  /** A writer that was killed may have left half a line. */
  private void endTornLine() throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    if (channel.size() > 0
        && channel.read(last, channel.size() - 1) == 1
        && last.get(0) != (byte) '\n') {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }

  /** Adds an event with its keys and values in turn. */
  public synchronized void add(String event, Object... keysAndValues) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", Instant.now().toString());
    line.put("event", event);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      line.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    if (channel == null) {
      return;
    }
    try {
      channel.write(
          ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("event " + event, e);
    } catch (IOException e) {
      LOG.warn("{} cannot be written; the sweep goes on without it", file, e);
    }
  }

  @Override
  public synchronized void close() {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("{} was not closed", file, e);
    }
  }
}
