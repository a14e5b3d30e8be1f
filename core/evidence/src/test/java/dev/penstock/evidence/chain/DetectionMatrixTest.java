package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Mounts each attack and fault of block.md §9 on a real stream and expects exactly its finding, and
 * the same from a replay of the stored events.
 */
class DetectionMatrixTest {
  private static final long SECOND = Maker.SECOND;

  private final Maker maker = new Maker("pump-7");
  private final Watch watch = Watch.of(maker);

  /** Blocks that arrive as they are made. */
  private void live(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(watch.arrive(maker.block(), maker)).isEqualTo(Verdict.LINKED);
      watch.tick(maker.now());
    }
  }

  private List<SealedBlock> made(int count) {
    var blocks = new ArrayList<SealedBlock>();
    for (int i = 0; i < count; i++) {
      blocks.add(maker.block());
    }
    return blocks;
  }

  @Test
  void anUntouchedStreamHasNoFinding() {
    live(20);
    assertThat(watch.arrive(maker.heartbeat(), maker)).isEqualTo(Verdict.LINKED);
    maker.reboot();
    live(5);
    maker.hasClock = false;
    live(2);
    assertThat(watch.state(maker).head()).isEqualTo(27);
    watch.nothing();
  }

  @Test
  void anUntouchedStreamOfEachAlgorithmHasNoFinding() {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      var other =
          new Maker("of " + algorithm, ChainId.of(new byte[16]), Maker.newSigner(algorithm));
      var itsWatch = Watch.of(other);
      for (int i = 0; i < 3; i++) {
        assertThat(itsWatch.arrive(other.block(), other)).isEqualTo(Verdict.LINKED);
      }
      itsWatch.nothing();
    }
  }

  // TAMPERED

  @Test
  void aChangedRecordIsTampered() {
    live(3);
    byte[] message = maker.block().message();
    message[message.length - 1] ^= 1;
    assertThat(watch.arrive(message, maker.now(), 1)).isEqualTo(Verdict.REFUSED);
    Finding finding = watch.only(FindingCode.TAMPERED);
    assertThat(finding.reason()).isEqualTo(FindingReason.RECORDS);
    assertThat(finding.rolling()).isEqualTo(Sha256.of(message));
    assertThat(finding.first()).isEqualTo(3);
  }

  @Test
  void aChangedHeaderIsTampered() {
    live(3);
    byte[] message = maker.block().message();
    int at = indexOf(message, Maker.utf8("pump-7"));
    message[at + 5] = '8';
    assertThat(watch.arrive(message, maker.now(), 1)).isEqualTo(Verdict.REFUSED);
    assertThat(watch.only(FindingCode.TAMPERED).reason()).isEqualTo(FindingReason.SIGNATURE);
  }

  @Test
  void whatIsNoBlockIsTampered() {
    live(3);
    assertThat(watch.arrive(Maker.utf8("{\"t\":21}"), maker.now(), 1)).isEqualTo(Verdict.REFUSED);
    assertThat(watch.only(FindingCode.TAMPERED).reason()).isEqualTo(FindingReason.MALFORMED);
  }

  // GAP, CLOSED_LATE

  @Test
  void missingBlocksAreAGapAfterTheGapTime() {
    live(3);
    List<SealedBlock> lost = made(4);
    live(1, Verdict.HELD);
    watch.tick(maker.now() + 4 * SECOND);
    assertThat(watch.findings()).isEmpty();
    watch.tick(maker.now() + 5 * SECOND);
    Finding finding = watch.only(FindingCode.GAP);
    assertThat(finding.first()).isEqualTo(3);
    assertThat(finding.last()).isEqualTo(6);
    assertThat(finding.count()).isEqualTo(12);
    assertThat(lost).hasSize(4);
  }

  private void live(int count, Verdict expected) {
    for (int i = 0; i < count; i++) {
      assertThat(watch.arrive(maker.block(), maker)).isEqualTo(expected);
    }
  }

  @Test
  void aGapThatIsFilledLaterIsClosedLate() {
    live(3);
    List<SealedBlock> late = made(4);
    live(1, Verdict.HELD);
    maker.pass(6 * SECOND);
    watch.tick(maker.now());
    for (int i : new int[] {1, 3, 0, 2}) {
      assertThat(watch.arrive(late.get(i), maker)).isEqualTo(Verdict.FILLED);
    }
    assertThat(watch.codes())
        .containsExactly(FindingCode.GAP, FindingCode.CLOSED_LATE, FindingCode.CLOSED_LATE);
    assertThat(watch.findings().get(1).first()).isEqualTo(3);
    assertThat(watch.findings().get(1).last()).isEqualTo(4);
    assertThat(watch.findings().get(2).first()).isEqualTo(5);
    assertThat(watch.findings().get(2).last()).isEqualTo(6);
    assertThat(watch.state(maker).missing()).isZero();
    watch.replay();
  }

  // REORDERED

  @Test
  void blocksOutOfOrderInsideTheWindowAreMendedSilently() {
    live(3);
    List<SealedBlock> blocks = made(17);
    for (int i = 16; i >= 1; i--) {
      assertThat(watch.arrive(blocks.get(i), maker)).isEqualTo(Verdict.HELD);
    }
    assertThat(watch.arrive(blocks.get(0), maker)).isEqualTo(Verdict.LINKED);
    assertThat(watch.state(maker).head()).isEqualTo(19);
    watch.tick(maker.now() + SECOND);
    watch.nothing();
  }

  @Test
  void aBlockOvertakenByMoreThanTheWindowIsReordered() {
    live(3);
    SealedBlock overtaken = maker.block();
    List<SealedBlock> blocks = made(18);
    for (int i = 0; i < 18; i++) {
      var _ = watch.arrive(blocks.get(i), maker);
    }
    assertThat(watch.arrive(overtaken, maker)).isEqualTo(Verdict.FILLED);
    Finding finding = watch.only(FindingCode.REORDERED);
    assertThat(finding.first()).isEqualTo(3);
    assertThat(watch.state(maker).missing()).isZero();
  }

  // DUPLICATE

  @Test
  void anOldBlockSentAgainIsADuplicateAndCounted() {
    SealedBlock old = maker.block();
    assertThat(watch.arrive(old, maker)).isEqualTo(Verdict.LINKED);
    live(5);
    assertThat(watch.arrive(old, maker)).isEqualTo(Verdict.DUPLICATE);
    assertThat(watch.only(FindingCode.DUPLICATE).first()).isZero();
    for (int i = 0; i < 99; i++) {
      assertThat(watch.arrive(old.message(), maker.now(), 1)).isEqualTo(Verdict.DUPLICATE);
    }
    assertThat(watch.state(maker).duplicates()).isEqualTo(100);
    // 1, 2, 4 … 64: a flood costs seven findings.
    assertThat(watch.findings()).hasSize(7);
    assertThat(watch.findings().get(6).count()).isEqualTo(64);
  }

  @Test
  void aRepeatOverAnotherSessionSaysNothingAboutTheKey() {
    SealedBlock old = maker.block();
    assertThat(watch.arrive(old.message(), maker.now(), 7)).isEqualTo(Verdict.LINKED);
    assertThat(watch.arrive(old.message(), maker.now(), 8)).isEqualTo(Verdict.DUPLICATE);
    assertThat(watch.arrive(maker.block().message(), maker.now(), 7)).isEqualTo(Verdict.LINKED);
    var _ = watch.only(FindingCode.DUPLICATE);
  }

  // FOREIGN

  @Test
  void aBlockOfAnUnknownKeyIsForeign() {
    live(2);
    var stranger = new Maker("stranger");
    assertThat(watch.arrive(stranger.block(), stranger)).isEqualTo(Verdict.REFUSED);
    assertThat(watch.only(FindingCode.FOREIGN).reason()).isEqualTo(FindingReason.UNKNOWN_KEY);
  }

  @Test
  void aBlockForAnotherChainUnderAKnownKeyIsForeign() {
    live(2);
    var elsewhere = new Maker("pump-7", ChainId.of(new byte[16]), maker.signer);
    assertThat(watch.arrive(elsewhere.block(), maker)).isEqualTo(Verdict.REFUSED);
    assertThat(watch.only(FindingCode.FOREIGN).reason()).isEqualTo(FindingReason.OTHER_CHAIN);
  }

  @Test
  void aBlockOfAnotherOriginUnderAKnownKeyIsForeign() {
    live(2);
    var elsewhere = new Maker("pump-8", maker.chain, maker.signer);
    assertThat(watch.arrive(elsewhere.block(), maker)).isEqualTo(Verdict.REFUSED);
    assertThat(watch.only(FindingCode.FOREIGN).reason()).isEqualTo(FindingReason.OTHER_ORIGIN);
  }

  @Test
  void aBlockOfARevokedKeyIsForeign() {
    live(2);
    var _ =
        watch.take(
            new ObserverEvent.KeyRevoked(
                maker.now(), dev.penstock.evidence.block.Block.kidOf(maker.signer.key())));
    assertThat(watch.arrive(maker.block(), maker)).isEqualTo(Verdict.REFUSED);
    assertThat(watch.only(FindingCode.FOREIGN).reason()).isEqualTo(FindingReason.KEY_NOT_VALID);
  }

  // FORK

  @Test
  void twoBlocksOfOneNumberAreAForkWithBothAsProof() {
    live(3);
    Maker restored = maker.copy();
    SealedBlock first = maker.block(2);
    SealedBlock second = restored.block(4);
    assertThat(watch.arrive(first, maker)).isEqualTo(Verdict.LINKED);
    assertThat(watch.arrive(second, maker)).isEqualTo(Verdict.CONTRADICTING);
    Finding finding = watch.only(FindingCode.FORK);
    assertThat(finding.reason()).isEqualTo(FindingReason.SAME_SEQ);
    assertThat(finding.evidence())
        .containsExactly(ByteString.of(first.block().leaf()), ByteString.of(second.block().leaf()));
  }

  @Test
  void aSuccessorOfAnotherHistoryIsAFork() {
    live(3);
    Maker restored = maker.copy();
    SealedBlock first = maker.block(2);
    var _ = restored.block(4);
    assertThat(watch.arrive(first, maker)).isEqualTo(Verdict.LINKED);
    SealedBlock successor = restored.block();
    assertThat(watch.arrive(successor, restored)).isEqualTo(Verdict.CONTRADICTING);
    Finding finding = watch.only(FindingCode.FORK);
    assertThat(finding.reason()).isEqualTo(FindingReason.PREVIOUS);
    assertThat(finding.evidence())
        .containsExactly(
            ByteString.of(first.block().leaf()), ByteString.of(successor.block().leaf()));
  }

  @Test
  void twoBlocksOfOneNumberAheadOfAHoleAreAFork() {
    live(2);
    SealedBlock missing = maker.block();
    Maker restored = maker.copy();
    SealedBlock first = maker.block(2);
    SealedBlock second = restored.block(4);
    assertThat(watch.arrive(first, maker)).isEqualTo(Verdict.HELD);
    assertThat(watch.arrive(second, maker)).isEqualTo(Verdict.CONTRADICTING);
    assertThat(watch.arrive(missing, maker)).isEqualTo(Verdict.LINKED);
    assertThat(watch.only(FindingCode.FORK).evidence()).hasSize(2);
  }

  @Test
  void aHeldBlockThatDoesNotFitItsPredecessorIsAFork() {
    live(2);
    Maker restored = maker.copy();
    SealedBlock missing = maker.block(2);
    var _ = restored.block(4);
    SealedBlock ahead = restored.block();
    assertThat(watch.arrive(ahead, restored)).isEqualTo(Verdict.HELD);
    assertThat(watch.arrive(missing, restored)).isEqualTo(Verdict.LINKED);
    Finding finding = watch.only(FindingCode.FORK);
    assertThat(finding.reason()).isEqualTo(FindingReason.PREVIOUS);
    assertThat(finding.evidence())
        .containsExactly(
            ByteString.of(missing.block().leaf()), ByteString.of(ahead.block().leaf()));
    assertThat(watch.state(maker).head()).isEqualTo(2);
  }

  @Test
  void aLateBlockThatFitsNeitherNeighbourIsAFork() {
    live(3);
    Maker restored = maker.copy();
    SealedBlock lost = maker.block(2);
    SealedBlock other = restored.block(4);
    SealedBlock after = maker.block();
    assertThat(watch.arrive(after, maker)).isEqualTo(Verdict.HELD);
    maker.pass(6 * SECOND);
    watch.tick(maker.now());
    assertThat(watch.arrive(other, maker)).isEqualTo(Verdict.CONTRADICTING);
    assertThat(watch.arrive(lost, maker)).isEqualTo(Verdict.FILLED);
    assertThat(watch.codes())
        .containsExactly(FindingCode.GAP, FindingCode.FORK, FindingCode.CLOSED_LATE);
    watch.replay();
  }

  @Test
  void aBootCounterThatDidNotGrowIsAFork() {
    live(3);
    maker.reboot(1);
    assertThat(watch.arrive(maker.block(), maker)).isEqualTo(Verdict.LINKED);
    Finding finding = watch.only(FindingCode.FORK);
    assertThat(finding.reason()).isEqualTo(FindingReason.BOOT);
    assertThat(finding.evidence()).hasSize(2);
    live(3);
    assertThat(watch.findings()).hasSize(1);
  }

  @Test
  void aStaleEchoIsAFork() {
    Challenge first = challenge(1);
    Challenge second = challenge(2);
    watch.challenge(maker, first);
    live(1);
    maker.echo = first;
    live(2);
    watch.challenge(maker, second);
    live(1);
    maker.echo = second;
    live(2);
    watch.nothing();
    maker.echo = first;
    assertThat(watch.arrive(maker.block(), maker)).isEqualTo(Verdict.LINKED);
    Finding finding = watch.only(FindingCode.FORK);
    assertThat(finding.reason()).isEqualTo(FindingReason.ECHO);
    assertThat(finding.evidence()).hasSize(2);
  }

  @Test
  void anEchoThatIsGoneWithoutARestartIsAForkAndAfterARestartIsNot() {
    Challenge challenge = challenge(1);
    watch.challenge(maker, challenge);
    maker.echo = challenge;
    live(2);
    maker.reboot();
    live(2);
    watch.nothing();
    maker.echo = challenge;
    live(1);
    maker.echo = null;
    live(1);
    assertThat(watch.only(FindingCode.FORK).reason()).isEqualTo(FindingReason.ECHO);
  }

  @Test
  void anEchoOfAnEarlierObserverIsNotOurs() {
    maker.echo = challenge(99);
    live(3);
    Challenge ours = challenge(1);
    watch.challenge(maker, ours);
    live(1);
    maker.echo = ours;
    live(1);
    watch.nothing();
  }

  private static Challenge challenge(int n) {
    byte[] bytes = new byte[16];
    bytes[0] = (byte) n;
    return Challenge.of(bytes);
  }

  // CLONE_SUSPECT

  @Test
  void twoSessionsThatTakeTurnsUnderOneKeyAreACloneSuspect() {
    assertThat(watch.arrive(maker.block().message(), maker.now(), 11)).isEqualTo(Verdict.LINKED);
    assertThat(watch.arrive(maker.block().message(), maker.now(), 12)).isEqualTo(Verdict.LINKED);
    assertThat(watch.findings()).isEmpty();
    assertThat(watch.arrive(maker.block().message(), maker.now(), 11)).isEqualTo(Verdict.LINKED);
    var _ = watch.only(FindingCode.CLONE_SUSPECT);
  }

  @Test
  void sessionsThatFollowEachOtherAreNoClone() {
    for (long session = 1; session < 40; session++) {
      assertThat(watch.arrive(maker.block().message(), maker.now(), session))
          .isEqualTo(Verdict.LINKED);
    }
    watch.nothing();
  }

  // CLOCK_BACK

  @Test
  void aWallClockThatStepsBackIsReportedAndOrderStays() {
    live(3);
    maker.wallOffset = -2 * SECOND - 500_000_000;
    live(3);
    Finding finding = watch.only(FindingCode.CLOCK_BACK);
    assertThat(finding.reason()).isEqualTo(FindingReason.WALL);
    assertThat(finding.first()).isEqualTo(3);
    assertThat(watch.state(maker).head()).isEqualTo(5);
  }

  @Test
  void aCorrectionWithinTheClaimedErrorIsNoStep() {
    live(3);
    // Quality 20 claims about one millisecond on either side.
    maker.pass(-SECOND + 1_000_000);
    maker.tickOffset = SECOND;
    maker.wallOffset = -2_000_000;
    live(1);
    watch.nothing();
  }

  @Test
  void aMonotonicClockThatStepsBackIsReported() {
    live(3);
    maker.tickOffset = -2 * SECOND;
    maker.tamperTip(maker.tip());
    assertThat(watch.arrive(maker.block(), maker)).isEqualTo(Verdict.LINKED);
    assertThat(watch.only(FindingCode.CLOCK_BACK).reason()).isEqualTo(FindingReason.MONOTONIC);
  }

  @Test
  void aWallClockAheadOfReceiptIsReportedOnceWhileItLasts() {
    live(2);
    maker.wallOffset = 6 * SECOND;
    live(5);
    assertThat(watch.only(FindingCode.CLOCK_BACK).reason()).isEqualTo(FindingReason.AHEAD);
  }

  @Test
  void aWallClockFarBehindReceiptIsReportedOnceWhileItLasts() {
    maker.wallOffset = -40L * 86_400 * SECOND;
    live(5);
    assertThat(watch.only(FindingCode.CLOCK_BACK).reason()).isEqualTo(FindingReason.BEHIND);
  }

  // SILENT

  @Test
  void nothingNewUntilTheDeadlineIsSilentSinceTheLastBlock() {
    live(3);
    long last = maker.now();
    watch.tick(last + 24 * SECOND);
    watch.nothing();
    watch.tick(last + 25 * SECOND);
    watch.tick(last + 60 * SECOND);
    assertThat(watch.only(FindingCode.SILENT).since()).isEqualTo(last);
    maker.pass(60 * SECOND);
    assertThat(watch.arrive(maker.heartbeat(), maker)).isEqualTo(Verdict.LINKED);
    assertThat(watch.codes()).containsExactly(FindingCode.SILENT, FindingCode.RESUMED);
    watch.replay();
  }

  @Test
  void aRepeatDoesNotBreakASilence() {
    SealedBlock old = maker.block();
    assertThat(watch.arrive(old, maker)).isEqualTo(Verdict.LINKED);
    live(2);
    long last = maker.now();
    assertThat(watch.arrive(old.message(), last + 20 * SECOND, 1)).isEqualTo(Verdict.DUPLICATE);
    watch.tick(last + 26 * SECOND);
    assertThat(watch.codes()).containsExactly(FindingCode.DUPLICATE, FindingCode.SILENT);
    assertThat(watch.findings().get(1).since()).isEqualTo(last);
    watch.replay();
  }

  // REWRITE

  @Test
  void anotherBlockBelowAnAnchoredHeadIsARewrite() {
    live(2);
    Maker thief = maker.copy();
    SealedBlock genuine = maker.block(2);
    assertThat(watch.arrive(genuine, maker)).isEqualTo(Verdict.LINKED);
    live(3);
    watch.anchor(maker, 5, watch.state(maker).link());
    assertThat(watch.arrive(thief.block(5), maker)).isEqualTo(Verdict.CONTRADICTING);
    Finding finding = watch.only(FindingCode.REWRITE);
    assertThat(finding.first()).isEqualTo(2);
    assertThat(finding.evidence()).hasSize(2);
  }

  @Test
  void aHistoryThatIsNotTheAnchoredOneIsARewrite() {
    // The thief has the key and re-signs everything; only the anchor remembers.
    Maker thief = maker.copy();
    Digest anchored = BlockHeader.NO_LINK;
    for (int i = 0; i < 4; i++) {
      anchored = maker.block(2).block().link();
    }
    for (int i = 0; i < 6; i++) {
      assertThat(watch.arrive(thief.block(3), thief)).isEqualTo(Verdict.LINKED);
    }
    watch.anchor(thief, 3, anchored);
    assertThat(watch.only(FindingCode.REWRITE).reason()).isEqualTo(FindingReason.ANCHOR);
  }

  @Test
  void aRewrittenHistoryIsCaughtWhenItReachesTheAnchor() {
    Maker thief = maker.copy();
    SealedBlock first = maker.block(2);
    Digest anchored = maker.block(2).block().link();
    assertThat(watch.arrive(thief.block(3), thief)).isEqualTo(Verdict.LINKED);
    watch.anchor(maker, 1, anchored);
    assertThat(watch.arrive(thief.block(3), thief)).isEqualTo(Verdict.LINKED);
    assertThat(watch.only(FindingCode.REWRITE).reason()).isEqualTo(FindingReason.ANCHOR);
    assertThat(first.block().header().seq()).isZero();
  }

  @Test
  void aTailCutOffBelowAnAnchoredHeadIsAGap() {
    live(3);
    List<SealedBlock> cut = made(2);
    watch.anchor(maker, 4, cut.get(1).block().link());
    watch.tick(maker.now() + 6 * SECOND);
    Finding finding = watch.only(FindingCode.GAP);
    assertThat(finding.reason()).isEqualTo(FindingReason.ANCHOR_AHEAD);
    assertThat(finding.first()).isEqualTo(3);
    assertThat(finding.last()).isEqualTo(4);
  }

  // Keys

  @Test
  void aChangeOfKeySignedByBothHasNoFinding() {
    live(2);
    Signer next = Maker.newSigner(SignatureAlgorithm.ECDSA_P256);
    var change = maker.keyChange(next);
    assertThat(watch.arrive(maker.announce(BlockFlag.KEY_CHANGE, change), maker))
        .isEqualTo(Verdict.LINKED);
    maker.signWith(next);
    assertThat(watch.arrive(maker.announce(BlockFlag.KEY_CONFIRM, change), maker))
        .isEqualTo(Verdict.LINKED);
    live(3);
    watch.nothing();
  }

  @Test
  void theOldKeySignsNothingAfterTheChange() {
    live(2);
    Signer old = maker.signer;
    Signer next = Maker.newSigner(SignatureAlgorithm.ED25519);
    var change = maker.keyChange(next);
    assertThat(watch.arrive(maker.announce(BlockFlag.KEY_CHANGE, change), maker))
        .isEqualTo(Verdict.LINKED);
    assertThat(watch.arrive(maker.copy().block(), maker)).isEqualTo(Verdict.REFUSED);
    assertThat(watch.only(FindingCode.FOREIGN).reason()).isEqualTo(FindingReason.KEY_NOT_VALID);
    maker.signWith(next);
    assertThat(watch.arrive(maker.announce(BlockFlag.KEY_CONFIRM, change), maker))
        .isEqualTo(Verdict.LINKED);
    assertThat(old.key()).isNotEqualTo(next.key());
    assertThat(watch.findings()).hasSize(1);
  }

  @Test
  void aNewKeyThatDoesNotConfirmIsInconsistent() {
    live(2);
    Signer next = Maker.newSigner(SignatureAlgorithm.ED25519);
    assertThat(watch.arrive(maker.announce(BlockFlag.KEY_CHANGE, maker.keyChange(next)), maker))
        .isEqualTo(Verdict.LINKED);
    maker.signWith(next);
    live(2);
    Finding finding = watch.only(FindingCode.INCONSISTENT);
    assertThat(finding.reason()).isEqualTo(FindingReason.KEY_CONFIRM);
  }

  @Test
  void anAnnouncementForAnotherBlockNumberIsInconsistentAndAdmitsNothing() {
    live(2);
    Signer next = Maker.newSigner(SignatureAlgorithm.ED25519);
    var change = maker.keyChange(next);
    live(1);
    assertThat(watch.arrive(maker.announce(BlockFlag.KEY_CHANGE, change), maker))
        .isEqualTo(Verdict.LINKED);
    assertThat(watch.only(FindingCode.INCONSISTENT).reason()).isEqualTo(FindingReason.KEY_CHANGE);
    maker.signWith(next);
    assertThat(watch.arrive(maker.block(), maker)).isEqualTo(Verdict.REFUSED);
  }

  // Signed, and against the rules

  @Test
  void aRecordCountThatDoesNotContinueIsInconsistent() {
    live(3);
    ChainTip tip = maker.tip();
    maker.tamperTip(
        new ChainTip(
            tip.origin(), tip.chain(), tip.seq(), tip.first() + 1, tip.previous(), 1, false));
    assertThat(watch.arrive(maker.block(), maker)).isEqualTo(Verdict.LINKED);
    assertThat(watch.only(FindingCode.INCONSISTENT).reason()).isEqualTo(FindingReason.FIRST);
  }

  @Test
  void aHigherBootCounterWithoutItsFlagIsInconsistent() {
    live(3);
    ChainTip tip = maker.tip();
    maker.tamperTip(
        new ChainTip(tip.origin(), tip.chain(), tip.seq(), tip.first(), tip.previous(), 2, false));
    assertThat(watch.arrive(maker.block(), maker)).isEqualTo(Verdict.LINKED);
    assertThat(watch.only(FindingCode.INCONSISTENT).reason()).isEqualTo(FindingReason.BOOT_FLAG);
  }

  private static int indexOf(byte[] in, byte[] what) {
    for (int at = 0; at <= in.length - what.length; at++) {
      if (java.util.Arrays.equals(in, at, at + what.length, what, 0, what.length)) {
        return at;
      }
    }
    throw new AssertionError("not found");
  }
}
