package io.promptsweep.submit;

import io.promptsweep.method.Methods;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code promptsweep methods}: what can be swept. */
@Command(
    name = "methods",
    description = "Lists the prompt methods with their settings and their papers' defaults.",
    mixinStandardHelpOptions = true)
final class MethodsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (String name : Methods.names()) {
      out.println(name + ": " + Methods.named(name).title());
      Methods.defaults(name)
          .forEach((key, value) -> out.println("  method." + name + "." + key + " = " + value));
    }
    out.flush();
    return ExitCode.DONE;
  }
}
