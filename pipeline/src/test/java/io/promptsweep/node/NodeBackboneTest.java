package io.promptsweep.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.backbone.BackboneDigest;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.toy.ToyWorld;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeBackboneTest {
  @TempDir Path folder;

  @Test
  void aBackboneIsTheDriversOrIsRefused() {
    Path backbone = ToyWorld.write(folder).resolve(ToyWorld.BACKBONE);
    String digest = BackboneDigest.of(backbone);
    assertThat(new NodeBackbone(backbone.toString(), digest).folder()).isEqualTo(backbone);
    assertThatThrownBy(() -> new NodeBackbone(backbone.toString(), "0123456789abcdef").folder())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(backbone + " on this node is not the driver's backbone")
        .hasMessageContaining(digest.substring(0, 12))
        .hasMessageContaining("0123456789ab")
        .hasMessageContaining("run.executor-backbone");
  }
}
