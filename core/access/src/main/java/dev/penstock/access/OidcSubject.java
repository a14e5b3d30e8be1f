package dev.penstock.access;

/** Somebody as a provider outside knows them: unique within the issuer, and never reused there. */
public record OidcSubject(String issuer, String subject) {
  public static final int ISSUER_MAX = 512;
  public static final int SUBJECT_MAX = 255;

  public OidcSubject {
    Checks.mustBeText("an issuer", issuer, ISSUER_MAX);
    Checks.mustBeText("a subject", subject, SUBJECT_MAX);
  }
}
