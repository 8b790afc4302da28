package io.promptsweep.run;

import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.prepare.RegisteredMethods;
import io.promptsweep.sweep.KnownNames;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.task.TaskLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small sweeps of the toy world. */
public final class ToySweeps {
  public static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final TaskLibrary TASKS = TaskLibrary.open(ROOT.resolve("conf/tasks"));

  private ToySweeps() {}

  /** Six small cells, of which the two with a huge learning rate fail. */
  public static PreparedSweep sweep(String... sets) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "sweep.tasks=[toy-sentiment]",
                "sweep.methods=[vanilla,superpos]",
                "sweep.seeds=[0]",
                "sweep.dropout=[off,on]",
                "sweep.learning-rates=[0.03]",
                "method.vanilla.learning-rates=[0.03,1e38]",
                "train.epochs=2",
                "train.max-steps=off",
                "train.eval-every-steps=off",
                "method.superpos.learning-rates=[0.03]",
                "train.batch-size=32",
                "task.max-train-examples=40",
                "task.max-eval-examples=20"));
    all.addAll(List.of(sets));
    return PreparedSweep.of(
        SweepConfig.load(
            ROOT.resolve("conf/quickstart.conf"),
            all,
            new KnownNames(new RegisteredMethods(), own -> TASKS.names())),
        TASKS);
  }
}
