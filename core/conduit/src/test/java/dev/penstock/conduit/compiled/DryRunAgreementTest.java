package dev.penstock.conduit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Policies;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.dryrun.DryRun;
import dev.penstock.conduit.dryrun.Outcome;
import dev.penstock.conduit.dryrun.Place;
import dev.penstock.conduit.dryrun.Tally;
import dev.penstock.conduit.record.DecisionRecord;
import dev.penstock.conduit.record.DenialBook;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A dry run from records says what a plain interpreter says who saw the requests themselves. */
class DryRunAgreementTest {
  private static final int REQUESTS = 200;

  /** What the two policies answer to the requests themselves. */
  private static final class Truth {
    private long nowDenied;
    private long nowPassing;
    private long nowPaired;
    private long nowSingle;

    void add(Verdict was, Verdict is) {
      if (was == is) {
        return;
      }
      if (is == Verdict.DENY) {
        nowDenied++;
      } else if (was == Verdict.DENY) {
        nowPassing++;
      } else if (is == Verdict.NEEDS_TWO_PEOPLE) {
        nowPaired++;
      } else {
        nowSingle++;
      }
    }

    long changed() {
      return nowDenied + nowPassing + nowPaired + nowSingle;
    }
  }

  /** Rates depend on what is not on record too, so they are for tests of their own. */
  private static Policy withoutRates(Policy policy) {
    List<Channel> channels =
        policy.channels().stream()
            .map(each ->
                new Channel(
                    each.id(),
                    each.conduit(),
                    each.protocol(),
                    each.from(),
                    each.to(),
                    each.areReadsAllowed(),
                    each.rules().stream().map(DryRunAgreementTest::withoutRate).toList()))
            .toList();
    return new Policy(policy.timeZone(), channels);
  }

  private static Rule withoutRate(Rule rule) {
    return new Rule(
        rule.id(),
        rule.effect(),
        rule.who(),
        rule.operations(),
        rule.functions(),
        rule.objects(),
        rule.values(),
        Optional.empty(),
        rule.windows(),
        rule.from(),
        rule.until());
  }

  /** As a conduit records them: what is denied condensed, all else in full. */
  private static List<PolicyDecision> records(Policy policy, List<Request> requests) {
    var book = new DenialBook(policy.digest());
    Judge judge = AgreementWithInterpreterTest.compiled(policy).judge(Rates.full());
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
    var run =
        new DryRun(
            AgreementWithInterpreterTest.compiled(before),
            AgreementWithInterpreterTest.compiled(after));
    for (int i = 0; i < records.size(); i++) {
      run.take(records.get(i), new Place(i, 0));
    }
    return run.outcome();
  }

  private static Truth truth(Policy before, Policy after, List<Request> requests) {
    var was = new PlainInterpreter(before);
    var is = new PlainInterpreter(after);
    var truth = new Truth();
    requests.forEach(
        request -> truth.add(was.decide(request).verdict(), is.decide(request).verdict()));
    return truth;
  }

  @Test
  void aPolicyChangesNothingAgainstItself() {
    Property.forAll(Gen.seeds())
        .cases(100, 2_000)
        .holds(seed -> {
          Policy policy = Policies.policy(seed);
          List<Request> requests = Policies.requests(seed + 1, REQUESTS);
          Outcome outcome = run(policy, policy, records(policy, requests));
          assertThat(outcome.isSame()).isTrue();
          assertThat(outcome.changes()).isEmpty();
          assertThat(outcome.tally().looked() + outcome.unplaced()).isEqualTo(REQUESTS);
        });
  }

  @Test
  void whatIsSaidToBeSureIsSoAndNothingThatChangedIsMissing() {
    Property.forAll(Gen.seeds())
        .cases(200, 5_000)
        .holds(seed -> {
          Policy before = withoutRates(Policies.policy(seed));
          Policy after = withoutRates(Policies.policy(seed + 7));
          List<Request> requests = Policies.requests(seed + 1, REQUESTS);
          Outcome outcome = run(before, after, records(before, requests));
          Tally all = outcome.tally();
          Truth truth = truth(before, after, requests);
          assertThat(all.nowDenied()).isLessThanOrEqualTo(truth.nowDenied);
          assertThat(all.nowPassing()).isLessThanOrEqualTo(truth.nowPassing);
          assertThat(all.nowPaired()).isLessThanOrEqualTo(truth.nowPaired);
          assertThat(all.nowSingle()).isLessThanOrEqualTo(truth.nowSingle);
          assertThat(truth.changed())
              .isLessThanOrEqualTo(
                  all.changed() + all.notToldApart() + all.unknown() + outcome.unplaced());
          assertThat(all.looked() + outcome.unplaced()).isEqualTo(REQUESTS);
          assertThat(all.byRates()).isZero();
        });
  }

  @Test
  void ofRequestsThatAreAllRecordedInFullNothingIsLeftOpen() {
    Property.forAll(Gen.seeds())
        .cases(200, 5_000)
        .holds(seed -> {
          Policy before = withoutRates(Policies.policy(seed));
          Policy after = withoutRates(Policies.policy(seed + 7));
          List<Request> requests =
              Policies.requests(seed + 1, REQUESTS).stream()
                  .filter(request -> request.parts().size() == 1)
                  .filter(request -> request.function().isPresent())
                  .filter(request ->
                      request.parts().getFirst().values().unread().isEmpty()
                          && request.parts().getFirst().values().count()
                              <= DecisionRecord.DENIED_VALUES_MAX)
                  .toList();
          Judge judge = AgreementWithInterpreterTest.compiled(before).judge(Rates.full());
          List<PolicyDecision> records =
              requests.stream()
                  .map(each -> DecisionRecord.of(before.digest(), judge.decide(each), each))
                  .toList();
          Tally all = run(before, after, records).tally();
          Truth truth = truth(before, after, requests);
          assertThat(all.unknown() + all.notToldApart()).isZero();
          assertThat(List.of(all.nowDenied(), all.nowPassing(), all.nowPaired(), all.nowSingle()))
              .containsExactly(truth.nowDenied, truth.nowPassing, truth.nowPaired, truth.nowSingle);
        });
  }
}
