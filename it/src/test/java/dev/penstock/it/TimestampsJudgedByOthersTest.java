package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.anchors.rfc3161.TimestampAnchor;
import dev.penstock.anchors.rfc3161.TimestampSettings;
import dev.penstock.cbor.Decoded;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.it.peers.OpensslTsa;
import dev.penstock.it.peers.Peers;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.testkit.Seed;
import dev.penstock.timestamp.TimestampChecker;
import dev.penstock.timestamp.TimestampProof;
import dev.penstock.timestamp.TimestampTrust;
import dev.penstock.timestamp.TimestampVerdict;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code openssl ts} stamps for us, and judges what we keep. */
@Timeout(300)
class TimestampsJudgedByOthersTest {
  private static final Checkpoint CHECKPOINT =
      new Checkpoint("plant7.example/log", 42, Digest.of(new byte[Digest.BYTES]));
  private static final AnchorHead HEAD =
      new AnchorHead(
          CHECKPOINT,
          new Note(
              CHECKPOINT.text(), List.of(NoteSignature.of("plant7.example/log", 7, new byte[64]))));
  private static final AnchorMemory NO_MEMORY =
      new AnchorMemory() {
        @Override
        public byte[] load() {
          return new byte[0];
        }

        @Override
        public void store(byte[] bytes) {
          throw new AssertionError("nothing is to be remembered");
        }
      };

  @TempDir Path folder;
  private OpensslTsa tsa;

  @BeforeEach
  void startTsa() throws Exception {
    tsa = Peers.ofThisMachine().opensslTsa(folder);
  }

  @AfterEach
  void stopTsa() {
    if (tsa != null) {
      tsa.close();
    }
  }

  private TimestampAnchor anchor(DigestAlgorithm digest) {
    var settings =
        new TimestampSettings(
            "openssl",
            tsa.url(),
            Optional.of("1.3.6.1.4.1.99999.2"),
            digest,
            Optional.empty(),
            Duration.ofMinutes(2),
            Duration.ofDays(30),
            true);
    return new TimestampAnchor(
        settings, new SplittableRandom(Seed.value()), InstantSource.system());
  }

  private TimestampProof proof(Vouching vouching) {
    assertThat(vouching).isInstanceOf(Vouching.Given.class);
    byte[] bytes = ((Vouching.Given) vouching).proof().bytes();
    return ((Decoded.Value<TimestampProof>) TimestampProof.decode(bytes)).value();
  }

  private TimestampVerdict judged(TimestampProof proof, byte[] statement) throws Exception {
    TimestampTrust trust =
        ((TimestampTrust.Read.Trust) TimestampTrust.NONE.withCertificates(tsa.root())).trust();
    long now = Instant.now().plusSeconds(60).getEpochSecond() * 1_000_000_000L;
    return TimestampChecker.check(proof.encode(), statement, trust, now);
  }

  @ParameterizedTest
  @EnumSource(
      value = DigestAlgorithm.class,
      names = {"SHA_256", "SHA_512"})
  void theStoredTokenIsGoodForOpensslToo(DigestAlgorithm digest) throws Exception {
    try (TimestampAnchor anchor = anchor(digest)) {
      TimestampProof proof = proof(anchor.vouch(HEAD, NO_MEMORY));
      assertThat(tsa.accepts(proof.token().bytes(), HEAD.statement())).isTrue();
      assertThat(judged(proof, HEAD.statement())).isInstanceOf(TimestampVerdict.Proven.class);
      // And so it stays, however often the proof is renewed.
      TimestampProof renewed = proof(anchor.renew(HEAD, proof.encode()));
      assertThat(renewed.token()).isEqualTo(proof.token());
      assertThat(judged(renewed, HEAD.statement()))
          .isInstanceOfSatisfying(
              TimestampVerdict.Proven.class, each -> assertThat(each.renewals()).isEqualTo(1));
      assertThat(tsa.accepts(renewed.newest().der().bytes(), proof.token().bytes())).isTrue();
    }
  }

  @Test
  void bothRefuseAChangedStatementAndAChangedToken() throws Exception {
    try (TimestampAnchor anchor = anchor(DigestAlgorithm.SHA_256)) {
      TimestampProof proof = proof(anchor.vouch(HEAD, NO_MEMORY));
      var random = new SplittableRandom(Seed.value());
      byte[] statement = HEAD.statement();
      int changedAt = random.nextInt(statement.length);
      statement[changedAt] = (byte) (statement[changedAt] ^ 1);
      assertThat(tsa.accepts(proof.token().bytes(), statement)).isFalse();
      assertThat(judged(proof, statement)).isInstanceOf(TimestampVerdict.Contradicted.class);
      // Changed in its last bytes, which are the signature's.
      byte[] token = proof.token().bytes();
      int at = token.length - 1 - random.nextInt(200);
      token[at] = (byte) (token[at] ^ 1);
      var changed =
          new TimestampProof(
              Encoded.of(token),
              proof.certificates(),
              List.of(),
              List.of(),
              List.of(),
              Optional.empty());
      assertThat(tsa.accepts(token, HEAD.statement())).isFalse();
      assertThat(judged(changed, HEAD.statement()))
          .isInstanceOf(TimestampVerdict.Contradicted.class);
    }
  }
}
