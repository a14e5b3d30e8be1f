package dev.penstock.evidence.block;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;

/** Group blocks as no builder of ours makes them. */
public final class UnsortedBlocks {
  private UnsortedBlocks() {}

  /** The message of block 0 of a group chain with samples of these (source, seq), as they stand. */
  public static byte[] group(ChainTip tip, Signer signer, long end, long[]... records)
      throws SigningException {
    var batch = new RecordBatch();
    for (long[] name : records) {
      var sample = new Sample(SampleValue.of(1));
      if (!batch.add(new LedgerRecord(name[1], name[0], 1L, null, end, 0, sample))) {
        throw new AssertionError("no room");
      }
    }
    byte[] key = new byte[SaltedTree.KEY_BYTES];
    var header =
        new BlockHeader(
            tip.origin(),
            tip.chain(),
            tip.boot(),
            tip.seq(),
            tip.first(),
            batch.count(),
            tip.previous(),
            0,
            end,
            null,
            0,
            null,
            null,
            BlockFlag.BOOT.bit() | BlockFlag.GROUP.bit(),
            new SaltedTree().root(key, batch),
            batch.sizeBytes());
    byte[] leaf = Envelope.BLOCK.signer(signer, null).sign(header.encode());
    return BlockMessage.encode(leaf, key, batch);
  }
}
