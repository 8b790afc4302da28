package io.promptsweep.analysis.report.facts;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;

/**
 * What is compared within a {@link Group}: a method with everything that is not tuned for it.
 *
 * @param axes further axes of the sweep, as JSON
 */
public record Contender(String method, boolean dropout, int promptTokens, String axes)
    implements Comparable<Contender> {
  private static final Comparator<Contender> ORDER =
      Comparator.comparing(Contender::method)
          .thenComparing(Contender::dropout)
          .thenComparing(Contender::promptTokens)
          .thenComparing(Contender::axes);

  /** The contender of a row of {@code cells} or of a view. */
  public static Contender of(Map<String, Object> row) {
    return new Contender(
        String.valueOf(row.get("method")),
        Boolean.TRUE.equals(row.get("dropout")),
        row.get("prompt_tokens") instanceof Number tokens ? tokens.intValue() : 0,
        row.get("axes") == null ? "{}" : row.get("axes").toString());
  }

  /** Its name among {@code others}: as much as tells it from each of them. */
  public String label(Collection<Contender> others) {
    boolean both = others.stream().anyMatch(Contender::dropout);
    return name(others) + (both ? ", dropout " + (dropout ? "on" : "off") : "");
  }

  /** {@link #label} without dropout. */
  public String name(Collection<Contender> others) {
    StringBuilder label = new StringBuilder(method);
    if (others.stream().anyMatch(o -> alike(o) && o.promptTokens != promptTokens)) {
      label.append(", ").append(promptTokens).append(" tokens");
    }
    if (others.stream().anyMatch(o -> alike(o) && !o.axes.equals(axes))) {
      label.append(", ").append(axes);
    }
    return label.toString();
  }

  private boolean alike(Contender other) {
    return other.method.equals(method) && other.dropout == dropout;
  }

  @Override
  public int compareTo(Contender other) {
    return ORDER.compare(this, other);
  }
}
