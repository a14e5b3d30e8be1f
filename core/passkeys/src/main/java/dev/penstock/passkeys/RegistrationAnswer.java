package dev.penstock.passkeys;

import java.util.List;

/**
 * What a browser sends back from {@code navigator.credentials.create}; nothing of it is checked.
 */
public final class RegistrationAnswer {
  private final byte[] credentialId;
  private final byte[] clientDataJson;
  private final byte[] attestationObject;
  private final List<String> transports;

  private RegistrationAnswer(
      byte[] credentialId,
      byte[] clientDataJson,
      byte[] attestationObject,
      List<String> transports) {
    this.credentialId = credentialId;
    this.clientDataJson = clientDataJson;
    this.attestationObject = attestationObject;
    this.transports = transports;
  }

  /**
   * Any bytes of any length.
   *
   * @param credentialId {@code rawId}
   * @param transports what {@code getTransports()} gave; empty when the browser has none
   */
  public static RegistrationAnswer of(
      byte[] credentialId,
      byte[] clientDataJson,
      byte[] attestationObject,
      List<String> transports) {
    return new RegistrationAnswer(
        credentialId.clone(),
        clientDataJson.clone(),
        attestationObject.clone(),
        List.copyOf(transports));
  }

  byte[] credentialId() {
    return credentialId.clone();
  }

  byte[] clientDataJson() {
    return clientDataJson.clone();
  }

  byte[] attestationObject() {
    return attestationObject.clone();
  }

  List<String> transports() {
    return transports;
  }
}
