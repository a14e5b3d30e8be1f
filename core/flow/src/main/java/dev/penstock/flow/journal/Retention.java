package dev.penstock.flow.journal;

import dev.penstock.evidence.record.RecordClass;
import java.time.Duration;
import java.util.List;

/**
 * How much is kept of each class. There is no limit for a class that is not named, and none can be
 * given for {@link RecordClass#CONTROL}: that is kept as long as the log.
 */
public record Retention(List<Limit> limits) {
  /**
   * Whole files are dropped, oldest first, for as long as the class takes more than {@code
   * bytesMax}, or the newest record of the file is older than {@code ageMax}.
   */
  public record Limit(RecordClass recordClass, long bytesMax, Duration ageMax) {
    public Limit {
      if (recordClass == RecordClass.CONTROL) {
        throw new IllegalArgumentException("control records are never dropped");
      }
      if (bytesMax < 0 || ageMax.isNegative()) {
        throw new IllegalArgumentException("retention of " + bytesMax + " bytes, " + ageMax);
      }
    }
  }

  /** Nine tenths of it: what is beyond that goes soon. */
  public Retention nearly() {
    return new Retention(
        limits.stream()
            .map(each ->
                new Limit(
                    each.recordClass(),
                    each.bytesMax() / 10 * 9,
                    each.ageMax().dividedBy(10).multipliedBy(9)))
            .toList());
  }

  public Retention {
    limits = List.copyOf(limits);
    if (limits.stream().map(Limit::recordClass).distinct().count() < limits.size()) {
      throw new IllegalArgumentException("two limits for one class in " + limits);
    }
  }
}
