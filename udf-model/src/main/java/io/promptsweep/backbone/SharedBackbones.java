package io.promptsweep.backbone;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The backbones of this JVM: each loaded once for a device and precision, and shared by everybody
 * who leases it.
 *
 * <p>A backbone that nobody leases stays loaded, because the next cell probably wants it, until
 * another one is asked for on the same device.
 */
public final class SharedBackbones {
  private static final Map<Key, Entry> LOADED = new HashMap<>();

  private SharedBackbones() {}

  private record Key(Path directory, Device device, Precision precision) {}

  private static final class Entry {
    private final Backbone backbone;
    private int leases;

    Entry(Backbone backbone) {
      this.backbone = backbone;
    }
  }

  /** The right to use a backbone until closed. */
  public static final class Lease implements AutoCloseable {
    private final Entry entry;
    private boolean open = true;

    private Lease(Entry entry) {
      this.entry = entry;
    }

    public Backbone backbone() {
      return entry.backbone;
    }

    @Override
    public void close() {
      synchronized (LOADED) {
        if (open) {
          open = false;
          entry.leases--;
        }
      }
    }
  }

  /**
   * Leases the backbone in {@code directory}, loading it if need be.
   *
   * @throws io.promptsweep.problem.InvalidInputException as {@link Backbone#load}
   */
  public static Lease lease(Path directory, Device device, Precision precision) {
    Key key = new Key(directory.toAbsolutePath().normalize(), device, precision);
    synchronized (LOADED) {
      Entry entry = LOADED.get(key);
      if (entry == null) {
        closeIdle(device);
        entry = new Entry(Backbone.load(key.directory(), device, precision));
        LOADED.put(key, entry);
      }
      entry.leases++;
      return new Lease(entry);
    }
  }

  private static void closeIdle(Device device) {
    LOADED
        .entrySet()
        .removeIf(
            loaded -> {
              boolean idle =
                  loaded.getKey().device().equals(device) && loaded.getValue().leases == 0;
              if (idle) {
                loaded.getValue().backbone.close();
              }
              return idle;
            });
  }
}
