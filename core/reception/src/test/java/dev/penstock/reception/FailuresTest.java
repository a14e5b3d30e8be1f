package dev.penstock.reception;

import static dev.penstock.reception.World.DESK;
import static dev.penstock.reception.World.PASSWORD;
import static dev.penstock.reception.World.given;
import static dev.penstock.reception.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Action;
import dev.penstock.access.Approval;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.Grant;
import dev.penstock.access.Language;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Role;
import dev.penstock.access.Scope;
import dev.penstock.json.Json;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 2.10. */
class FailuresTest {
  private static final List<Function<World, Answer<?>>> CHANGES =
      List.of(
          world -> world.reception.signIns().byPassword(DESK, "eva", PASSWORD, null),
          world -> add(world, "tom"),
          world ->
              world
                  .reception
                  .people()
                  .grant(
                      world.again("eva"),
                      world.id("eva"),
                      List.of(Grant.of(Role.ADMINISTRATOR), Grant.of(Role.VIEWER)),
                      ""),
          world -> world.reception.people().resetBreakGlass(world.again("eva")),
          world ->
              world
                  .reception
                  .tokens()
                  .create(
                      world.again("eva"),
                      "look",
                      List.of(Grant.of(Role.VIEWER)),
                      world.clock.instant().plusSeconds(60)),
          world -> world.reception.account().speak(world.again("eva"), Language.DE));

  private static Answer<?> add(World world, String name) {
    return world
        .reception
        .people()
        .add(world.again("eva"), name, "Tom", List.of(Grant.of(Role.VIEWER)), Language.EN);
  }

  /** In before the trouble, so that only the change itself meets it. */
  private static World ready() {
    var world = new World();
    var _ = world.setUp();
    return world;
  }

  @Test
  void whatCannotBeWrittenDownIsNotDone() {
    World world = ready();
    Caller eva = world.again("eva");
    world.ledger.fails = true;
    PeopleBook before = world.disk.kept();
    assertThat(refusal(world.reception.people().add(eva, "tom", "Tom", List.of(), Language.EN)))
        .isEqualTo(new Refusal.AuditUnwritable());
    assertThat(refusal(world.reception.signIns().byPassword(DESK, "eva", PASSWORD, null)))
        .isEqualTo(new Refusal.AuditUnwritable());
    assertThat(refusal(world.reception.signIns().byPassword(DESK, "eva", "wrong", null)))
        .isEqualTo(new Refusal.AuditUnwritable());
    assertThat(refusal(world.reception.viewed(eva, Action.EVIDENCE_VIEW, "proofs")))
        .isEqualTo(new Refusal.AuditUnwritable());
    assertThat(world.disk.kept()).isEqualTo(before);
    assertThat(world.reception.people().list(eva)).isInstanceOf(Answer.Given.class);
  }

  /** What did not come to be must not be written later, and what did must. */
  @Test
  void leavingIsNotedAlsoWhereNothingElseCanBeWritten() {
    World world = ready();
    Caller eva = world.again("eva");
    world.ledger.fails = true;
    int before = world.ledger.noted.size();
    assertThat(refusal(world.reception.people().add(eva, "tom", "Tom", List.of(), Language.EN)))
        .isEqualTo(new Refusal.AuditUnwritable());
    assertThat(world.ledger.noted).hasSize(before);
    assertThat(refusal(world.reception.signIns().end(eva)))
        .isEqualTo(new Refusal.AuditUnwritable());
    assertThat(world.ledger.noted.getLast().action()).isEqualTo("sign-out");
    assertThat(refusal(world.reception.people().list(eva))).isEqualTo(new Refusal.SessionNeeded());
  }

