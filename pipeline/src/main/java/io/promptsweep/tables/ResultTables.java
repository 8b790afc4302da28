package io.promptsweep.tables;

import io.promptsweep.files.AtomicFile;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The only writer of a sweep's result tables. Thread-safe; needs no Spark.
 *
 * <p>A commit is one journal file, forced to the disk and renamed into place: once {@link #commit}
 * returns true, the cell is finished for good, and until then nobody sees any of it. The Parquet
 * tables follow the journal at most one publish interval later, in segments of a bounded number of
 * cells, each file replaced by rename. Readers of the tables see every cell at most once and with
 * all of its epochs, at any moment and after any crash.
 *
 * <p>Opening a folder again goes on where its last writer ended, however it ended: entries that did
 * not reach the tables are published, temporary files are removed.
 */
public final class ResultTables implements AutoCloseable {

  /**
   * How results are kept.
   *
   * @param cellsPerSegment commits a Parquet file holds before it is closed
   * @param publishInterval least time between two publications
   * @param retryFailed whether cells that FAILED or were STOPPED in an earlier run count as missing
   */
  public record Options(int cellsPerSegment, Duration publishInterval, boolean retryFailed) {
    public Options {
      RowCheck.that(
          cellsPerSegment > 0, "cellsPerSegment is %s; it must be positive", cellsPerSegment);
      RowCheck.that(
          !publishInterval.isNegative(),
          "publishInterval is %s; it must not be negative",
          publishInterval);
    }

    /**
     * 256 cells a segment, published every two seconds; FAILED and STOPPED cells count as finished.
     */
    public static Options defaults() {
      return new Options(256, Duration.ofSeconds(2), false);
    }

    public Options retryingFailed() {
      return new Options(cellsPerSegment, publishInterval, true);
    }
  }

  /** Decides whether a configuration may come into a folder that has results of others. */
  @FunctionalInterface
  public interface Admission {
    /**
     * Looks at what is there.
     *
     * @param folder whose results the folder holds
     * @param cells gives every finished cell to its argument
     * @throws InvalidInputException if the configuration may not come in
     */
    void check(SweepRecord folder, Consumer<Consumer<StoredCell>> cells);
  }

  private final Path out;
  private final String sweepId;
  private final Options options;
  private final WriterLock lock;
  private final PublishClock clock;
  private SweepRecord record;

  /** Every cell that has a result, by id. */
  private final Map<String, CommittedCell> cells = new HashMap<>();

  private Journal journal;
  private PlannedCells planned;
  private boolean closed;

  /**
   * Opens {@code out} for writing, making it if need be.
   *
   * @throws InvalidInputException when {@code out} belongs to another sweep, has another writer,
   *     cannot be written, or holds files that cannot be read
   */
  public static ResultTables open(Path out, SweepRecord sweep, Options options) {
    return open(
        out,
        sweep,
        options,
        tables -> {
          if (!tables.record.sweepId().equals(sweep.sweepId())) {
            throw sweep.belongsTo(tables.record, out);
          }
        });
  }

  /**
   * Opens {@code out} for writing the cells of a configuration. A folder that has results keeps its
   * sweep id and its cells, and {@code configuration} becomes one of those that it was run with.
   *
   * @param places the configuration's cells, id to place in the grid
   * @param admission asked where the folder has results
   * @throws InvalidInputException when the configuration is not admitted, {@code out} has another
   *     writer, cannot be written, or holds files that cannot be read
   */
  public static ResultTables open(
      Path out,
      RunConfiguration configuration,
      Map<String, String> places,
      Admission admission,
      Options options) {
    return open(
        out,
        SweepRecord.of(configuration),
        options,
        tables -> tables.admit(configuration, places, admission));
  }

  private static ResultTables open(
      Path out, SweepRecord sweep, Options options, Consumer<ResultTables> admission) {
    try {
      Files.createDirectories(out);
      WriterLock lock = WriterLock.take(out);
      try {
        ResultTables tables = new ResultTables(out, sweep, options, lock);
        admission.accept(tables);
        tables.begin();
        return tables;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(out, e);
    }
  }

  private ResultTables(Path out, SweepRecord sweep, Options options, WriterLock lock)
      throws IOException {
    this.out = out;
    this.options = options;
    this.lock = lock;
    AtomicFile.removeTemporaries(out);
    this.record = sweep.claim(out);
    this.sweepId = record.sweepId();
    this.planned = PlannedCells.read(out);
    for (RowType<?> type : RowType.ALL) {
      Path folder = Segment.folder(out, type, sweepId);
      Files.createDirectories(folder);
      AtomicFile.removeTemporaries(folder);
      AtomicFile.forceFolder(folder.getParent());
    }
    AtomicFile.forceFolder(out);
    NavigableSet<Integer> published = Segment.numbers(out, sweepId);
    journal = Journal.open(out.resolve("_journal"), published.isEmpty() ? 0 : published.last() + 1);
    if (!published.isEmpty() && published.last() > journal.segment()) {
      throw new InvalidInputException(
          out.resolve("_journal")
              + " is older than "
              + new Segment(out, sweepId, published.last()).file(RowType.CELLS)
              + "; copy the whole folder again, or move _journal away.");
    }
    for (int number = 0; number < journal.segment(); number++) {
      Segment segment = new Segment(out, sweepId, number);
      segment.complete();
      remember(number, segment.cells());
      segment.checkEpochs();
    }
    for (CellResult result : journal.cells().values()) {
      cells.merge(
          result.cell().cellId(),
          CommittedCell.before(result.cell().status()),
          CommittedCell::replacedBy);
    }
    this.clock = new PublishClock(options.publishInterval(), this::publishQuietly);
  }

  /** Lets a configuration in, and writes down that it was. */
  private void admit(
      RunConfiguration configuration, Map<String, String> places, Admission admission) {
    if (cells.isEmpty()) {
      // Nothing was finished, so nothing hangs on what the folder was begun with.
      record =
          new SweepRecord(
              sweepId,
              configuration.config(),
              record.createdAt(),
              configuration.promptsweepVersion(),
              List.of(configuration));
      planned = PlannedCells.none();
    } else {
      admission.check(record, this::stored);
    }
    planned = planned.with(configuration.id(), places, cells.keySet());
    planned.write(out);
    record = record.with(configuration);
    record.write(out);
  }

  /** Every finished cell; one with a newer result in the journal comes twice. */
  private void stored(Consumer<StoredCell> receiver) {
    for (int number = 0; number < journal.segment(); number++) {
      new Segment(out, sweepId, number).stored(receiver);
    }
    journal.cells().values().forEach(result -> receiver.accept(StoredCell.of(result.cell())));
  }

  private void begin() {
    if (!journal.cells().isEmpty() || !journal.looseAttempts().isEmpty()) {
      publishNow();
    }
  }

  private void remember(int segment, Map<String, CellStatus> statuses) {
    statuses.forEach(
        (id, status) -> {
          if (cells.putIfAbsent(id, CommittedCell.inSegment(status, segment)) != null) {
            throw new InvalidInputException(
                new Segment(out, sweepId, segment).file(RowType.CELLS)
                    + " has the cell "
                    + id
                    + ", which another segment has too; move the file away that the sweep did not"
                    + " write, and the files of the same number in epochs and attempts.");
          }
        });
  }

  /**
   * How many finished cells {@code out} holds, by status. Reads only, so it may be asked while
   * another process writes; a cell that is being committed may be missing.
   *
   * @throws InvalidInputException when {@code out} is no sweep's folder, or cannot be read
   */
  public static Map<CellStatus, Integer> count(Path out) {
    Map<CellStatus, Integer> counts = new EnumMap<>(CellStatus.class);
    statuses(out).values().forEach(status -> counts.merge(status, 1, Integer::sum));
    return counts;
  }

  /**
   * The ids of the cells in {@code out} that are DONE; as {@link #count}.
   *
   * @throws InvalidInputException when {@code out} is no sweep's folder, or cannot be read
   */
  public static Set<String> done(Path out) {
    Map<String, CellStatus> statuses = statuses(out);
    statuses.values().removeIf(CellStatus::retryable);
    return statuses.keySet();
  }

  private static Map<String, CellStatus> statuses(Path out) {
    try {
      String sweepId = SweepRecord.of(out).sweepId();
      Map<String, CellStatus> cells = new HashMap<>();
      for (int number : Segment.numbers(out, sweepId)) {
        Segment segment = new Segment(out, sweepId, number);
        if (Files.exists(segment.file(RowType.CELLS))) {
          cells.putAll(segment.cells());
        }
      }
      cells.putAll(Journal.statuses(out.resolve("_journal")));
      return cells;
    } catch (IOException e) {
      throw new InvalidInputException(out + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Who writes {@code out} now, such as {@code process 12 on node1 since ...}; empty when nobody
   * does.
   *
   * @throws InvalidInputException when {@code out} is no sweep's folder, or cannot be read
   */
  public static Optional<String> writer(Path out) {
    SweepRecord.of(out);
    try {
      return WriterLock.holder(out);
    } catch (IOException e) {
      throw new InvalidInputException(out + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** The sweep's id: that of the configuration that the folder was begun with. */
  public String sweepId() {
    return sweepId;
  }

  /** Every configuration that the folder was run with. */
  public synchronized SweepRecord record() {
    return record;
  }

  /** The cells of all configurations that the folder was run with, and every finished one. */
  public synchronized Set<String> all() {
    Set<String> all = new LinkedHashSet<>(planned.ids());
    all.addAll(cells.keySet());
    return all;
  }

  /** How many of {@code cellIds} have a result, whatever it is. */
  public synchronized int withResult(Collection<String> cellIds) {
    return (int) cellIds.stream().filter(cells::containsKey).count();
  }

  /**
   * The cells that need no more work, FAILED and STOPPED ones included unless they are to be
   * retried.
   */
  public synchronized Set<String> finished() {
    Set<String> finished = new HashSet<>(cells.keySet());
    finished.removeIf(this::needsWork);
    return finished;
  }

  /** Those of {@code cellIds} that are not DONE, in the order given. */
  public synchronized List<String> withoutSuccess(Collection<String> cellIds) {
    return cellIds.stream()
        .filter(id -> !cells.containsKey(id) || cells.get(id).status().retryable())
        .toList();
  }

  /** Those of {@code cellIds} that still need work, in the order given. */
  public synchronized List<String> missing(Collection<String> cellIds) {
    return cellIds.stream().filter(this::needsWork).toList();
  }

  private boolean needsWork(String id) {
    CommittedCell cell = cells.get(id);
    return cell == null || cell.toRetry(options.retryFailed());
  }

  /**
   * Commits a finished cell. All of it is on the disk when this returns.
   *
   * @return false, and nothing changes, when the cell was finished already
   * @throws InvalidInputException when the disk refuses; the cell is then not finished, and
   *     everything committed before is as it was
   */
  public synchronized boolean commit(CellResult result) {
    checkOpen();
    String id = result.cell().cellId();
    if (!needsWork(id)) {
      return false;
    }
    journal.add(result);
    cells.merge(id, CommittedCell.now(result.cell().status()), CommittedCell::replacedBy);
    clock.changed(journal.cells().size() >= options.cellsPerSegment());
    return true;
  }

  /** Records an attempt that ended without a result of its cell; as durable as {@link #commit}. */
  public synchronized void recordAttempt(AttemptRow attempt) {
    checkOpen();
    journal.add(attempt);
    clock.changed(false);
  }

  /** Records a start of the sweep. */
  public synchronized void recordEnvironment(EnvironmentRow start) {
    checkOpen();
    Path folder = Segment.folder(out, RowType.ENVIRONMENT, sweepId);
    int number = 0;
    while (Files.exists(folder.resolve("start-" + number + ".parquet"))) {
      number++;
    }
    RowFile.write(
        folder.resolve("start-" + number + ".parquet"), RowType.ENVIRONMENT, List.of(start));
  }

  /**
   * Brings the Parquet tables up to date now.
   *
   * @throws InvalidInputException when the disk refuses; what is committed is safe all the same
   */
  public synchronized void publish() {
    checkOpen();
    publishNow();
  }

  private void publishNow() {
    clock.started();
    Map<Integer, Set<String>> replaced = new TreeMap<>();
    for (String id : journal.cells().keySet()) {
      cells
          .get(id)
          .oldRow()
          .ifPresent(segment -> replaced.computeIfAbsent(segment, s -> new HashSet<>()).add(id));
    }
    replaced.forEach(
        (segment, ids) -> {
          new Segment(out, sweepId, segment).remove(ids);
          ids.forEach(id -> cells.computeIfPresent(id, (same, cell) -> cell.withoutOldRow()));
        });
    Segment open = new Segment(out, sweepId, journal.segment());
    open.publish(journal.cells().values(), journal.looseAttempts());
    if (journal.cells().size() >= options.cellsPerSegment()) {
      for (CellResult result : journal.cells().values()) {
        cells.computeIfPresent(result.cell().cellId(), (id, cell) -> cell.closedIn(open.number()));
      }
      try {
        journal = journal.next();
      } catch (IOException e) {
        throw AtomicFile.cannotWrite(out.resolve("_journal"), e);
      }
    }
    clock.succeeded();
  }

  /** A failure here loses nothing: the journal is safe, and the next publication tries again. */
  private synchronized void publishQuietly() {
    if (closed) {
      return;
    }
    try {
      publishNow();
    } catch (InvalidInputException e) {
      clock.failed();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the tables in " + out + " are closed");
    }
  }

  /**
   * Publishes what is committed and lets the folder go.
   *
   * @throws InvalidInputException when the disk refuses; what is committed is safe all the same
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      try {
        if (clock.pending()) {
          publishNow();
        }
      } finally {
        closed = true;
        lock.close();
      }
    }
    clock.close();
  }
}
