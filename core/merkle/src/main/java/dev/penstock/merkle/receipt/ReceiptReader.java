package dev.penstock.merkle.receipt;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.cose.CoseLabel;
import dev.penstock.cbor.cose.CoseProfile;
import dev.penstock.cbor.cose.CoseSign1;
import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.InclusionProof;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads COSE Receipts, RFC 9942 §5.2 and §5.3. */
final class ReceiptReader {
  private static final CoseProfile PROFILE = CoseProfile.open(Receipt.BYTES_MAX);
  private static final CborLimits PROOF_LIMITS = CborLimits.ofBytes(Receipt.BYTES_MAX);

  /** The three items of either proof. */
  private record Numbers(long first, long second, HashPath path) {}

  private ReceiptReader() {}

  static Decoded<Receipt> read(byte[] bytes) {
    return switch (CoseSign1.decode(bytes, PROFILE)) {
      case dev.penstock.cbor.Decoded.Refused<CoseSign1>(var refusal) ->
          new Decoded.Malformed<>(refusal.toString());
      case dev.penstock.cbor.Decoded.Value<CoseSign1>(var message) -> read(message);
    };
  }

  private static Decoded<Receipt> read(CoseSign1 message) {
    if (!message.isDetached()) {
      return new Decoded.Malformed<>("the root is attached: it must follow from the proof");
    }
    Optional<CborValue> structure = message.header().parameter(ReceiptFormat.VDS);
    if (!structure.equals(Optional.of(ReceiptFormat.RFC9162_SHA256))) {
      return new Decoded.Malformed<>("the data structure is not RFC9162_SHA256");
    }
    Optional<String> issuer =
        message.header().parameter(CoseLabel.CWT_CLAIMS).flatMap(ReceiptReader::issuer);
    if (issuer.isEmpty()) {
      return new Decoded.Malformed<>("no issuer is signed");
    }
    if (!(message.unprotected().get(CborValue.of(ReceiptFormat.VDP)).orElse(CborValue.map())
            instanceof CborValue.Map(var kinds))
        || kinds.size() != 1) {
      return new Decoded.Malformed<>("there is not one kind of proof");
    }
    CborValue kind = kinds.getFirst().key();
    CborValue proofs = kinds.getFirst().value();
    if (kind.equals(ReceiptFormat.INCLUSION)) {
      return read(
          proofs,
          // Size comes first in the receipt, the index second.
          n ->
              new Receipt.OfInclusion(
                  issuer.get(), new InclusionProof(n.second(), n.first(), n.path()), message));
    }
    if (kind.equals(ReceiptFormat.CONSISTENCY)) {
      return read(
          proofs,
          n ->
              new Receipt.OfConsistency(
                  issuer.get(), new ConsistencyProof(n.first(), n.second(), n.path()), message));
    }
    return new Decoded.Malformed<>("the kind of proof is unknown");
  }

  private static Decoded<Receipt> read(CborValue proofs, Function<Numbers, Receipt> receipt) {
    // The format allows several proofs; one receipt of ours is about one thing.
    if (!(proofs instanceof CborValue.Array(List<CborValue> items))
        || items.size() != 1
        || !(items.getFirst() instanceof CborValue.Bytes proof)) {
      return new Decoded.Malformed<>("there is not one proof as a byte string");
    }
    var reader = new CborReader(PROOF_LIMITS);
    byte[] bytes = proof.value();
    reader.reset(bytes);
    reader.expectArray(3);
    long first = reader.unsigned();
    long second = reader.unsigned();
    int count = reader.array();
    if (count > HashPath.HASHES_MAX) {
      return new Decoded.Malformed<>("proof has " + count + " hashes");
    }
    byte[] path = new byte[count * Digest.BYTES];
    for (int i = 0; i < count; i++) {
      reader.bytesExactly(Digest.BYTES, path, i * Digest.BYTES);
    }
    return reader
        .end()
        .<Decoded<Receipt>>map(refusal -> new Decoded.Malformed<>("proof: " + refusal))
        .orElseGet(() ->
            new Decoded.Value<>(receipt.apply(new Numbers(first, second, HashPath.of(path)))));
  }

  private static Optional<String> issuer(CborValue claims) {
    return claims instanceof CborValue.Map map
            && map.get(ReceiptFormat.ISS).orElse(claims) instanceof CborValue.Text(var text)
            && text.length() <= ReceiptFormat.ISSUER_CHARS_MAX
        ? Optional.of(text)
        : Optional.empty();
  }
}
