package io.promptsweep.method;

import java.util.Random;

/**
 * What initial values may depend on: the backbone's embedding table and a seeded generator.
 *
 * <p>The generator's seed comes from the cell's seed and the method's name alone, so that every
 * task of a sweep starts from the same draw (SuperPos-Prompt, author reply 02-mvsn).
 *
 * @param table rows of the frozen backbone's embedding table
 * @param vocabulary how many rows are real tokens; the table may be padded beyond
 * @param random the only source of randomness; {@link Random}'s algorithm is part of the Java
 *     specification, so draws are the same everywhere
 */
public record Initialization(EmbeddingTable table, int vocabulary, Random random) {

  /** Reads embedding rows. */
  @FunctionalInterface
  public interface EmbeddingTable {
    /** The embeddings of {@code ids}, row-major, {@code ids.length * d} values. */
    float[] rows(int[] ids);
  }
}
