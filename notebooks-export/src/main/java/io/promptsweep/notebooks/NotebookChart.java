package io.promptsweep.notebooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptsweep.analysis.ResultView;
import io.promptsweep.analysis.SqlResource;
import io.promptsweep.analysis.chart.Chart;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A chart whose data is the answer to a question, so that a notebook can draw it anew.
 *
 * @param name of files and cells
 * @param sql the question; its {@code {setting}} has been filled in
 * @param template the specification of Vega-Lite 5 without data
 */
record NotebookChart(String name, String sql, ObjectNode template) {
  private static final Set<ResultView> DRAWN =
      EnumSet.of(
          ResultView.SUMMARY,
          ResultView.LEADERBOARD,
          ResultView.DROPOUT_EFFECT,
          ResultView.LEARNING_CURVES,
          ResultView.EFFICIENCY);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The chart of a view, if it has one. */
  static Optional<NotebookChart> of(ResultView view, SweepSettings settings) {
    if (!DRAWN.contains(view)) {
      return Optional.empty();
    }
    String name = view.sqlName();
    ObjectNode template =
        JSON.createObjectNode().put("$schema", "https://vega.github.io/schema/vega-lite/v5.json");
    template.setAll(resource(NotebookChart.class, "chart/" + name + ".vl.json"));
    ObjectNode theme = resource(Chart.class, "theme.json");
    // Elsewhere the page has the title.
    theme.putObject("title").put("color", "currentColor");
    template.set("config", theme);
    // The theme's colours are the page's, which a canvas does not know.
    template.putObject("usermeta").putObject("embedOptions").put("renderer", "svg");
    String sql = SqlResource.text(NotebookChart.class, "chart/" + name + ".sql");
    return Optional.of(
        new NotebookChart(
            name.replace('_', '-'), sql.replace("{setting}", settings.label()), template));
  }

  /** The chart of an answer. */
  Chart with(AnswerTable answer) {
    ObjectNode full = template.deepCopy();
    full.set("data", JSON.valueToTree(Map.of("values", answer.records())));
    return new Chart(
        name,
        template.get("title").asText(),
        template.get("description").asText(),
        full.toString());
  }

  private static ObjectNode resource(Class<?> beside, String file) {
    try {
      return (ObjectNode) JSON.readTree(SqlResource.text(beside, file));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the jar's resource " + file + " is not JSON", e);
    }
  }
}
