package dev.penstock.reception;

import static dev.penstock.reception.World.DESK;
import static dev.penstock.reception.World.given;
import static dev.penstock.reception.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Action;
import dev.penstock.access.Approval;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.Grant;
import dev.penstock.access.GrantRules;
import dev.penstock.access.NameRules;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.PersonState;
import dev.penstock.access.Role;
import dev.penstock.access.Scope;
import dev.penstock.access.SecretHash;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 2.1 RE(4). */
class TwoPeopleTest {
  private static final List<Grant> OFFICER = List.of(Grant.of(Role.SECURITY_OFFICER));
  private static final Json.Object PERIOD = new JsonObjectMaker().put("period", "2026").make();

  private static final Bytes STOLEN = Bytes.ofHex("01".repeat(32)).orElseThrow();
  private static final Bytes GOOD = Bytes.ofHex("02".repeat(32)).orElseThrow();
  private static final Bytes THIRD = Bytes.ofHex("03".repeat(32)).orElseThrow();

  private final World world = new World();
  private final Caller eva = world.setUp();

  private Approvals approvals() {
    return world.reception.approvals();
  }

  private People people() {
    return world.reception.people();
  }

  private ApprovalView proposed(Answer<? extends Change<?>> answer) {
    return ((Change.Proposed<?>) given(answer)).approval();
  }

  private Answer<ApprovalView> approve(Caller caller, ApprovalView view) {
    return approvals().approve(caller, view.id(), view.digest(), "seen", null);
  }

  /** Somebody comes in again, adds a passkey, and signs the request with it. */
  private Answer<ApprovalView> signed(String name, ApprovalView view) {
    Caller caller = world.again(name);
    return world.sign(caller, view, SignInTest.addKey(world, caller), 1);
  }

  /** Eva asks for tom, whom she added as a viewer, to be a security officer. */
  private ApprovalView asked(Caller asking) {
    return proposed(people().grant(asking, world.id("tom"), OFFICER, "on duty"));
  }

  @Test
  void theFirstActsAloneAndTheRecordSaysSo() {
    assertThat(world.reception.isAgreedToByOne(DualControl.Kind.CONNECTIONS_CHANGE)).isTrue();
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    var record =
        world.ledger.all().stream()
            .filter(one -> one.action().equals("person.add"))
            .findFirst()
            .orElseThrow();
    assertThat(record.details().toString()).contains("single-person");
    assertThat(world.reception.isAgreedToByOne(DualControl.Kind.CONNECTIONS_CHANGE))
        .as("from now on, for good")
        .isFalse();
  }

  @Test
  void whereTwoCanAgreeTheSecondMust() {
    Caller ada = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller _ = world.join(world.again("eva"), "tom", Grant.of(Role.VIEWER));
    Caller asking = world.again("eva");
    ApprovalView view = asked(asking);
    world.clock.advance(Duration.ofMinutes(5));
    assertThat(world.disk.kept().named("tom").orElseThrow().grants())
        .containsExactly(Grant.of(Role.VIEWER));
    int before = world.ledger.all().size();
    assertThat(refusal(approve(asking, view))).isEqualTo(new Refusal.ApproverIsAuthor());
    assertThat(world.ledger.since(before)).containsExactly("approval.approve REFUSED");
    assertThat(refusal(approve(ada, view)).code()).isEqualTo("step-up-needed");
    Caller fresh = world.again("ada");
    assertThat(refusal(approvals().approve(fresh, view.id(), view.id(), "", null)))
        .isEqualTo(new Refusal.DigestDiffers());
    ApprovalView done = given(approve(fresh, view));
    assertThat(done.state()).isEqualTo(Approval.State.EXECUTED);
    assertThat(done.decisions().getFirst().grade()).isEqualTo(DualControl.Grade.RE_AUTHENTICATION);
    assertThat(world.disk.kept().named("tom").orElseThrow().grants()).isEqualTo(OFFICER);
    assertThat(refusal(approve(fresh, view))).isEqualTo(new Refusal.ApprovalClosed());
  }

  @Test
  void aPasswordAloneIsNotEnoughAndAPasskeyMustSignTheRequest() {
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller _ = world.join(world.again("eva"), "tom", Grant.of(Role.VIEWER));
    ApprovalView view = asked(world.again("eva"));
    Caller ada = world.again("ada");
    Bytes key = SignInTest.addKey(world, ada);
    assertThat(refusal(approve(ada, view)).code()).isEqualTo("step-up-needed");
    PasskeyBegun door = given(world.reception.signIns().beginPasskey(ada));
    assertThat(
            refusal(
                approvals().approve(ada, view.id(), view.digest(), "", World.answer(door, key, 1))))
        .isEqualTo(new Refusal.SignInRefused());
    PasskeyBegun begun = given(approvals().begin(ada, view.id()));
    assertThat(begun.challenge()).isEqualTo(view.digest());
    ApprovalView done =
        given(approvals().approve(ada, view.id(), view.digest(), "", World.answer(begun, key, 1)));
    assertThat(done.decisions().getFirst().grade()).isEqualTo(DualControl.Grade.PASSKEY);
  }

