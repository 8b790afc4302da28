package io.promptsweep.prepare;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.sweep.Cell;
import io.promptsweep.tables.ResultTables;
import io.promptsweep.tables.StoredCell;
import io.promptsweep.tables.SweepRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Lets a sweep into a folder whose cells it agrees with in everything but the grid: further seeds,
 * learning rates, dropout, methods, tasks and values of axes come in, and so does a part of what is
 * there. Whatever would make a finished cell another one, or stand beside it under its name, is
 * refused with the keys and inputs that differ.
 *
 * <p>Cells agree across methods and tasks too, so that tables compare like with like: only a
 * method's own settings and those in a task's own section concern that method or task alone.
 */
public final class Extension implements ResultTables.Admission {
  private static final int SHOWN = 6;
  private static final int DIGITS = 12;

  private final PreparedSweep sweep;
  private final Path out;
  private final Set<String> problems = new LinkedHashSet<>();

  /** The settings there, each with the draws of few examples. */
  private final Map<CellSetting, Draws> settings = new LinkedHashMap<>();

  /** Task to view of its data to digest. */
  private final Map<String, Map<String, String>> views = new TreeMap<>();

  /** Task to one of its cells' configurations. */
  private final Map<String, String> example = new HashMap<>();

  /** Keys of every configuration that the folder was run with. */
  private final Set<String> keysThere = new HashSet<>();

  private final Set<String> backboneNames = new LinkedHashSet<>();
  private final Set<String> backboneDigests = new LinkedHashSet<>();
  private final Set<String> protocols = new LinkedHashSet<>();

  /**
   * @param sweep what is to come in
   * @param out the folder
   */
  public Extension(PreparedSweep sweep, Path out) {
    this.sweep = sweep;
    this.out = out;
  }

  /** The seeds that drew the few examples of a setting's cells. */
  private static final class Draws {
    private final Set<String> seeds = new HashSet<>();
    private boolean byCell = true;

    void add(CellSetting.Parts parts) {
      if (!parts.fewShotSeed().isEmpty()) {
        seeds.add(parts.fewShotSeed());
        byCell &= parts.drawnBySeed();
      }
    }

    boolean agreesWith(Draws other) {
      return seeds.equals(other.seeds) || (byCell && other.byCell);
    }

    String shown() {
      return byCell ? "cell" : String.join(" and ", seeds);
    }
  }

  /**
   * The backbone's name in the folder's rows: a backbone that moved keeps it, because views tell
   * backbones apart by their names.
   */
  public String backboneName() {
    return backboneNames.size() == 1
        ? backboneNames.iterator().next()
        : sweep.config().backbone().name();
  }

  @Override
  public void check(SweepRecord folder, Consumer<Consumer<StoredCell>> cells) {
    cells.accept(this::add);
    folder.configurations().forEach(each -> keysThere.addAll(each.config().keySet()));
    checkBackbone();
    checkData();
    checkProtocol();
    checkSettings();
    if (!problems.isEmpty()) {
      List<String> shown = new ArrayList<>(problems);
      String more =
          shown.size() > SHOWN
              ? String.format(Locale.ROOT, ", and %d more", shown.size() - SHOWN)
              : "";
      throw new InvalidInputException(
          out.resolve("sweep.json")
              + " belongs to sweep '"
              + folder.sweepId()
              + "', whose finished cells have other settings or inputs than this one: "
              + String.join(", ", shown.subList(0, Math.min(SHOWN, shown.size())))
              + more
              + "; give this sweep another output folder, or restore what differs.");
    }
  }

  private void add(StoredCell cell) {
    CellSetting.Parts parts = CellSetting.parts(cell.configJson(), cell.axes());
    settings.computeIfAbsent(parts.setting(), s -> new Draws()).add(parts);
    views
        .computeIfAbsent(cell.task(), task -> new HashMap<>())
        .put(parts.view(), cell.dataDigest());
    example.putIfAbsent(cell.task(), cell.configJson());
    backboneNames.add(cell.backbone());
    backboneDigests.add(cell.backboneDigest());
    protocols.add(cell.protocol().orElse(""));
  }

  private void checkBackbone() {
    String here = sweep.backboneDigest();
    Optional<String> other =
        backboneDigests.stream().filter(there -> !there.equals(here)).findFirst();
    if (other.isPresent()) {
      problems.add(
          "the backbone's digest is "
              + digits(other.get())
              + " in the folder and "
              + digits(here)
              + " here (the files of the backbone in "
              + sweep.backboneDir().toAbsolutePath().normalize()
              + " are not those that the folder was trained with)");
      return;
    }
    String name = sweep.config().backbone().name();
    Object given = sweep.config().resolved().get("backbone.name");
    if (!backboneNames.contains(name) && given != null && !given.toString().isBlank()) {
      problems.add(differ("backbone.name", String.join(" and ", backboneNames), name));
    }
  }

