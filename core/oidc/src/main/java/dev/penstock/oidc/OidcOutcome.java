package dev.penstock.oidc;

import java.util.function.Function;

/** What came of a step of a sign-in: what it gave, or why it was refused. */
public sealed interface OidcOutcome<T> {
  record Good<T>(T value) implements OidcOutcome<T> {}

  /**
   * The sign-in ends here.
   *
   * @param detail more for an administrator: printable, short, never a secret; may be empty
   */
  record Refused<T>(OidcReason reason, String detail) implements OidcOutcome<T> {
    /** Both in one line. */
    public String text() {
      return detail.isEmpty() ? reason.text() : reason.text() + ": " + detail;
    }
  }

  static <T> OidcOutcome<T> refused(OidcReason reason) {
    return new Refused<>(reason, "");
  }

  static <T> OidcOutcome<T> refused(OidcReason reason, String detail) {
    return new Refused<>(reason, detail);
  }

  /** The same refusal, or what the next step makes of the value. */
  default <R> OidcOutcome<R> flatMap(Function<T, OidcOutcome<R>> next) {
    return switch (this) {
      case Good<T>(var value) -> next.apply(value);
      case Refused<T>(var reason, var detail) -> new Refused<>(reason, detail);
    };
  }

  default <R> OidcOutcome<R> map(Function<T, R> to) {
    return flatMap(value -> new Good<>(to.apply(value)));
  }
}
