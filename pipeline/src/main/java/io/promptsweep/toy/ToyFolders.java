package io.promptsweep.toy;

import com.google.auto.service.AutoService;
import io.promptsweep.node.EmbeddedFolders;
import java.nio.file.Path;

/** The toy world as the embedded backbone and data. */
@AutoService(EmbeddedFolders.class)
public final class ToyFolders implements EmbeddedFolders {
  @Override
  public Path backbone(Path cache) {
    return ToyWorld.write(cache).resolve(ToyWorld.BACKBONE);
  }

  @Override
  public Path data(Path cache) {
    return ToyWorld.write(cache).resolve(ToyWorld.DATA);
  }
}
