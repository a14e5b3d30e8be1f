import org.jspecify.annotations.NullMarked;

/** What a relying party checks of passkeys: WebAuthn Level 3, registration and authentication. */
@NullMarked
module dev.penstock.passkeys {
  requires static org.jspecify;
  requires transitive dev.penstock.cbor;
  requires dev.penstock.json;

  exports dev.penstock.passkeys;
}
