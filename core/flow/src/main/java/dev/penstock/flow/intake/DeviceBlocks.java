package dev.penstock.flow.intake;

/**
 * Takes blocks that devices signed themselves, unread. The same promise as {@link Intake}: false
 * means full, and the receipt says when block and verdict are durable. A block that is refused for
 * what it holds is taken all the same, for the refusal is evidence.
 */
@FunctionalInterface
public interface DeviceBlocks {
  boolean offer(DeviceBlock block, Receipt receipt);
}
