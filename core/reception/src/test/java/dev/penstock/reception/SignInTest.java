package dev.penstock.reception;

import static dev.penstock.reception.World.DESK;
import static dev.penstock.reception.World.PASSWORD;
import static dev.penstock.reception.World.given;
import static dev.penstock.reception.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Action;
import dev.penstock.access.Bytes;
import dev.penstock.access.Grant;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.Role;
import dev.penstock.access.Scope;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 1.1, 62443-4-2 CR 1.5, 62443-4-2 CR 1.10, 62443-4-2 CR 1.11. */
class SignInTest {
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
    return given(door().beginPasskey(DESK));
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
    Caller wall = world.caller(given(door().byCertificate(DESK, certificate)));
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
    assertThat(refusal(door().byCertificate(DESK, Bytes.of(new byte[31]))))
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
    Caller wall = world.caller(given(door().byCertificate(DESK, certificate)));
    assertThat(door().view(wall).state()).isEqualTo(SessionView.State.SIGNED_IN);
    world.reception.certificateGone(Bytes.of(new byte[31]));
    assertThat(door().view(wall).state()).isEqualTo(SessionView.State.SIGNED_IN);
    world.reception.certificateGone(certificate);
    assertThat(door().view(wall).state()).isEqualTo(SessionView.State.SIGNED_OUT);
    assertThat(door().view(byPassword).state()).isEqualTo(SessionView.State.SIGNED_IN);
    assertThat(world.ledger.since(0)).endsWith("session.end GRANTED");
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
}
