package io.promptsweep.submit;

import io.promptsweep.analysis.QueryFormat;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How rows are printed: a table for people by default. */
final class FormatOptions {
  @ArgGroup(multiplicity = "0..1")
  private Choice choice = new Choice();

  /** At most one of them. */
  static final class Choice {
    @Option(names = "--csv", description = "Comma-separated values.")
    private boolean csv;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;
  }

  QueryFormat chosen() {
    return choice.csv ? QueryFormat.CSV : choice.json ? QueryFormat.JSON : QueryFormat.TABLE;
  }
}
