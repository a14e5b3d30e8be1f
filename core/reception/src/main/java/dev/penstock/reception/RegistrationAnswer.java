package dev.penstock.reception;

import dev.penstock.access.Bytes;

/** What a browser answers when a passkey was made (WebAuthn Level 2 §5.2.1), not judged yet. */
public record RegistrationAnswer(
    String ticket, Bytes credentialId, Bytes clientDataJson, Bytes attestationObject) {}
