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
import dev.penstock.access.PasswordRules;
import dev.penstock.access.Role;
import dev.penstock.access.Scope;
import dev.penstock.access.Way;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 1.5, 62443-4-2 CR 1.7, 62443-4-2 CR 2.1, 62443-4-2 CR 2.6. */
class AccountTest {
  private final World world = new World();
  private final Caller eva = world.setUp();

  private Account account() {
    return world.reception.account();
  }

  @Test
  void noneOfTheLastFivePasswordsComesBack() {
    String now = PASSWORD;
    for (int i = 0; i < 5; i++) {
      String next = PASSWORD + " " + i;
      assertThat(given(account().changePassword(eva, now, next))).isNotNull();
      now = next;
      assertThat(refusal(account().changePassword(eva, now, now)))
          .isEqualTo(new Refusal.PasswordRefused(Set.of(PasswordRules.Fault.REUSED)));
    }
    assertThat(given(account().changePassword(eva, now, PASSWORD))).isNotNull();
  }

  @Test
  void aNewPasswordEndsTheOtherSessions() {
    Caller other = world.again("eva");
    var _ = given(account().changePassword(eva, PASSWORD, "another long way home"));
    var door = world.reception.signIns();
    assertThat(door.view(eva).state()).isEqualTo(SessionView.State.SIGNED_IN);
    assertThat(door.view(other).state()).isEqualTo(SessionView.State.SIGNED_OUT);
  }

  @Test
  void aWrongOldPasswordIsCounted() {
    for (int i = 0; i < 5; i++) {
      assertThat(refusal(account().changePassword(eva, "wrong", "another long way home")))
          .isEqualTo(new Refusal.SignInRefused());
    }
    assertThat(refusal(account().changePassword(eva, PASSWORD, "another long way home")).code())
        .isEqualTo("too-many-tries");
  }

  @Test
  void whoWasGivenAPasswordDoesNothingBeforeChangingIt() {
    Handed<PersonView> tom =
        given(
            world
                .reception
                .people()
                .add(eva, "tom", "Tom", List.of(Grant.of(Role.VIEWER)), Language.DE));
    var door = world.reception.signIns();
    Caller caller = world.caller(given(door.byPassword(DESK, "tom", tom.secret(), null)));
    assertThat(refusal(world.reception.authorise(caller, Action.LIVE_VIEW, Scope.SITE, false)))
        .isEqualTo(new Refusal.PasswordChangeDue());
    assertThat(refusal(account().beginTotp(caller))).isEqualTo(new Refusal.PasswordChangeDue());
    assertThat(refusal(account().changePassword(caller, tom.secret(), tom.secret())).code())
        .isEqualTo("password-refused");
    var _ = given(account().changePassword(caller, tom.secret(), PASSWORD));
    assertThat(given(world.reception.authorise(caller, Action.LIVE_VIEW, Scope.SITE, false)))
        .isNotNull();
  }

  @Test
  void aFirstPasswordThatNobodyUsedEnds() {
    Handed<PersonView> tom =
        given(world.reception.people().add(eva, "tom", "Tom", List.of(), Language.EN));
    world.clock.advance(Duration.ofDays(7));
    assertThat(refusal(world.reception.signIns().byPassword(DESK, "tom", tom.secret(), null)))
        .isEqualTo(new Refusal.SignInRefused());
  }

  @Test
  void criticalActionsWantAFreshProof() {
    world.clock.advance(Duration.ofMinutes(5));
    assertThat(refusal(account().beginPasskey(eva, "blue key")).code()).isEqualTo("step-up-needed");
    var people = world.reception.people();
    assertThat(refusal(people.add(eva, "tom", "Tom", List.of(), Language.EN)).code())
        .isEqualTo("step-up-needed");
    var proving = new Proving.ByPassword(PASSWORD, null);
    assertThat(given(world.reception.signIns().stepUp(eva, proving)).open().steppedUpUntil())
        .isEqualTo(world.clock.instant().plus(Duration.ofMinutes(5)));
    assertThat(given(people.add(eva, "tom", "Tom", List.of(), Language.EN))).isNotNull();
  }

  /** Else whoever knows a password makes a passkey of it, and agrees with that. */
  @Test
  void aPasswordAloneAddsTheFirstWayBeyondItAndNoOther() {
    Bytes key = SignInTest.addKey(world, eva);
    Caller byPassword = world.again("eva");
    List<Answer<?>> answers =
        List.of(
            account().beginPasskey(byPassword, "a key of somebody else"),
            account().beginTotp(byPassword),
            account().removePasskey(byPassword, key));
    assertThat(answers)
        .allSatisfy(answer ->
            assertThat(refusal(answer))
                .isInstanceOfSatisfying(
                    Refusal.StepUpNeeded.class,
                    why -> assertThat(why.by()).containsExactly(Way.PASSKEY)));
    PasskeyBegun begun = given(world.reception.signIns().beginPasskey(byPassword));
    var proving = new Proving.ByPasskey(World.answer(begun, key, 1));
    var _ = given(world.reception.signIns().stepUp(byPassword, proving));
    Bytes second = SignInTest.addKey(world, byPassword);
    assertThat(given(account().removePasskey(byPassword, second))).isNotNull();
  }

