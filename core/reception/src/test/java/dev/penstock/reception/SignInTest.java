package dev.penstock.reception;

import static dev.penstock.reception.World.DESK;
import static dev.penstock.reception.World.PASSWORD;
import static dev.penstock.reception.World.given;
import static dev.penstock.reception.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Action;
import dev.penstock.access.Bytes;
import dev.penstock.access.Grant;
import dev.penstock.access.Language;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.Role;
import dev.penstock.access.Scope;
import dev.penstock.access.Way;
import dev.penstock.evidence.record.Details;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 1.1, 62443-4-2 CR 1.5, 62443-4-2 CR 1.10, 62443-4-2 CR 1.11. */
class SignInTest {
  private static final String HOST = "gate.plant7.example";

  private final World world = new World();

  private SignIns door() {
    return world.reception.signIns();
  }

  @Test
  void theCodeOpensTheNodeOnce() {
    String code = given(world.reception.newSetUpCode());
    var view = door().view(new Caller.Nobody(new Refusal.SessionNeeded(), DESK));
    assertThat(view.state()).isEqualTo(SessionView.State.SET_UP_NEEDED);
    Entry entry = given(door().setUp(DESK, code, "Eva", "Eva Ek", PASSWORD));
    assertThat(entry.session().state()).isEqualTo(SessionView.State.SIGNED_IN);
    assertThat(refusal(door().setUp(DESK, code, "tom", "Tom", PASSWORD)))
        .isEqualTo(new Refusal.SetUpDone());
    assertThat(refusal(world.reception.newSetUpCode())).isEqualTo(new Refusal.SetUpDone());
    assertThat(world.disk.kept().named("eva").orElseThrow().grants())
        .containsExactly(Grant.of(Role.ADMINISTRATOR));
  }

  @Test
  void tenWrongTriesBurnTheCode() {
    String code = given(world.reception.newSetUpCode());
    for (int i = 0; i < 10; i++) {
      assertThat(refusal(door().setUp(DESK, "ABCD", "eva", "Eva", PASSWORD)))
          .isEqualTo(new Refusal.SetUpCodeWrong());
    }
    assertThat(refusal(door().setUp(DESK, code, "eva", "Eva", PASSWORD)))
        .isEqualTo(new Refusal.SetUpCodeWrong());
    String fresh = given(world.reception.newSetUpCode()).replace("-", " ").toLowerCase(Locale.ROOT);
    assertThat(given(door().setUp(DESK, fresh, "eva", "Eva", PASSWORD))).isNotNull();
  }

  @Test
  void whoHoldsTheCodeIsToldSoAndWrongOnesCountForBoth() {
    String code = given(world.reception.newSetUpCode());
    assertThat(given(door().testsHost(DESK, code.toLowerCase(Locale.ROOT), HOST))).isNotNull();
    int before = world.ledger.all().size();
    for (int i = 0; i < 5; i++) {
      assertThat(refusal(door().testsHost(DESK, "ABCD", HOST)))
          .isEqualTo(new Refusal.SetUpCodeWrong());
      assertThat(refusal(door().setUp(DESK, "ABCD", "eva", "Eva", PASSWORD)))
          .isEqualTo(new Refusal.SetUpCodeWrong());
    }
    assertThat(world.ledger.all()).hasSize(before + 10);
    assertThat(refusal(door().testsHost(DESK, code, HOST))).isEqualTo(new Refusal.SetUpCodeWrong());
    String fresh = given(world.reception.newSetUpCode());
    assertThat(given(door().testsHost(DESK, fresh, HOST))).isNotNull();
    assertThat(given(door().setUp(DESK, fresh, "eva", "Eva", PASSWORD))).isNotNull();
    assertThat(refusal(door().testsHost(DESK, fresh, HOST))).isEqualTo(new Refusal.SetUpDone());
  }

  @Test
  void aTestWithTheRightCodeIsWrittenDownWithTheNameThatIsAskedFor() {
    String code = given(world.reception.newSetUpCode());
    int before = world.ledger.all().size();
    assertThat(given(door().testsHost(DESK, code, HOST))).isNotNull();
    assertThat(world.ledger.since(before)).containsExactly("set-up.host GRANTED");
    assertThat(world.ledger.all().getLast().details()).isEqualTo(Details.of("host", HOST));
    world.ledger.fails = true;
    assertThat(refusal(door().testsHost(DESK, code, HOST)))
        .isInstanceOf(Refusal.AuditUnwritable.class);
    world.ledger.fails = false;
    assertThat(given(door().setUp(DESK, code, "eva", "Eva", PASSWORD))).isNotNull();
  }

