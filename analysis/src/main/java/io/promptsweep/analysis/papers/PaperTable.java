package io.promptsweep.analysis.papers;

import java.util.List;

/**
 * A table of a paper, or another place in it that has numbers.
 *
 * @param id {@code PAPER/TABLE}
 * @param title what it is about
 * @param backbones the models it has numbers of, in the paper's words and order
 * @param rows how many numbers there are
 */
public record PaperTable(
    String id, String title, String paper, String arxiv, List<String> backbones, int rows) {
  public PaperTable {
    backbones = List.copyOf(backbones);
  }
}
