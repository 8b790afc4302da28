package io.promptsweep.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.promptsweep.files.LocalPath;
import io.promptsweep.problem.Nearest;
import io.promptsweep.sweep.BackboneSettings.BackboneShape;
import io.promptsweep.sweep.BackboneSettings.T5Version;
import io.promptsweep.sweep.hocon.Group;
import io.promptsweep.sweep.hocon.KnownKeys;
import io.promptsweep.sweep.hocon.Place;
import io.promptsweep.sweep.hocon.Problems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the parts of a configuration that are not a cell's own, then has the grid read. */
final class SweepReader {
  /** Sections whose keys are names of methods, tasks, and other keys. */
  private static final Set<String> OPEN = Set.of("method", "tasks", "sweep.axes");

  private final Config config;
  private final Config defaults;
  private final Path file;
  private final KnownNames known;
  private final KnownKeys keys;
  private final Problems problems = new Problems();
  private final SortedMap<String, Object> seen = new TreeMap<>();

  SweepReader(Config config, Config defaults, Path file, KnownNames known) {
    this.config = config;
    this.defaults = defaults;
    this.file = file;
    this.known = known;
    this.keys = new KnownKeys(defaults.root(), OPEN);
  }

  SweepConfig read() {
    keys.check(config.root(), problems);
    DataSettings data = data();
    BackboneSettings backbone = backbone();
    RunSettings runSettings = run();
    Group top = group("");
    String protocol = top.text("protocol");
    String name = group("sweep").text("name");
    SortedSet<String> taskNames = known.tasks().in(data.ownTasks());
    checkSections("method", config.root().get("method"), known.methods().names(), "a method");
    checkSections("tasks", config.root().get("tasks"), taskNames, "a task");
    checkTaskKeys();

    SweepLists lists = SweepLists.read(group("sweep"), known.methods().names(), taskNames);
    List<Axis> axes = Axis.readAll(config, keys, known.methods().names(), taskNames, problems);
    axes.forEach(axis -> seen.put("sweep.axes." + axis.path(), axis.labels()));
    GridReader reader =
        new GridReader(config, defaults, known.methods(), lists, axes, protocol, problems, seen);
    List<Cell> cells = reader.cells();
    problems.throwIfAny(); // what is idle is certain only when everything else is right
    IdleSettings idle = new IdleSettings(config, defaults, seen.keySet(), problems);
    idle.check();
    problems.throwIfAny();
    return new SweepConfig(
        name,
        protocol,
        backbone,
        data,
        runSettings,
        new Grid(cells),
        seen,
        source(idle.removed(), backbone, data, runSettings));
  }

  /** The configuration as one file that needs no other and may be read from anywhere. */
  private static String source(
      Config whole, BackboneSettings backbone, DataSettings data, RunSettings run) {
    Config source = absolute(whole, "backbone.path", backbone.location());
    source = absolute(source, "data.dir", data.location());
    if (data.ownTasks().isPresent()) {
      source = absolute(source, "data.tasks-dir", new Location.Folder(data.ownTasks().get()));
    }
    if (run.checkpoints() instanceof RunSettings.CheckpointPlace.Folder place
        && !LocalPath.isRemote(place.uri())) {
      Location.Folder folder = new Location.Folder(LocalPath.of(place.uri()));
      source = absolute(source, "run.checkpoints", folder);
    }
    return source.root().render(ConfigRenderOptions.concise().setJson(false).setFormatted(true));
  }

  private static Config absolute(Config config, String key, Location location) {
    return location instanceof Location.Folder folder
        ? config.withValue(
            key,
            ConfigValueFactory.fromAnyRef(folder.path().toAbsolutePath().normalize().toString()))
        : config;
  }

  private RunSettings run() {
    Group run = group("run");
    return new RunSettings(
        run.count("parallel-cells", 0),
        run.countOr("threads-per-cell", 1, "auto"),
        run.count("retries", 0),
        run.duration("retry-wait"),
        run.durationOrOff("cell-time-limit"),
        run.durationOrOff("no-progress-limit"),
        run.parsed("on-error", RunSettings.OnError::of),
        run.parsed("micro-batch", RunSettings.MicroBatch::of),
        run.parsed("checkpoints", RunSettings.CheckpointPlace::of),
        run.parsed("executor-backbone", SweepReader::place),
        run.flag("report"));
  }