  @Test
  void whoeverTriesCodesFromOnePlaceWaits() {
    for (int i = 0; i < 20; i++) {
      String _ = given(world.reception.newSetUpCode());
      assertThat(refusal(door().testsHost(DESK, "ABCD", HOST)))
          .isEqualTo(new Refusal.SetUpCodeWrong());
    }
    assertThat(refusal(door().testsHost(DESK, "ABCD", HOST)))
        .isInstanceOf(Refusal.TooManyTries.class);
  }

  @Test
  void aBadPasswordDoesNotUseUpTheCode() {
    String code = given(world.reception.newSetUpCode());
    assertThat(refusal(door().setUp(DESK, code, "eva", "Eva", "short")).code())
        .isEqualTo("password-refused");
    assertThat(refusal(door().setUp(DESK, code, "e va", "Eva", PASSWORD)).code())
        .isEqualTo("name-refused");
    assertThat(given(door().setUp(DESK, code, "eva", "Eva", PASSWORD))).isNotNull();
  }

  @Test
  void everyFailureHasOneAnswerAndOneCost() {
    Caller eva = world.setUp();
    Caller _ = world.join(eva, "tom", Grant.of(Role.VIEWER));
    Set<Refusal> answers = new HashSet<>();
    for (String name : List.of("nobody", "eva", "tom", "break-glass", "a b", "x".repeat(2_000))) {
      int before = world.hashing.calls.get();
      answers.add(refusal(door().byPassword(DESK, name, "wrong wrong wrong", "000000")));
      assertThat(world.hashing.calls.get() - before).as(name).isEqualTo(1);
    }
    assertThat(answers).containsExactly(new Refusal.SignInRefused());
  }

  @Test
  void theNameThatWasTypedIsNowhereInTheRecords() {
    Caller _ = world.setUp();
    var _ = refusal(door().byPassword(DESK, "my secret password", "eva", null));
    var _ = refusal(door().byPassword(DESK, "eva", "wrong wrong wrong", null));
    assertThat(world.ledger.all().toString())
        .doesNotContain("my secret password")
        .doesNotContain("eva")
        .doesNotContain("Eva");
  }

  @Test
  void whoHasAnAppNeedsItsCodeAndEachCodeOnce() {
    Caller eva = world.setUp();
    Caller _ = world.join(eva, "tom", Grant.of(Role.VIEWER));
    world.clock.advance(Duration.ofMinutes(1));
    var secret = world.disk.kept().named("tom").orElseThrow().credentials().totp().secret();
    assertThat(refusal(door().byPassword(DESK, "tom", PASSWORD, null)))
        .isEqualTo(new Refusal.SecondFactorNeeded());
    assertThat(refusal(door().byPassword(DESK, "tom", PASSWORD, "000000")))
        .isEqualTo(new Refusal.SignInRefused());
    assertThat(given(door().byPassword(DESK, "tom", PASSWORD, world.code(secret)))).isNotNull();
    assertThat(refusal(door().byPassword(DESK, "tom", PASSWORD, world.code(secret))))
        .isEqualTo(new Refusal.SignInRefused());
  }

  @Test
  void strangersLockTheNameForThemselvesAndEndNothing() {
    Caller eva = world.setUp();
    Entry known = given(door().byPassword(DESK, "eva", PASSWORD, null));
    for (int i = 0; i < 30; i++) {
      var stranger = Origin.of("198.51.100." + i);
      assertThat(refusal(door().byPassword(stranger, "eva", "wrong wrong wrong", null)))
          .isEqualTo(new Refusal.SignInRefused());
    }
    assertThat(refusal(door().byPassword(Origin.of("203.0.113.9"), "eva", PASSWORD, null)))
        .isEqualTo(new Refusal.SignInRefused());
    var elsewhere = new Origin("203.0.113.9", "203.0.113.9", known.device());
    assertThat(given(door().byPassword(elsewhere, "eva", PASSWORD, null))).isNotNull();
    assertThat(door().view(eva).state()).isEqualTo(SessionView.State.SIGNED_IN);
  }

