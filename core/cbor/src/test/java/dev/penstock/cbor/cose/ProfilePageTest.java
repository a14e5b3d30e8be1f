package dev.penstock.cbor.cose;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/formats/cbor.md says is what the code does. */
class ProfilePageTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final CborLimits LIMITS = CborLimits.ofBytes(1000);
  private static final Pattern WRITTEN =
      Pattern.compile("^\\| `([0-9a-f]+)` \\| ([^|`]+) \\|$", Pattern.MULTILINE);
  private static final Pattern REFUSED =
      Pattern.compile("^\\| `([0-9a-f]+)` \\| `([A-Z0-9_]+)` \\| (\\d+) \\|", Pattern.MULTILINE);

  private static String page() throws IOException {
    return Files.readString(Vectors.root().resolve("docs/formats/cbor.md"));
  }

  private static String section(int number) throws IOException {
    String page = page();
    int from = page.indexOf("\n## " + number + ". ");
    int to = page.indexOf("\n## " + (number + 1) + ". ");
    return page.substring(from, to < 0 ? page.length() : to);
  }

  private static List<MatchResult> rows(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  @Test
  void whatThePageSaysIsWrittenIsReadAndWrittenAgain() throws IOException {
    List<MatchResult> rows = rows(WRITTEN, section(1));
    assertThat(rows).hasSize(22);
    for (MatchResult row : rows) {
      byte[] bytes = HEX.parseHex(row.group(1));
      assertThat(CborValue.decode(bytes, LIMITS).map(CborValue::encode).map(HEX::formatHex))
          .isEqualTo(new Decoded.Value<>(row.group(1)));
    }
  }

  @Test
  void whatThePageSaysIsRefusedIsRefusedThereForThatReason() throws IOException {
    List<MatchResult> rows = rows(REFUSED, section(2));
    assertThat(rows).hasSize(23);
    for (MatchResult row : rows) {
      assertThat(CborValue.decode(HEX.parseHex(row.group(1)), LIMITS))
          .as(row.group(1))
          .isEqualTo(
              new Decoded.Refused<>(
                  new Refusal(Integer.parseInt(row.group(3)), CborReason.valueOf(row.group(2)))));
    }
  }

  @Test
  void everyReasonAndVerdictIsOnThePage() throws IOException {
    String page = page();
    for (CborReason reason : CborReason.values()) {
      assertThat(page).contains('`' + reason.name() + '`');
    }
    for (CoseReason reason : CoseReason.values()) {
      assertThat(page).contains('`' + reason.name() + '`');
    }
    for (CoseVerdict verdict : CoseVerdict.values()) {
      assertThat(page).contains('`' + verdict.name() + '`');
    }
  }

  @Test
  void theAlgorithmsOfThePageAreThoseOfTheCode() throws IOException {
    String table = section(3);
    for (CoseAlgorithm algorithm : CoseAlgorithm.values()) {
      int written = CoseAlgorithm.written(algorithm.algorithm()).label();
      assertThat(
              table
                  .lines()
                  .filter(line ->
                      line.contains("" + algorithm.label() + " ")
                          || line.contains("(" + algorithm.label() + ")")))
          .as(algorithm.name())
          .anySatisfy(line ->
              assertThat(line)
                  .endsWith(
                      "| " + written + " | " + algorithm.algorithm().signatureBytes() + " |"));
    }
  }

  @Test
  void theMessageOfThePageIsMadeAsThePageSays()
      throws IOException, SigningException, NoSuchAlgorithmException {
    VerificationKey key =
        VerificationKey.of(
            SignatureAlgorithm.ED25519,
            HEX.parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    Signer signer =
        TestKeys.SIGNATURES.signer(
            key, HEX.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
    byte[] thumbprint = CoseKey.thumbprint(key);
    CoseHeader header =
        CoseHeader.of(CoseAlgorithm.EDDSA).withContentType("text/plain").withKeyId(thumbprint);
    var maker = new CoseSign1Signer(signer, header, "penstock-example-v1".getBytes(US_ASCII));
    SigStructure structure = maker.structure("flow".getBytes(US_ASCII));
    byte[] link = MessageDigest.getInstance("SHA-256").digest(structure.toByteArray());
    assertThat(section(5))
        .contains(line("COSE_Key      ", CoseKey.encode(key)))
        .contains(line("thumbprint    ", thumbprint))
        .contains(line("protected     ", header.encode()))
        .contains(line("Sig_structure ", structure.toByteArray()))
        .contains(line("SHA-256 of it ", link))
        .contains(line("message       ", maker.sign(structure)));
  }

  private static String line(String name, byte[] bytes) {
    return "\n" + name + HEX.formatHex(bytes) + "\n";
  }
}
