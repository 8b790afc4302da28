package io.promptsweep.task.source;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One row of a task's data.
 *
 * @param place where it was read
 * @param values texts by column; a column that holds one value has a list of one
 */
public record Row(Place place, Map<String, List<String>> values) {

  /** Column of the class index or number in every source. */
  public static final String LABEL = "label";

  /** Column that names rows judged together. */
  public static final String GROUP = "group";

  public Row {
    values = Map.copyOf(values);
  }

  /** Whether there is such a column. */
  public boolean has(String column) {
    return values.containsKey(column);
  }

  /**
   * All values of a column.
   *
   * @throws InvalidInputException if there is no such column
   */
  public List<String> list(String column) {
    List<String> list = values.get(column);
    if (list == null) {
      throw new InvalidInputException(
          place + ": no column '" + column + "'" + Nearest.hint(column, values.keySet()));
    }
    return list;
  }

  /**
   * The value of a column that has one.
   *
   * @throws InvalidInputException if there is no such column or it holds a list
   */
  public String text(String column) {
    List<String> list = list(column);
    if (list.size() != 1) {
      throw new InvalidInputException(
          place + ": column '" + column + "' holds " + list.size() + " values, expected one.");
    }
    return list.get(0);
  }

  /**
   * The value of a column as a whole number, not negative.
   *
   * @throws InvalidInputException if it is none
   */
  public int index(String column) {
    String text = text(column);
    if (!text.matches("\\d{1,9}")) {
      throw new InvalidInputException(
          place + ": column '" + column + "' is '" + text + "', expected a whole number from 0.");
    }
    return Integer.parseInt(text);
  }

  /** This row with a column set. */
  public Row with(String column, List<String> list) {
    Map<String, List<String>> changed = new TreeMap<>(values);
    changed.put(column, List.copyOf(list));
    return new Row(place, changed);
  }

  /** This row with a column set to one value. */
  public Row with(String column, String text) {
    return with(column, List.of(text));
  }
}
