package io.promptsweep.pretrain;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigUtil;
import io.promptsweep.backbone.Precision;
import io.promptsweep.backbone.tokenizer.T5Tokenizer;
import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.prepare.RegisteredMethods;
import io.promptsweep.sweep.KnownNames;
import io.promptsweep.sweep.SweepConfig;
import io.promptsweep.task.TaskLibrary;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A phase as an ordinary sweep of one cell: its examples as JSON lines, its task file and its
 * configuration, all in one folder, so that {@code promptsweep run} can repeat it by hand.
 */
record PhaseFolder(Path folder, Phase phase) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where the sweep's tables and its weights go. */
  Path tables() {
    return folder.resolve("tables");
  }

  /** Writes the examples, and returns the longest input and target in tokens. */
  int[] writeExamples(Mixture mixture, T5Tokenizer tokenizer) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data").resolve(phase.name()));
    int[] longest = new int[2];
    writeFile(data.resolve("train.jsonl"), phase.trainExamples(), mixture, tokenizer, longest);
    // Halved into validation and test.
    writeFile(
        data.resolve("val.jsonl"), 2 * phase.validationExamples(), mixture, tokenizer, longest);
    return longest;
  }

  private static void writeFile(
      Path file, int count, Mixture mixture, T5Tokenizer tokenizer, int[] longest)
      throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int i = 0; i < count; i++) {
        TextExample example = mixture.next();
        ObjectNode line = JSON.createObjectNode();
        line.put("kind", example.kind());
        line.put("input", example.input());
        line.put("target", example.target());
        line.putArray("accepted").add(example.plainTarget());
        writer.write(JSON.writeValueAsString(line));
        writer.write('\n');
        longest[0] = Math.max(longest[0], tokenizer.encode(example.input()).length);
        longest[1] = Math.max(longest[1], tokenizer.encode(example.target()).length);
      }
    }
  }

  /** Writes task file and configuration. */
  void writeConfiguration(Path backbone, long seed, int[] longest, Precision precision, int threads)
      throws IOException {
    Path tasks = Files.createDirectories(folder.resolve("tasks"));
    Files.writeString(
        tasks.resolve(phase.name() + ".conf"),
        String.format(
            Locale.ROOT,
            """
            # Examples of one phase of a pre-training.
            name = %1$s
            title = "Pre-training phase %1$s"
            split = halved-validation
            sources = [
              {
                reader = superglue-jsonl
                folders = ["%1$s"]
                files { train = "train.jsonl", validation = "val.jsonl" }
                columns = [input, target, accepted]
              }
            ]
            families.A {
              input = "{input}"
              target = "{target}"
              accepted = accepted
              metrics = [exact-match]
            }
            """,
            phase.name()));
    Phase.Training training = phase.training();
    Files.writeString(
        sweepFile(),
        String.format(
            Locale.ROOT,
            """
            # promptsweep run %1$s --out %2$s
            sweep {
              name = %3$s
              methods = [full]
              tasks = [%3$s]
              seeds = [%4$d]
              learning-rates = [%5$s]
              dropout = [%6$s]
            }
            backbone.path = %7$s
            precision = %8$s
            data { dir = %9$s, tasks-dir = %10$s }
            task { max-input-tokens = %11$d, on-long-input = fail }
            train {
              epochs = %12$d
              batch-size = %13$d
              gradient-clip = %14$s
              max-target-tokens = %15$d
            }
            optimizer {
              name = adafactor
              adafactor { scale-parameter = on, weight-decay = %16$s }
            }
            schedule { name = linear, warmup-steps = %17$s }
            run { parallel-cells = 1, threads-per-cell = %18$d }
            protocol = "pre-training"
            """,
            oneLine(sweepFile()),
            oneLine(tables()),
            phase.name(),
            seed,
            training.learningRate(),
            training.dropout() ? "on" : "off",
            quoted(backbone),
            precision.key(),
            quoted(folder.resolve("data")),
            quoted(tasks),
            longest[0],
            training.epochs(),
            training.batchSize(),
            training.gradientClip(),
            longest[1],
            training.weightDecay(),
            training.warmupSteps(),
            threads));
  }

  private static String quoted(Path path) {
    return ConfigUtil.quoteString(path.toAbsolutePath().toString());
  }

  private static String oneLine(Path path) {
    return path.toString().replaceAll("\\R", " ");
  }

  /** Reads the sweep back and prepares it. */
  PreparedSweep prepared() {
    TaskLibrary library = TaskLibrary.open(folder.resolve("tasks"));
    SweepConfig config =
        SweepConfig.load(
            sweepFile(),
            List.of(),
            new KnownNames(new RegisteredMethods(), ownTasks -> library.names()));
    return PreparedSweep.of(config, library);
  }

  private Path sweepFile() {
    return folder.resolve("sweep.conf");
  }
}
