package io.promptsweep.analysis.papers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** CSV with a header, as RFC 4180 has it, by the parser that Spark brings. */
final class CsvTable {
  private CsvTable() {}

  /** The rows of a resource of this package, each from column to text; an empty field is "". */
  static List<Map<String, String>> resource(String name) {
    try (InputStream in = CsvTable.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its resource " + name);
      }
      return read(new InputStreamReader(in, UTF_8), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Map<String, String>> read(Reader text, String name) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setLineSeparatorDetectionEnabled(true);
    // A field is what stands between the commas, blanks included.
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    // No comments: their mark is an ordinary first letter here.
    settings.getFormat().setComment('\0');
    settings.setCommentProcessingEnabled(false);
    settings.setNullValue("");
    settings.setEmptyValue("");
    settings.setMaxCharsPerColumn(-1);
    List<String[]> lines = new CsvParser(settings).parseAll(text);
    if (lines.isEmpty()) {
      throw new IllegalStateException(name + " is empty; expected a header");
    }
    String[] header = lines.get(0);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String[] line : lines.subList(1, lines.size())) {
      if (line.length != header.length) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%s, row %d: %d fields; expected the header's %d",
                name,
                rows.size() + 1,
                line.length,
                header.length));
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < header.length; i++) {
        row.put(header[i], line[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