  @Test
  void whoHasAnAppShowsItToAddAPasskey() {
    Caller inBefore = world.again("eva");
    Caller withApp = world.withApp(eva, "eva");
    assertThat(refusal(account().beginPasskey(inBefore, "blue key")))
        .isInstanceOfSatisfying(
            Refusal.StepUpNeeded.class,
            why -> assertThat(why.by()).containsExactly(Way.PASSWORD_TOTP));
    assertThat(refusal(account().removeTotp(inBefore)).code()).isEqualTo("step-up-needed");
    assertThat(SignInTest.addKey(world, withApp)).isNotNull();
  }

  /** Two were begun by password while there was none; the second is not the first any more. */
  @Test
  void onlyOneOfTwoFirstPasskeysIsAddedByPassword() {
    var other = given(account().beginPasskey(eva, "a key of somebody else"));
    var _ = SignInTest.addKey(world, eva);
    Bytes key = other.challenge();
    var answer = new RegistrationAnswer(other.ticket(), key, other.challenge(), key);
    assertThat(refusal(account().finishPasskey(eva, answer)).code()).isEqualTo("step-up-needed");
  }

  @Test
  void theConsoleLooksByItselfAndTheSessionLocksAllTheSame() {
    for (int i = 0; i < 14; i++) {
      world.clock.advance(Duration.ofMinutes(1));
      var _ = given(world.reception.authorise(eva, Action.HEALTH_VIEW, Scope.SITE, true));
    }
    var _ = given(world.reception.authorise(eva, Action.HEALTH_VIEW, Scope.SITE, false));
    for (int i = 0; i < 15; i++) {
      assertThat(given(world.reception.authorise(eva, Action.HEALTH_VIEW, Scope.SITE, true)))
          .isNotNull();
      world.clock.advance(Duration.ofMinutes(1));
    }
    assertThat(refusal(world.reception.authorise(eva, Action.HEALTH_VIEW, Scope.SITE, true)))
        .isEqualTo(new Refusal.SessionLocked());
    world.reception.settle();
    assertThat(world.ledger.since(0)).endsWith("lock GRANTED");
  }

  @Test
  void aRefusalIsWrittenDownOnceAMinute() {
    int before = world.ledger.all().size();
    for (int i = 0; i < 5; i++) {
      assertThat(refusal(world.reception.authorise(eva, Action.EVIDENCE_VIEW, Scope.SITE, true)))
          .isInstanceOf(Refusal.NotPermitted.class);
    }
    assertThat(world.ledger.since(before)).containsExactly("evidence.view REFUSED");
    world.clock.advance(Duration.ofMinutes(1));
    var _ = refusal(world.reception.authorise(eva, Action.EVIDENCE_VIEW, Scope.SITE, true));
    assertThat(world.ledger.since(before)).hasSize(2);
  }

  @Test
  void theNodesTokenIsNobody() {
    Caller machine =
        world.reception.caller(new Presented(true, null, null, null, true, false, DESK));
    for (Action action : Action.values()) {
      boolean isAllowed =
          world.reception.authorise(machine, action, Scope.SITE, false) instanceof Answer.Given;
      assertThat(isAllowed).as(action.wireName()).isEqualTo(Gate.OF_MACHINE.contains(action));
    }
    assertThat(refusal(world.reception.people().list(machine)))
        .isEqualTo(new Refusal.SessionNeeded());
    assertThat(refusal(account().view(machine))).isEqualTo(new Refusal.SessionNeeded());
  }

  @Test
  void whoMayNotManagePeopleDoesNot() {
    Caller tom = world.join(eva, "tom", Grant.of(Role.ENGINEER));
    var people = world.reception.people();
    List<Answer<?>> answers =
        List.of(
            people.list(tom),
            people.get(tom, world.id("eva")),
            people.add(tom, "ann", "Ann", List.of(), Language.EN),
            people.rename(tom, world.id("eva"), "E"),
            people.disable(tom, world.id("eva")),
            people.enable(tom, world.id("eva")),
            people.unlock(tom, world.id("eva")),
            people.reset(tom, world.id("eva")),
            people.grant(tom, world.id("tom"), List.of(Grant.of(Role.ADMINISTRATOR)), ""),
            people.erase(tom, world.id("eva"), ""),
            people.tie(tom, world.id("eva"), List.of(), List.of()),
            people.resetBreakGlass(tom),
            world.reception.tokens().list(tom),
            world.reception.tokens().create(tom, "x", List.of(), world.clock.instant()),
            world.reception.tokens().revoke(tom, "0000000000000000"),
            world.reception.sessions().list(tom));
    assertThat(answers).allMatch(one -> refusal(one) instanceof Refusal.NotPermitted);
  }

  @Test
  void anAdministratorEndsASessionOfAnother() {
    Caller tom = world.join(eva, "tom", Grant.of(Role.VIEWER));
    Caller admin = world.again("eva");
    var item =
        given(world.reception.sessions().list(admin)).stream()
            .filter(one -> one.person().equals(world.id("tom")))
            .findFirst()
            .orElseThrow();
    var own = given(account().view(admin)).sessions().getFirst();
    assertThat(refusal(world.reception.sessions().end(tom, own.id())))
        .isInstanceOf(Refusal.NotPermitted.class);
    assertThat(given(world.reception.sessions().end(admin, item.id()))).isNotNull();
    assertThat(refusal(world.reception.sessions().end(admin, item.id())))
        .isEqualTo(new Refusal.SessionUnknown());
  }
}
