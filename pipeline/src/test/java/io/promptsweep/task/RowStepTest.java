package io.promptsweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.task.source.Place;
import io.promptsweep.task.source.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowStepTest {

  @Test
  void spansAreMarkedAsT5DoesWhicheverComesFirst() {
    Row nounFirst = wsc("Mark told Pete lies. He was sad.", "Mark", 0, "He", 4);
    assertThat(text(RowStep.WSC_MARK_SPANS, nounFirst))
        .isEqualTo("* Mark * told Pete lies. # He # was sad.");
    // The example in the documentation of T5's wsc.
    Row pronounFirst = wsc("This is a test sentence .", "test", 3, "This", 0);
    assertThat(text(RowStep.WSC_MARK_SPANS, pronounFirst))
        .isEqualTo("# This # is a * test * sentence .");
  }

  @Test
  void aSpanThatDoesNotStandAtItsIndexStaysUnmarked() {
    Row row = wsc("The dog barked because it could.", "cat", 1, "it", 4);
    // The pronoun's index is moved by two all the same, as in the papers' code.
    assertThat(text(RowStep.WSC_MARK_SPANS, row)).isEqualTo("The dog barked because it could.");
    Row special = wsc("A (x) b it", "(x)", 1, "it", 3);
    assertThat(text(RowStep.WSC_MARK_SPANS, special)).isEqualTo("A * (x) * b # it #");
  }

  @Test
  void spansAreFixedToOccurInTheText() {
    Row row = wsc("I put the cake away . It has butter.", "The cake.", 2, "it", 6);
    Row fixed = RowStep.WSC_FIX_SPANS.apply(row).orElseThrow();
    assertThat(fixed.text("span1_text")).isEqualTo("the cake");
    assertThat(fixed.text("span2_text")).isEqualTo("It");
    Row lines = wsc("from \" Canopy wrestles \" on", "Canopy\nwrestles", 2, "on", 5);
    assertThat(RowStep.WSC_FIX_SPANS.apply(lines).orElseThrow().text("span1_text"))
        .isEqualTo("Canopy wrestles");
  }

  @Test
  void thePronounIsStarredAndTheNounIsOneWord() {
    Row row = wsc("The old man saw that he won.", "old man", 1, "he", 5);
    Row marked = RowStep.WSC_MARK_PRONOUN.apply(row).orElseThrow();
    assertThat(marked.text("marked")).isEqualTo("The old man saw that *he* won.");
    assertThat(marked.text("noun_word")).isEqualTo("old");
    Row outside = wsc("He won.", "He", 0, "he", 2);
    assertThatThrownBy(() -> RowStep.WSC_MARK_PRONOUN.apply(outside))
        .hasMessage("val.jsonl line 3: column 'span2_index' is 2, but the text has 2 words.");
  }

  @Test
  void onlyClassOneIsKept() {
    assertThat(RowStep.POSITIVES_ONLY.apply(row(Map.of("label", "1")))).isPresent();
    assertThat(RowStep.POSITIVES_ONLY.apply(row(Map.of("label", "0")))).isEmpty();
  }

  @Test
  void markupGoesAndHighlightsBecomeSentences() {
    Row multirc = row(Map.of("paragraph", "<b>Sent 1: </b>One.<br><b>Sent 2: </b>a < b"));
    assertThat(RowStep.REMOVE_MARKUP.apply(multirc).orElseThrow().text("paragraph"))
        .isEqualTo("Sent 1: One. Sent 2: a < b");
    Row record = row(Map.of("passage", "End.\n@highlight\nFirst\n@highlight\nSecond"));
    assertThat(RowStep.JOIN_HIGHLIGHTS.apply(record).orElseThrow().text("passage"))
        .isEqualTo("End. First. Second");
  }

  private static String text(RowStep step, Row row) {
    return step.apply(row).orElseThrow().text("text");
  }

  private static Row wsc(String text, String noun, int nounAt, String pronoun, int pronounAt) {
    return row(
        Map.of(
            "text", text,
            "span1_text", noun,
            "span1_index", String.valueOf(nounAt),
            "span2_text", pronoun,
            "span2_index", String.valueOf(pronounAt)));
  }

  private static Row row(Map<String, String> texts) {
    Map<String, List<String>> values = new TreeMap<>();
    texts.forEach((column, text) -> values.put(column, List.of(text)));
    return new Row(new Place(Path.of("val.jsonl"), "line", 3), values);
  }
}
