package io.promptsweep.notebooks;

import java.util.List;

/**
 * A notebook before it takes a program's format.
 *
 * @param title what it is about, plain text
 * @param cells its cells, in order
 */
record Notebook(String title, List<NotebookCell> cells) {
  Notebook {
    cells = List.copyOf(cells);
  }
}
