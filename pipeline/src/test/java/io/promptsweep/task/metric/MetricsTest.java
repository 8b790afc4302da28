package io.promptsweep.task.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.backbone.parity.ParityFiles;
import io.promptsweep.task.metric.AnswerForm.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final InvalidPredictions WRONG = InvalidPredictions.COUNT_AS_WRONG;
  private static final AnswerForm BINARY = classes("0", "1");
  private static final AnswerForm NUMBER = new AnswerForm(Kind.NUMBER, List.of(), false, WRONG);
  private static final AnswerForm TEXT = new AnswerForm(Kind.TEXT, List.of(), false, WRONG);

  @Test
  void classMetricsEqualScikitLearn() throws IOException {
    JsonNode cases = golden().get("classification");
    assertThat(cases.size()).isEqualTo(5);
    for (JsonNode golden : cases) {
      AnswerForm form = golden.get("f1_binary").isNull() ? classes("0", "1", "2") : BINARY;
      List<Prediction> predictions = predictions(golden);
      assertClose("accuracy", form, predictions, golden.get("accuracy"));
      assertClose("f1-macro", form, predictions, golden.get("f1_macro"));
      assertClose("matthews", form, predictions, golden.get("matthews"));
      if (!golden.get("f1_binary").isNull()) {
        assertClose("f1", form, predictions, golden.get("f1_binary"));
        assertClose("f1a", form, predictions, golden.get("f1_binary"));
      }
    }
  }

  @Test
  void correlationsEqualSciPy() throws IOException {
    JsonNode cases = golden().get("regression");
    assertThat(cases.size()).isEqualTo(2);
    for (JsonNode golden : cases) {
      List<Prediction> predictions = predictions(golden);
      assertClose("pearson", NUMBER, predictions, golden.get("pearson"));
      assertClose("spearman", NUMBER, predictions, golden.get("spearman"));
    }
  }

  @Test
  void binaryF1CountsAnInvalidPredictionAsTheWrongClass() {
    List<Prediction> predictions =
        List.of(of("1", "1"), of("maybe", "1"), of("maybe", "0"), of("0", "0"));
    // One true positive, one false negative, one false positive.
    assertThat(value("f1", BINARY, predictions)).isEqualTo(0.5);
    assertThat(value("accuracy", BINARY, predictions)).isEqualTo(0.5);
  }

  @Test
  void anInvalidPredictionIsOneMoreClassToMacroF1AndMatthews() {
    List<Prediction> predictions = List.of(of("1", "1"), of("", "1"), of("0", "0"), of("0", "0"));
    // F1 of 1.0, 2/3 and 0 for classes 0, 1 and the invalid one.
    assertThat(value("f1-macro", BINARY, predictions)).isEqualTo(5.0 / 9, within(1e-12));
    assertThat(value("f1-multiclass", BINARY, predictions)).isEqualTo(5.0 / 6, within(1e-12));
    // c = 3, s = 4, p = (2, 1, 1), t = (2, 2, 0).
    assertThat(value("matthews", BINARY, predictions))
        .isEqualTo((12 - 6) / Math.sqrt((16.0 - 6) * (16 - 8)), within(1e-12));
  }

  @Test
  void multiclassF1CountsClassesThatNeverOccur() {
    List<Prediction> predictions = List.of(of("0", "0"), of("1", "1"));
    assertThat(value("f1-multiclass", classes("0", "1", "2"), predictions)).isEqualTo(2.0 / 3);
    assertThat(value("f1-macro", classes("0", "1", "2"), predictions)).isEqualTo(1);
  }

  @Test
  void multircExactMatchNeedsEveryAnswerOfAQuestion() {
    List<Prediction> predictions =
        List.of(
            grouped("1", "1", "a"),
            grouped("0", "0", "a"),
            grouped("1", "0", "b"),
            grouped("0", "0", "b"),
            grouped("x", "0", "c"));
    assertThat(value("multirc-em", BINARY, predictions)).isEqualTo(1.0 / 3);
    assertThatThrownBy(() -> value("multirc-em", BINARY, List.of(of("1", "1"))))
        .hasMessage(
            "metric 'multirc-em' needs a group for every example; give its source a 'group' column");
  }

  @Test
  void anUnreadableNumberIsMinusOneAndUndefinedCorrelationsAreZero() {
    List<Prediction> unreadable = List.of(of("1.0", "1.0"), of("high", "2.0"), of("3.0", "3.0"));
    List<Prediction> minusOne = List.of(of("1.0", "1.0"), of("-1", "2.0"), of("3.0", "3.0"));
    assertThat(value("pearson", NUMBER, unreadable))
        .isEqualTo(value("pearson", NUMBER, minusOne))
        .isNotZero();
    assertThat(value("pearson", NUMBER, List.of(of("2", "1"), of("2", "4")))).isZero();
    assertThat(value("spearman", NUMBER, List.of(of("2", "1"), of("2", "4")))).isZero();
    assertThat(value("pearson", NUMBER, List.of(of("2", "1")))).isZero();
    assertThat(value("pearson", NUMBER, List.of(of("1e999", "1"), of("2", "4"), of("3", "5"))))
        .isBetween(-1.0, 1.0);
  }

  @Test
  void squadMetricsTakeTheBestAnswerAndIgnoreCaseArticlesAndPunctuation() {
    Prediction p =
        new Prediction(
            "The Eiffel-Tower, Paris", "x", List.of("Lyon", "eiffeltower in a Paris"), "");
    assertThat(value("exact-match", TEXT, List.of(p))).isZero();
    // Two of two predicted words and two of three answer words in common.
    assertThat(value("squad-f1", TEXT, List.of(p))).isEqualTo(0.8, within(1e-12));
    Prediction same = new Prediction("the  Lyon!", "x", List.of("Lyon"), "");
    assertThat(value("exact-match", TEXT, List.of(same))).isEqualTo(1);
    assertThat(value("squad-f1", TEXT, List.of(of("a a b b", "b c c c")))).isEqualTo(2.0 / 6);
    assertThat(value("squad-f1", TEXT, List.of(of("the", "an")))).isEqualTo(1);
  }

  @Test
  void wordContainmentIgnoresDeterminersButNotPossessives() {
    assertThat(value("word-containment", TEXT, List.of(of("fuzzy bunny", "the bunny")))).isOne();
    assertThat(value("word-containment", TEXT, List.of(of("His hat", "hat")))).isOne();
    assertThat(value("word-containment", TEXT, List.of(of("Bob", "Bob's hat")))).isZero();
    assertThat(value("word-containment", TEXT, List.of(of("the", "the hat")))).isZero();
    assertThat(value("word-containment", TEXT, List.of(of("dog", "cat")))).isZero();
  }

  @Test
  void normalisedFormsCompareAsResidualPtDoes() {
    AnswerForm form =
        new AnswerForm(Kind.CLASS, List.of("not_acceptable", "acceptable"), true, WRONG);
    assertThat(form.classOf("Not Acceptable")).isEqualTo(-1);
    assertThat(form.classOf("notacceptable")).isZero();
    assertThat(form.classOf(" The ACCEPTABLE.")).isEqualTo(1);
    assertThat(BINARY.classOf(" 1 ")).isEqualTo(1);
    assertThat(BINARY.classOf("1.")).isEqualTo(-1);
    AnswerForm number = new AnswerForm(Kind.NUMBER, List.of(), true, WRONG);
    assertThat(number.numberOf("3.8")).hasValue(38);
  }

  @Test
  void scoreZeroMakesEveryMetricZeroAtTheFirstInvalidPrediction() {
    AnswerForm strict =
        new AnswerForm(Kind.CLASS, List.of("0", "1"), false, InvalidPredictions.SCORE_ZERO);
    List<Prediction> oneInvalid = List.of(of("1", "1"), of("0", "0"), of("two", "1"));
    assertThat(value("accuracy", strict, oneInvalid)).isZero();
    assertThat(value("accuracy", strict, oneInvalid.subList(0, 2))).isOne();
    assertThat(value("accuracy", BINARY, oneInvalid)).isEqualTo(2.0 / 3);
    assertThat(Metrics.invalidShare(BINARY, oneInvalid)).isEqualTo(1.0 / 3);
  }

  @Test
  void unknownAndUnfitMetricsAreRefused() {
    assertThatThrownBy(() -> Metrics.named("matthew", BINARY))
        .hasMessage("'matthew' is no metric; did you mean 'matthews'?");
    assertThatThrownBy(() -> Metrics.named("f1", classes("a", "b", "c")))
        .hasMessage("metric 'f1' needs two label words");
    assertThatThrownBy(() -> Metrics.named("pearson", BINARY))
        .hasMessage("metric 'pearson' needs numbers as answers");
    assertThatThrownBy(() -> Metrics.named("squad-f1", BINARY))
        .hasMessage("metric 'squad-f1' needs free text as answers");
    assertThatThrownBy(() -> Metrics.named("matthews", TEXT))
        .hasMessage("metric 'matthews' needs label words");
    assertThatThrownBy(() -> value("accuracy", BINARY, List.of()))
        .hasMessage("metric 'accuracy' of no predictions");
    assertThatThrownBy(() -> classes("Yes", "Yes"))
        .hasMessage("label words [Yes, Yes] are not distinct when predictions are compared");
  }

  @Test
  void scoreRulesTakeTheFirstOrTheMean() {
    assertThat(ScoreRule.named("first").of(List.of(0.5, 0.75))).isEqualTo(0.5);
    assertThat(ScoreRule.named("mean").of(List.of(0.5, 0.75))).isEqualTo(0.625);
    assertThatThrownBy(() -> ScoreRule.named("means"))
        .hasMessage("'means' is no score rule; did you mean 'mean'?");
    assertThatThrownBy(() -> InvalidPredictions.named("zero"))
        .hasMessage(
            "'zero' is no rule for invalid predictions; known are count-as-wrong, score-zero.");
  }

  private static AnswerForm classes(String... words) {
    return new AnswerForm(Kind.CLASS, List.of(words), false, WRONG);
  }

  private static Prediction of(String text, String target) {
    return Prediction.of(text, target);
  }

  private static Prediction grouped(String text, String target, String group) {
    return new Prediction(text, target, List.of(target), group);
  }

  private static double value(String metric, AnswerForm form, List<Prediction> predictions) {
    return Metrics.named(metric, form).of(predictions);
  }

  private static void assertClose(
      String metric, AnswerForm form, List<Prediction> predictions, JsonNode golden) {
    assertThat(value(metric, form, predictions))
        .as(metric)
        .isEqualTo(golden.asDouble(), within(1e-12));
  }

  private static List<Prediction> predictions(JsonNode golden) {
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < golden.get("labels").size(); i++) {
      predictions.add(
          of(golden.get("predictions").get(i).asText(), golden.get("labels").get(i).asText()));
    }
    return predictions;
  }

  private static JsonNode golden() throws IOException {
    return new ObjectMapper().readTree(ParityFiles.path("metrics.json").toFile());
  }
}
