package dev.penstock.evidence.record;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, docs/formats/records.md: who and where, when, how good, and what.
 *
 * @param seq the source's own counter, assigned once
 * @param source 0 is the maker of the chain itself; the dictionary says who the others are
 * @param point null for a kind that has none
 * @param sourceTime ns since 1970; null when the source says nothing
 * @param receivedTime ns since 1970; null in a device's own blocks
 * @param quality an OPC UA status code; 0 is Good
 */
public record LedgerRecord(
    long seq,
    long source,
    @Nullable Long point,
    @Nullable Long sourceTime,
    @Nullable Long receivedTime,
    long quality,
    RecordValue value) {
  /** A record is not longer; room for one message of 64 KiB or two signed blocks as evidence. */
  public static final int BYTES_MAX = 131_072;

  /** Source and point numbers, and qualities, have 32 bits. */
  public static final long ID_MAX = Fields.ID_MAX;

  private static final int FIELDS = 8;

  /** The head of an array of so many items, RFC 8949 §3.1. */
  private static final byte ARRAY_OF_FIELDS = (byte) (0x80 + FIELDS);

  public LedgerRecord {
    Fields.mustBeCounter("seq", seq);
    Fields.mustBeIn("source", source, Fields.ID_MAX);
    if (point != null) {
      Fields.mustBeIn("point", point, Fields.ID_MAX);
    }
    Fields.mustBeCounter("sourceTime", sourceTime);
    Fields.mustBeCounter("receivedTime", receivedTime);
    Fields.mustBeIn("quality", quality, Fields.ID_MAX);
    RecordReason fault = pointFault(value.kind(), point != null);
    if (fault != null) {
      throw new IllegalArgumentException(value.kind() + " record: " + fault.text());
    }
  }

  public RecordKind kind() {
    return value.kind();
  }

  /** The record's one encoding; throws when it is longer than {@link #BYTES_MAX}. */
  public byte[] encode() {
    var out = new CborWriter(128);
    writeTo(out);
    byte[] bytes = out.toByteArray();
    if (bytes.length > BYTES_MAX) {
      throw new IllegalArgumentException("record has " + bytes.length + " bytes, at most 131072");
    }
    return bytes;
  }

  /** The same record with another value of its kind. */
  public LedgerRecord with(RecordValue other) {
    if (other.kind() != kind()) {
      throw new IllegalArgumentException(other.kind() + " is no value of a " + kind() + " record");
    }
    return new LedgerRecord(seq, source, point, sourceTime, receivedTime, quality, other);
  }

  /** The encoding of the value alone. */
  public byte[] encodeValue() {
    var out = new CborWriter(128);
    RecordCodec.write(value, new FieldWriter(out));
    return out.toByteArray();
  }

  /**
   * The same record with the value that these bytes are: one of its kind, and in clear. Never
   * throws for any content.
   */
  public Decoded<LedgerRecord> withValue(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    var fields = new FieldReader(in, bytes);
    if (fields.isSealed()) {
      in.refuse(RecordReason.SEALED_NOT_ALLOWED);
    }
    RecordValue read = RecordCodec.read(kind(), fields);
    return in.end(() -> with(read));
  }

  void writeTo(CborWriter out) {
    var fields = new FieldWriter(out);
    var _ = fields.array(FIELDS).number(seq).number((long) kind().code()).number(source);
    var _ = fields.number(point).number(sourceTime).number(receivedTime).number(quality);
    RecordCodec.write(value, fields);
  }

  /** Reads bytes from outside that must be exactly one record. */
  public static Decoded<LedgerRecord> decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** As {@link #decode(byte[])}, of a part of an array. */
  public static Decoded<LedgerRecord> decode(byte[] bytes, int from, int length) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes, from, length);
    in.expectArray(FIELDS);
    long seq = in.unsigned();
    long code = in.unsigned();
    if (code < 1 || code > RecordKind.codeMax()) {
      in.refuse(RecordReason.UNKNOWN_KIND);
    }
    RecordKind kind = in.isRefused() ? RecordKind.EVENT : RecordKind.ofCode((int) code);
    long source = in.unsigned(Fields.ID_MAX);
    Long point = in.takeNull() ? null : Long.valueOf(in.unsigned(Fields.ID_MAX));
    RecordReason pointFault = pointFault(kind, point != null);
    if (pointFault != null) {
      in.refuse(pointFault);
    }
    var fields = new FieldReader(in, bytes);
    Long sourceTime = fields.numberOrNull();
    Long receivedTime = fields.numberOrNull();
    long quality = in.unsigned(Fields.ID_MAX);
    RecordValue value = RecordCodec.read(kind, fields);
    return in.end(
        () -> new LedgerRecord(seq, source, point, sourceTime, receivedTime, quality, value));
  }

  /**
   * The kind of an encoded record of ours, without reading the rest of it; empty when these bytes
   * do not begin one.
   */
  public static Optional<RecordKind> kindOf(byte[] bytes, int from, int length) {
    int seqBytes =
        length < 3 || bytes[from] != ARRAY_OF_FIELDS ? 0 : unsignedBytes(bytes[from + 1]);
    if (seqBytes == 0 || length < 2 + seqBytes) {
      return Optional.empty();
    }
    int code = bytes[from + 1 + seqBytes];
    return code < 1 || code > RecordKind.codeMax()
        ? Optional.empty()
        : Optional.of(RecordKind.ofCode(code));
  }

  /** How long an unsigned number is that begins with this byte, RFC 8949 §3; 0 for others. */
  private static int unsignedBytes(byte head) {
    return switch (head) {
      case 24 -> 2;
      case 25 -> 3;
      case 26 -> 5;
      case 27 -> 9;
      default -> head >= 0 && head < 24 ? 1 : 0;
    };
  }

  private static @Nullable RecordReason pointFault(RecordKind kind, boolean hasPoint) {
    return switch (kind.point()) {
      case REQUIRED -> hasPoint ? null : RecordReason.POINT_MISSING;
      case OPTIONAL -> null;
      case NONE -> hasPoint ? RecordReason.POINT_NOT_ALLOWED : null;
    };
  }
}
