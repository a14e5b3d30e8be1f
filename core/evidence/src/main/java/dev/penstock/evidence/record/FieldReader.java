package dev.penstock.evidence.record;

import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborType;
import dev.penstock.cbor.RefusalReason;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields that record values are made of. As the {@link CborReader} below it, it keeps the
 * first fault and answers neutral values from then on; those are valid enough to build any record
 * value, which is then thrown away.
 */
final class FieldReader {
  /** No list inside a record is longer; a bound on objects made from one input. */
  private static final int LIST_MAX = 65_536;

  /** Tag 16 as it stands on the wire. */
  private static final byte SEALED = (byte) 0xd0;

  private final CborReader in;
  private final byte[] source;

  /** A reader of fields from here on; {@code source} is what {@code in} reads. */
  FieldReader(CborReader in, byte[] source) {
    this.in = in;
    this.source = source;
  }

  /** True when a sealed value stands next. */
  boolean isSealed() {
    return in.peek() == CborType.TAG && source[in.at()] == SEALED;
  }

  void array(int count) {
    in.expectArray(count);
  }

  int list() {
    return Math.min(in.array(), LIST_MAX);
  }

  void map(int count) {
    in.expectMap(count);
  }

  void tag(long number) {
    in.expectTag(number);
  }

  boolean takeNull() {
    return in.takeNull();
  }

  void refuse(RefusalReason reason) {
    in.refuse(reason);
  }

  boolean isRefused() {
    return in.isRefused();
  }

  long number() {
    return in.unsigned();
  }

  long number(long max) {
    return in.unsigned(max);
  }

  long number64() {
    return in.unsigned64();
  }

  @Nullable Long numberOrNull() {
    return in.takeNull() ? null : Long.valueOf(in.unsigned());
  }

  boolean bool() {
    return in.bool();
  }

  /** A name; never empty, not even after a fault. */
  String word() {
    String value = in.text(Fields.WORD_BYTES_MAX);
    if (value.isEmpty()) {
      in.refuse(RecordReason.WORD_EMPTY);
      return "?";
    }
    return value;
  }

  @Nullable String wordOrNull() {
    return in.takeNull() ? null : word();
  }

  String prose() {
    return in.text(Fields.PROSE_BYTES_MAX);
  }

  @Nullable String proseOrNull() {
    return in.takeNull() ? null : prose();
  }

  ByteString bytes(int min, int max) {
    byte[] value = in.bytes(max);
    if (value.length < min) {
      in.refuse(CborReason.WRONG_LENGTH);
      return ByteString.of(new byte[min]);
    }
    return ByteString.of(value);
  }

  @Nullable ByteString bytesOrNull(int min, int max) {
    return in.takeNull() ? null : bytes(min, max);
  }

  Digest digest() {
    return Digest.of(in.bytesExactly(Digest.BYTES));
  }

  @Nullable Digest digestOrNull() {
    return in.takeNull() ? null : digest();
  }

  <E extends Enum<E>> E choice(E[] values) {
    long code = in.unsigned();
    if (code >= values.length) {
      in.refuse(RecordReason.CHOICE_UNKNOWN);
      return values[0];
    }
    return values[(int) code];
  }

  List<ByteString> byteStrings(int min, int max) {
    int count = list();
    var values = new ArrayList<ByteString>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      values.add(bytes(min, max));
    }
    return values;
  }

  List<Digest> digests() {
    int count = list();
    var values = new ArrayList<Digest>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      values.add(digest());
    }
    return values;
  }

  Details details() {
    int count = in.map();
    if (count > Details.COUNT_MAX) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    Map<String, SampleValue> values = new LinkedHashMap<>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      String key = word();
      values.put(key, oneOrMany());
    }
    return in.isRefused() ? Details.NONE : new Details(values);
  }

  SampleValue sampleValue() {
    return in.peek() == CborType.MAP ? payload() : oneOrMany();
  }

  /** One plain value or an array of them. */
  SampleValue oneOrMany() {
    if (in.peek() != CborType.ARRAY) {
      return new SampleValue.One(scalar());
    }
    int count = list();
    var values = new ArrayList<Scalar>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      values.add(scalar());
    }
    return new SampleValue.Many(values);
  }

  /** The bytes themselves under 1, or under 3 and 4 what names them. */
  private SampleValue payload() {
    int pairs = in.map();
    if (pairs < 2 || pairs > 4) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    key(0);
    String contentType = wordOrNull();
    long form = in.unsigned();
    if (form == 1) {
      return payload(contentType, pairs);
    }
    Integer flags = null;
    if (form == 2) {
      flags = (int) in.unsigned(7);
      form = in.unsigned();
    }
    if (form != 3) {
      in.refuse(RecordReason.CHOICE_UNKNOWN);
    }
    if (pairs != (flags == null ? 3 : 4)) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    Digest digest = digest();
    key(4);
    return new SampleValue.Stored(contentType, flags, digest, in.unsigned());
  }

  private SampleValue payload(@Nullable String contentType, int pairs) {
    if (pairs == 4) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    ByteString bytes = bytes(0, LedgerRecord.BYTES_MAX);
    Integer flags = null;
    if (pairs == 3) {
      key(2);
      flags = (int) in.unsigned(7);
    }
    return new SampleValue.Payload(contentType, bytes, flags);
  }

  /** A map key that must be this number. */
  void key(long expected) {
    if (in.unsigned() != expected) {
      in.refuse(RecordReason.CHOICE_UNKNOWN);
    }
  }

  private Scalar scalar() {
    return switch (in.peek()) {
      case NULL -> {
        in.expectNull();
        yield new Scalar.None();
      }
      case BOOL -> new Scalar.Bool(in.bool());
      case UNSIGNED -> {
        long bits = in.unsigned64();
        yield bits < 0 ? new Scalar.Large(bits) : new Scalar.Whole(bits);
      }
      case NEGATIVE -> new Scalar.Whole(in.integer());
      case FLOAT -> new Scalar.Real(in.float64());
      case TEXT -> new Scalar.Text(in.text(LedgerRecord.BYTES_MAX));
      case BYTES -> new Scalar.Bytes(bytes(0, LedgerRecord.BYTES_MAX));
      case TAG -> decimal();
      case ARRAY, MAP, NONE -> {
        in.skip();
        in.refuse(RecordReason.SCALAR_FORM);
        yield new Scalar.None();
      }
    };
  }

  private Scalar decimal() {
    in.expectTag(4);
    in.expectArray(2);
    int exponent = (int) in.integer(-128, 127);
    return new Scalar.Decimal(exponent, in.integer());
  }
}