  /** Finds tasks whose data changed, also where no cell here sees the same part of it. */
  private void checkData() {
    Map<String, String> changed = new TreeMap<>();
    Set<String> compared = new HashSet<>();
    for (PreparedSweep.NamedCell named : sweep.cells()) {
      String task = named.cell().task();
      Map<String, String> there = views.get(task);
      if (there != null) {
        String view = CellSetting.parts(named.cell().configJson(), Map.of()).view();
        String digest = there.get(view);
        if (digest != null) {
          compared.add(task);
          compare(task, digest, named.task().data().digest(), changed);
        }
      }
    }
    for (String task :
        sweep.cells().stream().map(named -> named.cell().task()).distinct().toList()) {
      if (views.containsKey(task) && !compared.contains(task)) {
        String json = example.get(task);
        Cell cell = Cell.parse(json, "", Map.of());
        compare(
            task,
            views.get(task).get(CellSetting.parts(json, Map.of()).view()),
            sweep.source().digest(task, cell.taskOptions()),
            changed);
      }
    }
    problems.addAll(changed.values());
  }

  private void compare(String task, String there, String here, Map<String, String> changed) {
    if (!there.equals(here)) {
      changed.putIfAbsent(
          task,
          "the data of task "
              + task
              + " changed (its digest is "
              + digits(there)
              + " in the folder and "
              + digits(here)
              + " here; its files are in "
              + sweep.source().dataDir().toAbsolutePath().normalize()
              + ")");
    }
  }

  private void checkProtocol() {
    String here = sweep.config().protocol().isBlank() ? "" : sweep.config().protocol();
    // No id hangs on it, but rows of two protocols are never averaged.
    protocols.stream()
        .filter(there -> !there.equals(here))
        .findFirst()
        .ifPresent(there -> problems.add(differ("protocol", quoted(there), quoted(here))));
  }

  private void checkSettings() {
    Map<CellSetting, Draws> here = new LinkedHashMap<>();
    for (PreparedSweep.NamedCell named : sweep.cells()) {
      CellSetting.Parts parts = CellSetting.parts(named.cell().configJson(), named.cell().axes());
      here.computeIfAbsent(parts.setting(), s -> new Draws()).add(parts);
    }
    here.forEach(this::checkSetting);
  }

  private void checkSetting(CellSetting here, Draws draws) {
    List<CellSetting> same =
        settings.keySet().stream()
            .filter(there -> there.method().equals(here.method()))
            .filter(there -> there.task().equals(here.task()))
            .toList();
    for (CellSetting there : same) {
      if (there.values().equals(here.values()) && !there.axes().equals(here.axes())) {
        problems.add(
            String.format(
                Locale.ROOT,
                "equal cells of %s on %s have the axes %s in the folder and %s here",
                here.method(),
                here.task(),
                there.axes(),
                here.axes()));
        return;
      }
    }
    nearest(here, same).ifPresent(there -> report(there, here, draws));
  }

  /** What a setting must agree with: its own place, else its method, its task, any other. */
  private Optional<CellSetting> nearest(CellSetting here, List<CellSetting> same) {
    Optional<CellSetting> place =
        same.stream().filter(there -> there.axes().equals(here.axes())).findFirst();
    if (place.isPresent()) {
      return place;
    }
    Comparator<CellSetting> fewest =
        Comparator.comparingInt(there -> differences(there, here).size());
    Optional<CellSetting> method = same.stream().min(fewest);
    return method
        .or(
            () ->
                settings.keySet().stream()
                    .filter(there -> there.task().equals(here.task()))
                    .min(fewest))
        .or(
            () ->
                settings.keySet().stream()
                    .filter(there -> there.method().equals(here.method()))
                    .min(fewest))
        .or(() -> settings.keySet().stream().min(fewest));
  }

  private Set<String> differences(CellSetting there, CellSetting here) {
    boolean sameTask = there.task().equals(here.task());
    if (sameTask && there.method().equals(here.method()) && there.axes().equals(here.axes())) {
      return there.differencesInPlace(here);
    }
    Set<String> keys = there.differences(here);
    if (!sameTask) {
      keys.removeIf(key -> here.isTasksOwn(key, keysHere()) || there.isTasksOwn(key, keysThere));
    }
    return keys;
  }

  private Set<String> keysHere() {
    return sweep.config().resolved().keySet();
  }

  private void report(CellSetting there, CellSetting here, Draws draws) {
    Set<String> keys = keysHere();
    for (String key : differences(there, here)) {
      problems.add(differ(here.configKey(key, keys), there.value(key), here.value(key)));
    }
    Draws drawn = settings.get(there);
    boolean few = !drawn.seeds.isEmpty() && !draws.seeds.isEmpty();
    if (few && there.task().equals(here.task()) && !drawn.agreesWith(draws)) {
      problems.add(
          differ(here.configKey("task.few-shot-seed", keys), drawn.shown(), draws.shown()));
    }
  }

  private static String differ(String key, String there, String here) {
    return String.format(Locale.ROOT, "%s is %s in the folder and %s here", key, there, here);
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private static String digits(String digest) {
    return digest.substring(0, Math.min(DIGITS, digest.length()));
  }
}
