package io.promptsweep.task;

import io.promptsweep.task.metric.AnswerForm;
import io.promptsweep.task.metric.Metric;
import io.promptsweep.task.metric.Metrics;
import io.promptsweep.task.metric.Prediction;
import io.promptsweep.task.metric.ScoreRule;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A task as one cell sees it: three sets of examples and how predictions are scored.
 *
 * @param task the task's name
 * @param family the template family
 * @param split the protocol in force, never {@code AUTO}
 * @param train what is trained on
 * @param validation what selects an epoch
 * @param test what is reported
 * @param form how predicted text is read; its label words are empty for numbers and free text
 * @param metrics the metrics, in the family's order
 * @param score how metrics become the score
 * @param digest SHA-256, in hexadecimal, of everything above but the names
 * @param unlabelledRows rows without a label that the task's file says to leave out, by official
 *     split; splits without any are not in it
 * @param warnings what makes scores on this data mean less than they seem to, a sentence each
 */
public record TaskData(
    String task,
    String family,
    SplitProtocol split,
    List<Example> train,
    List<Example> validation,
    List<Example> test,
    AnswerForm form,
    List<Metric> metrics,
    ScoreRule score,
    String digest,
    SortedMap<String, Long> unlabelledRows,
    List<String> warnings)
    implements Serializable {
  public TaskData {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    metrics = List.copyOf(metrics);
    unlabelledRows = new TreeMap<>(unlabelledRows);
    warnings = List.copyOf(warnings);
  }

  /** The words of the classes, in class order; empty for numbers and free text. */
  public List<String> labelWords() {
    return form.labelWords();
  }

  /** What the score is called: the metrics that it is made of, joined by {@code +}. */
  public String scoreName() {
    return switch (score) {
      case FIRST -> metrics.get(0).name();
      case MEAN -> String.join("+", metrics.stream().map(Metric::name).toList());
    };
  }

  /**
   * Scores predictions of one of the splits.
   *
   * @param examples the split, or part of it
   * @param texts the predicted text of each example
   * @throws IllegalArgumentException if the two differ in length or are empty
   */
  public Evaluation evaluate(List<Example> examples, List<String> texts) {
    if (examples.size() != texts.size() || examples.isEmpty()) {
      throw new IllegalArgumentException(
          texts.size() + " predictions for " + examples.size() + " examples");
    }
    List<Prediction> predictions = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      Example e = examples.get(i);
      predictions.add(new Prediction(texts.get(i), e.target(), e.answers(), e.group()));
    }
    List<Double> values = metrics.stream().map(m -> m.of(predictions)).toList();
    TreeMap<String, Double> byName = new TreeMap<>();
    for (int i = 0; i < values.size(); i++) {
      byName.put(metrics.get(i).name(), values.get(i));
    }
    byName.put(Evaluation.INVALID_PREDICTIONS, Metrics.invalidShare(form, predictions));
    return new Evaluation(byName, score.of(values));
  }
}
