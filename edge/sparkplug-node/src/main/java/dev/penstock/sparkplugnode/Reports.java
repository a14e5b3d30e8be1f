package dev.penstock.sparkplugnode;

import dev.penstock.evidence.record.SampleValue;
import dev.penstock.north.Sampled;
import dev.penstock.sparkplug.fleet.Reported;
import java.util.Optional;

/** Samples of the journal as devices report them. */
final class Reports {
  /** OPC UA Part 6 §A.2: uncertain. There was a value, and nobody can know it any more. */
  private static final long WITHHELD = 0x4000_0000L;

  private static final long NANOS_PER_MS = 1_000_000;

  private Reports() {}

  static Reported of(Sampled sample, boolean isRecordNamed) {
    SampleValue value = sample.value();
    long nanos = sample.sourceNanos().orElse(sample.receivedNanos().orElse(0));
    return new Reported(
        sample.source(),
        sample.point(),
        nanos / NANOS_PER_MS,
        sample.isWithheld() ? WITHHELD : sample.quality(),
        value,
        isRecordNamed ? Optional.of(sample.number() + "/" + sample.seq()) : Optional.empty());
  }
}