  @Test
  void disablingTheOthersLeavesNobodyAlone() {
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller _ = world.join(world.again("eva"), "tom", Grant.of(Role.VIEWER));
    Caller asking = world.again("eva");
    var _ = given(people().disable(asking, world.id("ada")));
    assertThat(asked(asking).state()).isEqualTo(Approval.State.OPEN);
  }

  @Test
  void newWaysInForWhoApprovesTakeTwoAndTheFirstPasswordHoldsOnlyThen() {
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Handed<PersonView> reset = given(people().reset(world.again("eva"), world.id("ada")));
    assertThat(reset.approval()).isNotNull();
    var door = world.reception.signIns();
    assertThat(refusal(door.byPassword(DESK, "ada", reset.secret(), null)))
        .isEqualTo(new Refusal.SignInRefused());
    Caller ada = world.again("ada");
    var _ = given(approve(ada, reset.approval()));
    assertThat(door.view(ada).state()).isEqualTo(SessionView.State.SIGNED_OUT);
    assertThat(given(door.byPassword(DESK, "ada", reset.secret(), null)).session().state())
        .isEqualTo(SessionView.State.PASSWORD_CHANGE_DUE);
  }

  @Test
  void theSealedCodeIsASecondPersonOnce() {
    Handed<PersonView> sealed = given(people().resetBreakGlass(eva));
    assertThat(sealed.approval()).isNull();
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller _ = world.join(world.again("eva"), "tom", Grant.of(Role.VIEWER));
    ApprovalView view = asked(world.again("eva"));
    var door = world.reception.signIns();
    String name = NameRules.BREAK_GLASS;
    Caller glass = world.caller(given(door.byPassword(DESK, name, sealed.secret(), null)));
    assertThat(refusal(door.byPassword(DESK, name, sealed.secret(), null)))
        .isEqualTo(new Refusal.SignInRefused());
    assertThat(given(approve(glass, view)).decisions().getFirst().grade())
        .isEqualTo(DualControl.Grade.BREAK_GLASS);
  }

  @Test
  void anErasedPersonIsAPseudonymEverywhere() {
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller tom = world.join(world.again("eva"), "tom", Grant.of(Role.VIEWER));
    var id = world.id("tom");
    ApprovalView view = proposed(people().erase(world.again("eva"), id, "left the company"));
    assertThat(view.canonical()).doesNotContain("tom");
    var _ = given(signed("ada", view));
    var erased = world.disk.kept().person(id).orElseThrow();
    assertThat(erased.state()).isEqualTo(PersonState.ERASED);
    assertThat(erased.name() + erased.displayName()).isEmpty();
    assertThat(erased.history()).isNotEmpty();
    assertThat(world.reception.displayName(id)).isEmpty();
    assertThat(world.reception.signIns().view(tom).state()).isEqualTo(SessionView.State.SIGNED_OUT);
    assertThat(world.disk.kept().named("tom")).isEmpty();
  }

  /** Tom, an officer, has a stolen certificate and another one. */
  private void officerWithTwoCertificates() {
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller _ = world.join(world.again("eva"), "tom", Grant.of(Role.VIEWER));
    assertThat(people().tie(world.again("eva"), world.id("tom"), List.of(), List.of(STOLEN, GOOD)))
        .matches(answer -> given(answer) instanceof Change.Made);
    var _ = given(approve(world.again("ada"), asked(world.again("eva"))));
  }

  private ApprovalView tying(Bytes... certificates) {
    return proposed(
        people().tie(world.again("eva"), world.id("tom"), List.of(), List.of(certificates)));
  }

