package dev.penstock.audit;

import java.io.IOException;
import java.util.List;

/** The way to another system that takes the trail. One thread at a time. */
@FunctionalInterface
public interface TrailWire {
  /**
   * Sends messages in their order. Ends within a time that its maker was given.
   *
   * @return true when the other side ended in order after it had all of them, which is the most
   *     that a protocol without answers can say
   * @throws IOException when some may not have arrived; all are sent again then
   */
  boolean send(List<byte[]> messages) throws IOException, InterruptedException;
}
