package io.promptsweep.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.tables.ResultTables;
import io.promptsweep.tables.SweepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a run stands: the content of {@code OUT/_status.json}, which its driver writes once a second.
 *
 * @param sweep its name
 * @param sweepId its id
 * @param cells of the whole sweep
 * @param before finished by earlier runs
 * @param done trained to their end by this one
 * @param failed ended without success, stopped ones included
 * @param lost without a result
 * @param running the cells that Spark has
 * @param best label of the cell with the largest score; empty before there is one
 * @param bestScore its score; 0 before
 * @param secondsLeft at the pace so far; negative before a cell has finished
 * @param writtenAt when, ISO 8601
 * @param ended how the run ended; empty while it lives
 */
public record SweepStatus(
    String sweep,
    String sweepId,
    int cells,
    int before,
    int done,
    int failed,
    int lost,
    List<CellNow> running,
    String best,
    double bestScore,
    double secondsLeft,
    String writtenAt,
    String ended) {
  private static final Logger LOG = LoggerFactory.getLogger(SweepStatus.class);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * A cell that Spark has.
   *
   * @param cellId its id
   * @param label names it for people
   * @param device what it trains on; empty before its executor has told
   * @param step steps taken
   * @param totalSteps steps to take; 0 before training began
   * @param epochs finished
   * @param score of the last one; NaN before
   * @param examplesPerSecond in the last one; NaN before
   * @param memoryBytes in use on the device; resident memory of the executor for a CPU
   */
  public record CellNow(
      String cellId,
      String label,
      String device,
      long step,
      long totalSteps,
      int epochs,
      double score,
      double examplesPerSecond,
      long memoryBytes) {}

  /** Puts this in {@code out} in place of what was there; a failure costs only this. */
  public void write(Path out) {
    Path file = file(out);
    Path partial = out.resolve("._status.json.tmp");
    try {
      Files.write(partial, JSON.writeValueAsBytes(this));
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.debug("{} cannot be written", file, e);
    }
  }

  /**
   * What the last run wrote into {@code out}.
   *
   * @throws InvalidInputException if that is no output folder, or of another version
   */
  public static SweepStatus read(Path out) {
    SweepRecord.of(out);
    Path file = file(out);
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          file + " is not there yet; the run has not come that far: try again in a moment.");
    }
    try {
      return JSON.readValue(Files.readAllBytes(file), SweepStatus.class);
    } catch (IOException e) {
      throw new InvalidInputException(
          file + " is not what this version writes; the next run writes it again.", e);
    }
  }

  /** Whether a process writes {@code out} now. */
  public static boolean isAlive(Path out) {
    return ResultTables.writer(out).isPresent();
  }

  private static Path file(Path out) {
    return out.resolve("_status.json");
  }
}