  /** What somebody else tied meanwhile is neither lost nor brought back by it. */
  @Test
  void oneTieIsAddedOrTakenAwayAndTheOthersStay() {
    officerWithTwoCertificates();
    var id = world.id("tom");
    var third = new Ties(List.of(), List.of(THIRD));
    ApprovalView adding = proposed(people().addTies(world.again("eva"), id, third));
    assertThat(adding.diff()).hasSize(1);
    assertThat(given(approve(world.again("ada"), adding)).state())
        .isEqualTo(Approval.State.EXECUTED);
    assertThat(refusal(people().addTies(world.again("eva"), id, third)))
        .isInstanceOf(Refusal.Conflict.class);
    var stolen = new Ties(List.of(), List.of(STOLEN));
    ApprovalView without = proposed(people().removeTies(world.again("eva"), id, stolen));
    ApprovalView overtaken =
        proposed(people().removeTies(world.again("eva"), id, new Ties(List.of(), List.of(GOOD))));
    var _ = given(approve(world.again("ada"), without));
    assertThat(refusal(people().removeTies(world.again("eva"), id, stolen)))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(given(people().ties(world.again("eva"), id)).certificates())
        .containsExactlyInAnyOrder(GOOD, THIRD);
    assertThat(given(approve(world.again("ada"), overtaken)).state())
        .as("what was shown is no longer what would be done")
        .isEqualTo(Approval.State.FAILED);
  }

