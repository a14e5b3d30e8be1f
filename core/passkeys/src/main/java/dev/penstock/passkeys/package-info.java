/**
 * Passkeys as WebAuthn Level 3 has a relying party check them, each numbered step of §7.1 and §7.2
 * at its place. No account, session, clock or store comes in here, and nobody's attestation is
 * judged. Read {@link dev.penstock.passkeys.RelyingParty} first, then {@link
 * dev.penstock.passkeys.Registration} and {@link dev.penstock.passkeys.Assertion}.
 */
package dev.penstock.passkeys;
