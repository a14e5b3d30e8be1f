package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.evidence.record.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** chain.md §3: nothing that is missing is ever forgotten, wherever it is and however much. */
class HolesTest {
  private static final long SECOND = Maker.SECOND;

  private final Maker maker = new Maker("pump-7");
  private final Watch watch = Watch.of(maker);

  private List<SealedBlock> made(int count) {
    var blocks = new ArrayList<SealedBlock>();
    for (int i = 0; i < count; i++) {
      blocks.add(maker.block(1));
    }
    return blocks;
  }

  @Test
  void holesBeyondThoseKeptApartAreReportedAndStillCountAsMissing() {
    List<SealedBlock> blocks = made(202);
    // A resend between two ticks of which every second block is lost.
    for (int i = 0; i < 202; i += 2) {
      var _ = watch.arrive(blocks.get(i), maker);
    }
    assertThat(watch.state(maker).gaps).hasSize(Gap.COUNT_MAX);
    maker.pass(6 * SECOND);
    watch.tick(maker.now());
    assertThat(watch.findings().stream().filter(it -> it.code() == FindingCode.GAP)).hasSize(100);
    assertThat(watch.state(maker).missing()).isEqualTo(100);
    List<Gap> kept = List.copyOf(watch.state(maker).gaps);
    for (Gap gap : kept) {
      for (long seq = gap.first(); seq <= gap.last(); seq++) {
        assertThat(watch.arrive(blocks.get((int) seq), maker)).isEqualTo(Verdict.FILLED);
      }
    }
    // All that was kept apart is filled; the rest is missing as before.
    assertThat(watch.state(maker).gaps).isEmpty();
    assertThat(watch.state(maker).missing()).isEqualTo(100 - kept.size()).isPositive();
    assertThat(watch.state(maker).isWholeFrom(0)).isFalse();
    watch.replay();
    for (int i = 1; i < 202 - 1; i += 2) {
      var _ = watch.arrive(blocks.get(i), maker);
    }
    assertThat(watch.state(maker).missing()).isZero();
    assertThat(watch.state(maker).isWholeFrom(0)).isTrue();
    watch.replay();
  }

  @Test
  void aHoleBeforeBlocksThatWaitIsMissingAndAtTheEndAGap() {
    List<SealedBlock> blocks = made(17);
    for (int i = 0; i < 17; i++) {
      if (i != 11) {
        var _ = watch.arrive(blocks.get(i), maker);
      }
    }
    watch.nothing();
    assertThat(watch.state(maker).missing()).isZero();
    assertThat(watch.state(maker).missingAhead()).isEqualTo(1);
    assertThat(watch.state(maker).waiting()).isEqualTo(5);
    assertThat(watch.state(maker).isWholeFrom(0)).isFalse();
    List<Finding> atTheEnd = watch.end();
    assertThat(atTheEnd).hasSize(1);
    assertThat(atTheEnd.get(0).code()).isEqualTo(FindingCode.GAP);
    assertThat(atTheEnd.get(0).first()).isEqualTo(11);
    assertThat(watch.state(maker).missing()).isEqualTo(1);
    assertThat(watch.state(maker).head()).isEqualTo(16);
  }

  @Test
  void aForgedBlockBelowTheFirstOneSeenIsAForkOnceItsSuccessorComes() {
    List<SealedBlock> blocks = made(2);
    Maker thief = maker.copy();
    SealedBlock genuine = maker.block(1);
    SealedBlock forged = thief.block(1);
    blocks.add(genuine);
    blocks.addAll(made(3));
    assertThat(watch.arrive(blocks.get(5), maker)).isEqualTo(Verdict.LINKED);
    assertThat(watch.arrive(forged, maker)).isEqualTo(Verdict.FILLED);
    assertThat(watch.arrive(blocks.get(4), maker)).isEqualTo(Verdict.FILLED);
    assertThat(watch.arrive(blocks.get(3), maker)).isEqualTo(Verdict.CONTRADICTING);
    Finding fork = watch.only(FindingCode.FORK);
    assertThat(fork.evidence())
        .containsExactly(
            ByteString.of(forged.block().leaf()), ByteString.of(blocks.get(3).block().leaf()));
  }

  @Test
  void blocksBeforeTheFirstOneSeenAreJoinedInAnyOrder() {
    List<SealedBlock> blocks = made(6);
    for (int i : new int[] {5, 2, 4, 3, 0, 1}) {
      var _ = watch.arrive(blocks.get(i), maker);
    }
    assertThat(watch.state(maker).base()).isZero();
    assertThat(watch.state(maker).isWholeFrom(0)).isTrue();
    watch.nothing();
  }

  @Test
  void aHoleBelowTheFirstOneSeenIsAGapOnceBothItsSidesAreSeen() {
    List<SealedBlock> blocks = made(6);
    for (int i : new int[] {5, 2}) {
      var _ = watch.arrive(blocks.get(i), maker);
    }
    maker.pass(6 * SECOND);
    watch.tick(maker.now());
    Finding gap = watch.only(FindingCode.GAP);
    assertThat(gap.first()).isEqualTo(3);
    assertThat(gap.last()).isEqualTo(4);
    assertThat(watch.state(maker).isWholeFrom(2)).isFalse();
  }

  @Test
  void anchorsThatKeepComingDoNotPutOffAGap() {
    var _ = watch.arrive(maker.block(), maker);
    for (int i = 1; i <= 8; i++) {
      maker.pass(SECOND);
      watch.anchor(maker, 10L * i, Maker.digest(i));
      watch.tick(maker.now());
    }
    Finding gap = watch.only(FindingCode.GAP);
    assertThat(gap.reason()).isEqualTo(FindingReason.ANCHOR_AHEAD);
  }

  @Test
  void anAnchorThatIsAlwaysALittleAheadIsNoGapWhileTheBlocksFollow() {
    SealedBlock next = maker.block();
    for (int i = 0; i < 30; i++) {
      watch.anchor(maker, i, next.block().link());
      SealedBlock now = next;
      next = maker.block();
      watch.anchor(maker, i + 1L, next.block().link());
      assertThat(watch.arrive(now, maker)).isEqualTo(Verdict.LINKED);
      watch.tick(maker.now());
    }
    watch.nothing();
  }
}
