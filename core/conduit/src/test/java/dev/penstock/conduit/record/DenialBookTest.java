package dev.penstock.conduit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Policies;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.RequestForm;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.conduit.Verdict;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Denials condensed. Req: 62443-4-2 CR 2.8. */
class DenialBookTest {
  private static final Digest POLICY = Policies.of().digest();
  private static final Decision DENIED = new Decision(Verdict.DENY, Cause.NO_RULE, "filters", null);
  private static final long SECOND = 1_000_000_000L;
  private static final long START = Instant.parse("2026-11-23T09:00:00Z").getEpochSecond() * SECOND;
  private static final long HOUR_BYTES_MAX = 10_000_000;

  private final DenialBook book = new DenialBook(POLICY);

  private static Request request(String peer, Operation operation, long number, long at) {
    return Request.of(
        "control",
        "treatment",
        "modbus",
        Optional.empty(),
        peer,
        operation,
        Policies.holding(number, number, 7),
        at);
  }

  private static Request write(long number, long at) {
    return request("10.0.0.7", Operation.WRITE, number, at);
  }

  @Test
  void theFirstDenialOfAMinuteIsRecordedInFullAtOnce() {
    Request request = write(5, START + SECOND);
    assertThat(book.deny(request, DENIED))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.decision()).isEqualTo(PolicyDecision.Decision.DENY);
          assertThat(record.rule()).isNull();
          assertThat(record.policy()).isEqualTo(POLICY);
          assertThat(record.peer()).isEqualTo("10.0.0.7");
          assertThat(record.operation()).isEqualTo("write");
          assertThat(record.object()).isEqualTo("unit 1 holding 5");
          assertThat(record.argument()).isEqualTo(SampleValue.of(7.0));
          assertThat(record.count()).isOne();
          assertThat(record.rolling()).isNull();
          assertThat(record.details().values())
              .containsEntry("cause", SampleValue.of("no-rule"))
              .containsEntry("channel", SampleValue.of("filters"));
        });
  }

  @Test
  void allLaterOnesAreOneRecordWithCountRangesAndDigest() throws Exception {
    List<Request> later = new ArrayList<>();
    assertThat(book.deny(write(5, START), DENIED)).hasSize(1);
    for (int i = 0; i < 100; i++) {
      later.add(write(i, START + i * SECOND / 2));
      assertThat(book.deny(later.getLast(), DENIED)).isEmpty();
    }
    byte[] rolling = new byte[32];
    for (Request request : later) {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(rolling);
      rolling = sha256.digest(RequestForm.encode(request));
    }
    Digest expected = Digest.of(rolling);
    assertThat(book.tick(START + 59 * SECOND)).isEmpty();
    assertThat(book.tick(START + 60 * SECOND))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.count()).isEqualTo(100);
          assertThat(record.from()).isEqualTo(START);
          assertThat(record.to()).isEqualTo(START + 99 * SECOND / 2);
          assertThat(record.object()).isEqualTo("holding");
          assertThat(record.rolling()).isEqualTo(expected);
          assertThat(record.details().values())
              .containsEntry("from", SampleValue.of(later.getFirst().from()))
              .containsEntry("to", SampleValue.of(later.getFirst().to()))
              .containsEntry("protocol", SampleValue.of(later.getFirst().protocol()))
              .containsEntry("numbers", wholes(0, 99))
              .containsEntry("units", wholes(1, 1));
        });
    assertThat(book.tick(START + 180 * SECOND)).isEmpty();
  }

  private static SampleValue wholes(long first, long last) {
    return new SampleValue.Many(List.of(new Scalar.Whole(first), new Scalar.Whole(last)));
  }

  @Test
  void aSingleDenialIsNotToldTwice() {
    assertThat(book.deny(write(5, START), DENIED)).hasSize(1);
    assertThat(book.tick(START + 60 * SECOND)).isEmpty();
    assertThat(book.deny(write(5, START + 61 * SECOND), DENIED)).hasSize(1);
    assertThat(book.close()).isEmpty();
  }

  @Test
  void theNextMinutesFirstDenialBringsTheRecordsOfTheMinuteBefore() {
    assertThat(book.deny(write(5, START), DENIED)).hasSize(1);
    assertThat(book.deny(write(6, START), DENIED)).isEmpty();
    assertThat(book.deny(write(7, START + 60 * SECOND), DENIED))
        .extracting(PolicyDecision::count, PolicyDecision::object)
        .containsExactly(tuple(1L, "holding"), tuple(1L, "unit 1 holding 7"));
  }

  @Test
  void otherPeersRulesOperationsAndClassesHaveTheirOwnFirst() {
    var byRule = new Decision(Verdict.DENY, Cause.RULE, "filters", "r");
    assertThat(book.deny(write(5, START), DENIED)).hasSize(1);
    assertThat(book.deny(write(5, START), byRule)).hasSize(1);
    assertThat(book.deny(request("10.0.0.8", Operation.WRITE, 5, START), DENIED)).hasSize(1);
    assertThat(book.deny(request("10.0.0.7", Operation.PROGRAM, 5, START), DENIED)).hasSize(1);
    Request device = Policies.ask("write", Part.of(new Target.Device())).at(START);
    assertThat(book.deny(device, DENIED)).hasSize(1);
    assertThat(book.deny(write(99, START), byRule)).isEmpty();
  }

  @Test
  void denialsBetweenOtherZonesAreToldApart() {
    Request other =
        new Request(
            "office",
            "field",
            "modbus-tcp",
            Optional.of("scada"),
            "10.0.0.7",
            Operation.WRITE,
            write(5, START).parts(),
            START);
    assertThat(book.deny(write(5, START), DENIED)).hasSize(1);
    assertThat(book.deny(other, DENIED)).hasSize(1);
    assertThat(book.deny(other, DENIED)).isEmpty();
    assertThat(book.close())
        .singleElement()
        .satisfies(record ->
            assertThat(record.details().values()).containsEntry("from", SampleValue.of("office")));
  }

  @Test
  void eachDenialIsInARecordOrCountedInOne() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          var some = new DenialBook(POLICY);
          List<PolicyDecision> records = new ArrayList<>();
          List<Request> requests = Policies.requests(seed, 500);
          requests.forEach(request -> records.addAll(some.deny(request, DENIED)));
          records.addAll(some.close());
          assertThat(records.stream().mapToLong(PolicyDecision::count).sum())
              .isEqualTo(requests.size());
          assertThat(some.close()).isEmpty();
        });
  }

  @Test
  void beyondTheBoundKindsShareOneEntryAndAreCounted() {
    long records = 0;
    for (int i = 0; i < 1_000; i++) {
      records += book.deny(request("10.1.0." + i, Operation.WRITE, 5, START), DENIED).size();
    }
    assertThat(records).isEqualTo(DenialBook.KINDS_MAX + 1);
    assertThat(book.close())
        .singleElement()
        .satisfies(record -> {
          assertThat(record.peer()).isEqualTo("several");
          assertThat(record.count()).isEqualTo(1_000 - DenialBook.KINDS_MAX - 1);
        });
  }

  @Test
  void aScanByReadsCannotHideADeniedWrite() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(book.deny(request("10.1.0." + i, Operation.READ, 5, START), DENIED))
          .hasSizeLessThan(2);
    }
    assertThat(book.deny(write(5, START), DENIED))
        .singleElement()
        .satisfies(record -> assertThat(record.peer()).isEqualTo("10.0.0.7"));
  }

  @Test
  void requestsThatComeALittleOutOfOrderEndNoMinute() {
    assertThat(book.deny(write(5, START), DENIED)).hasSize(1);
    assertThat(book.deny(write(6, START - SECOND), DENIED)).isEmpty();
    assertThat(book.tick(START - SECOND)).isEmpty();
    assertThat(book.close())
        .singleElement()
        .satisfies(record -> assertThat(record.from()).isEqualTo(START - SECOND));
  }

  /** Else what was denied would be in no record until the clock shows that minute again. */
  @Test
  void aClockThatIsSetBackKeepsNoDenialWaiting() {
    long before = START - 86_400 * SECOND;
    assertThat(book.deny(write(5, START), DENIED)).hasSize(1);
    assertThat(book.deny(write(6, START), DENIED)).isEmpty();
    assertThat(book.deny(write(7, before), DENIED))
        .extracting(PolicyDecision::count, PolicyDecision::object)
        .containsExactly(tuple(1L, "holding"), tuple(1L, "unit 1 holding 7"));
    assertThat(book.deny(write(8, before), DENIED)).isEmpty();
    assertThat(book.tick(before + 60 * SECOND))
        .singleElement()
        .satisfies(record -> assertThat(record.from()).isEqualTo(before));
  }

  /** Nobody agreed to it: it did not pass, and is told apart from what nobody could agree to. */
  @Test
  void whatNeedsTwoPeopleIsCondensedAsWhatItIs() {
    var paired = new Decision(Verdict.NEEDS_TWO_PEOPLE, Cause.RULE, "filters", "pair");
    var denied = new Decision(Verdict.DENY, Cause.RULE, "filters", "pair");
    List<PolicyDecision> records = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      records.addAll(book.deny(write(i, START), paired));
      records.addAll(book.deny(write(i, START), denied));
    }
    records.addAll(book.close());
    assertThat(records)
        .extracting(PolicyDecision::decision, PolicyDecision::count, PolicyDecision::rule)
        .containsExactly(
            tuple(PolicyDecision.Decision.NEEDS_TWO_PEOPLE, 1L, "pair"),
            tuple(PolicyDecision.Decision.DENY, 1L, "pair"),
            tuple(PolicyDecision.Decision.NEEDS_TWO_PEOPLE, 2L, "pair"),
            tuple(PolicyDecision.Decision.DENY, 2L, "pair"));
  }

  @Test
  void kindsBeyondTheBoundAreNotTakenForDeniedWhereTwoPeopleWereNeeded() {
    var paired = new Decision(Verdict.NEEDS_TWO_PEOPLE, Cause.RULE, "filters", "pair");
    for (int i = 0; i < 100; i++) {
      Request request = request("10.1.0." + i, Operation.WRITE, 5, START);
      assertThat(book.deny(request, i % 2 == 0 ? paired : DENIED)).hasSizeLessThan(2);
    }
    assertThat(book.close())
        .extracting(PolicyDecision::peer, PolicyDecision::decision)
        .containsExactly(
            tuple("several", PolicyDecision.Decision.NEEDS_TWO_PEOPLE),
            tuple("several", PolicyDecision.Decision.DENY));
  }

  @Test
  void functionCodesAreToldApartAndRecorded() {
    Request six = write(5, START).by(OptionalInt.of(6));
    Request sixteen = write(5, START).by(OptionalInt.of(16));
    List<PolicyDecision> records = new ArrayList<>();
    for (Request each : List.of(six, sixteen, six)) {
      records.addAll(book.deny(each, DENIED));
    }
    records.addAll(book.close());
    assertThat(records)
        .extracting(each -> each.details().values().get("function"))
        .containsExactly(SampleValue.of(6L), SampleValue.of(16L), SampleValue.of(6L));
  }

  /** Else they would take the room of all kinds that act, and a denied write would be no kind. */
  @Test
  void whoTriesAllFunctionCodesMakesOneKindOfUnknownOnes() {
    int records = 0;
    for (int code = 64; code < 128; code++) {
      Request one = request("10.0.0.7", Operation.UNKNOWN, 5, START).by(OptionalInt.of(code));
      records += book.deny(one, DENIED).size();
    }
    assertThat(records).isOne();
    assertThat(book.close())
        .singleElement()
        .satisfies(record -> assertThat(record.count()).isEqualTo(63));
  }

  @Test
  void whatWasNotDeniedIsNotTaken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            book.deny(write(5, START), new Decision(Verdict.ALLOW, Cause.RULE, "filters", "r")));
  }

  @Test
  void aScanOf50000DenialsASecondForAnHourMakesLessThan10MegabytesOfRecords() {
    // In every run a second of each minute at the full rate, in a deep run each second.
    long seconds = Deep.cases(1, 60);
    long bytes = 0;
    long denials = 0;
    for (int minute = 0; minute < 60; minute++) {
      for (long second = 0; second < seconds; second++) {
        for (int i = 0; i < 50_000; i++) {
          long at = START + minute * 60L * SECOND + second * SECOND + i * 20_000L;
          bytes += bytes(book.deny(write(i, at), DENIED));
          denials++;
        }
      }
    }
    bytes += bytes(book.close());
    System.out.printf("%,d denials of one scan in an hour: %,d bytes%n", denials, bytes);
    assertThat(bytes).isLessThan(HOUR_BYTES_MAX / 100);
  }

  @Test
  void noAskerCanMakeMoreByChangingEverythingItCan() {
    long bytes = 0;
    var denied = new Decision(Verdict.DENY, Cause.RULE, "c".repeat(64), "r".repeat(64));
    var paired = new Decision(Verdict.NEEDS_TWO_PEOPLE, Cause.RULE, "c".repeat(64), "r".repeat(64));
    for (int minute = 0; minute < 60; minute++) {
      for (int i = 0; i < 300; i++) {
        bytes += bytes(book.deny(worst(minute, i), i % 4 < 2 ? denied : paired));
      }
    }
    bytes += bytes(book.close());
    System.out.printf("the worst that can be asked in an hour: %,d bytes%n", bytes);
    assertThat(bytes).isLessThan(HOUR_BYTES_MAX);
  }

  /** Each is of a kind of its own at first, the second half is of the same again. */
  private static Request worst(int minute, int i) {
    int kind = i % 150;
    String salt = "%05d".formatted(kind);
    double[] values = new double[400];
    Arrays.fill(values, 0.1 + i);
    List<Part> parts = new ArrayList<>();
    for (int part = 0; part < 10; part++) {
      parts.add(new Part(new Target.Name("\uffee".repeat(1_000) + salt), Values.of(values)));
    }
    return new Request(
        "z".repeat(64),
        "y".repeat(64),
        "p".repeat(32),
        Optional.of(salt + "\uffee".repeat(1_000)),
        salt + "\uffee".repeat(1_000),
        kind % 2 == 0 ? Operation.CONFIGURE : Operation.IDENTIFY,
        parts,
        START + minute * 60L * SECOND + i);
  }

  private static long bytes(List<PolicyDecision> records) {
    long bytes = 0;
    for (PolicyDecision record : records) {
      bytes +=
          new LedgerRecord(1L << 40, 0, null, record.to(), record.to(), 0, record).encode().length;
    }
    return bytes;
  }

  @Test
  void whatPassedIsRecordedWithAllItsValues() {
    double[] values = new double[123];
    Arrays.setAll(values, i -> i);
    Request request = Policies.ask("write", Policies.holding(0, 122, values));
    var allowed = new Decision(Verdict.ALLOW, Cause.RULE, "filters", "setpoints");
    PolicyDecision record = DecisionRecord.of(POLICY, allowed, request);
    assertThat(record.decision()).isEqualTo(PolicyDecision.Decision.ALLOW);
    assertThat(record.rule()).isEqualTo("setpoints");
    assertThat(record.argument())
        .isInstanceOfSatisfying(
            SampleValue.Many.class, many -> assertThat(many.values()).hasSize(123));
    assertThat(record.details().values())
        .containsKey("request")
        .containsEntry("identity", SampleValue.of("scada"));
  }

  /** Who asks another policy later must know that bounds of numbers are not all there was. */
  @Test
  void valuesThatWereNotReadAreCountedBesideTheirBounds() {
    var unread =
        new Part(new Target.Numbers("holding", 1, 3, 3), Values.ofUnread(Digest.of(new byte[32])));
    var nan = new Part(new Target.Numbers("holding", 1, 4, 4), Values.of(Double.NaN, 5));
    List<PolicyDecision> first = book.deny(write(1, START), DENIED);
    assertThat(first).hasSize(1);
    for (Part part : List.of(unread, nan, Policies.holding(5, 5, 6), Policies.holding(6, 6))) {
      assertThat(book.deny(asked(part), DENIED)).isEmpty();
    }
    assertThat(book.close())
        .singleElement()
        .satisfies(record ->
            assertThat(record.details().values())
                .containsEntry("unread", new SampleValue.One(new Scalar.Whole(3))));
    assertThat(book.deny(write(1, START), DENIED)).hasSize(1);
    assertThat(book.deny(write(2, START), DENIED)).isEmpty();
    assertThat(book.close())
        .singleElement()
        .satisfies(record -> assertThat(record.details().values()).doesNotContainKey("unread"));
  }

  @Test
  void requestsAboutObjectsOfSeveralSpacesHideInNoRecordOfOne() {
    Part coil = Part.of(new Target.Numbers("coil", 1, 7, 7));
    List<PolicyDecision> records = new ArrayList<>(book.deny(write(1, START), DENIED));
    records.addAll(book.deny(asked(Policies.holding(1, 1, 7), coil), DENIED));
    records.addAll(book.deny(asked(Policies.holding(1, 1, 7), coil), DENIED));
    records.addAll(book.deny(asked(Policies.holding(1, 1, 7), Policies.holding(9, 9, 7)), DENIED));
    records.addAll(book.close());
    assertThat(records)
        .filteredOn(record -> record.rolling() != null)
        .extracting(PolicyDecision::object)
        .containsExactly("holding", "mixed");
  }

  private static Request asked(Part... parts) {
    return new Request(
        "control",
        "treatment",
        "modbus",
        Optional.empty(),
        "10.0.0.7",
        Operation.WRITE,
        List.of(parts),
        START);
  }
}
