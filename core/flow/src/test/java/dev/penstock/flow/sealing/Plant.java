package dev.penstock.flow.sealing;

import dev.penstock.evidence.record.Alarm;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Sources that talk at random: quiet ones, busy ones, and ones that change their mind. */
final class Plant {
  static final int SOURCES = 6;

  private final SplittableRandom random;
  private final FakeJournal journal;
  private final Map<Long, Long> nextSeq = new HashMap<>();

  Plant(SplittableRandom random, FakeJournal journal) {
    this.random = random;
    this.journal = journal;
  }

  /** Some records of some source go into the journal. */
  void talk() {
    long source = random.nextInt(SOURCES);
    int count =
        switch (random.nextInt(40)) {
          case 0 -> random.nextInt(3) == 0 ? 4500 : 200;
          case 1, 2, 3, 4 -> 20 + random.nextInt(100);
          default -> 1 + random.nextInt(4);
        };
    boolean isLong = random.nextInt(60) == 0;
    for (int i = 0; i < (isLong ? Math.min(count, 12) : count); i++) {
      var _ = journal.append(record(source, isLong), random.nextInt(3) == 0 ? 7 : 0);
    }
  }

  private LedgerRecord record(long source, boolean isLong) {
    long seq = nextSeq.merge(source, 1L, Long::sum) - 1;
    if (random.nextInt(5000) == 0) {
      // A seq that retention took away before it was sealed.
      seq = nextSeq.merge(source, 3L, Long::sum) - 1;
    }
    if (random.nextInt(200) == 0) {
      var alarm = new Alarm("high", Alarm.State.ACTIVE, 700, null, Details.NONE);
      return new LedgerRecord(seq, source, null, null, seq, 0, alarm);
    }
    SampleValue value = isLong ? SampleValue.of("x".repeat(110_000)) : SampleValue.of(seq);
    return new LedgerRecord(seq, source, 1L, null, seq, 0, new Sample(value));
  }
}
