package dev.penstock.passkeys;

/** What a browser sends back from {@code navigator.credentials.get}; nothing of it is checked. */
public final class AssertionAnswer {
  private final byte[] credentialId;
  private final byte[] clientDataJson;
  private final byte[] authenticatorData;
  private final byte[] signature;
  private final byte[] userHandle;

  private AssertionAnswer(
      byte[] credentialId,
      byte[] clientDataJson,
      byte[] authenticatorData,
      byte[] signature,
      byte[] userHandle) {
    this.credentialId = credentialId;
    this.clientDataJson = clientDataJson;
    this.authenticatorData = authenticatorData;
    this.signature = signature;
    this.userHandle = userHandle;
  }

  /**
   * Any bytes of any length.
   *
   * @param credentialId {@code rawId}
   * @param userHandle empty when the browser gave none
   */
  public static AssertionAnswer of(
      byte[] credentialId,
      byte[] clientDataJson,
      byte[] authenticatorData,
      byte[] signature,
      byte[] userHandle) {
    return new AssertionAnswer(
        credentialId.clone(),
        clientDataJson.clone(),
        authenticatorData.clone(),
        signature.clone(),
        userHandle.clone());
  }

  byte[] credentialId() {
    return credentialId.clone();
  }

  byte[] clientDataJson() {
    return clientDataJson.clone();
  }

  byte[] authenticatorData() {
    return authenticatorData.clone();
  }

  byte[] signature() {
    return signature.clone();
  }

  /** Empty when there is none: a handle has at least one byte (WebAuthn §5.4.3). */
  byte[] userHandle() {
    return userHandle.clone();
  }
}
