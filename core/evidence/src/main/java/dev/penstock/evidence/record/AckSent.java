package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;

/**
 * What was answered to a device, with the ack's counter and the challenge it shall echo. Durable
 * before the ack leaves, so that the counter never goes back.
 */
public record AckSent(
    ByteString chain, long block, Digest link, long leaf, long counter, ByteString challenge)
    implements RecordValue {
  public AckSent {
    Fields.mustBeId16("chain", chain);
    Fields.mustBeCounter("block", block);
    Fields.mustBeCounter("leaf", leaf);
    Fields.mustBeCounter("counter", counter);
    Fields.mustBeId16("challenge", challenge);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.ACK;
  }

  void write(FieldWriter out) {
    var _ = out.array(6).bytes(chain).number(block).digest(link).number(leaf);
    var _ = out.number(counter).bytes(challenge);
  }

  static AckSent read(FieldReader in) {
    in.array(6);
    return new AckSent(
        in.bytes(16, 16), in.number(), in.digest(), in.number(), in.number(), in.bytes(16, 16));
  }
}
