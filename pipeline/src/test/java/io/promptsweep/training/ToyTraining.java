package io.promptsweep.training;

import ai.djl.Device;
import io.promptsweep.backbone.Backbone;
import io.promptsweep.backbone.Precision;
import io.promptsweep.method.Methods;
import io.promptsweep.task.TaskLibrary;
import io.promptsweep.task.TaskSettings;
import io.promptsweep.torch.CpuThreads;
import io.promptsweep.toy.ToyWorld;
import io.promptsweep.training.data.EmbeddingTable;
import io.promptsweep.training.data.TokenizedTask;
import io.promptsweep.training.optimizer.OptimizerSettings;
import io.promptsweep.training.optimizer.ScheduleSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Small cells on the toy world, for tests of training. */
public final class ToyTraining implements AutoCloseable {
  public final Backbone backbone;
  private final Path world;

  public ToyTraining(Path folder) {
    world = ToyWorld.write(folder);
    backbone = Backbone.load(world.resolve(ToyWorld.BACKBONE), Device.cpu(), Precision.FP32);
    CpuThreads.use(1);
  }

  Path backboneDir() {
    return world.resolve(ToyWorld.BACKBONE);
  }

  /** A toy task with so many training and evaluation examples. */
  public TokenizedTask task(String name, int train, int eval) {
    TaskLibrary library =
        TaskLibrary.open(Path.of(System.getProperty("project.root"), "conf", "tasks"));
    TaskSettings settings =
        TaskSettings.of(world.resolve(ToyWorld.DATA), "A")
            .withLimits(OptionalInt.of(train), OptionalInt.of(eval));
    return TokenizedTask.of(
        library.definition(name).read(settings),
        backbone.tokenizer(),
        new TokenizedTask.Limits(64, 4, false, false),
        EmbeddingTable.of(backbone.config()));
  }

  public static TrainingSettings settings(int epochs, int batch) {
    return new TrainingSettings(
        epochs,
        OptionalLong.empty(),
        OptionalLong.empty(),
        batch,
        32,
        OptimizerSettings.AdamW.defaults(),
        new ScheduleSettings.Constant(),
        0,
        0,
        TrainingSettings.Decoding.GREEDY,
        64,
        4);
  }

  public static CellJob job(
      String id,
      String method,
      TokenizedTask task,
      TrainingSettings settings,
      long seed,
      double learningRate,
      boolean dropout) {
    Map<String, Object> small =
        switch (method) {
          case "residual" -> Map.of("bottleneck", 16);
          case "superpos" -> Map.of("basis", 16);
          case "full" -> Map.of();
          case "lora" -> Map.of("rank", 2);
          case "vanilla" -> Map.of("prompt-tokens", 8, "initialization", "sampled-vocabulary");
          default -> Map.of("prompt-tokens", 8, "rank", 2);
        };
    return new CellJob(
        id, Methods.bind(method, small, "test"), task, settings, seed, learningRate, dropout);
  }

  List<CellOutcome> train(CellJob... jobs) {
    return new Trainer(backbone, (cellId, epoch) -> {}, Trainer.Options.PLAIN).train(List.of(jobs));
  }

  @Override
  public void close() {
    backbone.close();
  }
}