  @Test
  void oneAddressMustWaitAfterTwentyWrongOnes() {
    Caller _ = world.setUp();
    var stranger = Origin.of("198.51.100.1");
    for (int i = 0; i < 20; i++) {
      var _ = refusal(door().byPassword(stranger, "name" + i, "wrong wrong wrong", null));
    }
    assertThat(refusal(door().byPassword(stranger, "eva", PASSWORD, null)))
        .isEqualTo(new Refusal.TooManyTries(Duration.ofMinutes(1)));
  }

  @Test
  void busyHashingLocksNobodyOut() {
    Caller _ = world.setUp();
    world.hashing.isBusy = true;
    for (int i = 0; i < 50; i++) {
      assertThat(refusal(door().byPassword(DESK, "eva", PASSWORD, null)))
          .isEqualTo(new Refusal.TooManyTries(Duration.ofSeconds(1)));
    }
    world.hashing.isBusy = false;
    assertThat(given(door().byPassword(DESK, "eva", PASSWORD, null))).isNotNull();
  }

  @Test
  void aPasskeyOpensAndUnlocksAndACopyDoesNot() {
    Caller eva = world.setUp();
    Bytes key = addKey(world, eva);
    Entry entry = given(door().byPasskey(DESK, World.answer(begun(), key, 3)));
    Caller again = world.caller(entry);
    assertThat(refusal(door().byPasskey(DESK, World.answer(begun(), key, 3))))
        .isEqualTo(new Refusal.SignInRefused());
    var _ = given(door().lock(again));
    assertThat(door().view(again).state()).isEqualTo(SessionView.State.LOCKED);
    assertThat(
            given(door().unlock(again, new Proving.ByPasskey(World.answer(begun(), key, 4))))
                .state())
        .isEqualTo(SessionView.State.SIGNED_IN);
  }

  @Test
  void aTicketServesOnce() {
    Caller eva = world.setUp();
    Bytes key = addKey(world, eva);
    PasskeyBegun begun = begun();
    assertThat(given(door().byPasskey(DESK, World.answer(begun, key, 1)))).isNotNull();
    assertThat(refusal(door().byPasskey(DESK, World.answer(begun, key, 2))))
        .isEqualTo(new Refusal.SignInRefused());
    PasskeyBegun old = begun();
    world.clock.advance(Duration.ofMinutes(5));
    assertThat(refusal(door().byPasskey(DESK, World.answer(old, key, 3))))
        .isEqualTo(new Refusal.SignInRefused());
  }

  static Bytes addKey(World world, Caller caller) {
    var begun = given(world.reception.account().beginPasskey(caller, "blue key"));
    Bytes key = begun.challenge();
    var answer = new RegistrationAnswer(begun.ticket(), key, begun.challenge(), key);
    return given(world.reception.account().finishPasskey(caller, answer)).id();
  }

  private PasskeyBegun begun() {
    return given(door().beginPasskey(nobody(DESK)));
  }

  private static Caller nobody(Origin origin) {
    return new Caller.Nobody(new Refusal.SessionNeeded(), origin);
  }

  @Test
  void aCertificateOfWhoLooksIsADisplayAndADisplayOnlyLooks() {
    Caller eva = world.setUp();
    Caller _ = world.join(eva, "wall", Grant.of(Role.VIEWER));
    Caller admin = world.again("eva");
    Bytes certificate = Bytes.of(new byte[32]);
    var subject = new OidcSubject("https://id.example", "42");
    var _ =
        given(
            world
                .reception
                .people()
                .tie(admin, world.id("wall"), List.of(subject), List.of(certificate)));
    assertThat(given(door().byOidc(DESK, subject)).session().open().isDisplay()).isFalse();
    Caller wall = world.caller(given(door().byCertificate(DESK, certificate, () -> true)));
    world.clock.advance(Duration.ofHours(11));
    assertThat(door().view(wall).state()).isEqualTo(SessionView.State.SIGNED_IN);
    Caller later = world.again("eva");
    var _ =
        given(
            world
                .reception
                .people()
                .grant(
                    later,
                    world.id("wall"),
                    List.of(Grant.of(Role.VIEWER), Grant.of(Role.ENGINEER)),
                    ""));
    assertThat(given(world.reception.authorise(wall, Action.LIVE_VIEW, Scope.SITE, true)))
        .isNotNull();
    assertThat(refusal(world.reception.authorise(wall, Action.EVENT_SEND, Scope.SITE, true)))
        .isInstanceOf(Refusal.NotPermitted.class);
    assertThat(refusal(door().byCertificate(DESK, Bytes.of(new byte[31]), () -> true)))
        .isEqualTo(new Refusal.SignInRefused());
  }

