package io.promptsweep.task;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.Target.Repeat;
import io.promptsweep.task.source.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns rows into examples by a family's templates. */
final class Wording {
  private final Family family;
  private final Optional<JudgedBy> judgedBy;

  /**
   * @param judgedBy replaces the family's rule
   */
  Wording(Family family, Optional<JudgedBy> judgedBy) {
    this.family = family;
    this.judgedBy = judgedBy;
  }

  /**
   * The examples of one row: one, or one for each accepted answer.
   *
   * @throws InvalidInputException if the row lacks what the templates need
   */
  List<Example> examples(String id, Row row, boolean training) {
    if (family.target() instanceof Target.LabelWord label) {
      return List.of(one(id, row, label.labelWords().get(row.index(Row.LABEL))));
    }
    if (family.target() instanceof Target.NumberText number) {
      return List.of(one(id, row, number.rounding().of(row)));
    }
    Target.FreeText text = (Target.FreeText) family.target();
    if (text.accepted().isEmpty()) {
      return List.of(one(id, row, text.text().render(row)));
    }
    return accepting(id, row, text, text.accepted().get(), training);
  }

  private List<Example> accepting(
      String id, Row row, Target.FreeText text, String column, boolean training) {
    List<String> answers = row.list(column);
    if (answers.isEmpty()) {
      throw new InvalidInputException(
          row.place() + ": column '" + column + "' is empty, expected an answer.");
    }
    if (text.repeat() == Repeat.NEVER) {
      return List.of(judged(id, row, text, text.text().render(row), answers));
    }
    List<Example> repeated = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      String target = text.text().render(row.with(column, answers.get(i)));
      repeated.add(judged(id + "#" + i, row, text, target, answers));
    }
    boolean all = text.repeat() == Repeat.EVERYWHERE || training;
    return all ? repeated : repeated.subList(0, 1);
  }

  private Example judged(
      String id, Row row, Target.FreeText text, String target, List<String> answers) {
    boolean own = judgedBy.orElse(text.judgedBy()) == JudgedBy.OWN_ANSWER;
    return example(id, row, target, own ? List.of(target) : answers);
  }

  private Example one(String id, Row row, String target) {
    return example(id, row, target, List.of(target));
  }

  private Example example(String id, Row row, String target, List<String> answers) {
    String group = row.has(Row.GROUP) ? row.text(Row.GROUP) : "";
    return new Example(id, family.input().render(row), target, answers, group);
  }
}
