package io.promptsweep.submit;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.task.TaskDefinition;
import io.promptsweep.task.TaskLibrary;
import io.promptsweep.task.TaskSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep task}: tasks as the backbone sees them. */
@Command(
    name = "task",
    description = {
      "Lists the tasks; or, with a name and data, prints how a task is read and its first example"
          + " as the backbone sees it."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  promptsweep task cb --data /data --family B")
final class TaskCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "TASK", description = "A task's name.")
  private String name;

  @Option(names = "--data", paramLabel = "DIR", description = "Folder with the tasks' data.")
  private Path data;

  @Option(names = "--family", paramLabel = "A|B|C", description = "Template family (default: A).")
  private String family = "A";

  @Option(names = "--tasks-dir", paramLabel = "DIR", description = "A folder of own task files.")
  private Path ownTasks;

  @Override
  public Integer call() {
    TaskLibrary library = Home.tasks(Optional.ofNullable(ownTasks));
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      for (String task : library.names()) {
        TaskDefinition definition = library.definition(task);
        out.printf(
            Locale.ROOT,
            "%-16s %s (families %s)%n",
            task,
            definition.title(),
            definition.families());
      }
    } else if (data == null) {
      throw new InvalidInputException("task " + name + " needs data; name its folder with --data.");
    } else {
      out.println(library.definition(name).describe(TaskSettings.of(data, family)));
    }
    out.flush();
    return ExitCode.DONE;
  }
}
