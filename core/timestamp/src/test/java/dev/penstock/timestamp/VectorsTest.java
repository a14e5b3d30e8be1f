package dev.penstock.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.cddl.Cddl;
import dev.penstock.timestamp.TimestampVerdict.Contradicted;
import dev.penstock.timestamp.TimestampVerdict.Proven;
import dev.penstock.timestamp.TimestampVerdict.Reason;
import dev.penstock.timestamp.TimestampVerdict.Unproven;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of docs/formats/timestamp.md, whose tokens {@code openssl ts} made. */
class VectorsTest {
  private static final Path FORMATS = Vectors.root().resolve("docs/formats");
  private static final Path FOLDER = FORMATS.resolve("vectors/timestamp");
  private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

  private static byte[] file(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name));
  }

  private static TimestampTrust trust() throws IOException {
    return ((TimestampTrust.Read.Trust) TimestampTrust.NONE.withCertificates(file("root.pem")))
        .trust();
  }

  private static TimestampVerdict check(String name, byte[] statement, TimestampTrust trust)
      throws IOException {
    return TimestampChecker.check(
        file(name), statement, trust, LATER.getEpochSecond() * 1_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa-sha256", "p256-sha512", "rsa-older-form", "renewed"})
  void tokensOfOpensslProveTheirTime(String name) throws Exception {
    byte[] statement = file("statement.txt");
    TimestampVerdict verdict = check(name + ".cbor", statement, trust());
    assertThat(verdict).as(verdict.text()).isInstanceOf(Proven.class);
    var proven = (Proven) verdict;
    assertThat(proven.accuracyNs()).hasValue(1_500_100_000L);
    assertThat(proven.policy()).isEqualTo("1.3.6.1.4.1.99999.1");
    assertThat(proven.authority()).startsWith("CN=Vector clock ");
    assertThat(Instant.ofEpochSecond(proven.at() / 1_000_000_000L))
        .isBetween("2026-11-21T18:30:00Z", "2026-11-21T18:40:00Z");
    assertThat(proven.renewals()).isEqualTo(name.equals("renewed") ? 2 : 0);
    statement[0] = (byte) (statement[0] ^ 1);
    assertThat(check(name + ".cbor", statement, trust())).isInstanceOf(Contradicted.class);
    assertThat(check(name + ".cbor", file("statement.txt"), TimestampTrust.NONE))
        .isInstanceOfSatisfying(
            Unproven.class, each -> assertThat(each.why()).isEqualTo(Reason.UNTRUSTED));
  }

  @Test
  void theOneOfAShortLivedClockHasExpired() throws Exception {
    assertThat(check("short.cbor", file("statement.txt"), trust()))
        .isInstanceOfSatisfying(
            Unproven.class, each -> assertThat(each.why()).isEqualTo(Reason.EXPIRED));
  }

  @Test
  void theTokenLiesInItsProofAsItCame() throws Exception {
    for (String name : List.of("rsa-sha256", "p256-sha512", "rsa-older-form", "short")) {
      TimestampProof proof =
          ((Decoded.Value<TimestampProof>) TimestampProof.decode(file(name + ".cbor"))).value();
      assertThat(proof.token().bytes()).isEqualTo(file(name + ".der"));
    }
  }

  @Test
  void eachProofFitsTheGrammar() throws Exception {
    Cddl grammar = Cddl.read(FORMATS.resolve("timestamp.cddl"));
    try (var files = Files.list(FOLDER)) {
      List<Path> proofs = files.filter(each -> each.toString().endsWith(".cbor")).toList();
      assertThat(proofs).hasSize(5);
      for (Path each : proofs) {
        assertThat(grammar.fault("timestamp-proof", Files.readAllBytes(each)))
            .as(each.toString())
            .isEmpty();
      }
    }
    assertThat(grammar.fault("timestamp-proof", new byte[] {(byte) 0x80})).isPresent();
  }
}
