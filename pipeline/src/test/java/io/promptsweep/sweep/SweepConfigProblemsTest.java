package io.promptsweep.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.promptsweep.backbone.T5Config;
import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepConfigProblemsTest {
  @TempDir Path folder;

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThat(
            Sweeps.problems(
                folder,
                """
                sweep {
                  methods = [vanila, residual]
                  seeds = []
                }
                train {
                  epoch = 3
                  batch-size = many
                }
                method.residual {
                  botleneck = 3
                  prompt-tokens = 0
                }
                optimizer.adamw.beta1 = 1.5
                """,
                "precision=fp23"))
        .isEqualTo(
            """
            x.conf: 6: train.epoch is not a key; did you mean 'epochs'?
            x.conf: 2: sweep.methods holds 'vanila', which is not a method; did you mean 'vanilla'?
            x.conf: 3: sweep.seeds is empty; name at least one.
            x.conf: 10: method.residual.botleneck is not a setting; did you mean 'bottleneck'?
            x.conf: 11: method.residual.prompt-tokens is 0; it must be a whole number above 0.
            x.conf: 7: train.batch-size has type STRING ('many') rather than NUMBER.
            x.conf: 13: optimizer.adamw.beta1 is 1.5; it must be in [0, 1).
            --set: precision is 'fp23'; did you mean 'fp32'?\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
trian.epochs = 3 | x.conf: 1: trian is not a key; did you mean 'train'?
backbone.precision = bf16 | x.conf: 1: backbone.precision is not a key; did you mean 'precision'?
train.learning-rates = 1 | x.conf: 1: train.learning-rates is not a key; did you mean 'sweep.learning-rates'?
run.zzz = 1 | x.conf: 1: run.zzz is not a key; known are cell-time-limit, checkpoints, executor-backbone, micro-batch, no-progress-limit, on-error, parallel-cells, report, retries, retry-wait, threads-per-cell.
run.on-error = stop | x.conf: 1: run.on-error is 'stop'; it must be continue, stop-after=N or fail-fast.
run.on-error = "stop-after=0" | x.conf: 1: run.on-error is 'stop-after=0'; it must be continue, stop-after=N or fail-fast.
run.micro-batch = 0 | x.conf: 1: run.micro-batch is '0'; it must be auto, off, or a number of rows.
run.checkpoints = "" | x.conf: 1: run.checkpoints is ''; it is empty, where the name of a file or folder is expected.
run.checkpoints = "file://h/x" | x.conf: 1: run.checkpoints is 'file://h/x'; it is a URI of the machine 'h': write three slashes, file:///FOLDER, for a folder of this one.
run.executor-backbone = "~bob/t5" | x.conf: 1: run.executor-backbone is '~bob/t5'; it begins with ~, which a shell would replace by the home folder of a user: write the path in full, or with ./ before it if that is its name.
backbone.path = "file:t5" | x.conf: 1: backbone.path is 'file:t5', which is a URI without a path from the root: write it as file:///FOLDER.
data.dir = "$DATA/glue" | x.conf: 1: data.dir is '$DATA/glue', which begins with a variable that no shell has replaced: write the path in full, or with ./ before it if that is its name.
data.tasks-dir = "hdfs://h/x" | x.conf: 1: data.tasks-dir is 'hdfs://h/x', which is on another file system, where only files and folders of this machine can be used: name one of this machine, and copy with the other system's own tools, such as hadoop fs -put and -get.
run.retry-wait = 30 | x.conf: 1: run.retry-wait is '30'; it must be a time with its unit, such as 30 s or 2 h.
run.retry-wait = -1 s | x.conf: 1: run.retry-wait is '-1 s'; it must be a time with its unit, such as 30 s or 2 h.
run.cell-time-limit = soon | x.conf: 1: run.cell-time-limit is 'soon'; it must be a time with its unit, such as 30 s or 2 h.
train = 3 | x.conf: 1: train has type NUMBER rather than OBJECT; write its keys in braces.
train.epochs = 0 | x.conf: 1: train.epochs is 0; it must be at least 1.
train.epochs = 1.5 | x.conf: 1: train.epochs is 1.5; it must be a whole number.
train.epochs = 3000000000 | x.conf: 1: train.epochs is 3000000000; it must be at most 2147483647.
train.epochs = null | x.conf: 1: train.epochs has type NULL rather than STRING.
train.epochs = {a = 1} | x.conf: 1: train.epochs has type OBJECT rather than STRING.
train.max-steps = none | x.conf: 1: train.max-steps has type STRING ('none') rather than NUMBER.
train.gradient-clip = -1 | x.conf: 1: train.gradient-clip is -1.0; it must not be negative.
task.split = halved | x.conf: 1: task.split is 'halved'; known are auto, halved-validation, halved-validation-by-rows, held-out-train-1000, whole-validation.
task.family = D | x.conf: 1: task.family is 'D'; did you mean 'A'?
tasks.rte.epochs = 3 | x.conf: 1: tasks.rte.epochs is not a key; did you mean 'train.epochs'?
tasks.rtee.split = auto | x.conf: 1: tasks.rtee is not a task; did you mean 'rte'?
method.vanila.prompt-tokens = 3 | x.conf: 1: method.vanila is not a method; did you mean 'vanilla'?
method.vanilla = 3 | x.conf: 1: method.vanilla has type NUMBER rather than OBJECT; write its keys in braces.
method.vanilla.weight-decay = -1 | x.conf: 1: method.vanilla.weight-decay is -1.0; it must not be negative.
method.vanilla.learning-rates = [] | x.conf: 1: method.vanilla.learning-rates is empty; name at least one.
tasks.rte.method.vanila.prompt-tokens = 3 | x.conf: 1: tasks.rte.method.vanila is not a method; did you mean 'vanilla'?
tasks.rte.method.vanilla = 3 | x.conf: 1: tasks.rte.method.vanilla has type NUMBER rather than OBJECT; write its keys in braces.
tasks.rte.method.vanilla.prompt-tokens = 0 | x.conf: 1: tasks.rte.method.vanilla.prompt-tokens is 0; it must be a whole number above 0.
tasks.rte.method.vanilla.weight-decay = -1 | x.conf: 1: tasks.rte.method.vanilla.weight-decay is -1.0; it must not be negative.
train.z-loss = -1 | x.conf: 1: train.z-loss is -1.0; it must not be negative.
task { few-shot-per-class = 8, few-shot-seed = cells } | x.conf: 1: task.few-shot-seed has type STRING ('cells') rather than NUMBER.
task { few-shot-per-class = 8, few-shot-examples = 16 } | x.conf: 1: task.few-shot-examples is 16 while task.few-shot-per-class is 8; set one of them to off.
task.few-shot-examples = 0 | x.conf: 1: task.few-shot-examples is 0; it must be at least 1.
task.on-long-target = truncate | x.conf: 1: task.on-long-target is 'truncate'; known are cut, fail.
task.judged-by = own | x.conf: 1: task.judged-by is 'own'; known are any-answer, own-answer, task.
train.shuffle = never | x.conf: 1: train.shuffle is 'never'; known are each-epoch, once.
task.on-long-target = cut, train.max-target-tokens = 1 | x.conf: 1: train.max-target-tokens is 1, which leaves nothing of a cut target; give at least 2.
sweep.seeds = [1, 1] | x.conf: 1: sweep.seeds holds 1 twice; remove one.
sweep.seeds = [1, "0..2"] | x.conf: 1: sweep.seeds holds 1 twice; remove one.
sweep.seeds = -1 | x.conf: 1: sweep.seeds is -1; it must be at least 0.
sweep.seeds = "4..0" | x.conf: 1: sweep.seeds holds '4..0'; a range goes upwards and has at most 100000 seeds.
sweep.seeds = "0..x" | x.conf: 1: sweep.seeds holds '0..x'; a range is written first..last, as in "0..4".
sweep.learning-rates = [0.3, 0.30] | x.conf: 1: sweep.learning-rates holds 0.3 twice; remove one.
sweep.learning-rates = 0 | x.conf: 1: sweep.learning-rates holds 0; a learning rate must be positive.
sweep.dropout = maybe | x.conf: 1: sweep.dropout has type STRING ('maybe') rather than BOOLEAN.
sweep.tasks = [sst] | x.conf: 1: sweep.tasks holds 'sst', which is not a task; did you mean 'sst2'?
backbone.shape.d-model = 512 | x.conf: 1: backbone.shape.d-model is given without the other sizes; give all six or none.
schedule.warmup-steps = 500 | x.conf: 1: schedule.warmup-steps has no effect while schedule.name is constant; remove it or change that.
schedule.warmup-rounding = down | x.conf: 1: schedule.warmup-rounding has no effect while schedule.name is constant; remove it or change that.
schedule { name = linear, warmup-rounding = down } | x.conf: 1: schedule.warmup-rounding has no effect while schedule.warmup-steps is 0; remove it or change that.
schedule { name = linear, warmup-steps = 500, warmup-rounding = down } | x.conf: 1: schedule.warmup-rounding has no effect while schedule.warmup-steps is 500; remove it or change that.
schedule { name = linear, warmup-steps = 0.1, warmup-rounding = nearest } | x.conf: 1: schedule.warmup-rounding is 'nearest'; known are down, up.
optimizer.adamw.formula = tensorflow | x.conf: 1: optimizer.adamw.formula is 'tensorflow'; known are pytorch, transformers.
optimizer.adafactor.factored = off | x.conf: 1: optimizer.adafactor.factored has no effect while optimizer.name is adamw; remove it or change that.
optimizer.adafactor.beta1 = 0.5 | x.conf: 1: optimizer.adafactor.beta1 has no effect while optimizer.name is adamw; remove it or change that.
task.few-shot-seed = 1 | x.conf: 1: task.few-shot-seed has no effect while task.few-shot-per-class is off; remove it or change that.
train.epochs = ${nothing} | x.conf: 1: Could not resolve substitution to a value: ${nothing}.
include "y.conf" | x.conf: include "y.conf" names no file; its path is relative to the file that includes it.
include file("y.conf") | x.conf: include "y.conf" names no file; its path is relative to the file that includes it.
sweep.axes.data.dir = [a, b] | x.conf: 1: sweep.axes.data.dir is no key that a cell depends on; an axis is a key of train, optimizer, schedule, task, tasks.TASK or method.METHOD, or decoding or precision.
sweep.axes.train.batchsize = 8 | x.conf: 1: sweep.axes.train.batchsize is no key that a cell depends on; did you mean 'train.batch-size'?
sweep.axes.train.batch-size = [8, 8] | x.conf: 1: sweep.axes.train.batch-size holds 8 twice; remove one.
sweep.axes.train.batch-size = [] | x.conf: 1: sweep.axes.train.batch-size is empty; name at least one value.
sweep.axes.train.batch-size = [8, [9]] | x.conf: 1: sweep.axes.train.batch-size holds a LIST; an axis holds plain values.
sweep.axes.train.batch-size = [8, 0] | x.conf: 1: train.batch-size is 0; it must be at least 1.
sweep.axes.method.residual.width = 8 | x.conf: 1: method.residual.width is not a setting; known are activation, bottleneck, draw, layer-norm, learning-rate, prompt-tokens, separate.
sweep.axes.method.residua.width = 8 | x.conf: 1: sweep.axes.method.residua.width names no method; did you mean 'residual'?
sweep.axes.tasks.rtt.split = auto | x.conf: 1: sweep.axes.tasks.rtt.split names no task; did you mean 'rte'?
sweep.axes.method.residual.learning-rates = 8 | x.conf: 1: sweep.axes.method.residual.learning-rates is no axis; list its values in method.residual.learning-rates.
sweep.axes.method.residual.dropout = [on, off] | x.conf: 1: sweep.axes.method.residual.dropout is no axis; list its values in method.residual.dropout.
method.residual.dropout = often | x.conf: 1: method.residual.dropout has type STRING ('often') rather than BOOLEAN.
sweep.axes.optimizer.adafactor.beta1 = [0, 0.1] | sweep.axes: {optimizer.adafactor.beta1=0} and {optimizer.adafactor.beta1=0.1} make the same cell of vanilla on sst2, because a nearer setting overrides the axis or its key is not in use; remove one.
""")
  void eachProblemIsOneSentence(String text, String sentence) {
    assertThat(Sweeps.problems(folder, text)).isEqualTo(sentence);
  }

  @Test
  void aSeedListTooLongForMemoryIsRefusedBeforeItIsMade() {
    assertThat(
            Sweeps.problems(
                folder,
                "sweep { seeds = \"0..99999\", learning-rates = [1, 2], axes.train.epochs = [1, 2]"
                    + " }"))
        .isEqualTo(
            "sweep: the lists and axes make 2400000 cells; at most 1000000 are possible, so split"
                + " the sweep.");
  }

  @Test
  void aSyntaxErrorNamesFileAndLine() {
    assertThat(Sweeps.problems(folder, "train {\n  epochs = 3\n")).startsWith("x.conf: 3: ");
  }

  @Test
  void problemsOfIncludedFilesNameTheIncludedFile() {
    Sweeps.file(folder, "y.conf", "\ntrain.epoch = 3");
    assertThat(Sweeps.problems(folder, "include \"y.conf\""))
        .isEqualTo("y.conf: 2: train.epoch is not a key; did you mean 'epochs'?");
  }

  @Test
  void aMissingFileNamesItsNeighbours() {
    Sweeps.file(folder, "quickstart.conf", "");
    Path missing = folder.resolve("quikstart.conf");
    assertThat(catchThrowable(() -> load(missing)))
        .hasMessage(missing + ": no such file; did you mean 'quickstart.conf'?");
    Path nowhere = folder.resolve("no/x.conf");
    assertThat(catchThrowable(() -> load(nowhere)))
        .hasMessage(nowhere + ": no such file, nor is there a folder " + folder + "/no.");
  }

  @Test
  void anOverrideThatIsNoPairIsRefused() {
    assertThat(Sweeps.problems(folder, "", "train.epochs"))
        .isEqualTo(
            "--set: 'train.epochs' is not key=value; write for example --set train.epochs=3.");
    assertThat(Sweeps.problems(folder, "", "train..epochs=3"))
        .isEqualTo(
            "--set: 'train..epochs' is not a key; join names with dots, as in train.epochs.");
  }

  @Test
  void settingsThatIdleBecauseOfTheCommandLineMayStay() {
    Sweeps.load(
        folder,
        "optimizer { name = adafactor, adafactor.beta1 = 0.5 }, schedule { name = linear,"
            + " warmup-steps = 3 }",
        "optimizer.name=adamw",
        "schedule.name=constant");
  }

  @Test
  void settingsThatAreRefusedOnlyTogetherAreBlamedOnTheFile() {
    MethodCatalog quarrelsome =
        new MethodCatalog() {
          @Override
          public SortedSet<String> names() {
            return Sweeps.METHODS.names();
          }

          @Override
          public Map<String, Object> settings(
              String name, Map<String, Object> given, String place) {
            if (given.containsKey("basis")
                && Integer.valueOf(3).equals(given.get("prompt-tokens"))) {
              throw new InvalidInputException(place + " has more tokens than it likes.");
            }
            return Sweeps.METHODS.settings(name, given, place);
          }

          @Override
          public int promptTokens(String name, Map<String, Object> settings) {
            return 3;
          }

          @Override
          public long trainableParameters(
              String name, Map<String, Object> settings, T5Config backbone, int maxLength) {
            return 3;
          }

          @Override
          public double learningRate(String name) {
            return 3;
          }
        };
    Path file = Sweeps.file(folder, "x.conf", "\nmethod.superpos.prompt-tokens = 3");
    KnownNames known = KnownNames.of(quarrelsome, List.of("sst2", "rte"));
    assertThat(catchThrowable(() -> SweepConfig.load(file, List.of(), known)))
        .hasMessage(file + ": 2: method.superpos has more tokens than it likes.");
  }

  /** Damaged files end in a sentence or in a configuration, never in any other exception. */
  @Test
  void damagedFilesNeverCrashTheReader() {
    String text = SweepConfig.referenceText().replaceAll("(?m)^ *#.*\n", "");
    String letters = "{}[]=:,\"$?.#\n0az- \0";
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      StringBuilder damaged = new StringBuilder(text);
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        int at = random.nextInt(damaged.length());
        char letter = letters.charAt(random.nextInt(letters.length()));
        switch (random.nextInt(3)) {
          case 0 -> damaged.setCharAt(at, letter);
          case 1 -> damaged.insert(at, letter);
          default -> damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(30)));
        }
      }
      try {
        Sweeps.load(folder, damaged.toString());
      } catch (InvalidInputException e) {
        refused++;
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(refused).isBetween(700, 1499);
  }

  private static SweepConfig load(Path file) {
    return SweepConfig.load(file, List.of(), Sweeps.KNOWN);
  }
}
