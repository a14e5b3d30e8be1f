package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.SealedBlock;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * chain.md §3, silence: a chain that said it sleeps is not silent while its maker's group chain is
 * on record, which never sleeps; whoever cuts a wire or holds no key cannot say it for others.
 */
class SleepTest {
  private static final long SECOND = Maker.SECOND;
  private static final long LONG = 300 * SECOND;

  private final Maker group = Maker.group("gw");
  private final Maker own =
      new Maker(
          "gw",
          ChainId.of(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
          group.signer);
  private final Watch watch = Watch.of(group, own);

  private void linked(SealedBlock block, Maker maker) {
    assertThat(watch.arrive(block, maker)).isEqualTo(Verdict.LINKED);
  }

  /** The gateway lives on for so long: its group chain beats, its own chain says nothing. */
  private void live(long nanos) {
    group.pass(Math.max(0, own.now() - group.now()));
    for (long end = group.now() + nanos; group.now() < end; ) {
      group.pass(9 * SECOND);
      linked(group.heartbeat(), group);
      watch.tick(group.now());
    }
    own.pass(group.now() - own.now());
  }

  private void fallAsleep() {
    linked(group.block(), group);
    linked(own.block(), own);
    linked(own.putToSleep(), own);
  }

  @Test
  void aChainThatSleepsIsNotSilentAndGoesOnWhereItStood() {
    fallAsleep();
    assertThat(watch.state(own).isAsleep()).isTrue();
    live(LONG);
    linked(own.block(), own);
    assertThat(watch.state(own).isAsleep()).isFalse();
    live(20 * SECOND);
    watch.nothing();
  }

  @Test
  void aChainThatWokeIsSilentLikeAnyOther() {
    fallAsleep();
    live(LONG);
    linked(own.block(), own);
    long last = own.now();
    live(40 * SECOND);
    Finding silent = watch.only(FindingCode.SILENT);
    assertThat(silent.since()).isEqualTo(last);
    assertThat(silent.chain()).isEqualTo(own.chain);
    assertThat(silent.note()).isEmpty();
  }

  @Test
  void theGroupChainThatStopsIsSilentAndSpeaksForTheSleepers() {
    fallAsleep();
    live(60 * SECOND);
    long last = group.now();
    watch.tick(last + 26 * SECOND);
    watch.tick(last + LONG);
    Finding silent = watch.only(FindingCode.SILENT);
    assertThat(silent.chain()).isEqualTo(group.chain);
    assertThat(silent.since()).isEqualTo(last);
  }

  @Test
  void aDeviceThatSaysItSleepsIsSilentAllTheSame() {
    var device = new Maker("pump-7");
    watch.admit(device);
    linked(group.block(), group);
    linked(own.putToSleep(), own);
    linked(device.putToSleep(), device);
    live(40 * SECOND);
    Finding silent = watch.only(FindingCode.SILENT);
    assertThat(silent.origin()).isEqualTo("pump-7");
    assertThat(silent.describe()).contains("no group chain of its maker");
  }

  @Test
  void aSleepThatWasPutIntoABlockOnItsWayIsTamperedAndTheChainSilent() {
    linked(group.block(), group);
    linked(own.block(), own);
    SealedBlock awake = own.heartbeat();
    SealedBlock asleep = ownAsItWas().putToSleep();
    // The header of a sleep under the signature of a heartbeat; both stand before K and records.
    byte[] forged = asleep.message();
    byte[] signature = awake.block().signature();
    System.arraycopy(signature, 0, forged, forged.length - 2 - 64, 64);
    assertThat(forged).isNotEqualTo(asleep.message());
    assertThat(watch.arrive(forged, own.now(), 1)).isEqualTo(Verdict.REFUSED);
    live(40 * SECOND);
    assertThat(watch.codes()).containsExactly(FindingCode.TAMPERED, FindingCode.SILENT);
    watch.replay();
  }

  /** A copy of the device as it was one block ago. */
  private Maker ownAsItWas() {
    var again = new Maker(own.origin, own.chain, own.signer);
    var _ = again.block();
    return again;
  }

  @Test
  void aForkThatSaysItSleepsPutsNobodyToSleep() {
    linked(group.block(), group);
    linked(own.block(), own);
    Maker thief = own.copy();
    linked(own.block(), own);
    assertThat(watch.arrive(thief.putToSleep(), thief)).isEqualTo(Verdict.CONTRADICTING);
    live(40 * SECOND);
    assertThat(watch.codes()).containsExactly(FindingCode.FORK, FindingCode.SILENT);
    watch.replay();
  }

  @Test
  void aSleepThatCameLateSaysNothingAboutNow() {
    linked(group.block(), group);
    linked(own.block(), own);
    SealedBlock asleep = own.putToSleep();
    SealedBlock awake = own.block();
    assertThat(watch.arrive(awake, own)).isEqualTo(Verdict.HELD);
    own.pass(6 * SECOND);
    watch.tick(own.now());
    assertThat(watch.arrive(asleep, own)).isEqualTo(Verdict.FILLED);
    live(40 * SECOND);
    assertThat(watch.codes())
        .containsExactly(FindingCode.GAP, FindingCode.CLOSED_LATE, FindingCode.SILENT);
    watch.replay();
  }

  @Test
  void aSleeperThatSendsAheadIsAwakeAndMissesWhatIsMissing() {
    fallAsleep();
    live(LONG);
    SealedBlock lost = own.block();
    SealedBlock held = own.block();
    assertThat(watch.arrive(held, own)).isEqualTo(Verdict.HELD);
    assertThat(watch.state(own).isAsleep()).isFalse();
    live(40 * SECOND);
    assertThat(watch.codes()).containsExactly(FindingCode.GAP, FindingCode.SILENT);
    assertThat(watch.arrive(lost, own)).isEqualTo(Verdict.FILLED);
    watch.replay();
  }

  @Test
  void whatFollowsASleepIsComparedWithItAsWithAnyBlock() {
    fallAsleep();
    live(LONG);
    own.reboot();
    linked(own.block(), own);
    assertThat(watch.state(own).head()).isEqualTo(2);
    watch.nothing();
    own.tickOffset = -SECOND;
    own.tamperTip(own.tip());
    linked(own.putToSleep(), own);
    assertThat(watch.only(FindingCode.CLOCK_BACK).reason()).isEqualTo(FindingReason.MONOTONIC);
  }

  @Test
  void theSleepIsInTheStoredStateAndInTheHeader() {
    linked(group.block(), group);
    SealedBlock asleep = own.putToSleep();
    linked(asleep, own);
    assertThat(asleep.block().header().has(BlockFlag.SLEEP)).isTrue();
    for (Maker maker : List.of(group, own)) {
      ChainState state = watch.state(maker);
      assertThat(state.isGroup()).isEqualTo(maker == group);
      assertThat(state.isAsleep()).isEqualTo(maker == own);
    }
    watch.nothing();
  }
}
