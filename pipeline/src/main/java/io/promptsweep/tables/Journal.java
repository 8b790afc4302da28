package io.promptsweep.tables;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.files.AtomicFile;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The truth about the open segment: one JSON file for each commit, in a folder named after the
 * segment's number.
 *
 * <p>{@code open-N} exists: the journal is the truth about segment N, and its Parquet files are a
 * copy. {@code open-N} was renamed to {@code closed-N}: the Parquet files are the truth, and the
 * folder is rubbish. The rename is atomic, so no entry is ever counted twice or not at all.
 */
final class Journal {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Exactly the names that are written here: others are copies that other programs made.
  private static final Pattern FOLDER = Pattern.compile("(open|closed)-(\\d{5,9})");
  private static final Pattern CELL = Pattern.compile("cell-([A-Za-z0-9._-]+)\\.json");
  private static final Pattern ATTEMPT = Pattern.compile("attempt-\\d{6,}\\.json");

  private final Path folder;
  private final int segment;
  private final Map<String, CellResult> cells = new LinkedHashMap<>();
  private final List<AttemptRow> looseAttempts = new ArrayList<>();

  private Journal(Path folder, int segment) throws IOException {
    this.folder = folder;
    this.segment = segment;
    Files.createDirectories(entries("open"));
    AtomicFile.forceFolder(folder);
  }

  /**
   * Opens the journal in {@code folder} and reads its entries.
   *
   * @param nextSegment the segment to begin when none is open
   */
  static Journal open(Path folder, int nextSegment) throws IOException {
    Files.createDirectories(folder);
    int segment = nextSegment;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = FOLDER.matcher(file.getFileName().toString());
        if (name.matches() && name.group(1).equals("closed")) {
          delete(file);
        } else if (name.matches()) {
          segment = Integer.parseInt(name.group(2));
        }
      }
    }
    Journal journal = new Journal(folder, segment);
    journal.read();
    return journal;
  }

  int segment() {
    return segment;
  }

  /** The cells in the open entries of {@code folder} with their statuses; changes nothing. */
  static Map<String, CellStatus> statuses(Path folder) throws IOException {
    Map<String, CellStatus> statuses = new LinkedHashMap<>();
    if (!Files.isDirectory(folder)) {
      return statuses;
    }
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder, 2)) {
      all.filter(file -> CELL.matcher(file.getFileName().toString()).matches())
          .filter(file -> isOpen(file.getParent()))
          .forEach(files::add);
    } catch (UncheckedIOException e) {
      return statuses; // the writer closed the segment meanwhile; its Parquet files are complete
    }
    for (Path file : files) {
      if (Files.exists(file)) {
        JsonNode cell = parse(file).path("cell");
        String id = cell.path("cell_id").textValue();
        if (file.getFileName().toString().equals("cell-" + id + ".json")) {
          statuses.put(id, CellStatus.valueOf(cell.path("status").textValue()));
        }
      }
    }
    return statuses;
  }

  private static boolean isOpen(Path folder) {
    Matcher name = FOLDER.matcher(folder.getFileName().toString());
    return name.matches() && name.group(1).equals("open");
  }

  /** The open segment's cells by id, in the order of their commits. */
  Map<String, CellResult> cells() {
    return cells;
  }

  /** The open segment's attempts that came without a result. */
  List<AttemptRow> looseAttempts() {
    return looseAttempts;
  }

  /** Commits a cell. Once this returns, the cell is finished, whatever happens next. */
  void add(CellResult result) {
    String id = result.cell().cellId();
    CellResult earlier = cells.get(id);
    if (earlier != null) {
      result =
          new CellResult(
              result.cell(),
              result.epochs(),
              Stream.concat(earlier.attempts().stream(), result.attempts().stream()).toList());
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("cell", RowType.CELLS.json(result.cell()));
    entry.put("epochs", result.epochs().stream().map(RowType.EPOCHS::json).toList());
    entry.put("attempts", result.attempts().stream().map(RowType.ATTEMPTS::json).toList());
    write("cell-" + id + ".json", entry);
    cells.put(id, result);
  }

  /** Records an attempt that ended without a result. */
  void add(AttemptRow attempt) {
    write(
        String.format(Locale.ROOT, "attempt-%06d.json", looseAttempts.size()),
        Map.of("attempt", RowType.ATTEMPTS.json(attempt)));
    looseAttempts.add(attempt);
  }

  /** Ends the open segment, whose Parquet files must be complete, and begins the next. */
  Journal next() throws IOException {
    Path closed = entries("closed");
    Files.move(entries("open"), closed, ATOMIC_MOVE);
    AtomicFile.forceFolder(folder);
    Journal next = new Journal(folder, segment + 1);
    try {
      delete(closed);
    } catch (IOException e) {
      // Rubbish that stays; the next opening of the folder tries again.
      return next;
    }
    return next;
  }

  private Path entries(String state) {
    return folder.resolve(String.format(Locale.ROOT, "%s-%05d", state, segment));
  }

  private void write(String name, Map<String, Object> entry) {
    AtomicFile.write(
        entries("open").resolve(name), file -> Files.write(file, JSON.writeValueAsBytes(entry)));
  }

  private void read() throws IOException {
    AtomicFile.removeTemporaries(entries("open"));
    List<Path> files;
    try (Stream<Path> list = Files.list(entries("open"))) {
      files = list.sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (ATTEMPT.matcher(name).matches()) {
        looseAttempts.add(RowType.ATTEMPTS.row(parse(file).path("attempt"), file));
      }
      if (!CELL.matcher(name).matches()) {
        continue;
      }
      JsonNode entry = parse(file);
      CellRow cell = RowType.CELLS.row(entry.path("cell"), file);
      if (!name.equals("cell-" + cell.cellId() + ".json")) {
        continue; // a copy under another name
      }
      List<EpochRow> epochs = new ArrayList<>();
      entry.path("epochs").forEach(row -> epochs.add(RowType.EPOCHS.row(row, file)));
      List<AttemptRow> attempts = new ArrayList<>();
      entry.path("attempts").forEach(row -> attempts.add(RowType.ATTEMPTS.row(row, file)));
      cells.put(cell.cellId(), new CellResult(cell, epochs, attempts));
    }
  }

  private static JsonNode parse(Path file) throws IOException {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file
              + " is not JSON ("
              + e.getOriginalMessage()
              + "); it was changed by hand: move it away to compute its cell again.",
          e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
