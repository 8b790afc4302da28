package io.promptsweep.submit;

import io.promptsweep.problem.InvalidInputException;

/** The numbers that an option may be. */
final class Range {
  private Range() {}

  /**
   * Does nothing for a number in the range.
   *
   * @throws InvalidInputException for another
   */
  static void check(String option, long number, long least, long most) {
    if (number < least || number > most) {
      throw new InvalidInputException(
          option + " is " + number + "; it must be from " + least + " to " + most + ".");
    }
  }

  /** The same for a number above 0 that need not be whole. */
  static void checkPositive(String option, double number, double most) {
    if (!(number > 0 && number <= most)) {
      throw new InvalidInputException(
          option + " is " + number + "; it must be above 0 and at most " + most + ".");
    }
  }
}
