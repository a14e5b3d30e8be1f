package dev.penstock.conduit.compiled;

import static dev.penstock.conduit.Policies.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Extent;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Policies;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Verdict;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be said of many requests at once is never wrong of one of them. */
class RangeJudgeTest {
  private static final long AT =
      Instant.parse("2026-11-23T09:00:00Z").getEpochSecond() * 1_000_000_000L;

  private static RangeJudge judge(Rule... rules) {
    return new RangeJudge(AgreementWithInterpreterTest.compiled(Policies.of(rules)));
  }

  private static Span holding(long first, long last, Given given) {
    var reach = new Reach.Numbers("holding", new Extent(1, 1), new Extent(first, last));
    return span(reach, given);
  }

  private static Span span(Reach reach, Given given) {
    return new Span(
        "control",
        "treatment",
        "modbus",
        Optional.of("scada"),
        Operation.WRITE,
        reach,
        given,
        AT,
        AT);
  }

  private static Given values(double min, double max) {
    return new Given(true, min, max, false);
  }

  private static List<Verdict> verdicts(Ranged ranged) {
    return ranged.decisions().stream().map(Decision::verdict).distinct().sorted().toList();
  }

  @Test
  void noAnswerThatARequestGetsIsLeftOut() {
    Property.forAll(Gen.seeds())
        .cases(300, 5_000)
        .holds(seed -> {
          Policy policy = Policies.policy(seed);
          CompiledPolicy compiled = AgreementWithInterpreterTest.compiled(policy);
          var plain = new PlainInterpreter(policy);
          var ranges = new RangeJudge(compiled);
          Map<List<Object>, List<Request>> alike = new LinkedHashMap<>();
          Map<Request, Decision> got = new LinkedHashMap<>();
          for (Request request : Policies.requests(seed + 1, 200)) {
            Decision _ = got.put(request, plain.decide(request));
            if (request.parts().size() == 1) {
              alike.computeIfAbsent(kind(request), _ -> new ArrayList<>()).add(request);
            }
          }
          for (List<Request> together : alike.values()) {
            Ranged ranged = ranges.judge(around(together));
            assertThat(ranged.isTold()).isTrue();
            for (Request request : together) {
              assertThat(ranged.decisions())
                  .as("%s of %s by %s", request, together, policy)
                  .contains(got.get(request));
            }
          }
        });
  }

  private static List<Object> kind(Request request) {
    return List.of(
        request.from(),
        request.to(),
        request.protocol(),
        request.identity(),
        request.operation(),
        request.parts().getFirst().target() instanceof Target.Numbers numbers
            ? numbers.space()
            : request.parts().getFirst().target().getClass(),
        request.at() / 60_000_000_000L / 60);
  }

  /** The bounds that a condensed record would have; of an hour, so that times differ too. */
  private static Span around(List<Request> requests) {
    Request one = requests.getFirst();
    Reach reach = null;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    boolean isOtherToo = false;
    for (Request request : requests) {
      Part part = request.parts().getFirst();
      Reach own = Reach.of(part.target());
      reach = reach == null ? own : both(reach, own);
      isOtherToo |= !part.values().areNumbers();
      for (int i = 0; i < part.values().count(); i++) {
        double value = part.values().at(i);
        isOtherToo |= Double.isNaN(value);
        min = value < min ? value : min;
        max = value > max ? value : max;
      }
    }
    return new Span(
        one.from(),
        one.to(),
        one.protocol(),
        one.identity(),
        one.operation(),
        reach,
        min <= max ? new Given(true, min, max, isOtherToo) : Given.NO_NUMBER,
        one.at(),
        requests.getLast().at());
  }

  private static Reach both(Reach one, Reach two) {
    if (one instanceof Reach.Numbers(var space, var units, var numbers)
        && two instanceof Reach.Numbers(var _, var moreUnits, var moreNumbers)) {
      return new Reach.Numbers(space, both(units, moreUnits), both(numbers, moreNumbers));
    }
    if (one instanceof Reach.Names(var first, var last, var _)
        && two instanceof Reach.Names(var name, var _, var _)) {
      return new Reach.Names(
          first.compareTo(name) < 0 ? first : name, last.compareTo(name) > 0 ? last : name, false);
    }
    return one;
  }

  private static Extent both(Extent one, Extent two) {
    return new Extent(Math.min(one.first(), two.first()), Math.max(one.last(), two.last()));
  }

