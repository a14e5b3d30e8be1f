package dev.penstock.bench.evidence;

import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.continuity.IntervalBook;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.sealing.BlockExtents;
import dev.penstock.flow.sealing.Sealing;
import dev.penstock.flow.sealing.SealingMaker;
import dev.penstock.flow.sealing.SealingRules;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * A gateway with sources, on a clock of its own: a dictionary record for each source and point at
 * first, then records or silence; a roll-call every ten seconds; a checkpoint each second, or each
 * minute where nobody speaks, and an ML-DSA-44 signature each minute.
 */
final class SimulatedSite {
  private static final long SECOND = 1_000_000_000;
  private static final long WALL = 1_767_225_600_000_000_000L;
  private static final int ROLL_CALL_SECONDS = 10;
  private static final long SEGMENT_BYTES = 64 << 20;
  private static final int SEQ_FIRST = 1_000_000;

  private final int sources;
  private final int frameBytes;
  private final long[] seqs;
  private final RecordBatch frame = new RecordBatch();
  private final IntervalBook attendance = new IntervalBook(WALL, 0);
  private final StoredBytes stored = new StoredBytes();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Sealing sealing;
  private long frames;
  private long bytes;

  /** The gateway's own records share the chain of the first zone. */
  SimulatedSite(int sources, int zones, int frameBytes, Signer signer) {
    this.sources = sources;
    this.frameBytes = frameBytes;
    this.seqs = new long[sources + 1];
    var maker = new SealingMaker("gateway.example/log", 1, signer, new SecureRandom());
    this.sealing = new Sealing(SealingRules.DEFAULT, maker, 0, 0, stored::closed);
    sealing.assign(0, 0);
    for (int source = 1; source <= sources; source++) {
      // A source that has spoken for some weeks.
      seqs[source] = SEQ_FIRST;
      sealing.assign(source, (source - 1) % zones);
      attendance.follow(source, "broker1", "site/#");
    }
    Instant start = Instant.ofEpochSecond(WALL / SECOND);
    attendance.changed("broker1", "site/#", new Listening.Up(start, start, 1, 1, false), 0);
  }

  StoredBytes speak(long seconds, boolean isSpeaking) throws SigningException {
    announce();
    for (long second = 0; second < seconds; second++) {
      long now = second * SECOND;
      if (isSpeaking) {
        everybodySpeaks(now);
      }
      if (second % ROLL_CALL_SECONDS == ROLL_CALL_SECONDS - 1) {
        callTheRoll(now);
      }
      sealing.settle(closing(now + SECOND), true);
      boolean hasGrown = stored.commit();
      if (hasGrown && (isSpeaking || second % 60 == 59)) {
        stored.checkpoint();
      }
      if (second % 60 == 59) {
        stored.cosignature();
      }
    }
    return stored;
  }

  private static Closing closing(long now) {
    return Closing.at(now, WALL + now, 20);
  }

  private void announce() throws SigningException {
    for (long source = 1; source <= sources; source++) {
      for (Long point : new Long[] {null, 1L}) {
        var entry =
            new DictionaryEntry(
                "site/line-" + source % 10 + "/pump-" + source + (point == null ? "" : "/flow"),
                point == null ? "zone-1" : null,
                point == null ? "mqtt" : null,
                point == null ? null : "double",
                point == null ? null : "m3/h",
                null,
                DictionaryEntry.State.DEFINED,
                Details.NONE);
        add(new LedgerRecord(seqs[0]++, 0, null, null, WALL, 0, entry), 0);
      }
    }
  }

  /** Each source at its own time within the second, in no order, one record to a frame. */
  private void everybodySpeaks(long now) throws SigningException {
    int first = random.nextInt(sources);
    int step = coprimeStep();
    for (int i = 0; i < sources; i++) {
      int source = 1 + (int) ((first + (long) i * step) % sources);
      long at = now + i * (SECOND / sources);
      frame.clear();
      boolean hasRoom =
          frame.sample(
              seqs[source]++,
              source,
              1,
              WALL + at - 2_000_000,
              WALL + at,
              0,
              random.nextDouble() * 100);
      if (!hasRoom) {
        throw new IllegalStateException("a frame has no room for one record");
      }
      attendance.heard(source, 1);
      take(source, seqs[source] - 1, RecordKind.SAMPLE, at);
    }
  }

  /** A step that reaches every source once. */
  private int coprimeStep() {
    int step = 1 + random.nextInt(sources);
    while (gcd(step, sources) != 1) {
      step++;
    }
    return step;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private void callTheRoll(long now) throws SigningException {
    long to = WALL + now + SECOND;
    for (RollCall call : attendance.close(to, now + SECOND).rollCalls()) {
      add(new LedgerRecord(seqs[0]++, 0, null, null, to, 0, call), now + SECOND - 1);
    }
  }

  private void add(LedgerRecord record, long now) throws SigningException {
    frame.clear();
    if (!frame.add(record)) {
      throw new IllegalStateException("a frame has no room for one record");
    }
    take(record.source(), record.seq(), record.kind(), now);
  }

  private void take(long source, long seq, RecordKind kind, long now) throws SigningException {
    int length = frame.sizeBytes();
    bytes += frameBytes;
    int segment = (int) (bytes / SEGMENT_BYTES);
    long address = BlockExtents.address(kind.recordClass(), segment, (int) (bytes % SEGMENT_BYTES));
    boolean isTaken =
        sealing.take(source, seq, kind, frames, address, frame.buffer(), 0, length, closing(now));
    if (!isTaken) {
      throw new IllegalStateException("record " + seq + " of source " + source + " was skipped");
    }
    frames++;
    bytes += length;
    stored.record(length, frameBytes);
  }
}
