package dev.penstock.testkit.disk;

import java.io.IOException;

/**
 * Hears of each operation before the simulated disk does it, on the thread that asked and with no
 * lock held: it may wait, which is a slow or hanging disk, look at the disk, or throw, and then
 * nothing is done and the caller gets that exception.
 */
@FunctionalInterface
public interface OperationWatcher {
  void before(Operation operation) throws IOException;
}
