package dev.penstock.conduit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Policies;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Verdict;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import dev.penstock.testkit.Seed;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The compiled policy says what the rules say, for all that they can say. */
class AgreementWithInterpreterTest {
  private static final int REQUESTS = 300;

  static CompiledPolicy compiled(Policy policy) {
    return switch (CompiledPolicy.compile(policy)) {
      case Compilation.Ready(var ready) -> ready;
      case Compilation.TooEntangled(var fault) -> throw new AssertionError(fault.text());
    };
  }

  @Test
  void theCompiledPolicyAgreesWithThePlainInterpreter() {
    Property.forAll(Gen.seeds())
        .cases(700, 20_000)
        .holds(seed -> {
          Policy policy = Policies.policy(seed);
          var plain = new PlainInterpreter(policy);
          Judge judge = compiled(policy).judge(Rates.full());
          for (Request request : Policies.requests(seed + 1, REQUESTS)) {
            assertThat(judge.decide(request))
                .as("%s by %s", request, policy)
                .isEqualTo(plain.decide(request));
          }
        });
  }

  /** Messages that ask for several things, among others that ask for one. */
  @Test
  void theyAgreeAboutMessagesAndWhatTheseTakeFromRates() {
    Property.forAll(Gen.seeds())
        .cases(300, 10_000)
        .holds(seed -> {
          Policy policy = Policies.policy(seed);
          var plain = new PlainInterpreter(policy);
          Judge judge = compiled(policy).judge(Rates.full());
          List<Request> requests = Policies.requests(seed + 1, REQUESTS);
          for (int i = 0; i + 1 < requests.size(); i += 2) {
            Request first = requests.get(i);
            Request second = requests.get(i + 1);
            var message =
                List.of(
                    first,
                    new Request(
                        second.from(),
                        second.to(),
                        second.protocol(),
                        first.identity(),
                        first.peer(),
                        second.operation(),
                        second.function(),
                        second.parts(),
                        first.at()));
            assertThat(judge.decide(message))
                .as("%s by %s", message, policy)
                .isEqualTo(plain.decide(message));
            assertThat(judge.decide(second))
                .as("%s by %s", second, policy)
                .isEqualTo(plain.decide(second));
          }
        });
  }

  @Test
  void theCasesReachEveryVerdictAndEveryCause() {
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < Deep.cases(200, 1_000); i++) {
      long seed = random.nextLong();
      Judge judge = compiled(Policies.policy(seed)).judge(Rates.full());
      for (Request request : Policies.requests(seed + 1, REQUESTS)) {
        Decision decision = judge.decide(request);
        verdicts.merge(decision.verdict(), 1, Integer::sum);
        causes.merge(decision.cause(), 1, Integer::sum);
      }
    }
    assertThat(List.of(Verdict.values()))
        .as(Seed.describe())
        .allMatch(verdict -> verdicts.getOrDefault(verdict, 0) > 100);
    assertThat(List.of(Cause.values()))
        .as(Seed.describe())
        .allMatch(cause -> causes.getOrDefault(cause, 0) > 20);
  }
}
