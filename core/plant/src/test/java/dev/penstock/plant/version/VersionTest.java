package dev.penstock.plant.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Digest;
import dev.penstock.plant.Draft;
import dev.penstock.plant.Model;
import dev.penstock.plant.Plants;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Versions, and who stands behind one. Req: 62443-4-2 CR 2.1 RE(4). */
class VersionTest {
  private static final Model SMALL = Plants.model(Plants.small());
  private static final Model OTHER = Plants.model(Plants.large(3, 4));
  private static final Pseudonym AUTHOR = new Pseudonym(1, 2);
  private static final Pseudonym SECOND = new Pseudonym(1, 3);
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final ModelVersion first = ModelVersion.first(SMALL);
  private final Proposal proposal = new Proposal(first, AUTHOR, NOON);

  @Test
  void aVersionNamesTheOneBeforeIt() {
    ModelVersion second = first.next(OTHER);
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.previous()).contains(first.digest());
    assertThat(second.follows(first)).isTrue();
    assertThat(second.isOf(OTHER)).isTrue();
    assertThat(second.isOf(SMALL)).isFalse();
    assertThat(first.follows(second)).isFalse();
    assertThat(second.next(SMALL).follows(first)).isFalse();
    assertThat(ModelVersion.first(OTHER).next(OTHER).follows(first)).isFalse();
  }

  @Test
  void aModelThatComesBackIsAnotherVersion() {
    ModelVersion third = first.next(OTHER).next(SMALL);
    assertThat(third.model()).isEqualTo(first.model());
    assertThat(Set.of(third.digest(), first.digest(), first.next(SMALL).digest())).hasSize(3);
  }

  @Test
  void onlyTheFirstVersionFollowsNone() {
    Digest some = first.digest();
    assertThatThrownBy(() -> new ModelVersion(2, some, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ModelVersion(1, some, Optional.of(some)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ModelVersion(0, some, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherPersonApprovesWhatWasShown() {
    assertThat(proposal.approve(SECOND, first.digest(), NOON))
        .isInstanceOfSatisfying(
            Decision.Given.class,
            given -> {
              assertThat(given.approval().isOf(first)).isTrue();
              assertThat(given.approval().isOf(first.next(OTHER))).isFalse();
              assertThat(given.approval().approver()).isEqualTo(SECOND);
            });
  }

  @Test
  void theAuthorNeverApproves() {
    assertThat(proposal.approve(AUTHOR, first.digest(), NOON))
        .isEqualTo(new Decision.Refused(Decision.Reason.APPROVER_IS_AUTHOR));
    var sameBytes = Pseudonym.of(AUTHOR.bytes());
    assertThat(proposal.approve(sameBytes, first.digest(), NOON))
        .isEqualTo(new Decision.Refused(Decision.Reason.APPROVER_IS_AUTHOR));
    assertThatThrownBy(() -> new Approval(proposal, AUTHOR, NOON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whoSawAnotherVersionApprovesNothing() {
    for (ModelVersion seen : List.of(first.next(OTHER), ModelVersion.first(OTHER))) {
      assertThat(proposal.approve(SECOND, seen.digest(), NOON))
          .isEqualTo(new Decision.Refused(Decision.Reason.DIGEST_DIFFERS));
    }
  }

  @Test
  void nobodyApprovesBeforeItWasProposed() {
    assertThat(proposal.approve(SECOND, first.digest(), NOON.minusNanos(1)))
        .isEqualTo(new Decision.Refused(Decision.Reason.BEFORE_IT_WAS_PROPOSED));
    assertThatThrownBy(() -> new Approval(proposal, SECOND, NOON.minusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPseudonymIsSixteenBytes() {
    byte[] bytes = Pseudonym.of(new byte[16]).bytes();
    assertThat(bytes).hasSize(16).containsOnly(0);
    assertThat(AUTHOR).hasToString("00000000000000010000000000000002");
    assertThatThrownBy(() -> Pseudonym.of(new byte[15]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aVersionOfTheSameModelListedOtherwiseIsTheSame() {
    Draft draft = Plants.random(7);
    assertThat(ModelVersion.first(Plants.model(Plants.shuffled(draft, 8))))
        .isEqualTo(ModelVersion.first(Plants.model(draft)));
  }
}
