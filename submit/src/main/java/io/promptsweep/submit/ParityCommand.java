package io.promptsweep.submit;

import io.promptsweep.backbone.ModelFolder;
import io.promptsweep.backbone.parity.ParityCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptsweep parity}: holds a backbone to golden values. */
@Command(
    name = "parity",
    description = {
      "Compares a backbone with golden values that Hugging Face Transformers made of the same"
          + " weights: encoder states, logits, loss, gradients, generated ids, likelihoods.",
      "Prints each quantity's largest absolute and relative difference; ends with 1 if one is above"
          + " its tolerance."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  promptsweep parity /models/t5-small /models/t5-small/golden.safetensors")
final class ParityCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "BACKBONE_DIR", description = "A Hugging Face T5 folder.")
  private Path backbone;

  @Parameters(
      index = "1",
      paramLabel = "GOLDEN.safetensors",
      description = "Inputs and golden values; golden.json beside it holds the candidates.")
  private Path golden;

  @Override
  public Integer call() {
    List<ParityCheck.Difference> differences =
        ParityCheck.run(ModelFolder.find(backbone).orElse(backbone), golden);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%-9s %-10s %-10s %-10s %s%n",
        "",
        "absolute",
        "relative",
        "tolerance",
        "quantity");
    for (ParityCheck.Difference d : differences) {
      out.printf(
          Locale.ROOT,
          "%-9s %-10.3g %-10.3g %-10.3g %s%n",
          d.within() ? "equal" : "DIFFERENT",
          d.absolute(),
          d.relative(),
          d.tolerance(),
          d.quantity());
    }
    out.flush();
    return differences.stream().allMatch(ParityCheck.Difference::within)
        ? ExitCode.DONE
        : ExitCode.SOME_FAILED;
  }
}
