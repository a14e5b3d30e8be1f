package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.Claim.State;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.Verdict.Outcome;
import dev.penstock.evidence.record.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All cases: the good ones first. The same bytes each time. */
public final class Corpus {
  static final long NOW = Site.START + 3_600 * Site.SECOND;

  final Site site = new Site(10);

  /** Another site under the same names, with other keys: what a forger has. */
  final Site forger = new Site(110);

  private final List<Case> cases = new ArrayList<>();
  private String trust = site.trust("both");
  private String require = "";
  private long now = NOW;

  private Corpus() {}

  /** Makes all of them. */
  public static List<Case> cases() {
    var corpus = new Corpus();
    new GoodCases(corpus).add();
    new ContainerCases(corpus).add();
    new PartCases(corpus).add();
    new HeadCases(corpus).add();
    new BlockCases(corpus).add();
    new RecordCases(corpus).add();
    new TimeCases(corpus).add();
    new EmptyCases(corpus).add();
    new AnchorCases(corpus).add();
    new DeviceCases(corpus).add();
    new ApprovalCases(corpus).add();
    return List.copyOf(corpus.cases);
  }

  Draft good() {
    return Draft.good(site);
  }

  /** What is asked in the cases that follow; until {@link #asUsual}. */
  void asking(String wanted, String trustFile, long at) {
    require = wanted;
    trust = trustFile;
    now = at;
  }

  void asUsual() {
    asking("", site.trust("both"), NOW);
  }

  void put(String name, byte[] bytes, Outcome outcome, Case.Expected... expected) {
    if (cases.stream().anyMatch(one -> one.name().equals(name))) {
      throw new IllegalStateException("two cases are called " + name);
    }
    boolean _ =
        cases.add(
            new Case(name, ByteString.of(bytes), trust, require, now, outcome, List.of(expected)));
  }

  /** A good bundle, bent in one way. */
  void bent(String name, Consumer<Draft> how, Outcome outcome, Case.Expected... expected) {
    Draft draft = good();
    how.accept(draft);
    put(name, draft.bytes(), outcome, expected);
  }

  void wrong(String name, Consumer<Draft> how, ClaimCode claim, Reason reason) {
    bent(name, how, Outcome.NOT_VERIFIED, contradicted(claim, reason));
  }

  void unproven(String name, Consumer<Draft> how, ClaimCode claim, Reason reason) {
    bent(name, how, Outcome.NOT_VERIFIED, new Case.Expected(claim, State.UNPROVEN, reason));
  }

  void unusable(String name, Consumer<Draft> how, ClaimCode claim, Reason reason) {
    bent(name, how, Outcome.UNUSABLE, contradicted(claim, reason));
  }

  static Case.Expected contradicted(ClaimCode claim, Reason reason) {
    return new Case.Expected(claim, State.CONTRADICTED, reason);
  }

  static Case.Expected missing(ClaimCode claim, Reason reason) {
    return new Case.Expected(claim, State.UNPROVEN, reason);
  }

  /** A copy with one bit of a byte turned over. */
  static byte[] flipped(byte[] bytes, int at) {
    byte[] other = bytes.clone();
    other[at] = (byte) (other[at] ^ 1);
    return other;
  }
}
