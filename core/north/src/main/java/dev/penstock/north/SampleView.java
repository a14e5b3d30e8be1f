package dev.penstock.north;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Sealed;
import dev.penstock.flow.shred.Seen;
import dev.penstock.flow.shred.ValueOpening;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One sample of a frame at a time, read in place: nothing is allocated for a number or a flag. What
 * is larger is read as the record that it is. One thread.
 */
final class SampleView {
  static final long NO_TIME = -1;

  private static final int FIELDS = 8;

  /** What kind of value it has. */
  enum Kind {
    NOTHING,
    FLAG,
    WHOLE,
    REAL,
    /** {@link SampleView#other} has it. */
    OTHER,
    /** Its value cannot be had: its key was destroyed, or is missing. */
    WITHHELD
  }

  private final CborReader in = new CborReader(CborLimits.ofBytes(LedgerRecord.BYTES_MAX));
  private final ValueOpening opening;

  long seq;
  long point;
  long sourceTime;
  long receivedTime;
  long quality;
  Kind kind = Kind.NOTHING;
  long whole;
  double real;
  SampleValue other = SampleValue.NONE;

  SampleView(ValueOpening opening) {
    this.opening = opening;
  }

  /**
   * Reads the record that stands here; false for one that is no sample.
   *
   * @throws IOException when a key cannot be read: then it is asked for again
   */
  boolean read(byte[] bytes, int from, int length) throws IOException {
    if (LedgerRecord.kindOf(bytes, from, length).orElse(RecordKind.EVENT) != RecordKind.SAMPLE) {
      return false;
    }
    in.reset(bytes, from, length);
    in.expectArray(FIELDS);
    seq = in.unsigned();
    long _ = in.unsigned();
    long _ = in.unsigned();
    point = in.unsigned();
    sourceTime = in.takeNull() ? NO_TIME : in.unsigned();
    receivedTime = in.takeNull() ? NO_TIME : in.unsigned();
    quality = in.unsigned();
    switch (in.peek()) {
      case NULL -> {
        in.expectNull();
        kind = Kind.NOTHING;
      }
      case BOOL -> {
        whole = in.bool() ? 1 : 0;
        kind = Kind.FLAG;
      }
      case FLOAT -> {
        real = in.float64();
        kind = Kind.REAL;
      }
      case UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, NONE -> {
        return isRead(bytes, from, length);
      }
    }
    return in.end().isEmpty();
  }

  private boolean isRead(byte[] bytes, int from, int length) throws IOException {
    whole = in.integer();
    if (in.end().isEmpty()) {
      kind = Kind.WHOLE;
      return true;
    }
    return LedgerRecord.decode(bytes, from, length)
            instanceof Decoded.Value<LedgerRecord>(var record)
        && isTaken(record);
  }

  private boolean isTaken(LedgerRecord record) throws IOException {
    LedgerRecord shown = record.value() instanceof Sealed ? opened(record) : record;
    if (shown == null) {
      kind = Kind.WITHHELD;
      return true;
    }
    if (shown.value() instanceof Sample(var value)) {
      kind = Kind.OTHER;
      other = value;
      return true;
    }
    return false;
  }

  private @Nullable LedgerRecord opened(LedgerRecord record) throws IOException {
    return switch (opening.see(record)) {
      case Seen.Plain _ -> record;
      case Seen.Open(var clear) -> clear;
      case Seen.Shredded _, Seen.KeyMissing _, Seen.Unreadable _ -> null;
    };
  }
}
