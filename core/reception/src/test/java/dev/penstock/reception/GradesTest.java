package dev.penstock.reception;

import static dev.penstock.reception.World.DESK;
import static dev.penstock.reception.World.given;
import static dev.penstock.reception.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Approval;
import dev.penstock.access.ApprovalGrades;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.DualControl.Grade;
import dev.penstock.access.DualControl.Kind;
import dev.penstock.access.Grant;
import dev.penstock.access.NameRules;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.Role;
import dev.penstock.access.Settings;
import dev.penstock.json.Json;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each kind of request takes of who agrees. Req: 62443-4-2 CR 2.1 RE(4). */
class GradesTest {
  private static final List<Grant> OFFICER = List.of(Grant.of(Role.SECURITY_OFFICER));

  private static final OidcSubject ELSEWHERE = new OidcSubject("https://id.example", "bo");

  private final World world = new World();
  private final Caller eva = world.setUp();

  private Approvals approvals() {
    return world.reception.approvals();
  }

  private People people() {
    return world.reception.people();
  }

  private static ApprovalView proposed(Answer<? extends Change<?>> answer) {
    return ((Change.Proposed<?>) given(answer)).approval();
  }

  private Answer<ApprovalView> byPassword(Caller caller, ApprovalView view) {
    return approvals().approve(caller, view.id(), view.digest(), "seen", null);
  }

  /** Ada is an officer, bo an asset owner, tom and ina are engineers; each has an app. */
  private void staffed() {
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller _ = world.join(world.again("eva"), "tom", Grant.of(Role.ENGINEER));
    Caller _ = world.join(world.again("eva"), "ina", Grant.of(Role.ENGINEER));
    Caller _ = world.join(world.again("eva"), "bo", Grant.of(Role.VIEWER));
    ApprovalView roles =
        proposed(
            people()
                .grant(
                    world.again("eva"), world.id("bo"), List.of(Grant.of(Role.ASSET_OWNER)), ""));
    var _ = given(byPassword(world.again("ada"), roles));
  }

  /** One request of each kind, by somebody other than ada. */
  private ApprovalView asked(Kind kind) {
    return switch (kind) {
      case ROLES_GRANT ->
          proposed(people().grant(world.again("eva"), world.id("tom"), OFFICER, ""));
      case PERSON_ERASE -> proposed(people().erase(world.again("eva"), world.id("tom"), ""));
      case PERSON_RESET ->
          proposed(people().tie(world.again("eva"), world.id("bo"), List.of(ELSEWHERE), List.of()));
      case TOKEN_CREATE ->
          approval(
              world
                  .reception
                  .tokens()
                  .create(
                      world.again("eva"),
                      "sender",
                      List.of(Grant.of(Role.ENGINEER)),
                      world.clock.instant().plusSeconds(86_400)));
      case BREAK_GLASS_RESET -> approval(people().resetBreakGlass(world.again("eva")));
      case CERTIFICATE_REVOKE -> outside("eva", kind);
      case PLANT_CHANGE, CONNECTIONS_CHANGE -> outside("tom", kind);
      case COMMAND_WRITE -> outside("ina", kind);
      case SHRED -> outside("bo", kind);
    };
  }

  private static ApprovalView approval(Answer<? extends Handed<?>> answer) {
    ApprovalView approval = given(answer).approval();
    if (approval == null) {
      throw new AssertionError("nobody else was asked");
    }
    return approval;
  }

  private ApprovalView outside(String name, Kind kind) {
    return proposed(approvals().propose(world.again(name), kind, Json.EMPTY, List.of()));
  }

