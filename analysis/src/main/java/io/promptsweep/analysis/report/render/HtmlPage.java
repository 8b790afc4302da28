package io.promptsweep.analysis.report.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.promptsweep.analysis.SqlResource;
import io.promptsweep.analysis.chart.Chart;
import io.promptsweep.analysis.report.document.Block;
import io.promptsweep.analysis.report.document.Report;
import io.promptsweep.analysis.report.document.Section;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The report as one HTML page that needs nothing else: styles, scripts and pictures are in it, and
 * its content security policy allows no connection. Without JavaScript it has the same content;
 * with it, tables can be sorted, commands copied and charts pointed at.
 */
public final class HtmlPage {
  private final Report report;
  private final Map<String, String> pictures;
  private final List<String> libraries;
  private final Html html = new Html();

  private HtmlPage(Report report, Map<String, String> pictures, List<String> libraries) {
    this.report = report;
    this.pictures = pictures;
    this.libraries = libraries;
  }

  /**
   * The page.
   *
   * @param pictures each chart's SVG, by the chart's name
   * @param libraries scripts that draw the same charts in a browser
   */
  public static String of(Report report, Map<String, String> pictures, List<String> libraries) {
    HtmlPage page = new HtmlPage(report, pictures, libraries);
    page.write();
    return page.html.toString();
  }

  private void write() {
    List<String> scripts = new ArrayList<>();
    if (!report.figures().isEmpty()) {
      libraries.forEach(script -> scripts.add(asParsed(script)));
      scripts.add(asParsed(resource("charts.js")));
    }
    scripts.add(asParsed(resource("page.js")));
    html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").raw("\n");
    head(scripts);
    html.open("body").raw("\n");
    html.element("a", "Skip to the results", "class", "skip", "href", "#main");
    header();
    warnings();
    html.open("div", "class", "columns").raw("\n");
    navigation();
    html.open("main", "id", "main", "tabindex", "-1").raw("\n");
    HtmlBlocks blocks = new HtmlBlocks(html, pictures);
    report.sections().forEach(blocks::section);
    html.closeLine("main").closeLine("div");
    for (Block.Figure figure : report.figures()) {
      specification(figure.chart());
    }
    for (String script : scripts) {
      html.open("script").raw(script).closeLine("script");
    }
    html.closeLine("body").closeLine("html");
  }

  private void head(List<String> scripts) {
    String hashes = scripts.stream().map(HtmlPage::hash).collect(Collectors.joining(" "));
    html.open("head")
        .raw("\n<meta charset=\"utf-8\">\n")
        .open(
            "meta",
            "http-equiv",
            "Content-Security-Policy",
            "content",
            "default-src 'none'; script-src "
                + hashes
                + "; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'")
        .raw("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .raw("<meta name=\"referrer\" content=\"no-referrer\">\n")
        // A browser that finds no icon asks for one.
        .raw("<link rel=\"icon\" href=\"data:,\">\n")
        .element("title", report.title())
        .open("style")
        .raw(resource("page.css"))
        .closeLine("style")
        .closeLine("head");
  }

  private void header() {
    html.open("header").element("h1", report.title()).element("p", report.about());
    html.open("p", "class", "files").text("The same as ");
    html.open("a", "href", "report.md").text("Markdown").close("a");
    html.text("; each table as LaTeX and CSV in the folder tables, each chart as SVG in charts.");
    html.closeLine("p").closeLine("header");
  }

  private void warnings() {
    if (report.warnings().isEmpty()) {
      return;
    }
    html.open("section", "class", "warnings", "aria-labelledby", "warnings")
        .element("h2", "Before you read the numbers", "id", "warnings")
        .open("ul");
    report.warnings().forEach(warning -> html.element("li", warning));
    html.closeLine("ul").closeLine("section");
  }

  private void navigation() {
    html.open("nav", "aria-label", "Sections").open("ul");
    for (Section section : report.sections()) {
      html.open("li").open("a", "href", "#" + section.id()).text(section.heading()).close("a");
      List<Block.Heading> headings =
          section.blocks().stream()
              .filter(Block.Heading.class::isInstance)
              .map(Block.Heading.class::cast)
              .toList();
      if (!headings.isEmpty()) {
        html.open("ul");
        headings.forEach(
            h ->
                html.open("li")
                    .open("a", "href", "#" + h.id())
                    .text(h.text())
                    .close("a")
                    .close("li"));
        html.close("ul");
      }
      html.closeLine("li");
    }
    html.closeLine("ul").closeLine("nav");
  }

  private void specification(Chart chart) {
    html.open("script", "type", "application/json", "id", "spec-" + chart.name())
        .raw(Html.scriptJson(chart.spec()))
        .closeLine("script");
  }

  private static String resource(String name) {
    return SqlResource.text(HtmlPage.class, name);
  }

  /** A script as a browser will hash it: parsing makes every line end a line feed. */
  private static String asParsed(String script) {
    return script.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static String hash(String script) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
