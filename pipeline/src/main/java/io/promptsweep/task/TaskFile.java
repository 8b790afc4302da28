package io.promptsweep.task;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import io.promptsweep.task.Target.Repeat;
import io.promptsweep.task.Target.Rounding;
import io.promptsweep.task.metric.InvalidPredictions;
import io.promptsweep.task.metric.ScoreRule;
import io.promptsweep.task.source.Row;
import io.promptsweep.task.source.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a task file; {@code docs/tasks.md} describes the format. */
final class TaskFile {
  private TaskFile() {}

  /**
   * The task that {@code file} describes, checked whole.
   *
   * @throws InvalidInputException naming file, line and key of the first problem
   */
  static TaskDefinition read(Path file) {
    Section section = new Section(file, "", parse(file));
    String name = section.text("name");
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      throw section.problem(
          "name", "is '" + name + "', expected lower case letters, digits and hyphens.");
    }
    String title = section.text("title");
    SplitProtocol split = section.read("split", SplitProtocol::named);
    if (split == SplitProtocol.AUTO) {
      throw section.problem("split", "is 'auto', expected the protocol that auto stands for.");
    }
    List<Source> sources = new ArrayList<>();
    for (Section source : section.sections("sources")) {
      sources.add(SourceSection.read(source));
    }
    SortedMap<String, Family> families = new TreeMap<>();
    section.section("families").each().forEach((k, s) -> families.put(k, family(s, sources)));
    if (families.isEmpty()) {
      throw section.problem("families", "is empty, expected at least one family.");
    }
    section.finish();
    return new TaskDefinition(file, name, title, split, sources, families);
  }

  private static ConfigObject parse(Path file) {
    try {
      return ConfigFactory.parseFile(
              file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
          .resolve()
          .root();
    } catch (ConfigException e) {
      throw new InvalidInputException(file + ": is not HOCON (" + e.getMessage() + ").", e);
    }
  }

  private static Family family(Section section, List<Source> sources) {
    SortedSet<String> columns = new TreeSet<>(sources.get(0).columns().keySet());
    sources.forEach(source -> columns.retainAll(source.columns().keySet()));
    List<RowStep> rows = new ArrayList<>();
    for (String key : section.optionalTexts("rows")) {
      RowStep step = section.read("rows", key, RowStep::named);
      step.needs().stream().sorted().forEach(column -> require(section, "rows", column, columns));
      columns.addAll(step.adds());
      rows.add(step);
    }
    Template input = template(section, "input", columns);
    Target target = target(section, columns, sources);
    boolean normalized = section.has("normalize") && section.read("normalize", TaskFile::bool);
    ScoreRule score =
        section.has("score") ? section.read("score", ScoreRule::named) : ScoreRule.FIRST;
    List<String> metrics = section.texts("metrics");
    section.finish();
    Family family = new Family(input, target, rows, normalized, metrics, score);
    InvalidPredictions rule = InvalidPredictions.COUNT_AS_WRONG;
    section.check("labels", () -> family.form(rule));
    section.check("metrics", () -> family.metrics(rule));
    return family;
  }

  private static Target target(Section section, SortedSet<String> columns, List<Source> sources) {
    boolean labels = section.has("labels");
    boolean number = section.has("number");
    boolean text = section.has("target");
    if ((labels ? 1 : 0) + (number ? 1 : 0) + (text ? 1 : 0) != 1) {
      throw section.problem(
          labels ? "labels" : number ? "number" : "target",
          "must be the only one of labels, number and target.");
    }
    if (labels) {
      require(section, "labels", Row.LABEL, columns);
      List<String> words = section.texts("labels");
      for (Source source : sources) {
        if (source.classes().size() != words.size()) {
          throw section.problem(
              "labels",
              "has "
                  + words.size()
                  + " words, but a source has "
                  + source.classes().size()
                  + " classes.");
        }
      }
      return new Target.LabelWord(words);
    }
    if (number) {
      require(section, "number", Row.LABEL, columns);
      return new Target.NumberText(section.read("number", Rounding::named));
    }
    Optional<String> accepted = section.optionalText("accepted");
    accepted.ifPresent(column -> require(section, "accepted", column, columns));
    String key = "repeat-for-each-answer";
    Repeat repeat = section.has(key) ? section.read(key, Repeat::named) : Repeat.NEVER;
    if (repeat != Repeat.NEVER && accepted.isEmpty()) {
      throw section.problem(key, "has no effect without the key 'accepted'.");
    }
    JudgedBy judgedBy = JudgedBy.ANY_ANSWER;
    if (section.has("judged-by")) {
      judgedBy = section.read("judged-by", JudgedBy::named);
      if (accepted.isEmpty()) {
        throw section.problem("judged-by", "has no effect without the key 'accepted'.");
      }
    }
    return new Target.FreeText(template(section, "target", columns), accepted, repeat, judgedBy);
  }

  private static Template template(Section section, String key, SortedSet<String> columns) {
    Template template = section.read(key, Template::parse);
    template.columns().forEach(column -> require(section, key, column, columns));
    return template;
  }

  private static void require(
      Section section, String key, String column, SortedSet<String> columns) {
    if (!columns.contains(column)) {
      throw section.problem(
          key,
          "needs column '"
              + column
              + "', which is not in every source"
              + Nearest.hint(column, columns));
    }
  }

  private static boolean bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("'" + text + "' is neither true nor false");
    }
    return text.equals("true");
  }
}
