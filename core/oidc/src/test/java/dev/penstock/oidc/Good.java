package dev.penstock.oidc;

/** Takes outcomes apart. */
final class Good {
  private Good() {}

  static <T> T of(OidcOutcome<T> outcome) {
    return switch (outcome) {
      case OidcOutcome.Good<T>(var value) -> value;
      case OidcOutcome.Refused<T> refused -> throw new AssertionError(refused.text());
    };
  }

  /** The reason of a refusal; anything else fails. */
  static OidcReason reason(OidcOutcome<?> outcome) {
    return switch (outcome) {
      case OidcOutcome.Good<?> good -> throw new AssertionError("taken: " + good);
      case OidcOutcome.Refused<?>(var reason, var _) -> reason;
    };
  }
}
