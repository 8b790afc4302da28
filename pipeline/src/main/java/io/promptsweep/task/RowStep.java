package io.promptsweep.task;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import io.promptsweep.task.source.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The closed set of changes that a family may make to rows before its templates see them. */
enum RowStep {
  /** Keeps rows of class 1. */
  POSITIVES_ONLY("positives-only"),
  /** Removes {@code <b>}, {@code </b>} and {@code <br>} from every column (MultiRC). */
  REMOVE_MARKUP("remove-markup"),
  /** Makes sentences of the highlights at the end of {@code passage} (ReCoRD, T5's record). */
  JOIN_HIGHLIGHTS("join-highlights"),
  /** Makes spans occur in the text, where case or white space alone differ (wsc.fixed). */
  WSC_FIX_SPANS("wsc-fix-spans"),
  /** Puts {@code *} around the noun and {@code #} around the pronoun in {@code text}. */
  WSC_MARK_SPANS("wsc-mark-spans"),
  /** Adds {@code marked}: the text with the pronoun in {@code *}; and {@code noun_word}. */
  WSC_MARK_PRONOUN("wsc-mark-pronoun");

  private final String key;

  RowStep(String key) {
    this.key = key;
  }

  /** The name in task files. */
  String key() {
    return key;
  }

  /** The columns that it reads. */
  Set<String> needs() {
    return switch (this) {
      case POSITIVES_ONLY -> Set.of(Row.LABEL);
      case REMOVE_MARKUP -> Set.of();
      case JOIN_HIGHLIGHTS -> Set.of("passage");
      case WSC_FIX_SPANS, WSC_MARK_SPANS, WSC_MARK_PRONOUN -> WscSpans.COLUMNS;
    };
  }

  /** The columns that it makes. */
  Set<String> adds() {
    return this == WSC_MARK_PRONOUN ? Set.of("marked", "noun_word") : Set.of();
  }

  static RowStep named(String key) {
    List<String> known = Arrays.stream(values()).map(RowStep::key).toList();
    return Arrays.stream(values())
        .filter(v -> v.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + key + "' is no change of rows" + Nearest.hint(key, known)));
  }

  /**
   * The changed row; empty if it is left out.
   *
   * @throws InvalidInputException if the row cannot be changed so
   */
  Optional<Row> apply(Row row) {
    return switch (this) {
      case POSITIVES_ONLY -> row.text(Row.LABEL).equals("1") ? Optional.of(row) : Optional.empty();
      case REMOVE_MARKUP -> Optional.of(withoutMarkup(row));
      case JOIN_HIGHLIGHTS -> Optional.of(row.with("passage", joinHighlights(row.text("passage"))));
      case WSC_FIX_SPANS -> Optional.of(WscSpans.fixed(row));
      case WSC_MARK_SPANS -> Optional.of(WscSpans.marked(row));
      case WSC_MARK_PRONOUN -> Optional.of(WscSpans.pronounMarked(row));
    };
  }

  private static Row withoutMarkup(Row row) {
    Map<String, List<String>> values = new TreeMap<>();
    row.values()
        .forEach(
            (column, texts) ->
                values.put(
                    column,
                    texts.stream()
                        .map(t -> t.replace("<br>", " ").replaceAll("</?b>", ""))
                        .toList()));
    return new Row(row.place(), values);
  }

  private static String joinHighlights(String passage) {
    return passage.replaceAll("([.?!\"'])\n@highlight\n", "$1 ").replace("\n@highlight\n", ". ");
  }
}
