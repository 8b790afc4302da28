package io.promptsweep.training;

import java.util.Optional;

/** Keeps the last snapshot of each cell, so that a killed one can go on. */
public interface Checkpoints {
  /** Keeps nothing. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Optional<CellSnapshot> load(String cellId) {
          return Optional.empty();
        }

        @Override
        public void save(CellSnapshot snapshot) {}
      };

  /** The cell's last snapshot; empty if there is none or it cannot be used. */
  Optional<CellSnapshot> load(String cellId);

  /** Keeps a snapshot in place of the cell's earlier one. A failure costs the snapshot only. */
  void save(CellSnapshot snapshot);
}
