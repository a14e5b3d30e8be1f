package dev.penstock.flow.devices;

import dev.penstock.flow.intake.DeviceBlock;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers for the connections of all listeners, none of which is given twice, also not after a
 * start: an observer that meets an old one again suspects a clone. Any thread.
 */
public final class SessionNumbers {
  private record Session(long listeners, long given) {}

  /** By listener, its newest. */
  private final Map<String, Session> newest = new HashMap<>();

  private long next;

  /**
   * Numbers from one on.
   *
   * @param first higher than all that an earlier life gave: the wall clock in ns, for example
   */
  public SessionNumbers(long first) {
    this.next = first;
  }

  /** The block with the number that its listener's session has here. */
  public synchronized DeviceBlock numbered(DeviceBlock block) {
    Session known = newest.get(block.listener());
    if (known == null || known.listeners() != block.session()) {
      known = new Session(block.session(), next++);
      newest.put(block.listener(), known);
    }
    return new DeviceBlock(
        block.listener(), block.source(), block.receivedTime(), known.given(), block.bytes());
  }
}
