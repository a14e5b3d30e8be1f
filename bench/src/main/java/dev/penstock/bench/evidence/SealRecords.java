package dev.penstock.bench.evidence;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.flow.sealing.BlockExtents;
import dev.penstock.flow.sealing.ClosedBlock;
import dev.penstock.flow.sealing.Lane;
import dev.penstock.flow.sealing.Sealing;
import dev.penstock.flow.sealing.SealingMaker;
import dev.penstock.flow.sealing.SealingRules;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.function.Consumer;

/**
 * The product: records of one busy source are encoded in frames, as they would stand in a journal,
 * and sealed by the rules of sealing.
 */
public final class SealRecords implements Side {
  /** Records in a frame of the journal; the first frame goes into no block that counts. */
  static final int FRAME = 64;

  private static final long SECOND = 1_000_000_000;

  private final Messages messages;
  private final int blockRecords;
  private final RecordBatch frame = new RecordBatch();
  private final Sealing sealing;
  private final Closing closing = Closing.at(2 * SECOND, 1_767_225_600_000_000_000L, 20);
  private Consumer<ClosedBlock> listener = closed -> {};
  private long position;
  private long blocks;
  private long checksum;

  public SealRecords(Messages messages, int blockRecords, Signer signer) {
    if (blockRecords < 1 || blockRecords > RecordBatch.COUNT_MAX) {
      throw new IllegalArgumentException("block of " + blockRecords + " records, must be 1..4096");
    }
    this.messages = messages;
    this.blockRecords = blockRecords;
    var maker = new SealingMaker("bench.example/log", 1, signer, new SecureRandom());
    this.sealing = new Sealing(SealingRules.DEFAULT, maker, 0, 0, this::closed);
    try {
      // So that the source has its own chain from here on.
      encode(FRAME);
      take(Closing.at(0));
      sealing.settle(Closing.at(SECOND), true);
    } catch (SigningException e) {
      throw new IllegalStateException("a fresh key does not sign", e);
    }
  }

  /** Shows each block that is closed from here on. */
  void listen(Consumer<ClosedBlock> to) {
    listener = to;
  }

  @Override
  public Work run(Budget budget) throws IOException {
    long before = blocks;
    try {
      while (!budget.isSpent()) {
        var _ = sealBlock();
      }
    } catch (SigningException e) {
      throw new IOException("could not sign", e);
    }
    return new Work((blocks - before) * blockRecords, checksum);
  }

  /** Encodes and seals as many records as a block has. */
  public long sealBlock() throws SigningException {
    for (int left = blockRecords; left > 0; left -= FRAME) {
      encode(Math.min(FRAME, left));
      take(closing);
    }
    sealing.closeAll(closing);
    return checksum;
  }

  private void encode(int count) {
    frame.clear();
    for (int i = 0; i < count; i++) {
      messages.addTo(frame);
    }
  }

  private void take(Closing now) throws SigningException {
    long seq = messages.seq() - frame.count();
    for (int i = 0; i < frame.count(); i++) {
      int at = frame.startOf(i);
      int length = frame.startOf(i + 1) - at;
      boolean isTaken =
          sealing.take(
              Messages.SOURCE,
              seq + i,
              RecordKind.SAMPLE,
              position,
              BlockExtents.address(RecordClass.PLANT, 0, (int) (position & Integer.MAX_VALUE)),
              frame.buffer(),
              at,
              length,
              now);
      if (!isTaken) {
        throw new IllegalStateException("record " + (seq + i) + " was skipped");
      }
      position += length;
    }
  }

  private void closed(ClosedBlock block) {
    if (block.extents().lane() instanceof Lane.Own) {
      blocks++;
      checksum ^= block.block().link().hashCode();
      listener.accept(block);
    }
  }
}
