package dev.penstock.conduit.dryrun;

import static dev.penstock.conduit.Policies.ask;
import static dev.penstock.conduit.Policies.holding;
import static dev.penstock.conduit.Policies.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Policies;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.compiled.Compilation;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.compiled.Judge;
import dev.penstock.conduit.compiled.Rates;
import dev.penstock.conduit.dryrun.Change.Certainty;
import dev.penstock.conduit.record.DecisionRecord;
import dev.penstock.conduit.record.DenialBook;
import dev.penstock.evidence.record.PolicyDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What another policy would have made of what is on record, and what nobody can say of it. */
class DryRunTest {
  private static final Rule WRITE = rule("write", Effect.ALLOW, "known", "write", "any");
  private static final Rule LOCK = rule("lock", Effect.DENY, "known", "write", "unit 1 holding 5");

  private static CompiledPolicy compiled(Policy policy) {
    return switch (CompiledPolicy.compile(policy)) {
      case Compilation.Ready(var ready) -> ready;
      case Compilation.TooEntangled(var fault) -> throw new AssertionError(fault.text());
    };
  }

  /** What a conduit records of requests under a policy. */
  private static List<PolicyDecision> records(Policy policy, List<Request> requests) {
    var book = new DenialBook(policy.digest());
    Judge judge = compiled(policy).judge(Rates.full());
    List<PolicyDecision> records = new ArrayList<>();
    for (Request request : requests) {
      Decision decision = judge.decide(request);
      if (decision.verdict() == Verdict.DENY) {
        records.addAll(book.deny(request, decision));
      } else {
        records.add(DecisionRecord.of(policy.digest(), decision, request));
      }
    }
    records.addAll(book.close());
    return records;
  }

  private static Outcome run(Policy before, Policy after, List<PolicyDecision> records) {
    var run = new DryRun(compiled(before), compiled(after));
    for (int i = 0; i < records.size(); i++) {
      run.take(records.get(i), new Place(i, 3));
    }
    return run.outcome();
  }

  private static Outcome run(Policy before, Policy after, Request... requests) {
    return run(before, after, records(before, List.of(requests)));
  }

  private static Request write(long number, double... values) {
    return ask("write", holding(number, number + Math.max(0, values.length - 1), values));
  }

  @Test
  void whatWouldBeDeniedComesFirstWithRulesBoundsAndItsRecords() {
    Rule more = rule("more", Effect.ALLOW, "known", "command", "any");
    Policy before = Policies.of(WRITE);
    Policy after = Policies.of(WRITE, LOCK, more);
    Outcome outcome =
        run(
            before,
            after,
            write(4, 1, 2, 3),
            write(5, 9),
            write(7, 1),
            ask("command", Part.of(new Target.Device())));
    assertThat(outcome.tally().looked()).isEqualTo(4);
    assertThat(outcome.tally().nowDenied()).isEqualTo(2);
    assertThat(outcome.tally().nowPassing()).isEqualTo(1);
    assertThat(outcome.isSame()).isFalse();
    Change first = outcome.changes().getFirst();
    assertThat(first.certainty()).isEqualTo(Certainty.SURE);
    assertThat(first.count()).isEqualTo(2);
    assertThat(first.identity()).contains("scada");
    assertThat(first.bounds().text()).isEqualTo("unit 1 holding 4..6");
    assertThat(first.before().rule()).contains("write");
    assertThat(first.after().rule()).contains("lock");
    assertThat(first.after().cause()).contains(Cause.RULE);
    assertThat(first.examples())
        .extracting(Change.Example::place)
        .containsExactly(new Place(0, 3), new Place(1, 3));
    assertThat(outcome.changes().getLast().bounds().text()).isEqualTo("device");
  }

