package dev.penstock.conduit;

import static dev.penstock.conduit.Policies.ask;
import static dev.penstock.conduit.Policies.holding;
import static dev.penstock.conduit.Policies.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.conduit.compiled.Compilation;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.compiled.Judge;
import dev.penstock.conduit.compiled.Rates;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a rule holds: windows, days, and the two nights of the year; and how often. */
class TimesTest {
  private static final Rule WRITE = rule("write", Effect.ALLOW, "known", "write", "any");

  private static Judge judge(Policy policy, Rates rates) {
    return switch (CompiledPolicy.compile(policy)) {
      case Compilation.Ready(var ready) -> ready.judge(rates);
      case Compilation.TooEntangled(var fault) -> throw new AssertionError(fault.text());
    };
  }

  private static boolean passes(Rule rule, String at) {
    return judge(Policies.of(rule), Rates.full())
            .decide(ask("scada", "write", at, holding(1, 1)))
            .verdict()
        == Verdict.ALLOW;
  }

  @Test
  void aWindowHoldsFromItsFirstMinuteToBeforeItsEnd() {
    Rule day = Policies.in(WRITE, "mon..fri 06:00..18:00");
    // Stockholm is one hour ahead in November; the 23rd is a Monday.
    assertThat(passes(day, "2026-11-23T04:59:59Z")).isFalse();
    assertThat(passes(day, "2026-11-23T05:00:00Z")).isTrue();
    assertThat(passes(day, "2026-11-23T16:59:59Z")).isTrue();
    assertThat(passes(day, "2026-11-23T17:00:00Z")).isFalse();
    assertThat(passes(day, "2026-11-22T12:00:00Z")).isFalse();
  }

  @Test
  void aWindowOverMidnightBelongsToTheDayOnWhichItBegins() {
    Rule night = Policies.in(WRITE, "fri 22:00..06:00");
    assertThat(passes(night, "2026-11-27T21:00:00Z")).isTrue();
    assertThat(passes(night, "2026-11-28T04:59:00Z")).isTrue();
    assertThat(passes(night, "2026-11-28T05:00:00Z")).isFalse();
    assertThat(passes(night, "2026-11-27T04:00:00Z")).isFalse();
    assertThat(passes(night, "2026-11-28T21:30:00Z")).isFalse();
  }

  @Test
  void theHourThatIsLeftOutInSpringNeverComes() {
    Rule hour = Policies.in(WRITE, "sun 02:00..03:00");
    // On 2026-03-29 the clock goes from 01:59 to 03:00, at 01:00 UTC.
    assertThat(passes(hour, "2026-03-29T00:59:00Z")).isFalse();
    assertThat(passes(hour, "2026-03-29T01:00:00Z")).isFalse();
    assertThat(passes(hour, "2026-03-29T01:59:00Z")).isFalse();
    assertThat(passes(hour, "2026-03-22T01:30:00Z")).isTrue();
  }

  @Test
  void theHourThatComesTwiceInAutumnIsInTheWindowTwice() {
    Rule hour = Policies.in(WRITE, "sun 02:00..03:00");
    // On 2026-10-25 02:00..02:59 comes at 00:00 and at 01:00 UTC.
    assertThat(passes(hour, "2026-10-25T00:30:00Z")).isTrue();
    assertThat(passes(hour, "2026-10-25T01:30:00Z")).isTrue();
    assertThat(passes(hour, "2026-10-25T02:00:00Z")).isFalse();
  }

  @Test
  void daysAreMeantWithTheFirstAndTheLast() {
    Rule november =
        new Rule(
            "write",
            Effect.ALLOW,
            WRITE.who(),
            WRITE.operations(),
            WRITE.objects(),
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.of(LocalDate.of(2026, 11, 1)),
            Optional.of(LocalDate.of(2026, 11, 30)));
    assertThat(passes(november, "2026-10-31T22:59:59Z")).isFalse();
    assertThat(passes(november, "2026-10-31T23:00:00Z")).isTrue();
    assertThat(passes(november, "2026-11-30T22:59:59Z")).isTrue();
    assertThat(passes(november, "2026-11-30T23:00:00Z")).isFalse();
  }

