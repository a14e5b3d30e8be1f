package dev.penstock.cbor.cose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Values;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever arrives, a message is read in its one form or refused, and nothing is thrown. */
class CoseFuzzTest {
  private static final CoseProfile PROFILE = CoseProfile.open(1 << 16);

  private static final List<CoseAlgorithm> SHORT_SIGNATURES =
      List.of(
          CoseAlgorithm.ES256, CoseAlgorithm.ESP256, CoseAlgorithm.EDDSA, CoseAlgorithm.ED25519);

  /** A message with headers of any content. Its signature is noise. */
  private static byte[] message(long seed) {
    var random = new SplittableRandom(seed);
    var values = new Values(seed);
    CoseAlgorithm algorithm = SHORT_SIGNATURES.get(random.nextInt(SHORT_SIGNATURES.size()));
    CoseHeader header = CoseHeader.of(algorithm);
    if (random.nextBoolean()) {
      header = header.withKeyId(new byte[random.nextInt(40)]);
    }
    if (random.nextBoolean()) {
      header = header.with(random.nextInt(5, CoseLabel.RECEIPTS), values.any(3));
    }
    CborValue.Map unprotected =
        random.nextBoolean()
            ? CborValue.map()
            : CborValue.map(CborValue.pair(CborValue.of(CoseLabel.RECEIPTS), values.any(3)));
    CborValue payload =
        random.nextInt(4) == 0 ? new CborValue.Null() : CborValue.of(values.any(2).encode());
    return new CborValue.Tag(
            18,
            CborValue.array(
                CborValue.of(header.encode()),
                unprotected,
                payload,
                CborValue.of(new byte[algorithm.algorithm().signatureBytes()])))
        .encode();
  }

  @Test
  void everyMessageIsReadAsWhatItWasMadeFrom() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 100_000)
        .holds(seed -> {
          byte[] bytes = message(seed);
          switch (CoseSign1.decode(bytes, PROFILE)) {
            case Decoded.Value<CoseSign1>(var message) -> visit(message, bytes);
            case Decoded.Refused<CoseSign1>(var refusal) ->
                throw new AssertionError(refusal + " in " + HexFormat.of().formatHex(bytes));
          }
        });
  }

  @Test
  void everyDamagedMessageIsRefusedOrReadInFull() {
    int[] read = {0};
    Property.forAll(Gen.seeds())
        .cases(5_000, 500_000)
        .holds(seed -> {
          byte[] bytes = new Values(seed).damaged(message(seed));
          switch (CoseSign1.decode(bytes, PROFILE)) {
            case Decoded.Value<CoseSign1>(var message) -> {
              read[0]++;
              visit(message, bytes);
            }
            case Decoded.Refused<CoseSign1>(var refusal) ->
                assertThat(refusal.offset()).isBetween(0, bytes.length);
          }
        });
    assertThat(read[0]).isGreaterThan(500);
  }

  /** Calls everything that a decoded message offers. */
  private static void visit(CoseSign1 message, byte[] bytes) {
    assertThat(message.toByteArray()).isEqualTo(bytes);
    assertThat(message.header().algorithm()).isEqualTo(message.algorithm());
    assertThat(message.header().keyId().isPresent()).isEqualTo(message.keyId().isPresent());
    assertThat(message.withUnprotected(message.unprotected())).isEqualTo(bytes);
    SigStructure structure =
        message.isDetached()
            ? message.sigStructure(new byte[3], new byte[5])
            : message.sigStructure(new byte[3]);
    byte[] again =
        message.isDetached()
            ? structure.detachedMessage(message.signature())
            : structure.message(message.signature());
    assertThat(again).isEqualTo(message.withoutUnprotected());
    // The same four parts, by the tree.
    CborValue tree =
        switch (CborValue.decode(structure.toByteArray(), PROFILE.limits())) {
          case Decoded.Value<CborValue>(var value) -> value;
          case Decoded.Refused<CborValue>(var refusal) -> throw new AssertionError(refusal);
        };
    CborValue payload = CborValue.of(message.isDetached() ? new byte[5] : message.payload());
    assertThat(tree)
        .isEqualTo(
            CborValue.array(
                CborValue.of("Signature1"),
                CborValue.of(message.header().encode()),
                CborValue.of(new byte[3]),
                payload));
  }
}
