package io.promptsweep.notebooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.promptsweep.analysis.chart.Chart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A notebook as Jupyter has it: nbformat 4.5, in Python, with its outputs. */
final class JupyterNotebook {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final List<Map<String, Object>> cells = new ArrayList<>();
  private int executions;

  private JupyterNotebook() {}

  /** The file's text. */
  static String text(Notebook notebook) {
    JupyterNotebook jupyter = new JupyterNotebook();
    notebook.cells().forEach(jupyter::add);
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("cells", jupyter.cells);
    file.put(
        "metadata",
        Map.of(
            "kernelspec",
            ordered("display_name", "Python 3", "language", "python", "name", "python3"),
            "language_info",
            Map.of("name", "python")));
    file.put("nbformat", 4);
    file.put("nbformat_minor", 5);
    try {
      return JSON.writeValueAsString(file) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a notebook of texts and numbers is always JSON", e);
    }
  }

  private void add(NotebookCell cell) {
    if (cell instanceof NotebookCell.Text text) {
      cells.add(
          ordered(
              "cell_type",
              "markdown",
              "id",
              text.id(),
              "metadata",
              Map.of(),
              "source",
              lines(text.markdown())));
    } else if (cell instanceof NotebookCell.Places places) {
      code(places.id(), Map.of(), PythonSource.places(places), List.of());
    } else if (cell instanceof NotebookCell.Tables tables) {
      String source = PythonSource.tables() + "\n\n\n" + PythonSource.display();
      Map<String, Object> folded = Map.of("jupyter", Map.of("source_hidden", true));
      code(tables.id(), folded, source, List.of());
    } else if (cell instanceof NotebookCell.Question question) {
      String source = PythonSource.call("show", List.of(question.sql()));
      code(question.id(), Map.of(), source, shown(question.answer()));
    } else if (cell instanceof NotebookCell.Program program) {
      String source = program.code() + "\nshow(" + program.result() + ")";
      code(program.id(), Map.of(), source, shown(program.answer()));
    } else if (cell instanceof NotebookCell.Picture picture) {
      String source = PythonSource.call("chart", List.of(picture.sql(), picture.template()));
      code(picture.id(), Map.of(), source, drawn(picture));
    } else {
      throw new IllegalStateException("no form for the cell " + cell.id());
    }
  }

  private void code(
      String id, Map<String, Object> metadata, String source, List<Map<String, Object>> outputs) {
    executions++;
    cells.add(
        ordered(
            "cell_type",
            "code",
            "execution_count",
            executions,
            "id",
            id,
            "metadata",
            metadata,
            "outputs",
            outputs,
            "source",
            lines(source)));
  }

  private static List<Map<String, Object>> shown(AnswerTable answer) {
    return display(ordered("text/html", lines(answer.html()), "text/plain", lines(answer.text())));
  }

  private static List<Map<String, Object>> drawn(NotebookCell.Picture picture) {
    Chart chart = picture.chart();
    Map<String, Object> data = ordered("application/vnd.vegalite.v5+json", json(chart.spec()));
    picture.svg().ifPresent(svg -> data.put("image/svg+xml", lines(svg)));
    data.put("text/plain", lines(chart.alt()));
    return display(data);
  }

  private static List<Map<String, Object>> display(Map<String, Object> data) {
    return List.of(ordered("data", data, "metadata", Map.of(), "output_type", "display_data"));
  }

  private static JsonNode json(String spec) {
    try {
      return JSON.readTree(spec);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a chart's specification is not JSON", e);
    }
  }

  /** Lines with their ends, as Jupyter stores texts. */
  private static List<String> lines(String text) {
    return List.of(text.split("(?<=\n)", -1));
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return members;
  }
}
