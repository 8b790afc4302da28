package io.promptsweep.schedule;

import java.io.Serializable;
import java.util.List;

/** What a Spark task does with its unit of work. */
@FunctionalInterface
public interface UnitJob extends Serializable {
  /**
   * One report a cell, in the order of {@code work}. What this throws is taken for the loss of the
   * executor; a failure of a cell is a report.
   */
  List<CellReport.Carried> train(List<CellWork> work);
}
