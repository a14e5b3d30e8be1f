package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.Claim.State;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.Verdict.Outcome;
import dev.penstock.cbor.CborWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Time-stamps and anchors in chains: good ones, and those that prove nothing or something else. */
final class AnchorCases {
  static final int STAMP = 0;
  static final int CHAIN = 1;

  private static final long LATER = Site.START + 600 * Site.SECOND;

  private final Corpus corpus;
  private final String trust;

  AnchorCases(Corpus corpus) {
    this.corpus = corpus;
    this.trust = corpus.site.trust("none") + admitting("root");
  }

  void add() {
    stamps();
    parts();
    chains();
    corpus.asUsual();
  }

  private static String admitting(String authority) {
    return "tsa " + new String(resource(authority + ".txt"), StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) {
    try (InputStream in = AnchorCases.class.getResourceAsStream("stamps/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("resource " + name + " cannot be read", e);
    }
  }

  private static byte[] stamp(String name) {
    return resource(name + ".cbor");
  }

  static byte[] part(int head, int kind, String name, byte[] proof) {
    var out = new CborWriter(64 + proof.length);
    out.array(4);
    out.unsigned(head);
    out.unsigned(kind);
    out.text(name);
    out.bytes(proof);
    return out.toByteArray();
  }

  private void stamped(String name, byte[] proof, Outcome outcome, Case.Expected... expected) {
    corpus.bent(
        "stamp-" + name,
        draft -> {
          draft.heads.getFirst().note = draft.site.head(draft.size, 0).encode();
          boolean _ = draft.anchors.add(part(0, STAMP, "tsa1", proof));
        },
        outcome,
        expected);
  }

  private void twice(Draft draft) {
    boolean _ = draft.anchors.add(part(0, STAMP, "a", stamp("good")));
    boolean _ = draft.anchors.add(part(0, STAMP, "b", stamp("good-rsa")));
  }

  private static Case.Expected times(State state, Reason reason) {
    return new Case.Expected(ClaimCode.TIMES, state, reason);
  }

  private void stamps() {
    corpus.asking("rfc3161", trust, LATER);
    stamped("good", stamp("good"), Outcome.VERIFIED);
    stamped("good-rsa", stamp("good-rsa"), Outcome.VERIFIED);
    stamped("renewed", stamp("renewed-before-it-was-outlived"), Outcome.VERIFIED);
    alteredStamps();
  }

  private void alteredStamps() {
    corpus.asking("rfc3161:2", trust, LATER);
    corpus.bent(
        "stamp-two-of-one-authority-are-one",
        draft -> {
          boolean _ = draft.anchors.add(part(0, STAMP, "a", stamp("good")));
          boolean _ = draft.anchors.add(part(0, STAMP, "b", stamp("good")));
        },
        Outcome.NOT_VERIFIED);
    corpus.bent("stamp-two-units-of-one-authority-are-one", this::twice, Outcome.NOT_VERIFIED);
    String two = corpus.site.trust("none") + admitting("middle") + admitting("rsa");
    corpus.asking("rfc3161:2", two, LATER);
    corpus.bent("stamp-two-authorities", this::twice, Outcome.VERIFIED);
    corpus.asking("rfc3161", trust, LATER);
    byte[] good = stamp("good");
    for (int tenth : new int[] {1, 3, 5, 7, 9}) {
      byte[] altered = Corpus.flipped(good, good.length * tenth / 10);
      stamped("altered-" + tenth, altered, Outcome.NOT_VERIFIED);
    }
    stamped(
        "cut",
        Arrays.copyOf(good, good.length - 1),
        Outcome.NOT_VERIFIED,
        times(State.UNPROVEN, Reason.ANCHOR_WRONG));
    stamped(
        "of-another-head",
        stamp("of-another-head"),
        Outcome.NOT_VERIFIED,
        times(State.CONTRADICTED, Reason.ANCHOR_WRONG));
    stamped(
        "without-the-way",
        stamp("without-the-way"),
        Outcome.NOT_VERIFIED,
        times(State.UNPROVEN, Reason.ANCHOR_UNKNOWN));
    strangeStamps();
  }

  private void strangeStamps() {
    stamped(
        "of-a-stranger",
        stamp("of-a-stranger"),
        Outcome.NOT_VERIFIED,
        times(State.UNPROVEN, Reason.ANCHOR_UNKNOWN));
    stamped(
        "by-a-web-server",
        stamp("by-a-web-server"),
        Outcome.NOT_VERIFIED,
        times(State.UNPROVEN, Reason.ANCHOR_WRONG));
    stamped(
        "revoked",
        stamp("revoked"),
        Outcome.NOT_VERIFIED,
        times(State.UNPROVEN, Reason.ANCHOR_REVOKED));
    stamped(
        "tomorrow",
        stamp("tomorrow"),
        Outcome.NOT_VERIFIED,
        times(State.CONTRADICTED, Reason.FUTURE));
    corpus.asking("rfc3161", trust + "tsa-policy 1.3.6.1.4.1.99999.1\n", LATER);
    stamped("under-an-allowed-policy", stamp("good"), Outcome.VERIFIED);
    stamped(
        "under-another-policy",
        stamp("other-policy"),
        Outcome.NOT_VERIFIED,
        times(State.UNPROVEN, Reason.ANCHOR_POLICY));
    long outlived = Site.START + 10 * 86_400 * Site.SECOND;
    corpus.asking("rfc3161", trust, outlived);
    stamped(
        "outlived",
        stamp("outlived"),
        Outcome.NOT_VERIFIED,
        times(State.UNPROVEN, Reason.ANCHOR_EXPIRED));
    stamped("outlived-but-renewed", stamp("renewed-before-it-was-outlived"), Outcome.VERIFIED);
    corpus.asking("rfc3161", corpus.site.trust("none"), LATER);
    stamped(
        "nobody-is-trusted",
        stamp("good"),
        Outcome.NOT_VERIFIED,
        times(State.UNPROVEN, Reason.ANCHOR_UNKNOWN));
    corpus.asking("", corpus.site.trust("none"), LATER);
    stamped(
        "nobody-is-trusted-nor-wanted",
        stamp("good"),
        Outcome.VERIFIED,
        times(State.UNPROVEN, Reason.ANCHOR_UNKNOWN));
  }

  private void parts() {
    corpus.asking("", trust, LATER);
    byte[] good = stamp("good");
    corpus.unusable(
        "anchor-of-a-head-that-is-not-there",
        draft -> draft.anchors.add(part(3, STAMP, "tsa1", good)),
        ClaimCode.PARTS,
        Reason.COUNTS_DIFFER);
    corpus.unusable(
        "anchor-of-no-kind",
        draft -> draft.anchors.add(part(0, 7, "tsa1", good)),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "anchor-without-name",
        draft -> draft.anchors.add(part(0, STAMP, "", good)),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "anchor-without-proof",
        draft -> draft.anchors.add(part(0, STAMP, "tsa1", new byte[0])),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "anchor-noise",
        draft -> draft.anchors.add(new byte[] {1, 2, 3}),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.wrong(
        "anchor-of-another-kind",
        draft -> draft.anchors.add(part(0, CHAIN, "tsa1", good)),
        ClaimCode.TIMES,
        Reason.ANCHOR_WRONG);
    corpus.wrong(
        "anchor-of-the-later-head-said-to-be-of-the-first",
        draft -> {
          GoodCases.grow(draft);
          boolean _ = draft.anchors.add(part(1, STAMP, "tsa1", good));
        },
        ClaimCode.TIMES,
        Reason.ANCHOR_WRONG);
  }

  private void chains() {
    var chain = new TestChain(corpus.site.checkpoint(corpus.good().size).text());
    String known = corpus.site.trust("none") + chain.trusted(0);
    corpus.asking("evm", known, LATER);
    anchored("good", chain.proof(3), Outcome.VERIFIED);
    corpus.asking("evm", corpus.site.trust("none") + chain.trusted(2), LATER);
    anchored("good-by-a-later-block", chain.proof(3), Outcome.VERIFIED);
    anchored(
        "too-few-headers",
        chain.proof(1),
        Outcome.NOT_VERIFIED,
        times(State.UNPROVEN, Reason.ANCHOR_UNKNOWN));
    corpus.asking("evm", corpus.site.trust("none"), LATER);
    anchored(
        "no-block-is-trusted",
        chain.proof(3),
        Outcome.NOT_VERIFIED,
        times(State.UNPROVEN, Reason.ANCHOR_UNKNOWN));
    corpus.asking("evm", corpus.site.trust("none") + chain.other(), LATER);
    anchored(
        "another-block-is-trusted",
        chain.proof(3),
        Outcome.NOT_VERIFIED,
        times(State.CONTRADICTED, Reason.ANCHOR_WRONG));
    corpus.asking("evm", known, LATER);
    byte[] good = chain.proof(3);
    for (int tenth : new int[] {1, 3, 5, 7}) {
      anchored(
          "altered-" + tenth, Corpus.flipped(good, good.length * tenth / 10), Outcome.NOT_VERIFIED);
    }
    anchored(
        "cut",
        Arrays.copyOf(good, good.length - 1),
        Outcome.NOT_VERIFIED,
        times(State.CONTRADICTED, Reason.ANCHOR_WRONG));
    var other = new TestChain("another statement\n");
    corpus.asking("evm", corpus.site.trust("none") + other.trusted(0), LATER);
    anchored(
        "of-another-statement",
        other.proof(3),
        Outcome.NOT_VERIFIED,
        times(State.CONTRADICTED, Reason.ANCHOR_WRONG));
    corpus.asking("evm", known, Site.START - 3_600 * Site.SECOND);
    anchored(
        "in-the-future",
        chain.proof(3),
        Outcome.NOT_VERIFIED,
        times(State.CONTRADICTED, Reason.FUTURE));
  }

  private void anchored(String name, byte[] proof, Outcome outcome, Case.Expected... expected) {
    corpus.bent(
        "chain-" + name,
        draft -> {
          draft.heads.getFirst().note = draft.site.head(draft.size, 0).encode();
          boolean _ = draft.anchors.add(part(0, CHAIN, "chain1", proof));
        },
        outcome,
        expected);
  }
}
