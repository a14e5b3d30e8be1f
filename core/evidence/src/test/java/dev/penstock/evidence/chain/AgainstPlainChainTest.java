package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Everything that can happen to a chain at once: forks, changes and withdrawals of keys, restarts,
 * echoes, anchors, sleeps, sessions, more holes than are kept apart, in any order of delivery.
 * Verdicts, findings and what is missing are those of {@link PlainChain}, after every event.
 */
class AgainstPlainChainTest {
  private static final long SECOND = Maker.SECOND;
  private static final int ORDERS = 20;

  /** A story in about thirty is so long that more holes open than are kept apart. */
  private static final int LONG = 220;

  @Test
  void everyStoryInEveryOrderIsToldAsThePlainModelTellsIt() {
    var seeds = new SplittableRandom(Seed.value());
    long told = 0;
    for (int i = 0; i < Deep.cases(20, 50_000); i++) {
      told += tell(seeds.nextLong(), i % 30 == 7 ? LONG : 10 + i % 30);
    }
    assertThat(told).as("events that were compared").isGreaterThan(1_000);
  }

  private static long tell(long seed, int length) {
    var random = new SplittableRandom(seed);
    var story = new Story(random, length);
    long told = 0;
    for (int order = 0; order < ORDERS; order++) {
      String name = "story " + seed + ", order " + order + ", " + Seed.describe();
      var run = new Run(story, random.split(), name);
      run.live();
      told += run.events.size();
    }
    return told;
  }

  private static final class Run {
    private final Story story;
    private final SplittableRandom random;
    private final String name;
    private final SeenBlocks seen = new SeenBlocks();
    private Observer observer = new Observer(ChainPolicy.DEFAULT, Story.CREDULOUS, seen);
    private final PlainChain model = new PlainChain();
    private final List<String> events = new ArrayList<>();
    private int challengesSent;
    private long now = Maker.START;
    private boolean isSpokenFor;

    Run(Story story, SplittableRandom random, String name) {
      this.story = story;
      this.random = random;
      this.name = name;
    }

    void live() {
      admit(story.firstKey.key(), 0);
      if (random.nextInt(4) == 0) {
        aGroupChainOfTheSameMaker();
      }
      for (Story.Made made : story.arrivals(random)) {
        now += random.nextLong(SECOND / 2);
        arrive(made);
        switch (random.nextInt(40)) {
          case 0, 1, 2, 3, 4, 5, 6, 7 -> tick();
          case 8, 9, 10 -> challenge();
          case 11, 12 -> anchor();
          case 13 -> revokeOrAdmit(made);
          case 14 -> restart();
          default -> {}
        }
      }
      tick();
      events.add("end");
      List<Finding> findings = observer.end();
      model.end();
      compare(null, null, findings);
    }

    private void admit(VerificationKey key, long from) {
      events.add("admit " + Block.kidOf(key) + " from " + from);
      String origin = story.device.origin;
      var event = new ObserverEvent.KeyAdmitted(now, key, origin, story.device.chain, from);
      Observer.Outcome outcome = observer.take(event);
      model.admit(Block.kidOf(key), from, now);
      compare(null, null, outcome.findings());
    }

    /** The same key signs a second chain, which speaks for the first one when that sleeps. */
    private void aGroupChainOfTheSameMaker() {
      var group = Maker.group(story.device.origin);
      var zone = new Maker(group.origin, group.chain, story.firstKey);
      zone.isGroup = true;
      zone.tamperTip(zone.tip());
      var _ =
          observer.take(
              new ObserverEvent.KeyAdmitted(0, story.firstKey.key(), zone.origin, zone.chain, 0));
      byte[] beat = zone.heartbeat().message();
      Observer.Outcome outcome = observer.take(ObserverEvent.Arrived.of(now, now, 1, "test", beat));
      assertThat(outcome.verdict()).isEqualTo(Verdict.LINKED);
      isSpokenFor = true;
    }

    private void arrive(Story.Made made) {
      long session = random.nextInt(12) == 0 ? 2 + random.nextInt(6) : 1;
      events.add("arrive " + made.named() + " over " + session);
      var event = ObserverEvent.Arrived.of(now, now, session, "test", made.message().bytes());
      Observer.Outcome outcome = observer.take(event);
      Verdict verdict = outcome.verdict();
      if (verdict != null && verdict.makesLeaf() && outcome.block() != null) {
        seen.add(outcome.block());
      }
      Verdict expected = model.arrive(made, now, session);
      // What is refused at once has budgets of its own: RefusalsTest.
      boolean isAtOnce = verdict == Verdict.REFUSED && model.said.isEmpty();
      compare(expected, verdict, isAtOnce ? List.of() : outcome.findings());
    }

