package io.promptsweep.analysis.chart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** Vega, Vega-Lite and Vega-Embed as text, from the jars that Maven brings them in. */
public final class VegaScripts {
  private static final List<String> LIBRARIES = List.of("vega", "vega-lite", "vega-embed");

  private VegaScripts() {}

  /** The three scripts, in the order in which they must be loaded, fit to stand in a page. */
  public static List<String> all() {
    return LIBRARIES.stream().map(VegaScripts::inPage).toList();
  }

  private static String inPage(String library) {
    String notice =
        String.format(
            Locale.ROOT,
            "/* %s %s. Copyright University of Washington Interactive Data Lab and contributors. BSD 3-Clause License. */%n",
            library,
            version(library));
    return notice + embeddable(text(library));
  }

  /** Without what would end or comment out the page's script element, in strings of JavaScript. */
  static String embeddable(String script) {
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--");
  }

  /** The script as it is in its jar. */
  static String text(String library) {
    String version = version(library);
    return resource(
        String.format(
            Locale.ROOT, "META-INF/resources/webjars/%s/%s/%s.min.js", library, version, library));
  }

  static String version(String library) {
    Properties properties = new Properties();
    String place = "META-INF/maven/org.webjars/" + library + "/pom.properties";
    try (InputStream in = open(place)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static String resource(String place) {
    try (InputStream in = open(place)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String place) {
    InputStream in = VegaScripts.class.getClassLoader().getResourceAsStream(place);
    if (in == null) {
      throw new IllegalStateException("the class path lacks " + place);
    }
    return in;
  }
}
