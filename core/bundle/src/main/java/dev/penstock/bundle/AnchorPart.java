package dev.penstock.bundle;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.ByteString;

/**
 * Somebody outside vouches for a head.
 *
 * @param head its place among the heads
 * @param name what the gateway calls the one who vouches
 * @param proof in the form of its kind
 */
public record AnchorPart(int head, Kind kind, String name, ByteString proof) {
  static final int PROOF_BYTES_MAX = 4 << 20;
  private static final int NAME_BYTES_MAX = 255;

  /** By which way it vouches; witnesses sign the head's note instead. */
  public enum Kind {
    RFC3161(0),
    EVM(1);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  byte[] encode() {
    var out = new CborWriter(64 + proof.size());
    out.array(4);
    out.unsigned(head);
    out.unsigned(kind.code);
    out.text(name);
    out.bytes(proof.bytes());
    return out.toByteArray();
  }

  static Decoded<AnchorPart> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(PROOF_BYTES_MAX + 1_024));
    in.reset(bytes);
    in.expectArray(4);
    int head = (int) in.unsigned(Head.COUNT_MAX - 1L);
    Kind kind = in.unsigned(1) == 0 ? Kind.RFC3161 : Kind.EVM;
    String name = in.text(NAME_BYTES_MAX);
    byte[] proof = in.bytes(PROOF_BYTES_MAX);
    if (name.isEmpty() || proof.length == 0) {
      in.refuse(Part.OUT_OF_RANGE);
    }
    return in.end(() -> new AnchorPart(head, kind, name, ByteString.of(proof)));
  }
}