    private void tick() {
      now += random.nextInt(4) == 0 ? random.nextLong(30 * SECOND) : random.nextLong(6 * SECOND);
      if (random.nextInt(200) == 0) {
        now += 3600 * SECOND;
      }
      events.add("tick " + now);
      Observer.Outcome outcome = observer.take(new ObserverEvent.Tick(now));
      model.tick(now, isSpokenFor);
      compare(null, null, outcome.findings());
    }

    private void challenge() {
      Challenge challenge = story.challenges.get(challengesSent);
      challengesSent = Math.min(challengesSent + random.nextInt(2), story.challenges.size() - 1);
      events.add("challenge " + challenge);
      var event = new ObserverEvent.ChallengeSent(now, story.device.chain, challenge);
      Observer.Outcome outcome = observer.take(event);
      model.challenge(challenge, now);
      compare(null, null, outcome.findings());
    }

    private void anchor() {
      Story.Made anchored = story.any();
      long seq = anchored.header().seq();
      Digest link = anchored.link();
      events.add("anchor " + seq + " " + link);
      var event = new ObserverEvent.Anchored(now, story.device.chain, seq, link, "tsa");
      Observer.Outcome outcome = observer.take(event);
      model.anchor(seq, link, now);
      compare(null, null, outcome.findings());
    }

    private void revokeOrAdmit(Story.Made made) {
      if (random.nextInt(3) == 0) {
        events.add("revoke " + made.kid());
        Observer.Outcome outcome = observer.take(new ObserverEvent.KeyRevoked(now, made.kid()));
        model.keys.revoke(made.kid());
        compare(null, null, outcome.findings());
      } else {
        story.keyOf(made).ifPresent(key -> admit(key, random.nextLong(made.header().seq() + 2)));
      }
    }

    /** Goes on from what was stored. */
    private void restart() {
      events.add("restart");
      var chains = new ArrayList<ChainState>();
      for (ChainState state : observer.chains()) {
        if (ChainStateCodec.decode(ChainStateCodec.encode(state))
            instanceof Decoded.Value<ChainState>(var read)) {
          assertThat(read).as(name).isEqualTo(state);
          chains.add(read);
        }
      }
      observer =
          switch (ObserverStateCodec.decode(observer.encode())) {
            case Decoded.Value<ObserverStateCodec.Stored>(var stored) ->
                Observer.restored(ChainPolicy.DEFAULT, Story.CREDULOUS, seen, stored, chains);
            case Decoded.Refused<ObserverStateCodec.Stored>(var why) ->
                throw new AssertionError(why);
          };
    }

    private void compare(Verdict expected, Verdict verdict, List<Finding> findings) {
      ChainState state = observer.chain(story.device.chain);
      List<String> told =
          findings.stream()
              .filter(finding -> finding.chain() == null || finding.chain().equals(state.chain()))
              .filter(finding -> !isOfRefusals(finding))
              .map(Run::text)
              .sorted()
              .toList();
      List<String> said = model.said.stream().sorted().toList();
      model.said.clear();
      boolean isSame =
          expected == verdict
              && told.equals(said)
              && state.head() == model.headSeq()
              && state.base() == model.base
              && state.missing() == model.missingCount()
              && state.duplicates() == model.duplicates
              && state.contradictions == model.contradictions
              && (state.silentSince() >= 0) == (model.silentSince >= 0)
              && state.isAsleep() == model.isAsleep()
              && state.held.stream().map(Held::seq).toList().equals(model.waitingSeqs());
      if (!isSame) {
        throw new AssertionError(
            name
                + ", after\n"
                + String.join("\n", events)
                + "\n"
                + verdict
                + " "
                + told
                + "\nmodel: "
                + expected
                + " "
                + said
                + "\n"
                + state
                + "\nmodel: head "
                + model.headSeq()
                + " base "
                + model.base
                + " missing "
                + model.missingCount()
                + " held "
                + model.waitingSeqs()
                + " duplicates "
                + model.duplicates
                + "/"
                + state.duplicates()
                + " contradictions "
                + model.contradictions
                + "/"
                + state.contradictions);
      }
    }

    private static boolean isOfRefusals(Finding finding) {
      boolean isRest = finding.rolling() != null && finding.first() < 0;
      return isRest && finding.code() != FindingCode.FORK;
    }

    private static String text(Finding finding) {
      return finding.code()
          + " "
          + finding.reason()
          + " "
          + finding.first()
          + "-"
          + finding.last()
          + " x"
          + finding.count();
    }
  }
}