  /** Req: 62443-4-2 CR 1.9. */
  @Test
  void aCertificateThatIsRevokedEndsTheSessionsOfItsOwnerByCertificate() {
    Caller admin = world.setUp();
    Caller _ = world.join(admin, "wall", Grant.of(Role.VIEWER));
    Bytes certificate = Bytes.of(new byte[32]);
    var _ =
        given(
            world
                .reception
                .people()
                .tie(world.again("eva"), world.id("wall"), List.of(), List.of(certificate)));
    Caller byPassword = world.again("wall");
    Caller wall = world.caller(given(door().byCertificate(DESK, certificate, () -> true)));
    assertThat(door().view(wall).state()).isEqualTo(SessionView.State.SIGNED_IN);
    world.reception.certificateGone(Bytes.of(new byte[31]));
    assertThat(door().view(wall).state()).isEqualTo(SessionView.State.SIGNED_IN);
    world.reception.certificateGone(certificate);
    assertThat(door().view(wall).state()).isEqualTo(SessionView.State.SIGNED_OUT);
    assertThat(door().view(byPassword).state()).isEqualTo(SessionView.State.SIGNED_IN);
    assertThat(world.ledger.since(0)).endsWith("session.end GRANTED");
  }

  /** Req: 62443-4-2 CR 1.9: the revocation came between the look and the session. */
  @Test
  void aCertificateThatIsRevokedWhileItsOwnerComesInOpensNothing() {
    Caller admin = world.setUp();
    Caller _ = world.join(admin, "wall", Grant.of(Role.VIEWER));
    Bytes certificate = Bytes.of(new byte[32]);
    var _ =
        given(
            world
                .reception
                .people()
                .tie(world.again("eva"), world.id("wall"), List.of(), List.of(certificate)));
    assertThat(refusal(door().byCertificate(DESK, certificate, () -> false)))
        .isInstanceOf(Refusal.SignInRefused.class);
    assertThat(world.ledger.since(0)).endsWith("sign-in GRANTED", "session.end GRANTED");
    assertThat(given(world.reception.sessions().list(world.again("eva"))))
        .noneMatch(session -> session.way() == Way.CERTIFICATE);
  }

  @Test
  void whetherAnAddressMayTryIsAskedWithoutATry() {
    var _ = world.setUp();
    for (int i = 0; i < 100; i++) {
      assertThat(door().mayTry(DESK)).isInstanceOf(Answer.Given.class);
    }
    int tries = 0;
    while (!(refusal(door().notVouched(DESK, "nonce-wrong")) instanceof Refusal.TooManyTries)) {
      tries++;
      assertThat(tries).isLessThan(1_000);
    }
    assertThat(refusal(door().mayTry(DESK))).isInstanceOf(Refusal.TooManyTries.class);
  }

  @Test
  void aFourthSessionEndsTheOldestAndTheRecordSaysSo() {
    Caller first = world.setUp();
    for (int i = 0; i < 3; i++) {
      world.clock.advance(Duration.ofSeconds(1));
      var _ = given(door().byPassword(DESK, "eva", PASSWORD, null));
    }
    assertThat(door().view(first).state()).isEqualTo(SessionView.State.SIGNED_OUT);
    assertThat(world.ledger.since(0)).endsWith("sign-in GRANTED", "session.end GRANTED");
  }

  @Test
  void wrongPasswordsAtALockedSessionSlowDownAndEndNothing() {
    Caller eva = world.setUp();
    var _ = given(door().lock(eva));
    for (int i = 0; i < 5; i++) {
      assertThat(refusal(door().unlock(eva, new Proving.ByPassword("wrong wrong", null))))
          .isEqualTo(new Refusal.SignInRefused());
    }
    assertThat(refusal(door().unlock(eva, new Proving.ByPassword(PASSWORD, null))).code())
        .isEqualTo("too-many-tries");
    assertThat(given(door().byPassword(DESK, "eva", PASSWORD, null))).isNotNull();
    world.clock.advance(Duration.ofMinutes(1));
    assertThat(given(door().unlock(eva, new Proving.ByPassword(PASSWORD, null))).state())
        .isEqualTo(SessionView.State.SIGNED_IN);
  }

