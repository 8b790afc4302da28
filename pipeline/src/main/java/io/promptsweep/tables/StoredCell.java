package io.promptsweep.tables;

import java.util.Map;
import java.util.Optional;

/**
 * What a finished cell's row says about how the cell came about; its results are left out.
 *
 * @param axes its place on further axes
 * @param status how it ended
 */
public record StoredCell(
    String cellId,
    String method,
    String task,
    String backbone,
    Map<String, String> axes,
    Optional<String> protocol,
    String configJson,
    String backboneDigest,
    String dataDigest,
    CellStatus status) {

  static StoredCell of(CellRow row) {
    return new StoredCell(
        row.cellId(),
        row.method(),
        row.task(),
        row.backbone(),
        row.axes(),
        row.protocol(),
        row.configJson(),
        row.backboneDigest(),
        row.dataDigest(),
        row.status());
  }
}
