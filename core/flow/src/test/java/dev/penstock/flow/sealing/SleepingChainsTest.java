package dev.penstock.flow.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.evidence.chain.ChainPolicy;
import dev.penstock.evidence.chain.Finding;
import dev.penstock.evidence.chain.FindingCode;
import dev.penstock.evidence.chain.Observer;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.evidence.chain.SeenBlocks;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The chains of a gateway, made by the rules of sealing, under the eyes of a real observer. */
class SleepingChainsTest {
  private static final long SECOND = 1_000_000_000;
  private static final long START = 1_767_225_600L * SECOND;

  private final FakeJournal journal = new FakeJournal();
  private final List<ClosedBlock> closed = new ArrayList<>();
  private final Map<Long, Long> nextSeq = new HashMap<>();
  private final List<ClosedBlock> all = new ArrayList<>();

  // The observer's side.
  private final SeenBlocks seen = new SeenBlocks();
  private final Set<ChainId> admitted = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private Observer observer = new Observer(ChainPolicy.DEFAULT, new JdkSignatures(), seen);
  private Predicate<Lane> isDelivered = lane -> true;
  private long steady = START;

  private final Signer signer = realSigner();
  private Sealing sealing = sealing(1);

  /** When this run began. */
  private long bootedAt;

  private long now;