  @Test
  void aChangeNeedsTheTokenOfOurPage() {
    Caller _ = world.setUp();
    Entry entry = given(door().byPassword(DESK, "eva", PASSWORD, null));
    String csrf = entry.session().open().csrf();
    assertThat(csrf).isEqualTo(Desk.csrf(entry.secret())).isNotEqualTo(entry.secret());
    for (var wrong :
        List.of(
            new Presented(false, null, entry.secret(), null, true, true, DESK),
            new Presented(false, null, entry.secret(), csrf + "0", true, true, DESK),
            new Presented(false, null, entry.secret(), csrf, true, false, DESK))) {
      assertThat(world.reception.caller(wrong))
          .isEqualTo(new Caller.Nobody(new Refusal.CsrfWrong(), DESK));
    }
    assertThat(
            world.reception.caller(
                new Presented(false, null, entry.secret(), null, false, false, DESK)))
        .isInstanceOf(Caller.InSession.class);
  }

  /** Else whoever has stolen passwords learns for nothing which of them are right. */
  @Test
  void aRightPasswordWithoutItsCodeIsWrittenDownAndCountsFromTheSecondTimeOn() {
    Caller eva = world.setUp();
    Caller _ = world.join(eva, "tom", Grant.of(Role.VIEWER));
    var thief = Origin.of("198.51.100.7");
    int before = world.ledger.all().size();
    for (int i = 0; i < 6; i++) {
      assertThat(refusal(door().byPassword(thief, "tom", PASSWORD, null)))
          .isEqualTo(new Refusal.SecondFactorNeeded());
    }
    assertThat(refusal(door().byPassword(thief, "tom", PASSWORD, null)))
        .isEqualTo(new Refusal.SignInRefused());
    var records = world.ledger.all().subList(before, before + 6);
    assertThat(records)
        .allSatisfy(record -> {
          assertThat(record.action()).isEqualTo("sign-in");
          assertThat(record.object()).isEqualTo(world.id("tom").hex());
          assertThat(record.details().toString()).contains("second-factor-needed");
        });
  }

  @Test
  void whoIsAskedForTheCodeAfterFourWrongPasswordsStillComesIn() {
    Caller eva = world.setUp();
    Caller _ = world.join(eva, "tom", Grant.of(Role.VIEWER));
    var secret = world.disk.kept().named("tom").orElseThrow().credentials().totp().secret();
    var elsewhere = Origin.of("198.51.100.7");
    for (int i = 0; i < 4; i++) {
      var _ = refusal(door().byPassword(elsewhere, "tom", "wrong wrong wrong", null));
    }
    world.clock.advance(Duration.ofMinutes(1));
    assertThat(refusal(door().byPassword(elsewhere, "tom", PASSWORD, null)))
        .isEqualTo(new Refusal.SecondFactorNeeded());
    assertThat(given(door().byPassword(elsewhere, "tom", PASSWORD, world.code(secret))))
        .isNotNull();
    Entry known = given(door().byPassword(DESK, "eva", PASSWORD, null));
    assertThat(known.session().state()).isEqualTo(SessionView.State.SIGNED_IN);
  }

  @Test
  void aPasswordIsHashedAnewAtTheNextSignInWhenHashingBecameDearer() {
    Caller _ = world.setUp();
    world.hashing.isDearer = true;
    var _ = refusal(door().byPassword(DESK, "eva", "wrong wrong wrong", null));
    assertThat(hashOf("eva")).isEqualTo("#" + PASSWORD);
    var before = world.disk.kept().named("eva").orElseThrow().credentials().password();
    var _ = given(door().byPassword(DESK, "eva", PASSWORD, null));
    assertThat(hashOf("eva")).isEqualTo("#+" + PASSWORD);
    var after = world.disk.kept().named("eva").orElseThrow().credentials().password();
    assertThat(after.changedAt()).isEqualTo(before.changedAt());
    assertThat(after.earlier()).isEqualTo(before.earlier());
    assertThat(given(door().byPassword(DESK, "eva", PASSWORD, null))).isNotNull();
  }