  @Test
  void moreTiesThanThereMayBeAreRefused() {
    officerWithTwoCertificates();
    List<Bytes> many = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      many.add(Bytes.ofHex("a%d".formatted(i).repeat(32)).orElseThrow());
    }
    assertThat(
            refusal(
                people().addTies(world.again("eva"), world.id("tom"), new Ties(List.of(), many))))
        .isInstanceOf(Refusal.FieldRefused.class);
  }

  /** All ties are set at once, and who agrees sees only what they were when it was asked. */
  @Test
  void whatWasUntiedWhileAnotherRequestWaitedIsNotTiedAgain() {
    officerWithTwoCertificates();
    ApprovalView without = tying(GOOD);
    ApprovalView withThird = tying(STOLEN, GOOD, THIRD);
    assertThat(withThird.diff()).hasSize(1);
    assertThat(given(approve(world.again("ada"), without)).state())
        .isEqualTo(Approval.State.EXECUTED);
    ApprovalView late = given(approve(world.again("ada"), withThird));
    assertThat(late.state()).isEqualTo(Approval.State.FAILED);
    assertThat(world.disk.kept().withCertificate(STOLEN)).isEmpty();
    assertThat(world.disk.kept().withCertificate(THIRD)).isEmpty();
    assertThat(given(approve(world.again("ada"), tying(THIRD, GOOD))).state())
        .isEqualTo(Approval.State.EXECUTED);
    assertThat(world.disk.kept().withCertificate(THIRD)).isPresent();
  }

  @Test
  void aResetTakesTheTiesAndNoEarlierRequestBringsThemBack() {
    officerWithTwoCertificates();
    ApprovalView withThird = tying(STOLEN, GOOD, THIRD);
    var reset = given(people().reset(world.again("eva"), world.id("tom")));
    var _ = given(approve(world.again("ada"), reset.approval()));
    ApprovalView late = given(approve(world.again("ada"), withThird));
    assertThat(late.state()).isEqualTo(Approval.State.FAILED);
    assertThat(world.disk.kept().withCertificate(STOLEN)).isEmpty();
  }

  /** Requests that are over are kept, and they held accounts outside and what others wrote. */
  @Test
  void requestsAboutWhoIsErasedKeepTheirDigestAndNothingOfThePerson() {
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller _ = world.join(world.again("eva"), "tom", Grant.of(Role.VIEWER));
    var id = world.id("tom");
    var _ = given(approve(world.again("ada"), asked(world.again("eva"))));
    var subject = new OidcSubject("https://id.example", "tom.miller");
    ApprovalView done = proposed(people().tie(world.again("eva"), id, List.of(subject), List.of()));
    var _ =
        given(
            approvals()
                .approve(world.again("ada"), done.id(), done.digest(), "Tom Miller asked", null));
    var reset = given(people().reset(world.again("eva"), id));
    var others = new OidcSubject("https://id.example", "another");
    ApprovalView ofAda =
        proposed(people().tie(world.again("eva"), world.id("ada"), List.of(others), List.of()));
    ApprovalView erasing = proposed(people().erase(world.again("eva"), id, ""));
    var _ = given(signed("ada", erasing));
    String kept = world.disk.kept().approvals().toString();
    assertThat(kept).contains("another").doesNotContain("tom.miller", "Miller", "on duty");
    assertThat(kept).doesNotContain(reset.secret());
    Approval over = world.disk.kept().approval(done.id()).orElseThrow();
    assertThat(over.state()).isEqualTo(Approval.State.EXECUTED);
    assertThat(over.request().digest()).isEqualTo(done.digest());
    assertThat(over.request().canonical()).contains(id.hex());
    assertThat(over.decisions().getFirst().person()).isEqualTo(world.id("ada"));
    Approval overtaken = world.disk.kept().approval(reset.approval().id()).orElseThrow();
    assertThat(overtaken.state()).isEqualTo(Approval.State.FAILED);
    assertThat(overtaken.request().canonical()).doesNotContain("password_hash");
    assertThat(refusal(signed("ada", reset.approval()))).isEqualTo(new Refusal.ApprovalClosed());
    assertThat(world.disk.kept().approval(ofAda.id()).orElseThrow().isOpen(world.clock.instant()))
        .isTrue();
  }

  /** Else whoever makes and revokes them by program soon can make none. */
  @Test
  void serviceAccountsThatAreOverMakeRoom() {
    var tokens = world.reception.tokens();
    var until = world.clock.instant().plus(Duration.ofDays(1));
    List<Grant> looks = List.of(Grant.of(Role.VIEWER));
    Handed<TokenView> first = given(tokens.create(eva, "first", looks, until));
    var _ = given(tokens.revoke(eva, first.thing().id()));
    var _ = given(tokens.create(eva, "soon over", looks, world.clock.instant().plusSeconds(60)));
    for (int i = 2; i < PeopleBook.SERVICES_MAX; i++) {
      var _ = given(tokens.create(eva, "number " + i, looks, until));
    }
    Handed<TokenView> next = given(tokens.create(eva, "next", looks, until));
    assertThat(world.disk.kept().services()).hasSize(PeopleBook.SERVICES_MAX);
    assertThat(world.disk.kept().service(first.thing().id())).isEmpty();
    assertThat(world.disk.kept().service(next.thing().id())).isPresent();
    assertThat(refusal(tokens.create(eva, "too many", looks, until)).code()).isEqualTo("conflict");
    world.clock.advance(Duration.ofMinutes(1));
    assertThat(given(tokens.create(eva, "in its place", looks, until))).isNotNull();
  }

  @Test
  void aTokenForMoreThanLookingWaits() {
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller asking = world.again("eva");
    var until = world.clock.instant().plus(Duration.ofDays(30));
    var tokens = world.reception.tokens();
    Handed<TokenView> made =
        given(tokens.create(asking, "sender", List.of(Grant.of(Role.ENGINEER)), until));
    var shown = new Presented(false, made.secret(), null, null, true, false, DESK);
    assertThat(world.reception.caller(shown)).isInstanceOf(Caller.Nobody.class);
    var _ = given(approve(world.again("ada"), made.approval()));
    Caller program = world.reception.caller(shown);
    assertThat(given(world.reception.authorise(program, Action.EVENT_SEND, Scope.SITE, true)))
        .isNotNull();
    var _ = given(tokens.revoke(world.again("eva"), made.thing().id()));
    assertThat(refusal(world.reception.authorise(program, Action.EVENT_SEND, Scope.SITE, true)))
        .isEqualTo(new Refusal.SessionNeeded());
  }

  @Test
  void rolesThatChangedMeanwhileAreNotGranted() {
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller _ = world.join(world.again("eva"), "tom", Grant.of(Role.VIEWER));
    Caller asking = world.again("eva");
    ApprovalView view = asked(asking);
    var _ = given(people().grant(asking, world.id("tom"), List.of(Grant.of(Role.ENGINEER)), ""));
    ApprovalView done = given(approve(world.again("ada"), view));
    assertThat(done.state()).isEqualTo(Approval.State.FAILED);
    assertThat(world.disk.kept().named("tom").orElseThrow().grants())
        .containsExactly(Grant.of(Role.ENGINEER));
  }

  @Test
  void theLastAdministratorStays() {
    Caller asking = world.again("eva");
    var id = world.id("eva");
    assertThat(refusal(people().disable(asking, id)).code()).isEqualTo("conflict");
    assertThat(refusal(people().erase(asking, id, "")).code()).isEqualTo("conflict");
    assertThat(refusal(people().grant(asking, id, OFFICER, "")).code()).isEqualTo("conflict");
  }

  @Test
  void whatLiesOutsideIsDoneOnceAndItsOutcomeKept() {
    Caller ada = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller _ = world.join(world.again("eva"), "bo", Grant.of(Role.VIEWER));
    ApprovalView bo =
        proposed(
            people()
                .grant(
                    world.again("eva"), world.id("bo"), List.of(Grant.of(Role.ASSET_OWNER)), ""));
    var _ = given(approve(world.again("ada"), bo));
    Caller asking = world.again("ada");
    ApprovalView view =
        proposed(approvals().propose(asking, DualControl.Kind.SHRED, PERIOD, List.of()));
    assertThat(refusal(approve(world.again("eva"), view)))
        .isEqualTo(
            new Refusal.NotPermitted(
                Action.APPROVE, List.of(Role.SECURITY_OFFICER, Role.ASSET_OWNER)));
    Caller owner = world.again("bo");
    owner = world.withApp(owner, "bo");
    Bytes key = SignInTest.addKey(world, owner);
    ApprovalView done = given(world.sign(owner, view, key, 1));
    assertThat(done.state()).isEqualTo(Approval.State.EXECUTED);
    assertThat(done.outcome()).isEqualTo("it worked");
    assertThat(world.works.done).containsExactly("shred {\"period\":\"2026\"}");
    assertThat(world.works.by).containsExactly(new Hands(world.id("ada"), List.of(world.id("bo"))));
    assertThat(refusal(world.sign(owner, view, key, 2))).isEqualTo(new Refusal.ApprovalClosed());
    assertThat(ada).isNotNull();
  }

  private List<Json.Object> underWay(DualControl.Kind kind) {
    return world.reception.mattersUnderWay(kind);
  }

  /** Whoever keeps what requests are about asks for it, also while one is being carried out. */
  @Test
  void aMatterIsUnderWayUntilItsRequestIsOver() {
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Json.Object other = new JsonObjectMaker().put("period", "2027").make();
    DualControl.Kind kind = DualControl.Kind.CERTIFICATE_REVOKE;
    Caller asking = world.again("eva");
    ApprovalView first = proposed(approvals().propose(asking, kind, PERIOD, List.of()));
    ApprovalView second = proposed(approvals().propose(asking, kind, other, List.of()));
    assertThat(underWay(kind)).containsExactlyInAnyOrder(PERIOD, other);
    assertThat(underWay(DualControl.Kind.SHRED)).as("of another kind").isEmpty();
    List<Json.Object> during = new ArrayList<>();
    world.works.meanwhile = () -> during.addAll(underWay(kind));
    Caller ada = world.again("ada");
    assertThat(given(approve(ada, first)).state()).isEqualTo(Approval.State.EXECUTED);
    assertThat(during).as("while it is carried out").containsExactlyInAnyOrder(PERIOD, other);
    assertThat(underWay(kind)).as("after it was").containsExactly(other);
    var _ = given(approvals().refuse(ada, second.id(), second.digest(), "no need"));
    assertThat(underWay(kind)).isEmpty();
    ApprovalView last = proposed(approvals().propose(world.again("eva"), kind, other, List.of()));
    assertThat(last.state()).isEqualTo(Approval.State.OPEN);
    world.clock.advance(Duration.ofHours(25));
    assertThat(underWay(kind)).as("expired, although nobody has settled it").isEmpty();
  }

  @Test
  void anErrorOfOurOwnIsTheOutcomeAndNothingStaysUnderWay() {
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    world.works.isBroken = true;
    ApprovalView view =
        proposed(
            approvals()
                .propose(
                    world.again("eva"), DualControl.Kind.CERTIFICATE_REVOKE, PERIOD, List.of()));
    ApprovalView done = given(approve(world.again("ada"), view));
    assertThat(done.state()).isEqualTo(Approval.State.FAILED);
    assertThat(done.outcome()).contains("an error of our own");
    assertThat(world.ledger.since(0)).endsWith("certificate.revoke FAILED");
  }

  @Test
  void oneAloneHearsOfAnErrorOfOurOwnAndTheRecordSaysWhatWasWanted() {
    world.works.isBroken = true;
    assertThat(
            refusal(
                approvals()
                    .propose(
                        world.again("eva"),
                        DualControl.Kind.CERTIFICATE_REVOKE,
                        PERIOD,
                        List.of())))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(world.ledger.since(0))
        .endsWith("certificate.revoke GRANTED", "certificate.revoke FAILED");
    String digest = SecretHash.of("{\"period\":\"2026\"}").value().hex();
    assertThat(world.ledger.all())
        .anyMatch(record ->
            record.action().equals("certificate.revoke")
                && record.details().toString().contains(digest));
  }

  @Test
  void zonesThatAreGoneTakeTheirRolesAlong() {
    Caller _ = world.join(eva, "sue", Grant.in("mill", Role.SUPPLIER));
    var _ = given(world.reception.zonesAre(Set.of("kiln")));
    assertThat(world.disk.kept().named("sue").orElseThrow().grants()).isEmpty();
    assertThat(
            refusal(
                people()
                    .grant(
                        world.again("eva"),
                        world.id("sue"),
                        List.of(Grant.in("mill", Role.VIEWER)),
                        "")))
        .isEqualTo(new Refusal.RolesRefused(Set.of(GrantRules.Fault.ZONE_UNKNOWN)));
  }
}
