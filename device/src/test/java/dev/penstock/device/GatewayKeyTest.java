package dev.penstock.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.testkit.Seed;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acks of each algorithm: read when they have the one right form, and never else. */
class GatewayKeyTest {
  private static final byte[] CHAIN = filled(16, 1);
  private static final byte[] LINK = filled(32, 2);
  private static final byte[] CHALLENGE = filled(16, 3);

  /** Around each length a head can have. */
  private static final List<Long> NUMBERS =
      List.of(
          0L, 23L, 24L, 255L, 256L, 65_535L, 65_536L, 4_294_967_295L, 4_294_967_296L, ~0L >>> 1);

  private final SplittableRandom random = new SplittableRandom(Seed.value());

  private static byte[] filled(int length, int with) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }

  /** A gateway with a fresh key that signs whatever it is given. */
  private static final class Gateway {
    final int algorithm;
    final KeyPair pair;
    final byte[] raw;

    Gateway(int algorithm) throws GeneralSecurityException {
      this.algorithm = algorithm;
      String name =
          switch (algorithm) {
            case Cose.ES256 -> "EC";
            case Cose.EDDSA -> "Ed25519";
            default -> "ML-DSA-44";
          };
      KeyPairGenerator maker = KeyPairGenerator.getInstance(name);
      if (algorithm == Cose.ES256) {
        maker.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
      }
      pair = maker.generateKeyPair();
      byte[] spki = pair.getPublic().getEncoded(); // ends in the raw key, for all three
      int rawBytes = algorithm == Cose.ES256 ? 65 : algorithm == Cose.EDDSA ? 32 : 1312;
      raw = Arrays.copyOfRange(spki, spki.length - rawBytes, spki.length);
    }

    GatewayKey key() {
      return GatewayKey.of(algorithm, raw);
    }

    byte[] ack(byte[] payload) throws GeneralSecurityException {
      byte[] header = Cose.protectedHeader(algorithm, Cose.ACK, raw);
      boolean isCurve = algorithm == Cose.ES256;
      Signature signer =
          Signature.getInstance(
              isCurve ? "SHA256withECDSAinP1363Format" : pair.getPrivate().getAlgorithm());
      signer.initSign(pair.getPrivate());
      signer.update(Cose.sigStructure(header, Cose.ACK, payload));
      return Cose.sign1(header, payload, signer.sign());
    }
  }

  private static byte[] payload(Object seq, Object leaf) {
    return payload(seq, leaf, 9L);
  }

  private static byte[] payload(Object seq, Object leaf, Object counter) {
    return Cbor.array(1, CHAIN, seq, LINK, leaf, counter, CHALLENGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {Cose.ES256, Cose.EDDSA, Cose.ML_DSA_44})
  void everyNumberIsReadAsItWasWritten(int algorithm) throws GeneralSecurityException {
    var gateway = new Gateway(algorithm);
    GatewayKey key = gateway.key();
    for (long seq : NUMBERS) {
      for (long leaf : NUMBERS) {
        long counter = NUMBERS.get(random.nextInt(NUMBERS.size()));
        assertThat(key.open(gateway.ack(payload(seq, leaf, counter))))
            .hasValueSatisfying(ack -> {
              assertThat(ack.place()).isEqualTo(Block.place(CHAIN, seq, LINK));
              assertThat(ack.counter()).isEqualTo(counter);
              assertThat(ack.challenge()).isEqualTo(CHALLENGE);
            });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Cose.ES256, Cose.EDDSA, Cose.ML_DSA_44})
  void noOtherBytesAreAnAck(int algorithm) throws GeneralSecurityException {
    var gateway = new Gateway(algorithm);
    GatewayKey key = gateway.key();
    byte[] ack = gateway.ack(payload(300L, 70_000L));
    for (int at = 0; at < ack.length; at++) {
      byte[] changed = ack.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      assertThat(key.open(changed)).as("byte %d, %s", at, Seed.describe()).isEmpty();
    }
    for (int length : new int[] {0, 1, ack.length - 1, ack.length + 1, 5000, 100_000}) {
      assertThat(key.open(Arrays.copyOf(ack, length))).as("%d bytes", length).isEmpty();
    }
    assertThat(new Gateway(algorithm).key().open(ack)).as("another gateway's").isEmpty();
  }

  @Test
  void aSignedAckInAnotherFormIsNone() throws GeneralSecurityException {
    var gateway = new Gateway(Cose.EDDSA);
    GatewayKey key = gateway.key();
    Object longSeven = new Cbor.Headed(new byte[] {0x18, 7});
    List<byte[]> others =
        List.of(
            payload(-1L, 0L),
            payload(0L, -1L),
            payload(longSeven, 0L),
            payload(0L, longSeven),
            payload("seven", 0L),
            payload(null, 0L),
            payload(7L, 0L, -1L),
            payload(7L, 0L, longSeven),
            payload(7L, 0L, null),
            Cbor.array(2, CHAIN, 7L, LINK, 0L, 9L, CHALLENGE),
            Cbor.array(1, filled(17, 1), 7L, LINK, 0L, 9L, CHALLENGE),
            Cbor.array(1, CHAIN, 7L, filled(31, 2), 0L, 9L, CHALLENGE),
            Cbor.array(1, CHAIN, 7L, LINK, 0L, 9L, filled(15, 3)),
            Cbor.array(1, CHAIN, 7L, LINK, 0L, 9L, CHALLENGE, 0),
            Cbor.array(1, CHAIN, 7L, LINK, 0L, CHALLENGE),
            Cbor.array(1, CHAIN, 7L, LINK, 0L, 9L),
            Cbor.array());
    for (byte[] other : others) {
      assertThat(key.open(gateway.ack(other))).isEmpty();
    }
    assertThat(key.open(gateway.ack(payload(7L, 0L)))).as("the right form").isPresent();
  }

  @Test
  void whatComesFromNowhereIsNoAck() throws GeneralSecurityException {
    GatewayKey key = new Gateway(Cose.EDDSA).key();
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(400)];
      random.nextBytes(noise);
      assertThat(key.open(noise)).as(Seed.describe()).isEmpty();
    }
  }

  @Test
  void bytesThatAreNoKeyOfTheAlgorithmAreRefused() {
    for (int algorithm : new int[] {Cose.ES256, Cose.EDDSA, Cose.ML_DSA_44, -9}) {
      assertThatThrownBy(() -> GatewayKey.of(algorithm, new byte[31]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
