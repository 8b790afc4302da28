package io.promptsweep.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.promptsweep.sweep.hocon.Place;
import io.promptsweep.sweep.hocon.Problems;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses settings that a file makes and that nothing reads, such as a warm-up with a constant
 * schedule. Where the choice was made elsewhere (a command line over a paper's file) they may stay,
 * and so may values equal to the defaults (a file made from a copy of reference.conf).
 */
record IdleSettings(Config config, Config defaults, Set<String> read, Problems problems) {

  void check() {
    for (String name : new TreeSet<>(config.getObject("optimizer").keySet())) {
      if (config.getObject("optimizer").get(name) instanceof ConfigObject group
          && read.stream().noneMatch(key -> key.startsWith("optimizer." + name + "."))) {
        for (String key : new TreeSet<>(group.keySet())) {
          refuse("optimizer." + name + "." + key, "optimizer.name");
        }
      }
    }
    if (!read.contains("schedule.warmup-steps")) {
      refuse("schedule.warmup-steps", "schedule.name");
    }
    if (read.stream().noneMatch(key -> key.endsWith(".few-shot-seed"))) {
      refuse("task.few-shot-seed", "task.few-shot-per-class");
    }
  }

  private void refuse(String path, String chosenBy) {
    ConfigValue value = config.getValue(path);
    ConfigValue choice = config.getValue(chosenBy);
    boolean asByDefault = value.equals(defaults.getValue(path));
    boolean chosenElsewhere =
        !Place.isIn(choice, SweepConfig.REFERENCE) && !Place.file(choice).equals(Place.file(value));
    if (!asByDefault && !chosenElsewhere) {
      problems.add(
          Place.of(value)
              + ": "
              + path
              + " has no effect while "
              + chosenBy
              + " is "
              + choice.unwrapped()
              + "; remove it or change that.");
    }
  }
}
