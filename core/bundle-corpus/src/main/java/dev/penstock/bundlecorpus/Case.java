package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.Verdict;
import dev.penstock.evidence.record.ByteString;
import java.util.List;

/**
 * A bundle, what an auditor asks of it, and what must be said.
 *
 * @param bytes of the file
 * @param trust the auditor's trust file; empty for none
 * @param require as in {@code --require}; empty for nothing
 * @param now ns since 1970, by the auditor's clock
 * @param expected claims that must come out so; a good bundle has none
 */
public record Case(
    String name,
    ByteString bytes,
    String trust,
    String require,
    long now,
    Verdict.Outcome outcome,
    List<Expected> expected) {
  public Case {
    expected = List.copyOf(expected);
  }

  /** How a claim must come out. */
  public record Expected(ClaimCode claim, Claim.State state, Claim.Reason reason) {}
}
