package io.promptsweep.task.source;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * GLUE's official files: fields between TABs, and nothing else means anything. Quotes are text,
 * often unbalanced.
 *
 * @param header the field names of a file that does not begin with them; empty if it does
 * @param skipIncomplete leave out rows with too few fields (the official QQP files have some, and
 *     Hugging Face's copy leaves them out too) instead of refusing them
 */
public record GlueTsv(List<String> header, boolean skipIncomplete) implements RowReader {
  public GlueTsv {
    header = List.copyOf(header);
  }

  @Override
  public List<Row> read(Path file, Map<String, String> columns) {
    List<String> lines = TextLines.of(file);
    boolean headed = header.isEmpty();
    if (headed && lines.isEmpty()) {
      throw new InvalidInputException(file + ": is empty, expected a header line.");
    }
    List<String> names = headed ? fields(lines.get(0)) : header;
    Map<String, Integer> indexes = indexes(file, names, columns);
    List<Row> rows = new ArrayList<>();
    for (int i = headed ? 1 : 0; i < lines.size(); i++) {
      List<String> fields = fields(lines.get(i));
      if (lines.get(i).isEmpty() || (skipIncomplete && fields.size() < names.size())) {
        continue;
      }
      Place place = new Place(file, "line", i + 1);
      if (fields.size() != names.size()) {
        throw new InvalidInputException(
            place
                + ": has "
                + fields.size()
                + " fields between TABs, expected "
                + names.size()
                + " ("
                + String.join(", ", names)
                + ")"
                + (lines.get(i).indexOf('\r') < 0
                    ? "."
                    : "; the line holds a carriage return, which ends no line here."));
      }
      Map<String, List<String>> values = new LinkedHashMap<>();
      indexes.forEach((column, index) -> values.put(column, List.of(fields.get(index))));
      rows.add(new Row(place, values));
    }
    return rows;
  }

  private static Map<String, Integer> indexes(
      Path file, List<String> names, Map<String, String> columns) {
    Map<String, Integer> indexes = new LinkedHashMap<>();
    columns.forEach(
        (column, name) -> {
          int index = names.indexOf(name);
          if (index != names.lastIndexOf(name)) {
            throw new InvalidInputException(
                file + " line 1: names column '" + name + "' twice; rename one of them.");
          }
          if (index < 0) {
            throw new InvalidInputException(
                file + " line 1: no column '" + name + "'" + Nearest.hint(name, names));
          }
          indexes.put(column, index);
        });
    return indexes;
  }

  private static List<String> fields(String line) {
    return Arrays.asList(line.split("\t", -1));
  }
}
