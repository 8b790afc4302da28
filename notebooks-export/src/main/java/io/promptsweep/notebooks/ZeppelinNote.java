package io.promptsweep.notebooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A notebook as Zeppelin 0.10 and 0.11 have it: paragraphs for its Spark interpreter, with results.
 */
final class ZeppelinNote {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final Parser MARKDOWN = Parser.builder().build();
  private static final HtmlRenderer HTML = HtmlRenderer.builder().escapeHtml(true).build();

  /** What a paragraph is written in. */
  private enum Language {
    MARKDOWN("md", "markdown"),
    PYTHON("spark.pyspark", "python"),
    SQL("spark.sql", "sql");

    private final String interpreter;
    private final String editor;

    Language(String interpreter, String editor) {
      this.interpreter = interpreter;
      this.editor = editor;
    }
  }

  private final ArrayNode paragraphs = JSON.createArrayNode();

  private ZeppelinNote() {}

  /** The file's text. */
  static String text(Notebook notebook) {
    ZeppelinNote zeppelin = new ZeppelinNote();
    notebook.cells().forEach(zeppelin::add);
    ObjectNode note = JSON.createObjectNode();
    note.set("paragraphs", zeppelin.paragraphs);
    // Slashes are folders in a note's name.
    note.put("name", notebook.title().replaceAll("[/\\\\\\p{Cntrl}]+", " "));
    note.put("id", id(notebook));
    note.put("defaultInterpreterGroup", "spark");
    note.put("version", "0.10.1");
    note.putObject("noteParams");
    note.putObject("noteForms");
    note.putObject("angularObjects");
    note.putObject("config").put("isZeppelinNotebookCronEnable", false);
    note.putObject("info");
    try {
      return JSON.writeValueAsString(note) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a notebook of texts and numbers is always JSON", e);
    }
  }

  /** Nine characters from 2, as Zeppelin makes them; the same for the same notebook. */
  private static String id(Notebook notebook) {
    UUID digest = UUID.nameUUIDFromBytes(notebook.toString().getBytes(UTF_8));
    String letters =
        Long.toUnsignedString(digest.getMostSignificantBits(), 36).toUpperCase(Locale.ROOT);
    return "2"
        + "0".repeat(Math.max(0, 8 - letters.length()))
        + letters.substring(Math.max(0, letters.length() - 8));
  }

  private void add(NotebookCell cell) {
    if (cell instanceof NotebookCell.Text text) {
      markdown(text.id(), text.markdown());
    } else if (cell instanceof NotebookCell.Places places) {
      paragraph(places.id(), Language.PYTHON, PythonSource.places(places), "TEXT", "");
    } else if (cell instanceof NotebookCell.Tables tables) {
      ObjectNode made = paragraph(tables.id(), Language.PYTHON, PythonSource.tables(), "TEXT", "");
      ((ObjectNode) made.get("config")).put("editorHide", true);
    } else if (cell instanceof NotebookCell.Question question) {
      table(question.id(), Language.SQL, question.sql(), question.answer());
    } else if (cell instanceof NotebookCell.Program program) {
      String source = program.code() + "\nz.show(" + program.result() + ")";
      table(program.id(), Language.PYTHON, source, program.answer());
    } else if (cell instanceof NotebookCell.Picture picture) {
      // Zeppelin has no Vega: the picture is the one of this moment, and the numbers stand below.
      picture
          .svg()
          .map(svg -> Base64.getEncoder().encodeToString(svg.getBytes(UTF_8)))
          .ifPresent(
              svg ->
                  markdown(
                      picture.id() + "-picture",
                      String.format(
                          Locale.ROOT,
                          "![%s](data:image/svg+xml;base64,%s)",
                          MarkdownText.escaped(picture.chart().alt()),
                          svg)));
      table(picture.id(), Language.SQL, picture.sql(), picture.answer());
    } else {
      throw new IllegalStateException("no form for the cell " + cell.id());
    }
  }

  private void markdown(String id, String text) {
    String html = "<div class=\"markdown-body\">\n" + HTML.render(MARKDOWN.parse(text)) + "</div>";
    ObjectNode paragraph = paragraph(id, Language.MARKDOWN, text, "HTML", html);
    ((ObjectNode) paragraph.get("config")).put("editorHide", true);
  }

  private void table(String id, Language language, String source, AnswerTable answer) {
    paragraph(id, language, source, "TABLE", answer.tabSeparated());
  }

  private ObjectNode paragraph(
      String id, Language language, String source, String type, String result) {
    ObjectNode paragraph = paragraphs.addObject();
    paragraph.put("text", "%" + language.interpreter + "\n\n" + source);
    paragraph.put("user", "anonymous");
    ObjectNode config = paragraph.putObject("config");
    config.put("colWidth", 12.0);
    config.put("fontSize", 9.0);
    config.put("enabled", true);
    config.put("editorMode", "ace/mode/" + language.editor);
    config
        .putObject("editorSetting")
        .put("language", language.editor)
        .put("editOnDblClick", language == Language.MARKDOWN)
        .put("completionSupport", language != Language.MARKDOWN);
    ObjectNode settings = paragraph.putObject("settings");
    settings.putObject("params");
    settings.putObject("forms");
    config.putObject("results");
    ObjectNode results = paragraph.putObject("results").put("code", "SUCCESS");
    ArrayNode messages = results.putArray("msg");
    if (!result.isEmpty()) {
      messages.addObject().put("type", type).put("data", result);
    }
    paragraph.putArray("apps");
    paragraph.putObject("runtimeInfos");
    paragraph.put("progressUpdateIntervalMs", 500);
    paragraph.put("jobName", "paragraph_" + id);
    paragraph.put("id", "paragraph_" + id);
    paragraph.put("status", "FINISHED");
    return paragraph;
  }
}