  private static Signer realSigner() {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new JdkSignatures().signer(SignatureAlgorithm.ED25519, pair);
    } catch (GeneralSecurityException | SigningException e) {
      throw new AssertionError(e);
    }
  }

  private Sealing sealing(long boot) {
    var maker = new SealingMaker("gw", boot, signer, new SplittableRandom(boot));
    return new Sealing(SealingRules.DEFAULT, maker, 0, 0, closed::add);
  }

  private Closing closing() {
    return Closing.at(now - bootedAt, START + now, 20);
  }

  /** For so many seconds the source says so much in each. */
  private void live(int seconds, int recordsEach) throws SigningException {
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < recordsEach; i++) {
        say(1);
      }
      now += SECOND;
      sealing.settle(closing(), true);
      deliver();
    }
  }

  private void say(long source) throws SigningException {
    long seq = nextSeq.merge(source, 1L, Long::sum) - 1;
    var sample = new Sample(SampleValue.of(seq));
    FakeJournal.Entry entry =
        journal.append(new LedgerRecord(seq, source, 1L, null, START + now, 0, sample), 0);
    assertThat(take(sealing, entry, closing())).isTrue();
  }

  private static boolean take(Sealing to, FakeJournal.Entry entry, Closing at)
      throws SigningException {
    byte[] bytes = entry.bytes().bytes();
    return to.take(
        entry.source(),
        entry.seq(),
        entry.kind(),
        entry.position(),
        entry.address(),
        bytes,
        0,
        bytes.length,
        at);
  }

  /** What was closed comes to the observer, and a tick after it. */
  private void deliver() {
    steady = Math.max(steady, START + now);
    var auditor = new Auditor(journal);
    for (ClosedBlock block : closed) {
      if (isDelivered.test(block.extents().lane())) {
        arrive(block, auditor.message(block), signer);
      }
    }
    all.addAll(closed);
    closed.clear();
    take(new ObserverEvent.Tick(steady, steady));
  }

  private void arrive(ClosedBlock block, byte[] message, Signer by) {
    ChainId chain = block.block().header().chain();
    if (admitted.add(chain)) {
      take(new ObserverEvent.KeyAdmitted(steady, by.key(), "gw", chain, 0));
    }
    take(ObserverEvent.Arrived.of(steady, steady, 1, "log", message));
  }

  private void take(ObserverEvent event) {
    Observer.Outcome outcome = observer.take(event);
    findings.addAll(outcome.findings());
    if (outcome.verdict() != null && outcome.verdict().makesLeaf()) {
      seen.add(outcome.block());
    }
  }

  private List<String> told() {
    return findings.stream().map(Finding::describe).toList();
  }

  private Map<Lane, ChainTip> tips() {
    return sealing.tips();
  }

  /** The gateway starts again, with what its log says. */
  private void restart(long boot) throws SigningException {
    sealing.closeAll(closing());
    deliver();
    Map<Lane, ChainTip> tips = tips();
    bootedAt = now;
    sealing = sealing(boot);
    tips.forEach(sealing::resume);
    nextSeq.forEach((source, next) -> sealing.covered(source, next - 1));
  }

  @Test
  void aSourceThatIsBusyGoesQuietAndComesBackIsNeverSilent() throws SigningException {
    var own = new Lane.Own(1);
    live(5, 80);
    assertThat(tips().get(own).isAsleep()).isFalse();
    live(300, 1);
    assertThat(tips().get(own).isAsleep()).isTrue();
    live(5, 80);
    assertThat(tips().get(own).isAsleep()).isFalse();
    live(300, 0);
    assertThat(tips().get(own).isAsleep()).isTrue();
    assertThat(told()).isEmpty();
    assertThat(observer.end()).isEmpty();
    assertThat(observer.chains()).hasSize(2).allMatch(state -> state.isWholeFrom(0));
    long sleeps = all.stream().filter(it -> it.block().header().has(BlockFlag.SLEEP)).count();
    assertThat(sleeps).isEqualTo(2);
  }

  @Test
  void restartsInTheMiddleOfAnythingAreNoSilenceEither() throws SigningException {
    live(5, 80);
    restart(2);
    live(200, 0);
    assertThat(tips().get(new Lane.Own(1)).isAsleep()).isTrue();
    restart(3);
    live(100, 1);
    live(5, 80);
    restart(4);
    live(5, 80);
    live(100, 3);
    assertThat(told()).isEmpty();
    assertThat(observer.chains()).hasSize(2).allMatch(state -> state.isWholeFrom(0));
  }

  @Test
  void aGroupChainThatStopsIsSilentWhileItsSleeperStaysOutOfIt() throws SigningException {
    live(5, 80);
    live(200, 1);
    isDelivered = lane -> lane instanceof Lane.Own;
    live(60, 1);
    assertThat(findings).hasSize(1);
    Finding silent = findings.get(0);
    assertThat(silent.code()).isEqualTo(FindingCode.SILENT);
    assertThat(observer.chain(silent.chain()).isGroup()).isTrue();
  }

  @Test
  void anOwnChainThatStopsWhileItIsAwakeIsSilent() throws SigningException {
    live(5, 80);
    isDelivered = lane -> lane instanceof Lane.Group;
    live(60, 80);
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).code()).isEqualTo(FindingCode.SILENT);
    assertThat(observer.chain(findings.get(0).chain()).isGroup()).isFalse();
  }

  @Test
  void aSleeperWhoseLastBlockWasHeldBackIsSilent() throws SigningException {
    live(5, 80);
    // Whoever cuts the wire before the block that says it sleeps gains nothing.
    isDelivered = lane -> lane instanceof Lane.Group;
    live(300, 0);
    assertThat(tips().get(new Lane.Own(1)).isAsleep()).isTrue();
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).code()).isEqualTo(FindingCode.SILENT);
  }

  @Test
  void noPlantAndNoCrashMakesAnObserverSayAnything() {
    Property.forAll(Gen.seeds())
        .cases(6, 600)
        .holds(seed -> new SleepingChainsTest().randomLife(seed));
  }

  /** Small numbers, so that chains fall asleep and wake all the time. */
  private static final SealingRules QUICK =
      new SealingRules(new SealingPace(Duration.ofSeconds(1), Duration.ofSeconds(3)), 40, 20, 2, 3);

  /** Whoever signs says what the other side finds; the rules of sealing are what is looked at. */
  private static final Signatures CREDULOUS = key -> (message, signature) -> true;

  private void randomLife(long seed) {
    var fake = new FakeSigner();
    observer = new Observer(ChainPolicy.DEFAULT, CREDULOUS, seen);
    var random = new SplittableRandom(seed);
    var plant = new Plant(random, journal);
    List<ClosedBlock> committed = new ArrayList<>();
    long low = 0;
    for (int boot = 1; boot <= 3; boot++) {
      var maker = new SealingMaker("gw", boot, fake, new SplittableRandom(seed + boot));
      closed.clear();
      var auditor = new Auditor(journal);
      for (ClosedBlock block : committed) {
        var _ = auditor.check(block);
      }
      var run = new Sealing(QUICK, maker, low, 0, closed::add);
      auditor.tips().forEach(run::resume);
      auditor.lastSeq().forEach(run::covered);
      long from = low;
      long ticks = 0;
      int given = 0;
      for (int step = 0; step < 80; step++) {
        if (step / 20 % 2 == 0) {
          plant.talk();
        }
        for (; given < journal.entries().size(); given++) {
          FakeJournal.Entry entry = journal.entries().get(given);
          if (entry.position() >= from) {
            giveTo(run, entry, ticks);
          }
        }
        ticks += random.nextInt(900) * (SECOND / 1000);
        settle(run, ticks);
        if (random.nextBoolean()) {
          committed.addAll(closed);
          var reader = new Auditor(journal);
          for (ClosedBlock block : closed) {
            arrive(block, reader.message(block), fake);
          }
          closed.clear();
          low = run.low();
        }
        steady += ticks - now;
        now = ticks;
        take(new ObserverEvent.Tick(steady, steady));
      }
      now = 0;
    }
    assertThat(told()).isEmpty();
  }

  private static void giveTo(Sealing run, FakeJournal.Entry entry, long ticks) {
    try {
      var _ = take(run, entry, Closing.at(ticks));
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  private static void settle(Sealing run, long ticks) {
    try {
      run.settle(Closing.at(ticks), true);
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }
}
