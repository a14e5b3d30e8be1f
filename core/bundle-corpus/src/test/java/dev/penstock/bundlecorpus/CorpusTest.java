package dev.penstock.bundlecorpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bundle.Claim;
import dev.penstock.bundle.ClaimCode;
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
  void approvalsThatAreSignedWholeAreVerifiedAndCountedOnce() throws IOException {
    assertThat(approvals("approvals-that-passkeys-signed")).startsWith("Of 4 approvals, each is ");
    assertThat(approvals("an-approval-with-more-in-it")).startsWith("Of 1 approval, each is ");
    assertThat(approvals("an-approval-written-late-and-again"))
        .startsWith("Of 1 approval, each is ");
    assertThat(approvals("an-approval-that-is-shown-and-attested"))
        .startsWith("Of 2 approvals, 1 on the word of the node");
  }

  private static String approvals(String name) throws IOException {
    Case found = CASES.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    return found.judged().claim(ClaimCode.APPROVALS).words();
  }

  @Test
  void thereAreAtLeast150BrokenOnes() {
    long broken = CASES.stream().filter(one -> one.outcome().exitCode() != 0).count();
    assertThat(broken).isGreaterThanOrEqualTo(150);
  }
}
