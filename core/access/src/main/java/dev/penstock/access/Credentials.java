package dev.penstock.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which a person can prove to be that person.
 *
 * @param certificates SHA-256 of the client certificates in DER, 32 bytes each
 */
public record Credentials(
    @Nullable PasswordKept password,
    @Nullable TotpKept totp,
    List<Passkey> passkeys,
    List<OidcSubject> subjects,
    List<Bytes> certificates) {
  public static final int PASSKEYS_MAX = 16;
  public static final int SUBJECTS_MAX = 8;
  public static final int CERTIFICATES_MAX = 8;

  /** No way at all. */
  public static final Credentials NONE =
      new Credentials(null, null, List.of(), List.of(), List.of());

  public Credentials {
    Checks.mustHold("passkeys", passkeys, PASSKEYS_MAX);
    Checks.mustHold("subjects", subjects, SUBJECTS_MAX);
    Checks.mustHold("certificates", certificates, CERTIFICATES_MAX);
    for (Bytes fingerprint : certificates) {
      Checks.mustBeIn("bytes of a fingerprint", fingerprint.sizeBytes(), 32, 32);
    }
    passkeys = List.copyOf(passkeys);
    subjects = List.copyOf(subjects);
    certificates = List.copyOf(certificates);
  }

  public Optional<Passkey> passkey(Bytes id) {
    return passkeys.stream().filter(passkey -> passkey.id().equals(id)).findFirst();
  }

  public Credentials withPassword(PasswordKept changed) {
    return new Credentials(changed, totp, passkeys, subjects, certificates);
  }

  public Credentials withTotp(@Nullable TotpKept changed) {
    return new Credentials(password, changed, passkeys, subjects, certificates);
  }

  /** With one more passkey, or with a newer state of one. */
  public Credentials withPasskey(Passkey changed) {
    List<Passkey> kept = new ArrayList<>(withoutPasskey(changed.id()).passkeys);
    kept.add(changed);
    return new Credentials(password, totp, kept, subjects, certificates);
  }

  public Credentials withoutPasskey(Bytes id) {
    List<Passkey> kept = passkeys.stream().filter(passkey -> !passkey.id().equals(id)).toList();
    return new Credentials(password, totp, kept, subjects, certificates);
  }

  /** With other ties to certificates and to providers outside. */
  public Credentials withTies(List<OidcSubject> newSubjects, List<Bytes> newCertificates) {
    return new Credentials(password, totp, passkeys, newSubjects, newCertificates);
  }
}
