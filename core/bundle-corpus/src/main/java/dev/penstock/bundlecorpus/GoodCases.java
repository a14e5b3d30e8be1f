package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.Claim.State;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.Verdict.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bundles that hold, and what they hold is more or less. */
final class GoodCases {
  private final Corpus corpus;

  GoodCases(Corpus corpus) {
    this.corpus = corpus;
  }

  void add() {
    corpus.bent("good", draft -> {}, Outcome.VERIFIED);
    corpus.bent(
        "good-with-page",
        draft -> draft.page = "<!doctype html>".getBytes(StandardCharsets.UTF_8),
        Outcome.VERIFIED);
    corpus.bent(
        "good-with-certificate",
        draft -> draft.certificate = draft.site.certificate(draft.size),
        Outcome.VERIFIED);
    corpus.bent("good-with-two-heads", GoodCases::grow, Outcome.VERIFIED);
    corpus.bent("good-with-three-heads", GoodCases::growTwice, Outcome.VERIFIED);
    corpus.bent(
        "good-where-only-the-last-head-is-witnessed", GoodCases::witnessedLater, Outcome.VERIFIED);
    corpus.bent(
        "good-with-other-readme",
        draft -> draft.readme = "Anything".getBytes(StandardCharsets.UTF_8),
        Outcome.VERIFIED);
    corpus.bent(
        "good-one-file",
        draft -> {
          draft.files.getFirst().addAll(draft.files.get(1));
          var _ = draft.files.remove(1);
        },
        Outcome.VERIFIED);
    corpus.bent(
        "good-a-block-a-file",
        draft -> {
          var all = draft.files.stream().flatMap(List::stream).toList();
          draft.files.clear();
          all.forEach(item -> draft.files.add(new java.util.ArrayList<>(List.of(item))));
        },
        Outcome.VERIFIED);
    corpus.bent(
        "redacted",
        draft -> {
          redact(draft);
          draft.redacted = List.of("speed");
        },
        Outcome.VERIFIED,
        Corpus.missing(ClaimCode.COMPLETE, Reason.RECORDS_WITHHELD));
    corpus.bent(
        "only-one-point",
        draft -> {
          redact(draft);
          draft.points = List.of("flow");
        },
        Outcome.VERIFIED,
        Corpus.missing(ClaimCode.COMPLETE, Reason.RECORDS_WITHHELD));
    asked();
    sealed();
  }

  /** What it says nobody here can read; that it is there, unchanged, is shown all the same. */
  private void sealed() {
    Site site = Site.sealing(corpus.site.number);
    corpus.asking("complete", site.trust("both"), Corpus.NOW);
    corpus.put("good-with-a-sealed-value", Draft.good(site).bytes(), Outcome.VERIFIED);
    Draft altered = Draft.good(site);
    Item item = altered.files.getLast().getLast();
    item.records = Corpus.flipped(item.records, item.records.length - 1);
    corpus.put(
        "a-sealed-value-altered",
        altered.bytes(),
        Outcome.NOT_VERIFIED,
        Corpus.contradicted(ClaimCode.RECORDS, Reason.RECORDS_DIFFER));
    corpus.asUsual();
  }

  private void asked() {
    corpus.asking("complete,witness:2", corpus.site.trust("both"), Corpus.NOW);
    corpus.bent("complete-is-shown", draft -> {}, Outcome.VERIFIED);
    corpus.bent(
        "complete-is-not-shown",
        GoodCases::redact,
        Outcome.NOT_VERIFIED,
        Corpus.missing(ClaimCode.COMPLETE, Reason.RECORDS_WITHHELD));
    corpus.asking("continuity", corpus.site.trust("both"), Corpus.NOW);
    corpus.bent(
        "continuity-without-certificate",
        draft -> {},
        Outcome.NOT_VERIFIED,
        new Case.Expected(ClaimCode.CONTINUITY, State.ABSENT, Reason.NO_CERTIFICATE));
    corpus.bent(
        "continuity-with-holes",
        draft -> draft.certificate = draft.site.certificate(draft.size),
        Outcome.NOT_VERIFIED);
    corpus.asking("", "", Corpus.NOW);
    corpus.bent("self-consistent", draft -> {}, Outcome.SELF_CONSISTENT);
    corpus.put(
        "a-consistent-forgery-agrees-with-itself",
        Draft.good(corpus.forger).bytes(),
        Outcome.SELF_CONSISTENT);
    corpus.asking("", corpus.forger.trust("both"), Corpus.NOW);
    corpus.put(
        "a-consistent-forgery-under-the-forgers-trust",
        Draft.good(corpus.forger).bytes(),
        Outcome.VERIFIED);
    corpus.asUsual();
    corpus.put(
        "a-consistent-forgery-under-the-right-trust",
        Draft.good(corpus.forger).bytes(),
        Outcome.NOT_VERIFIED,
        Corpus.missing(ClaimCode.HEADS, Reason.LOG_UNKNOWN),
        Corpus.missing(ClaimCode.SIGNATURES, Reason.KEY_UNKNOWN));
  }

  /** Withholds the second point of the pump. */
  static void redact(Draft draft) {
    for (int file = 0; file < draft.files.size(); file++) {
      List<Site.Sealed> blocks = file == 0 ? draft.site.group : draft.site.own;
      for (int i = 0; i < blocks.size(); i++) {
        Site.Sealed sealed = blocks.get(i);
        int at = file * 100 + i;
        var _ =
            draft
                .files
                .get(file)
                .set(
                    i,
                    Item.of(
                        sealed,
                        n -> {
                          var record = sealed.plain().get(n);
                          Long point = record.point();
                          boolean isOther = at != 0 && point != null && point == 2;
                          return record.source() == Site.PUMP && !isOther;
                        }));
      }
    }
  }

  static void grow(Draft draft) {
    long later = draft.size + 2;
    long time = (Site.START + 26 * Site.SECOND) / Site.SECOND;
    byte[] note = draft.site.head(later, time, draft.site.second).encode();
    var _ = draft.heads.add(new Draft.HeadPart(note, draft.site.growth(draft.size, later)));
  }

  private static void growTwice(Draft draft) {
    grow(draft);
    long last = draft.size + 4;
    byte[] note = draft.site.head(last, 0).encode();
    var _ = draft.heads.add(new Draft.HeadPart(note, draft.site.growth(last - 2, last)));
  }

  private static void witnessedLater(Draft draft) {
    draft.heads.getFirst().note = draft.site.head(draft.size, 0).encode();
    long later = draft.size + 3;
    long time = (Site.START + 27 * Site.SECOND) / Site.SECOND;
    byte[] note = draft.site.head(later, time, draft.site.first, draft.site.second).encode();
    var _ = draft.heads.add(new Draft.HeadPart(note, draft.site.growth(draft.size, later)));
  }
}
