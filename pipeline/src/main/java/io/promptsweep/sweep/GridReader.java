package io.promptsweep.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.promptsweep.sweep.hocon.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Multiplies lists and axes into cells, reading the settings of each combination once. */
final class GridReader {
  /** A grid beyond this is a mistake, and would not fit the driver's memory. */
  private static final long MOST_CELLS = 1_000_000;

  private final Config config;
  private final Config defaults;
  private final MethodCatalog methods;
  private final SweepLists lists;
  private final List<Axis> axes;
  private final String protocol;
  private final Problems problems;
  private final Map<String, Object> seen;
  private final Map<String, Cell> byJson = new HashMap<>();
  private final List<Cell> cells = new ArrayList<>();

  GridReader(
      Config config,
      Config defaults,
      MethodCatalog methods,
      SweepLists lists,
      List<Axis> axes,
      String protocol,
      Problems problems,
      Map<String, Object> seen) {
    this.config = config;
    this.defaults = defaults;
    this.methods = methods;
    this.lists = lists;
    this.axes = axes;
    this.protocol = protocol;
    this.problems = problems;
    this.seen = seen;
  }

  List<Cell> cells() {
    long size = size();
    if (size > MOST_CELLS) {
      problems.add(
          "sweep: the lists and axes make "
              + size
              + " cells; at most "
              + MOST_CELLS
              + " are possible, so split the sweep.");
      return List.of();
    }
    CellReader plain = new CellReader(config, defaults, methods, problems, seen);
    for (String task : lists.tasks()) {
      for (String method : lists.methods()) {
        plain.read(method, task);
        for (Map<String, ConfigValue> point : points(method, task)) {
          addCells(method, task, point);
        }
      }
    }
    return cells;
  }

  private void addCells(String method, String task, Map<String, ConfigValue> point) {
    Config overlaid = config;
    Map<String, String> labels = new TreeMap<>();
    for (var entry : point.entrySet()) {
      // Every name in a path is plain, so quoting each keeps the path's meaning.
      String path = ConfigUtil.joinPath(List.of(entry.getKey().split("\\.", -1)));
      overlaid = overlaid.withValue(path, entry.getValue());
      labels.put(entry.getKey(), Axis.label(entry.getValue()));
    }
    Map<String, Object> read = new TreeMap<>();
    CellReader.Settings settings =
        new CellReader(overlaid, defaults, methods, problems, read).read(method, task);
    // A key may be in use only where an axis has chosen its optimizer or schedule.
    read.keySet().removeAll(labels.keySet());
    read.forEach(seen::putIfAbsent);
    for (double rate : settings.learningRates()) {
      for (boolean dropout : settings.dropouts()) {
        for (long seed : lists.seeds()) {
          add(
              new Cell(
                  method,
                  settings.method(),
                  task,
                  settings.taskFor(seed),
                  seed,
                  rate,
                  dropout,
                  settings.training(),
                  settings.precision(),
                  protocol,
                  labels));
        }
      }
    }
  }

  private void add(Cell cell) {
    if (!problems.sentences().isEmpty()) {
      return; // defaults stand in for refused values, so likeness means nothing
    }
    Cell other = byJson.putIfAbsent(cell.configJson(), cell);
    if (other != null) {
      problems.add(
          "sweep.axes: "
              + other.axes()
              + " and "
              + cell.axes()
              + " make the same cell of "
              + cell.method()
              + " on "
              + cell.task()
              + ", because a nearer setting overrides the axis or its key is not in use; remove"
              + " one.");
      return;
    }
    cells.add(cell);
  }

  private List<Map<String, ConfigValue>> points(String method, String task) {
    List<Map<String, ConfigValue>> points = List.of(Map.of());
    for (Axis axis : axes) {
      if (axis.concerns(method, task)) {
        List<Map<String, ConfigValue>> longer = new ArrayList<>();
        for (Map<String, ConfigValue> point : points) {
          for (ConfigValue value : axis.values()) {
            Map<String, ConfigValue> next = new TreeMap<>(point);
            next.put(axis.path(), value);
            longer.add(next);
          }
        }
        points = longer;
      }
    }
    return points;
  }

  /** How many cells there will be, learning rates of single methods not looked at. */
  private long size() {
    long size = 0;
    for (String task : lists.tasks()) {
      for (String method : lists.methods()) {
        long points = 1;
        for (Axis axis : axes) {
          points = axis.concerns(method, task) ? cap(points * axis.values().size()) : points;
        }
        size += points;
      }
    }
    size = cap(size * lists.seeds().size());
    size = cap(size * lists.learningRates());
    return cap(size * lists.dropouts());
  }

  /** Keeps products of a few lists far from overflow. */
  private static long cap(long n) {
    return Math.min(n, 1_000_000_000_000L);
  }
}
