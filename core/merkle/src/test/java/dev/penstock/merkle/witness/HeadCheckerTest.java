package dev.penstock.merkle.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteKeys;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeadCheckerTest {
  private final GrowingLog log = GrowingLog.ofSize(40);
  private final GrowingLog other = log.fork(5, 40);
  private final HeadChecker checker =
      new HeadChecker(GrowingLog.ORIGIN, NoteKeys.SIGNATURES, List.of(log.signer.key()));

  private HeadConflict.Beginning beginning(GrowingLog of, long from, long to) {
    return new HeadConflict.Beginning(of.root(from), of.path(from, to));
  }

  @Test
  void twoRootsForOneSizeAreProofByThemselves() {
    HeadComparison comparison = checker.compare(log.note(9), other.note(9));
    assertThat(comparison)
        .isInstanceOfSatisfying(
            HeadComparison.Contradictory.class,
            found -> {
              assertThat(found.conflict().kind()).isEqualTo(HeadConflict.Kind.SPLIT_VIEW);
              assertThat(found.conflict().smaller()).isEqualTo(log.note(9));
              assertThat(found.conflict().larger()).isEqualTo(other.note(9));
              assertThat(found.conflict().text()).contains("example.com/log", "one size");
              assertThat(checker.check(found.conflict())).isEqualTo(found);
            });
  }

  @Test
  void theSameHeadTwiceSpeaksForNothing() {
    assertThat(checker.compare(log.note(9), log.note(9)))
        .isInstanceOf(HeadComparison.Consistent.class);
  }

  /** Where the fork begins, two heads of different sizes are never called a contradiction alone. */
  @Test
  void headsOfTwoSizesAloneShowNothing() {
    assertThat(checker.compare(log.note(9), other.note(12)))
        .isInstanceOf(HeadComparison.Undecided.class);
    assertThat(checker.compare(log.note(9), log.note(12)))
        .isInstanceOf(HeadComparison.Undecided.class);
    assertThat(checker.compare(log.note(0), log.note(12)))
        .isInstanceOf(HeadComparison.Consistent.class);
  }

  @Test
  void aTreeThatBeginsOtherwiseIsARewriteWhicheverComesFirst() {
    for (int from = 1; from < 20; from++) {
      HeadComparison one =
          checker.compare(log.note(from), other.note(20), beginning(other, from, 20));
      HeadComparison two =
          checker.compare(other.note(20), log.note(from), beginning(other, from, 20));
      assertThat(one).isEqualTo(two);
      if (from <= 5) {
        assertThat(one)
            .as("before the fork, %d", from)
            .isInstanceOf(HeadComparison.Consistent.class);
      } else {
        assertThat(one)
            .isInstanceOfSatisfying(
                HeadComparison.Contradictory.class,
                found -> {
                  assertThat(found.conflict().kind()).isEqualTo(HeadConflict.Kind.REWRITE);
                  assertThat(checker.check(found.conflict())).isEqualTo(found);
                });
      }
    }
  }

  /** Nobody can make a log guilty who has not its key. */
  @Test
  void aProofThatLeadsNowhereAccusesNobody() {
    var wrongRoot = new HeadConflict.Beginning(other.root(9), log.path(9, 20));
    assertThat(checker.compare(log.note(9), log.note(20), wrongRoot))
        .isInstanceOf(HeadComparison.Undecided.class);
    var wrongPath = beginning(log, 8, 20);
    assertThat(checker.compare(log.note(9), log.note(20), wrongPath))
        .isInstanceOf(HeadComparison.Undecided.class);
    assertThat(checker.compare(log.note(9), log.note(20), beginning(log, 9, 20)))
        .isInstanceOf(HeadComparison.Consistent.class);
  }

  @Test
  void headsThatTheLogDidNotSignAreNotCompared() {
    Note stranger = NoteKeys.signed(log.head(9), 0, NoteKeys.log(GrowingLog.ORIGIN, 2));
    Note elsewhere =
        NoteKeys.signed(
            new Checkpoint("example.com/other", 9, log.root(9)),
            0,
            NoteKeys.log("example.com/other", 1));
    var forged = new Note(other.note(9).text(), log.note(9).signatures());
    for (Note bad : List.of(stranger, elsewhere, forged)) {
      assertThat(checker.compare(log.note(9), bad))
          .isInstanceOfSatisfying(
              HeadComparison.NotComparable.class,
              no -> assertThat(no.why()).startsWith("second head: "));
      assertThat(checker.compare(bad, log.note(9)))
          .isInstanceOfSatisfying(
              HeadComparison.NotComparable.class,
              no -> assertThat(no.why()).startsWith("first head: "));
    }
  }

  @Test
  void bytesFromOutsideAreReadWithLimits() {
    assertThat(checker.read(new byte[AddCheckpoint.NOTE_BYTES_MAX + 1]))
        .isEqualTo(new HeadChecker.Reading.Unusable("note has 60001 bytes, at most 60000"));
    assertThat(checker.read(new byte[] {0})).isInstanceOf(HeadChecker.Reading.Unusable.class);
    assertThat(checker.read(log.note(9).encode()))
        .isEqualTo(new HeadChecker.Reading.Signed(log.head(9), log.note(9)));
  }

  @Test
  void aConflictNeedsWhatItsKindNeeds() {
    assertThatThrownBy(() ->
            new HeadConflict(
                HeadConflict.Kind.REWRITE,
                GrowingLog.ORIGIN,
                log.note(7),
                other.note(9),
                Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCheckerWithoutAKeyOfTheLogIsNotMade() {
    assertThatThrownBy(() ->
            new HeadChecker("example.com/other", NoteKeys.SIGNATURES, List.of(log.signer.key())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
