package dev.penstock.bench.conduit;

import dev.penstock.bench.bridge.Durations;
import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What nobody can beat: the answer to each request is known before, and found by one bare lookup by
 * who asks what of whom. It looks at no value, time or rate. Its time is kept as the product's is.
 */
final class LookupLimit implements Side {
  private final Map<Question, Decision> answers = new HashMap<>();
  private final List<Question> questions = new ArrayList<>();
  private final Durations durations = new Durations();

  /** Hashed and compared whole, as the key of such a table would be. */
  private record Question(
      String from,
      String to,
      String protocol,
      String asker,
      Operation operation,
      long first,
      long last) {
    private static Question of(Request request) {
      if (!(request.parts().getFirst().target() instanceof Target.Numbers numbers)) {
        throw new IllegalArgumentException("no numbers: " + request);
      }
      return new Question(
          request.from(),
          request.to(),
          request.protocol(),
          request.asker(),
          request.operation(),
          numbers.first(),
          numbers.last());
    }
  }

  /** Learns the answers from the product. */
  LookupLimit(List<Request> requests, Deciding product) {
    for (int i = 0; i < requests.size(); i++) {
      Question question = Question.of(requests.get(i));
      questions.add(question);
      Decision _ = answers.put(question, product.decide(i));
    }
  }

  @Override
  public void reset() {
    durations.clear();
  }

  @Override
  public Work run(Budget budget) {
    long count = 0;
    long checksum = 0;
    while (!budget.isSpent()) {
      for (Question question : questions) {
        long began = System.nanoTime();
        Decision decision = Objects.requireNonNull(answers.get(question));
        durations.add(System.nanoTime() - began);
        checksum += decision.verdict() == Verdict.DENY ? 1 : 2;
      }
      count += questions.size();
    }
    return new Work(count, checksum + durations.count());
  }
}