  /** A path, a URI, the name of an archive, or nothing; the executor looks for it. */
  private static String place(String text) {
    if (!text.isBlank()) {
      RunSettings.checked(text);
    }
    return text;
  }

  private DataSettings data() {
    Group data = group("data");
    String tasks = data.text("tasks-dir");
    Optional<Path> ownTasks = Optional.empty();
    if (!tasks.isBlank()) {
      try {
        ownTasks = Optional.of(Location.folder(tasks, file));
      } catch (InvalidPathException e) {
        refuse(data, "tasks-dir", e);
      }
    }
    return new DataSettings(location(data, "dir"), ownTasks);
  }

  private BackboneSettings backbone() {
    Group backbone = group("backbone");
    Location location = location(backbone, "path");
    return new BackboneSettings(
        BackboneSettings.nameOf(backbone.text("name"), location), location, shape());
  }

  private Location location(Group group, String key) {
    try {
      return Location.of(group.text(key), file);
    } catch (InvalidPathException e) {
      refuse(group, key, e);
      return new Location.Unset();
    }
  }

  private static void refuse(Group group, String key, InvalidPathException e) {
    group.refuse(key, "is '" + e.getInput() + "', which " + e.getReason() + ".");
  }

  /** The six sizes, all or none, and the version. */
  private Optional<BackboneShape> shape() {
    Group shape = group("backbone.shape");
    List<String> versions = Arrays.stream(T5Version.values()).map(T5Version::key).toList();
    T5Version version = T5Version.values()[versions.indexOf(shape.choice("version", versions))];
    List<String> names =
        List.of("vocab-size", "d-model", "d-kv", "d-ff", "num-layers", "num-heads");
    List<OptionalInt> sizes = names.stream().map(key -> shape.countOrOff(key, 1)).toList();
    if (sizes.stream().anyMatch(OptionalInt::isEmpty)) {
      for (int i = 0; i < names.size(); i++) {
        if (sizes.get(i).isPresent()) {
          shape.refuse(names.get(i), "is given without the other sizes; give all six or none.");
        }
      }
      return Optional.empty();
    }
    int[] n = sizes.stream().mapToInt(OptionalInt::getAsInt).toArray();
    return Optional.of(new BackboneShape(n[0], n[1], n[2], n[3], n[4], n[5], version));
  }

  /** The section's keys are names that exist, and each holds an object. */
  private void checkSections(
      String section, ConfigValue given, Collection<String> names, String kind) {
    if (!(given instanceof ConfigObject object)) {
      return;
    }
    for (String name : new TreeSet<>(object.keySet())) {
      ConfigValue value = object.get(name);
      boolean ours = defaults.hasPath(section) && defaults.getObject(section).containsKey(name);
      String place = Place.of(value) + ": " + section + "." + name;
      if (!names.contains(name) && !ours) {
        problems.add(place + " is not " + kind + Nearest.hint(name, names));
      } else if (!(value instanceof ConfigObject)) {
        problems.add(
            place
                + " has type "
                + value.valueType()
                + " rather than OBJECT; write its keys in braces.");
      }
    }
  }

  private void checkTaskKeys() {
    if (!(config.root().get("tasks") instanceof ConfigObject tasks)) {
      return;
    }
    ConfigObject one =
        defaults
            .getObject("task")
            .withValue("train", defaults.getObject("train"))
            .withValue("method", defaults.getObject("method"));
    for (String task : new TreeSet<>(tasks.keySet())) {
      if (tasks.get(task) instanceof ConfigObject overrides) {
        String section = "tasks." + task;
        String ofMethods = section + ".method";
        new KnownKeys(one, Set.of(ofMethods)).check(section, overrides, problems);
        checkSections(ofMethods, overrides.get("method"), known.methods().names(), "a method");
      }
    }
  }

  private Group group(String path) {
    return new Group(config, defaults, List.of(path), problems, seen);
  }
}
