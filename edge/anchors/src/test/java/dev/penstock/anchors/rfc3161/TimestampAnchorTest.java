package dev.penstock.anchors.rfc3161;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.anchors.rfc3161.FakeTsa.Fault;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.testkit.tsa.KeyKind;
import dev.penstock.testkit.tsa.TestAuthority;
import dev.penstock.testkit.tsa.TokenDraft;
import dev.penstock.timestamp.TimestampChecker;
import dev.penstock.timestamp.TimestampProof;
import dev.penstock.timestamp.TimestampTrust;
import dev.penstock.timestamp.TimestampVerdict;
import dev.penstock.timestamp.TimestampVerdict.Proven;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class TimestampAnchorTest {
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

  private FakeTsa tsa;
  private Instant now = Instant.parse("2026-03-03T10:00:00Z");

  @BeforeEach
  void startTsa() throws Exception {
    tsa = new FakeTsa();
  }

  @AfterEach
  void stopTsa() {
    tsa.close();
  }

  private TimestampSettings settings(DigestAlgorithm digest, Duration timeout) {
    return new TimestampSettings(
        "tsa",
        tsa.url(),
        Optional.empty(),
        digest,
        Optional.empty(),
        timeout,
        Duration.ofDays(30),
        true);
  }

  private TimestampAnchor anchor(TimestampSettings settings) {
    InstantSource clock = () -> now;
    return new TimestampAnchor(settings, new SplittableRandom(7), clock);
  }

  private Vouching vouched() throws Exception {
    return vouched(settings(DigestAlgorithm.SHA_256, Duration.ofSeconds(60)));
  }

  private Vouching vouched(TimestampSettings settings) throws Exception {
    try (TimestampAnchor anchor = anchor(settings)) {
      return anchor.vouch(HEAD, NO_MEMORY);
    }
  }

  private static Vouching.Given given(Vouching vouching) {
    assertThat(vouching).isInstanceOf(Vouching.Given.class);
    return (Vouching.Given) vouching;
  }

  private TimestampVerdict judged(ByteString proof, Instant at) {
    TimestampTrust trust =
        ((TimestampTrust.Read.Trust) TimestampTrust.NONE.withCertificates(tsa.root.certificate()))
            .trust();
    return TimestampChecker.check(
        proof.bytes(), HEAD.statement(), trust, at.getEpochSecond() * 1_000_000_000L);
  }

  private Proven proven(ByteString proof, Instant at) {
    TimestampVerdict verdict = judged(proof, at);
    assertThat(verdict).as(verdict.text()).isInstanceOf(Proven.class);
    return (Proven) verdict;
  }

  private static String detail(Vouching.Given given, String name) {
    return String.valueOf(given.details().values().get(name));
  }

  @Test
  void anAuditorNeedsNothingButTheProofAndARoot() throws Exception {
    Vouching.Given given = given(vouched());
    assertThat(given.at()).isEqualTo(tsa.now.getEpochSecond() * 1_000_000_000L);
    assertThat(detail(given, "authority")).contains("CN=Clock");
    assertThat(detail(given, "clock ahead of ours")).contains("PT5S");
    tsa.close();
    Proven proven = proven(given.proof(), tsa.now.plusSeconds(5));
    assertThat(proven.authority()).isEqualTo("CN=Clock, C=XX");
    assertThat(proven.revocation())
        .hasSize(2)
        .allMatch(each -> each.contains("not revoked, OCSP answer"));
    assertThat(proven.notes()).isEmpty();
  }

  @Test
  void listsAreTakenWhereNobodyAnswers() throws Exception {
    tsa.hasOcsp = false;
    Vouching.Given given = given(vouched());
    assertThat(proven(given.proof(), tsa.now).revocation())
        .hasSize(2)
        .allMatch(each -> each.contains("not revoked, CRL"));
  }

  @Test
  void whatCannotBeHadIsNoted() throws Exception {
    tsa.isIssuerSilent = true;
    Vouching.Given given = given(vouched());
    assertThat(detail(given, "notes")).contains("the issuer of CN=Clock, C=XX could not be had");
    assertThat(judged(given.proof(), tsa.now)).isInstanceOf(TimestampVerdict.Unproven.class);
  }

  @Test
  void nothingIsFetchedWhenThatIsNotWanted() throws Exception {
    TimestampSettings with = settings(DigestAlgorithm.SHA_512, Duration.ofSeconds(60));
    var without =
        new TimestampSettings(
            "tsa",
            with.url(),
            Optional.of("1.2.3.4.5"),
            with.digest(),
            Optional.of(new TimestampSettings.Credentials("plant7", "pass word")),
            with.timeout(),
            with.renewAhead(),
            false);
    Vouching.Given given = given(vouched(without));
    assertThat(detail(given, "policy")).contains("1.2.3.4.5");
    assertThat(detail(given, "digest")).contains("SHA-512");
    assertThat(detail(given, "revocation")).contains("its issuer is not stored");
    assertThat(tsa.authorization).isEqualTo("Basic cGxhbnQ3OnBhc3Mgd29yZA==");
    assertThat(without.toString()).doesNotContain("pass word");
  }

  @Test
  void aRevokedAuthorityVouchesForNothing() throws Exception {
    tsa.revokedReason = 1;
    assertThat(vouched())
        .isInstanceOfSatisfying(
            Vouching.Refused.class, each -> assertThat(each.why()).contains("key compromise"));
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_NONCE, nonce",
    "NO_NONCE, nonce",
    "WRONG_IMPRINT, another digest",
    "WRONG_DIGEST, another digest",
    "NO_CERTIFICATE, not among those stored",
    "CHANGED_SIGNATURE, signature is not of",
    "NOT_FOR_TIME, not for time-stamps",
    "GARBAGE, no time-stamp response",
    "EMPTY, no time-stamp response",
    "CUT, no time-stamp response",
    "TRAILING, no time-stamp response",
    "REJECTED, does not support the policy asked for",
    "REJECTED, does not take this digest",
    "REJECTED, not today?",
    "WAITING, asks to wait",
    "GRANTED_WITHOUT_TOKEN, holds no token",
    "REDIRECT, HTTP 302",
    "NOT_FOUND, HTTP 404"
  })
  void anAnswerThatProvesNothingIsRefusedInWords(Fault fault, String words) throws Exception {
    tsa.fault = fault;
    assertThat(vouched())
        .isInstanceOfSatisfying(
            Vouching.Refused.class,
            each -> assertThat(each.why()).startsWith("tsa: ").contains(words));
  }

  @Test
  void anotherPolicyThanAskedForIsRefused() throws Exception {
    tsa.fault = Fault.OTHER_POLICY;
    TimestampSettings any = settings(DigestAlgorithm.SHA_256, Duration.ofSeconds(60));
    var asking =
        new TimestampSettings(
            "tsa",
            any.url(),
            Optional.of(TokenDraft.POLICY),
            any.digest(),
            Optional.empty(),
            any.timeout(),
            any.renewAhead(),
            true);
    assertThat(vouched(asking))
        .isInstanceOfSatisfying(
            Vouching.Refused.class, each -> assertThat(each.why()).contains("policy 1.2.3.4"));
    assertThat(vouched(any)).isInstanceOf(Vouching.Given.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"HUGE", "BROKEN", "SILENT", "HALF_ANSWER", "CLOSED"})
  void whoCannotBeAskedIsAnError(Fault fault) {
    tsa.fault = fault;
    // Only the silent ones wait for so long.
    TimestampSettings settings = settings(DigestAlgorithm.SHA_256, Duration.ofSeconds(3));
    assertThatThrownBy(() -> vouched(settings)).isInstanceOf(IOException.class);
  }

  @Test
  void nobodyThereIsAnError() {
    TimestampSettings settings = settings(DigestAlgorithm.SHA_256, Duration.ofSeconds(60));
    tsa.close();
    assertThatThrownBy(() -> vouched(settings)).isInstanceOf(IOException.class);
  }

  @Test
  void anInterruptEndsAQuestion() throws Exception {
    tsa.fault = Fault.SILENT;
    var interrupted = new CountDownLatch(1);
    Thread asking =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var _ = vouched();
              } catch (InterruptedException e) {
                interrupted.countDown();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    assertThat(tsa.asked.await(60, TimeUnit.SECONDS)).isTrue();
    asking.interrupt();
    assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
  }

  private void replaceClock(Instant from, Instant to) throws Exception {
    tsa.now = from.plusSeconds(60);
    now = tsa.now;
    tsa.clock =
        tsa.middle.tsa(
            "C=XX,CN=Clock of " + from,
            KeyKind.P_256,
            from,
            to,
            TestAuthority.Purpose.TIMESTAMPING);
  }

  @Test
  void aProofIsRenewedAheadOfItsEndAndAlsoWithAnotherDigest() throws Exception {
    Instant start = Instant.parse("2026-03-03T00:00:00Z");
    Duration year = Duration.ofDays(365);
    TimestampSettings sha256 = settings(DigestAlgorithm.SHA_256, Duration.ofSeconds(60));
    TimestampSettings sha512 = settings(DigestAlgorithm.SHA_512, Duration.ofSeconds(60));
    replaceClock(start, start.plus(year));
    Vouching.Given given = given(vouched(sha256));
    byte[] first = tsa.lastToken;
    for (int i = 1; i <= 3; i++) {
      TimestampSettings settings = i == 2 ? sha512 : sha256;
      try (TimestampAnchor anchor = anchor(settings)) {
        Instant due = start.plus(year.multipliedBy(i)).minus(Duration.ofDays(30));
        assertThat(anchor.renewBy(given.proof().bytes()))
            .isEqualTo(due.getEpochSecond() * 1_000_000_000L);
        Instant from = due.minus(Duration.ofDays(1));
        replaceClock(from, start.plus(year.multipliedBy(i + 1)));
        given = given(anchor.renew(HEAD, given.proof().bytes()));
      }
      assertThat(detail(given, "renewals")).contains(Integer.toString(i));
      Proven proven = proven(given.proof(), start.plus(year.multipliedBy(i)).plusSeconds(5));
      assertThat(proven.renewals()).isEqualTo(i);
      assertThat(proven.at()).isEqualTo(start.plusSeconds(60).getEpochSecond() * 1_000_000_000L);
      assertThat(proven.revocation()).allMatch(each -> each.contains("not revoked"));
    }
    // The first token is still in it as it came.
    assertThat(TimestampProof.decode(given.proof().bytes()).map(TimestampProof::token))
        .isEqualTo(new Decoded.Value<>(Encoded.of(first)));
  }

  @Test
  void aProofThatExpiredOrIsBrokenIsNotRenewed() throws Exception {
    Instant start = Instant.parse("2026-03-03T00:00:00Z");
    replaceClock(start, start.plusSeconds(86_400));
    Vouching.Given given = given(vouched());
    now = start.plusSeconds(86_402);
    try (TimestampAnchor anchor =
        anchor(settings(DigestAlgorithm.SHA_256, Duration.ofSeconds(60)))) {
      assertThat(anchor.renew(HEAD, given.proof().bytes()))
          .isInstanceOfSatisfying(
              Vouching.Refused.class, each -> assertThat(each.why()).contains("outlived"));
      assertThat(anchor.renew(HEAD, new byte[] {1}))
          .isInstanceOfSatisfying(
              Vouching.Refused.class, each -> assertThat(each.why()).contains("cannot be read"));
      assertThat(anchor.renewBy(new byte[] {1})).isZero();
      assertThat(anchor.kind()).isEqualTo(AnchorResults.Kind.RFC3161);
      assertThat(anchor.name()).isEqualTo("tsa");
    }
  }

  @Test
  void segmentsAreStampedTogetherWithTheCheckpoint() throws Exception {
    List<ByteString> segments =
        List.of(
            ByteString.of(DigestAlgorithm.SHA_512.digest(new byte[1])),
            ByteString.of(DigestAlgorithm.SHA_512.digest(new byte[2])));
    TimestampSettings settings = settings(DigestAlgorithm.SHA_256, Duration.ofSeconds(60));
    try (var anchor =
        new TimestampAnchor(settings, new SplittableRandom(7), () -> now, _ -> segments)) {
      Vouching.Given given = given(anchor.vouch(HEAD, NO_MEMORY));
      Vouching.Given renewed = given(anchor.renew(HEAD, given.proof().bytes()));
      assertThat(proven(renewed.proof(), tsa.now.plusSeconds(1)).renewals()).isEqualTo(1);
    }
  }

  @Test
  void settingsSayWhatIsWrongWithThem() {
    assertThatThrownBy(() -> TimestampSettings.of("", tsa.url())).hasMessageContaining("name");
    for (String url :
        List.of("ftp://tsa.example/", "http:/tsa", "tsa", "http://a:b@tsa.example/")) {
      assertThatThrownBy(() -> TimestampSettings.of("tsa", URI.create(url)))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("url of tsa");
    }
    TimestampSettings good = TimestampSettings.of("tsa", tsa.url());
    for (String oid : List.of("", "1", "1.02", "a.b", "3.1.2")) {
      assertThatThrownBy(() ->
              new TimestampSettings(
                  "tsa",
                  good.url(),
                  Optional.of(oid),
                  good.digest(),
                  Optional.empty(),
                  good.timeout(),
                  good.renewAhead(),
                  true))
          .as(oid)
          .hasMessageContaining("policy of tsa");
    }
    for (Duration bad : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofHours(1))) {
      assertThatThrownBy(() -> settings(DigestAlgorithm.SHA_256, bad))
          .hasMessageContaining("timeout of tsa");
    }
    assertThatThrownBy(() -> settings(DigestAlgorithm.SHA_384, Duration.ofSeconds(1)))
        .hasMessageContaining("digest of tsa");
    assertThatThrownBy(() -> new TimestampSettings.Credentials("a:b", "c"))
        .hasMessageContaining("colon");
  }
}
