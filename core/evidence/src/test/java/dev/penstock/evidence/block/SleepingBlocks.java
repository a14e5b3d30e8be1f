package dev.penstock.evidence.block;

import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.signature.SigningException;

/** Last blocks before a sleep, with their messages: those who sleep send none. */
public final class SleepingBlocks {
  private SleepingBlocks() {}

  /** A heartbeat that says it is the last for long. */
  public static SealedBlock heartbeat(BlockBuilder builder, Closing closing)
      throws SigningException {
    Block block = builder.sealForSleep(closing, null);
    return new SealedBlock(block, BlockMessage.encode(block.leaf(), null, new RecordBatch()));
  }
}
