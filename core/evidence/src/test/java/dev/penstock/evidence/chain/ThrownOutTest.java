package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * chain.md §3: a block that waits may be thrown out, and one that comes may be so in the very step
 * in which it comes, when it is one too many and the observer stops waiting.
 */
class ThrownOutTest {
  private static final int WINDOW = Held.COUNT_MAX;

  private final Maker maker = new Maker("pump-7");
  private final Watch watch = Watch.of(maker);

  private Verdict arrive(SealedBlock block) {
    return watch.arrive(block, maker);
  }

  private Verdict arrive(SealedBlock block, long session) {
    return watch.arrive(block.message(), maker.now(), session);
  }

  private void live(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(arrive(maker.block())).isEqualTo(Verdict.LINKED);
    }
  }

  /** Every other block, so that none of them can be linked while those before it are missing. */
  private List<SealedBlock> everyOther(int count) {
    var blocks = new ArrayList<SealedBlock>();
    for (int i = 0; i < count; i++) {
      var _ = maker.block();
      blocks.add(maker.block());
    }
    return blocks;
  }

  /** Block 4 waits for 3, and 15 more wait further ahead: no room for another. */
  private SealedBlock fillTheWindow() {
    var _ = maker.block();
    SealedBlock first = maker.block(2);
    assertThat(arrive(first)).isEqualTo(Verdict.HELD);
    for (SealedBlock block : everyOther(WINDOW - 1)) {
      assertThat(arrive(block)).isEqualTo(Verdict.HELD);
    }
    return first;
  }

  @Test
  void aBlockThatComesIsContradictingWhenItDoesNotFitInTheStepThatStopsWaiting() {
    live(3);
    Maker thief = maker.copy();
    SealedBlock first = fillTheWindow();
    var _ = thief.block(4);
    var _ = thief.block(4);
    SealedBlock forged = thief.block();
    assertThat(arrive(forged)).isEqualTo(Verdict.CONTRADICTING);
    Finding finding = watch.only(FindingCode.FORK);
    assertThat(finding.reason()).isEqualTo(FindingReason.PREVIOUS);
    assertThat(finding.first()).isEqualTo(5);
    assertThat(watch.state(maker).head()).isEqualTo(first.block().header().seq());
    assertThat(watch.state(maker).waiting()).isEqualTo(WINDOW - 1);
  }

  @Test
  void aBlockThatComesIsLinkedWhenItFitsInTheStepThatStopsWaiting() {
    live(3);
    var _ = maker.block();
    assertThat(arrive(maker.block())).isEqualTo(Verdict.HELD);
    SealedBlock fitting = maker.block();
    for (SealedBlock block : everyOther(WINDOW - 1)) {
      assertThat(arrive(block)).isEqualTo(Verdict.HELD);
    }
    assertThat(arrive(fitting)).isEqualTo(Verdict.LINKED);
    assertThat(watch.state(maker).head()).isEqualTo(5);
    watch.nothing();
  }

  @Test
  void aBlockWhoseKeyIsThrownOutInTheStepInWhichItComesIsRefused() {
    live(3);
    Maker thief = maker.copy();
    var _ = maker.block();
    assertThat(arrive(maker.block(2))).isEqualTo(Verdict.HELD);
    // Names a key, from another history: it waits, and until its turn the key is on trial.
    var _ = thief.block(4);
    var _ = thief.block(4);
    Signer stolen = Maker.newSigner(SignatureAlgorithm.ED25519);
    var change = thief.keyChange(stolen);
    assertThat(arrive(thief.announce(BlockFlag.KEY_CHANGE, change))).isEqualTo(Verdict.HELD);
    thief.signWith(stolen);
    var _ = maker.block();
    for (SealedBlock block : everyOther(WINDOW - 2)) {
      assertThat(arrive(block)).isEqualTo(Verdict.HELD);
    }
    SealedBlock one = thief.announce(BlockFlag.KEY_CONFIRM, change);
    assertThat(arrive(one)).isEqualTo(Verdict.REFUSED);
    assertThat(watch.codes()).containsExactly(FindingCode.FORK, FindingCode.FOREIGN);
    Finding foreign = watch.findings().getLast();
    assertThat(foreign.reason()).isEqualTo(FindingReason.KEY_NOT_VALID);
    assertThat(foreign.first()).isEqualTo(6);
    assertThat(watch.state(maker).head()).isEqualTo(4);
    assertThat(watch.state(maker).waiting()).isEqualTo(WINDOW - 2);
    assertThat(watch.keys().status(Block.kidOf(stolen.key()), maker.chain))
        .isEqualTo(new KeyStatus.Unknown());
    watch.replay();
  }

  @Test
  void aNewContradictionOverAReplacedSessionIsACloneAndItsRepeatIsNot() {
    assertThat(arrive(maker.block(), 11)).isEqualTo(Verdict.LINKED);
    assertThat(arrive(maker.block(), 12)).isEqualTo(Verdict.LINKED);
    Maker thief = maker.copy();
    assertThat(arrive(maker.block(2), 12)).isEqualTo(Verdict.LINKED);
    SealedBlock forged = thief.block(4);
    assertThat(arrive(forged, 12)).isEqualTo(Verdict.CONTRADICTING);
    assertThat(watch.codes()).containsExactly(FindingCode.FORK);
    assertThat(arrive(forged, 11)).isEqualTo(Verdict.CONTRADICTING);
    assertThat(watch.codes()).containsExactly(FindingCode.FORK, FindingCode.FORK);
    SealedBlock another = thief.copy().block(4);
    assertThat(arrive(another, 11)).isEqualTo(Verdict.CONTRADICTING);
    assertThat(watch.codes())
        .containsExactly(
            FindingCode.FORK, FindingCode.FORK, FindingCode.FORK, FindingCode.CLONE_SUSPECT);
    watch.replay();
  }

  /**
   * A fork that waits and was told before comes from a stored state only: in a stream its number is
   * reached once. Where it is thrown out, that is no repeat of the block that came.
   */
  @Test
  void aForkToldBeforeThatIsThrownOutHidesNoClone() {
    assertThat(arrive(maker.block(), 11)).isEqualTo(Verdict.LINKED);
    assertThat(arrive(maker.block(), 12)).isEqualTo(Verdict.LINKED);
    Maker thief = maker.copy();
    var _ = thief.block(4);
    Block forged = thief.block().block();
    ChainState state = watch.state(maker).copy();
    state.held.add(new Held(forged, state.now, state.wallNow, null, true));
    Digest dispute = Disputes.key(FindingReason.PREVIOUS.name(), forged.link());
    assertThat(state.disputes.take(dispute)).isEqualTo(1);
    var honest =
        new ChainEvent.Arrived(maker.now(), maker.now(), maker.block(2).block(), 11, null, true);
    ChainVerifier.Outcome outcome =
        new ChainVerifier(ChainPolicy.DEFAULT).step(state, honest, (_, _) -> null);
    assertThat(outcome.verdict()).isEqualTo(Verdict.LINKED);
    assertThat(outcome.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.FORK, FindingCode.CLONE_SUSPECT);
    assertThat(outcome.state().waiting()).isZero();
  }
}
