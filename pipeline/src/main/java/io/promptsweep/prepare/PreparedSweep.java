package io.promptsweep.prepare;

import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.BackboneDigest;
import io.promptsweep.backbone.T5Config;
import io.promptsweep.backbone.TokenizerFit;
import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.method.BoundMethod;
import io.promptsweep.method.Methods;
import io.promptsweep.node.NodeBackbone;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.Cell;
import io.promptsweep.sweep.CellId;
import io.promptsweep.sweep.Location;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.sweep.SweepId;
import io.promptsweep.task.TaskLibrary;
import io.promptsweep.training.data.EmbeddingTable;
import io.promptsweep.training.data.TokenizedTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A sweep whose backbone and data have been found: each task read and tokenized once, each cell
 * named by its content.
 *
 * @param config the configuration
 * @param sweepId the sweep's content id
 * @param backboneDir the backbone's folder
 * @param backbone its sizes
 * @param backboneDigest digest of its files
 * @param source where its tasks come from
 * @param cells the cells in the grid's order
 */
public record PreparedSweep(
    SweepConfig config,
    String sweepId,
    Path backboneDir,
    T5Config backbone,
    String backboneDigest,
    TaskSource source,
    List<NamedCell> cells) {

  /** A cell with its content id and its examples, which it shares with cells of the same view. */
  public record NamedCell(String id, Cell cell, TokenizedTask task) {

    /** Names the cell for people: {@code sst2 residual lr=0.3 dropout=off seed=1}. */
    public String label() {
      StringBuilder label = new StringBuilder();
      label.append(cell.task()).append(' ').append(cell.method());
      cell.axes()
          .forEach((axis, value) -> label.append(' ').append(axis).append('=').append(value));
      label.append(" lr=").append(cell.learningRate());
      label.append(" dropout=").append(cell.dropout() ? "on" : "off");
      return label.append(" seed=").append(cell.seed()).toString();
    }
  }

  /** What makes scores on its data mean less than they seem to, a sentence each. */
  public List<String> warnings() {
    return cells.stream().flatMap(c -> c.task().data().warnings().stream()).distinct().toList();
  }

  /** The backbone as executors find it. */
  public NodeBackbone executorBackbone() {
    String place = config.run().executorBackbone();
    if (place.isBlank()) {
      Location location = config.backbone().location();
      if (location instanceof Location.Embedded) {
        place = NodeBackbone.EMBEDDED;
      } else if (location instanceof Location.Remote remote) {
        place = remote.uri();
      } else {
        place = backboneDir.toAbsolutePath().normalize().toString();
      }
    }
    return new NodeBackbone(place, backboneDigest);
  }

  /**
   * Finds backbone and data, reads every task, and names the cells.
   *
   * @throws InvalidInputException if something is missing or damaged, before anything is trained
   */
  public static PreparedSweep of(SweepConfig config, TaskLibrary library) {
    return of(config, library, cell -> true);
  }

  /**
   * As above, with those cells only that {@code wanted} accepts, and only their tasks read. The
   * sweep's id is then that of a sweep of these cells.
   */
  public static PreparedSweep of(SweepConfig config, TaskLibrary library, Predicate<Cell> wanted) {
    List<Cell> grid = config.grid().cells().stream().filter(wanted).toList();
    Path backboneDir =
        Folders.backbone(config).orElseThrow(() -> unset("backbone.path", "a Hugging Face T5"));
    Path dataDir =
        Folders.data(config).orElseThrow(() -> unset("data.dir", "GLUE and SuperGLUE files"));
    T5Config backbone = Backbone.examine(backboneDir);
    String digest = BackboneDigest.of(backboneDir);
    Map<TaskView, TokenizedTask> tasks = new LinkedHashMap<>();
    Set<TaskView> views = new LinkedHashSet<>();
    grid.forEach(cell -> views.add(TaskView.of(cell)));
    Set<String> problems = new LinkedHashSet<>();
    EmbeddingTable table = EmbeddingTable.of(backbone);
    try (T5Tokenizer tokenizer = T5Tokenizer.open(backboneDir)) {
      TokenizerFit.check(backboneDir, backbone, tokenizer);
      startTexts(grid, tokenizer, table, problems);
      for (TaskView view : views) {
        try {
          tasks.put(view, view.tokenize(library, dataDir, tokenizer, table));
        } catch (InvalidInputException e) {
          problems.add(e.getMessage()); // the other tasks' come in the same message
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join("\n", problems));
    }
    List<NamedCell> cells = new ArrayList<>();
    for (Cell cell : grid) {
      TokenizedTask task = tasks.get(TaskView.of(cell));
      cells.add(new NamedCell(CellId.of(cell, digest, task.data().digest()), cell, task));
    }
    Map<String, String> dataDigests = new TreeMap<>();
    tasks.forEach(
        (view, task) -> dataDigests.merge(view.task(), task.data().digest(), String::concat));
    return new PreparedSweep(
        config,
        SweepId.of(config, digest, dataDigests),
        backboneDir,
        backbone,
        digest,
        new TaskSource(library, dataDir),
        List.copyOf(cells));
  }

  /** Tries the texts that prompts start from. */
  private static void startTexts(
      List<Cell> grid, T5Tokenizer tokenizer, EmbeddingTable table, Set<String> problems) {
    Set<BoundMethod> methods = new LinkedHashSet<>();
    grid.forEach(
        cell ->
            methods.add(
                Methods.bind(cell.method(), cell.methodSettings(), "method." + cell.method())));
    for (BoundMethod method : methods) {
      for (String text : method.startTexts()) {
        try {
          table.requireRows(
              tokenizer.encode(text),
              tokenizer,
              text,
              () -> "method " + method.name() + ": the text that its prompt starts from");
        } catch (InvalidInputException e) {
          problems.add(e.getMessage());
        }
      }
    }
  }

  /**
   * This sweep with {@code more} cells behind its own. Its id stays: it says which configuration
   * runs, not how much of a folder.
   */
  public PreparedSweep with(List<NamedCell> more) {
    Map<String, NamedCell> all = new LinkedHashMap<>();
    cells.forEach(named -> all.put(named.id(), named));
    more.forEach(named -> all.putIfAbsent(named.id(), named));
    return new PreparedSweep(
        config, sweepId, backboneDir, backbone, backboneDigest, source, List.copyOf(all.values()));
  }

  /** Each task's digests of data: several where seeds draw examples of their own. */
  public Map<String, List<String>> dataDigests() {
    Map<String, Set<String>> digests = new TreeMap<>();
    cells.forEach(
        named ->
            digests
                .computeIfAbsent(named.cell().task(), task -> new LinkedHashSet<>())
                .add(named.task().data().digest()));
    Map<String, List<String>> lists = new TreeMap<>();
    digests.forEach((task, all) -> lists.put(task, List.copyOf(all)));
    return lists;
  }

  private static InvalidInputException unset(String key, String what) {
    return new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s is not set; name a folder of %s with --set %s=FOLDER.",
            key,
            what,
            key));
  }
}
