package dev.penstock.bundlecorpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bundle.Claim;
import dev.penstock.bundle.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each bundle of the corpus gets the verdict that it must get, for the right reason. */
class CorpusTest {
  private static final List<Case> CASES = Corpus.cases();

  @TestFactory
  Stream<DynamicTest> eachBundleGetsItsVerdict() {
    return CASES.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)));
  }

  private static void check(Case one) throws IOException {
    Verdict verdict = one.judged();
    assertThat(verdict.outcome()).as("%s", describe(verdict)).isEqualTo(one.outcome());
    for (Case.Expected expected : one.expected()) {
      Claim claim = verdict.claim(expected.claim());
      assertThat(claim.state()).as("%s", describe(verdict)).isEqualTo(expected.state());
      assertThat(claim.reason()).as("%s", describe(verdict)).contains(expected.reason());
    }
  }

  private static String describe(Verdict verdict) {
    var text = new StringBuilder(verdict.outcome().words());
    verdict
        .claims()
        .forEach(claim ->
            text.append('\n')
                .append(claim.code())
                .append(' ')
                .append(claim.state())
                .append(' ')
                .append(claim.reason())
                .append(' ')
                .append(claim.where())
                .append(' ')
                .append(claim.words())
                .append(claim.details()));
    return text.append(verdict.unmet()).toString();
  }

  @Test
  void thereAreAtLeast150BrokenOnes() {
    long broken = CASES.stream().filter(one -> one.outcome().exitCode() != 0).count();
    assertThat(broken).isGreaterThanOrEqualTo(150);
  }
}
