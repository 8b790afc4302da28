package io.promptsweep.submit;

import java.util.ArrayList;
import java.util.List;

/** A main program of several commands, each ended by {@link #END}; stops at one that fails. */
final class SeveralCommands {
  static final String END = ";";

  private SeveralCommands() {}

  public static void main(String[] arguments) {
    List<String> command = new ArrayList<>();
    for (String argument : arguments) {
      if (!argument.equals(END)) {
        command.add(argument);
        continue;
      }
      int code = PromptsweepCommand.commandLine().execute(command.toArray(String[]::new));
      if (code != 0) {
        System.exit(code);
      }
      command.clear();
    }
  }
}
