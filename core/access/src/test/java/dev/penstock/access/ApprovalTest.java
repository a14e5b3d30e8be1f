package dev.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.Approval.State;
import dev.penstock.access.Approval.Verdict;
import dev.penstock.access.Approval.Why;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 2.1 RE(4). */
class ApprovalTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final PersonId AUTHOR = PersonId.random(new SplittableRandom(1));
  private static final PersonId OTHER = PersonId.random(new SplittableRandom(2));

  private static Approval open() {
    var request =
        new ApprovalRequest(
            DualControl.Kind.SHRED,
            AUTHOR,
            NOW,
            NOW.plus(Duration.ofHours(24)),
            "{\"of\":\"mill\"}",
            List.of());
    return Approval.open(Bytes.random(new SplittableRandom(3), 16), request);
  }

  private static Approval.Step decide(
      Approval approval, PersonId person, Verdict verdict, Instant at) {
    var decision = new Approval.Decision(person, verdict, DualControl.Grade.PASSKEY, at, "");
    return approval.decide(decision, approval.request().digest(), ApprovalGrades.DEFAULT);
  }

  private static Approval moved(Approval.Step step) {
    return ((Approval.Step.Moved) step).approval();
  }

  @Test
  void theAuthorIsNeverTheApprover() {
    assertThat(decide(open(), AUTHOR, Verdict.APPROVED, NOW))
        .isEqualTo(new Approval.Step.NotMoved(Why.APPROVER_IS_AUTHOR));
  }

  @Test
  void onlyTheAuthorWithdraws() {
    assertThat(decide(open(), OTHER, Verdict.WITHDRAWN, NOW))
        .isEqualTo(new Approval.Step.NotMoved(Why.AUTHOR_ONLY));
    assertThat(moved(decide(open(), AUTHOR, Verdict.WITHDRAWN, NOW)).state())
        .isEqualTo(State.WITHDRAWN);
  }

  @Test
  void whoSawSomethingElseAgreedToNothing() {
    var decision =
        new Approval.Decision(OTHER, Verdict.APPROVED, DualControl.Grade.PASSKEY, NOW, "");
    Bytes other = SecretHash.sha256("{\"of\":\"kiln\"}");
    assertThat(open().decide(decision, other, ApprovalGrades.DEFAULT))
        .isEqualTo(new Approval.Step.NotMoved(Why.DIGEST_DIFFERS));
  }

  @Test
  void aRequestExpiresAtItsTime() {
    Instant end = NOW.plus(Duration.ofHours(24));
    assertThat(open().at(end.minusNanos(1)).state()).isEqualTo(State.OPEN);
    assertThat(open().at(end).state()).isEqualTo(State.EXPIRED);
    assertThat(decide(open(), OTHER, Verdict.APPROVED, end))
        .isEqualTo(new Approval.Step.NotMoved(Why.CLOSED));
  }

  @Test
  void whatIsNotAgreedToIsNotCarriedOut() {
    assertThatThrownBy(() -> open().executed("done")).isInstanceOf(IllegalStateException.class);
    Approval done = moved(decide(open(), OTHER, Verdict.APPROVED, NOW)).executed("done");
    assertThatThrownBy(() -> done.executed("again")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> done.failed("now not")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whateverPeopleSayARequestIsApprovedAtMostOnce() {
    Property.forAll(Gen.seeds())
        .cases(500, 10_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          Approval approval = open();
          List<State> states = new ArrayList<>(List.of(approval.state()));
          Instant now = NOW;
          for (int i = 0; i < 10; i++) {
            now = now.plus(Duration.ofHours(random.nextInt(6)));
            approval = approval.at(now);
            PersonId person = random.nextBoolean() ? AUTHOR : OTHER;
            Verdict verdict = List.of(Verdict.values()).get(random.nextInt(3));
            if (decide(approval, person, verdict, now) instanceof Approval.Step.Moved(var next)) {
              assertThat(approval.state()).isEqualTo(State.OPEN);
              assertThat(person.equals(AUTHOR) && verdict == Verdict.APPROVED).isFalse();
              approval = next;
              states.add(next.state());
            }
          }
          assertThat(states).hasSizeLessThanOrEqualTo(2);
        });
  }
}
