package io.promptsweep.backbone;

import io.promptsweep.backbone.weights.Checkpoint;
import io.promptsweep.backbone.weights.StoredTensor;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The T5 that {@code config.json} and the weights beside it come to, and where each of its weights
 * is. Making one reads headers only, but for tables that stand in the file under two names: those
 * are compared.
 *
 * @param config the T5; unlike {@code config.json} alone it knows whether there is an output matrix
 * @param aliases names in the file of weights that Hugging Face's layout calls otherwise
 */
record WeightLayout(T5Config config, Map<String, String> aliases) {
  static final String SHARED = "shared.weight";
  static final String HEAD = "lm_head.weight";

  /** Where the embedding table may stand, the best name first; encoder and decoder share it. */
  static final List<String> TABLES =
      List.of(SHARED, "encoder.embed_tokens.weight", "decoder.embed_tokens.weight");

  /**
   * Holds the two against each other.
   *
   * @throws InvalidInputException if the weights are not of the T5 that {@code declared} describes
   */
  static WeightLayout of(ConfigFile declared, Checkpoint checkpoint) {
    WeightHeaders headers = new WeightHeaders(declared, checkpoint);
    headers.refuseWhatIsNoT5();
    String table = table(declared, checkpoint);
    Map<String, String> aliases = table.equals(SHARED) ? Map.of() : Map.of(SHARED, table);
    if (!checkpoint.names().contains(HEAD)) {
      refuseHeadless(declared, checkpoint);
    }
    headers.refuseMisfits(aliases);
    for (String other : TABLES) {
      if (checkpoint.names().contains(other) && !checkpoint.same(table, other)) {
        throw new InvalidInputException(
            checkpoint.source()
                + ": "
                + table
                + " and "
                + other
                + " differ, and a T5 has one embedding table, so that Transformers 4 and 5 would not"
                + " use the same; leave the wrong one out.");
      }
    }
    T5Config config = declared.config();
    if (config.tieWordEmbeddings()
        && checkpoint.names().contains(HEAD)
        && !checkpoint.same(table, HEAD)) {
      refuseTwoReadings(declared, checkpoint, table);
      config = config.withTiedEmbeddings(false);
    }
    return new WeightLayout(config, aliases);
  }

  /** The weight {@code name} of Hugging Face's layout, mapped rather than read. */
  StoredTensor tensor(Checkpoint checkpoint, String name) {
    return checkpoint.require(aliases.getOrDefault(name, name), config.weightShapes().get(name));
  }

  private static String table(ConfigFile declared, Checkpoint checkpoint) {
    Set<String> names = checkpoint.names();
    Optional<String> table = TABLES.stream().filter(names::contains).findFirst();
    boolean tied = declared.config().tieWordEmbeddings();
    if (table.isEmpty() && tied && names.contains(HEAD)) {
      return HEAD;
    }
    return table.orElseThrow(
        () ->
            new InvalidInputException(
                checkpoint.source()
                    + " has no embedding table: none of "
                    + String.join(", ", TABLES)
                    + " is there"
                    + (names.contains(HEAD)
                        ? ", and lm_head.weight is another matrix, as tie_word_embeddings is false"
                        : "")
                    + "; download the whole T5."));
  }

  /** A file without {@code lm_head.weight} is whole only if the embedding table takes its place. */
  private static void refuseHeadless(ConfigFile declared, Checkpoint checkpoint) {
    String architecture = declared.architecture();
    boolean otherHead =
        !architecture.isEmpty()
            && !architecture.endsWith("ForConditionalGeneration")
            && !architecture.endsWith("WithLMHeadModel");
    String key;
    if (!declared.config().tieWordEmbeddings()) {
      key = "tie_word_embeddings";
    } else if (otherHead && !declared.config().scaleDecoderOutputs()) {
      key = "scale_decoder_outputs";
    } else {
      return;
    }
    throw new InvalidInputException(
        checkpoint.source()
            + " has no lm_head.weight, though "
            + declared.file()
            + " describes a T5 with an output matrix of its own ("
            + key
            + " is false): these are the weights of a T5 without its head, as "
            + (otherHead ? PrintableName.name(architecture) : "T5Model")
            + " saves them; download the whole T5.");
  }

  /** Another output matrix beside a tied table, where it is not known how it is to be used. */
  private static void refuseTwoReadings(ConfigFile declared, Checkpoint checkpoint, String table) {
    if (!declared.scalingSaid()) {
      throw new InvalidInputException(
          checkpoint.source()
              + " has an lm_head.weight that differs from "
              + table
              + ", but tie_word_embeddings is true in "
              + declared.file()
              + " and there is no scale_decoder_outputs, so that Transformers 4 ignores lm_head.weight"
              + " and Transformers 5 uses it; set tie_word_embeddings to false if it is the output"
              + " matrix (v1.1, LM-adapted, FLAN), or take it out of the file.");
    }
    // Transformers 5.0 lost the key on reading, and so wrote that every T5 is scaled.
    if (declared.writer().startsWith("5.0.") && declared.config().scaleDecoderOutputs()) {
      throw new InvalidInputException(
          declared.file()
              + " says that scale_decoder_outputs is true, as Transformers "
              + PrintableName.name(declared.writer())
              + " wrote of every T5, but "
              + checkpoint.source()
              + " has an lm_head.weight that differs from "
              + table
              + ", as T5s have that are not scaled; save the original again with a newer"
              + " Transformers.");
    }
  }
}
