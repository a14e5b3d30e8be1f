package dev.penstock.bundlecorpus;

import dev.penstock.bundle.BundleBytes;
import dev.penstock.bundle.BundleChecker;
import dev.penstock.bundle.BundleTrust;
import dev.penstock.bundle.Claim;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.RecordSink;
import dev.penstock.bundle.Requirement;
import dev.penstock.bundle.Verdict;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Hands;
import dev.penstock.signature.JdkSignatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

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

  /** What the checker says of it, asked as the auditor of this case does. */
  public Verdict judged() throws IOException {
    Optional<BundleTrust> own =
        trust.isEmpty()
            ? Optional.empty()
            : Optional.of(
                switch (BundleTrust.decode(trust.getBytes(StandardCharsets.UTF_8))) {
                  case Decoded.Value<BundleTrust>(var value) -> value;
                  case Decoded.Malformed<BundleTrust>(var why) ->
                      throw new IllegalStateException(name + ": " + why);
                });
    List<Requirement> wanted =
        require.isEmpty()
            ? List.of()
            : ((Requirement.Parsed.Understood) Requirement.parse(require)).requirements();
    var asked = new BundleChecker.Asked(own, wanted, now, RecordSink.NONE);
    return new BundleChecker(new JdkSignatures(), Hands.ONE, asked)
        .check(BundleBytes.of(bytes.bytes()));
  }

  /** How a claim must come out. */
  public record Expected(ClaimCode claim, Claim.State state, Claim.Reason reason) {}
}
