package dev.penstock.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.Decoded;
import dev.penstock.testkit.tsa.KeyKind;
import dev.penstock.testkit.tsa.TestAuthority;
import dev.penstock.testkit.tsa.TestAuthority.Purpose;
import dev.penstock.testkit.tsa.TokenDraft;
import dev.penstock.timestamp.TimestampVerdict.Contradicted;
import dev.penstock.timestamp.TimestampVerdict.Proven;
import dev.penstock.timestamp.TimestampVerdict.Reason;
import dev.penstock.timestamp.TimestampVerdict.Unproven;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSData;
import org.bouncycastle.tsp.ers.ERSDataGroup;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;
import org.bouncycastle.tsp.ers.ERSException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** RFC 4998 §5: each clock lives two years, and hands over to the next after one. */
class RenewalTest {
  private static final byte[] STATEMENT =
      "plant7.example/log\n42\nu3HWjFXfVjnqiN5XrZVs4QbkEdQ4SfdMGmVtYPMKQ3E=\n"
          .getBytes(StandardCharsets.UTF_8);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Instant START = Instant.parse("2026-03-03T10:00:05Z");
  private static final List<DigestAlgorithm> DIGESTS =
      List.of(
          DigestAlgorithm.SHA_256,
          DigestAlgorithm.SHA_256,
          DigestAlgorithm.SHA_512,
          DigestAlgorithm.SHA_512,
          DigestAlgorithm.SHA_384);

  private static TestAuthority root;
  private static List<TestAuthority> clocks;

  @BeforeAll
  static void makeClocks() throws Exception {
    root = TestAuthority.root("CN=Root", KeyKind.P_256);
    clocks = new ArrayList<>();
    for (int i = 0; i < DIGESTS.size(); i++) {
      Instant from = when(i).minusSeconds(60);
      clocks.add(
          root.tsa(
              "CN=Clock " + i,
              KeyKind.P_256,
              from,
              from.plus(YEAR.multipliedBy(2)),
              Purpose.TIMESTAMPING));
    }
  }

  private static Instant when(int i) {
    return START.plus(YEAR.multipliedBy(i));
  }

  private static TimestampTrust trust() {
    return ((TimestampTrust.Read.Trust) TimestampTrust.NONE.withCertificates(root.certificate()))
        .trust();
  }

  private static Token token(int i, byte[] imprint) throws Exception {
    return token(i, imprint, when(i));
  }

  private static Token token(int i, byte[] imprint, Instant at) throws Exception {
    byte[] der = TokenDraft.by(clocks.get(i)).imprint(imprint, DIGESTS.get(i).oid()).at(at).make();
    return ((Decoded.Value<Token>) Token.decode(der)).value();
  }

  private static TimestampProof renewed(TimestampProof proof, int i) throws Exception {
    return proof.renewed(STATEMENT, token(i, proof.imprintOfRenewal(STATEMENT, DIGESTS.get(i))));
  }

  private static TimestampProof first(List<Encoded> segments) throws Exception {
    Token plain = token(0, TimestampProof.imprint(STATEMENT, List.of(), DIGESTS.get(0)));
    return segments.isEmpty()
        ? TimestampProof.of(plain)
        : TimestampProof.of(
            plain,
            STATEMENT,
            segments,
            token(0, TimestampProof.imprint(STATEMENT, segments, DIGESTS.get(0))));
  }

