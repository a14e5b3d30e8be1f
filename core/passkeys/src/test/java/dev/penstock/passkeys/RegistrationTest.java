package dev.penstock.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.passkeys.RegistrationOutcome.Registered;
import dev.penstock.testkit.passkeys.Cbor;
import dev.penstock.testkit.passkeys.PasskeyDraft;
import dev.penstock.testkit.passkeys.PasskeyKind;
import dev.penstock.testkit.passkeys.SoftPasskey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * WebAuthn Level 3 §7.1, a test for each step that can refuse.
 *
 * <p>Req: 62443-4-2 CR 1.5, CR 1.9.
 */
class RegistrationTest {
  private final Site site = new Site();
  private final SoftPasskey passkey = SoftPasskey.make(PasskeyKind.ES256, Site.ANNA.bytes());

  private PasskeyDraft draft() {
    return Site.creation(passkey);
  }

  private void refusedAt(Step step, PasskeyDraft draft) {
    refusedAt(step, site.register(draft));
  }

  private static void refusedAt(Step step, RegistrationOutcome outcome) {
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(((Refused) outcome).step()).as(outcome.toString()).isEqualTo(step);
    assertThat(((Refused) outcome).reason()).isNotBlank();
    assertThat(step.registration()).isPositive();
  }

  private Registered registered(PasskeyDraft draft) {
    RegistrationOutcome outcome = site.register(draft);
    assertThat(outcome).isInstanceOf(Registered.class);
    return (Registered) outcome;
  }

  @ParameterizedTest
  @EnumSource(
      value = PasskeyKind.class,
      names = {"ES256", "EDDSA", "RS256"})
  void anHonestAnswerIsAPasskey(PasskeyKind kind) {
    SoftPasskey honest = SoftPasskey.make(kind, Site.ANNA.bytes());
    PasskeyDraft answer = Site.creation(honest).counter(-2).with(PasskeyDraft.BE | PasskeyDraft.BS);
    Registered registered = registered(answer);
    Credential credential = registered.credential();
    assertThat(credential.id()).isEqualTo(CredentialId.of(honest.id()));
    assertThat(credential.owner()).isEqualTo(Site.ANNA);
    assertThat(credential.key().cose()).isEqualTo(honest.cose());
    assertThat(credential.key().algorithm().name()).isEqualTo(kind.name());
    assertThat(credential.counter()).isEqualTo(0xffff_fffeL);
    assertThat(credential.isBackupEligible()).isTrue();
    assertThat(credential.isBackedUp()).isTrue();
    assertThat(registered.transports()).containsExactly("internal", "usb");
  }

  // Step 5.
  @Test
  void aByteOrderMarkIsNotPartOfTheClientData() {
    byte[] json = draft().clientDataJson();
    byte[] marked = new byte[json.length + 3];
    marked[0] = (byte) 0xef;
    marked[1] = (byte) 0xbb;
    marked[2] = (byte) 0xbf;
    System.arraycopy(json, 0, marked, 3, json.length);
    assertThat(withClientData(marked)).isInstanceOf(Registered.class);
  }

