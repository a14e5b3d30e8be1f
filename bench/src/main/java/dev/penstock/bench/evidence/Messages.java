package dev.penstock.bench.evidence;

import dev.penstock.evidence.record.RecordBatch;
import java.util.SplittableRandom;

/**
 * Records of one length, as a bridge makes them of messages: random bytes of a pool that is larger
 * than the second-level cache of a core, behind fields of constant width.
 */
public final class Messages {
  static final long SOURCE = 7;

  private static final long POINT = 100;
  private static final long TIME = 1_767_225_600_000_000_000L;

  /** Numbers from here on take nine bytes each, so that all records have the same length. */
  private static final long SEQ_FIRST = 1L << 32;

  private static final int POOL_BYTES = 4 << 20;

  private final byte[] pool = new byte[POOL_BYTES];
  private final int payloadBytes;
  private long seq = SEQ_FIRST;
  private int at;

  public Messages(int recordBytes, long seed) {
    new SplittableRandom(seed).nextBytes(pool);
    this.payloadBytes = payloadBytes(recordBytes);
  }

  /** How long the bytes in a record of this length are. */
  private static int payloadBytes(int recordBytes) {
    var batch = new RecordBatch();
    for (int payload = 0; payload < recordBytes; payload++) {
      batch.clear();
      boolean hasRoom =
          batch.message(SEQ_FIRST, SOURCE, POINT, TIME, TIME, 0, new byte[payload], 0, payload);
      if (hasRoom && batch.sizeBytes() == recordBytes) {
        return payload;
      }
    }
    throw new IllegalArgumentException("no record has " + recordBytes + " bytes");
  }

  /** The seq of the next record. */
  public long seq() {
    return seq;
  }

  /** Encodes the next record into a batch that has room for it. */
  public void addTo(RecordBatch batch) {
    if (at + payloadBytes > POOL_BYTES) {
      at = 0;
    }
    if (!batch.message(seq, SOURCE, POINT, TIME, TIME + seq, 0, pool, at, payloadBytes)) {
      throw new IllegalStateException("a batch of " + batch.count() + " records is full");
    }
    seq++;
    at += payloadBytes;
  }
}