  @Test
  void aRateLetsSoManyPassAtOnceAndThenSoManyInAPeriod() {
    Judge judge = judge(Policies.of(Policies.at(WRITE, "3 per minute")), Rates.full());
    Request first = ask("write", holding(1, 1));
    for (int i = 0; i < 3; i++) {
      assertThat(judge.decide(first).verdict()).isEqualTo(Verdict.ALLOW);
    }
    assertThat(judge.decide(first))
        .isEqualTo(new Decision(Verdict.DENY, Cause.RATE, "filters", "write"));
    assertThat(judge.decide(later(first, 19)).verdict()).isEqualTo(Verdict.DENY);
    assertThat(judge.decide(later(first, 20)).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(judge.decide(later(first, 20)).verdict()).isEqualTo(Verdict.DENY);
  }

  /** What was found of a rate for one request is forgotten before the next, whatever came of it. */
  @Test
  void aJudgeAsksARateAnewForEachRequest() {
    Rule deny = rule("deny", Effect.DENY, "known", "write", "unit 1 holding 2");
    Policy policy = Policies.of(Policies.at(WRITE, "1 per hour"), deny);
    Judge judge = judge(policy, Rates.full());
    Request request = ask("write", holding(1, 1));
    Request denied = ask("write", holding(2, 2));
    for (int hour = 0; hour < 50; hour++) {
      Request now = later(request, hour * 3_600L);
      assertThat(judge.decide(denied.at(now.at())).cause()).isEqualTo(Cause.RULE);
      assertThat(judge.decide(now).verdict()).isEqualTo(Verdict.ALLOW);
      assertThat(judge.decide(now).cause()).isEqualTo(Cause.RATE);
      assertThat(judge.decide(List.of(now, denied.at(now.at()))))
          .extracting(Decision::cause)
          .containsExactly(Cause.RATE, Cause.RULE);
    }
  }

  @Test
  void askersDoNotSpendEachOthersRate() {
    Judge judge = judge(Policies.of(Policies.at(WRITE, "1 per day")), Rates.full());
    String at = "2026-11-23T09:00:00Z";
    assertThat(judge.decide(ask("a", "write", at, holding(1, 1))).verdict())
        .isEqualTo(Verdict.ALLOW);
    assertThat(judge.decide(ask("a", "write", at, holding(1, 1))).verdict())
        .isEqualTo(Verdict.DENY);
    assertThat(judge.decide(ask("b", "write", at, holding(1, 1))).verdict())
        .isEqualTo(Verdict.ALLOW);
  }

  @Test
  void whatIsDeniedTakesNothingFromARate() {
    Rule deny = rule("deny", Effect.DENY, "known", "write", "unit 1 holding 2");
    Judge judge = judge(Policies.of(Policies.at(WRITE, "1 per day"), deny), Rates.full());
    assertThat(judge.decide(ask("write", holding(1, 2))).verdict()).isEqualTo(Verdict.DENY);
    assertThat(judge.decide(ask("write", holding(1, 1))).verdict()).isEqualTo(Verdict.ALLOW);
  }

  /** As Modbus 23, which reads and writes. */
  @Test
  void aMessageOfWhichAPartIsDeniedTakesNothingFromAnyRate() {
    Rule read = rule("read", Effect.ALLOW, "known", "read", "unit 1 holding 1");
    Rule pair = rule("pair", Effect.TWO_PEOPLE, "known", "write", "unit 1 holding 2");
    Policy policy = Policies.of(Policies.at(read, "1 per day"), Policies.at(pair, "1 per day"));
    Judge judge = judge(policy, Rates.full());
    Request reading = ask("read", holding(1, 1));
    Request denied = ask("write", holding(3, 3));
    Request paired = ask("write", holding(2, 2));
    assertThat(judge.decide(List.of(reading, denied)))
        .extracting(Decision::verdict)
        .containsExactly(Verdict.ALLOW, Verdict.DENY);
    for (int i = 0; i < 3; i++) {
      assertThat(judge.decide(List.of(reading, paired)))
          .as("nobody agreed to it, so it does not pass")
          .extracting(Decision::verdict)
          .containsExactly(Verdict.ALLOW, Verdict.NEEDS_TWO_PEOPLE);
    }
    assertThat(judge.decideAgreed(List.of(reading, paired)))
        .extracting(Decision::verdict)
        .containsExactly(Verdict.ALLOW, Verdict.NEEDS_TWO_PEOPLE);
    assertThat(judge.decide(List.of(reading, paired)))
        .extracting(Decision::cause)
        .containsExactly(Cause.RATE, Cause.RATE);
  }

  @Test
  void aMessageTakesOneFromARateHoweverManyOfItsPartsRestOnIt() {
    Rule both = rule("both", Effect.ALLOW, "known", "write", "unit 1 holding any");
    Judge judge = judge(Policies.of(Policies.at(both, "2 per day")), Rates.full());
    List<Request> message = List.of(ask("write", holding(1, 1)), ask("write", holding(5, 9)));
    for (Verdict expected : List.of(Verdict.ALLOW, Verdict.ALLOW, Verdict.DENY)) {
      assertThat(judge.decide(message)).allMatch(each -> each.verdict() == expected);
    }
  }

  @Test
  void aMessageIsOfOneAskerAtOneTime() {
    Judge judge = judge(Policies.of(WRITE), Rates.full());
    Request one = ask("write", holding(1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> judge.decide(List.of(one, later(one, 1))));
  }

  @Test
  void aRateThatIsUsedUpStillAsksForTwoPeople() {
    Rule pair = rule("pair", Effect.TWO_PEOPLE, "known", "write", "unit 1 holding 1");
    Judge judge = judge(Policies.of(WRITE, Policies.at(pair, "1 per day")), Rates.full());
    for (int i = 0; i < 3; i++) {
      assertThat(judge.decide(ask("write", holding(1, 1))).verdict())
          .isEqualTo(Verdict.NEEDS_TWO_PEOPLE);
    }
    assertThat(judge.decide(ask("write", holding(2, 2))).verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void aClockThatWasSetBackStopsNobodyForLongerThanAPeriod() {
    Judge judge = judge(Policies.of(Policies.at(WRITE, "2 per minute")), Rates.full());
    Request now = ask("write", holding(1, 1));
    assertThat(judge.decide(now).verdict()).isEqualTo(Verdict.ALLOW);
    Request before = later(now, -86_400);
    assertThat(judge.decide(before).verdict()).isEqualTo(Verdict.DENY);
    assertThat(judge.decide(later(before, 30)).verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void judgesOfOnePolicyShareItsRates() {
    Rates rates = Rates.full();
    Policy policy = Policies.of(Policies.at(WRITE, "1 per day"));
    Request request = ask("write", holding(1, 1));
    assertThat(judge(policy, rates).decide(request).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(judge(policy, rates).decide(request).verdict()).isEqualTo(Verdict.DENY);
    assertThat(judge(policy, Rates.endless()).decide(request).verdict()).isEqualTo(Verdict.ALLOW);
  }

  /** Else who may change something else of a site could have a rate filled again. */
  @Test
  void ratesGoOnOverAnotherPolicyWhereTheRuleHasTheSameIdAndRate() {
    Rule limited = Policies.at(WRITE, "1 per day");
    Rates rates = Rates.full();
    Request request = ask("write", holding(1, 1));
    assertThat(judge(Policies.of(limited), rates).decide(request).verdict())
        .isEqualTo(Verdict.ALLOW);
    // Its id comes first, so it has the place that the other had.
    Rule first = Policies.at(rule("another", Effect.ALLOW, "known", "read", "device"), "1 per day");
    Judge after = judge(Policies.of(first, limited), rates);
    assertThat(after.decide(request))
        .isEqualTo(new Decision(Verdict.DENY, Cause.RATE, "filters", "write"));
    assertThat(after.decide(ask("read", Part.of(new Target.Device()))).verdict())
        .as("what is used up is that of the rule, not of its place")
        .isEqualTo(Verdict.ALLOW);
    assertThat(judge(Policies.of(), rates).decide(request).cause()).isEqualTo(Cause.NO_RULE);
    assertThat(judge(Policies.of(limited), rates).decide(request).cause())
        .as("taken out and put back")
        .isEqualTo(Cause.RATE);
    assertThat(judge(Policies.of(Policies.at(WRITE, "2 per day")), rates).decide(request).verdict())
        .as("another rate is another rule")
        .isEqualTo(Verdict.ALLOW);
    assertThat(judge(Policies.of(limited), rates).decide(later(request, 86_400)).verdict())
        .isEqualTo(Verdict.ALLOW);
  }

  @Test
  void beyondTheBoundAskersShareOneBucketAndFullBucketsAreForgotten() {
    Rates rates = Rates.full();
    Judge judge = judge(Policies.of(Policies.at(WRITE, "1 per hour")), rates);
    Request any = ask("write", holding(1, 1));
    for (int i = 0; i < Rates.ASKERS_MAX; i++) {
      assertThat(asked(judge, "a" + i, any.at())).isEqualTo(Verdict.ALLOW);
    }
    assertThat(asked(judge, "b1", any.at() + 1)).isEqualTo(Verdict.ALLOW);
    assertThat(asked(judge, "b2", any.at() + 1)).isEqualTo(Verdict.DENY);
    assertThat(asked(judge, "a1", any.at() + 1)).isEqualTo(Verdict.DENY);
    assertThat(rates.bucketCount()).isLessThanOrEqualTo(Rates.ASKERS_MAX + 1);
    long hours = 2 * 3_600_000_000_000L;
    assertThat(asked(judge, "b3", any.at() + hours)).isEqualTo(Verdict.ALLOW);
    assertThat(asked(judge, "b4", any.at() + hours + 2_000_000_000L)).isEqualTo(Verdict.ALLOW);
    assertThat(rates.bucketCount()).isLessThan(10);
  }

  /** What somebody took from the shared bucket is not forgotten when there is room again. */
  @Test
  void whoSharedABucketDoesNotBeginWithAFullOne() {
    long second = 1_000_000_000L;
    Rates rates = Rates.full();
    Judge judge = judge(Policies.of(Policies.at(WRITE, "1 per hour")), rates);
    long start = ask("write", holding(1, 1)).at();
    for (int i = 0; i < Rates.ASKERS_MAX; i++) {
      long at = i < 9 ? start : start + 10 * second;
      assertThat(asked(judge, "a" + i, at)).isEqualTo(Verdict.ALLOW);
    }
    assertThat(asked(judge, "b", start + 11 * second)).isEqualTo(Verdict.ALLOW);
    long room = start + 3_601 * second;
    assertThat(asked(judge, "b", room)).as("within the hour").isEqualTo(Verdict.DENY);
    assertThat(rates.bucketCount()).as("there is room").isLessThan(Rates.ASKERS_MAX);
    assertThat(asked(judge, "b", room + 10 * second)).isEqualTo(Verdict.ALLOW);
    assertThat(asked(judge, "b", room + 11 * second)).isEqualTo(Verdict.DENY);
  }

  private static Verdict asked(Judge judge, String who, long at) {
    return judge.decide(ask(who, "write", "2026-11-23T09:00:00Z", holding(1, 1)).at(at)).verdict();
  }

  private static Request later(Request request, long seconds) {
    return request.at(request.at() + seconds * 1_000_000_000L);
  }
}