  // Steps 5 and 6.
  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "\"text\"", "{", "{} {}", "{\"type\":\"webauthn.create\",}"})
  void whatIsNoObjectIsNoClientData(String json) {
    refusedAt(Step.CLIENT_DATA, withClientData(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aMemberTwiceIsNoClientData() {
    String json = new String(draft().clientDataJson(), StandardCharsets.UTF_8);
    String twice = json.replaceFirst("\\{", "{\"origin\":\"https://evil.example\",");
    refusedAt(Step.CLIENT_DATA, withClientData(twice.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void clientDataHasAnEnd() {
    refusedAt(Step.CLIENT_DATA, draft().member("more", '"' + "x".repeat(5000) + '"'));
    assertThat(site.register(draft().member("more", "{\"a\":[1,2,null]}")))
        .isInstanceOf(Registered.class);
  }

  private RegistrationOutcome withClientData(byte[] json) {
    return new Registration(Site.PARTY, Site.CHALLENGE, Site.ANNA, KeyAlgorithm.all(), site)
        .check(RegistrationAnswer.of(passkey.id(), json, draft().attestationObject(), List.of()));
  }

  // Step 7.
  @Test
  void theTypeIsThatOfARegistration() {
    refusedAt(Step.TYPE, draft().member("type", "\"webauthn.get\""));
    refusedAt(Step.TYPE, draft().member("type", "\"WebAuthn.create\""));
    refusedAt(Step.TYPE, draft().member("type", "7"));
    refusedAt(Step.TYPE, draft().without("type"));
  }

  // Step 8.
  @Test
  void theChallengeIsTheOneThatWasGiven() {
    byte[] other = Site.CHALLENGE.bytes();
    other[31] ^= 1;
    String right = Site.CHALLENGE.base64Url();
    refusedAt(
        Step.CHALLENGE, draft().member("challenge", '"' + PasskeyDraft.base64Url(other) + '"'));
    refusedAt(Step.CHALLENGE, draft().member("challenge", '"' + right + "=\""));
    refusedAt(Step.CHALLENGE, draft().member("challenge", "\"\""));
    refusedAt(Step.CHALLENGE, draft().member("challenge", "null"));
    refusedAt(Step.CHALLENGE, draft().without("challenge"));
  }

  /** The last letter of 43 carries two bits that no byte has. */
  @Test
  void aChallengeHasOneSpelling() {
    String right = Site.CHALLENGE.base64Url();
    char last = right.charAt(42);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char sameBytes = alphabet.charAt(alphabet.indexOf(last) ^ 1);
    refusedAt(
        Step.CHALLENGE,
        draft().member("challenge", '"' + right.substring(0, 42) + sameBytes + '"'));
  }

  // Step 9.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://penstock.example",
        "https://penstock.example:8443/",
        "http://penstock.example:8443",
        "https://PENSTOCK.example:8443",
        "https://penstock.example:8443.evil.example",
        "https://evil.example",
        "null",
        ""
      })
  void theOriginIsOneOfTheList(String origin) {
    refusedAt(Step.ORIGIN, draft().member("origin", '"' + origin + '"'));
  }

  @Test
  void theOriginIsThere() {
    refusedAt(Step.ORIGIN, draft().without("origin"));
    refusedAt(Step.ORIGIN, draft().member("origin", "[\"" + Site.ORIGIN + "\"]"));
  }

  // Step 10.
  @Test
  void aPageWithinAPageIsRefused() {
    refusedAt(Step.CROSS_ORIGIN, draft().member("crossOrigin", "true"));
    refusedAt(Step.CROSS_ORIGIN, draft().member("crossOrigin", "\"false\""));
    assertThat(registered(draft().without("crossOrigin"))).isNotNull();
  }

  // Step 11.
  @Test
  void anOriginAboveIsRefused() {
    refusedAt(Step.TOP_ORIGIN, draft().member("topOrigin", '"' + Site.ORIGIN + '"'));
    refusedAt(Step.TOP_ORIGIN, draft().member("topOrigin", "null"));
  }

  // Step 13.
  @Test
  void theAttestationObjectHasItsForm() {
    refusedAt(Step.AUTHENTICATOR_DATA, withObject(new byte[0]));
    byte[] good = draft().attestationObject();
    refusedAt(Step.AUTHENTICATOR_DATA, withObject(Arrays.copyOf(good, good.length - 1)));
    refusedAt(Step.AUTHENTICATOR_DATA, withObject(Arrays.copyOf(good, good.length + 1)));
    refusedAt(Step.AUTHENTICATOR_DATA, withObject(new byte[AttestationObject.BYTES_MAX + 1]));
    byte[] data = draft().authenticatorData();
    var none = Cbor.raw(Cbor.map());
    for (byte[] object :
        List.of(
            Cbor.map("fmt", "none", "attStmt", none),
            Cbor.map("fmt", "none", "authData", data, "attStmt", none),
            Cbor.map("fmt", "none", "attStmt", none, "authDatb", data),
            Cbor.map("fmt", 7, "attStmt", none, "authData", data),
            Cbor.map("fmt", "none", "attStmt", 7, "authData", data),
            Cbor.map("fmt", "none", "attStmt", none, "authData", "text"),
            Cbor.map(1, "none", 2, none, 3, data))) {
      refusedAt(Step.AUTHENTICATOR_DATA, withObject(object));
    }
  }

  private RegistrationOutcome withObject(byte[] object) {
    return new Registration(Site.PARTY, Site.CHALLENGE, Site.ANNA, KeyAlgorithm.all(), site)
        .check(RegistrationAnswer.of(passkey.id(), draft().clientDataJson(), object, List.of()));
  }

  // §6.1, §6.5.1.
  @Test
  void theAuthenticatorDataHasItsForm() {
    refusedAt(Step.AUTHENTICATOR_DATA, draft().lacking(PasskeyDraft.AT));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().cose(new byte[0]));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().cose(new byte[] {7}));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().behind(Cbor.map()));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().with(PasskeyDraft.ED));
    byte[] whole = draft().authenticatorData();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      var object = Cbor.map("fmt", "none", "attStmt", Cbor.raw(Cbor.map()), "authData", cut);
      refusedAt(Step.AUTHENTICATOR_DATA, withObject(object));
    }
  }

  // Step 14.
  @Test
  void itIsMadeForThisRelyingParty() {
    refusedAt(Step.RELYING_PARTY, draft().rpId("example"));
  }

  // Step 15.
  @Test
  void somebodyIsThere() {
    refusedAt(Step.USER_PRESENT, draft().lacking(PasskeyDraft.UP));
  }

  // Step 16.
  @Test
  void whoeverIsThereIsVerified() {
    refusedAt(Step.USER_VERIFIED, draft().lacking(PasskeyDraft.UV));
  }

  // Step 17, §6.1.3.
  @Test
  void nothingIsBackedUpThatCannotBe() {
    refusedAt(Step.BACKUP_STATE, draft().with(PasskeyDraft.BS));
    assertThat(registered(draft().with(PasskeyDraft.BE)).credential().isBackedUp()).isFalse();
  }

  /** A later level may give them a meaning. */
  @Test
  void reservedBitsMayBeSet() {
    assertThat(registered(draft().with(1 << 1 | 1 << 5))).isNotNull();
  }

  // Step 20.
  @Test
  void theAlgorithmWasOffered() {
    refusedAt(
        Step.ALGORITHM,
        new Registration(Site.PARTY, Site.CHALLENGE, Site.ANNA, List.of(KeyAlgorithm.EDDSA), site)
            .check(Site.registrationOf(draft())));
    SoftPasskey other = SoftPasskey.make(PasskeyKind.ES384, Site.ANNA.bytes());
    refusedAt(Step.ALGORITHM, Site.creation(other));
  }

  // Steps 21 to 24: read, and given no weight.
  @Test
  void attestationIsReadAndNotJudged() {
    byte[] certificate = new byte[700];
    byte[] packed = Cbor.map("alg", -7, "sig", new byte[71], "x5c", Cbor.raw(array(certificate)));
    assertThat(registered(draft().attested("packed", packed)).credential().owner())
        .isEqualTo(Site.ANNA);
    assertThat(registered(draft().attested("example.new-format", Cbor.map("a", true)))).isNotNull();
    // §8.7, §8.1.
    refusedAt(Step.AUTHENTICATOR_DATA, draft().attested("none", packed));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().attested("packed", new byte[] {(byte) 0xa1}));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().attested("", Cbor.map()));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().attested("with blank", Cbor.map()));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().attested("x".repeat(33), Cbor.map()));
  }

  private static byte[] array(byte[] only) {
    byte[] pair = Cbor.map(1, only);
    // An array of one item is a map of one pair without its key.
    byte[] array = new byte[pair.length - 1];
    array[0] = (byte) 0x81;
    System.arraycopy(pair, 2, array, 1, array.length - 1);
    return array;
  }

  // Step 25.
  @Test
  void aCredentialIdHasABound() {
    byte[] longest = new byte[CredentialId.BYTES_MAX];
    refusedAt(Step.CREDENTIAL_ID, draft().id(new byte[CredentialId.BYTES_MAX + 1]));
    refusedAt(Step.CREDENTIAL_ID, draft().id(new byte[0]));
    PasskeyDraft draft = draft().id(longest);
    RegistrationOutcome outcome =
        new Registration(Site.PARTY, Site.CHALLENGE, Site.ANNA, KeyAlgorithm.all(), site)
            .check(
                RegistrationAnswer.of(
                    longest, draft.clientDataJson(), draft.attestationObject(), List.of()));
    assertThat(outcome).isInstanceOf(Registered.class);
  }

  @Test
  void browserAndAuthenticatorNameOneCredential() {
    refusedAt(Step.CREDENTIAL_ID, draft().id(new byte[32]));
  }

  // Step 26.
  @Test
  void aCredentialIsRegisteredOnce() {
    Credential _ = site.registered(passkey);
    refusedAt(Step.CREDENTIAL_UNKNOWN_YET, draft());
  }

  // Step 28.
  @Test
  void extensionsAreIgnoredButWellFormed() {
    byte[] extensions = Cbor.map("credProtect", 2, "hmac-secret", true);
    assertThat(registered(draft().with(PasskeyDraft.ED).behind(extensions))).isNotNull();
    refusedAt(Step.AUTHENTICATOR_DATA, draft().with(PasskeyDraft.ED).behind(new byte[] {1}));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().with(PasskeyDraft.ED).behind(Cbor.map(1, 2)));
    byte[] more = Arrays.copyOf(extensions, extensions.length + 1);
    refusedAt(Step.AUTHENTICATOR_DATA, draft().with(PasskeyDraft.ED).behind(more));
  }

  // §5.8.4.
  @Test
  void transportsAreHintsInBounds() {
    List<String> given =
        List.of(
            "usb",
            "nfc",
            "usb",
            "Smart Card",
            "<b>",
            "x".repeat(33),
            "smart-card",
            "a",
            "b",
            "c",
            "d",
            "e",
            "f");
    var answer =
        RegistrationAnswer.of(
            passkey.id(), draft().clientDataJson(), draft().attestationObject(), given);
    RegistrationOutcome outcome =
        new Registration(Site.PARTY, Site.CHALLENGE, Site.ANNA, KeyAlgorithm.all(), site)
            .check(answer);
    assertThat(((Registered) outcome).transports())
        .containsExactly("a", "b", "c", "d", "e", "f", "nfc", "smart-card");
  }
}
