package io.promptsweep.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.promptsweep.problem.Nearest;
import io.promptsweep.sweep.hocon.KnownKeys;
import io.promptsweep.sweep.hocon.Place;
import io.promptsweep.sweep.hocon.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A further axis of the grid: a key of the configuration that takes several values.
 *
 * @param path the key, such as {@code train.batch-size} or {@code method.residual.bottleneck}
 * @param values distinct, at least one; they keep their file and line
 */
record Axis(String path, List<ConfigValue> values) {

  private static final Set<String> SWEEPABLE =
      Set.of("train", "optimizer", "schedule", "task", "decoding", "precision");

  /** Whether the axis multiplies the cells of this method and task. */
  boolean concerns(String method, String task) {
    String[] names = path.split("\\.", -1);
    return switch (names[0]) {
      case "method" -> names[1].equals(method);
      case "tasks" -> names[1].equals(task);
      default -> true;
    };
  }

  List<String> labels() {
    return values.stream().map(Axis::label).toList();
  }

  /** A value as the tables show it: text as it is, a number in its canonical spelling. */
  static String label(ConfigValue value) {
    Object plain = value.unwrapped();
    return plain instanceof String text ? text : CanonicalJson.of(plain);
  }

  /** The axes in alphabetical order of their paths. */
  static List<Axis> readAll(
      Config config,
      KnownKeys keys,
      Collection<String> methods,
      Collection<String> tasks,
      Problems problems) {
    List<Axis> axes = new ArrayList<>();
    if (config.root().get("sweep") instanceof ConfigObject sweep
        && sweep.get("axes") instanceof ConfigObject object) {
      collect("", object, axes, problems);
    }
    SortedSet<String> allowed =
        keys.paths().stream()
            .filter(p -> SWEEPABLE.contains(p.split("\\.", 2)[0]))
            .collect(Collectors.toCollection(TreeSet::new));
    axes.removeIf(axis -> !exists(axis, allowed, methods, tasks, problems));
    return axes;
  }

  private static void collect(
      String path, ConfigObject object, List<Axis> axes, Problems problems) {
    for (String key : new TreeSet<>(object.keySet())) {
      ConfigValue value = object.get(key);
      String full = path.isEmpty() ? key : path + "." + key;
      if (value instanceof ConfigObject group) {
        collect(full, group, axes, problems);
      } else {
        List<ConfigValue> values =
            value instanceof ConfigList list ? List.copyOf(list) : List.of(value);
        String place = Place.of(value) + ": sweep.axes." + full;
        if (distinct(values, place, problems)) {
          axes.add(new Axis(full, values));
        }
      }
    }
  }

  private static boolean distinct(List<ConfigValue> values, String place, Problems problems) {
    if (values.isEmpty()) {
      problems.add(place + " is empty; name at least one value.");
      return false;
    }
    Set<String> labels = new HashSet<>();
    for (ConfigValue value : values) {
      if (value.valueType() == ConfigValueType.NULL
          || value instanceof ConfigList
          || value instanceof ConfigObject) {
        problems.add(place + " holds a " + value.valueType() + "; an axis holds plain values.");
        return false;
      }
      if (!labels.add(label(value))) {
        problems.add(place + " holds " + label(value) + " twice; remove one.");
        return false;
      }
    }
    return true;
  }

  private static boolean exists(
      Axis axis,
      SortedSet<String> allowed,
      Collection<String> methods,
      Collection<String> tasks,
      Problems problems) {
    String place = Place.of(axis.values.get(0)) + ": sweep.axes." + axis.path;
    String[] names = axis.path.split("\\.", 3);
    boolean inMethod = names[0].equals("method") && names.length == 3;
    boolean inTask = names[0].equals("tasks") && names.length == 3;
    if (inMethod && List.of("learning-rates", "dropout").contains(names[2])) {
      problems.add(place + " is no axis; list its values in " + axis.path + ".");
      return false;
    }
    if (inMethod && !methods.contains(names[1])) {
      problems.add(place + " names no method" + Nearest.hint(names[1], methods));
      return false;
    }
    if (inTask && !tasks.contains(names[1])) {
      problems.add(place + " names no task" + Nearest.hint(names[1], tasks));
      return false;
    }
    boolean known =
        inMethod
            || (inTask
                ? allowed.contains("task." + names[2])
                    || (names[2].startsWith("train.") && allowed.contains(names[2]))
                : allowed.contains(axis.path));
    if (!known) {
      problems.add(
          place
              + " is no key that a cell depends on"
              + Nearest.to(axis.path, allowed)
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse(
                      "; an axis is a key of train, optimizer, schedule, task, tasks.TASK or"
                          + " method.METHOD, or decoding or precision."));
    }
    return known;
  }
}
