package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.testkit.records.RecordGrammar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * An observer for tests with its store, which remembers every event in its stored form: {@link
 * #replay} runs them through another observer and demands the same findings, verdicts and states.
 */
final class Watch {
  private final ChainPolicy policy;
  private final SeenBlocks seen = new SeenBlocks();
  private final Observer observer;
  private final List<byte[]> events = new ArrayList<>();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  Watch() {
    this(ChainPolicy.DEFAULT);
  }

  Watch(ChainPolicy policy) {
    this.policy = policy;
    this.observer = new Observer(policy, new JdkSignatures(), seen);
  }

  /** An observer that knows these makers' keys. */
  static Watch of(Maker... makers) {
    var watch = new Watch();
    for (Maker maker : makers) {
      watch.admit(maker);
    }
    return watch;
  }

  void admit(Maker maker) {
    var _ =
        take(
            new ObserverEvent.KeyAdmitted(
                maker.now(), maker.signer.key(), maker.origin, maker.chain, maker.tip().seq()));
  }

  Verdict arrive(SealedBlock block, Maker maker) {
    return arrive(block.message(), maker.now(), 1);
  }

  Verdict arrive(byte[] message, long at, long session) {
    Observer.Outcome outcome = take(ObserverEvent.Arrived.of(at, at, session, "test", message));
    assertThat(outcome.verdict()).isNotNull();
    return outcome.verdict();
  }

  void tick(long at) {
    var _ = take(new ObserverEvent.Tick(at));
  }

  void tick(long at, long steady) {
    var _ = take(new ObserverEvent.Tick(at, steady));
  }

  Verdict arrive(SealedBlock block, long at, long steady) {
    Observer.Outcome outcome =
        take(ObserverEvent.Arrived.of(at, steady, 1, "test", block.message()));
    assertThat(outcome.verdict()).isNotNull();
    return outcome.verdict();
  }

  void challenge(Maker maker, Challenge challenge) {
    var _ = take(new ObserverEvent.ChallengeSent(maker.now(), maker.chain, challenge));
  }

  void anchor(Maker maker, long seq, Digest link) {
    var _ = take(new ObserverEvent.Anchored(maker.now(), maker.chain, seq, link, "tsa"));
  }

  Observer.Outcome take(ObserverEvent event) {
    events.add(ObserverEventCodec.encode(event));
    return take(event, observer, seen, verdicts, findings);
  }

  private static Observer.Outcome take(
      ObserverEvent event,
      Observer observer,
      SeenBlocks seen,
      List<Verdict> verdicts,
      List<Finding> findings) {
    return note(observer.take(event), seen, verdicts, findings);
  }

  private static Observer.Outcome note(
      Observer.Outcome outcome, SeenBlocks seen, List<Verdict> verdicts, List<Finding> findings) {
    if (outcome.verdict() != null) {
      verdicts.add(outcome.verdict());
      if (outcome.verdict().makesLeaf()) {
        seen.add(outcome.block());
      }
    }
    findings.addAll(outcome.findings());
    return outcome;
  }

  byte[] encode() {
    return observer.encode();
  }

  KeyBook keys() {
    return observer.keys();
  }

  List<Finding> findings() {
    return findings;
  }

  List<FindingCode> codes() {
    return findings.stream().map(Finding::code).toList();
  }

  ChainState state(Maker maker) {
    return observer.chain(maker.chain);
  }

  /** The only finding; there must be exactly one, of this code. */
  Finding only(FindingCode code) {
    assertThat(findings).as("findings: %s", describe()).hasSize(1);
    assertThat(findings.get(0).code()).as(describe()).isEqualTo(code);
    replay();
    return findings.get(0);
  }

  void nothing() {
    assertThat(findings).as(describe()).isEmpty();
    replay();
  }

  String describe() {
    return findings.stream()
        .map(finding -> finding.code() + " " + finding.describe())
        .toList()
        .toString();
  }

  /** The same once more, with every message checked under what was known seven events before. */
  private void replayCheckedAhead() {
    var store = new SeenBlocks();
    var again = new Observer(policy, new JdkSignatures(), store);
    var checker = new BlockChecker(new JdkSignatures());
    var known = new ArrayDeque<KeyTrust>();
    var sameVerdicts = new ArrayList<Verdict>();
    var sameFindings = new ArrayList<Finding>();
    for (byte[] bytes : events) {
      known.add(again.keys().snapshot());
      KeyTrust before = known.size() > 7 ? known.remove() : known.element();
      if (ObserverEventCodec.decode(bytes) instanceof Decoded.Value<ObserverEvent>(var event)) {
        Observer.Outcome outcome =
            event instanceof ObserverEvent.Arrived arrived
                ? again.take(arrived, checker.ahead(arrived, before))
                : again.take(event);
        var _ = note(outcome, store, sameVerdicts, sameFindings);
      }
    }
    assertThat(sameVerdicts).isEqualTo(verdicts);
    assertThat(sameFindings).isEqualTo(findings);
    assertThat(again.chains()).isEqualTo(observer.chains());
  }

  /** The same once more, by observers that each go on from what the one before stored. */
  private void replayWithRestarts() {
    var store = new SeenBlocks();
    var again = new Observer(policy, new JdkSignatures(), store);
    var sameVerdicts = new ArrayList<Verdict>();
    var sameFindings = new ArrayList<Finding>();
    int count = 0;
    for (byte[] bytes : events) {
      if (ObserverEventCodec.decode(bytes) instanceof Decoded.Value<ObserverEvent>(var event)) {
        var _ = note(again.take(event), store, sameVerdicts, sameFindings);
      }
      if (count++ % 3 == 0) {
        again = restarted(again, policy, store);
      }
    }
    assertThat(sameVerdicts).isEqualTo(verdicts);
    assertThat(sameFindings).isEqualTo(findings);
    assertThat(again.chains()).isEqualTo(observer.chains());
    assertThat(again.encode()).isEqualTo(observer.encode());
  }

  private static Observer restarted(Observer old, ChainPolicy policy, SeenBlocks store) {
    var chains = new ArrayList<ChainState>();
    for (ChainState state : old.chains()) {
      if (ChainStateCodec.decode(ChainStateCodec.encode(state))
          instanceof Decoded.Value<ChainState>(var read)) {
        chains.add(read);
      }
    }
    return switch (ObserverStateCodec.decode(old.encode())) {
      case Decoded.Value<ObserverStateCodec.Stored>(var stored) ->
          Observer.restored(policy, new JdkSignatures(), store, stored, chains);
      case Decoded.Refused<ObserverStateCodec.Stored>(var why) -> throw new AssertionError(why);
    };
  }

  /** Nothing more comes. */
  List<Finding> end() {
    return observer.end();
  }

  /** The findings from the stored bytes equal those that were made live. */
  void replay() {
    var store = new SeenBlocks();
    var again = new Observer(policy, new JdkSignatures(), store);
    var sameVerdicts = new ArrayList<Verdict>();
    var sameFindings = new ArrayList<Finding>();
    for (byte[] bytes : events) {
      Decoded<ObserverEvent> decoded = ObserverEventCodec.decode(bytes);
      assertThat(decoded).isInstanceOf(Decoded.Value.class);
      if (decoded instanceof Decoded.Value<ObserverEvent>(var event)) {
        var _ = take(event, again, store, sameVerdicts, sameFindings);
      }
    }
    assertThat(sameVerdicts).isEqualTo(verdicts);
    assertThat(sameFindings).isEqualTo(findings);
    assertThat(again.chains()).isEqualTo(observer.chains());
    replayCheckedAhead();
    replayWithRestarts();
    for (Finding finding : findings) {
      var record = new LedgerRecord(0, 0, null, null, finding.at(), 0, finding.toRecordValue());
      assertThat(LedgerRecord.decode(record.encode())).isEqualTo(new Decoded.Value<>(record));
      assertThat(RecordGrammar.fault(record.encode())).isEmpty();
    }
    for (ChainState state : observer.chains()) {
      assertThat(ChainStateCodec.decode(ChainStateCodec.encode(state)))
          .isEqualTo(new Decoded.Value<>(state));
      assertThat(ChainStateCodec.fixedBytes(state)).isLessThanOrEqualTo(ChainState.BYTES_MAX);
    }
  }
}
