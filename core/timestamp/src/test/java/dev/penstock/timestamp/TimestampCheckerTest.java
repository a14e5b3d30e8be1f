package dev.penstock.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.merkle.Digest;
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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimestampCheckerTest {
  private static final byte[] STATEMENT =
      "plant7.example/log\n42\nu3HWjFXfVjnqiN5XrZVs4QbkEdQ4SfdMGmVtYPMKQ3E=\n"
          .getBytes(StandardCharsets.UTF_8);
  private static final Instant MADE = Instant.parse("2026-03-03T10:00:05.250Z");
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private static TestAuthority root;
  private static TestAuthority middle;
  private static TestAuthority tsa;

  @BeforeAll
  static void makeAuthorities() throws Exception {
    root = TestAuthority.root("O=Test,CN=Root", KeyKind.RSA_2048);
    middle = root.below("O=Test,CN=Middle", KeyKind.P_384);
    tsa = middle.tsa("O=Test,CN=Clock 1", KeyKind.P_256);
  }

  private static Token token(byte[] der) {
    return switch (Token.decode(der)) {
      case Decoded.Value<Token>(var token) -> token;
      case Decoded.Refused<Token>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  private static TimestampProof proof(byte[] token, TestAuthority... certificates) {
    return TimestampProof.of(token(token)).with(encoded(certificates), List.of(), List.of());
  }

  private static List<Encoded> encoded(TestAuthority... certificates) {
    return Arrays.stream(certificates).map(each -> Encoded.of(each.certificate())).toList();
  }

  private static TimestampTrust trust(TestAuthority authority) {
    return ((TimestampTrust.Read.Trust)
            TimestampTrust.NONE.withCertificates(authority.certificate()))
        .trust();
  }

  private static long ns(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  private static TimestampVerdict check(TimestampProof proof, TimestampTrust trust) {
    return check(proof, trust, NOW);
  }

  private static TimestampVerdict check(TimestampProof proof, TimestampTrust trust, Instant now) {
    return TimestampChecker.check(proof.encode(), STATEMENT, trust, ns(now));
  }

  private static void assertUnproven(TimestampVerdict verdict, Reason reason, String words) {
    assertThat(verdict).isInstanceOf(Unproven.class);
    assertThat(((Unproven) verdict).why()).as(verdict.text()).isEqualTo(reason);
    assertThat(verdict.text()).contains(words);
  }

  @Test
  void aTokenOfATrustedAuthorityProvesItsTime() throws Exception {
    byte[] made = TokenDraft.by(tsa).about(STATEMENT).at(MADE).make();
    TimestampVerdict verdict = check(proof(made, middle), trust(root));
    assertThat(verdict).as(verdict.text()).isInstanceOf(Proven.class);
    var proven = (Proven) verdict;
    assertThat(proven.at()).isEqualTo(ns(MADE));
    assertThat(proven.accuracyNs()).hasValue(500_000_000L);
    assertThat(proven.policy()).isEqualTo(TokenDraft.POLICY);
    assertThat(proven.serial()).isEqualTo("4d");
    assertThat(proven.authority()).isEqualTo("CN=Clock 1, O=Test");
    assertThat(proven.renewals()).isZero();
    assertThat(proven.revocation())
        .containsExactly(
            "CN=Clock 1, O=Test: nothing about revocation is stored",
            "CN=Middle, O=Test: nothing about revocation is stored");
    assertThat(proven.trusted().getFirst()).startsWith("time-stamp: CN=Root, O=Test, SHA-256 ");
    assertThat(verdict.text())
        .isEqualTo(
            "was there not later than 2026-03-03T10:00:05.250Z, give or take 500000 µs, says"
                + " CN=Clock 1, O=Test under policy "
                + TokenDraft.POLICY);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyKind.class,
      names = {"RSA_SHA1", "RSA_1024"},
      mode = EnumSource.Mode.EXCLUDE)
  void eachKindOfKeyOnTheListCounts(KeyKind kind) throws Exception {
    TestAuthority own = TestAuthority.root("CN=R", kind);
    TestAuthority clock = own.tsa("CN=C", kind);
    for (boolean isOld : new boolean[] {false, true}) {
      TokenDraft draft = TokenDraft.by(clock).about(STATEMENT, TokenDraft.SHA_512).namingIssuer();
      byte[] made = (isOld ? draft.oldForm() : draft).make();
      TimestampVerdict verdict = check(proof(made), trust(own));
      assertThat(verdict).as(verdict.text()).isInstanceOf(Proven.class);
    }
  }

  @Test
  void sha1AndShortKeysDoNotCount() throws Exception {
    TestAuthority sha1 = root.tsa("CN=Old", KeyKind.RSA_SHA1);
    assertUnproven(
        check(proof(TokenDraft.by(sha1).about(STATEMENT).make()), trust(root)),
        Reason.WEAK,
        "SHA-1");
    TestAuthority small = root.tsa("CN=Small", KeyKind.RSA_1024);
    assertUnproven(
        check(proof(TokenDraft.by(small).about(STATEMENT).make()), trust(root)),
        Reason.WEAK,
        "does not count");
    assertUnproven(
        check(
            proof(TokenDraft.by(tsa).about(STATEMENT, TokenDraft.SHA_1).make(), middle),
            trust(root)),
        Reason.WEAK,
        "SHA-1");
    TestAuthority sha1Root = TestAuthority.root("CN=Old root", KeyKind.RSA_SHA1);
    TestAuthority below = sha1Root.tsa("CN=New clock", KeyKind.P_256);
    assertUnproven(
        check(proof(TokenDraft.by(below).about(STATEMENT).make()), trust(sha1Root)),
        Reason.UNTRUSTED,
        "no stored certificate leads");
  }

  @Test
  void aTokenAboutOtherBytesContradicts() throws Exception {
    byte[] made = TokenDraft.by(tsa).about("another".getBytes(StandardCharsets.UTF_8)).make();
    assertThat(check(proof(made, middle), trust(root)))
        .isEqualTo(new Contradicted("time-stamp", "it is about other bytes than the statement"));
  }

  /** RFC 3161 §2.3: this purpose alone, and critical. */
  @ParameterizedTest
  @EnumSource(
      value = Purpose.class,
      names = {"TIMESTAMPING"},
      mode = EnumSource.Mode.EXCLUDE)
  void aCertificateForAnythingElseSignsNoTime(Purpose purpose) throws Exception {
    TestAuthority other =
        root.tsa("CN=Other", KeyKind.P_256, TestAuthority.FROM, TestAuthority.TO, purpose);
    byte[] made = TokenDraft.by(other).about(STATEMENT).make();
    assertUnproven(check(proof(made), trust(root)), Reason.WRONG_PURPOSE, "CN=Other");
  }

  @Test
  void nobodyIsTrustedWithoutBeingNamed() throws Exception {
    byte[] made = TokenDraft.by(tsa).about(STATEMENT).make();
    TestAuthority stranger = TestAuthority.root("O=Test,CN=Root", KeyKind.RSA_2048);
    TimestampProof whole = proof(made, middle, root);
    assertUnproven(check(whole, TimestampTrust.NONE), Reason.UNTRUSTED, "CN=Clock 1");
    assertUnproven(check(whole, trust(stranger)), Reason.UNTRUSTED, "CN=Clock 1");
    assertUnproven(check(proof(made), trust(root)), Reason.UNTRUSTED, "CN=Clock 1");
    byte[] bare = TokenDraft.by(tsa).about(STATEMENT).with().make();
    assertUnproven(check(proof(bare, middle), trust(root)), Reason.UNTRUSTED, "not among those");
  }

  @Test
  void aFingerprintOrAPemFileIsAsGoodAsTheCertificate() throws Exception {
    TimestampProof whole = proof(TokenDraft.by(tsa).about(STATEMENT).make(), middle, root);
    for (TestAuthority each : List.of(root, middle, tsa)) {
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(each.certificate());
      TimestampVerdict verdict =
          check(whole, TimestampTrust.NONE.withFingerprint(Digest.of(sha256)));
      assertThat(verdict).as(verdict.text()).isInstanceOf(Proven.class);
    }
    String pem =
        "my roots\n-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(root.certificate())
            + "\n-----END CERTIFICATE-----\n";
    TimestampTrust read =
        ((TimestampTrust.Read.Trust)
                TimestampTrust.NONE.withCertificates(pem.getBytes(StandardCharsets.US_ASCII)))
            .trust();
    assertThat(check(whole, read)).isInstanceOf(Proven.class);
  }

  @Test
  void filesThatHoldNoCertificateAreRefusedWithAReason() {
    for (String file :
        List.of(
            "",
            "hello",
            "0123",
            "-----BEGIN CERTIFICATE-----\nAAAA",
            "-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")) {
      assertThat(TimestampTrust.NONE.withCertificates(file.getBytes(StandardCharsets.US_ASCII)))
          .as(file)
          .isInstanceOf(TimestampTrust.Read.Refused.class);
    }
  }

  @Test
  void onlyAllowedPoliciesCountWhenThereAreAny() throws Exception {
    TimestampProof whole = proof(TokenDraft.by(tsa).about(STATEMENT).make(), middle);
    assertUnproven(
        check(whole, trust(root).withPolicy("1.2.3")), Reason.POLICY, "not among those allowed");
    assertThat(check(whole, trust(root).withPolicy("1.2.3").withPolicy(TokenDraft.POLICY)))
        .isInstanceOf(Proven.class);
  }

  @Test
  void theSignedAttributesMustNameTheSigner() throws Exception {
    TestAuthority twin = middle.tsa("O=Test,CN=Clock 2", KeyKind.P_256);
    byte[] made = TokenDraft.by(tsa).about(STATEMENT).naming(twin).with(tsa, twin).make();
    assertThat(check(proof(made, middle), trust(root)))
        .isInstanceOfSatisfying(
            Contradicted.class, verdict -> assertThat(verdict.what()).contains("name another"));
    byte[] posing = TokenDraft.by(tsa).about(STATEMENT).authority(twin).make();
    assertThat(check(proof(posing, middle), trust(root)))
        .isInstanceOfSatisfying(
            Contradicted.class, verdict -> assertThat(verdict.what()).contains("Clock 2"));
    byte[] honest = TokenDraft.by(tsa).about(STATEMENT).authority(tsa).make();
    assertThat(check(proof(honest, middle), trust(root))).isInstanceOf(Proven.class);
  }

  @Test
  void aTimeThatHasNotComeIsNotBelieved() throws Exception {
    TimestampProof whole = proof(TokenDraft.by(tsa).about(STATEMENT).at(MADE).make(), middle);
    assertUnproven(
        check(whole, trust(root), MADE.minusSeconds(1)), Reason.FUTURE, "it states 2026-03-03");
    // Within what the authority says of its accuracy.
    assertThat(check(whole, trust(root), MADE.minusMillis(500))).isInstanceOf(Proven.class);
  }

  @Test
  void theChainMustHaveBeenValidThen() throws Exception {
    TestAuthority later =
        root.tsa(
            "CN=Later",
            KeyKind.P_256,
            MADE.plusSeconds(10),
            TestAuthority.TO,
            Purpose.TIMESTAMPING);
    assertUnproven(
        check(proof(TokenDraft.by(later).about(STATEMENT).at(MADE).make()), trust(root)),
        Reason.NOT_VALID_THEN,
        "CN=Later");
  }

  @Test
  void aPathKeepsToItsLength() throws Exception {
    // Middle may certify no further authority.
    TestAuthority third = middle.below("CN=Third", KeyKind.P_256);
    TestAuthority clock = third.tsa("CN=Deep clock", KeyKind.P_256);
    assertUnproven(
        check(proof(TokenDraft.by(clock).about(STATEMENT).make(), third, middle), trust(root)),
        Reason.UNTRUSTED,
        "CN=Deep clock");
    // A clock is no authority, whatever it signs.
    TestAuthority fake = tsa.tsa("CN=Fake", KeyKind.P_256);
    assertUnproven(
        check(proof(TokenDraft.by(fake).about(STATEMENT).make(), tsa, middle), trust(root)),
        Reason.UNTRUSTED,
        "CN=Fake");
  }

  private static TestAuthority shortLived() throws Exception {
    return root.tsa(
        "CN=Short",
        KeyKind.P_256,
        MADE.minusSeconds(86_400),
        MADE.plusSeconds(86_400),
        Purpose.TIMESTAMPING);
  }

  @Test
  void aTokenThatOutlivedItsCertificateProvesNothingByItself() throws Exception {
    TestAuthority clock = shortLived();
    TimestampProof bare = proof(TokenDraft.by(clock).about(STATEMENT).at(MADE).make());
    assertThat(check(bare, trust(root), MADE.plusSeconds(86_400))).isInstanceOf(Proven.class);
    assertUnproven(check(bare, trust(root)), Reason.EXPIRED, "outlived");
    // Not even when that is allowed, as long as nothing shows that it was not revoked.
    assertUnproven(
        check(bare, trust(root).withExpiredAllowed()), Reason.EXPIRED, "not revoked at that time");
  }

  @Test
  void anOutlivedTokenCountsWhenItIsAllowedAndKnownGood() throws Exception {
    TestAuthority clock = shortLived();
    byte[] made = TokenDraft.by(clock).about(STATEMENT).at(MADE).make();
    byte[] answer = root.ocsp(clock, root, MADE.plusSeconds(60), -1);
    byte[] list = root.crl(MADE.minusSeconds(60), MADE.plusSeconds(600), Map.of(), MADE);
    for (TimestampProof each :
        List.of(
            proof(made).with(List.of(), List.of(), List.of(Encoded.of(answer))),
            proof(made).with(List.of(), List.of(Encoded.of(list)), List.of()))) {
      assertUnproven(check(each, trust(root)), Reason.EXPIRED, "judge's trust to say");
      TimestampVerdict verdict = check(each, trust(root).withExpiredAllowed());
      assertThat(verdict).as(verdict.text()).isInstanceOf(Proven.class);
      assertThat(((Proven) verdict).notes().getFirst()).contains("outlived");
      assertThat(((Proven) verdict).revocation().getFirst()).contains("not revoked");
    }
    // A list from after the certificate's end forgets it; one from before the time says nothing.
    for (Instant useless : List.of(MADE.plusSeconds(90_000), MADE.minusSeconds(80_000))) {
      byte[] other = root.crl(useless, useless.plusSeconds(60), Map.of(), MADE);
      assertUnproven(
          check(
              proof(made).with(List.of(), List.of(Encoded.of(other)), List.of()),
              trust(root).withExpiredAllowed()),
          Reason.EXPIRED,
          "not revoked at that time");
    }
  }

  /** RFC 3161 §4: only harmless reasons spare what was made before. */
  @Test
  void aRevocationTouchesWhatItsReasonSays() throws Exception {
    byte[] made = TokenDraft.by(tsa).about(STATEMENT).at(MADE).make();
    for (int reason : new int[] {-1, 0, 1, 2, 3, 4, 5, 6, 9}) {
      boolean isHarmless = reason == 0 || (reason >= 3 && reason <= 5);
      for (long offset : new long[] {-60, 60}) {
        Instant since = MADE.plusSeconds(offset);
        byte[] list = middle.crl(since, since.plusSeconds(600), Map.of(tsa, reason), since);
        TimestampVerdict verdict =
            check(
                proof(made, middle).with(List.of(), List.of(Encoded.of(list)), List.of()),
                trust(root));
        if (isHarmless && offset > 0) {
          assertThat(verdict).as("%d %d", reason, offset).isInstanceOf(Proven.class);
          assertThat(((Proven) verdict).revocation().getFirst()).contains("there before");
        } else {
          assertUnproven(verdict, Reason.REVOKED, "revoked on");
        }
      }
    }
  }

  @Test
  void anAnswerCountsOnlyFromTheIssuerOrWhomItNamed() throws Exception {
    byte[] made = TokenDraft.by(tsa).about(STATEMENT).at(MADE).make();
    TestAuthority responder =
        middle.tsa("CN=OCSP", KeyKind.P_256, TestAuthority.FROM, TestAuthority.TO, Purpose.OCSP);
    TestAuthority foreign =
        root.tsa("CN=Not OCSP", KeyKind.P_256, TestAuthority.FROM, TestAuthority.TO, Purpose.OCSP);
    TestAuthority unnamed = middle.tsa("CN=Clock 3", KeyKind.P_256);
    for (TestAuthority by : List.of(middle, responder, foreign, unnamed)) {
      byte[] answer = middle.ocsp(tsa, by, MADE.minusSeconds(5), 1);
      TimestampVerdict verdict =
          check(
              proof(made, middle).with(List.of(), List.of(), List.of(Encoded.of(answer))),
              trust(root));
      if (by == middle || by == responder) {
        assertUnproven(verdict, Reason.REVOKED, "key compromise");
      } else {
        assertThat(((Proven) verdict).revocation().getFirst()).contains("nothing");
      }
    }
  }

  @Test
  void whatIsStoredAndUnreadableIsSaid() throws Exception {
    byte[] made = TokenDraft.by(tsa).about(STATEMENT).at(MADE).make();
    Encoded junk = Encoded.of(new byte[] {0x30, 0x01, 0x00});
    TimestampVerdict verdict =
        check(proof(made, middle).with(List.of(junk), List.of(junk), List.of(junk)), trust(root));
    assertThat(((Proven) verdict).notes())
        .hasSize(3)
        .allMatch(note -> note.contains("passed over"));
  }

  @Test
  void whatIsNoProofIsMalformed() {
    for (byte[] bytes : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[1 << 12])) {
      assertUnproven(
          TimestampChecker.check(bytes, STATEMENT, TimestampTrust.NONE, 0),
          Reason.MALFORMED,
          "cannot be read");
    }
  }

  /** Ways among authorities that all certify each other are more than anybody can walk. */
  @Test
  @Timeout(60)
  void aMazeOfAuthoritiesIsLeft() throws Exception {
    List<TestAuthority> loop = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      loop.add(TestAuthority.root("CN=Loop", KeyKind.P_256));
    }
    List<TestAuthority> crossed = new ArrayList<>();
    for (TestAuthority each : loop) {
      for (TestAuthority other : loop) {
        if (other != each) {
          crossed.add(each.certifying(other));
        }
      }
    }
    TestAuthority clock = loop.getFirst().tsa("CN=Lost", KeyKind.P_256);
    byte[] made = TokenDraft.by(clock).about(STATEMENT).make();
    TimestampProof maze = proof(made, crossed.toArray(TestAuthority[]::new));
    assertUnproven(check(maze, trust(root)), Reason.UNTRUSTED, "CN=Lost");
  }
}
