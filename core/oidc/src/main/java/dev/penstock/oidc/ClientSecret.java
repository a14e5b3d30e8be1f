package dev.penstock.oidc;

/** What this node shows to its provider to be itself; it stands in no message of ours. */
public final class ClientSecret {
  private final String value;

  private ClientSecret(String value) {
    this.value = value;
  }

  /** A secret of 1 to 1,024 printable ASCII characters (RFC 6749 appendix A.2). */
  public static ClientSecret of(String value) {
    if (!value.matches("[ -~]{1,1024}")) {
      throw new IllegalArgumentException(
          "client secret has " + value.length() + " characters, must be 1..1024 printable ASCII");
    }
    return new ClientSecret(value);
  }

  String value() {
    return value;
  }

  @Override
  public String toString() {
    return "client secret";
  }
}
