package io.promptsweep.task.source;

import io.promptsweep.problem.InvalidInputException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a source's column {@code label} may hold.
 *
 * @param classes how the files write each class, in class order; empty if it is no class
 * @param range between which numbers it lies, both included; nothing if it is a class, or any
 *     number
 * @param skipUnlabelled leave out rows without a label instead of refusing them
 */
public record Labels(List<String> classes, Optional<Range> range, boolean skipUnlabelled) {
  private static final String REMEDY =
      "; with unlabelled-rows = skip in the source of the task's file such rows are left out.";

  public Labels {
    classes = List.copyOf(classes);
  }

  /** Any label at all. */
  public static Labels any() {
    return of(List.of());
  }

  /** Classes, and no row without one. */
  public static Labels of(List<String> classes) {
    return new Labels(classes, Optional.empty(), false);
  }

  /** The numbers from {@code least} to {@code most}. */
  public record Range(BigDecimal least, BigDecimal most) {
    boolean holds(BigDecimal number) {
      return least.compareTo(number) <= 0 && number.compareTo(most) <= 0;
    }

    @Override
    public String toString() {
      return "a number from " + least.toPlainString() + " to " + most.toPlainString();
    }
  }

  /**
   * The row with its class as an index, or with its number; nothing if it has no label and such
   * rows are left out.
   *
   * @param otherNames how the task's other sources write the classes
   * @throws InvalidInputException if the label is none of the classes or outside the range
   */
  Optional<Row> of(Row row, Collection<List<String>> otherNames) {
    if (!row.has(Row.LABEL)) {
      return unlabelled(row, "empty");
    }
    String label = row.text(Row.LABEL);
    if (!classes.isEmpty()) {
      int index = classIndex(label, otherNames);
      return index >= 0
          ? Optional.of(row.with(Row.LABEL, String.valueOf(index)))
          : hidden(label).isPresent() ? unlabelled(row, hidden(label).get()) : refused(row, label);
    }
    Optional<BigDecimal> number = number(label);
    if (range.isEmpty()) {
      return number.isEmpty() && skipUnlabelled && hidden(label).isPresent()
          ? Optional.empty()
          : Optional.of(row);
    }
    if (number.isPresent() && range.get().holds(number.get())) {
      return Optional.of(row);
    }
    return hidden(label).isPresent() ? unlabelled(row, hidden(label).get()) : refused(row, label);
  }

  private int classIndex(String label, Collection<List<String>> otherNames) {
    int index = classes.indexOf(label);
    if (index >= 0) {
      return index;
    }
    Optional<BigDecimal> number = number(label);
    if (number.isPresent()) {
      // A column of whole numbers in which some are missing is often kept as 0.0 and 1.0.
      return number.get().stripTrailingZeros().scale() > 0
          ? -1
          : classes.indexOf(number.get().toBigInteger().toString());
    }
    TreeSet<Integer> meant = new TreeSet<>();
    for (List<String> names : otherNames) {
      for (int i = 0; i < names.size(); i++) {
        if (names.get(i).equalsIgnoreCase(label)) {
          meant.add(i);
        }
      }
    }
    return meant.size() == 1 ? meant.first() : -1;
  }

  /** What a label is that marks a row without one. */
  private static Optional<String> hidden(String label) {
    String text = label.strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return Optional.of("empty");
    }
    boolean minusOne =
        number(text).filter(n -> n.compareTo(BigDecimal.ONE.negate()) == 0).isPresent();
    return minusOne || Set.of("-", "nan", "null", "none").contains(text)
        ? Optional.of(label.strip() + ", the mark of a hidden label")
        : Optional.empty();
  }

  private Optional<Row> unlabelled(Row row, String what) {
    if (skipUnlabelled) {
      return Optional.empty();
    }
    throw new InvalidInputException(
        row.place() + ": label is " + what + ", expected " + expected() + REMEDY);
  }

  private Optional<Row> refused(Row row, String label) {
    throw new InvalidInputException(
        row.place() + ": label is '" + label + "', expected " + expected() + ".");
  }

  private String expected() {
    return classes.isEmpty()
        ? range.map(Range::toString).orElse("a label")
        : "one of " + String.join(", ", classes);
  }

  /**
   * What ends a sentence that refuses {@code label}: how to leave such rows out, if it is hidden.
   */
  public static String remedy(String label) {
    return hidden(label).isPresent() ? REMEDY : ".";
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      // A text of many digits or a large exponent is no label, and costly to compute with.
      return text.length() > 40 || text.matches(".*[eE][+-]?\\d{3,}")
          ? Optional.empty()
          : Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
