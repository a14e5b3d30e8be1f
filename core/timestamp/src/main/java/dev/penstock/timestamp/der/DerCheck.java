package dev.penstock.timestamp.der;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks once through all elements of some bytes and holds each to the rules of DER, so that those
 * who read afterwards meet nothing but well-formed elements. The values of context tags are opaque
 * here; who reads them holds them to their type.
 */
final class DerCheck {
  /**
   * The deepest thing we read, the distribution point of a CRL in a certificate of a token in an
   * evidence record, has some twenty levels; a walk that recurses is safe with this many.
   */
  static final int DEPTH_MAX = 32;

  /** Longest arc of an object identifier: 128 bits, as in those made of UUIDs. */
  private static final int ARC_BYTES_MAX = 19;

  private static final int OID_BYTES_MAX = 64;

  private final byte[] source;
  private @Nullable DerReason fault;
  private int faultAt;

  private DerCheck(byte[] source) {
    this.source = source;
  }

  /** A broken rule and where. */
  record Fault(int at, DerReason reason) {}

  /** What is wrong with the one element that must fill this stretch. */
  static Optional<Fault> one(byte[] source, int from, int to) {
    var check = new DerCheck(source);
    int next = check.element(from, to, 0);
    if (check.fault == null && next != to) {
      int _ = check.refuse(next, DerReason.TRAILING_BYTES);
    }
    DerReason fault = check.fault;
    return fault == null ? Optional.empty() : Optional.of(new Fault(check.faultAt, fault));
  }

  /** Where the content of an element starts whose head is known to be good. */
  static int contentAt(byte[] source, int at) {
    int first = source[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  /** How long the content of an element is whose head is known to be good. */
  static int contentBytes(byte[] source, int at) {
    int first = source[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (source[at + 2 + i] & 0xff);
    }
    return length;
  }

  /** Steps over an element and answers where it ends; after a fault the answer means nothing. */
  private int element(int at, int end, int depth) {
    if (depth == DEPTH_MAX) {
      return refuse(at, DerReason.TOO_DEEP);
    }
    if (end - at < 2) {
      return refuse(at, DerReason.TRUNCATED);
    }
    int tag = source[at] & 0xff;
    if ((tag & Tag.NUMBER) == Tag.NUMBER) {
      return refuse(at, DerReason.HIGH_TAG);
    }
    if (!hasGoodLength(at, end)) {
      return end;
    }
    int content = contentAt(source, at);
    int contentEnd = content + contentBytes(source, at);
    if ((tag & Tag.CLASS) == 0 && !isUniversalTag(tag)) {
      return refuse(at, DerReason.UNKNOWN_TAG);
    }
    if ((tag & Tag.CONSTRUCTED) != 0) {
      for (int inner = content; inner < contentEnd && fault == null; ) {
        inner = element(inner, contentEnd, depth + 1);
      }
    } else {
      DerReason reason = primitiveFault(tag, content, contentEnd);
      if (reason != null) {
        return refuse(at, reason);
      }
    }
    return contentEnd;
  }

  /** X.690 §10.1: definite, in the fewest bytes; and within what is there. */
  private boolean hasGoodLength(int at, int end) {
    int first = source[at + 1] & 0xff;
    if (first == 0x80) {
      return refused(at + 1, DerReason.INDEFINITE_LENGTH);
    }
    int more = first < 0x80 ? 0 : first & 0x7f;
    // Four bytes of length say more than an array can hold.
    if (more > 4) {
      return refused(at + 1, DerReason.LENGTH_BEYOND_PARENT);
    }
    if (end - at - 2 < more) {
      return refused(at + 1, DerReason.TRUNCATED);
    }
    if (more > 0) {
      int top = source[at + 2] & 0xff;
      if (top == 0 || (more == 1 && top < 0x80)) {
        return refused(at + 1, DerReason.LENGTH_NOT_SHORTEST);
      }
    }
    int length = contentBytes(source, at);
    if (length < 0 || length > end - at - 2 - more) {
      return refused(at + 1, DerReason.LENGTH_BEYOND_PARENT);
    }
    return true;
  }

  private static boolean isUniversalTag(int tag) {
    return switch (tag) {
      case Tag.BOOLEAN,
          Tag.INTEGER,
          Tag.BIT_STRING,
          Tag.OCTET_STRING,
          Tag.NULL,
          Tag.OID,
          Tag.ENUMERATED,
          Tag.UTF8_STRING,
          Tag.NUMERIC_STRING,
          Tag.PRINTABLE_STRING,
          Tag.TELETEX_STRING,
          Tag.IA5_STRING,
          Tag.UTC_TIME,
          Tag.GENERALIZED_TIME,
          Tag.VISIBLE_STRING,
          Tag.UNIVERSAL_STRING,
          Tag.BMP_STRING,
          Tag.SEQUENCE,
          Tag.SET ->
          true;
      default -> false;
    };
  }

  private @Nullable DerReason primitiveFault(int tag, int from, int to) {
    boolean isGood =
        switch (tag) {
          case Tag.BOOLEAN -> to - from == 1 && (source[from] == 0 || source[from] == (byte) 0xff);
          case Tag.INTEGER, Tag.ENUMERATED -> isShortestInteger(source, from, to);
          case Tag.BIT_STRING -> isBitString(source, from, to);
          case Tag.NULL -> from == to;
          case Tag.OID -> isOid(from, to);
          case Tag.UTC_TIME -> DerTime.utc(source, from, to).isPresent();
          case Tag.GENERALIZED_TIME -> DerTime.generalized(source, from, to).isPresent();
          default -> true;
        };
    if (isGood) {
      return null;
    }
    return switch (tag) {
      case Tag.BOOLEAN -> DerReason.BAD_BOOLEAN;
      case Tag.INTEGER, Tag.ENUMERATED -> DerReason.INTEGER_NOT_SHORTEST;
      case Tag.BIT_STRING -> DerReason.BAD_BIT_STRING;
      case Tag.NULL -> DerReason.BAD_NULL;
      case Tag.OID -> DerReason.BAD_OID;
      default -> DerReason.BAD_TIME;
    };
  }

  /** X.690 §8.3.2: the first nine bits are not all alike. */
  static boolean isShortestInteger(byte[] source, int from, int to) {
    if (to - from < 2) {
      return to > from;
    }
    boolean isNextHigh = source[from + 1] < 0;
    return !(source[from] == 0 && !isNextHigh) && !(source[from] == -1 && isNextHigh);
  }

  /** X.690 §11.2.1: unused bits are zero. */
  static boolean isBitString(byte[] source, int from, int to) {
    if (from == to) {
      return false;
    }
    int unused = source[from];
    if (unused < 0 || unused > 7 || (unused > 0 && to - from == 1)) {
      return false;
    }
    return (source[to - 1] & ((1 << unused) - 1)) == 0 || to - from == 1;
  }

  private boolean isOid(int from, int to) {
    if (from == to || to - from > OID_BYTES_MAX || source[to - 1] < 0) {
      return false;
    }
    int arcBytes = 0;
    for (int i = from; i < to; i++) {
      if (arcBytes == 0 && source[i] == (byte) 0x80) {
        return false;
      }
      arcBytes++;
      if (arcBytes > ARC_BYTES_MAX) {
        return false;
      }
      if (source[i] >= 0) {
        arcBytes = 0;
      }
    }
    return true;
  }

  private boolean refused(int at, DerReason reason) {
    int _ = refuse(at, reason);
    return false;
  }

  private int refuse(int at, DerReason reason) {
    if (fault == null) {
      fault = reason;
      faultAt = at;
    }
    return Integer.MAX_VALUE;
  }
}
