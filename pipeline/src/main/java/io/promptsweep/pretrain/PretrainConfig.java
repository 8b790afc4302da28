package io.promptsweep.pretrain;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import io.promptsweep.backbone.Precision;
import io.promptsweep.files.LocalPath;
import io.promptsweep.sweep.hocon.Group;
import io.promptsweep.sweep.hocon.KnownKeys;
import io.promptsweep.sweep.hocon.Layers;
import io.promptsweep.sweep.hocon.Place;
import io.promptsweep.sweep.hocon.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A checked pre-training configuration; {@code pretrain-reference.conf} has every key with its
 * meaning and default.
 *
 * @param name of the backbone
 * @param seed of everything random
 * @param text files of prose; empty for the toy world's text
 * @param tokenizer a folder with a tokenizer; empty for the toy world's
 * @param sizes of the T5
 * @param precision of the arithmetic
 * @param threads of tensor operations; 0 for all cores
 * @param phases in their order
 */
public record PretrainConfig(
    String name,
    long seed,
    List<Path> text,
    Optional<Path> tokenizer,
    Sizes sizes,
    Precision precision,
    int threads,
    List<Phase> phases) {
  private static final String REFERENCE = "pretrain-reference.conf";
  private static final String TOY = "toy";

  /**
   * The sizes of the T5 v1.1 that is trained.
   *
   * @param width model width
   * @param headWidth width of one attention head
   * @param feedForward width of the feed-forward layer
   * @param layers of the encoder, and of the decoder
   * @param heads attention heads a layer
   * @param dropoutRate share of activations dropped
   */
  public record Sizes(
      int width, int headWidth, int feedForward, int layers, int heads, double dropoutRate) {}

  /**
   * Reads a configuration: {@code sets} over the file over the defaults.
   *
   * @throws io.promptsweep.problem.InvalidInputException with every problem, one a line
   */
  public static PretrainConfig load(Path file, List<String> sets) {
    Config defaults = reference();
    Config config = Layers.merge(file, sets, defaults);
    Problems problems = new Problems();
    List<String> phases =
        new Group(config, defaults, List.of(""), new Problems(), new TreeMap<>())
            .elements("phases").stream().map(v -> String.valueOf(v.unwrapped())).toList();
    checkKeys(config, defaults, phases, problems);
    PretrainConfig read = new Reading(config, defaults, file, problems).read(phases);
    problems.throwIfAny();
    return read;
  }

  /** The text of {@code pretrain-reference.conf}: every key, what it means, and its default. */
  public static String referenceText() {
    try (InputStream in = PretrainConfig.class.getResourceAsStream(REFERENCE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + REFERENCE + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Config reference() {
    return ConfigFactory.parseString(
        referenceText(), ConfigParseOptions.defaults().setOriginDescription(REFERENCE));
  }

  /** Below the key of all phases, sections of single ones stand beside the defaults. */
  private static void checkKeys(
      Config config, Config defaults, List<String> phases, Problems problems) {
    KnownKeys keys = new KnownKeys(defaults.root(), Set.of("phase"));
    keys.check(config.root(), problems);
    Config given = config.getConfig("phase");
    KnownKeys ofPhase = new KnownKeys(defaults.getObject("phase"), Set.of());
    for (String key : given.root().keySet()) {
      ConfigValue value = given.root().get(key);
      if (value instanceof com.typesafe.config.ConfigObject section) {
        if (!phases.contains(key)) {
          problems.add(
              Place.of(value) + ": phase." + key + " is not one of the phases " + phases + ".");
        }
        ofPhase.check("", section, problems);
      } else {
        ofPhase.check("", value.atKey(key).root(), problems);
      }
    }
  }

  private record Reading(Config config, Config defaults, Path file, Problems problems) {
    PretrainConfig read(List<String> phases) {
      Group top = group("");
      Group model = group("model");
      if (phases.isEmpty() || new HashSet<>(phases).size() < phases.size()) {
        top.refuse("phases", "is " + phases + "; name at least one phase, and each once.");
      }
      for (String phase : phases) {
        if (!phase.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
          top.refuse("phases", "has '" + phase + "'; a name is lower case words joined by -.");
        }
      }
      double dropout = model.number("dropout-rate");
      if (!(dropout >= 0 && dropout < 1)) {
        model.refuse("dropout-rate", "is " + dropout + "; it must be in [0, 1).");
      }
      return new PretrainConfig(
          top.text("name"),
          top.whole("seed"),
          texts(top),
          top.text("tokenizer").equals(TOY)
              ? Optional.empty()
              : Optional.of(path(top, "tokenizer", top.text("tokenizer"))),
          new Sizes(
              model.count("d-model", 1),
              model.count("d-kv", 1),
              model.count("d-ff", 1),
              model.count("num-layers", 1),
              model.count("num-heads", 1),
              dropout),
          top.choice("precision", Precision.class),
          top.count("threads", 0),
          phases.stream().map(this::phase).toList());
    }

    private Group group(String path) {
      return new Group(config, defaults, List.of(path), problems, new TreeMap<>());
    }

    private Phase phase(String name) {
      Map<String, Object> seen = new TreeMap<>();
      return Phase.read(
          name, new Group(config, defaults, List.of("phase." + name, "phase"), problems, seen));
    }

    private List<Path> texts(Group top) {
      List<Path> files = new ArrayList<>();
      for (ConfigValue element : top.elements("text")) {
        String text = String.valueOf(element.unwrapped());
        if (!text.equals(TOY)) {
          files.add(path(top, "text", text));
        }
      }
      if (!files.isEmpty() && files.size() < top.elements("text").size()) {
        top.refuse("text", "mixes files with toy; take one of the two.");
      }
      return List.copyOf(files);
    }

    private Path path(Group group, String key, String text) {
      Path given;
      try {
        given = LocalPath.of(text);
      } catch (InvalidPathException e) {
        group.refuse(key, "is '" + text + "', which " + e.getReason() + ".");
        return Path.of("");
      }
      Path parent = file.toAbsolutePath().getParent();
      Path found =
          Files.exists(given) || parent == null ? given : parent.resolve(given).normalize();
      if (!Files.exists(found)) {
        group.refuse(key, "is '" + text + "', which is not there.");
      }
      return found;
    }
  }
}
