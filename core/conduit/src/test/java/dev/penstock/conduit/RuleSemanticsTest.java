package dev.penstock.conduit;

import static dev.penstock.conduit.Policies.ask;
import static dev.penstock.conduit.Policies.holding;
import static dev.penstock.conduit.Policies.rule;
import static dev.penstock.conduit.Policies.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.conduit.compiled.Compilation;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.compiled.Rates;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** docs/conduit.md, sentence by sentence. Req: 62443-4-2 NDR 5.2 RE(1), CR 2.1 RE(4). */
class RuleSemanticsTest {
  private static final Rule ALLOW =
      rule("allow", Effect.ALLOW, "scada", "write", "unit 1 holding 100..120");
  private static final Rule PAIR =
      rule("pair", Effect.TWO_PEOPLE, "known", "write", "unit 1 holding 110..115");
  private static final Rule DENY =
      rule("deny", Effect.DENY, "anyone", "write", "unit any holding 112");

  private static Decision decide(Policy policy, Request request) {
    return switch (CompiledPolicy.compile(policy)) {
      case Compilation.Ready(var ready) -> ready.judge(Rates.full()).decide(request);
      case Compilation.TooEntangled(var fault) -> throw new AssertionError(fault.text());
    };
  }

  private static Decision decision(Verdict verdict, Cause cause, String rule) {
    return new Decision(verdict, cause, "filters", rule.isEmpty() ? null : rule);
  }

  @Test
  void whatNoRuleAllowsIsDenied() {
    assertThat(decide(Policies.of(), ask("write", holding(100, 100, 5))))
        .isEqualTo(decision(Verdict.DENY, Cause.NO_RULE, ""));
  }

  @Test
  void withoutAChannelNothingPasses() {
    Request back =
        Request.of(
            "treatment",
            "control",
            "modbus",
            Optional.of("scada"),
            "10.0.0.7",
            Operation.READ,
            holding(1, 1),
            0);
    assertThat(decide(Policies.of(true, ALLOW), back)).isEqualTo(Decision.NO_CHANNEL);
  }

  @Test
  void readsPassWithoutARuleWhereTheChannelSaysSoAndOnlyReads() {
    assertThat(decide(Policies.of(true), ask("read", holding(1, 9))))
        .isEqualTo(decision(Verdict.ALLOW, Cause.READS_ALLOWED, ""));
    assertThat(decide(Policies.of(false), ask("read", holding(1, 9))).verdict())
        .isEqualTo(Verdict.DENY);
    for (Operation operation : Operation.values()) {
      assertThat(decide(Policies.of(true), ask(operation.word(), holding(1, 9))).verdict())
          .isEqualTo(operation.isLooking() ? Verdict.ALLOW : Verdict.DENY);
    }
  }

  @Test
  void aRuleHeldToFunctionCodesAllowsNoOther() {
    Policy policy = Policies.of(true, Policies.by(ALLOW, 16, 23));
    Request write = ask("write", holding(100, 100, 5));
    for (int code : List.of(16, 23)) {
      assertThat(decide(policy, write.by(OptionalInt.of(code))))
          .isEqualTo(decision(Verdict.ALLOW, Cause.RULE, "allow"));
    }
    for (int code : List.of(6, 0, 64 + 16, 128 + 16)) {
      assertThat(decide(policy, write.by(OptionalInt.of(code))))
          .isEqualTo(decision(Verdict.DENY, Cause.FUNCTION, "allow"));
    }
    assertThat(decide(policy, ask("write", holding(99, 99, 5)).by(OptionalInt.of(6))))
        .as("where it would allow nothing anyway it is not the reason")
        .isEqualTo(decision(Verdict.DENY, Cause.NO_RULE, ""));
    assertThat(decide(policy, ask("read", holding(100, 100)).by(OptionalInt.of(3))).verdict())
        .isEqualTo(Verdict.ALLOW);
  }

  @Test
  void whereNoFunctionCodeIsKnownTheStricterReadingCounts() {
    Request write = ask("write", holding(112, 112, 5));
    assertThat(decide(Policies.of(Policies.by(ALLOW, 16)), write))
        .isEqualTo(decision(Verdict.DENY, Cause.FUNCTION, "allow"));
    assertThat(decide(Policies.of(ALLOW, Policies.by(PAIR, 16)), write))
        .isEqualTo(decision(Verdict.NEEDS_TWO_PEOPLE, Cause.RULE, "pair"));
    assertThat(decide(Policies.of(ALLOW, Policies.by(DENY, 16)), write))
        .isEqualTo(decision(Verdict.DENY, Cause.RULE, "deny"));
    Request bySix = write.by(OptionalInt.of(6));
    assertThat(decide(Policies.of(ALLOW, Policies.by(PAIR, 16), Policies.by(DENY, 16)), bySix))
        .isEqualTo(decision(Verdict.ALLOW, Cause.RULE, "allow"));
  }

