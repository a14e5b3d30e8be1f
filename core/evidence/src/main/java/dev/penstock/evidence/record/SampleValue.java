package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a point had, or what a command carries. */
public sealed interface SampleValue {
  /** Nothing. */
  SampleValue NONE = new One(new Scalar.None());

  record One(Scalar value) implements SampleValue {}

  record Many(List<Scalar> values) implements SampleValue {
    public Many {
      values = List.copyOf(values);
    }
  }

  /**
   * A message kept as bytes.
   *
   * @param contentType where the message names one
   * @param flags null or the sum of {@link #RETAINED}, {@link #DUPLICATE} and {@link #LAST_WILL}
   */
  record Payload(@Nullable String contentType, ByteString bytes, @Nullable Integer flags)
      implements SampleValue {
    public static final int RETAINED = 1;
    public static final int DUPLICATE = 2;
    public static final int LAST_WILL = 4;

    public Payload {
      if (contentType != null) {
        Fields.mustBeWord("contentType", contentType);
      }
      if (flags != null && (flags < 0 || flags > 7)) {
        throw new IllegalArgumentException("flags is " + flags + ", must be 0..7");
      }
    }
  }

  /**
   * A message that is too large for a record: its bytes are kept beside the journal, under their
   * SHA-256.
   *
   * @param contentType where the message names one
   * @param flags as of {@link Payload}
   */
  record Stored(
      @Nullable String contentType, @Nullable Integer flags, Digest digest, long bytesCount)
      implements SampleValue {
    public Stored {
      if (contentType != null) {
        Fields.mustBeWord("contentType", contentType);
      }
      if (flags != null && (flags < 0 || flags > 7)) {
        throw new IllegalArgumentException("flags is " + flags + ", must be 0..7");
      }
      Fields.mustBeCounter("bytesCount", bytesCount);
    }
  }

  /** True for a message, whether its bytes are there or are named. */
  static boolean isMessage(SampleValue value) {
    return value instanceof Payload || value instanceof Stored;
  }

  static SampleValue of(long value) {
    return new One(new Scalar.Whole(value));
  }

  static SampleValue of(double value) {
    return new One(new Scalar.Real(value));
  }

  static SampleValue of(boolean value) {
    return new One(new Scalar.Bool(value));
  }

  static SampleValue of(String value) {
    return new One(new Scalar.Text(value));
  }
}