  private String hashOf(String name) {
    return world.disk.kept().named(name).orElseThrow().credentials().password().hash();
  }

  @Test
  void whoComesBackFromAProviderWithNothingIsCountedAndWrittenDownWithoutAName() {
    Caller _ = world.setUp();
    var origin = Origin.of("198.51.100.8");
    int before = world.ledger.all().size();
    for (int i = 0; i < 20; i++) {
      assertThat(refusal(door().notVouched(origin, "STATE_UNKNOWN")))
          .isEqualTo(new Refusal.SignInRefused());
    }
    assertThat(refusal(door().byOidc(origin, new OidcSubject("https://id.example", "42"))).code())
        .isEqualTo("too-many-tries");
    assertThat(world.ledger.all().get(before).details().toString())
        .contains("STATE_UNKNOWN", "oidc");
  }

  @Test
  void strangersAtTheDoorPushOutNoTicketOfSomebodyInside() {
    Caller eva = world.setUp();
    Bytes key = addKey(world, eva);
    var _ = given(door().lock(eva));
    PasskeyBegun begun = given(door().beginPasskey(eva));
    Caller mary = world.caller(given(door().byPasskey(DESK, World.answer(begun(), key, 1))));
    var adding = given(world.reception.account().beginPasskey(mary, "red key"));
    for (int i = 0; i < Tickets.STRANGERS_MAX + 1; i++) {
      var _ = begun();
    }
    assertThat(
            given(door().unlock(eva, new Proving.ByPasskey(World.answer(begun, key, 2)))).state())
        .isEqualTo(SessionView.State.SIGNED_IN);
    Bytes red = adding.challenge();
    var answer = new RegistrationAnswer(adding.ticket(), red, adding.challenge(), red);
    assertThat(given(world.reception.account().finishPasskey(mary, answer))).isNotNull();
  }

  @Test
  void whoBeginsOftenPushesOutOnlyTheOwnTickets() {
    Caller eva = world.setUp();
    Bytes key = addKey(world, eva);
    Caller ada = world.join(world.again("eva"), "ada", Grant.of(Role.VIEWER));
    Caller again = world.again("eva");
    PasskeyBegun begun = given(door().beginPasskey(again));
    for (int i = 0; i < 100; i++) {
      var _ = given(door().beginPasskey(ada));
    }
    assertThat(given(door().stepUp(again, new Proving.ByPasskey(World.answer(begun, key, 1)))))
        .isNotNull();
    PasskeyBegun old = given(door().beginPasskey(again));
    for (int i = 0; i < Tickets.EACH_MAX; i++) {
      var _ = given(door().beginPasskey(again));
    }
    assertThat(refusal(door().stepUp(again, new Proving.ByPasskey(World.answer(old, key, 2)))))
        .isEqualTo(new Refusal.SignInRefused());
  }

  @Test
  void aDisplayDoesNothingButLookAndLeave() {
    Caller eva = world.setUp();
    Caller _ = world.join(eva, "wall", Grant.of(Role.VIEWER));
    Bytes certificate = Bytes.of(new byte[32]);
    var _ =
        given(
            world
                .reception
                .people()
                .tie(world.again("eva"), world.id("wall"), List.of(), List.of(certificate)));
    Caller wall = world.caller(given(door().byCertificate(DESK, certificate, () -> true)));
    var account = world.reception.account();
    var proving = new Proving.ByPassword(PASSWORD, null);
    Bytes own = given(account.view(wall)).sessions().getFirst().id();
    int before = world.ledger.all().size();
    for (Answer<?> tried :
        List.<Answer<?>>of(
            door().lock(wall),
            door().unlock(wall, proving),
            door().stepUp(wall, proving),
            account.speak(wall, Language.DE),
            account.changePassword(wall, PASSWORD, "another way to the river"),
            account.beginTotp(wall),
            account.confirmTotp(wall, "000000"),
            account.removeTotp(wall),
            account.beginPasskey(wall, "blue key"),
            account.removePasskey(wall, own),
            world.reception.sessions().end(wall, own),
            world.reception.approvals().withdraw(wall, own))) {
      assertThat(refusal(tried)).isEqualTo(new Refusal.DisplayLooks());
    }
    assertThat(world.ledger.since(before)).isEmpty();
    assertThat(given(door().end(wall))).isNotNull();
  }
}
