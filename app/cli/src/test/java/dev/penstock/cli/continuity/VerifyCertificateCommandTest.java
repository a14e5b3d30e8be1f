package dev.penstock.cli.continuity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.cli.exit.ExitCode;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command over the vectors that others build on. */
class VerifyCertificateCommandTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("penstock.root", "../..")).resolve("docs/formats/vectors/continuity");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path trust;

  @BeforeEach
  void writeTrust() throws IOException {
    JsonNode keys = JSON.readTree(VECTORS.resolve("keys.json").toFile());
    trust =
        trust(
            """
            # An auditor's own file.
            log %s
            quorum none
            blocks %s %s
            statements %s %s
            """
                .formatted(
                    keys.at("/log").asText(),
                    keys.at("/blockOrigin").asText(),
                    coseKey(keys.at("/blockKey").asText()),
                    keys.at("/gateway").asText(),
                    coseKey(keys.at("/certificateKey").asText())));
  }

  private static String coseKey(String raw) {
    var key = VerificationKey.of(SignatureAlgorithm.ED25519, HexFormat.of().parseHex(raw));
    return HexFormat.of().formatHex(CoseKey.encode(key));
  }

  private Path trust(String text) throws IOException {
    return Files.writeString(folder.resolve("auditor.trust"), text);
  }

  private Path certificate(JsonNode vector) throws IOException {
    return Files.write(
        folder.resolve("one.cose"), HexFormat.of().parseHex(vector.at("/certificate").asText()));
  }

  private int run(Object... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    return new CommandLine(new VerifyCertificateCommand(JdkSignatures::new))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  @Test
  void anHonestCertificateIsToldInWordsWithWhatItRestsOn() throws Exception {
    Path file = certificate(JSON.readTree(VECTORS.resolve("02-every-stretch.json").toFile()));
    assertThat(run(file, "--trust", trust)).as(err.toString()).isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines())
        .anyMatch(line -> line.startsWith("scope    From this gateway's subscription on, QoS 1"))
        .anyMatch(line -> line.startsWith("states   pump-7 from 2026-01-01T00:00:00Z"))
        .anyMatch(line -> line.startsWith("rests on No witness"))
        .last()
        .asString()
        .startsWith("verdict  CONFIRMED");
    assertThat(run(file, "--trust", trust, "--json")).isEqualTo(ExitCode.OK);
    JsonNode told = JSON.readTree(out.toString());
    assertThat(told.at("/0/verdict").asText()).isEqualTo("CONFIRMED");
    assertThat(told.at("/0/source").asText()).isEqualTo("pump-7");
    assertThat(told.at("/0/stretches").findValuesAsText("state"))
        .contains("heard", "listening", "deaf", "unknown");
  }

  @Test
  void whatIsFalseOrNotShownIsSaidWithItsReasonAndNothingOfItIsRepeated() throws Exception {
    for (JsonNode vector : JSON.readTree(VECTORS.resolve("refused.json").toFile())) {
      String[] verdict = vector.at("/verdict").asText().split(" ", -1);
      Path file = certificate(vector);
      int expected = verdict[1].equals("MALFORMED") ? ExitCode.UNUSABLE : ExitCode.NO;
      assertThat(run(file, "--trust", trust)).as(vector.at("/shows").asText()).isEqualTo(expected);
      assertThat(out.toString()).contains("verdict  " + verdict[0]).doesNotContain("states   ");
      assertThat(run(file, "--trust", trust, "--json")).isEqualTo(expected);
      assertThat(JSON.readTree(out.toString()).at("/0/code").asText()).isEqualTo(verdict[1]);
    }
  }

  @Test
  void aKeyThatTheAuditorDoesNotNameVouchesForNothing() throws Exception {
    Path file = certificate(JSON.readTree(VECTORS.resolve("01-two-intervals.json").toFile()));
    String whole = Files.readString(trust);
    for (String[] each :
        new String[][] {
          {"statements ", "SIGNER_UNKNOWN"},
          {"blocks ", "BLOCK_KEY_UNKNOWN"},
          {"log ", "CHECKPOINT_REFUSED"}
        }) {
      Path less = trust(whole.replaceFirst("(?m)^" + each[0] + ".*\n", ""));
      assertThat(run(file, "--trust", less, "--json")).as(each[1]).isEqualTo(ExitCode.NO);
      assertThat(JSON.readTree(out.toString()).at("/0/code").asText()).isEqualTo(each[1]);
    }
  }

  @Test
  void whatCannotBeUsedIsSaidInOneLine() throws Exception {
    Path file = certificate(JSON.readTree(VECTORS.resolve("01-two-intervals.json").toFile()));
    String whole = Files.readString(trust);
    assertThat(run(file, "--trust", trust(whole.strip()))).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("its last line does not end");
    assertThat(run(file, "--trust", trust(whole + "blocks x zz\n"))).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("line 6: the key is not in hexadecimal");
    assertThat(run(file, "--trust", trust(whole + "statements x\n"))).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("line 6: must be: statements <origin>");
    assertThat(run(file, "--trust", trust(whole + "trust everybody\n")))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("line 6: unknown word trust");
    assertThat(run(folder.resolve("nothing"), "--trust", trust(whole)))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString().lines()).hasSize(1);
  }
}
