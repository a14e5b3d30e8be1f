package dev.penstock.node;

import dev.penstock.clock.KernelClock;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.projections.SqliteIndex;
import dev.penstock.web.WebServer;
import java.io.IOException;

/**
 * Loads on another core what a start needs later, while it is still at keys, log and journal.
 * Nothing waits for it or depends on it: what it did not reach, the start does itself.
 */
final class Ahead {
  private Ahead() {}

  static void begin(NodeSettings settings) {
    boolean isWebWanted = settings.web().isPresent();
    var _ = Thread.ofPlatform().name("ahead").daemon().start(() -> run(isWebWanted));
  }

  private static void run(boolean isWebWanted) {
    try {
      var _ = KernelClock.ofThisMachine().state();
      SqliteIndex.prepare();
      if (isWebWanted) {
        WebServer.prepare();
      }
    } catch (IOException | RuntimeException | LinkageError _) {
      // The start meets the same trouble where it can say what follows from it.
    }
  }
}