  private static List<Encoded> segments(int count) {
    List<Encoded> segments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      segments.add(Encoded.of(DigestAlgorithm.SHA_512.digest(("segment " + i).getBytes(UTF_8))));
    }
    return segments;
  }

  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  private static TimestampVerdict check(TimestampProof proof, Instant now) {
    return TimestampChecker.check(
        proof.encode(), STATEMENT, trust(), now.getEpochSecond() * 1_000_000_000L);
  }

  @Test
  void renewedInTimeAProofKeepsItsForceAcrossDigests() throws Exception {
    for (int segments : new int[] {0, 1, 5}) {
      TimestampProof proof = first(segments(segments));
      for (int i = 0; i < DIGESTS.size(); i++) {
        if (i > 0) {
          proof = renewed(proof, i);
        }
        assertThat(TimestampProof.decode(proof.encode())).isEqualTo(new Decoded.Value<>(proof));
        TimestampVerdict verdict = check(proof, when(i).plus(YEAR));
        assertThat(verdict).as(verdict.text()).isInstanceOf(Proven.class);
        assertThat(((Proven) verdict).at()).isEqualTo(START.getEpochSecond() * 1_000_000_000L);
        assertThat(((Proven) verdict).renewals()).isEqualTo(i);
        assertThat(((Proven) verdict).authority()).isEqualTo("CN=Clock 0");
        assertThat(proof.expires()).contains(when(i).minusSeconds(60).plus(YEAR.multipliedBy(2)));
        TimestampVerdict late = check(proof, when(i).plus(YEAR.multipliedBy(2)));
        assertThat(late)
            .isInstanceOfSatisfying(
                Unproven.class, each -> assertThat(each.why()).isEqualTo(Reason.EXPIRED));
      }
    }
  }

  @Test
  void aRenewalThatCameTooLateRenewsNothing() throws Exception {
    TimestampProof proof = first(List.of());
    byte[] imprint = proof.imprintOfRenewal(STATEMENT, DIGESTS.get(3));
    TimestampVerdict verdict =
        check(proof.renewed(STATEMENT, token(3, imprint)), when(3).plusSeconds(1));
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Unproven.class, each -> assertThat(each.why()).isEqualTo(Reason.EXPIRED));
  }

  @Test
  void aRenewalOfSomethingElseOrBeforeItsTimeContradicts() throws Exception {
    TimestampProof proof = first(List.of());
    TimestampProof other =
        proof.renewed(STATEMENT, token(1, DigestAlgorithm.SHA_256.digest(STATEMENT)));
    assertThat(check(other, when(1).plusSeconds(1)))
        .isEqualTo(
            new Contradicted("renewal 1", "it is about something else than what it should renew"));
    byte[] imprint = proof.imprintOfRenewal(STATEMENT, DIGESTS.get(1));
    Instant before = START.minusSeconds(30);
    TestAuthority early = root.tsa("CN=Early", KeyKind.P_256);
    byte[] der = TokenDraft.by(early).imprint(imprint, TokenDraft.SHA_256).at(before).make();
    Token made = ((Decoded.Value<Token>) Token.decode(der)).value();
    assertThat(check(proof.renewed(STATEMENT, made), when(1)))
        .isInstanceOfSatisfying(
            Contradicted.class, each -> assertThat(each.what()).contains("renewed before"));
  }

  @Test
  void renewalsOfAnotherProofOrOtherSegmentsContradict() throws Exception {
    TimestampProof proof = renewed(first(List.of()), 1);
    Token again = token(0, TimestampProof.imprint(STATEMENT, List.of(), DIGESTS.get(0)), when(0));
    var swapped =
        new TimestampProof(again.der(), List.of(), List.of(), List.of(), List.of(), proof.record());
    assertThat(check(swapped, when(1).plusSeconds(1)))
        .isEqualTo(new Contradicted("renewals", "they are about another time-stamp than this one"));
    TimestampProof whole = renewed(renewed(first(segments(3)), 1), 2);
    for (List<Encoded> others : List.of(segments(2), segments(4), segments(3).reversed())) {
      var changed =
          new TimestampProof(
              whole.token(), List.of(), List.of(), List.of(), others, whole.record());
      TimestampVerdict verdict = check(changed, when(2).plusSeconds(1));
      if (others.size() == 3) {
        // A group has no order.
        assertThat(verdict).isInstanceOf(Proven.class);
      } else {
        assertThat(verdict)
            .isEqualTo(
                new Contradicted(
                    "time-stamp", "its hash tree is not that of the data it is stored with"));
      }
    }
  }

  @Test
  void aKeyStolenAfterARenewalDoesNotTouchWhatWasRenewed() throws Exception {
    TimestampProof proof = renewed(first(List.of()), 1);
    for (long offset : new long[] {-86_400, 86_400}) {
      Instant stolen = when(1).plusSeconds(offset);
      byte[] list = root.crl(stolen, stolen.plusSeconds(60), Map.of(clocks.get(0), 1), stolen);
      TimestampVerdict verdict =
          check(proof.with(List.of(), List.of(Encoded.of(list)), List.of()), when(1).plus(YEAR));
      if (offset > 0) {
        assertThat(verdict).as(verdict.text()).isInstanceOf(Proven.class);
      } else {
        assertThat(verdict)
            .isInstanceOfSatisfying(
                Unproven.class, each -> assertThat(each.why()).isEqualTo(Reason.REVOKED));
      }
    }
  }

  @Test
  void bouncyCastleReadsOurEvidenceRecords() throws Exception {
    TestAuthority.register();
    var digests = new JcaDigestCalculatorProviderBuilder().build();
    for (int segments : new int[] {0, 4}) {
      TimestampProof proof = first(segments(segments));
      for (int i = 1; i < DIGESTS.size(); i++) {
        proof = renewed(proof, i);
        var record = new ERSEvidenceRecord(proof.record().orElseThrow().bytes(), digests);
        record.validate(new JcaSimpleSignerInfoVerifierBuilder().build(clocks.get(i).holder()));
        ERSData data = new ERSByteData(STATEMENT);
        if (segments > 0) {
          List<ERSData> group = new ArrayList<>(List.of(data));
          proof.segments().forEach(each -> group.add(new ERSByteData(each.bytes())));
          data = new ERSDataGroup(group);
        }
        record.validatePresent(data, Date.from(when(i).plusSeconds(1)));
        assertThatThrownBy(() ->
                record.validatePresent(
                    new ERSByteData("other".getBytes(UTF_8)), Date.from(START.plus(YEAR))))
            .isInstanceOf(ERSException.class);
      }
    }
  }

  @Test
  void whatHelpsIsKeptAsFarAsThereIsRoom() throws Exception {
    TimestampProof proof = first(List.of());
    for (int i = 0; i < 2 * TimestampProof.LISTS_MAX; i++) {
      Encoded one = Encoded.of(new byte[] {0x30, 1, (byte) i});
      proof = proof.with(List.of(one, one), List.of(one), List.of(one));
    }
    assertThat(proof.certificates()).hasSize(TimestampProof.CERTIFICATES_MAX);
    assertThat(proof.lists()).hasSize(TimestampProof.LISTS_MAX);
    assertThat(proof.answers()).hasSize(TimestampProof.ANSWERS_MAX);
    assertThat(TimestampProof.decode(proof.encode())).isEqualTo(new Decoded.Value<>(proof));
  }

  @Test
  void aProofThatCannotBeReadCannotBeRenewed() {
    var broken =
        new TimestampProof(
            Encoded.of(new byte[] {1}),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());
    assertThatThrownBy(() -> broken.imprintOfRenewal(STATEMENT, DigestAlgorithm.SHA_256))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not well-formed");
    assertThatCode(broken::encode).doesNotThrowAnyException();
  }
}