  @Test
  void aSaveThatFailsChangesNothingOrAll() {
    for (var change : CHANGES) {
      // again() comes in first, which is a save of its own; then the save of the change fails.
      for (int failAt = 1; failAt <= 2; failAt++) {
        for (boolean isKept : List.of(false, true)) {
          World world = ready();
          PeopleBook before = world.disk.kept();
          if (isKept) {
            world.disk.failAfter = failAt;
          } else {
            world.disk.failBefore = failAt;
          }
          boolean isRefused;
          try {
            isRefused = change.apply(world) instanceof Answer.Refused<?>;
          } catch (AssertionError e) {
            isRefused = true;
          }
          PeopleBook kept = world.disk.kept();
          long steps = kept.version() - before.version();
          assertThat(steps).isBetween(0L, 2L);
          world.disk.failBefore = 0;
          world.disk.failAfter = 0;
          // The next change starts from what is kept, whatever that is, and so does a restart.
          assertThat(add(world, "next" + isRefused)).isInstanceOf(Answer.Given.class);
          assertThat(world.disk.kept().people().size()).isEqualTo(kept.people().size() + 1);
          world.restart();
          assertThat(add(world, "last")).isInstanceOf(Answer.Given.class);
        }
      }
    }
  }

  @Test
  void aSaveThatFailsIsWrittenDownAsFailed() {
    World world = ready();
    Caller eva = world.again("eva");
    int before = world.ledger.all().size();
    world.disk.failBefore = 1;
    assertThat(refusal(world.reception.people().add(eva, "tom", "Tom", List.of(), Language.EN)))
        .isEqualTo(new Refusal.StoreUnwritable());
    assertThat(world.ledger.since(before))
        .containsExactly("person.add GRANTED", "person.add FAILED");
  }

  @Test
  void aDiskThatDoesNotSayWhatItKeepsStopsChanges() {
    World world = ready();
    Caller eva = world.again("eva");
    world.disk.failAfter = 1;
    var _ = world.reception.people().add(eva, "tom", "Tom", List.of(), Language.EN);
    world.disk.failsToLoad = true;
    assertThat(refusal(world.reception.people().add(eva, "ann", "Ann", List.of(), Language.EN)))
        .isEqualTo(new Refusal.StoreUnwritable());
    world.disk.failsToLoad = false;
    assertThat(refusal(world.reception.people().add(eva, "tom", "Tom", List.of(), Language.EN)))
        .isEqualTo(new Refusal.NameTaken());
  }

  @Test
  void aSpentCodeStaysSpentAfterARestart() {
    World world = ready();
    Caller _ = world.withApp(world.again("eva"), "eva");
    var totp = world.disk.kept().named("eva").orElseThrow().credentials().totp();
    String code = world.code(totp.secret());
    world.restart();
    assertThat(refusal(world.reception.signIns().byPassword(DESK, "eva", PASSWORD, code)))
        .isEqualTo(new Refusal.SignInRefused());
  }

  @Test
  void aRestartEndsSessions() {
    World world = ready();
    Caller eva = world.again("eva");
    world.restart();
    assertThat(refusal(world.reception.authorise(eva, Action.HEALTH_VIEW, Scope.SITE, false)))
        .isEqualTo(new Refusal.SessionNeeded());
  }

  @Test
  void whatWasBeingDoneWhenTheNodeStoppedIsNotDoneAgain() {
    World world = ready();
    Caller _ = world.join(world.again("eva"), "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller asking = world.again("eva");
    var change =
        world
            .reception
            .approvals()
            .propose(asking, DualControl.Kind.CERTIFICATE_REVOKE, Json.EMPTY, List.of());
    ApprovalView view = ((Change.Proposed<String>) given(change)).approval();
    Caller ada = world.again("ada");
    // The word is kept; what came of the deed is not, as if the node had stopped.
    world.disk.failBefore = 2;
    Bytes digest = view.digest();
    assertThat(refusal(world.reception.approvals().approve(ada, view.id(), digest, "", null)))
        .isEqualTo(new Refusal.StoreUnwritable());
    assertThat(world.works.done).hasSize(1);
    world.restart();
    Caller again = world.again("ada");
    assertThat(given(world.reception.approvals().get(again, view.id())).state())
        .isEqualTo(Approval.State.FAILED);
    assertThat(refusal(world.reception.approvals().approve(again, view.id(), digest, "", null)))
        .isEqualTo(new Refusal.ApprovalClosed());
    assertThat(world.works.done).hasSize(1);
  }
}
