package dev.penstock.crypto;

import dev.penstock.signature.SignatureAlgorithm;
import java.util.List;

/**
 * Which provider serves one algorithm, for people to read.
 *
 * @param passedOver faster providers that are not used here, in the order in which they were tried
 */
public record ProviderChoice(
    SignatureAlgorithm algorithm, String provider, String version, List<PassedOver> passedOver) {
  public ProviderChoice {
    passedOver = List.copyOf(passedOver);
  }

  /** A provider that would have been preferred, and why it is not used. */
  public record PassedOver(String provider, String reason) {
    @Override
    public String toString() {
      return provider + " (" + reason + ")";
    }
  }

  /** One line for an operator. */
  @Override
  public String toString() {
    String line = algorithm + ": " + provider + " " + version + ", self-test passed";
    if (passedOver.isEmpty()) {
      return line;
    }
    return line
        + "; passed over: "
        + String.join(", ", passedOver.stream().map(Object::toString).toList());
  }
}
