package io.promptsweep.analysis.report.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What must be equal for two results to be compared at all.
 *
 * @param protocol the paper's protocol that is followed, or {@code null}
 */
public record Group(String sweepId, String backbone, String precision, String protocol) {
  /** The group of a row of {@code cells} or of a view. */
  public static Group of(Map<String, Object> row) {
    return new Group(
        (String) row.get("sweep_id"),
        (String) row.get("backbone"),
        (String) row.get("precision"),
        (String) row.get("protocol"));
  }

  /** Its parts that are known, for people. */
  public String label() {
    List<String> parts = new ArrayList<>();
    parts.add("sweep " + sweepId);
    if (backbone != null) {
      parts.add(backbone);
    }
    if (precision != null) {
      parts.add(precision);
    }
    if (protocol != null) {
      parts.add("protocol \"" + protocol + "\"");
    }
    return String.join(", ", parts);
  }

  /** The rows of this group. */
  public List<Map<String, Object>> among(List<Map<String, Object>> rows) {
    return rows.stream().filter(row -> Objects.equals(Group.of(row), this)).toList();
  }
}
