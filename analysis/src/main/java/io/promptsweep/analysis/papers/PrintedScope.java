package io.promptsweep.analysis.papers;

import java.util.List;
import java.util.Optional;

/**
 * The numbers of a table that a preset has the protocol of, as far as a sweep can have them too:
 * averages and what is no method or task of ours are not among them.
 */
public record PrintedScope(List<PaperResult> numbers) {
  public PrintedScope {
    numbers = List.copyOf(numbers);
  }

  /** The numbers of {@code table} whose protocol is {@code preset}. */
  public static PrintedScope of(PaperTable table, String preset) {
    List<PaperProtocol> protocols = PaperProtocol.of(table);
    return new PrintedScope(
        PaperResults.shipped().rows(table).stream()
            .filter(row -> row.methodId().isPresent())
            .filter(row -> row.taskId().filter(task -> !task.equals("average")).isPresent())
            .filter(
                row ->
                    protocols.stream()
                        .filter(protocol -> protocol.covers(row))
                        .findFirst()
                        .map(PaperProtocol::preset)
                        .equals(Optional.of(preset)))
            .toList());
  }

  public boolean hasMethod(String method) {
    return numbers.stream().anyMatch(row -> row.methodId().equals(Optional.of(method)));
  }

  public boolean hasTask(String task) {
    return numbers.stream().anyMatch(row -> row.taskId().equals(Optional.of(task)));
  }

  /** Whether there is a number with the backbone's dropout so, or one that does not say. */
  public boolean hasDropout(boolean dropout) {
    return numbers.stream().anyMatch(row -> matches(row, dropout));
  }

  /** Whether there is a number for cells of this method, task and dropout. */
  public boolean has(String method, String task, boolean dropout) {
    return numbers.stream()
        .anyMatch(
            row ->
                row.methodId().equals(Optional.of(method))
                    && row.taskId().equals(Optional.of(task))
                    && matches(row, dropout));
  }

  private static boolean matches(PaperResult row, boolean dropout) {
    return row.dropout().equals("unknown") || row.dropout().equals("on") == dropout;
  }
}
