package dev.penstock.device;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.chain.ChainPolicy;
import dev.penstock.evidence.chain.ChainState;
import dev.penstock.evidence.chain.Finding;
import dev.penstock.evidence.chain.Observer;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.evidence.chain.SeenBlocks;
import dev.penstock.evidence.chain.Verdict;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A gateway as block.md §8 and chain.md say: core's observer, and acks for what is in the log. */
final class WatchingGateway {
  final List<byte[]> acks = new ArrayList<>();
  final List<Finding> findings = new ArrayList<>();

  /** Points of the samples and alarms of all blocks in the log. */
  final Set<Long> points = new HashSet<>();

  /** How many samples and alarms those are. */
  int sampleCount;

  private final Site site;
  private final SeenBlocks log = new SeenBlocks();
  private final Observer observer = new Observer(ChainPolicy.DEFAULT, new JdkSignatures(), log);
  private final Map<ChainId, Challenge> open = new HashMap<>();
  private long steady;
  private long counter;

  WatchingGateway(Site site) {
    this.site = site;
  }

  List<ChainState> chains() {
    return observer.chains();
  }

  void tick() {
    note(observer.take(new ObserverEvent.Tick(site.fake.wallNanos, steady())));
  }

  private long steady() {
    steady = Math.max(steady, site.fake.wallNanos);
    return steady;
  }

  void take(byte[] message) throws IOException {
    Seen block = Seen.of(message);
    var chain = ChainId.of(block.chain());
    Observer.Outcome outcome =
        observer.take(ObserverEvent.Arrived.of(site.fake.wallNanos, steady(), 1, "test", message));
    note(outcome);
    if (outcome.verdict() != null && outcome.verdict().makesLeaf()) {
      log.add(outcome.block());
      addPoints(block, points);
      sampleCount += block.records().stream().filter(WatchingGateway::isOfAPoint).toList().size();
    }
    if (outcome.verdict() != Verdict.REFUSED) {
      acknowledge(message, chain);
    }
  }

  /** A person admits a chain from its first block on. */
  void admit(byte[] chain, DeviceKey signer) {
    SignatureAlgorithm algorithm =
        signer.algorithm() == Cose.ES256
            ? SignatureAlgorithm.ECDSA_P256
            : SignatureAlgorithm.ED25519;
    var key = VerificationKey.of(algorithm, signer.publicKey());
    note(
        observer.take(
            new ObserverEvent.KeyAdmitted(
                site.fake.wallNanos, steady(), key, "pump-7", ChainId.of(chain), 0)));
  }

  private void acknowledge(byte[] message, ChainId chain) throws IOException {
    if (observer.chain(chain).isChallengeDue()) {
      byte[] fresh = new byte[16];
      site.world.random().nextBytes(fresh);
      open.put(chain, Challenge.of(fresh));
      note(
          observer.take(
              new ObserverEvent.ChallengeSent(
                  site.fake.wallNanos, steady(), chain, Challenge.of(fresh))));
    }
    acks.add(site.ack(message, ++counter, open.get(chain).value().bytes()));
  }

  private void note(Observer.Outcome outcome) {
    findings.addAll(outcome.findings());
  }

  static void addPoints(Seen block, Set<Long> points) {
    for (List<Object> record : block.records()) {
      if (isOfAPoint(record)) {
        points.add((Long) record.get(3));
      }
    }
  }

  private static boolean isOfAPoint(List<Object> record) {
    return record.get(1).equals(1L) || record.get(1).equals(4L);
  }
}
