package io.promptsweep.method;

import java.util.List;
import java.util.Random;

/**
 * What initial values may depend on: the frozen backbone, the task's label words and a seeded
 * generator.
 *
 * <p>The generator's seed comes from the cell's seed and the method's name alone, so that every
 * task of a sweep starts from the same draw (SuperPos-Prompt, author reply 02-mvsn).
 *
 * @param backbone what can be read of the frozen backbone
 * @param labelWords the task's possible answers, in the order of its classes; empty where answers
 *     are free text
 * @param random the only source of randomness; {@link Random}'s algorithm is part of the Java
 *     specification, so draws are the same everywhere
 */
public record Initialization(FrozenBackbone backbone, List<String> labelWords, Random random) {
  public Initialization {
    labelWords = List.copyOf(labelWords);
  }

  /** The embeddings of {@code ids}, row-major, {@code ids.length * d} values. */
  public float[] rows(int[] ids) {
    return backbone.rows(ids);
  }

  /** How many rows of the embedding table are real tokens; it may be padded beyond. */
  public int vocabulary() {
    return backbone.vocabulary();
  }

  /** Reads of a frozen backbone what initial values are made of. */
  public interface FrozenBackbone {
    /** Rows of the embedding table, row-major, {@code ids.length * d} values. */
    float[] rows(int[] ids);

    /** How many rows of the embedding table are real tokens. */
    int vocabulary();

    /** The tokens of a text, without an end token. */
    int[] tokens(String text);

    /** The token that ends every input. */
    int endToken();

    /** The values of a weight by its Hugging Face name, row-major, in float32. */
    float[] weight(String name);
  }
}
