package dev.penstock.bundlecorpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bundle.Verdict;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.note.Note;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** "Not later than" is the time by which as many had said so as were asked for. */
class TimeAskedForTest {
  private static final long SOON = Site.START / Site.SECOND + 25;
  private static final long LATER = SOON + 600;

  private final Site site = new Site(10);

  private Verdict asking(String require) throws IOException, SigningException {
    Draft draft = Draft.good(site);
    Note note = site.head(draft.size, SOON, site.first);
    note = note.with(site.second.sign(site.checkpoint(draft.size), LATER));
    draft.heads.getFirst().note = note.encode();
    return judged(draft, require, site.trust("both"));
  }

  private static Verdict judged(Draft draft, String require, String trust) throws IOException {
    var one =
        new Case(
            "times",
            ByteString.of(draft.bytes()),
            trust,
            require,
            Corpus.NOW,
            Verdict.Outcome.VERIFIED,
            List.of());
    Verdict verdict = one.judged();
    assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.VERIFIED);
    return verdict;
  }

  @Test
  void whoAsksForNobodyOrForOneIsToldTheEarliest() throws Exception {
    for (String require : List.of("", "witness", "anchor", "complete")) {
      Verdict verdict = asking(require);
      assertThat(verdict.notLaterThan()).as(require).contains(SOON * Site.SECOND);
      assertThat(verdict.by()).contains("Witness one");
    }
  }

  /** By the clock of who sealed it: the earliest block that is shown is of second 0. */
  @Test
  void untilThenItRestedOnOneKeyAlone() throws Exception {
    assertThat(asking("").aloneSeconds()).hasValue(25);
    assertThat(asking("witness:2").aloneSeconds()).hasValue(625);
  }

  @Test
  void anOutsideTimeBeforeThatClockIsSaid() throws Exception {
    Draft draft = Draft.good(site);
    Note note = site.head(draft.size, Site.START / Site.SECOND - 100, site.first);
    draft.heads.getFirst().note = note.encode();
    Verdict verdict = judged(draft, "", site.trust("none"));
    assertThat(verdict.aloneSeconds()).isEmpty();
    assertThat(verdict.rests())
        .anyMatch(rest -> rest.contains("114 s and more") && rest.contains("clocks is wrong"));
  }

  @Test
  void whoAsksForTwoIsToldTheTimeOfTheSecond() throws Exception {
    for (String require : List.of("witness:2", "anchor:2", "anchor,witness:2")) {
      Verdict verdict = asking(require);
      assertThat(verdict.notLaterThan()).as(require).contains(LATER * Site.SECOND);
      assertThat(verdict.by()).contains("Witness two");
    }
  }
}