  @Test
  void severalRulesThatCoverAllOfItTogetherAllowAllOfIt() {
    RangeJudge judge =
        judge(
            rule("low", Effect.ALLOW, "known", "write", "unit 1 holding 0..9"),
            rule("mid", Effect.ALLOW, "known", "write", "unit any holding 10..19"),
            rule("top", Effect.ALLOW, "known", "write", "unit 1 holding 20..29"));
    assertThat(verdicts(judge.judge(holding(0, 29, Given.ANYTHING))))
        .containsExactly(Verdict.ALLOW);
    assertThat(verdicts(judge.judge(holding(0, 30, Given.ANYTHING))))
        .containsExactly(Verdict.ALLOW, Verdict.DENY);
    assertThat(verdicts(judge.judge(holding(30, 40, Given.ANYTHING))))
        .containsExactly(Verdict.DENY);
  }

  @Test
  void aHoleThatARuleDeniesIsSeen() {
    RangeJudge judge =
        judge(
            rule("all", Effect.ALLOW, "known", "write", "any"),
            rule("lock", Effect.DENY, "known", "write", "unit 1 holding 5"));
    assertThat(verdicts(judge.judge(holding(0, 9, Given.ANYTHING))))
        .containsExactly(Verdict.ALLOW, Verdict.DENY);
    assertThat(verdicts(judge.judge(holding(6, 9, Given.ANYTHING)))).containsExactly(Verdict.ALLOW);
    assertThat(judge.judge(holding(5, 5, Given.ANYTHING)).decisions())
        .singleElement()
        .satisfies(decision -> assertThat(decision.rule()).isEqualTo("lock"));
  }

  @Test
  void valuesCountWhereAllOfThemAreKnown() {
    RangeJudge judge =
        judge(
            Policies.within(
                rule("set", Effect.ALLOW, "known", "write", "unit 1 holding 0..9"), "0..400"));
    assertThat(verdicts(judge.judge(holding(0, 9, values(5, 400))))).containsExactly(Verdict.ALLOW);
    assertThat(verdicts(judge.judge(holding(0, 9, values(5, 401)))))
        .containsExactly(Verdict.ALLOW, Verdict.DENY);
    assertThat(verdicts(judge.judge(holding(0, 9, values(401, 500)))))
        .containsExactly(Verdict.DENY);
    assertThat(verdicts(judge.judge(holding(0, 9, new Given(true, 5, 400, true)))))
        .containsExactly(Verdict.ALLOW, Verdict.DENY);
    assertThat(verdicts(judge.judge(holding(0, 9, Given.NO_NUMBER)))).containsExactly(Verdict.DENY);
  }

  @Test
  void aRateMayGrantOrNot() {
    RangeJudge judge =
        judge(Policies.at(rule("slow", Effect.ALLOW, "known", "write", "any"), "3 per day"));
    Ranged ranged = judge.judge(holding(1, 1, values(1, 1)));
    assertThat(ranged.isRated()).isTrue();
    assertThat(verdicts(ranged)).containsExactly(Verdict.ALLOW, Verdict.DENY);
  }

  @Test
  void namesAreJudgedByTheirBeginning() {
    RangeJudge judge = judge(rule("pumps", Effect.ALLOW, "known", "write", "name pump/*"));
    assertThat(
            verdicts(judge.judge(span(new Reach.Names("pump/1", "pump/9", false), values(1, 1)))))
        .containsExactly(Verdict.ALLOW);
    assertThat(verdicts(judge.judge(span(new Reach.Names("pump/1", "pumq", false), values(1, 1)))))
        .containsExactly(Verdict.ALLOW, Verdict.DENY);
    assertThat(verdicts(judge.judge(span(new Reach.Names("a", "pum", true), values(1, 1)))))
        .containsExactly(Verdict.ALLOW, Verdict.DENY);
    assertThat(verdicts(judge.judge(span(new Reach.Names("a", "pum", false), values(1, 1)))))
        .containsExactly(Verdict.DENY);
  }

  @Test
  void whatIsTooManyPiecesIsNotTold() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      rules.add(rule("r" + i, Effect.ALLOW, "known", "write", "unit " + i + " holding " + i));
    }
    RangeJudge judge = judge(rules.toArray(Rule[]::new));
    var all = new Reach.Numbers("holding", new Extent(0, 600), new Extent(0, 600));
    assertThat(judge.judge(span(all, values(1, 1))).isTold()).isFalse();
    assertThat(judge.judge(holding(1, 1, values(1, 1))).isTold()).isTrue();
  }
}
