package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.Claim.State;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.Verdict.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bundles that show little or nothing, or what a dishonest maker or gateway would like to show. */
final class EmptyCases {
  private final Corpus corpus;

  EmptyCases(Corpus corpus) {
    this.corpus = corpus;
  }

  void add() {
    nothing();
    notReached();
    crooked();
  }

  private static Case.Expected claim(ClaimCode code, State state, Reason reason) {
    return new Case.Expected(code, state, reason);
  }

  private void nothing() {
    corpus.unproven(
        "nothing-of-an-invented-source",
        draft -> {
          draft.files.clear();
          draft.source = 99;
          draft.name = "reactor 4";
        },
        ClaimCode.SUBJECT,
        Reason.NOTHING_SHOWN);
    corpus.unproven(
        "nothing-but-a-certificate",
        draft -> {
          draft.files.clear();
          draft.certificate = draft.site.certificate(draft.size);
        },
        ClaimCode.SUBJECT,
        Reason.NOTHING_SHOWN);
    corpus.unproven(
        "everything-withheld",
        draft -> {
          withhold(draft, 0);
          withhold(draft, 1);
        },
        ClaimCode.SUBJECT,
        Reason.NOTHING_SHOWN);
    corpus.unproven(
        "only-a-name",
        draft -> {
          draft.files.remove(1).clear();
          draft.files.getFirst().subList(1, draft.files.getFirst().size()).clear();
          draft.name = "reactor 4";
        },
        ClaimCode.SUBJECT,
        Reason.NOTHING_SHOWN);
  }

  private static void withhold(Draft draft, int file) {
    List<Site.Sealed> blocks = file == 0 ? draft.site.group : draft.site.own;
    for (int i = 0; i < blocks.size(); i++) {
      Item _ = draft.files.get(file).set(i, Item.of(blocks.get(i), n -> false));
    }
  }

  /**
   * Nobody vouches for blocks that are not in the log, and nobody who was not named by an auditor.
   */
  private void notReached() {
    corpus.bent(
        "time-of-blocks-that-are-not-in-the-log",
        draft -> draft.item(0, 0).path = new byte[0],
        Outcome.NOT_VERIFIED,
        claim(ClaimCode.TIMES, State.UNPROVEN, Reason.NOT_REACHED));
    corpus.asking("witness:2", corpus.site.trust("both"), Corpus.NOW);
    corpus.bent(
        "witnesses-of-a-head-that-did-not-grow",
        draft -> {
          GoodCases.grow(draft);
          draft.heads.get(1).growth = new byte[0];
        },
        Outcome.NOT_VERIFIED,
        claim(ClaimCode.TIMES, State.UNPROVEN, Reason.NOT_REACHED));
    corpus.asking("witness:2", "", Corpus.NOW);
    corpus.bent(
        "own-witnesses-of-a-bundle",
        draft -> draft.offered = draft.site.trust("both").getBytes(StandardCharsets.UTF_8),
        Outcome.NOT_VERIFIED,
        claim(ClaimCode.TIMES, State.ABSENT, Reason.NO_ANCHOR));
    corpus.asUsual();
  }

  private void crooked() {
    Site crooked = Site.crooked(corpus.site.number);
    Draft twice = Draft.good(crooked);
    corpus.put(
        "two-records-of-one-number",
        twice.bytes(),
        Outcome.NOT_VERIFIED,
        Corpus.contradicted(ClaimCode.COMPLETE, Reason.NUMBER_TWICE));
  }
}
