package dev.penstock.evidence.record;

import dev.penstock.cbor.CborWriter;
import dev.penstock.merkle.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the fields that record values are made of, each in its one form. */
final class FieldWriter {
  private static final long DECIMAL_TAG = 4;

  private final CborWriter out;

  FieldWriter(CborWriter out) {
    this.out = out;
  }

  FieldWriter array(int count) {
    out.array(count);
    return this;
  }

  FieldWriter map(int count) {
    out.map(count);
    return this;
  }

  FieldWriter tag(long number) {
    out.tag(number);
    return this;
  }

  FieldWriter number(@Nullable Long value) {
    if (value == null) {
      out.nullValue();
    } else {
      out.unsigned(value);
    }
    return this;
  }

  FieldWriter number64(long bits) {
    out.unsigned64(bits);
    return this;
  }

  FieldWriter text(@Nullable String value) {
    if (value == null) {
      out.nullValue();
    } else {
      out.text(value);
    }
    return this;
  }

  FieldWriter bytes(@Nullable ByteString value) {
    if (value == null) {
      out.nullValue();
    } else {
      out.bytes(value.shared());
    }
    return this;
  }

  FieldWriter bool(boolean value) {
    out.bool(value);
    return this;
  }

  FieldWriter digest(@Nullable Digest value) {
    if (value == null) {
      out.nullValue();
    } else {
      out.bytes(Digest.BYTES, value::copyTo);
    }
    return this;
  }

  /** A choice goes by its place in its list, as records.cddl numbers it; lists only grow. */
  @SuppressWarnings("EnumOrdinal")
  FieldWriter choice(Enum<?> value) {
    out.unsigned(value.ordinal());
    return this;
  }

  FieldWriter byteStrings(List<ByteString> values) {
    out.array(values.size());
    for (ByteString value : values) {
      out.bytes(value.shared());
    }
    return this;
  }

  FieldWriter digests(List<Digest> values) {
    out.array(values.size());
    for (Digest value : values) {
      out.bytes(Digest.BYTES, value::copyTo);
    }
    return this;
  }

  FieldWriter details(Details details) {
    out.map(details.values().size());
    for (Map.Entry<String, SampleValue> entry : details.values().entrySet()) {
      out.text(entry.getKey());
      var _ = sampleValue(entry.getValue());
    }
    return this;
  }

  FieldWriter sampleValue(SampleValue value) {
    switch (value) {
      case SampleValue.One(var scalar) -> scalar(scalar);
      case SampleValue.Many(var scalars) -> {
        out.array(scalars.size());
        for (Scalar scalar : scalars) {
          scalar(scalar);
        }
      }
      case SampleValue.Payload payload -> payload(payload);
      case SampleValue.Stored stored -> stored(stored);
    }
    return this;
  }

  private void payload(SampleValue.Payload payload) {
    Integer flags = payload.flags();
    out.map(flags == null ? 2 : 3);
    out.unsigned(0);
    var _ = text(payload.contentType());
    out.unsigned(1);
    out.bytes(payload.bytes().shared());
    if (flags != null) {
      out.unsigned(2);
      out.unsigned(flags);
    }
  }

  private void stored(SampleValue.Stored stored) {
    Integer flags = stored.flags();
    out.map(flags == null ? 3 : 4);
    out.unsigned(0);
    var _ = text(stored.contentType());
    if (flags != null) {
      out.unsigned(2);
      out.unsigned(flags);
    }
    out.unsigned(3);
    var _ = digest(stored.digest());
    out.unsigned(4);
    out.unsigned(stored.bytesCount());
  }

  private void scalar(Scalar scalar) {
    switch (scalar) {
      case Scalar.None() -> out.nullValue();
      case Scalar.Bool(var value) -> out.bool(value);
      case Scalar.Whole(var value) -> out.integer(value);
      case Scalar.Large(var bits) -> out.unsigned64(bits);
      case Scalar.Real(var value) -> out.float64(value);
      case Scalar.Text(var value) -> out.text(value);
      case Scalar.Bytes(var value) -> out.bytes(value.shared());
      case Scalar.Decimal(var exponent, var mantissa) -> {
        out.tag(DECIMAL_TAG);
        out.array(2);
        out.integer(exponent);
        out.integer(mantissa);
      }
    }
  }
}
