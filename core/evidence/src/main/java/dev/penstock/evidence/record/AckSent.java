package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;

/** What was answered to a device, with the challenge it shall echo. */
public record AckSent(ByteString chain, long block, Digest link, long leaf, ByteString challenge)
    implements RecordValue {
  public AckSent {
    Fields.mustBeId16("chain", chain);
    Fields.mustBeCounter("block", block);
    Fields.mustBeCounter("leaf", leaf);
    Fields.mustBeId16("challenge", challenge);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.ACK;
  }

  void write(FieldWriter out) {
    var _ = out.array(5).bytes(chain).number(block).digest(link).number(leaf).bytes(challenge);
  }

  static AckSent read(FieldReader in) {
    in.array(5);
    return new AckSent(in.bytes(16, 16), in.number(), in.digest(), in.number(), in.bytes(16, 16));
  }
}
