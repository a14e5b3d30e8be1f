package dev.penstock.web.internal.form;

import dev.penstock.access.Bytes;
import dev.penstock.access.Passkey;
import dev.penstock.json.JsonFields;
import dev.penstock.reception.PasskeyAnswer;
import dev.penstock.reception.PasskeyBegun;
import dev.penstock.reception.Proving;
import dev.penstock.reception.RegistrationAnswer;
import dev.penstock.reception.RegistrationBegun;
import dev.penstock.web.internal.json.JsonWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What browsers and the node say to each other about passkeys: the fields of WebAuthn, with bytes
 * in base64url.
 */
public final class PasskeyForm {
  private static final int TICKET_MAX = 128;
  private static final int CLIENT_DATA_MAX = 8_192;
  private static final int AUTHENTICATOR_DATA_MAX = 8_192;
  private static final int SIGNATURE_MAX = 2_048;
  private static final int ATTESTATION_MAX = 32_768;
  private static final int USER_HANDLE_MAX = 64;
  private static final int TRANSPORTS_MAX = 16;
  private static final int PASSWORD_MAX = 1_024;
  private static final int TOTP_MAX = 16;

  /** RFC 9053: ES256, EdDSA, and RS256 (RFC 8812) for Windows Hello. */
  private static final int[] ALGORITHMS = {-7, -8, -257};

  private PasskeyForm() {}

  /** A challenge to sign; the object must be open. */
  public static void write(JsonWriter json, PasskeyBegun begun, String host) {
    json.text("ticket", begun.ticket());
    json.text("challenge", PeopleForm.base64Url(begun.challenge()));
    json.text("rpId", host);
    json.number("timeoutMs", begun.term().toMillis());
    json.text("userVerification", "required");
    json.array("allow");
    begun.allowed().forEach(id -> json.text(PeopleForm.base64Url(id)));
    json.end();
  }

  /** A request for a new passkey; the object must be open. */
  public static void write(JsonWriter json, RegistrationBegun begun, String host, String nodeName) {
    json.text("ticket", begun.ticket());
    json.text("challenge", PeopleForm.base64Url(begun.challenge()));
    json.text("rpId", host);
    json.text("rpName", nodeName);
    json.number("timeoutMs", begun.term().toMillis());
    json.object("user");
    json.text("id", PeopleForm.base64Url(begun.person().value()));
    json.text("name", begun.name());
    json.text("displayName", begun.displayName());
    json.end();
    json.array("algorithms");
    for (int algorithm : ALGORITHMS) {
      json.signed(algorithm);
    }
    json.end();
    json.array("exclude");
    begun.exclude().forEach(id -> json.text(PeopleForm.base64Url(id)));
    json.end();
  }

  /** A signature, where the body has one. */
  public static @Nullable PasskeyAnswer answerIfAny(JsonFields in) {
    Optional<String> ticket = in.textIfAny("ticket", TICKET_MAX);
    Optional<JsonFields> credential = in.objectIfAny("credential");
    if (ticket.isEmpty() && credential.isEmpty()) {
      return null;
    }
    if (ticket.isEmpty()) {
      in.refuse("ticket", "is missing beside credential");
      return null;
    }
    if (credential.isEmpty()) {
      in.refuse("credential", "is missing beside ticket");
      return null;
    }
    return answer(ticket.get(), credential.get());
  }

  /** A signature. */
  public static PasskeyAnswer answer(JsonFields in) {
    return answer(in.text("ticket", TICKET_MAX), in.object("credential"));
  }

  private static PasskeyAnswer answer(String ticket, JsonFields credential) {
    Bytes id = PeopleForm.bytes(credential, "id", Passkey.ID_BYTES_MAX);
    JsonFields response = credential.object("response");
    return new PasskeyAnswer(
        ticket,
        id,
        PeopleForm.bytes(response, "clientDataJson", CLIENT_DATA_MAX),
        PeopleForm.bytes(response, "authenticatorData", AUTHENTICATOR_DATA_MAX),
        PeopleForm.bytes(response, "signature", SIGNATURE_MAX),
        response.bytesIfAny("userHandle", USER_HANDLE_MAX).map(Bytes::of).orElse(null));
  }

  /** A new passkey. */
  public static RegistrationAnswer registration(JsonFields in) {
    String ticket = in.text("ticket", TICKET_MAX);
    JsonFields credential = in.object("credential");
    Bytes id = PeopleForm.bytes(credential, "id", Passkey.ID_BYTES_MAX);
    JsonFields response = credential.object("response");
    if (response.has("transports")) {
      var _ = response.texts("transports", TRANSPORTS_MAX, TICKET_MAX);
    }
    return new RegistrationAnswer(
        ticket,
        id,
        PeopleForm.bytes(response, "clientDataJson", CLIENT_DATA_MAX),
        PeopleForm.bytes(response, "attestationObject", ATTESTATION_MAX));
  }

  /** How somebody proves again to be who they are. */
  public static Proving proving(JsonFields in) {
    if (in.has("password")) {
      String password = in.text("password", PASSWORD_MAX);
      return new Proving.ByPassword(password, in.textIfAny("totp", TOTP_MAX).orElse(null));
    }
    return new Proving.ByPasskey(answer(in));
  }
}
