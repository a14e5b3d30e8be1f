package dev.penstock.conduit.compiled;

import static dev.penstock.conduit.compiled.AgreementWithInterpreterTest.compiled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Policies;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Verdict;
import dev.penstock.testkit.Allocation;
import dev.penstock.testkit.Deep;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What an answer costs, by a policy of 10,000 rules in 1,000 channels. It prints times. */
class DecisionCostTest {
  private static final int CHANNELS = 1_000;
  private static final long AT =
      Instant.parse("2026-11-23T09:00:00Z").getEpochSecond() * 1_000_000_000L;

  private static Policy large() {
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < CHANNELS; i++) {
      List<Rule> rules = new ArrayList<>();
      for (int j = 0; j < 10; j++) {
        rules.add(rule(i, j));
      }
      channels.add(
          new Channel("c" + i, "conduit-" + i, "modbus", "a" + i % 40, "b" + i / 40, true, rules));
    }
    return new Policy(ZoneId.of("Europe/Stockholm"), channels);
  }

  private static Rule rule(int i, int j) {
    String id = "r" + i + "-" + j;
    String numbers = "unit any holding " + 100 * j + ".." + (100 * j + 150);
    return switch (j % 5) {
      case 0 -> Policies.within(rule(id, Effect.ALLOW, "scada", numbers), "0..1000");
      case 1 -> Policies.in(rule(id, Effect.ALLOW, "hmi-*", numbers), "daily 00:00..24:00");
      case 2 -> Policies.at(rule(id, Effect.ALLOW, "known", numbers), "10000 per second");
      case 3 -> Policies.within(rule(id, Effect.TWO_PEOPLE, "known", numbers), "900..1000");
      default -> Policies.within(rule(id, Effect.DENY, "anyone", numbers), "990..1000");
    };
  }

  private static Rule rule(String id, Effect effect, String who, String numbers) {
    return Policies.rule(id, effect, who, "write", numbers);
  }

  private static List<Request> requests(int valueCount) {
    var random = new SplittableRandom(8);
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < 4_096; i++) {
      int channel = random.nextInt(CHANNELS);
      long first = random.nextInt(1_000);
      double[] values = new double[valueCount];
      Arrays.setAll(values, each -> random.nextInt(1_000));
      requests.add(
          Request.of(
              "a" + channel % 40,
              "b" + channel / 40,
              "modbus",
              Optional.of(List.of("scada", "hmi-7", "ana").get(random.nextInt(3))),
              "10.0.0.7",
              random.nextInt(4) == 0 ? Operation.READ : Operation.WRITE,
              Policies.holding(first, first + valueCount - 1, values),
              AT + i * 1_000_000L));
    }
    return requests;
  }

  @Test
  void anAnswerAllocatesNothing() {
    Judge judge = compiled(large()).judge(Rates.full());
    List<Request> requests = requests(1);
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    requests.forEach(request -> verdicts.merge(judge.decide(request).verdict(), 1, Integer::sum));
    assertThat(verdicts).containsOnlyKeys(Verdict.values());
    int[] denied = {0};
    long bytes =
        Allocation.leastBytesOf(
            50,
            () -> {
              for (int i = 0; i < requests.size(); i++) {
                denied[0] += judge.decide(requests.get(i)).verdict() == Verdict.DENY ? 1 : 0;
              }
            });
    assertThat(denied[0]).isPositive();
    // Bytes of 4,096 answers: what the measuring itself takes.
    assertThat(bytes).isLessThan(requests.size());
  }

  @Test
  void theTimeOfAnAnswerIsPrintedAndTheAnswersStayTheSame() {
    long before = System.nanoTime();
    CompiledPolicy policy = compiled(large());
    System.out.printf(
        "10,000 rules in 1,000 channels compiled in %d ms%n",
        (System.nanoTime() - before) / 1_000_000);
    for (int values : List.of(1, 123)) {
      Judge judge = policy.judge(Rates.full());
      List<Request> requests = requests(values);
      var plain = new PlainInterpreter(policy.policy());
      int agreed = 0;
      for (int i = 0; i < 50; i++) {
        agreed += judge.decide(requests.get(i)).equals(plain.decide(requests.get(i))) ? 1 : 0;
      }
      assertThat(agreed).isEqualTo(50);
      int rounds = Deep.cases(60, 400);
      long denied = 0;
      long[] nanos = new long[rounds * requests.size()];
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < requests.size(); i++) {
          long start = System.nanoTime();
          var decision = judge.decide(requests.get(i));
          nanos[round * requests.size() + i] = System.nanoTime() - start;
          denied += decision.verdict() == Verdict.DENY ? 1 : 0;
        }
      }
      assertThat(denied).isPositive();
      long[] late = Arrays.copyOfRange(nanos, nanos.length / 2, nanos.length);
      Arrays.sort(late);
      System.out.printf(
          "a decision over %d values: p50 %d ns, p99 %d ns, p99.9 %d ns%n",
          values,
          late[late.length / 2],
          late[(int) (late.length * 0.99)],
          late[(int) (late.length * 0.999)]);
    }
  }

  @Test
  void rulesThatAllMeetAtOneObjectAreRefusedWithAReason() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i <= CompiledPolicy.MEETING_MAX; i++) {
      rules.add(Policies.rule("r" + i, Effect.ALLOW, "known", "write", "any"));
    }
    assertThat(CompiledPolicy.compile(Policies.of(rules.toArray(Rule[]::new))))
        .isInstanceOfSatisfying(
            Compilation.TooEntangled.class,
            entangled ->
                assertThat(entangled.fault().text())
                    .contains("channel 'filters': 101 rules are about the same object"));
  }

  @Test
  void aThousandAskersWithARuleEachDoNotMeet() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rules.add(Policies.rule("r" + i, Effect.ALLOW, "p" + i, "write", "any"));
    }
    assertThat(CompiledPolicy.compile(Policies.of(rules.toArray(Rule[]::new))))
        .isInstanceOf(Compilation.Ready.class);
  }

  @Test
  void rulesThatLieOverEachOtherInUnitsAndNumbersEndInAReasonAndNotInMemory() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      String objects = "unit %d..%d holding %d..%d".formatted(i, i + 3_000, i, i + 3_000);
      rules.add(Policies.rule("r" + i, Effect.ALLOW, "known", "write", objects));
    }
    assertThat(CompiledPolicy.compile(Policies.of(rules.toArray(Rule[]::new))))
        .isInstanceOf(Compilation.TooEntangled.class);
  }
}
