package io.promptsweep.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.promptsweep.sweep.hocon.Place;
import io.promptsweep.sweep.hocon.Problems;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Refuses settings that a file makes and that nothing reads, such as a warm-up with a constant
 * schedule. Where the choice was made elsewhere (a command line over a paper's file) they may stay,
 * and so may values equal to the defaults (a file made from a copy of reference.conf).
 */
record IdleSettings(Config config, Config defaults, Set<String> read, Problems problems) {

  void check() {
    idle().forEach(this::refuse);
  }

  /** The configuration without them. */
  Config removed() {
    Config used = config;
    for (String path : idle().keySet()) {
      used = used.withoutPath(path);
    }
    return used;
  }

  /** Each idle key, with the key whose choice makes it so. */
  private Map<String, String> idle() {
    Map<String, String> idle = new TreeMap<>();
    for (String name : config.getObject("optimizer").keySet()) {
      if (config.getObject("optimizer").get(name) instanceof ConfigObject group
          && read.stream().noneMatch(key -> key.startsWith("optimizer." + name + "."))) {
        group.keySet().forEach(key -> idle.put("optimizer." + name + "." + key, "optimizer.name"));
      }
    }
    if (!read.contains("schedule.warmup-steps")) {
      idle.put("schedule.warmup-steps", "schedule.name");
      idle.put("schedule.warmup-rounding", "schedule.name");
    } else if (!read.contains("schedule.warmup-rounding")) {
      idle.put("schedule.warmup-rounding", "schedule.warmup-steps");
    }
    if (read.stream().noneMatch(key -> key.endsWith(".few-shot-seed"))) {
      idle.put("task.few-shot-seed", "task.few-shot-per-class");
    }
    return idle;
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
