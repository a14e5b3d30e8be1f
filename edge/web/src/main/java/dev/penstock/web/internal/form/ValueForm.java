package dev.penstock.web.internal.form;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.web.internal.json.JsonWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values: each says its type, so that what is written can be read back bit by bit. */
public final class ValueForm {
  /** More text than this is no value on a screen. */
  private static final int GLANCE_BYTES_MAX = 256;

  /** More text than this is for programs, which have the base64. */
  private static final int TEXT_BYTES_MAX = 4_096;

  private ValueForm() {}

  /** A value under a name. */
  public static void write(JsonWriter json, String name, SampleValue value) {
    json.name(name);
    write(json, value);
  }

  private static void write(JsonWriter json, SampleValue value) {
    switch (value) {
      case SampleValue.One(var one) -> write(json, one);
      case SampleValue.Many(var many) -> {
        json.object();
        json.text("type", "list");
        json.array("values");
        many.forEach(one -> write(json, one));
        json.end();
        json.end();
      }
      case SampleValue.Payload payload -> message(json, payload);
      case SampleValue.Stored stored -> stored(json, stored);
    }
  }

  private static void write(JsonWriter json, Scalar value) {
    json.object();
    switch (value) {
      case Scalar.None() -> json.text("type", "none");
      case Scalar.Bool(var bool) -> {
        json.text("type", "boolean");
        json.bool("value", bool);
      }
      case Scalar.Whole(var whole) -> {
        json.text("type", "int64");
        json.whole("value", whole);
      }
      case Scalar.Large(var bits) -> {
        json.text("type", "uint64");
        json.text("value", Long.toUnsignedString(bits));
      }
      case Scalar.Real(var real) -> {
        json.text("type", "float64");
        json.real("value", real);
      }
      case Scalar.Text(var text) -> {
        json.text("type", "string");
        json.text("value", text);
      }
      case Scalar.Bytes(var bytes) -> {
        json.text("type", "bytes");
        json.base64("base64", bytes);
      }
      case Scalar.Decimal(var exponent, var mantissa) -> {
        json.text("type", "decimal");
        json.text("value", new BigDecimal(BigInteger.valueOf(mantissa), -exponent).toPlainString());
        json.whole("mantissa", mantissa);
        json.signed("exponent", exponent);
      }
    }
    json.end();
  }

  private static void message(JsonWriter json, SampleValue.Payload payload) {
    json.object();
    json.text("type", "message");
    json.text("contentType", payload.contentType());
    json.number("size", payload.bytes().size());
    json.base64("base64", payload.bytes());
    readable(payload.bytes()).ifPresent(text -> json.text("text", text));
    flagsOrNull(json, payload.flags());
    json.end();
  }

  /** A value as a screen shows it: a long text, or bytes, only by their size. */
  public static void glance(JsonWriter json, String name, SampleValue value) {
    switch (value) {
      case SampleValue.Payload payload -> glance(json, name, payload);
      case SampleValue.One(Scalar.Text(var text)) when text.length() > GLANCE_BYTES_MAX ->
          size(json, name, "string", text.length());
      case SampleValue.One(Scalar.Bytes(var bytes)) -> size(json, name, "bytes", bytes.size());
      case SampleValue.One _, SampleValue.Many _, SampleValue.Stored _ -> write(json, name, value);
    }
  }

  private static void size(JsonWriter json, String name, String type, int size) {
    json.object(name);
    json.text("type", type);
    json.number("size", size);
    json.end();
  }

  private static void glance(JsonWriter json, String name, SampleValue.Payload payload) {
    boolean isShort = payload.bytes().size() <= GLANCE_BYTES_MAX;
    json.object(name);
    json.text("type", "message");
    json.text("contentType", payload.contentType());
    json.number("size", payload.bytes().size());
    json.text("text", isShort ? readable(payload.bytes()).orElse(null) : null);
    json.end();
  }

  /** Where the bytes are to be had stands beside their digest. */
  private static void stored(JsonWriter json, SampleValue.Stored stored) {
    String digest = HexFormat.of().formatHex(stored.digest().bytes());
    json.object();
    json.text("type", "stored-message");
    json.text("contentType", stored.contentType());
    json.number("size", stored.bytesCount());
    json.text("sha256", digest);
    json.text("blob", "/api/v1/blobs/" + digest);
    flagsOrNull(json, stored.flags());
    json.end();
  }

  private static void flagsOrNull(JsonWriter json, @Nullable Integer flags) {
    if (flags == null) {
      json.text("flags", null);
    } else {
      json.array("flags");
      flags(json, flags);
      json.end();
    }
  }

  private static void flags(JsonWriter json, int flags) {
    if ((flags & SampleValue.Payload.RETAINED) != 0) {
      json.text("retained");
    }
    if ((flags & SampleValue.Payload.DUPLICATE) != 0) {
      json.text("duplicate");
    }
    if ((flags & SampleValue.Payload.LAST_WILL) != 0) {
      json.text("last-will");
    }
  }

  /** The bytes as text where a person could read them; the bytes themselves are what counts. */
  private static Optional<String> readable(ByteString bytes) {
    if (bytes.size() > TEXT_BYTES_MAX) {
      return Optional.empty();
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.bytes())).toString();
      boolean isPlain =
          text.chars().allMatch(c -> c == '\n' || c == '\r' || c == '\t' || !isControl(c));
      return isPlain ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static boolean isControl(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
  }

  /** Notes of a record: always there, empty where there are none. */
  static void write(JsonWriter json, Details details) {
    json.object("details");
    for (Map.Entry<String, SampleValue> one : details.values().entrySet()) {
      write(json, one.getKey(), one.getValue());
    }
    json.end();
  }
}
