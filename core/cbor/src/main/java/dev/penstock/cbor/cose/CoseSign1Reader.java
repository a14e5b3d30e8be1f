package dev.penstock.cbor.cose;

import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborType;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.cbor.RefusalReason;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads COSE_Sign1 messages of one profile. It never throws because of what the bytes say. Places
 * in a refusal are counted from the start of the message, inside the protected header too. To be
 * kept and used again; one thread at a time.
 *
 * <p>For each message it makes one copy of the bytes and two small objects.
 */
public final class CoseSign1Reader {
  private static final int SIGN1_TAG = 18;
  private static final int CONTENT_FORMAT_MAX = 0xffff;

  private final CoseProfile profile;
  private final CborReader body;
  // Reads the map inside the protected byte string.
  private final CborReader inner;

  // What the protected header of the message being read says.
  private @Nullable CoseAlgorithm algorithm;
  private int keyIdAt;
  private int keyIdBytes;

  // The label at which the walk through the protected header stands; empty after the last.
  private int walkLeft;
  private int walkFrom;
  private int walkTo;

  public CoseSign1Reader(CoseProfile profile) {
    this.profile = profile;
    body = new CborReader(profile.limits());
    inner = new CborReader(profile.limits());
  }

  public Decoded<CoseSign1> decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** Reads a part of an array, which is copied. */
  public Decoded<CoseSign1> decode(byte[] bytes, int from, int length) {
    Objects.checkFromIndexSize(from, length, bytes.length);
    if (length > profile.limits().bytesMax()) {
      // Too long to be copied; the reader says so.
      body.reset(bytes, from, length);
      return body.end(() -> {
        throw new IllegalStateException("an input over the budget was taken");
      });
    }
    byte[] message = Arrays.copyOfRange(bytes, from, from + length);
    body.reset(message);
    return read(message);
  }

  private Decoded<CoseSign1> read(byte[] message) {
    expectSign1();
    int protectedBytes = body.bytesInPlace(Integer.MAX_VALUE);
    int protectedAt = body.contentAt();
    readProtected(message, protectedAt, protectedBytes);
    int unprotectedAt = body.at();
    readUnprotected(message, protectedAt, protectedBytes);
    int unprotectedEnd = body.at();
    boolean isDetached = readDetached();
    int payloadBytes = isDetached ? 0 : body.bytesInPlace(Integer.MAX_VALUE);
    int payloadAt = isDetached ? body.at() : body.contentAt();
    CoseAlgorithm named = algorithm;
    int signatureBytes = body.bytesInPlace(Integer.MAX_VALUE);
    if (named != null && signatureBytes != named.algorithm().signatureBytes()) {
      body.refuse(CoseReason.SIGNATURE_LENGTH);
    }
    int signatureAt = body.contentAt();
    return body.end(() ->
        new CoseSign1(
            message,
            // Without one the reader has refused.
            Objects.requireNonNull(named),
            new CoseSign1.Places(
                protectedAt,
                protectedBytes,
                unprotectedAt,
                unprotectedEnd,
                isDetached,
                payloadAt,
                payloadBytes,
                signatureAt,
                keyIdAt,
                keyIdBytes)));
  }

  /** RFC 9052 §2: the tag is optional there and demanded here, so that bytes say what they are. */
  private void expectSign1() {
    if (body.peek() == CborType.TAG) {
      if (body.tag() != SIGN1_TAG) {
        body.refuse(CoseReason.NOT_SIGN1);
      }
    } else {
      body.refuse(body.at(), CoseReason.NOT_SIGN1);
    }
    body.expectArray(4);
  }

  private boolean readDetached() {
    int at = body.at();
    boolean isDetached = body.takeNull();
    if (isDetached && !profile.isDetachedTaken()) {
      body.refuse(at, CoseReason.PAYLOAD_DETACHED);
    }
    return isDetached;
  }

  /** RFC 9052 §3: a map inside a byte string, or an empty byte string for no map at all. */
  private void readProtected(byte[] message, int at, int length) {
    algorithm = null;
    keyIdAt = at;
    keyIdBytes = -1;
    if (body.isRefused()) {
      return;
    }
    if (length > 0) {
      inner.reset(message, at, length);
      int count = inner.map();
      for (int i = 0; i < count && !inner.isRefused(); i++) {
        readProtectedParameter();
      }
      passOn(inner.end());
    }
    if (algorithm == null) {
      body.refuse(at, CoseReason.ALGORITHM_MISSING);
    }
  }

