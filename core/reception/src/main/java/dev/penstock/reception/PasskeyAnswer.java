package dev.penstock.reception;

import dev.penstock.access.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a browser answers when a passkey has signed (WebAuthn Level 2 §5.2.2), not judged yet.
 *
 * @param ticket of the challenge that it answers
 * @param credentialId which passkey
 * @param userHandle whose, as the authenticator remembers; null when it does not say
 */
public record PasskeyAnswer(
    String ticket,
    Bytes credentialId,
    Bytes clientDataJson,
    Bytes authenticatorData,
    Bytes signature,
    @Nullable Bytes userHandle) {}