  @Test
  void whatNobodyCanTakeBackTakesAPasskeyAndTheRestAPasswordWithItsApp() {
    staffed();
    Map<Kind, String> came = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      ApprovalView view = asked(kind);
      Caller ada = world.again("ada");
      assertThat(given(approvals().get(ada, view.id())).gradeNeeded())
          .as("%s", kind)
          .isEqualTo(kind.leastGrade());
      came.put(
          kind,
          switch (byPassword(ada, view)) {
            case Answer.Given<ApprovalView>(var done) ->
                done.state() + " " + done.decisions().getFirst().grade();
            case Answer.Refused<ApprovalView>(var why) -> why.code();
          });
    }
    String done = "EXECUTED RE_AUTHENTICATION";
    assertThat(came)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Kind.ROLES_GRANT, done,
                Kind.PERSON_ERASE, "passkey-needed",
                Kind.PERSON_RESET, done,
                Kind.TOKEN_CREATE, done,
                Kind.SHRED, "passkey-needed",
                Kind.CERTIFICATE_REVOKE, done,
                Kind.PLANT_CHANGE, done,
                Kind.CONNECTIONS_CHANGE, done,
                Kind.COMMAND_WRITE, done,
                Kind.BREAK_GLASS_RESET, "passkey-needed"));
    assertThat(world.works.done).noneMatch(one -> one.startsWith("shred"));
  }

  @Test
  void whoAddsAPasskeyThenSignsAndTheRecordSaysPasskey() {
    staffed();
    ApprovalView view = asked(Kind.SHRED);
    Caller ada = world.again("ada");
    assertThat(refusal(byPassword(ada, view)))
        .isInstanceOfSatisfying(
            Refusal.PasskeyNeeded.class,
            why -> assertThat(why.how()).contains("shred", "account page"));
    assertThat(given(approvals().get(ada, view.id())).state()).isEqualTo(Approval.State.OPEN);
    Bytes key = SignInTest.addKey(world, ada);
    ApprovalView done = given(world.sign(ada, view, key, 1));
    assertThat(done.state()).isEqualTo(Approval.State.EXECUTED);
    assertThat(done.decisions().getFirst().grade()).isEqualTo(Grade.PASSKEY);
    assertThat(world.ledger.all())
        .anyMatch(record ->
            record.action().equals("approval.approve")
                && record.details().toString().contains("passkey"));
  }

  @Test
  void refusingTakesNoPasskey() {
    staffed();
    ApprovalView view = asked(Kind.SHRED);
    ApprovalView refused =
        given(approvals().refuse(world.again("ada"), view.id(), view.digest(), "not now"));
    assertThat(refused.state()).isEqualTo(Approval.State.REFUSED);
  }

  /** Those that were open before keep their words, and what they take is asked of the day. */
  @Test
  void aStricterSettingHoldsForWhatIsOpenAlready() {
    staffed();
    ApprovalView view = asked(Kind.ROLES_GRANT);
    world.restart(
        Settings.DEFAULT.with(ApprovalGrades.DEFAULT.with(Kind.ROLES_GRANT, Grade.PASSKEY)));
    assertThat(approvals().grades().of(Kind.ROLES_GRANT)).isEqualTo(Grade.PASSKEY);
    Caller ada = world.again("ada");
    assertThat(given(approvals().get(ada, view.id())).gradeNeeded()).isEqualTo(Grade.PASSKEY);
    assertThat(refusal(byPassword(ada, view)).code()).isEqualTo("passkey-needed");
    assertThat(given(byPassword(ada, asked(Kind.CERTIFICATE_REVOKE))).state())
        .isEqualTo(Approval.State.EXECUTED);
    Caller fresh = world.again("ada");
    Bytes key = SignInTest.addKey(world, fresh);
    assertThat(given(world.sign(fresh, view, key, 1)).state()).isEqualTo(Approval.State.EXECUTED);
  }

  /** Else it would wait for a word that nobody can ever give. */
  @Test
  void whereThereCanBeNoPasskeysNothingIsAskedThatTakesOne() {
    staffed();
    ApprovalView before = asked(Kind.SHRED);
    world.keys.isImpossible = true;
    int kept = world.disk.kept().approvals().size();
    List<Answer<?>> answers =
        List.of(
            people().erase(world.again("eva"), world.id("tom"), ""),
            people().resetBreakGlass(world.again("eva")),
            approvals().propose(world.again("bo"), Kind.SHRED, Json.EMPTY, List.of()));
    assertThat(answers)
        .allSatisfy(answer ->
            assertThat(refusal(answer))
                .isInstanceOfSatisfying(
                    Refusal.PasskeyNeeded.class,
                    why ->
                        assertThat(why.how()).contains("host name", "penstock.yaml", "localhost")));
    assertThat(world.disk.kept().approvals()).hasSize(kept);
    assertThat(refusal(byPassword(world.again("ada"), before)))
        .isInstanceOfSatisfying(
            Refusal.PasskeyNeeded.class, why -> assertThat(why.how()).contains("host name"));
    assertThat(given(byPassword(world.again("ada"), asked(Kind.ROLES_GRANT))).state())
        .isEqualTo(Approval.State.EXECUTED);
  }

  @Test
  void oneAloneNeedsNoSecondOfAnyGrade() {
    world.keys.isImpossible = true;
    Change<String> alone =
        given(
            approvals()
                .propose(world.again("eva"), Kind.CERTIFICATE_REVOKE, Json.EMPTY, List.of()));
    assertThat(alone).isEqualTo(new Change.Made<>("it worked"));
    assertThat(given(people().resetBreakGlass(world.again("eva"))).approval()).isNull();
  }

  /** It brings people back in; what cannot be taken back it may ask for, and not agree to. */
  @Test
  void theSealedCodeAgreesToNothingThatTakesAPasskeyAndAsksForItsSuccessor() {
    Handed<PersonView> sealed = given(people().resetBreakGlass(eva));
    staffed();
    ApprovalView reset = asked(Kind.PERSON_RESET);
    ApprovalView erase = asked(Kind.PERSON_ERASE);
    ApprovalView successor = asked(Kind.BREAK_GLASS_RESET);
    var door = world.reception.signIns();
    Caller glass =
        world.caller(given(door.byPassword(DESK, NameRules.BREAK_GLASS, sealed.secret(), null)));
    for (ApprovalView strict : List.of(erase, successor)) {
      assertThat(refusal(byPassword(glass, strict)))
          .isInstanceOfSatisfying(
              Refusal.PasskeyNeeded.class, why -> assertThat(why.how()).contains("sealed code"));
    }
    assertThat(given(byPassword(glass, reset)).decisions().getFirst().grade())
        .isEqualTo(Grade.BREAK_GLASS);
    ApprovalView asked = approval(people().resetBreakGlass(glass));
    Caller ada = world.again("ada");
    Bytes key = SignInTest.addKey(world, ada);
    assertThat(given(world.sign(ada, asked, key, 1)).state()).isEqualTo(Approval.State.EXECUTED);
    assertThat(DualControl.Kind.BREAK_GLASS_RESET.leastGrade()).isEqualTo(Grade.PASSKEY);
  }
}
