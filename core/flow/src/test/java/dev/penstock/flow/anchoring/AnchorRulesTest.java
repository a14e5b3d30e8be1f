package dev.penstock.flow.anchoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.AnchorResults.Kind;
import dev.penstock.evidence.record.AnchorResults.Outcome;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnchorRulesTest {
  private static final Digest ROOT = Sha256.of(new byte[] {1});
  private static final Digest PROOF = Sha256.of(new byte[] {2});
  private static final long DAY = Duration.ofDays(1).toNanos();

  private static AnchorRow given(long number, long size, String name) {
    return new AnchorRow(
        number,
        "log",
        size,
        ROOT,
        Kind.EVM,
        name,
        Outcome.ANCHORED,
        5_000 + number,
        4_000L,
        PROOF,
        Details.NONE);
  }

  private static AnchorBook bookOf(String... names) {
    var book = new AnchorBook();
    Map<String, Kind> anchors = new HashMap<>();
    for (String name : names) {
      Kind _ = anchors.put(name, Kind.EVM);
    }
    book.keepOnly(anchors);
    return book;
  }

  @Test
  void anAnchorIsAskedWhenItIsTimeWhateverTheClockDid() {
    var schedule = new AnchorSchedule(Duration.ofHours(2));
    long now = 10 * DAY;
    assertThat(schedule.isTime(0, now)).isTrue();
    assertThat(schedule.isTime(schedule.after(now), now)).isFalse();
    assertThat(schedule.isTime(schedule.after(now), now + Duration.ofHours(2).toNanos())).isTrue();
    assertThat(schedule.isTime(schedule.after(now), now - DAY)).as("set back").isTrue();
    var often = new AnchorSchedule(AnchorSchedule.EVERY_MIN);
    long patient = now + Backoff.DEFAULT.max().toNanos();
    assertThat(often.isTime(patient, now)).as("a failing one is not hurried").isFalse();
    assertThat(schedule.after(Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE);
    assertThatIllegalArgumentException().isThrownBy(() -> new AnchorSchedule(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AnchorSchedule(AnchorSchedule.EVERY_MAX.plusNanos(1)));
  }

  @Test
  void onlyWhatWasStatedSinceIsNew() {
    assertThat(AnchorSchedule.isNews(0, 0)).isFalse();
    assertThat(AnchorSchedule.isNews(7, 7)).isFalse();
    assertThat(AnchorSchedule.isNews(8, 7)).isTrue();
  }

  @Test
  void waitsDoubleWithinBoundsAndAreNeverShorterThanHalf() {
    var random = new SplittableRandom(Seed.value());
    for (int failures = 1; failures < 100; failures++) {
      long due =
          failures > 20
              ? Duration.ofHours(1).toNanos()
              : Math.min(
                  Duration.ofHours(1).toNanos(),
                  Duration.ofSeconds(1L << (failures - 1)).toNanos());
      for (int i = 0; i < 20; i++) {
        assertThat(Backoff.DEFAULT.after(failures, random).toNanos()).isBetween(due - due / 2, due);
      }
    }
    assertThat(Backoff.DEFAULT.after(Integer.MAX_VALUE, random))
        .isLessThanOrEqualTo(Duration.ofHours(1));
    assertThatIllegalArgumentException().isThrownBy(() -> Backoff.DEFAULT.after(0, random));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
  }

  @Test
  void aRunOfFailuresHasARowAtItsBeginningAndEachDay() {
    AnchorBook book = bookOf("a");
    Duration wait = Duration.ofSeconds(1);
    assertThat(book.failed("a", "first", DAY, wait)).isTrue();
    assertThat(book.failed("a", "second", DAY + 5, wait)).isFalse();
    assertThat(book.failed("a", "third", 2 * DAY, wait)).isTrue();
    AnchorState state = book.state("a");
    assertThat(state.failures()).isEqualTo(3);
    assertThat(state.next()).isEqualTo(2 * DAY + wait.toNanos());
    assertThat(state.trouble().orElseThrow())
        .isEqualTo(new AnchorState.Trouble(DAY, 2 * DAY, 2 * DAY, "third"));
    book.given(given(0, 9, "a"), 77, Long.MAX_VALUE, 3 * DAY);
    assertThat(book.state("a").failures()).isZero();
    assertThat(book.state("a").trouble()).isEmpty();
    assertThat(book.failed("a", "again", 2 * DAY + 1, wait)).as("a new run").isTrue();
  }

  @Test
  void theWindowBeginsWhereTheLargestHeadWasAskedAbout() {
    AnchorBook book = bookOf("a", "b");
    assertThat(book.newest()).isEmpty();
    book.given(given(0, 20, "a"), 200, 1_000, 5);
    book.given(given(1, 10, "b"), 100, 900, 6);
    assertThat(book.newest().orElseThrow().askedAt()).isEqualTo(200);
    book.given(given(2, 20, "b"), 190, 800, 6);
    assertThat(book.newest().orElseThrow().askedAt()).as("the earlier of two").isEqualTo(190);
    assertThat(book.state("b").renewal()).isEqualTo(800);
    book.renewed("b", 2_000);
    assertThat(book.state("b").renewal()).isEqualTo(2_000);
  }

  @Test
  void aBookComesBackAsItWasStored() {
    AnchorBook book = bookOf("a", "b", "c");
    book.given(given(3, 20, "a"), 200, 1_000, 5);
    boolean _ = book.failed("b", "ü".repeat(2_000), 17, Duration.ofSeconds(3));
    book.contradicted("c", ROOT);
    AnchorBook read = read(book.encode());
    assertThat(read.rows()).isEqualTo(4);
    assertThat(read.encode()).isEqualTo(book.encode());
    assertThat(read.state("a")).isEqualTo(book.state("a"));
    assertThat(read.state("c")).isEqualTo(book.state("c"));
    assertThat(read.state("b").trouble().orElseThrow().why()).isEqualTo("ü".repeat(500));
    assertThat(AnchorBookCodec.clipped("x".repeat(999) + "😀")).isEqualTo("x".repeat(999));
  }

  private static AnchorBook read(byte[] bytes) {
    if (AnchorBook.decode(bytes) instanceof Decoded.Value<AnchorBook>(var book)) {
      return book;
    }
    throw new AssertionError("a stored book was refused");
  }

  @Test
  void bytesThatAreNoBookAreRefusedAndNeverThrow() {
    AnchorBook book = bookOf("a", "b");
    book.given(given(3, 20, "a"), 200, 1_000, 5);
    boolean _ = book.failed("b", "why", 17, Duration.ofSeconds(3));
    byte[] good = book.encode();
    var random = new SplittableRandom(Seed.value());
    for (int cut = 0; cut < good.length; cut++) {
      assertThat(AnchorBook.decode(Arrays.copyOf(good, cut))).isInstanceOf(Decoded.Refused.class);
      byte[] bad = good.clone();
      bad[cut] = (byte) random.nextInt(256);
      assertThat(AnchorBook.decode(bad)).isNotNull();
      assertThat(AnchorRow.decode(bad)).isInstanceOf(Decoded.Refused.class);
      assertThat(AnchorMark.decode(bad)).isInstanceOf(Decoded.Refused.class);
    }
  }

  @Test
  void aBookThatIsBehindTheRowsIsBroughtUp() {
    AnchorBook book = bookOf("a");
    boolean _ = book.failed("a", "why", 17, Duration.ofSeconds(3));
    book.fold(given(4, 30, "a"));
    book.fold(given(5, 40, "stranger"));
    assertThat(book.rows()).isEqualTo(6);
    AnchorState state = book.state("a");
    assertThat(state.givenSize()).isEqualTo(30);
    assertThat(state.failures()).isZero();
    assertThat(state.renewal()).as("its proof must be looked at").isZero();
    book.keepOnly(Map.of("a", Kind.WITNESS));
    assertThat(book.state("a"))
        .as("another anchor")
        .isEqualTo(AnchorState.fresh(Kind.WITNESS, "a"));
  }

  @Test
  void aRowComesBackFromItsBytesAndIsNeverTooLong() {
    AnchorRow row = given(7, 8, "tsa");
    assertThat(AnchorRow.decode(row.encode())).isEqualTo(new Decoded.Value<>(row));
    Map<String, SampleValue> many = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      SampleValue _ = many.put("detail " + i, SampleValue.of("x".repeat(100)));
    }
    var wordy =
        new AnchorRow(
            7, "log", 8, ROOT, Kind.EVM, "a", Outcome.ANCHORED, 1, 2L, PROOF, new Details(many));
    assertThat(wordy.fitted().details()).isEqualTo(Details.NONE);
    assertThat(wordy.fitted().encode().length).isLessThan(AnchorRow.BYTES_MAX);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new AnchorRow(
                7, "log", 8, ROOT, Kind.EVM, "a", Outcome.ANCHORED, 1, null, null, Details.NONE));
  }

  @Test
  void theRowsOfAHeadAreOneRecord() {
    List<AnchorRow> rows =
        List.of(given(0, 5, "a"), given(1, 6, "a"), given(2, 5, "b"), given(3, 5, "c"));
    List<AnchorResults> records = AnchorRecords.of(rows);
    assertThat(records).extracting(AnchorResults::size).containsExactly(5L, 6L);
    assertThat(records.getFirst().results())
        .extracting(AnchorResults.Result::name)
        .containsExactly("a", "b", "c");
    List<AnchorRow> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(given(i, 5, "a" + i));
    }
    assertThat(AnchorRecords.of(many))
        .extracting(one -> one.results().size())
        .containsExactly(16, 16, 8);
  }

  @Test
  void whatTheJournalHasIsNotMissingHoweverItWasGrouped() {
    List<AnchorRow> rows =
        List.of(given(0, 5, "a"), given(1, 6, "a"), given(2, 5, "b"), given(3, 5, "b"));
    List<AnchorResults> found = AnchorRecords.of(List.of(rows.get(0), rows.get(2)));
    assertThat(AnchorRecords.missing(rows, found)).containsExactly(rows.get(1), rows.get(3));
    assertThat(AnchorRecords.missing(rows, AnchorRecords.of(rows))).isEmpty();
    assertThat(AnchorRecords.missing(rows, List.of())).isEqualTo(rows);
  }

  @Test
  void aMarkComesBackAndSaysWhetherItIsSettled() {
    var mark = new AnchorMark(3, 5, 17);
    assertThat(AnchorMark.decode(mark.encode())).isEqualTo(new Decoded.Value<>(mark));
    assertThat(mark.isSettled()).isFalse();
    assertThat(mark.settled()).isEqualTo(new AnchorMark(5, 5, 17));
    assertThat(mark.settled().isSettled()).isTrue();
    assertThat(AnchorMark.decode(new byte[0])).isInstanceOf(Decoded.Refused.class);
    assertThatIllegalArgumentException().isThrownBy(() -> new AnchorMark(5, 3, 0));
  }
}
