package dev.penstock.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseAlgorithm;
import dev.penstock.cbor.cose.CoseHeader;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.cbor.cose.CoseProfile;
import dev.penstock.cbor.cose.CoseSign1;
import dev.penstock.cbor.cose.CoseSign1Signer;
import dev.penstock.cbor.cose.CoseVerdict;
import dev.penstock.cbor.cose.CoseVerifier;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Peers;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.KeyEncoding;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.Seed;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our COSE_Sign1 messages, verified by @auth0/cose, and its messages, verified by us. */
class CoseJudgedByOthersTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] AAD = "penstock-block-v1".getBytes(US_ASCII);
  private static final int MESSAGES = 20;

  private static Judge judge;

  private final SplittableRandom random = new SplittableRandom(Seed.value());
  private final JdkSignatures signatures = new JdkSignatures();

  @BeforeAll
  static void startJudge() throws IOException {
    judge = Peers.ofThisMachine().npmCborJudge();
  }

  @AfterAll
  static void stopJudge() {
    if (judge != null) {
      judge.close();
    }
  }

  private static KeyPair pair(CoseAlgorithm algorithm) throws GeneralSecurityException {
    if (algorithm.algorithm() == SignatureAlgorithm.ED25519) {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private byte[] payload() {
    byte[] payload = new byte[random.nextInt(300)];
    random.nextBytes(payload);
    return payload;
  }

  private boolean isVerified(byte[] message, Signer signer, byte[] aad) {
    return judge.accepts(
        "verify",
        Map.of(
            "message", HEX.formatHex(message),
            "key", HEX.formatHex(KeyEncoding.spki(signer.key())),
            "aad", HEX.formatHex(aad)));
  }

  @ParameterizedTest
  @EnumSource(names = {"ES256", "EDDSA"})
  void auth0VerifiesWhatWeSignAndNothingChanged(CoseAlgorithm algorithm)
      throws GeneralSecurityException, SigningException {
    Signer signer = signatures.signer(algorithm.algorithm(), pair(algorithm));
    CoseHeader header =
        CoseHeader.of(algorithm)
            .withContentType("application/x-test")
            .withKeyId(CoseKey.thumbprint(signer.key()))
            .with(15, CborValue.map(CborValue.pair(CborValue.of(1), CborValue.of("issuer"))));
    var maker = new CoseSign1Signer(signer, header, AAD);
    for (int i = 0; i < MESSAGES; i++) {
      byte[] message = maker.sign(payload());
      assertThat(isVerified(message, signer, AAD)).as(Seed.describe()).isTrue();
      assertThat(isVerified(message, signer, new byte[0])).as(Seed.describe()).isFalse();
      byte[] changed = message.clone();
      int at = random.nextInt(message.length);
      changed[at] ^= (byte) (1 << random.nextInt(8));
      boolean isOurs =
          CoseSign1.decode(changed, CoseProfile.closed(1000))
              .map(read -> new CoseVerifier(signatures, signer.key()).verify(read, AAD))
              .equals(new Decoded.Value<>(CoseVerdict.VERIFIED));
      assertThat(isOurs).as("byte %d of %s", at, HEX.formatHex(message)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ES256", "EDDSA"})
  void auth0VerifiesADetachedPayload(CoseAlgorithm algorithm)
      throws GeneralSecurityException, SigningException {
    Signer signer = signatures.signer(algorithm.algorithm(), pair(algorithm));
    byte[] payload = payload();
    byte[] message =
        new CoseSign1Signer(signer, CoseHeader.of(algorithm), AAD).signDetached(payload);
    Map<String, String> question =
        Map.of(
            "message", HEX.formatHex(message),
            "key", HEX.formatHex(KeyEncoding.spki(signer.key())),
            "aad", HEX.formatHex(AAD),
            "payload", HEX.formatHex(payload));
    assertThat(judge.accepts("verify", question)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"ES256", "EDDSA"})
  void weVerifyWhatAuth0Signs(CoseAlgorithm algorithm)
      throws GeneralSecurityException, SigningException {
    KeyPair pair = pair(algorithm);
    Signer signer = signatures.signer(algorithm.algorithm(), pair);
    byte[] keyId = CoseKey.thumbprint(signer.key());
    for (int i = 0; i < MESSAGES; i++) {
      byte[] payload = payload();
      String theirs =
          judge
              .ask(
                  "sign",
                  Map.of(
                      "alg", algorithm.label(),
                      "kid", HEX.formatHex(keyId),
                      "payload", HEX.formatHex(payload),
                      "key", HEX.formatHex(pair.getPrivate().getEncoded())))
              .get("bytes")
              .asText();
      CoseSign1 message =
          switch (CoseSign1.decode(HEX.parseHex(theirs), CoseProfile.closed(1000))) {
            case Decoded.Value<CoseSign1>(var read) -> read;
            case Decoded.Refused<CoseSign1>(var refusal) ->
                throw new AssertionError(refusal + " in " + theirs);
          };
      assertThat(message.hasKeyId(keyId)).isTrue();
      assertThat(message.payload()).isEqualTo(payload);
      assertThat(new CoseVerifier(signatures, signer.key()).verify(message, new byte[0]))
          .isEqualTo(CoseVerdict.VERIFIED);
    }
  }
}
