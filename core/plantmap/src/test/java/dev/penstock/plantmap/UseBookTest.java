package dev.penstock.plantmap;

import static dev.penstock.evidence.record.PolicyDecision.Decision.ALLOW;
import static dev.penstock.evidence.record.PolicyDecision.Decision.DENY;
import static dev.penstock.evidence.record.PolicyDecision.Decision.NEEDS_TWO_PEOPLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.conduit.Limits;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.plantmap.Uses.Asked;
import dev.penstock.plantmap.Uses.Way;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What sealed records say of the use of rules and ways, day after day. */
final class UseBookTest {
  private static final long DAY = Uses.DAY_NANOS;
  private static final long SECOND = 1_000_000_000L;
  private static final long FIRST = 20_000;
  private static final long START = FIRST * DAY;

  private final FakeRecords records = new FakeRecords();
  private long now = START + DAY / 2;

  /** So many ms pass each time somebody looks at it. */
  private long step;

  private final InstantSource clock =
      () -> {
        now += step * 1_000_000;
        return Instant.ofEpochSecond(now / SECOND, now % SECOND);
      };

  private UseBook book(Uses uses) {
    return new UseBook(records, clock, uses);
  }

  private void decide(
      PolicyDecision.Decision decision, String from, String to, String rule, long at) {
    records.decide(at, FakeRecords.decision(decision, from, to, rule, 1, at));
  }

  /** Roll-calls over all of a day, as seldom as they may come. */
  private void calls(long day) {
    long length = Coverage.CALL_NANOS_MAX;
    for (long at = day * DAY - length / 2; at < (day + 1) * DAY; at += length) {
      records.call(at, at + length);
    }
  }

  @Test
  void whenARuleWasNamedAndAWayWasAskedIsKnownAtOnce() throws IOException {
    decide(ALLOW, "control", "field", "set", START + 1);
    decide(DENY, "control", "field", "set", START + 2);
    decide(NEEDS_TWO_PEOPLE, "control", "field", "pair", START + 3);
    decide(DENY, "cloud", "field", null, START + 4);
    UseBook book = book(Uses.NONE);
    assertThat(book.isRead()).isFalse();
    assertThat(book.readOn()).isTrue();
    assertThat(book.isRead()).isTrue();

    Uses uses = book.all();
    assertThat(uses.rules())
        .containsOnly(Map.entry("set", START + 2), Map.entry("pair", START + 3));
    assertThat(uses.named("nights")).isZero();
    assertThat(uses.ways())
        .containsOnly(
            Map.entry(new Way("cloud", "field", "modbus"), new Asked(START + 4, 0)),
            Map.entry(new Way("control", "field", "modbus"), new Asked(START + 3, START + 1)));
    assertThat(book.days().rules()).as("the day is not over").isEmpty();

    decide(ALLOW, "control", "field", "set", START + 5);
    assertThat(book.readOn()).isTrue();
    assertThat(book.all().named("set")).isEqualTo(START + 5);
  }

  @Test
  void aDayIsWholeWhereRollCallsReachOverAllOfIt() throws IOException {
    calls(FIRST);
    calls(FIRST + 1);
    records.all.remove(records.all.size() / 2 + 7);
    calls(FIRST + 2);
    now = START + 3 * DAY + 3_600 * SECOND;
    records.other(now);
    UseBook book = book(Uses.NONE);
    readAll(book);

    assertThat(book.days().next()).isEqualTo(FIRST + 3);
    // The first roll-call begins in the day before the first.
    assertThat(book.days().whole()).containsExactly(FIRST, FIRST + 2);
    assertThat(book.days().wholeSince(START)).hasSize(2);
    assertThat(book.days().wholeSince(START + 1)).containsExactly(FIRST + 2);
    assertThat(book.days().wholeSince(START + 2 * DAY)).hasSize(1);
  }

