package dev.penstock.bench.node;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.journal.FrameBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Records in final form, as an intake hands them to a journal: random payloads, each source's seqs
 * without a hole. Only the seq of a record is written anew from batch to batch.
 */
final class SampleFeed {
  /** From here to 2^32 a number has four bytes behind its head, RFC 8949 §3.1. */
  private static final long SEQ_START = 70_000;

  private static final int SEQ_AT = 2;
  private static final long TIME = 1_790_000_000_000_000_000L;
  private static final int EXAMPLES = 8;

  /** Sources that a node has itself come first. */
  private static final int FIRST_SOURCE = 10;

  private final int sources;
  private final int perSource;
  private final byte[][] records;
  private long seq = SEQ_START;

  SampleFeed(int recordBytes, int sources, int batch, long seed) {
    this.sources = sources;
    this.perSource = Math.max(1, batch / sources);
    this.records = new byte[sources * perSource][];
    var random = new SplittableRandom(seed);
    for (int i = 0; i < records.length; i++) {
      records[i] = record(FIRST_SOURCE + i / perSource, recordBytes, random);
    }
  }

  private static byte[] record(long source, int recordBytes, SplittableRandom random) {
    int payload = recordBytes - encoded(source, new byte[24]).length + 24;
    if (payload < 24 || payload > 255) {
      throw new IllegalArgumentException("record_bytes " + recordBytes + ": must be 64..300");
    }
    byte[] bytes = new byte[payload];
    random.nextBytes(bytes);
    return encoded(source, bytes);
  }

  private static byte[] encoded(long source, byte[] payload) {
    var value = new Payload(null, ByteString.of(payload), null);
    return new LedgerRecord(SEQ_START, source, 0L, null, TIME, 0, new Sample(value)).encode();
  }

  /** How many records one batch has. */
  int count() {
    return records.length;
  }

  /** Begins again with the first seq. */
  void restart() {
    seq = SEQ_START;
  }

  /** Fills an empty batch with the next records of every source. */
  void next(FrameBatch into) {
    for (int source = 0; source < sources; source++) {
      var _ = into.frame(RecordClass.PLANT, FIRST_SOURCE + source, seq);
      for (int i = 0; i < perSource; i++) {
        byte[] record = records[source * perSource + i];
        long number = seq + i;
        record[SEQ_AT] = (byte) (number >>> 24);
        record[SEQ_AT + 1] = (byte) (number >>> 16);
        record[SEQ_AT + 2] = (byte) (number >>> 8);
        record[SEQ_AT + 3] = (byte) number;
        var _ = into.record(record);
      }
    }
    seq += perSource;
  }

  /** A few batches for the limit. */
  List<FrameBatch> examples() {
    List<FrameBatch> batches = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      var batch = new FrameBatch();
      next(batch);
      batches.add(batch);
    }
    restart();
    return batches;
  }
}
