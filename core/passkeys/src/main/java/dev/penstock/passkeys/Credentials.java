package dev.penstock.passkeys;

import java.util.Optional;

/** The passkeys that are known here, of all people. */
public interface Credentials {
  Optional<Credential> find(CredentialId id);
}