  @Test
  void allOfACondensedRecordPassesWhereAllItCanStandForWould() {
    Policy before = Policies.of();
    Policy after = Policies.of(rule("low", Effect.ALLOW, "known", "write", "unit 1 holding 0..9"));
    Outcome outcome = run(before, after, write(1, 1), write(3, 1), write(8, 1), write(9, 1));
    assertThat(outcome.tally().nowPassing()).isEqualTo(4);
    assertThat(outcome.tally().notToldApart()).isZero();
    assertThat(outcome.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.bounds().text()).isEqualTo("unit 1 holding 1..9");
          assertThat(change.examples()).extracting(Change.Example::count).containsExactly(1L, 3L);
        });
  }

  @Test
  void someOfACondensedRecordAreNotToldApart() {
    Policy before = Policies.of();
    Policy after = Policies.of(rule("low", Effect.ALLOW, "known", "write", "unit 1 holding 0..5"));
    Outcome outcome = run(before, after, write(1, 1), write(3, 1), write(8, 1));
    assertThat(outcome.tally().nowPassing()).isEqualTo(1);
    assertThat(outcome.tally().notToldApart()).isEqualTo(2);
    assertThat(outcome.changes())
        .filteredOn(change -> change.certainty() == Certainty.NOT_TOLD_APART)
        .singleElement()
        .satisfies(change -> {
          assertThat(change.before().verdicts()).containsExactly(Verdict.DENY);
          assertThat(change.after().verdicts()).containsExactly(Verdict.ALLOW, Verdict.DENY);
          assertThat(change.count()).isEqualTo(2);
        });
    Policy elsewhere =
        Policies.of(rule("far", Effect.ALLOW, "known", "write", "unit 1 holding 50"));
    assertThat(run(before, elsewhere, write(1, 1), write(3, 1), write(8, 1)).isSame()).isTrue();
  }

  @Test
  void aLowerRateIsSaidToRestOnRates() {
    Policy before = Policies.of(WRITE);
    Policy after = Policies.of(Policies.at(WRITE, "3 per day"));
    Outcome outcome =
        run(before, after, write(1, 1), write(2, 1), write(3, 1), write(4, 1), write(5, 1));
    assertThat(outcome.tally().nowDenied()).isEqualTo(2);
    assertThat(outcome.tally().byRates()).isEqualTo(5);
    assertThat(outcome.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.certainty()).isEqualTo(Certainty.BY_RATES);
          assertThat(change.after().cause()).contains(Cause.RATE);
        });
  }

  @Test
  void whatWasDeniedByARateStaysSoWhereTheChannelIsTheSame() {
    Policy policy = Policies.of(Policies.at(WRITE, "1 per day"));
    Outcome outcome = run(policy, policy, write(1, 1), write(2, 1), write(3, 1), write(4, 1));
    assertThat(outcome.isSame()).isTrue();
    assertThat(outcome.tally().looked()).isEqualTo(4);
  }

  @Test
  void secondPeopleThatComeOrGoAreCounted() {
    Rule pair = rule("pair", Effect.TWO_PEOPLE, "known", "write", "unit 1 holding 5");
    Policy single = Policies.of(WRITE);
    Policy paired = Policies.of(WRITE, pair);
    assertThat(run(single, paired, write(5, 1), write(5, 2)).tally().nowPaired()).isEqualTo(2);
    assertThat(run(paired, single, write(5, 1), write(5, 2)).tally().nowSingle()).isEqualTo(2);
  }

  @Test
  void functionCodesOnRecordAreAskedAbout() {
    Policy limited = Policies.of(Policies.by(WRITE, 16));
    Request six = write(5, 1).by(OptionalInt.of(6));
    Request sixteen = write(5, 1).by(OptionalInt.of(16));
    Outcome outcome = run(Policies.of(WRITE), limited, six, sixteen, six);
    assertThat(outcome.tally().nowDenied()).isEqualTo(2);
    assertThat(outcome.changes())
        .singleElement()
        .satisfies(change -> assertThat(change.after().cause()).contains(Cause.FUNCTION));
    Outcome back = run(limited, Policies.of(WRITE), six, six, six, sixteen);
    assertThat(back.tally().nowPassing()).as("two of them condensed").isEqualTo(3);
    assertThat(back.tally().unknown()).isZero();
  }

  /** As recorded before there were function codes on record. */
  @Test
  void whereNoFunctionCodeIsOnRecordNobodyKnows() {
    Policy limited = Policies.of(Policies.by(WRITE, 16));
    Outcome outcome = run(Policies.of(WRITE), limited, write(5, 1));
    assertThat(outcome.tally().unknown()).isOne();
    assertThat(outcome.tally().nowDenied()).isZero();
  }

  /** The second is how it was recorded when there was much of it, in logs of before. */
  @Test
  void whatWantedASecondPersonIsNotTakenForDenied() {
    Rule pair = rule("pair", Effect.TWO_PEOPLE, "known", "write", "unit 1 holding 5");
    Policy paired = Policies.of(WRITE, pair);
    for (Verdict verdict : List.of(Verdict.NEEDS_TWO_PEOPLE, Verdict.DENY)) {
      var book = new DenialBook(paired.digest());
      var refused = new Decision(verdict, Cause.RULE, "filters", "pair");
      List<PolicyDecision> records = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        records.addAll(book.deny(write(5, i), refused));
      }
      records.addAll(book.close());
      Outcome outcome = run(paired, Policies.of(WRITE), records);
      assertThat(outcome.tally().nowSingle()).isEqualTo(4);
      assertThat(outcome.tally().nowPassing()).isZero();
    }
  }

  @Test
  void whatMoreThanThePolicyDecidedIsNotKnown() {
    Policy before = Policies.of(WRITE);
    var byOther = new Decision(Verdict.DENY, Cause.NO_RULE, "filters", null);
    var book = new DenialBook(before.digest());
    List<PolicyDecision> records = new ArrayList<>(book.deny(write(5, 900), byOther));
    records.addAll(book.deny(write(6, 900), byOther));
    records.addAll(book.close());
    Outcome outcome = run(before, Policies.of(WRITE, LOCK), records);
    assertThat(outcome.tally().unknown()).isEqualTo(1);
    // The one that is known by its bounds meets the same rules before and after.
    assertThat(outcome.changes()).isEmpty();
  }

  @Test
  void valuesThatAreNotOnRecordAreNotGuessed() {
    Policy before = Policies.of(WRITE);
    Policy after = Policies.of(Policies.within(WRITE, "0..10"));
    var unread = new Part(new Target.Name("pump"), Values.ofWhole(Long.MAX_VALUE));
    Outcome outcome = run(before, after, ask("write", unread), write(5, 3));
    assertThat(outcome.tally().notToldApart()).isEqualTo(1);
    assertThat(outcome.tally().changed()).isZero();
  }

  @Test
  void recordsOfKindsCountedTogetherAreUnplaced() {
    var book = new DenialBook(Policies.of().digest());
    var denied = new Decision(Verdict.DENY, Cause.NO_RULE, "filters", null);
    List<PolicyDecision> records = new ArrayList<>();
    for (int i = 0; i < DenialBook.KINDS_MAX + 5; i++) {
      Request one = ask("who" + i, "write", "2026-11-23T09:00:00Z", holding(1, 1, 1));
      records.addAll(book.deny(one, denied));
    }
    records.addAll(book.close());
    Outcome outcome = run(Policies.of(), Policies.of(WRITE), records);
    assertThat(outcome.unplaced()).isEqualTo(4);
    assertThat(outcome.tally().nowPassing()).isEqualTo(DenialBook.KINDS_MAX + 1);
    assertThat(outcome.within(zone -> zone.equals("control")).unplaced()).isZero();
  }

  @Test
  void whatAnotherPolicyDecidedIsAskedOfTheOneInForceNow() {
    List<PolicyDecision> old = records(Policies.of(), List.of(write(5, 1)));
    Outcome outcome = run(Policies.of(WRITE), Policies.of(WRITE, LOCK), old);
    assertThat(outcome.tally().decidedByOther()).isEqualTo(1);
    assertThat(outcome.tally().nowDenied()).isEqualTo(1);
    assertThat(outcome.changes().getFirst().before().verdicts()).containsExactly(Verdict.ALLOW);
  }

  @Test
  void whoSeesOneZoneSeesWhatEndsInIt() {
    Outcome outcome = run(Policies.of(WRITE), Policies.of(WRITE, LOCK), write(5, 1));
    assertThat(outcome.within(zone -> zone.equals("treatment"))).isEqualTo(outcome);
    Outcome elsewhere = outcome.within(zone -> zone.equals("dosing"));
    assertThat(elsewhere.changes()).isEmpty();
    assertThat(elsewhere.tally()).isEqualTo(Tally.NONE);
  }

  @Test
  void channelsInWhichOtherThingsMayBeReadAreNamed() {
    Rule read = rule("read", Effect.ALLOW, "known", "read", "unit 1 holding 5");
    assertThat(run(Policies.of(WRITE), Policies.of(WRITE, LOCK)).reads()).isEmpty();
    assertThat(run(Policies.of(WRITE), Policies.of(WRITE, read)).reads())
        .singleElement()
        .satisfies(each -> assertThat(each.to()).isEqualTo("treatment"));
    assertThat(run(Policies.of(true, WRITE), Policies.of(WRITE)).reads()).hasSize(1);
    assertThat(run(Policies.of(true, WRITE), Policy.NOTHING).reads()).hasSize(1);
    assertThat(run(Policies.of(WRITE), Policy.NOTHING).reads()).isEmpty();
  }

  @Test
  void groupsHaveABoundAndTheRestIsCounted() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < Groups.CHANGES_MAX + 10; i++) {
      rules.add(rule("r" + i, Effect.DENY, "known", "write", "name n" + i));
    }
    List<Rule> all = new ArrayList<>(rules);
    all.add(WRITE);
    Request[] requests = new Request[rules.size()];
    for (int i = 0; i < requests.length; i++) {
      requests[i] = ask("write", Part.of(new Target.Name("n" + i)));
    }
    Outcome outcome = run(Policies.of(WRITE), Policies.of(all.toArray(Rule[]::new)), requests);
    assertThat(outcome.changes()).hasSize(Groups.CHANGES_MAX);
    assertThat(outcome.tally().leftOut()).isEqualTo(10);
    assertThat(outcome.tally().nowDenied()).isEqualTo(requests.length);
  }
}