  private void readProtectedParameter() {
    switch (label(inner)) {
      case CoseLabel.ALG -> readAlgorithm();
      case CoseLabel.CRIT -> inner.refuse(CoseReason.CRITICAL_HEADER);
      case CoseLabel.CONTENT_TYPE -> readContentType();
      case CoseLabel.KID -> readKeyId();
      default -> inner.skip();
    }
  }

  /**
   * One of the labels of {@link CoseLabel}, or 0 for any other; a label of wrong type is refused.
   */
  private static int label(CborReader reader) {
    return switch (reader.peek()) {
      case UNSIGNED -> {
        long label = reader.unsigned64();
        yield label >= CoseLabel.ALG && label <= CoseLabel.KID ? (int) label : 0;
      }
      case NEGATIVE, TEXT -> {
        reader.skip();
        yield 0;
      }
      case BYTES, ARRAY, MAP, TAG, BOOL, NULL, FLOAT, NONE -> {
        reader.refuse(reader.at(), CoseReason.HEADER_LABEL);
        yield 0;
      }
    };
  }

  private void readAlgorithm() {
    CborType type = inner.peek();
    if (type == CborType.UNSIGNED || type == CborType.NEGATIVE) {
      algorithm = CoseAlgorithm.ofLabel(inner.integer()).orElse(null);
      if (algorithm == null) {
        inner.refuse(CoseReason.ALGORITHM_UNKNOWN);
      }
    } else {
      inner.refuse(inner.at(), CoseReason.ALGORITHM_UNKNOWN);
    }
  }

  private void readContentType() {
    switch (inner.peek()) {
      case TEXT -> inner.skip();
      case UNSIGNED -> {
        long format = inner.unsigned64();
        if (format < 0 || format > CONTENT_FORMAT_MAX) {
          inner.refuse(CoseReason.CONTENT_TYPE);
        }
      }
      case NEGATIVE, BYTES, ARRAY, MAP, TAG, BOOL, NULL, FLOAT, NONE ->
          inner.refuse(inner.at(), CoseReason.CONTENT_TYPE);
    }
  }

  private void readKeyId() {
    if (inner.peek() == CborType.BYTES) {
      keyIdBytes = inner.bytesInPlace(Integer.MAX_VALUE);
      keyIdAt = inner.contentAt();
    } else {
      inner.refuse(inner.at(), CoseReason.KEY_ID);
    }
  }

  private void readUnprotected(byte[] message, int protectedAt, int protectedBytes) {
    int mapAt = body.at();
    int count = body.map();
    if (count > 0 && !profile.isUnprotectedTaken()) {
      body.refuse(mapAt, CoseReason.UNPROTECTED_NOT_EMPTY);
    }
    if (count > 0 && !body.isRefused()) {
      walkProtectedLabels(message, protectedAt, protectedBytes);
    }
    for (int i = 0; i < count && !body.isRefused(); i++) {
      int labelAt = body.at();
      int label = label(body);
      if (label == CoseLabel.ALG) {
        body.refuse(labelAt, CoseReason.ALGORITHM_UNPROTECTED);
      } else if (label == CoseLabel.CRIT) {
        body.refuse(labelAt, CoseReason.CRITICAL_HEADER);
      } else if (isProtectedLabel(message, labelAt, body.at())) {
        body.refuse(labelAt, CoseReason.HEADER_TWICE);
      } else {
        body.skip();
      }
    }
  }

  private void walkProtectedLabels(byte[] message, int at, int length) {
    inner.reset(message, at, length);
    walkLeft = length == 0 ? 0 : inner.map();
    walkOn();
  }

  private void walkOn() {
    walkFrom = inner.at();
    if (walkLeft > 0) {
      walkLeft--;
      inner.skip();
      walkTo = inner.at();
      inner.skip();
    } else {
      walkTo = walkFrom;
    }
  }

  /**
   * Whether the protected header has this label too. Both maps are sorted, so the two walks go side
   * by side, and a message full of labels costs no more than its length.
   */
  private boolean isProtectedLabel(byte[] message, int from, int to) {
    while (walkTo > walkFrom) {
      int order = Arrays.compareUnsigned(message, walkFrom, walkTo, message, from, to);
      if (order >= 0) {
        return order == 0;
      }
      walkOn();
    }
    return false;
  }

  private void passOn(Optional<Refusal> refusal) {
    if (refusal.isPresent()) {
      RefusalReason reason = refusal.get().reason();
      body.refuse(refusal.get().offset(), reason);
    }
  }
}
