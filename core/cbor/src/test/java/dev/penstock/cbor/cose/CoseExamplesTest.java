package dev.penstock.cbor.cose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.cbor.RefusalReason;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The COSE working group's examples: every signed message is verified or refused for its reason.
 */
class CoseExamplesTest {
  private static final HexFormat HEX = HexFormat.of();

  /** The single-signer messages of the three folders, and what we say to each. */
  private static final Map<String, Object> SIGN1 =
      Map.ofEntries(
          Map.entry("ecdsa-sig-01", CoseVerdict.VERIFIED),
          Map.entry("eddsa-sig-01", CoseVerdict.VERIFIED),
          Map.entry("sign-pass-02", CoseVerdict.VERIFIED),
          // P-384, P-521 and Ed448 are not ours.
          Map.entry("ecdsa-sig-02", CoseReason.ALGORITHM_UNKNOWN),
          Map.entry("ecdsa-sig-03", CoseReason.ALGORITHM_UNKNOWN),
          Map.entry("ecdsa-sig-04", CoseReason.ALGORITHM_UNKNOWN),
          Map.entry("eddsa-sig-02", CoseReason.SIGNATURE_LENGTH),
          // Good elsewhere, refused here: no algorithm under the signature, and no tag.
          Map.entry("sign-pass-01", CoseReason.ALGORITHM_MISSING),
          Map.entry("sign-pass-03", CoseReason.NOT_SIGN1),
          // Bad everywhere.
          Map.entry("sign-fail-01", CoseReason.NOT_SIGN1),
          Map.entry("sign-fail-02", CoseVerdict.SIGNATURE_INVALID),
          Map.entry("sign-fail-03", CoseReason.ALGORITHM_UNKNOWN),
          Map.entry("sign-fail-04", CoseReason.ALGORITHM_UNKNOWN),
          Map.entry("sign-fail-06", CoseVerdict.SIGNATURE_INVALID),
          Map.entry("sign-fail-07", CoseVerdict.SIGNATURE_INVALID));

  private record Example(String name, JsonNode json) {
    byte[] message() {
      return HEX.parseHex(json.at("/output/cbor").asText());
    }

    byte[] externalAad() {
      return HEX.parseHex(json.at("/input/sign0/external").asText(""));
    }

    VerificationKey key() {
      JsonNode key = json.at("/input/sign0/key");
      if (key.get("kty").asText().equals("OKP")) {
        return VerificationKey.of(
            SignatureAlgorithm.ED25519, HEX.parseHex(key.get("x_hex").asText()));
      }
      byte[] raw = new byte[65];
      raw[0] = 4;
      System.arraycopy(Base64.getUrlDecoder().decode(key.get("x").asText()), 0, raw, 1, 32);
      System.arraycopy(Base64.getUrlDecoder().decode(key.get("y").asText()), 0, raw, 33, 32);
      return VerificationKey.of(SignatureAlgorithm.ECDSA_P256, raw);
    }
  }

  private static List<Example> examples(boolean isSign1) throws IOException {
    Path folder = Vectors.folder("cose");
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(file -> new Example(name(file), json(file)))
          .filter(example -> isSign1 == example.json.at("/input").has("sign0"))
          .toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".json", "");
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object judge(Example example) {
    return switch (CoseSign1.decode(example.message(), CoseProfile.open(1000))) {
      case Decoded.Value<CoseSign1>(var message) ->
          new CoseVerifier(new JdkSignatures(), example.key())
              .verify(message, example.externalAad());
      case Decoded.Refused<CoseSign1>(var refusal) -> refusal.reason();
    };
  }

  @Test
  void everySingleSignerMessageIsJudgedAsExpected() throws IOException {
    var judged = new TreeMap<String, Object>();
    for (Example example : examples(true)) {
      var _ = judged.put(example.name, judge(example));
    }
    assertThat(judged).isEqualTo(new TreeMap<>(SIGN1));
  }

  @Test
  void messagesOfSeveralSignersAreAnotherFormat() throws IOException {
    List<Example> examples = examples(false);
    assertThat(examples).hasSize(6);
    for (Example example : examples) {
      assertThat(CoseSign1.decode(example.message(), CoseProfile.open(1000)))
          .as(example.name)
          .isEqualTo(new Decoded.Refused<>(new Refusal(0, CoseReason.NOT_SIGN1)));
    }
  }

  @Test
  void theBytesUnderTheSignatureAreThoseOfTheExamples() throws IOException {
    for (Example example : examples(true)) {
      if (SIGN1.get(example.name) == CoseVerdict.VERIFIED) {
        CoseSign1 message = decoded(example);
        assertThat(message.sigStructure(example.externalAad()).toByteArray())
            .as(example.name)
            .isEqualTo(HEX.parseHex(example.json.at("/intermediates/ToBeSign_hex").asText()));
      }
    }
  }

  @Test
  void theSameMessageIsMadeFromItsParts() throws IOException {
    for (Example example : examples(true)) {
      if (SIGN1.get(example.name) == CoseVerdict.VERIFIED) {
        CoseSign1 message = decoded(example);
        CoseHeader header = CoseHeader.of(message.algorithm());
        if (example.json.at("/input/sign0/protected").has("ctyp")) {
          header = header.withContentFormat(0);
        }
        assertThat(message.header()).isEqualTo(header);
        CborValue.Map unprotected =
            CborValue.map(CborValue.pair(CborValue.of(4), CborValue.of(new byte[] {'1', '1'})));
        assertThat(message.unprotected()).isEqualTo(unprotected);
        byte[] bare = message.sigStructure(example.externalAad()).message(message.signature());
        CoseSign1 made = decoded(bare);
        assertThat(made.withUnprotected(unprotected)).as(example.name).isEqualTo(example.message());
        assertThat(message.withoutUnprotected()).isEqualTo(bare);
      }
    }
  }

  @Test
  void theClosedProfileRefusesTheUnsignedKeyId() throws IOException {
    int refused = 0;
    for (Example example : examples(true)) {
      if (SIGN1.get(example.name) == CoseVerdict.VERIFIED) {
        RefusalReason reason =
            switch (CoseSign1.decode(example.message(), CoseProfile.closed(1000))) {
              case Decoded.Value<CoseSign1>(var message) -> CborReason.TRAILING_BYTES;
              case Decoded.Refused<CoseSign1>(var refusal) -> refusal.reason();
            };
        assertThat(reason).isEqualTo(CoseReason.UNPROTECTED_NOT_EMPTY);
        refused++;
      }
    }
    assertThat(refused).isEqualTo(3);
  }

  private static CoseSign1 decoded(Example example) {
    return decoded(example.message());
  }

  private static CoseSign1 decoded(byte[] bytes) {
    return switch (CoseSign1.decode(bytes, CoseProfile.open(1000))) {
      case Decoded.Value<CoseSign1>(var message) -> message;
      case Decoded.Refused<CoseSign1>(var refusal) -> throw new AssertionError(refusal);
    };
  }
}