  @Test
  void denyBeatsTwoPeopleBeatsAllowInWhateverOrderTheyAreListed() {
    List<Rule> rules = new ArrayList<>(List.of(ALLOW, PAIR, DENY));
    for (int i = 0; i < 6; i++) {
      Collections.shuffle(rules, new Random(i));
      Policy policy = Policies.of(rules.toArray(Rule[]::new));
      assertThat(decide(policy, ask("write", holding(100, 100, 5))))
          .isEqualTo(decision(Verdict.ALLOW, Cause.RULE, "allow"));
      assertThat(decide(policy, ask("write", holding(111, 111, 5))))
          .isEqualTo(decision(Verdict.NEEDS_TWO_PEOPLE, Cause.RULE, "pair"));
      assertThat(decide(policy, ask("write", holding(112, 112, 5))))
          .isEqualTo(decision(Verdict.DENY, Cause.RULE, "deny"));
    }
  }

  @Test
  void aRequestOverManyObjectsGetsTheStrictestAnswerOfThem() {
    Policy policy = Policies.of(ALLOW, PAIR, DENY);
    assertThat(decide(policy, ask("write", holding(100, 109))).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(decide(policy, ask("write", holding(109, 110))).verdict())
        .isEqualTo(Verdict.NEEDS_TWO_PEOPLE);
    assertThat(decide(policy, ask("write", holding(100, 120))).verdict()).isEqualTo(Verdict.DENY);
    assertThat(decide(policy, ask("write", holding(99, 100))))
        .isEqualTo(decision(Verdict.DENY, Cause.NO_RULE, ""));
  }

  @Test
  void severalRulesMayCoverARequestTogether() {
    Rule more = rule("more", Effect.ALLOW, "known", "write", "unit 1 holding 121..130");
    Request both = ask("write", holding(115, 125));
    assertThat(decide(Policies.of(ALLOW), both).verdict()).isEqualTo(Verdict.DENY);
    assertThat(decide(Policies.of(ALLOW, more), both))
        .isEqualTo(decision(Verdict.ALLOW, Cause.RULE, "allow"));
  }

  @Test
  void everyValueMustLieInTheRangeOfARuleForItsObject() {
    Rule low = within(rule("low", Effect.ALLOW, "scada", "write", "unit 1 holding 1"), "0..10");
    Rule high = within(rule("high", Effect.ALLOW, "scada", "write", "unit 1 holding 2"), "90");
    Policy policy = Policies.of(low, high);
    assertThat(decide(policy, ask("write", holding(1, 2, 10, 90))).verdict())
        .isEqualTo(Verdict.ALLOW);
    assertThat(decide(policy, ask("write", holding(1, 2, 90, 10))).verdict())
        .isEqualTo(Verdict.DENY);
    assertThat(decide(policy, ask("write", holding(1, 2, 10, 90.5))).verdict())
        .isEqualTo(Verdict.DENY);
  }

  @Test
  void oneValueForSeveralNumbersBelongsToEachOfThem() {
    Rule float32 = within(rule("f", Effect.ALLOW, "scada", "write", "unit 1 holding 1..2"), "0..9");
    assertThat(decide(Policies.of(float32), ask("write", holding(1, 2, 8.5))).verdict())
        .isEqualTo(Verdict.ALLOW);
    assertThat(decide(Policies.of(float32), ask("write", holding(1, 2, 9.5))).verdict())
        .isEqualTo(Verdict.DENY);
  }

  @Test
  void aValueThatCannotBeReadIsInNoRangeThatGrantsAndInEveryRangeThatRestricts() {
    Rule any = rule("any", Effect.ALLOW, "scada", "write", "unit 1 holding 1");
    Rule some = within(any, "0..10");
    Rule pair = within(rule("pair", Effect.TWO_PEOPLE, "scada", "write", "any"), "5..6");
    Rule deny = within(rule("deny", Effect.DENY, "scada", "write", "any"), "8..9");
    var object = new Target.Numbers("holding", 1, 1, 1);
    List<Values> unread =
        List.of(
            Values.NONE,
            Values.of(Double.NaN),
            Values.ofUnread(Digest.of(new byte[32])),
            Values.ofWhole(1L << 60));
    for (Values values : unread) {
      Request request = ask("write", new Part(object, values));
      assertThat(decide(Policies.of(any), request).verdict()).isEqualTo(Verdict.ALLOW);
      assertThat(decide(Policies.of(some), request).verdict()).isEqualTo(Verdict.DENY);
      assertThat(decide(Policies.of(pair), request).verdict()).isEqualTo(Verdict.DENY);
      assertThat(decide(Policies.of(any, pair), request).verdict())
          .isEqualTo(Verdict.NEEDS_TWO_PEOPLE);
      assertThat(decide(Policies.of(any, deny), request).verdict()).isEqualTo(Verdict.DENY);
    }
  }

  @Test
  void whatIsAboutTheDeviceItselfIsNotAllowedByARuleAboutItsObjects() {
    Rule objects = rule("objects", Effect.ALLOW, "scada", "command", "unit any holding any");
    Rule device = rule("device", Effect.ALLOW, "scada", "command", "device");
    Request stop = ask("command", Part.of(new Target.Device()));
    assertThat(decide(Policies.of(objects), stop).verdict()).isEqualTo(Verdict.DENY);
    assertThat(decide(Policies.of(device), stop).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(decide(Policies.of(device), ask("command", holding(1, 1))).verdict())
        .isEqualTo(Verdict.DENY);
  }

  @Test
  void namesAreMeantWholeOrByTheirBeginning() {
    Rule whole = rule("whole", Effect.ALLOW, "scada", "write", "name pump/1");
    Rule beginning = rule("beginning", Effect.ALLOW, "scada", "write", "name pump/2/*");
    Policy policy = Policies.of(whole, beginning);
    assertThat(verdictOfName(policy, "pump/1")).isEqualTo(Verdict.ALLOW);
    assertThat(verdictOfName(policy, "pump/11")).isEqualTo(Verdict.DENY);
    assertThat(verdictOfName(policy, "pump/2/speed")).isEqualTo(Verdict.ALLOW);
    assertThat(verdictOfName(policy, "pump/2")).isEqualTo(Verdict.DENY);
  }

  private static Verdict verdictOfName(Policy policy, String name) {
    return decide(policy, ask("write", Part.of(new Target.Name(name)))).verdict();
  }

  @Test
  void beginningsWithTheSameHashAreToldApart() {
    // "Aa" and "BB" have one hash.
    Rule one = rule("one", Effect.ALLOW, "scada", "write", "name AaAa*");
    Rule two = rule("two", Effect.DENY, "scada", "write", "name BBBB*");
    Rule all = rule("zall", Effect.ALLOW, "scada", "write", "name *");
    Policy policy = Policies.of(one, two, all);
    assertThat(decide(policy, ask("write", Part.of(new Target.Name("AaAa1")))).rule())
        .isEqualTo("one");
    assertThat(decide(policy, ask("write", Part.of(new Target.Name("BBBB1")))).rule())
        .isEqualTo("two");
    assertThat(decide(policy, ask("write", Part.of(new Target.Name("AaBB1")))).rule())
        .isEqualTo("zall");
  }

  @Test
  void whoeverDidNotSayWhoItIsIsNotKnown() {
    Rule known = rule("known", Effect.ALLOW, "known", "write", "any");
    Rule anonymous = rule("anonymous", Effect.ALLOW, "anonymous", "write", "any");
    Request nobody = ask("", "write", "2026-11-23T09:00:00Z", holding(1, 1));
    assertThat(decide(Policies.of(known), nobody).verdict()).isEqualTo(Verdict.DENY);
    assertThat(decide(Policies.of(anonymous), nobody).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(decide(Policies.of(anonymous), ask("write", holding(1, 1))).verdict())
        .isEqualTo(Verdict.DENY);
  }

  @Test
  void whatIsUnknownIsDeniedAndNoRuleCanAllowIt() {
    Rule all = rule("all", Effect.ALLOW, "anyone", "administer", "any");
    assertThat(decide(Policies.of(true, all), ask("unknown", holding(1, 1))))
        .isEqualTo(decision(Verdict.DENY, Cause.UNKNOWN_OPERATION, ""));
    Rule noted = rule("noted", Effect.DENY, "anyone", "unknown", "any");
    assertThat(decide(Policies.of(true, noted), ask("unknown", holding(1, 1))))
        .isEqualTo(decision(Verdict.DENY, Cause.RULE, "noted"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule("no", Effect.ALLOW, "anyone", "unknown", "any"))
        .withMessageContaining("unknown");
  }

  @Test
  void aRangeOfValuesNeedsAnOperationThatHasValues() {
    Rule read = rule("read", Effect.ALLOW, "scada", "read", "any");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> within(read, "1..2"))
        .withMessageContaining("write and command only");
  }

  @Test
  void twoPeopleAgreeToOneRequestWithAllItsValues() {
    Policy policy = Policies.of(PAIR);
    Request request = ask("write", holding(110, 111, 1, 2));
    Decision decision = decide(policy, request);
    Agreement agreement = Agreement.of(policy.digest(), decision, request);
    assertThat(agreement.rule()).isEqualTo("pair");
    List<Request> others =
        List.of(
            ask("write", holding(110, 111, 1, 3)),
            ask("write", holding(110, 110, 1)),
            ask("hmi-1", "write", "2026-11-23T09:00:00Z", holding(110, 111, 1, 2)),
            request.at(request.at() + 1));
    for (Request other : others) {
      Decision same = decide(policy, other);
      assertThat(Agreement.of(policy.digest(), same, other).digest())
          .isNotEqualTo(agreement.digest());
    }
    assertThat(Agreement.of(Policies.of(PAIR, DENY).digest(), decision, request).digest())
        .isNotEqualTo(agreement.digest());
  }

  @Test
  void nothingIsAgreedToThatNeedsNoAgreement() {
    Policy policy = Policies.of(ALLOW);
    Request request = ask("write", holding(100, 100));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Agreement.of(policy.digest(), decide(policy, request), request));
  }
}
