package dev.penstock.crypto;

import dev.penstock.signature.SignatureAlgorithm;
import java.util.List;

/** No provider on this machine passed the self-test of an algorithm: nothing may be signed here. */
public final class NoProviderException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public NoProviderException(
      SignatureAlgorithm algorithm, List<ProviderChoice.PassedOver> passedOver) {
    this("no signature provider for " + algorithm + " passed its self-test: " + passedOver);
  }

  private NoProviderException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** For an operator. */
  public String reason() {
    return reason;
  }
}
