package dev.penstock.conduit.compiled;

import static dev.penstock.conduit.Policies.ask;
import static dev.penstock.conduit.Policies.holding;
import static dev.penstock.conduit.Policies.rule;
import static dev.penstock.conduit.compiled.AgreementWithInterpreterTest.compiled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Policies;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Rule;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private static Explanation explain(Policy policy, Request request) {
    return new Explainer(compiled(policy), Rates.full()).explain(request);
  }

  @Test
  void eachConditionThatDoesNotHoldIsToldWithWhatWasAskedAndWhatTheRuleIsFor() {
    Rule set = rule("set", Effect.ALLOW, "hmi-*", "write", "unit 1 holding 100..120");
    Rule low = Policies.within(set, "0..10");
    Rule weekdays = Policies.in(low, "mon..fri 06:00..18:00");
    Request request = ask("scada", "command", "2026-11-22T12:30:00Z", holding(99, 100, 11, 12));
    Explanation explanation = explain(Policies.of(weekdays), request);
    assertThat(explanation.object()).isEqualTo("unit 1 holding 99");
    assertThat(explanation.looks().getFirst().misses())
        .extracting(Explanation.Miss::sentence)
        .containsExactly(
            "asked: scada; the rule is for: hmi-*",
            "asked: command; the rule is for: write",
            "asked: unit 1 holding 99; the rule is for: unit 1 holding 100..120",
            "asked: 11.0; the rule is for: 0..10",
            "asked: Sunday 2026-11-22 13:30 in Europe/Stockholm; the rule is for: mon..fri"
                + " 06:00..18:00");
  }

  @Test
  void aFunctionCodeThatIsNotTheRulesIsTold() {
    Rule set =
        Policies.by(rule("set", Effect.ALLOW, "known", "write", "unit 1 holding 100"), 16, 23);
    Request request = ask("write", holding(100, 100, 1));
    for (String asked : List.of("by function code 6", "by no code known")) {
      Request one = asked.endsWith("6") ? request.by(OptionalInt.of(6)) : request;
      assertThat(explain(Policies.of(set), one).looks().getFirst().misses())
          .extracting(Explanation.Miss::reason, Explanation.Miss::sentence)
          .containsExactly(
              tuple(
                  Explanation.Reason.FUNCTION,
                  "asked: " + asked + "; the rule is for: function codes 16, 23"));
    }
  }

  @Test
  void theRuleThatComesNearestIsToldFirst() {
    Rule far = rule("far", Effect.ALLOW, "hmi-1", "read", "unit 2 coil 1");
    Rule near = rule("near", Effect.ALLOW, "known", "write", "unit 1 holding 6");
    Explanation explanation = explain(Policies.of(far, near), ask("write", holding(5, 5)));
    assertThat(explanation.looks())
        .extracting(Explanation.Look::rule)
        .containsExactly("near", "far");
    assertThat(explanation.leftOut()).isZero();
  }

  @Test
  void withoutAChannelThereIsNoRuleToTell() {
    Request elsewhere = Policies.requests(1, 1).getFirst();
    assertThat(explain(Policy.NOTHING, elsewhere))
        .isEqualTo(new Explanation(Decision.NO_CHANNEL, "", List.of(), 0));
  }

  @Test
  void theReasonsFitTheAnswerAndNothingIsTaken() {
    Property.forAll(Gen.seeds())
        .cases(100, 2_000)
        .holds(seed -> {
          CompiledPolicy policy = compiled(Policies.policy(seed));
          Rates rates = Rates.full();
          Judge judge = policy.judge(rates);
          var explainer = new Explainer(policy, rates);
          for (Request request : Policies.requests(seed + 1, 100)) {
            long taken = rates.takenCount();
            Explanation explanation = explainer.explain(request);
            assertThat(rates.takenCount()).isEqualTo(taken);
            Decision decision = judge.decide(request);
            assertThat(explanation.decision()).isEqualTo(decision);
            check(explanation);
          }
        });
  }

  private static void check(Explanation explanation) {
    Decision decision = explanation.decision();
    for (Explanation.Look look : explanation.looks()) {
      boolean isNamed = look.rule().equals(decision.rule());
      if (isNamed && decision.cause() == Cause.RATE) {
        assertThat(look.misses())
            .extracting(Explanation.Miss::reason)
            .containsExactly(Explanation.Reason.RATE);
      } else if (isNamed && decision.cause() == Cause.FUNCTION) {
        assertThat(look.misses())
            .extracting(Explanation.Miss::reason)
            .contains(Explanation.Reason.FUNCTION)
            .isSubsetOf(Explanation.Reason.FUNCTION, Explanation.Reason.RATE);
      } else if (isNamed && look.effect() != Effect.TWO_PEOPLE) {
        assertThat(look.misses()).isEmpty();
      } else if (decision.cause() == Cause.NO_RULE || decision.cause() == Cause.READS_ALLOWED) {
        assertThat(look.misses()).isNotEmpty();
      }
    }
  }
}
