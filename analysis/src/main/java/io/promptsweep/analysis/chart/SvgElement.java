package io.promptsweep.analysis.chart;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Vega's SVG made fit to stand among others in a page. */
final class SvgElement {
  private static final Pattern START = Pattern.compile("<svg ([^>]*)>");
  private static final Pattern SIZE = Pattern.compile("\\bwidth=\"([0-9.]+)\" height=\"[0-9.]+\"");

  private SvgElement() {}

  static String of(String svg, Chart chart) {
    Matcher start = START.matcher(svg);
    Matcher size = SIZE.matcher(svg);
    if (!start.lookingAt() || !size.find() || size.end() > start.end()) {
      throw new IllegalStateException(
          "Vega's SVG begins otherwise than expected: "
              + svg.substring(0, Math.min(200, svg.length())));
    }
    String width = size.group(1);
    String attributes =
        SIZE.matcher(start.group(1))
            .replaceFirst("style=\"width:100%;max-width:" + width + "px;height:auto\"");
    String names =
        String.format(
            Locale.ROOT,
            " role=\"img\" aria-labelledby=\"%1$s-title %1$s-desc\"><title id=\"%1$s-title\">%2$s</title><desc id=\"%1$s-desc\">%3$s</desc>",
            chart.name(),
            escaped(chart.title()),
            escaped(chart.alt()));
    // Clip paths and gradients of other charts in the page bear the same names.
    String own =
        svg.substring(start.end())
            .replaceAll("\\bid=\"", "id=\"" + chart.name() + "-")
            .replace("url(#", "url(#" + chart.name() + "-");
    return "<svg " + attributes + names + own;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
