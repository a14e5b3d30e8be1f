package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.Claim.State;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.Verdict.Outcome;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Who outside vouches, at which time, and how completely the source was heard. */
final class TimeCases {
  private final Corpus corpus;

  TimeCases(Corpus corpus) {
    this.corpus = corpus;
  }

  void add() {
    witnesses();
    certificates();
  }

  private void witnesses() {
    corpus.asking("", corpus.site.trust("both"), Site.START);
    corpus.wrong(
        "time-a-witness-signed-in-the-future",
        draft -> {
          long later = Site.START / Site.SECOND + 400;
          draft.heads.getFirst().note =
              draft.site.head(draft.size, later, draft.site.first, draft.site.second).encode();
        },
        ClaimCode.TIMES,
        Reason.FUTURE);
    corpus.asking("", corpus.site.trust("none"), Corpus.NOW);
    corpus.bent(
        "time-nobody-vouches",
        draft -> draft.heads.getFirst().note = draft.site.head(draft.size, 0).encode(),
        Outcome.VERIFIED,
        new Case.Expected(ClaimCode.TIMES, State.ABSENT, Reason.NO_ANCHOR));
    corpus.asking("anchor", corpus.site.trust("none"), Corpus.NOW);
    corpus.bent(
        "time-nobody-vouches-and-somebody-is-wanted",
        draft -> draft.heads.getFirst().note = draft.site.head(draft.size, 0).encode(),
        Outcome.NOT_VERIFIED,
        new Case.Expected(ClaimCode.TIMES, State.ABSENT, Reason.NO_ANCHOR));
    corpus.asking("witness:3", corpus.site.trust("both"), Corpus.NOW);
    corpus.bent("time-three-witnesses-wanted", draft -> {}, Outcome.NOT_VERIFIED);
    corpus.asking("rfc3161", corpus.site.trust("both"), Corpus.NOW);
    corpus.bent("time-a-time-stamp-wanted", draft -> {}, Outcome.NOT_VERIFIED);
    corpus.asUsual();
  }

  private void certificate(String name, UnaryOperator<byte[]> how, State state, Reason reason) {
    corpus.bent(
        "certificate-" + name,
        draft -> draft.certificate = how.apply(draft.site.certificate(draft.size)),
        state == State.CONTRADICTED ? Outcome.NOT_VERIFIED : Outcome.VERIFIED,
        new Case.Expected(ClaimCode.CONTINUITY, state, reason));
  }

  private void certificates() {
    certificate("noise", one -> new byte[] {1, 2, 3}, State.UNPROVEN, Reason.CERTIFICATE_UNPROVEN);
    certificate(
        "cut",
        one -> Arrays.copyOf(one, one.length - 1),
        State.UNPROVEN,
        Reason.CERTIFICATE_UNPROVEN);
    certificate(
        "signature-altered",
        one -> Corpus.flipped(one, one.length - 1),
        State.CONTRADICTED,
        Reason.CERTIFICATE_WRONG);
    certificate(
        "evidence-altered",
        one -> Corpus.flipped(one, one.length - 300),
        State.CONTRADICTED,
        Reason.CERTIFICATE_WRONG);
    certificate(
        "of-a-forger",
        one -> corpus.forger.certificate(corpus.good().size),
        State.UNPROVEN,
        Reason.CERTIFICATE_UNPROVEN);
    corpus.wrong(
        "certificate-about-another-time",
        draft -> {
          draft.certificate = draft.site.certificate(draft.size);
          draft.to = Site.START + 1_000 * Site.SECOND;
        },
        ClaimCode.CONTINUITY,
        Reason.OTHER_SUBJECT);
  }
}
