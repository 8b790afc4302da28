package io.promptsweep.analysis.report.render;

import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Column;
import io.promptsweep.analysis.report.document.Section;
import io.promptsweep.analysis.report.document.Table;
import java.util.List;
import java.util.Map;

/** Sections and their blocks as HTML. */
final class HtmlBlocks {
  /** Characters from which a text may be broken into lines. */
  private static final int LONG_TEXT = 32;

  /** Rows from which a table scrolls in itself. */
  private static final int TALL = 40;

  private static final String NO_PICTURE =
      "<p>No picture: Vega does not run on the machine that wrote this page.</p>";

  private final Html html;
  private final Map<String, String> pictures;

  HtmlBlocks(Html html, Map<String, String> pictures) {
    this.html = html;
    this.pictures = pictures;
  }

  void section(Section section) {
    String heading = section.id() + "-title";
    html.open("section", "id", section.id(), "aria-labelledby", heading)
        .element("h2", section.heading(), "id", heading);
    section.blocks().forEach(this::block);
    html.closeLine("section");
  }

  private void block(Block block) {
    if (block instanceof Block.Heading heading) {
      html.element("h3", heading.text(), "id", heading.id());
    } else if (block instanceof Block.Paragraph paragraph) {
      html.element("p", paragraph.text());
    } else if (block instanceof Block.Bullets bullets) {
      html.open("ul");
      bullets.items().forEach(item -> html.element("li", item));
      html.closeLine("ul");
    } else if (block instanceof Block.Figure figure) {
      figure(figure);
    } else if (block instanceof Block.Folded folded) {
      html.open("details").element("summary", folded.summary());
      html.open(
              "div",
              "class",
              "wide",
              "role",
              "region",
              "aria-label",
              folded.summary(),
              "tabindex",
              "0")
          .open("pre")
          .text(folded.text())
          .close("pre")
          .closeLine("div");
      html.closeLine("details");
    } else if (block instanceof Table table) {
      table(table);
    }
  }

  private void figure(Block.Figure figure) {
    String name = figure.chart().name();
    String alt = figure.chart().alt();
    html.open("figure", "id", "figure-" + name)
        .open("div", "class", "picture", "data-spec", "spec-" + name, "data-alt", alt)
        .open("div", "role", "img", "aria-label", alt)
        .open("div", "aria-hidden", "true")
        .raw(pictures.getOrDefault(name, NO_PICTURE))
        .close("div")
        .close("div")
        .closeLine("div");
    html.open("figcaption");
    html.open("strong").text(figure.chart().title()).close("strong").text(" ");
    html.text(figure.chart().alt()).text(" ");
    html.open("a", "href", "#table-" + figure.table())
        .text("The numbers are in table " + figure.table());
    html.close("a").text(".").closeLine("figcaption").closeLine("figure");
  }

  private void table(Table table) {
    String captionId = "caption-" + table.name();
    html.open(
        "div",
        "class",
        table.visible().size() > TALL ? "wide tall" : "wide",
        "role",
        "region",
        "aria-labelledby",
        captionId,
        "tabindex",
        "0");
    html.open("table", "id", "table-" + table.name());
    html.open("caption").open("span", "id", captionId);
    html.open("strong").text("Table " + table.name()).close("strong").text(" ");
    html.text(table.caption() + (table.cut().isEmpty() ? "" : " " + table.cut()));
    html.close("span").closeLine("caption").open("thead").open("tr");
    for (Column column : table.columns()) {
      html.open("th", "scope", "col", "class", column.format().isNumber() ? "n" : null)
          .text(column.name())
          .close("th");
    }
    html.close("tr").closeLine("thead").open("tbody").raw("\n");
    for (List<Object> row : table.visible()) {
      html.open("tr");
      for (int i = 0; i < row.size(); i++) {
        cell(i == 0, table.columns().get(i), row.get(i));
      }
      html.closeLine("tr");
    }
    if (table.rows().isEmpty()) {
      html.open("tr").element("td", "No rows.", "colspan", table.columns().size()).closeLine("tr");
    }
    html.closeLine("tbody").closeLine("table").closeLine("div");
  }

  private void cell(boolean first, Column column, Object value) {
    String tag = first ? "th" : "td";
    boolean number = column.format().isNumber();
    String shown = column.shown(value);
    html.open(
        tag,
        "scope",
        first ? "row" : null,
        "class",
        kind(column, shown),
        // What is sorted by, where it is more than what is shown.
        "data-v",
        number && value instanceof Number x && !x.toString().equals(shown) ? x : null);
    boolean code =
        column.format() == Column.Format.CODE || column.format() == Column.Format.COMMAND;
    if (code && value != null) {
      html.open("code").text(shown).close("code");
    } else {
      html.text(shown);
    }
    html.close(tag);
  }

  private static String kind(Column column, String shown) {
    if (column.format().isNumber()) {
      return "n";
    }
    if (column.format() == Column.Format.COMMAND) {
      return "command";
    }
    return shown.length() > LONG_TEXT ? "long" : null;
  }
}
