package dev.penstock.pump;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.shred.ValueSealing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Finds the samples that no record can hold, and says what stands for each of them. */
final class LargeSamples {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final ValueSealing sealing;

  LargeSamples(ValueSealing sealing) {
    this.sealing = sealing;
  }

  /** The index of the first from here on; how many there are when there is none. */
  int next(Samples samples, int from) {
    int most = most(samples);
    if (samples.contentBytes() <= most) {
      return samples.count();
    }
    int i = from;
    while (i < samples.count() && !isLarger(samples.value(i), most)) {
      i++;
    }
    return i;
  }

  boolean areAll(Samples samples) {
    int i = 0;
    while (i < samples.count() && next(samples, i) == i) {
      i++;
    }
    return i == samples.count();
  }

  private int most(Samples samples) {
    return sealing.covers(samples.names().source())
        ? RecordMaking.SEALED_PAYLOAD_BYTES_MAX
        : RecordMaking.PAYLOAD_BYTES_MAX;
  }

  private static boolean isLarger(Scalar value, int most) {
    return switch (value) {
      case Scalar.Text(var text) -> 3L * text.length() > most && content(value).length > most;
      case Scalar.Bytes(var bytes) -> bytes.size() > most;
      case Scalar.None _,
          Scalar.Bool _,
          Scalar.Whole _,
          Scalar.Large _,
          Scalar.Real _,
          Scalar.Decimal _ ->
          false;
    };
  }

  private static byte[] content(Scalar value) {
    return switch (value) {
      case Scalar.Text(var text) -> text.getBytes(StandardCharsets.UTF_8);
      case Scalar.Bytes(var bytes) -> bytes.bytes();
      case Scalar.None _,
          Scalar.Bool _,
          Scalar.Whole _,
          Scalar.Large _,
          Scalar.Real _,
          Scalar.Decimal _ ->
          throw new IllegalArgumentException("a number is never too large");
    };
  }

  /** What stands for one of them, as for a message that is too large. */
  IntakeFinding finding(Samples samples, int index) {
    PointNames names = samples.names();
    byte[] content = content(samples.value(index));
    boolean isToSeal = sealing.covers(names.source());
    Instant at = received(samples, index);
    return new IntakeFinding(
        IntakeFinding.Kind.PAYLOAD_TOO_LARGE,
        names.listener(),
        names.source() + "/" + names.points().get(samples.point(index)),
        at,
        at,
        1,
        content.length,
        isToSeal ? null : Sha256.of(content),
        "value of " + content.length + " bytes, a record holds at most " + most(samples));
  }

  static Instant received(Samples samples, int index) {
    long nanos = samples.receivedTime(index);
    return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
  }
}
