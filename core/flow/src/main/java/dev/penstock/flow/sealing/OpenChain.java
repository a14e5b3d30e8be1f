package dev.penstock.flow.sealing;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.RollCall;
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

  /** Longer roll-calls name somebody. */
  private static final int EMPTY_ROLL_CALL_BYTES_MAX = 64;

  /** Journal position of the first record in the open block. */
  private long low;

  /** Whether the open block has a record that says something new. */
  private boolean hasNews;

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
    hasNews |= !kind.waitsForBlock() && !isRollCallOfNobody(kind, from, at, length);
    places.add(address, length);
    return true;
  }

  /** Each interval has one where nobody is listened to; it is a heartbeat by another name. */
  private static boolean isRollCallOfNobody(RecordKind kind, byte[] from, int at, int length) {
    return kind == RecordKind.ROLL_CALL
        && length <= EMPTY_ROLL_CALL_BYTES_MAX
        && LedgerRecord.decode(from, at, length) instanceof Decoded.Value<LedgerRecord>(var record)
        && record.value() instanceof RollCall call
        && call.runs().isEmpty();
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
    byte @Nullable [] key = isEmpty() ? null : maker.freshKey();
    Block block = seal.block(closing, key);
    boolean isQuiet = !hasNews;
    hasNews = false;
    ByteString kept = key == null ? ByteString.EMPTY : ByteString.of(key);
    return new ClosedBlock(block, places.take(lane, readTo, kept), isQuiet);
  }
}
