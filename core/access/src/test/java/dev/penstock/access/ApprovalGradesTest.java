package dev.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.Approval.Verdict;
import dev.penstock.access.Approval.Why;
import dev.penstock.access.DualControl.Grade;
import dev.penstock.access.DualControl.Kind;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 2.1 RE(4). */
class ApprovalGradesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Set<Kind> FOR_GOOD =
      Set.of(Kind.SHRED, Kind.PERSON_ERASE, Kind.BREAK_GLASS_RESET);

  private static Approval open(Kind kind) {
    var author = PersonId.random(new SplittableRandom(1));
    var request =
        new ApprovalRequest(kind, author, NOW, NOW.plus(Duration.ofHours(24)), "{}", List.of());
    return Approval.open(Bytes.random(new SplittableRandom(3), 16), request);
  }

  private static Approval.Step decide(Kind kind, Verdict verdict, Grade grade, ApprovalGrades by) {
    var other = PersonId.random(new SplittableRandom(2));
    Approval approval = open(kind);
    return approval.decide(
        new Approval.Decision(other, verdict, grade, NOW, ""), approval.request().digest(), by);
  }

  private static Person person(int passkeyCount) {
    var person =
        Person.of(PersonId.random(new SplittableRandom(5)), "ada", "Ada", Language.EN, NOW);
    Credentials credentials = Credentials.NONE;
    for (int i = 0; i < passkeyCount; i++) {
      Bytes id = Bytes.of(new byte[] {(byte) i});
      credentials =
          credentials.withPasskey(new Passkey(id, id, 0, false, false, "blue key", NOW, null));
    }
    return person.withCredentials(credentials);
  }

  /** Each kind with each grade, as docs/people.md has the table. */
  @Test
  void whatNobodyCanTakeBackIsAgreedToByAPasskeyAlone() {
    for (Kind kind : Kind.values()) {
      for (Grade grade : Grade.values()) {
        boolean isEnough =
            switch (grade) {
              case PASSKEY -> true;
              case RE_AUTHENTICATION, BREAK_GLASS -> !FOR_GOOD.contains(kind);
              case SESSION -> false;
            };
        Approval.Step step = decide(kind, Verdict.APPROVED, grade, ApprovalGrades.DEFAULT);
        assertThat(step instanceof Approval.Step.Moved)
            .as("%s %s", kind, grade)
            .isEqualTo(isEnough);
        if (!isEnough) {
          assertThat(step).isEqualTo(new Approval.Step.NotMoved(Why.GRADE_TOO_WEAK));
        }
      }
    }
  }

  @Test
  void refusingTakesAnOpenSessionAndNoMore() {
    for (Kind kind : Kind.values()) {
      assertThat(decide(kind, Verdict.REFUSED, Grade.SESSION, ApprovalGrades.DEFAULT))
          .isInstanceOf(Approval.Step.Moved.class);
    }
  }

  @Test
  void whoHasAPasskeySignsWithItWhateverTheKind() {
    for (Kind kind : Kind.values()) {
      assertThat(ApprovalGrades.DEFAULT.needed(kind, person(1))).isEqualTo(Grade.PASSKEY);
      assertThat(ApprovalGrades.DEFAULT.needed(kind, person(0))).isEqualTo(kind.leastGrade());
    }
  }

  @Test
  void nothingMakesAKindWeakerThanItIsBuilt() {
    assertThatThrownBy(() -> ApprovalGrades.DEFAULT.with(Kind.SHRED, Grade.RE_AUTHENTICATION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shred");
    for (Kind kind : Kind.values()) {
      assertThat(ApprovalGrades.mayBe(kind, Grade.BREAK_GLASS)).isFalse();
      assertThat(ApprovalGrades.mayBe(kind, Grade.SESSION)).isFalse();
      assertThat(ApprovalGrades.mayBe(kind, Grade.PASSKEY)).isTrue();
      assertThat(ApprovalGrades.mayBe(kind, Grade.RE_AUTHENTICATION))
          .isEqualTo(!FOR_GOOD.contains(kind));
    }
    assertThatThrownBy(() -> new ApprovalGrades(Map.of(Kind.SHRED, Grade.PASSKEY)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Whatever settings say, what counts for them counted without them too. */
  @Test
  void settingsOnlyTakeAway() {
    Property.forAll(Gen.seeds())
        .cases(200, 5_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          Map<Kind, Grade> least = new EnumMap<>(Kind.class);
          for (Kind kind : Kind.values()) {
            var _ = least.put(kind, random.nextBoolean() ? Grade.PASSKEY : kind.leastGrade());
          }
          var grades = new ApprovalGrades(least);
          for (Kind kind : Kind.values()) {
            Person approver = person(random.nextInt(2));
            assertThat(grades.isEnough(kind, grades.needed(kind, approver))).isTrue();
            for (Grade grade : Grade.values()) {
              boolean counts =
                  decide(kind, Verdict.APPROVED, grade, grades) instanceof Approval.Step.Moved;
              boolean countsUsually =
                  decide(kind, Verdict.APPROVED, grade, ApprovalGrades.DEFAULT)
                      instanceof Approval.Step.Moved;
              assertThat(counts && !countsUsually).as("%s %s", kind, grade).isFalse();
              assertThat(counts)
                  .isEqualTo(
                      countsUsually && (grade == Grade.PASSKEY || !grades.mustBePasskey(kind)));
            }
          }
        });
  }
}
