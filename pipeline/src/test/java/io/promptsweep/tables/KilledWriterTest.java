package io.promptsweep.tables;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers in their own process, killed at random moments. */
class KilledWriterTest {
  private static final int KILLS = 24;
  private static final int CELLS = 1_000_000;

  /** Small segments, published at every commit: most of the time something is being renamed. */
  private static final ResultTables.Options OPTIONS =
      new ResultTables.Options(8, Duration.ZERO, true);

  private static final Pattern SPACE = Pattern.compile(" ");

  @TempDir Path out;
  @TempDir Path messages;

  /** Commits one missing cell after the other until it dies, and says so after each. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      ResultTables tables = ResultTables.open(Path.of(arguments[0]), Rows.SWEEP, OPTIONS);
      System.out.println("open");
      Set<String> finished = tables.finished();
      for (int i = 0; i < CELLS; i++) {
        if (!finished.contains(Rows.id(i))) {
          // What failed in one life is tried again in the next, and then it works.
          boolean fails = i % 7 == 0 && finished.stream().noneMatch(Rows.id(i + 1)::equals);
          CellResult result = fails ? Rows.failed(i) : Rows.done(i);
          tables.commit(result);
          System.out.println(Rows.id(i) + " " + result.cell().status() + " committed");
        }
      }
    }
  }

  @Test
  void nothingIsLostAndNothingIsTwiceHoweverOftenTheWriterIsKilled() throws Exception {
    Random random = new Random(20260102);
    Map<String, CellStatus> acknowledged = new HashMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Process writer = start();
      try (BufferedReader lines = writer.inputReader(UTF_8)) {
        String first = lines.readLine();
        assertThat(first).as(() -> said()).isEqualTo("open");
        for (int commits = random.nextInt(12); commits > 0; commits--) {
          acknowledge(lines.readLine(), acknowledged);
        }
        writer.waitFor(random.nextInt(40), TimeUnit.MILLISECONDS);
        // Through its handle: Process.destroyForcibly would close the pipe that is still to be
        // read.
        writer.toHandle().destroyForcibly();
        writer.waitFor();
        lines.lines().forEach(line -> acknowledge(line, acknowledged));
      }
      assertThat(writer.exitValue()).as("killed by SIGKILL").isEqualTo(128 + 9);
      checkTables();
    }
    assertThat(acknowledged).hasSizeGreaterThan(2 * KILLS);

    try (ResultTables tables = ResultTables.open(out, Rows.SWEEP, OPTIONS)) {
      List<String> all =
          IntStream.range(0, acknowledged.size() + KILLS).mapToObj(Rows::id).toList();
      for (String id : tables.missing(all)) {
        tables.commit(Rows.done(Integer.parseInt(id.substring("cell-".length()))));
      }
    }
    checkTables();
    Set<String> cells = Set.copyOf(Rows.ids(out, RowType.CELLS));
    assertThat(cells).containsAll(acknowledged.keySet());
    assertThat(Rows.read(out, RowType.CELLS))
        .allSatisfy(cell -> assertThat(cell.getString("status", 0)).isEqualTo("DONE"));
  }

  @Test
  void refusesASecondWriterInAnotherProcess() throws Exception {
    Process writer = start();
    try (BufferedReader lines = writer.inputReader(UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("open");
      assertThatThrownBy(() -> ResultTables.open(out, Rows.SWEEP, OPTIONS))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(" is being written by process " + writer.pid() + " on ");
    } finally {
      writer.destroyForcibly().waitFor();
    }
    ResultTables.open(out, Rows.SWEEP, OPTIONS).close();
  }

  /** A cell that was DONE once is found finished by every later writer, never computed again. */
  private static void acknowledge(String line, Map<String, CellStatus> acknowledged) {
    List<String> words = List.of(SPACE.split(line, -1));
    if (words.size() == 3 && words.get(2).equals("committed")) {
      CellStatus before = acknowledged.put(words.get(0), CellStatus.valueOf(words.get(1)));
      assertThat(before).as(words.get(0)).isNotEqualTo(CellStatus.DONE);
    }
  }

  /** What a reader sees: each cell once, with the very epochs that its number makes. */
  private void checkTables() {
    assertThat(Rows.ids(out, RowType.CELLS)).doesNotHaveDuplicates();
    Map<String, Long> epochs =
        Rows.ids(out, RowType.EPOCHS).stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    Rows.ids(out, RowType.ATTEMPTS);
    assertThat(Rows.read(out, RowType.CELLS))
        .allSatisfy(
            cell -> {
              String id = cell.getString("cell_id", 0);
              int number = Integer.parseInt(id.substring("cell-".length()));
              if (cell.getString("status", 0).equals("DONE")) {
                assertThat(epochs.get(id)).isEqualTo(Rows.epochCount(number));
                assertThat(cell.getDouble("best_score", 0)).isEqualTo(number / 1000.0);
              }
            });
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            out.toString())
        .redirectError(messages.resolve("err.txt").toFile())
        .start();
  }

  private String said() {
    try {
      return Files.readString(messages.resolve("err.txt"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
