package dev.penstock.flow.sealing;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.signature.SigningException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chain that takes records: its open block, and where in the journal that block's records are.
 */
final class OpenChain {
  private final Lane lane;
  private final BlockBuilder builder;
  private final ExtentList places = new ExtentList();

  /** Journal position of the first record in the open block. */
  private long low;

  OpenChain(Lane lane, BlockBuilder builder) {
    this.lane = lane;
    this.builder = builder;
  }

  Lane lane() {
    return lane;
  }

  BlockBuilder builder() {
    return builder;
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /** Position of the first record in the open block, which must not be empty. */
  long low() {
    return low;
  }

  /** Adds a record; false when the block must be closed first. */
  boolean add(
      RecordKind kind,
      long source,
      byte[] from,
      int at,
      int length,
      long position,
      long address,
      long now) {
    if (!builder.addEncoded(kind, source, from, at, length, now)) {
      return false;
    }
    if (places.isEmpty()) {
      low = position;
    }
    places.add(address, length);
    return true;
  }

  /** Signs the open block, as a heartbeat where it is empty. Changes nothing when signing fails. */
  ClosedBlock close(Closing closing, SealingMaker maker, long readTo, FreshBlocks fresh)
      throws SigningException {
    Optional<RecordBatch> room = isEmpty() ? Optional.empty() : fresh.room(builder.sizeBytes());
    if (room.isEmpty()) {
      return close(closing, maker, readTo, builder::seal);
    }
    RecordBatch copy = room.get();
    ClosedBlock closed =
        close(closing, maker, readTo, (at, key) -> builder.seal(at, key, copy::copyFrom));
    fresh.add(closed, copy);
    return closed;
  }

  /** The same, for the last block before the chain sleeps. */
  ClosedBlock sleep(Closing closing, SealingMaker maker, long readTo) throws SigningException {
    return close(closing, maker, readTo, builder::sealForSleep);
  }

  private interface Seal {
    Block block(Closing closing, byte @Nullable [] key) throws SigningException;
  }

  private ClosedBlock close(Closing closing, SealingMaker maker, long readTo, Seal seal)
      throws SigningException {
    boolean isQuiet = !builder.hasStatement();
    if (isEmpty()) {
      Block block = seal.block(closing, null);
      return new ClosedBlock(block, places.take(lane, readTo, ByteString.EMPTY), isQuiet);
    }
    byte[] key = maker.freshKey();
    Block block = seal.block(closing, key);
    return new ClosedBlock(block, places.take(lane, readTo, ByteString.of(key)), isQuiet);
  }
}
