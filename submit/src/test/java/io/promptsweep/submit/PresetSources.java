package io.promptsweep.submit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the keys of the presets in {@code conf/papers} rest on: the comment at a key, or else at the
 * nearest section around it, that begins with {@code printed}, {@code code}, {@code inferred} or
 * {@code open}.
 */
final class PresetSources {
  static final Path FOLDER = Cli.root().resolve("conf").resolve("papers");

  /** What nothing depends on. */
  private static final Set<String> LABELS = Set.of("sweep.name", "protocol");

  private static final Pattern MARK = Pattern.compile("\\s*(printed|code|inferred|open)(: (.+))?");
  private static final Pattern INCLUDE = Pattern.compile("(?m)^((?:#.*\\n)*)include \"([^\"]+)\"");

  private PresetSources() {}

  /**
   * A key of a preset's own file.
   *
   * @param key {@code backbone} for the included file of a backbone
   * @param source empty where the key has no mark
   * @param where page, file, arithmetic; empty where the mark says no more
   */
  record PresetKey(
      String preset, String key, String value, Optional<String> source, String where) {}

  /** The names of all presets. */
  static List<String> presets() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".conf"))
          .map(name -> name.substring(0, name.length() - ".conf".length()))
          .sorted()
          .toList();
    }
  }

  /** The preset that {@code preset} begins with, if it is made from another. */
  static Optional<String> base(String preset) throws IOException {
    return includes(preset).stream()
        .map(matcher -> matcher.group(2))
        .filter(file -> !file.contains("/"))
        .map(file -> file.replaceAll("\\.conf$", ""))
        .findFirst();
  }

  /** The keys of the preset's own file, in the order of their names, the backbone first. */
  static List<PresetKey> keys(String preset) throws IOException {
    List<PresetKey> keys = new ArrayList<>();
    for (Matcher include : includes(preset)) {
      String file = include.group(2);
      if (file.contains("backbones/")) {
        String name = file.replaceAll(".*/|\\.conf$", "");
        // The mark is the last line before it.
        String[] comment = include.group(1).strip().split("\n#", -1);
        keys.add(key(preset, "backbone", name, List.of(comment[comment.length - 1])));
      }
    }
    List<PresetKey> own = new ArrayList<>();
    Config config =
        ConfigFactory.parseFile(
            file(preset).toFile(),
            ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(new NoIncludes()));
    collect(preset, List.of(), config.root(), List.of(), own);
    own.sort(Comparator.comparing(PresetKey::key));
    keys.addAll(own);
    return keys;
  }

  private static List<Matcher> includes(String preset) throws IOException {
    Matcher matcher = INCLUDE.matcher(Files.readString(file(preset)));
    List<Matcher> found = new ArrayList<>();
    int from = 0;
    while (matcher.find(from)) {
      Matcher one = INCLUDE.matcher(matcher.group());
      if (one.matches()) {
        found.add(one);
      }
      from = matcher.end();
    }
    return found;
  }

  private static Path file(String preset) {
    return FOLDER.resolve(preset + ".conf");
  }

  private static void collect(
      String preset,
      List<String> path,
      ConfigObject object,
      List<String> comments,
      List<PresetKey> keys) {
    for (String name : object.keySet()) {
      ConfigValue value = object.get(name);
      List<String> inner = new ArrayList<>(path);
      inner.add(name);
      List<String> own = value.origin().comments();
      List<String> nearest = own.stream().anyMatch(c -> MARK.matcher(c).matches()) ? own : comments;
      String joined = ConfigUtil.joinPath(inner);
      if (value instanceof ConfigObject section) {
        collect(preset, inner, section, nearest, keys);
      } else if (!LABELS.contains(joined)) {
        keys.add(key(preset, joined, value.render(ConfigRenderOptions.concise()), nearest));
      }
    }
  }

  private static PresetKey key(String preset, String key, String value, List<String> comments) {
    for (String comment : comments) {
      Matcher mark = MARK.matcher(comment.replaceFirst("^#", ""));
      if (mark.matches()) {
        return new PresetKey(
            preset,
            key,
            value,
            Optional.of(mark.group(1)),
            mark.group(3) == null ? "" : mark.group(3));
      }
    }
    return new PresetKey(preset, key, value, Optional.empty(), "");
  }

  /** The table of {@code docs/protocols.md}. */
  static String table() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append("| preset | key | value | source | where |\n| --- | --- | --- | --- | --- |\n");
    for (String preset : presets()) {
      Optional<String> base = base(preset);
      if (base.isPresent()) {
        table
            .append("| `")
            .append(preset)
            .append("` | every key that is not below | as `")
            .append(base.get())
            .append("` | | |\n");
      }
      for (PresetKey key : keys(preset)) {
        table
            .append("| `")
            .append(preset)
            .append("` | `")
            .append(key.key())
            .append("` | `")
            .append(key.value())
            .append("` | ")
            .append(key.source().map(source -> "`" + source + "`").orElse(""))
            .append(" | ")
            .append(key.where().replace("|", "\\|").replace("*", "\\*").replace("_", "\\_"))
            .append(" |\n");
      }
    }
    return table.toString();
  }

  /** The file's own keys alone. */
  private static final class NoIncludes implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      return ConfigFactory.empty().root();
    }
  }
}
