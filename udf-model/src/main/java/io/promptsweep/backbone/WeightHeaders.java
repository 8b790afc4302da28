package io.promptsweep.backbone;

import ai.djl.ndarray.types.Shape;
import io.promptsweep.backbone.weights.Checkpoint;
import io.promptsweep.backbone.weights.ElementType;
import io.promptsweep.backbone.weights.SafetensorsWriter.Outline;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names, shapes and types of all tensors against what {@code config.json} says; no weight is read.
 */
record WeightHeaders(ConfigFile declared, Checkpoint checkpoint) {
  private static final String EXAMPLE = "encoder.block.0.layer.0.SelfAttention.q.weight";

  /** Old files have a bias of the cross-attention, which no T5 ever used. */
  private static final Set<String> UNUSED =
      Set.of("decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight");

  private static final Pattern BLOCK =
      Pattern.compile("(.*?)(encoder|decoder)\\.block\\.(\\d{1,6})\\..*");
  private static final Pattern OURS = Pattern.compile("(encoder|decoder|shared|lm_head)\\..*");
  private static final Set<ElementType> FLOATS =
      Set.of(ElementType.F64, ElementType.F32, ElementType.F16, ElementType.BF16);
  private static final int SHOWN = 3;

  /** Refuses files without one of the two stacks, and says what they are. */
  void refuseWhatIsNoT5() {
    int encoders = blocks("encoder");
    int decoders = blocks("decoder");
    if (encoders > 0 && decoders > 0) {
      return;
    }
    if (encoders + decoders > 0) {
      boolean encoder = encoders > 0;
      throw new InvalidInputException(
          checkpoint.source()
              + (encoder
                  ? " holds the encoder of a T5 without its decoder, as T5EncoderModel saves it"
                  : " holds the decoder of a T5 without its encoder")
              + "; a backbone needs both: download the whole T5.");
    }
    for (String name : checkpoint.names()) {
      Matcher block = BLOCK.matcher(name);
      if (block.matches()) {
        String prefix = PrintableName.name(block.group(1));
        throw new InvalidInputException(
            checkpoint.source()
                + ": the names of its tensors begin with \""
                + prefix
                + "\" ("
                + PrintableName.name(name)
                + "), as those of a model with the T5 inside it do; save the T5 itself, or take \""
                + prefix
                + "\" off the names.");
      }
    }
    Optional<String> first = checkpoint.names().stream().findFirst();
    throw new InvalidInputException(
        checkpoint.source()
            + " holds no T5: of its "
            + checkpoint.names().size()
            + " tensors"
            + first.map(name -> " (the first is " + PrintableName.name(name) + ")").orElse("")
            + " none has a name such as "
            + EXAMPLE
            + "; name the folder of a Hugging Face T5.");
  }

  /**
   * Refuses, in one sentence, all tensors that are missing, of another shape or of no layer.
   *
   * @param aliases names in the file of weights that Hugging Face's layout calls otherwise
   */
  void refuseMisfits(Map<String, String> aliases) {
    Map<String, long[]> expected = expected(aliases);
    refuseIntegers(expected.keySet());
    List<String> problems = new ArrayList<>();
    expected.forEach((name, shape) -> problem(name, shape).ifPresent(problems::add));
    for (String name : checkpoint.names()) {
      if (OURS.matcher(name).matches() && !expected.containsKey(name) && !UNUSED.contains(name)) {
        problems.add(PrintableName.name(name) + " is no weight of that T5");
      }
    }
    if (problems.isEmpty()) {
      return;
    }
    int shown = Math.min(SHOWN, problems.size());
    int more = problems.size() - shown;
    throw new InvalidInputException(
        checkpoint.source()
            + " does not fit "
            + declared.file()
            + layers()
            + ": "
            + String.join(", ", problems.subList(0, shown))
            + (more == 0 ? "" : ", and " + more + " more tensors do not fit")
            + "; the two files are of different models, or one is not whole: download both again.");
  }

  /** What the file must have, under the names that it has, and further names of the tables. */
  private Map<String, long[]> expected(Map<String, String> aliases) {
    T5Config config = declared.config();
    Map<String, long[]> expected = new LinkedHashMap<>();
    config
        .weightShapes()
        .forEach((name, shape) -> expected.put(aliases.getOrDefault(name, name), shape));
    List<String> tables = new ArrayList<>(WeightLayout.TABLES);
    tables.add(WeightLayout.HEAD);
    for (String name : tables) {
      if (checkpoint.names().contains(name)) {
        expected.putIfAbsent(name, new long[] {config.vocabSize(), config.dModel()});
      }
    }
    return expected;
  }

  private Optional<String> problem(String name, long[] shape) {
    if (!checkpoint.names().contains(name)) {
      return Optional.of(name + " is missing");
    }
    Outline found = checkpoint.outline(name);
    if (!found.shape().equals(new Shape(shape))) {
      return Optional.of(
          name
              + " has shape "
              + Arrays.toString(found.shape().getShape())
              + " rather than "
              + Arrays.toString(shape));
    }
    return found.bytes() > Integer.MAX_VALUE
        ? Optional.of(name + " has " + found.bytes() + " bytes rather than at most 2147483647")
        : Optional.empty();
  }

  private void refuseIntegers(Set<String> expected) {
    List<String> integers =
        expected.stream()
            .filter(checkpoint.names()::contains)
            .filter(name -> !FLOATS.contains(checkpoint.outline(name).type()))
            .toList();
    if (!integers.isEmpty()) {
      throw new InvalidInputException(
          checkpoint.source()
              + ": "
              + integers.get(0)
              + " holds "
              + checkpoint.outline(integers.get(0)).type()
              + " rather than floating-point numbers"
              + (integers.size() == 1
                  ? ""
                  : ", and so do " + (integers.size() - 1) + " more tensors")
              + "; the weights are quantized: take the checkpoint that this one was made from.");
    }
  }

  /** Says where the file has another number of layers. */
  private String layers() {
    List<String> said = new ArrayList<>();
    for (String stack : List.of("encoder", "decoder")) {
      boolean encoder = stack.equals("encoder");
      int described =
          encoder ? declared.config().numLayers() : declared.config().numDecoderLayers();
      if (blocks(stack) != described) {
        said.add(
            String.format(
                Locale.ROOT,
                "%s is %d and the weights have %d blocks of the %s",
                encoder ? "num_layers" : "num_decoder_layers",
                described,
                blocks(stack),
                stack));
      }
    }
    return said.isEmpty() ? "" : " (" + String.join(", ", said) + ")";
  }

  /** How many blocks of a stack the file has. */
  private int blocks(String stack) {
    int blocks = 0;
    for (String name : checkpoint.names()) {
      if (name.startsWith(stack + ".block.")) {
        Matcher block = BLOCK.matcher(name);
        blocks = block.matches() ? Math.max(blocks, Integer.parseInt(block.group(3)) + 1) : blocks;
      }
    }
    return blocks;
  }
}
