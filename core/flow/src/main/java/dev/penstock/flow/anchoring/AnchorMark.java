package dev.penstock.flow.anchoring;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;

/**
 * Which answers are in the journal as records of the ledger. It is stored before they are handed to
 * the journal and after the journal has them. A start that finds rows between the two numbers looks
 * for them in the journal from the position on: what is there is not handed in again.
 *
 * @param entered rows below this one are in the journal
 * @param offered rows below this one may be
 * @param position where the journal ended before the first of those was handed to it
 */
public record AnchorMark(long entered, long offered, long position) {
  /** None is. */
  public static final AnchorMark NONE = new AnchorMark(0, 0, 0);

  private static final int VERSION = 1;
  private static final int FIELDS = 4;
  private static final int BYTES_MAX = 64;

  public AnchorMark {
    if (entered < 0 || offered < entered || position < 0) {
      throw new IllegalArgumentException(
          "entered " + entered + ", offered " + offered + ", position " + position);
    }
  }

  /** True when it is not known of any row whether it is in the journal. */
  public boolean isSettled() {
    return entered == offered;
  }

  /** The mark when all that was offered is in the journal. */
  public AnchorMark settled() {
    return new AnchorMark(offered, offered, position);
  }

  /** The one encoding. */
  public byte[] encode() {
    var out = new CborWriter(BYTES_MAX);
    out.array(FIELDS);
    out.unsigned(VERSION);
    out.unsigned(entered);
    out.unsigned(offered);
    out.unsigned(position);
    return out.toByteArray();
  }

  /** Reads what was stored. Never throws for any content. */
  public static Decoded<AnchorMark> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    long entered = in.unsigned();
    long offered = in.unsigned();
    long position = in.unsigned();
    if (offered < entered) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    return in.end(() -> new AnchorMark(entered, offered, position));
  }
}
