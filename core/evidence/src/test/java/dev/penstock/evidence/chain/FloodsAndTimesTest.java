package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.signature.SignatureAlgorithm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A flood of one contradiction hides no other, and a clock that was set blinds nobody. */
class FloodsAndTimesTest {
  private static final long SECOND = Maker.SECOND;
  private static final long HOUR = 3600 * SECOND;

  private final Maker maker = new Maker("pump-7");
  private final Watch watch = Watch.of(maker);

  private List<SealedBlock> forks(int count) {
    var forks = new ArrayList<SealedBlock>();
    Maker copy = maker.copy();
    for (int i = 0; i < count; i++) {
      forks.add(copy.copy().block(5 + i));
    }
    return forks;
  }

  private void live(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(watch.arrive(maker.block(), maker)).isEqualTo(Verdict.LINKED);
    }
  }

  @Test
  void aContradictionSentAThousandTimesHidesNoOther() {
    live(2);
    List<SealedBlock> forks = forks(2);
    live(1);
    for (int i = 0; i < 1025; i++) {
      assertThat(watch.arrive(forks.get(0), maker)).isEqualTo(Verdict.CONTRADICTING);
    }
    assertThat(watch.findings()).hasSize(11);
    assertThat(watch.arrive(forks.get(1), maker)).isEqualTo(Verdict.CONTRADICTING);
    assertThat(watch.findings()).hasSize(12);
    assertThat(watch.findings().get(11).count()).isEqualTo(1);
    watch.replay();
  }

  @Test
  void beyondSixteenContradictionsInAnHourTheRestIsCountedUnderADigest() {
    live(2);
    List<SealedBlock> forks = forks(20);
    live(1);
    for (SealedBlock fork : forks) {
      assertThat(watch.arrive(fork, maker)).isEqualTo(Verdict.CONTRADICTING);
    }
    assertThat(watch.findings()).hasSize(16);
    watch.tick(maker.now() + HOUR);
    Finding rest =
        watch.findings().stream().filter(it -> it.rolling() != null).findFirst().orElseThrow();
    assertThat(rest.code()).isEqualTo(FindingCode.FORK);
    assertThat(rest.count()).isEqualTo(4);
    assertThat(watch.arrive(forks.get(0).message(), maker.now() + HOUR, 1))
        .isEqualTo(Verdict.CONTRADICTING);
    watch.replay();
  }

  @Test
  void oneWrongReadingOfTheObserversClockBlindsNothing() {
    live(3);
    long year = 365L * 24 * HOUR;
    watch.tick(maker.now() + year, maker.now());
    assertThat(watch.only(FindingCode.CLOCK_BACK).reason()).isEqualTo(FindingReason.OBSERVER);
    watch.tick(maker.now() + SECOND, maker.now() + SECOND);
    watch.tick(maker.now() + 26 * SECOND, maker.now() + 26 * SECOND);
    assertThat(watch.codes())
        .containsExactly(FindingCode.CLOCK_BACK, FindingCode.CLOCK_BACK, FindingCode.SILENT);
    assertThat(watch.findings().get(2).since()).isEqualTo(maker.now());
    watch.replay();
  }

  @Test
  void disorderAfterTheObserversClockWasSetBackIsStillMended() {
    live(3);
    SealedBlock late = maker.block();
    SealedBlock early = maker.block();
    long steady = maker.now();
    assertThat(watch.arrive(early, maker.now() - 10 * SECOND, steady)).isEqualTo(Verdict.HELD);
    watch.tick(maker.now() - 10 * SECOND, steady);
    watch.tick(maker.now() - 9 * SECOND, steady + SECOND);
    assertThat(watch.arrive(late, maker.now() - 9 * SECOND, steady + SECOND))
        .isEqualTo(Verdict.LINKED);
    assertThat(watch.findings().stream().map(Finding::reason))
        .contains(FindingReason.OBSERVER)
        .isSubsetOf(FindingReason.OBSERVER, FindingReason.AHEAD);
    assertThat(watch.state(maker).missing()).isZero();
    watch.replay();
  }

  @Test
  void aChainWhoseKeyWasAdmittedAndThatNeverSendsIsSilent() {
    watch.tick(maker.now() + 24 * SECOND);
    watch.nothing();
    watch.tick(maker.now() + 25 * SECOND);
    assertThat(watch.only(FindingCode.SILENT).since()).isEqualTo(maker.now());
  }

  @Test
  void aReadersWordAboutAKeyStartsNoSilence() {
    var reader = new Watch();
    var key = Maker.newSigner(SignatureAlgorithm.ED25519).key();
    var _ = reader.take(new ObserverEvent.KeyAdmitted(0, key, "pump-8", maker.chain, 0));
    reader.tick(maker.now());
    reader.tick(maker.now() + HOUR);
    reader.nothing();
    assertThat(reader.findings()).isEmpty();
  }
}
