package dev.penstock.flow.continuity;

import static dev.penstock.flow.continuity.Records.at;
import static dev.penstock.flow.continuity.Records.deaf;
import static dev.penstock.flow.continuity.Records.finding;
import static dev.penstock.flow.continuity.Records.heard;
import static dev.penstock.flow.continuity.Records.heardFrom;
import static dev.penstock.flow.continuity.Records.listening;
import static dev.penstock.flow.continuity.Records.notStated;
import static dev.penstock.flow.continuity.Records.recorded;
import static dev.penstock.flow.continuity.Records.roll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.Arrival;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.continuity.ContinuityFinding.Kind;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ContinuityBookTest {
  private static final long PUMP = 7;
  private static final ContinuityRules RULES = ContinuityRules.DEFAULT;

  private final ContinuityBook book = new ContinuityBook(RULES);
  private long leaf;

  private void apply(LedgerRecord record) {
    assertThat(book.apply(leaf++, 0, record)).isTrue();
  }

  private ContinuityBook.Standing pump() {
    return book.standing(PUMP).orElseThrow();
  }

  /** Intervals of 10 s, heard once in each of the first ones, then not at all. */
  private void speakThenFallSilent(int spoken, int quiet) {
    for (int i = 0; i < spoken + quiet; i++) {
      apply(roll(10L * i, 10L * i + 10, i < spoken ? heard(PUMP, 1) : listening(PUMP)));
    }
  }

  @Test
  void aSourceThatNobodyNamedHasNoStanding() {
    assertThat(book.standing(PUMP)).isEmpty();
    assertThat(book.sources()).isEmpty();
  }

  @Test
  void theCadenceIsLearntAndASilenceIsThreeTimesThat() {
    speakThenFallSilent(6, 3);
    assertThat(pump().cadenceNanos()).hasValue(10 * Gateway.SECOND);
    assertThat(pump().silentSince()).isEmpty();
    assertThat(book.unsaid()).isEmpty();

    apply(roll(90, 100, listening(PUMP)));

    assertThat(pump().silentSince()).hasValue(at(60));
    assertThat(book.unsaid())
        .singleElement()
        .satisfies(said -> {
          assertThat(said.source()).isEqualTo(PUMP);
          assertThat(said.finding().code()).isEqualTo("SILENT");
          assertThat(said.finding().since()).isEqualTo(at(60));
          assertThat(said.finding().text())
              .isEqualTo(
                  "Nothing came since 2026-01-01T00:01:00Z; usual distance 10.0 s. A cut wire"
                      + " and an outage look the same.");
        });
  }

  @Test
  void aSilenceIsSaidOnceAndItsEndOnce() {
    speakThenFallSilent(6, 4);
    apply(recorded(PUMP, 100, book.unsaid().get(0).finding()));
    assertThat(book.unsaid()).isEmpty();
    apply(roll(100, 110, listening(PUMP)));
    assertThat(book.unsaid()).isEmpty();

    apply(roll(110, 120, heard(PUMP, 1)));
    assertThat(book.unsaid()).extracting(said -> said.finding().code()).containsExactly("RESUMED");
    apply(recorded(PUMP, 120, book.unsaid().get(0).finding()));

    assertThat(book.unsaid()).isEmpty();
    assertThat(pump().findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("SILENT");
          assertThat(finding.from()).isEqualTo(at(60));
          assertThat(finding.to()).isEqualTo(at(120));
        });
  }

  @Test
  void aDeclaredCadenceNeedsNoLearning() {
    var rules =
        new ContinuityRules(
            2,
            Duration.ofSeconds(15),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Map.of(PUMP, Duration.ofSeconds(5)));
    var declared = new ContinuityBook(rules);
    assertThat(declared.apply(0, 0, roll(0, 10, listening(PUMP)))).isTrue();
    assertThat(declared.standing(PUMP).orElseThrow().silentSince()).isEmpty();
    assertThat(declared.apply(1, 0, roll(10, 20, listening(PUMP)))).isTrue();

    assertThat(declared.standing(PUMP).orElseThrow().silentSince()).hasValue(at(0));
  }

  @Test
  void deafnessAndHolesAreNoSilenceOfTheSource() {
    for (int i = 0; i < 6; i++) {
      apply(roll(10L * i, 10L * i + 10, heard(PUMP, 1)));
    }
    for (int i = 6; i < 30; i++) {
      apply(roll(10L * i, 10L * i + 10, deaf(PUMP, 60, 0)));
    }
    apply(roll(300, 310, listening(PUMP)));
    apply(roll(310, 320, listening(PUMP)));
    apply(roll(320, 330, listening(PUMP)));
    assertThat(pump().silentSince()).isEmpty();
    apply(roll(330, 340, listening(PUMP)));
    assertThat(pump().silentSince()).hasValue(at(300));
  }

  @Test
  void aSelfSigningDeviceSpeaksForItself() {
    var chain = ByteString.of(new byte[16]);
    var link = Digest.of(new byte[32]);
    apply(
        recorded(
            PUMP, 0, new Arrival(chain, 0, link, 1, Arrival.Verdict.LINKED, 3L, Details.NONE)));
    speakThenFallSilent(6, 40);

    assertThat(pump().isSelfSigning()).isTrue();
    assertThat(pump().silentSince()).isEmpty();
    assertThat(book.unsaid()).isEmpty();
  }

  @Test
  void aPlaceThatWasPassedIsTakenOnce() {
    LedgerRecord record = roll(0, 10, heard(PUMP, 5));
    assertThat(book.apply(4, 2, record)).isTrue();
    assertThat(book.apply(4, 2, record)).isFalse();
    assertThat(book.apply(4, 1, record)).isFalse();
    assertThat(book.apply(3, 9, record)).isFalse();

    assertThat(pump().heardCount()).isEqualTo(5);
    assertThat(book.leaf()).isEqualTo(4);
    assertThat(book.place()).isEqualTo(2);
  }

  @Test
  void holesBetweenRollCallsStandInTheRecentStretches() {
    apply(roll(0, 10, heard(PUMP, 1)));
    apply(roll(20, 30, heard(PUMP, 1)));

    assertThat(pump().recent())
        .containsExactly(heardFrom(0, 10, 1), notStated(10, 20), heardFrom(20, 30, 1));
  }

  @Test
  void aStateNeverNeedsMoreThanIsPromised() {
    var state = new SourceState(LedgerRecord.ID_MAX);
    state.isSelfSigning = true;
    state.heardCount = Long.MAX_VALUE;
    state.heardTo = Long.MAX_VALUE;
    state.listeningFrom = Long.MAX_VALUE;
    state.statedTo = Long.MAX_VALUE;
    state.silentSince = Long.MAX_VALUE;
    state.saidSince = Long.MAX_VALUE;
    state.resumedAt = Long.MAX_VALUE;
    for (int i = 0; i < 100; i++) {
      state.cadence.add(Long.MAX_VALUE);
    }
    for (Kind kind : Kind.values()) {
      state.tallies.put(kind, new SourceState.Tally(Long.MAX_VALUE, Long.MAX_VALUE));
    }
    var out = new CborWriter(1024);
    ContinuityBookCodec.write(state, out);

    assertThat(out.sizeBytes()).isLessThanOrEqualTo(512);
  }

  @Test
  void bytesThatWeDidNotWriteAreNoBook() {
    speakThenFallSilent(3, 1);
    byte[] bytes = book.encode();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      // Either it is refused, or it is the state that these bytes stand for.
      if (ContinuityBook.decode(RULES, changed)
          instanceof Decoded.Value<ContinuityBook>(var other)) {
        assertThat(other.encode()).isEqualTo(changed);
      }
    }
    assertThat(ContinuityBook.decode(RULES, new byte[] {1})).isInstanceOf(Decoded.Refused.class);
  }

  record Applied(long leaf, int place, LedgerRecord record) {}

  /** A random history: roll-calls with holes, steps and restarts, gaps, findings, arrivals. */
  static List<Applied> history(long seed) {
    var random = new SplittableRandom(seed);
    var history = new ArrayList<Applied>();
    long leaf = 0;
    int place = 0;
    long now = 1_000;
    int count = random.nextInt(10, 150);
    for (int i = 0; i < count; i++) {
      if (random.nextInt(3) == 0) {
        leaf += random.nextInt(1, 5);
        place = 0;
      } else {
        place += random.nextInt(1, 3);
      }
      history.add(new Applied(leaf, place, random(random, now)));
      now += random.nextInt(10) == 0 ? random.nextInt(-30, 200) : 10;
      now = Math.max(500, now);
    }
    return history;
  }

  private static LedgerRecord random(SplittableRandom random, long now) {
    long source = random.nextInt(1, 5);
    return switch (random.nextInt(12)) {
      case 0 -> recorded(source, now, finding("SILENT", now - random.nextInt(50)));
      case 1 -> recorded(source, now, finding("RESUMED", now - random.nextInt(50)));
      case 2 -> recorded(source, now, finding("LATE", now - random.nextInt(50)));
      case 3 -> {
        Gap.Cause[] causes = Gap.Cause.values();
        Long to = random.nextBoolean() ? null : Long.valueOf(now);
        yield recorded(
            source,
            now,
            Records.gap(
                causes[random.nextInt(causes.length)],
                Gap.Scope.RECORDS_OF_SOURCE,
                (long) random.nextInt(3),
                now - 20,
                to,
                "p"));
      }
      case 4 -> {
        var verdicts = Arrival.Verdict.values();
        var verdict = verdicts[random.nextInt(verdicts.length)];
        // Rarely, or all sources would be self-signing soon.
        long device = random.nextInt(4) == 0 ? 1 : 6;
        yield recorded(
            device,
            now,
            new Arrival(
                ByteString.of(new byte[16]),
                1,
                Digest.of(new byte[32]),
                1,
                verdict,
                1L,
                Details.NONE));
      }
      default -> rollCall(random, now);
    };
  }

  private static LedgerRecord rollCall(SplittableRandom random, long now) {
    var runs = new ArrayList<RollCall.Run>();
    long source = 1;
    while (source < 5) {
      long last = Math.min(4, source + random.nextInt(2));
      switch (random.nextInt(8)) {
        case 0 -> runs.add(new RollCall.Run(source, last, RollCall.State.DEAF, 2, at(now - 9)));
        case 1 -> {}
        case 2, 3 ->
            runs.add(new RollCall.Run(source, last, RollCall.State.HEARD, random.nextInt(9), null));
        default -> runs.add(new RollCall.Run(source, last, RollCall.State.LISTENING, 0, null));
      }
      source = last + 1;
    }
    return recorded(0, now, new RollCall(at(now - 10), at(now), runs));
  }

  private static void applyAll(ContinuityBook to, List<Applied> history) {
    for (Applied applied : history) {
      var _ = to.apply(applied.leaf(), applied.place(), applied.record());
    }
  }

  @Test
  void aReplayFromAnySnapshotGivesTheSameState() {
    Property.forAll(Gen.seeds())
        .cases(150, 5_000)
        .holds(seed -> {
          List<Applied> history = history(seed);
          var whole = new ContinuityBook(RULES);
          applyAll(whole, history);
          int cut = new SplittableRandom(seed).nextInt(history.size());
          var part = new ContinuityBook(RULES);
          applyAll(part, history.subList(0, cut));
          var restored =
              ((Decoded.Value<ContinuityBook>) ContinuityBook.decode(RULES, part.encode())).value();
          // As after a crash: what was applied already comes again.
          applyAll(restored, history.subList(Math.max(0, cut - 5), history.size()));

          assertThat(restored.encode()).isEqualTo(whole.encode());
          assertThat(restored.unsaid()).isEqualTo(whole.unsaid());
        });
  }

  @Test
  void theBookAgreesWithAPlainModelOverRandomHistories() {
    Property.forAll(Gen.seeds())
        .cases(150, 5_000)
        .holds(seed -> {
          List<Applied> history = history(seed);
          var fold = new ContinuityBook(RULES);
          applyAll(fold, history);
          List<LedgerRecord> records = history.stream().map(Applied::record).toList();
          for (long source = 1; source <= 4; source++) {
            var model = new PlainModel(records, source, RULES);
            var standing = fold.standing(source);
            assertThat(standing.isPresent()).isEqualTo(model.isKnown());
            if (standing.isEmpty()) {
              continue;
            }
            var one = standing.get();
            assertThat(one.heardCount()).isEqualTo(model.heardCount());
            assertThat(one.heardTo()).isEqualTo(model.heardTo());
            assertThat(one.cadenceNanos()).isEqualTo(model.cadence());
            assertThat(one.isSelfSigning()).isEqualTo(model.isSelfSigning());
            assertThat(one.silentSince()).isEqualTo(model.silentSince());
            assertThat(one.recent()).isEqualTo(model.newest(SourceState.RECENT_MAX));
          }
        });
  }

  @Test
  void nothingIsKnownBeforeTheFirstRollCall() {
    apply(recorded(PUMP, 5, finding("LATE", 3)));

    assertThat(pump().heardTo()).isEqualTo(OptionalLong.empty());
    assertThat(pump().recent()).isEmpty();
    assertThat(pump().findings()).hasSize(1);
  }

  @Test
  void aSilenceThatAChainsObserverFoundIsItsOwnToEnd() {
    var silent =
        new FindingMade(
            "SILENT",
            null,
            ByteString.of(new byte[16]),
            null,
            null,
            at(5),
            1,
            List.of(),
            null,
            "silent",
            Details.NONE);
    apply(recorded(PUMP, 30, silent));
    apply(roll(30, 40, listening(PUMP)));

    assertThat(book.unsaid()).isEmpty();
    assertThat(pump().counts()).containsExactly(Map.entry(Kind.SILENCE, 1L));
  }
}
