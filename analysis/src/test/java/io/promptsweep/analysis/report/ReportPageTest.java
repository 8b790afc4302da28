package io.promptsweep.analysis.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.promptsweep.analysis.GoldenTables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a real browser: desktop and phone, light and dark, with and without JavaScript. */
class ReportPageTest {
  /** Scrolls past every picture, and waits until each has become a chart. */
  private static final String DRAW_ALL =
      """
      const done = arguments[arguments.length - 1];
      const pictures = Array.from(document.querySelectorAll('.picture'));
      let next = 0;
      const step = () => {
        const waiting = pictures.filter((p) => !p.dataset.drawn);
        if (waiting.length === 0) { scrollTo(0, 0); done(pictures.length); return; }
        waiting[next++ % waiting.length].scrollIntoView();
        requestAnimationFrame(step);
      };
      step();
      """;

  private static Browser browser;
  private static Path page;

  @BeforeAll
  static void writeAndStart(@TempDir Path folder) throws IOException {
    assumeTrue(
        Browser.installed().isPresent(),
        "skipped: Chromium and its driver are not installed (Debian: chromium, chromium-driver)");
    try (SparkSession spark = GoldenTables.spark()) {
      page = ReportExample.write(spark, folder.resolve("out"), folder.resolve("report"));
    }
    browser = Browser.start(folder.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest(name = "{0} pixels, {1}")
  @CsvSource({"1280,light", "1280,dark", "360,light", "360,dark"})
  void drawsEveryChartAsksForNothingFitsTheWindowAndCanBeRead(int width, String scheme)
      throws IOException {
    browser.open(page, width, scheme, true);
    long charts = (long) browser.await(DRAW_ALL);
    assertThat(charts).isGreaterThanOrEqualTo(8);
    assertThat(
            browser.ask(
                "return Array.from(document.querySelectorAll('.picture')).filter(p =>"
                    + " p.querySelectorAll('svg path, svg rect, svg line').length < 3"
                    + " || p.querySelectorAll('svg').length !== 1).map(p => p.dataset.spec)"))
        .as("pictures without marks")
        .isEqualTo(List.of());
    assertFits(width);
    assertThat(browser.ask("return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo(scheme.equals("dark") ? "rgb(20, 24, 28)" : "rgb(255, 255, 255)");
    assertThat(axe()).as("axe, serious and critical").isEmpty();
    assertQuiet();
  }

  @ParameterizedTest(name = "{0} pixels, {1}")
  @CsvSource({"1280,light", "360,dark"})
  void hasEverythingWithoutJavaScript(int width, String scheme) throws IOException {
    browser.open(page, width, scheme, false);
    assertFits(width);
    assertThat(
            browser.ask(
                "return Array.from(document.querySelectorAll('figure')).filter(f =>"
                    + " f.querySelectorAll('svg path, svg rect, svg line').length < 3).length"))
        .as("figures without a picture")
        .isEqualTo(0L);
    assertThat(browser.ask("return document.querySelectorAll('button').length"))
        .as("buttons that would do nothing")
        .isEqualTo(0L);
    assertThat(browser.ask("return document.querySelectorAll('tbody tr').length"))
        .asInstanceOf(InstanceOfAssertFactories.LONG)
        .isGreaterThan(60);
    assertQuiet();
  }

  @Test
  void everyFigureHasACaptionAWordedAlternativeAndItsNumbers() {
    browser.open(page, 1280, "light", true);
    List<WebElement> figures = browser.driver().findElements(By.tagName("figure"));
    assertThat(figures).isNotEmpty();
    for (WebElement figure : figures) {
      assertThat(
              (String)
                  browser.ask("return arguments[0].querySelector('.picture').dataset.alt", figure))
          .hasSizeGreaterThan(40);
      assertThat(
              browser.ask(
                  "const a = arguments[0].querySelector('figcaption a');"
                      + "return document.querySelector(a.getAttribute('href')).tagName",
                  figure))
          .isEqualTo("TABLE");
    }
    assertThat(
            browser.ask(
                "const ids = Array.from(document.querySelectorAll('[id]'), e => e.id);"
                    + "return ids.filter((id, i) => ids.indexOf(id) !== i)"))
        .as("ids that are there twice")
        .isEqualTo(List.of());
    assertThat(
            browser.ask(
                "return Array.from(document.querySelectorAll('nav a, .skip')).filter(a =>"
                    + " !document.querySelector(a.getAttribute('href'))).map(a => a.href)"))
        .as("links to nowhere")
        .isEqualTo(List.of());
  }

  @Test
  void aHostileNameStaysText() {
    browser.open(page, 1280, "light", true);
    assertThat((String) browser.ask("return document.querySelector('#table-by-task').textContent"))
        .contains(ReportExample.HOSTILE);
    assertThat(browser.ask("return document.querySelectorAll('main script, table b').length"))
        .isEqualTo(0L);
  }

  @Test
  void theKeyboardReachesEverythingAndSorts() {
    browser.open(page, 1280, "light", true);
    browser.ask("document.body.focus(); scrollTo(0, 0)");
    tab();
    assertThat(active().getText()).isEqualTo("Skip to the results");
    // What can be focused, in order, as the browser walks it.
    browser.ask("window.seen = new Set(); addEventListener('focusin', e => seen.add(e.target))");
    long wanted =
        (long)
            browser.ask(
                "window.wanted = Array.from(document.querySelectorAll("
                    + "'thead button, main > section .wide:not(details .wide), button.copy'));"
                    + "return wanted.length");
    assertThat(wanted).isGreaterThan(100);
    for (int i = 0; i < wanted + 200; i++) {
      if ((boolean) browser.ask("return wanted.every(w => seen.has(w))")) {
        break;
      }
      tab();
    }
    assertThat(browser.ask("return wanted.filter(w => !seen.has(w)).map(w => w.outerHTML)"))
        .isEqualTo(List.of());

    browser.ask(
        "Array.from(document.querySelectorAll('#table-by-task thead button'))"
            + ".find(b => b.textContent.trim() === 'mean').focus()");
    assertThat(active().getText()).isEqualTo("mean");
    active().sendKeys(Keys.ENTER);
    assertThat(sorted("ascending")).isTrue();
    active().sendKeys(Keys.ENTER);
    assertThat(sorted("descending")).isTrue();
  }

  private static boolean sorted(String direction) {
    return (boolean)
        browser.ask(
            """
            const table = document.querySelector('#table-by-task');
            const at = Array.from(table.tHead.rows[0].cells).findIndex(
              (th) => th.getAttribute('aria-sort') === arguments[0]);
            const values = Array.from(table.tBodies[0].rows, (r) => Number(r.cells[at].textContent));
            const sign = arguments[0] === 'ascending' ? 1 : -1;
            return values.length > 5 && values.every((v, i) => i === 0 || sign * (v - values[i - 1]) >= 0);
            """,
            direction);
  }

  private static void tab() {
    active().sendKeys(Keys.TAB);
  }

  private static WebElement active() {
    return browser.driver().switchTo().activeElement();
  }

  private static void assertFits(int width) {
    assertThat((long) browser.ask("return document.documentElement.scrollWidth"))
        .as("width of the page")
        .isLessThanOrEqualTo(width);
  }

  private static void assertQuiet() throws IOException {
    assertThat(browser.errors()).as("console").isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(url -> Stream.of("file:", "data:", "blob:").anyMatch(url::startsWith));
  }

  /** What axe-core finds that is serious or critical: rule and elements. */
  private static List<?> axe() throws IOException {
    try (InputStream in = ReportPageTest.class.getResourceAsStream("/axe.min.js")) {
      browser.ask(new String(in.readAllBytes(), UTF_8));
    }
    return (List<?>)
        browser.await(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then((result) =>
              done(result.violations
                .filter((v) => v.impact === 'serious' || v.impact === 'critical')
                .map((v) => v.id + ': ' + v.nodes.slice(0, 5).map((n) => n.html.slice(0, 200)).join(' | '))));
            """);
  }
}