  @Test
  void aDayOfWhichRecordsWereDroppedIsNotWhole() throws IOException {
    calls(FIRST);
    now = START + DAY + 3_600 * SECOND;
    records.other(now);
    records.isPruned = true;
    UseBook pruned = book(Uses.NONE);
    readAll(pruned);
    assertThat(pruned.days().next()).isEqualTo(FIRST + 1);
    assertThat(pruned.days().whole()).isEmpty();
  }

  /** More flows than are told apart, and a rule that only the last of them names. */
  @Test
  void aRuleAndAWayOfADayWithoutRoomForItsFlowsAreKnownAllTheSame() throws IOException {
    calls(FIRST);
    for (int i = 0; i < FlowTally.FLOWS_MAX; i++) {
      decide(DENY, "z" + i, "field", "r" + i, START + i);
    }
    decide(NEEDS_TWO_PEOPLE, "control", "field", "pair", START + DAY / 4);
    now = START + DAY / 2;
    UseBook book = book(Uses.NONE);
    readAll(book);
    assertThat(book.all().named("pair")).as("while it runs").isEqualTo(START + DAY / 4);

    records.add(0, START + DAY / 3, approved("pair"));
    decide(ALLOW, "office", "field", "last", START + DAY - 1);
    now = START + DAY + 3_600 * SECOND;
    records.other(now);
    readAll(book);
    Uses uses = book.days();
    assertThat(uses.next()).isEqualTo(FIRST + 1);
    assertThat(uses.whole()).contains(FIRST);
    assertThat(uses.named("last")).isEqualTo(START + DAY - 1);
    assertThat(uses.ways())
        .hasSize(FlowTally.FLOWS_MAX + 2)
        .containsEntry(
            new Way("office", "field", "modbus"), new Asked(START + DAY - 1, START + DAY - 1))
        .containsEntry(
            new Way("control", "field", "modbus"), new Asked(START + DAY / 4, START + DAY / 4));
  }

  @Test
  void ofMoreWaysThanThereIsRoomForTheOldestAreForgotten() throws IOException {
    for (int i = 0; i < Uses.WAYS_MAX; i++) {
      decide(DENY, "z" + i, "field", null, START + i);
    }
    decide(DENY, "z0", "field", null, START + Uses.WAYS_MAX);
    decide(DENY, "last", "field", null, START + Uses.WAYS_MAX + 1);
    UseBook book = book(Uses.NONE);
    readAll(book);
    assertThat(book.all().ways())
        .hasSize(Uses.WAYS_MAX)
        .containsKeys(new Way("z0", "field", "modbus"), new Way("last", "field", "modbus"))
        .doesNotContainKey(new Way("z1", "field", "modbus"));
  }

  private static CommandRequested approved(String rule) {
    return new CommandRequested(
        ByteString.of(new byte[16]),
        "write",
        SampleValue.of(7),
        null,
        "modbus",
        List.of(ByteString.of(new byte[16])),
        rule,
        null,
        null,
        Details.NONE);
  }

  @Test
  void aDayIsOverWhenSomethingYoungerIsSealed() throws IOException {
    calls(FIRST);
    now = START + 2 * DAY;
    UseBook book = book(Uses.NONE);
    assertThat(book.readOn()).isTrue();
    assertThat(book.days().next()).as("sealing stands still").isEqualTo(FIRST);

    decide(ALLOW, "control", "field", "set", START + DAY - 1);
    records.other(START + DAY + 400 * SECOND);
    assertThat(book.readOn()).isTrue();
    assertThat(book.days().next()).isEqualTo(FIRST + 1);
    assertThat(book.days().named("set")).isEqualTo(START + DAY - 1);
    assertThat(book.days().whole()).containsExactly(FIRST);
  }

