package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.SigningException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Heads that are forged, of others, or not grown. */
final class HeadCases {
  private final Corpus corpus;

  HeadCases(Corpus corpus) {
    this.corpus = corpus;
  }

  void add() {
    lines();
    signatures();
    growth();
  }

  private static void edit(Draft draft, UnaryOperator<String> how) {
    String text = new String(draft.heads.getFirst().note, StandardCharsets.UTF_8);
    draft.heads.getFirst().note = how.apply(text).getBytes(StandardCharsets.UTF_8);
  }

  private static UnaryOperator<String> line(int number, UnaryOperator<String> how) {
    return text -> {
      String[] lines = text.split("\n", -1);
      lines[number] = how.apply(lines[number]);
      return String.join("\n", lines);
    };
  }

  private static String otherEnd(String line, int from) {
    char old = line.charAt(from);
    return line.substring(0, from) + (old == 'A' ? 'B' : 'A') + line.substring(from + 1);
  }

  private void lines() {
    corpus.unusable(
        "head-origin",
        draft -> edit(draft, line(0, one -> "other.example/log")),
        ClaimCode.PARTS,
        Reason.OTHER_LOG);
    corpus.wrong(
        "head-size",
        draft -> edit(draft, line(1, one -> one + "0")),
        ClaimCode.HEADS,
        Reason.FORGED);
    corpus.wrong(
        "head-root",
        draft -> edit(draft, line(2, one -> otherEnd(one, 5))),
        ClaimCode.HEADS,
        Reason.FORGED);
    corpus.wrong(
        "head-extension-line",
        draft -> edit(draft, text -> text.replaceFirst("\n\n", "\nextra line\n\n")),
        ClaimCode.HEADS,
        Reason.FORGED);
    malformedLines();
  }

