package io.promptsweep.sweep.hocon;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.promptsweep.problem.Nearest;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Refuses keys that do not exist.
 *
 * @param reference an object that holds every key there is
 * @param open paths below which any key is allowed here, because somebody else checks them
 */
public record KnownKeys(ConfigObject reference, Set<String> open) {

  /** Reports every key of {@code given} that the reference lacks. */
  public void check(ConfigObject given, Problems problems) {
    check("", given, reference, problems);
  }

  /** As {@link #check(ConfigObject, Problems)}, for the part of a file that begins at a path. */
  public void check(String path, ConfigObject given, Problems problems) {
    check(path, given, reference, problems);
  }

  /** The paths of all leaves; an open section counts as one. */
  public SortedSet<String> paths() {
    SortedSet<String> paths = new TreeSet<>();
    collect("", reference, paths);
    return paths;
  }

  private void check(String path, ConfigObject given, ConfigObject known, Problems problems) {
    for (String key : new TreeSet<>(given.keySet())) {
      ConfigValue value = given.get(key);
      ConfigValue expected = known.get(key);
      String full = join(path, key);
      if (expected == null) {
        problems.add(Place.of(value) + ": " + full + " is not a key" + hint(key, full, known));
      } else if (expected instanceof ConfigObject group) {
        if (!(value instanceof ConfigObject object)) {
          problems.add(
              Place.of(value)
                  + ": "
                  + full
                  + " has type "
                  + value.valueType()
                  + " rather than OBJECT; write its keys in braces.");
        } else if (!open.contains(full)) {
          check(full, object, group, problems);
        }
      }
    }
  }

  /** A neighbour with a like name; or the same key in another group; or a like path. */
  private String hint(String key, String full, ConfigObject siblings) {
    Optional<String> elsewhere =
        paths().stream().filter(p -> p.equals(key) || p.endsWith("." + key)).findFirst();
    Optional<String> meant =
        Nearest.to(key, siblings.keySet()).or(() -> elsewhere).or(() -> Nearest.to(full, paths()));
    return meant
        .map(m -> "; did you mean '" + m + "'?")
        .orElseGet(() -> Nearest.hint(key, siblings.keySet()));
  }

  private void collect(String path, ConfigObject object, Set<String> paths) {
    for (var entry : object.entrySet()) {
      String full = join(path, entry.getKey());
      if (entry.getValue() instanceof ConfigObject group && !open.contains(full)) {
        collect(full, group, paths);
      } else {
        paths.add(full);
      }
    }
  }

  private static String join(String path, String key) {
    String quoted = ConfigUtil.joinPath(key);
    return path.isEmpty() ? quoted : path + "." + quoted;
  }
}