  /** What the run before kept, and what comes after it, is what one run would have found. */
  @Test
  void aRestartLosesNothingAndCountsNothingTwice() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          records.all.clear();
          records.pageMax = 1 + random.nextInt(10);
          Map<String, Long> last = new HashMap<>();
          long at = START;
          UseBook restarted = book(Uses.NONE);
          for (int i = 0; i < 40; i++) {
            at += random.nextLong(DAY / 4);
            String rule = "r" + random.nextInt(9);
            decide(ALLOW, "control", "field", rule, at);
            Long _ = last.put(rule, at);
            now = at + SECOND;
            if (random.nextInt(5) == 0) {
              readAll(restarted);
            }
            if (random.nextInt(8) == 0) {
              restarted = book(stored(restarted.days()));
            }
          }
          now = at + 400 * SECOND;
          records.other(now);
          readAll(restarted);
          UseBook once = book(Uses.NONE);
          readAll(once);
          assertThat(restarted.all()).isEqualTo(once.all());
          assertThat(once.all().rules()).isEqualTo(last);
        });
  }

  private static void readAll(UseBook book) {
    try {
      boolean isRead = false;
      while (!isRead) {
        isRead = book.readOn();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Uses stored(Uses uses) {
    return switch (Uses.decode(uses.encode(7))) {
      case Decoded.Value<Uses.Noted>(var noted) -> {
        assertThat(noted.logEntries()).isEqualTo(uses.equals(Uses.NONE) ? 0 : 7);
        yield noted.uses();
      }
      case Decoded.Refused<Uses.Noted> refused -> throw new AssertionError(refused.toString());
    };
  }

  @Test
  void whatIsStoredIsReadAsItWas() {
    var uses =
        new Uses(
            FIRST + 3,
            List.of(FIRST, FIRST + 2),
            5,
            Map.of("set", START, "pair", START + 9),
            Map.of(new Way("control", "field", ""), new Asked(START + 3, 0)));
    assertThat(stored(uses)).isEqualTo(uses);
    assertThat(stored(Uses.from(FIRST))).isEqualTo(Uses.from(FIRST));
    assertThat(stored(Uses.NONE)).isEqualTo(Uses.NONE);
  }

  @Test
  void whatIsDamagedIsRefused() {
    byte[] whole =
        new Uses(FIRST + 3, List.of(FIRST, FIRST + 2), 0, Map.of("set", START), Map.of()).encode(1);
    for (int length = 1; length < whole.length; length++) {
      assertThat(Uses.decode(Arrays.copyOf(whole, length)))
          .as("%d bytes", length)
          .isInstanceOf(Decoded.Refused.class);
    }
    byte[] unordered =
        new Uses(FIRST + 3, List.of(FIRST + 2, FIRST), 0, Map.of(), Map.of()).encode(1);
    assertThat(Uses.decode(unordered)).isInstanceOf(Decoded.Refused.class);
    byte[] early = new Uses(FIRST, List.of(FIRST), 0, Map.of(), Map.of()).encode(1);
    assertThat(Uses.decode(early)).isInstanceOf(Decoded.Refused.class);
  }

  @Test
  void daysOfAClockThatWasWrongAreReadAnew() throws IOException {
    decide(ALLOW, "control", "field", "set", START + 1);
    UseBook book = book(Uses.from(FIRST + 900));
    assertThat(book.readOn()).isTrue();
    assertThat(book.days().next()).isEqualTo(FIRST);
    assertThat(book.all().named("set")).isEqualTo(START + 1);
  }

  /** Days that were summed up while it was ahead are read again when they come. */
  @Test
  void aClockThatIsAheadForAWhileLosesNoDay() throws IOException {
    for (long ahead : new long[] {1, 3, 900}) {
      records.all.clear();
      now = START + DAY / 2;
      calls(FIRST);
      decide(ALLOW, "control", "field", "set", now);
      UseBook book = book(Uses.NONE);
      assertThat(book.readOn()).isTrue();

      now += ahead * DAY;
      records.other(now);
      readAll(book);
      assertThat(book.days().next()).as("%d days ahead", ahead).isEqualTo(FIRST + ahead);

      now -= ahead * DAY;
      decide(ALLOW, "control", "field", "late", now + 1);
      readAll(book);
      assertThat(book.days().next()).isEqualTo(FIRST);
      assertThat(book.all().named("set")).isEqualTo(START + DAY / 2);
      assertThat(book.all().named("late")).isEqualTo(START + DAY / 2 + 1);
      now = START + DAY + 3_600 * SECOND;
      records.other(now);
      readAll(book);
      assertThat(book.days().whole()).containsExactly(FIRST);
      assertThat(book.days().named("late")).isEqualTo(START + DAY / 2 + 1);
    }
  }

  @Test
  void aClockThatWasBehindForYearsIsCaughtUpAtOnce() throws IOException {
    decide(ALLOW, "control", "field", "set", START + 1);
    UseBook book = book(Uses.from(FIRST - Uses.DAYS_MAX - 1));
    int before = records.asked;
    assertThat(book.readOn()).isTrue();
    assertThat(records.asked - before).isLessThan(5);
    assertThat(book.days().next()).isEqualTo(FIRST);
  }

  @Test
  void aLookThatTakesLongSaysSoAndTheNextOneGoesOn() throws IOException {
    records.pageMax = 10;
    for (int i = 0; i < 95; i++) {
      decide(ALLOW, "control", "field", "r" + i, START + i);
    }
    step = 60;
    UseBook book = book(Uses.NONE);
    assertThat(book.readOn()).isFalse();
    assertThat(book.isRead()).isFalse();
    assertThat(book.all().rules()).hasSizeBetween(10, 50);
    readAll(book);
    assertThat(book.all().rules()).hasSize(95);
  }

  /** Of a rule that had to be forgotten nobody says that it was never named. */
  @Test
  void whatHasNoRoomIsForgottenHonestly() {
    Map<String, Long> rules = new HashMap<>();
    for (int i = 0; i < Uses.RULES_MAX; i++) {
      Long _ = rules.put("r" + i, START + i);
    }
    var tally = FlowTally.ofDay();
    records.decide(START, FakeRecords.decision(ALLOW, "a", "b", "new", 1, START + DAY));
    tally.take(records.all.getFirst(), START + DAY);
    Uses with = new Uses(FIRST, List.of(), 0, rules, Map.of()).with(tally);

    assertThat(with.rules()).hasSize(Uses.RULES_MAX).containsKey("new").doesNotContainKey("r0");
    assertThat(with.named("r0")).isEqualTo(START);
    assertThat(with.named("never")).isEqualTo(START);
  }

  /** The longest ids of as many rules as a note may have, and as many ways. */
  @Test
  void theLargestNoteHasRoomAndIsReadAsItWas() {
    String id = "z".repeat(Limits.ID_CHARS_MAX - 6);
    Map<String, Long> rules = new HashMap<>();
    for (int i = 0; i < Uses.RULES_MAX; i++) {
      Long _ = rules.put(id + (100_000 + i), START + i);
    }
    Map<Way, Asked> ways = new HashMap<>();
    for (int i = 0; i < Uses.WAYS_MAX; i++) {
      Asked _ =
          ways.put(
              new Way(id + (100_000 + i), id + 100_000, "p".repeat(Limits.WORD_CHARS_MAX)),
              new Asked(START + i, START + i));
    }
    List<Long> days = LongStream.range(FIRST - Uses.DAYS_MAX, FIRST).boxed().toList();
    var uses = new Uses(FIRST, days, 0, rules, ways);
    assertThat(Uses.RULES_MAX).isGreaterThanOrEqualTo(Limits.RULES_MAX);
    assertThat(uses.encode(7)).hasSizeLessThanOrEqualTo(Uses.BYTES_MAX);
    assertThat(stored(uses).equals(uses)).isTrue();
  }
}
