package dev.penstock.conduit.dryrun;

import static dev.penstock.conduit.Policies.ask;
import static dev.penstock.conduit.Policies.holding;
import static dev.penstock.conduit.Policies.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Policies;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.compiled.Compilation;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.compiled.Judge;
import dev.penstock.conduit.compiled.Rates;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DryRunTest {
  private static final Rule WRITE = rule("write", Effect.ALLOW, "known", "write", "any");

  private static CompiledPolicy compiled(Policy policy) {
    return switch (CompiledPolicy.compile(policy)) {
      case Compilation.Ready(var ready) -> ready;
      case Compilation.TooEntangled(var fault) -> throw new AssertionError(fault.text());
    };
  }

  private static DryRun between(Policy before, Policy after) {
    return new DryRun(compiled(before), compiled(after));
  }

  @Test
  void aPolicyChangesNothingAgainstItself() {
    Property.forAll(Gen.seeds())
        .cases(50, 500)
        .holds(seed -> {
          Policy policy = Policies.policy(seed);
          DryRun run = between(policy, policy);
          Policies.requests(seed, 200).forEach(request -> run.ask(request, 1));
          assertThat(run.outcome()).isEqualTo(new Outcome(200, 0, 0, 0, 0, List.of(), 0));
        });
  }

  @Test
  void itCountsWhatTheTwoPoliciesWouldHaveAnswered() {
    Property.forAll(Gen.seeds())
        .cases(50, 500)
        .holds(seed -> {
          Policy before = Policies.policy(seed);
          Policy after = Policies.policy(seed + 1);
          DryRun run = between(before, after);
          Judge was = compiled(before).judge(Rates.full());
          Judge is = compiled(after).judge(Rates.full());
          long denied = 0;
          long changed = 0;
          for (Request request : Policies.requests(seed, 200)) {
            run.ask(request, 1);
            Verdict old = was.decide(request).verdict();
            Verdict now = is.decide(request).verdict();
            changed += old != now ? 1 : 0;
            denied += old != now && now == Verdict.DENY ? 1 : 0;
          }
          Outcome outcome = run.outcome();
          assertThat(outcome.nowDenied()).isEqualTo(denied);
          assertThat(outcome.changes().stream().mapToLong(Change::count).sum()).isEqualTo(changed);
        });
  }

  @Test
  void whatWouldBeDeniedComesFirstWithRuleObjectClassAndExamples() {
    Rule stop = rule("stop", Effect.DENY, "known", "write", "unit 1 holding 5");
    Rule read = rule("read", Effect.ALLOW, "known", "read", "any");
    DryRun run = between(Policies.of(WRITE), Policies.of(WRITE, stop, read));
    run.ask(ask("read", holding(1, 9)), 1_000_000);
    for (int i = 0; i < 5; i++) {
      run.ask(ask("write", holding(5, 5, i)), 2);
    }
    Outcome outcome = run.outcome();
    assertThat(outcome.looked()).isEqualTo(1_000_010);
    assertThat(outcome.nowDenied()).isEqualTo(10);
    assertThat(outcome.nowPassing()).isEqualTo(1_000_000);
    Change first = outcome.changes().getFirst();
    assertThat(first.count()).isEqualTo(10);
    assertThat(first.before().rule()).isEqualTo("write");
    assertThat(first.after().rule()).isEqualTo("stop");
    assertThat(first.objectClass()).isEqualTo("holding");
    assertThat(first.examples())
        .hasSize(DryRun.EXAMPLES_MAX)
        .extracting(Change.Example::objects)
        .containsOnly("unit 1 holding 5");
  }

  @Test
  void aLowerRateShowsAlsoForRecordsThatStandForMany() {
    Policy before = Policies.of(WRITE);
    Policy after = Policies.of(Policies.at(WRITE, "3 per day"));
    DryRun run = between(before, after);
    run.ask(ask("write", holding(1, 1)), 1_000_000_000);
    assertThat(run.outcome().nowDenied()).isEqualTo(999_999_997);
  }

  @Test
  void secondPeopleThatComeOrGoAreCounted() {
    Rule pair = rule("pair", Effect.TWO_PEOPLE, "known", "write", "unit 1 holding 5");
    Request request = ask("write", holding(5, 5, 1));
    DryRun more = between(Policies.of(WRITE), Policies.of(WRITE, pair));
    more.ask(request, 4);
    assertThat(more.outcome().nowPaired()).isEqualTo(4);
    DryRun fewer = between(Policies.of(WRITE, pair), Policies.of(WRITE));
    fewer.ask(request, 4);
    assertThat(fewer.outcome().nowSingle()).isEqualTo(4);
  }

  @Test
  void groupsHaveABoundAndTheRestIsCounted() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < DryRun.CHANGES_MAX + 10; i++) {
      rules.add(rule("r" + i, Effect.ALLOW, "known", "write", "name n" + i));
    }
    DryRun run = between(Policies.of(), Policies.of(rules.toArray(Rule[]::new)));
    for (int i = 0; i < rules.size(); i++) {
      run.ask(ask("write", Part.of(new Target.Name("n" + i))), 1);
    }
    Outcome outcome = run.outcome();
    assertThat(outcome.changes()).hasSize(DryRun.CHANGES_MAX);
    assertThat(outcome.leftOut()).isEqualTo(10);
    assertThat(outcome.nowPassing()).isEqualTo(rules.size());
  }
}
