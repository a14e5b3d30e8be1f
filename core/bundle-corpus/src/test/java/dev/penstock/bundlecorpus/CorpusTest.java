package dev.penstock.bundlecorpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bundle.BundleBytes;
import dev.penstock.bundle.BundleChecker;
import dev.penstock.bundle.BundleTrust;
import dev.penstock.bundle.Claim;
import dev.penstock.bundle.RecordSink;
import dev.penstock.bundle.Requirement;
import dev.penstock.bundle.Verdict;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Hands;
import dev.penstock.signature.JdkSignatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each bundle of the corpus gets the verdict that it must get, for the right reason. */
class CorpusTest {
  private static final List<Case> CASES = Corpus.cases();

  static Verdict verdict(Case one) throws IOException {
    Optional<BundleTrust> trust =
        one.trust().isEmpty()
            ? Optional.empty()
            : Optional.of(
                switch (BundleTrust.decode(one.trust().getBytes(StandardCharsets.UTF_8))) {
                  case Decoded.Value<BundleTrust>(var value) -> value;
                  case Decoded.Malformed<BundleTrust>(var why) -> throw new AssertionError(why);
                });
    List<Requirement> wanted =
        one.require().isEmpty()
            ? List.of()
            : ((Requirement.Parsed.Understood) Requirement.parse(one.require())).requirements();
    var asked = new BundleChecker.Asked(trust, wanted, one.now(), RecordSink.NONE);
    byte[] bytes = one.bytes().bytes();
    return new BundleChecker(new JdkSignatures(), Hands.ONE, asked)
        .check(
            new BundleBytes() {
              @Override
              public long size() {
                return bytes.length;
              }

              @Override
              public void read(long position, byte[] into, int at, int length) {
                System.arraycopy(bytes, Math.toIntExact(position), into, at, length);
              }
            });
  }

  @TestFactory
  Stream<DynamicTest> eachBundleGetsItsVerdict() {
    return CASES.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)));
  }

  private static void check(Case one) throws IOException {
    Verdict verdict = verdict(one);
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