  private void malformedLines() {
    corpus.unusable(
        "head-size-negative",
        draft -> edit(draft, line(1, one -> "-" + one)),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "head-size-zero",
        draft -> edit(draft, line(1, one -> "0")),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "head-size-with-zeros",
        draft -> edit(draft, line(1, one -> "0" + one)),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "head-root-short",
        draft -> edit(draft, line(2, one -> "AAAA")),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "head-without-signatures",
        draft -> edit(draft, text -> text.substring(0, text.indexOf("\n\n") + 1)),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "head-cut",
        draft -> edit(draft, text -> text.substring(0, text.length() - 1)),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "head-carriage-returns",
        draft -> edit(draft, text -> text.replace("\n", "\r\n")),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "head-is-empty",
        draft -> draft.heads.getFirst().note = new byte[0],
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "head-first-has-growth",
        draft -> draft.heads.getFirst().growth = new byte[32],
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable("heads-none", draft -> draft.heads.clear(), ClaimCode.PARTS, Reason.MALFORMED);
    corpus.unusable(
        "heads-too-many",
        draft -> {
          Draft.HeadPart one = draft.heads.getFirst();
          for (int i = 0; i < 16; i++) {
            boolean _ = draft.heads.add(one);
          }
        },
        ClaimCode.PARTS,
        Reason.MALFORMED);
  }

  private static void signed(Draft draft, NoteSigner... by) {
    draft.heads.getFirst().note = note(draft.site.checkpoint(draft.size), by);
  }

  private static byte[] note(Checkpoint checkpoint, NoteSigner... by) {
    try {
      long time = (Site.START + 25 * Site.SECOND) / Site.SECOND;
      Note note = new Note(checkpoint.text(), List.of(by[0].sign(checkpoint, time)));
      for (int i = 1; i < by.length; i++) {
        note = note.with(by[i].sign(checkpoint, time));
      }
      return note.encode();
    } catch (SigningException e) {
      throw new IllegalStateException("a key of the site did not sign", e);
    }
  }

  private void signatures() {
    corpus.wrong(
        "head-log-signature",
        draft -> edit(draft, line(4, one -> otherEnd(one, one.length() - 12))),
        ClaimCode.HEADS,
        Reason.FORGED);
    corpus.wrong(
        "head-first-witness-signature",
        draft -> edit(draft, line(5, one -> otherEnd(one, one.length() - 12))),
        ClaimCode.HEADS,
        Reason.FORGED);
    corpus.wrong(
        "head-second-witness-signature",
        draft -> edit(draft, line(6, one -> otherEnd(one, one.length() - 12))),
        ClaimCode.HEADS,
        Reason.FORGED);
    corpus.unproven(
        "head-signed-by-witnesses-only",
        draft -> signed(draft, corpus.site.first, corpus.site.second),
        ClaimCode.HEADS,
        Reason.LOG_UNKNOWN);
    corpus.unproven(
        "head-signed-by-a-forger",
        draft -> signed(draft, corpus.forger.logKey, corpus.site.first, corpus.site.second),
        ClaimCode.HEADS,
        Reason.LOG_UNKNOWN);
    missedQuorums();
  }

  private void missedQuorums() {
    corpus.unproven(
        "head-without-witnesses",
        draft -> signed(draft, corpus.site.logKey),
        ClaimCode.HEADS,
        Reason.QUORUM_MISSED);
    corpus.unproven(
        "head-under-the-threshold",
        draft -> signed(draft, corpus.site.logKey, corpus.site.first),
        ClaimCode.HEADS,
        Reason.QUORUM_MISSED);
    corpus.unproven(
        "head-one-witness-twice",
        draft -> signed(draft, corpus.site.logKey, corpus.site.first, corpus.site.first),
        ClaimCode.HEADS,
        Reason.QUORUM_MISSED);
    corpus.unproven(
        "head-witnessed-by-forgers",
        draft -> signed(draft, corpus.site.logKey, corpus.forger.first, corpus.forger.second),
        ClaimCode.HEADS,
        Reason.QUORUM_MISSED);
    corpus.unproven(
        "head-own-key-poses-as-witness",
        draft ->
            signed(
                draft,
                corpus.site.logKey,
                corpus.site.first,
                NoteSigner.ofCosigner(
                    "witness.example/two", TestKeys.ed25519(corpus.site.number + 3))),
        ClaimCode.HEADS,
        Reason.QUORUM_MISSED);
    corpus.unproven(
        "head-own-key-cosigns-under-the-logs-name",
        draft ->
            signed(
                draft,
                corpus.site.logKey,
                corpus.site.first,
                NoteSigner.ofCosigner(Site.LOG, TestKeys.ed25519(corpus.site.number + 3))),
        ClaimCode.HEADS,
        Reason.QUORUM_MISSED);
    rightlySigned();
  }

  private void rightlySigned() {
    corpus.wrong(
        "head-of-another-size-rightly-signed",
        draft ->
            draft.heads.getFirst().note =
                note(
                    corpus.site.checkpoint(draft.size + 1),
                    corpus.site.logKey,
                    corpus.site.first,
                    corpus.site.second),
        ClaimCode.PLACES,
        Reason.NOT_IN_LOG);
    corpus.wrong(
        "head-with-another-root-rightly-signed",
        draft ->
            draft.heads.getFirst().note =
                note(
                    new Checkpoint(
                        Site.LOG, draft.size, corpus.forger.checkpoint(draft.size).root()),
                    corpus.site.logKey,
                    corpus.site.first,
                    corpus.site.second),
        ClaimCode.PLACES,
        Reason.NOT_IN_LOG);
  }

  private void growth() {
    corpus.wrong(
        "growth-altered",
        draft -> {
          GoodCases.grow(draft);
          draft.heads.get(1).growth = Corpus.flipped(draft.heads.get(1).growth, 40);
        },
        ClaimCode.GROWTH,
        Reason.NOT_GROWN);
    corpus.wrong(
        "growth-empty",
        draft -> {
          GoodCases.grow(draft);
          draft.heads.get(1).growth = new byte[0];
        },
        ClaimCode.GROWTH,
        Reason.NOT_GROWN);
    corpus.wrong(
        "growth-too-long",
        draft -> {
          GoodCases.grow(draft);
          byte[] old = draft.heads.get(1).growth;
          draft.heads.get(1).growth = Arrays.copyOf(old, old.length + 32);
        },
        ClaimCode.GROWTH,
        Reason.NOT_GROWN);
    corpus.unusable(
        "growth-no-whole-hash",
        draft -> {
          GoodCases.grow(draft);
          draft.heads.get(1).growth = new byte[33];
        },
        ClaimCode.PARTS,
        Reason.MALFORMED);
    rewrittenLogs();
  }

  private void rewrittenLogs() {
    corpus.wrong(
        "growth-to-a-rewritten-log",
        draft -> {
          GoodCases.grow(draft);
          Checkpoint other =
              new Checkpoint(
                  Site.LOG, draft.size + 2, corpus.forger.checkpoint(draft.size + 2).root());
          draft.heads.get(1).note = note(other, corpus.site.logKey, corpus.site.second);
        },
        ClaimCode.GROWTH,
        Reason.NOT_GROWN);
    corpus.unusable(
        "heads-of-one-size",
        draft -> {
          boolean _ = draft.heads.add(new Draft.HeadPart(draft.heads.getFirst().note, new byte[0]));
        },
        ClaimCode.PARTS,
        Reason.ORDER);
    corpus.unusable(
        "heads-descending",
        draft -> {
          GoodCases.grow(draft);
          draft.heads.getFirst().growth = draft.heads.get(1).growth;
          draft.heads.get(1).growth = new byte[0];
          Collections.swap(draft.heads, 0, 1);
        },
        ClaimCode.PARTS,
        Reason.ORDER);
    corpus.unproven(
        "later-head-signed-by-a-forger",
        draft -> {
          GoodCases.grow(draft);
          draft.heads.get(1).note =
              note(corpus.site.checkpoint(draft.size + 2), corpus.forger.logKey);
        },
        ClaimCode.HEADS,
        Reason.LOG_UNKNOWN);
  }
}
