package dev.penstock.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.passkeys.AssertionOutcome.Proven;
import dev.penstock.passkeys.RegistrationOutcome.Registered;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of WebAuthn Level 3 §16, by their byte strings. They verify users in some answers
 * only, and use algorithms that are not offered here: what must come of each follows from its own
 * bytes. One has a challenge of 128 bytes, which nobody gives out here, and is left out.
 */
class VectorsTest {
  private static final RelyingParty PARTY =
      new RelyingParty("example.org", "Example", List.of("https://example.org"));

  private static final Pattern SECTION = Pattern.compile("example (.*)");
  private static final Pattern BYTES = Pattern.compile("(\\w+) ([0-9a-f]*)");

  /** Algorithms that are not offered here. */
  private static final List<String> NOT_OFFERED = List.of("packed-es384", "packed-ed448");

  /** One credential: its registration and its authentication. */
  record Example(String name, Map<String, byte[]> creation, Map<String, byte[]> request) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    String name = "";
    Map<String, byte[]> values = new HashMap<>();
    Map<String, byte[]> creation = Map.of();
    for (String line : lines()) {
      Matcher section = SECTION.matcher(line);
      Matcher bytes = BYTES.matcher(line);
      if (section.matches()) {
        name = section.group(1);
      } else if (bytes.matches()) {
        byte[] _ = values.put(bytes.group(1), HexFormat.of().parseHex(bytes.group(2)));
      } else if (line.equals("end")) {
        if (values.containsKey("attestationObject")) {
          creation = Map.copyOf(values);
        } else if (values.containsKey("signature")) {
          examples.add(new Example(name, creation, Map.copyOf(values)));
        }
        values.clear();
      }
    }
    assertThat(examples).hasSize(15);
    return examples.stream()
        .filter(each -> each.creation().get("challenge").length == Challenge.BYTES);
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = VectorsTest.class.getResourceAsStream("webauthn-examples.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theExamplesOfTheStandardAreJudged(Example example) {
    var site = new Site();
    Map<String, byte[]> made = example.creation();
    byte[] id = made.get("credential_id");
    RegistrationOutcome registration =
        new Registration(
                PARTY, Challenge.of(made.get("challenge")), Site.ANNA, KeyAlgorithm.all(), site)
            .check(
                RegistrationAnswer.of(
                    id, made.get("clientDataJSON"), made.get("attestationObject"), List.of()));
    var data = data(AttestationObject.decode(made.get("attestationObject")));
    Optional<Step> due = dueStep(example, data);
    assertThat(step(registration)).as(registration.toString()).isEqualTo(due);
    if (NOT_OFFERED.contains(example.name())) {
      return;
    }
    if (registration instanceof Registered registered) {
      site.keep(registered.credential());
      checkRequest(example, site);
    }
    checkSignature(example, data);
    checkAgreement(example, data);
  }

  /** The same bytes as they would be kept of an approval. */
  private static void checkAgreement(Example example, AuthenticatorData data) {
    Map<String, byte[]> got = example.request();
    AgreementOutcome outcome =
        Agreement.of(
                PARTY.id(),
                data.key(),
                got.get("clientDataJSON"),
                got.get("authenticatorData"),
                got.get("signature"))
            .check(Challenge.of(got.get("challenge")), Site.SIGNATURES);
    boolean isVerified =
        data(AuthenticatorData.decode(got.get("authenticatorData"))).isUserVerified();
    boolean isWithin =
        example.name().endsWith("crossOrigin") || example.name().endsWith("topOrigin");
    assertThat(outcome)
        .isInstanceOf(isVerified && !isWithin ? AgreementOutcome.Signed.class : Refused.class);
    if (outcome instanceof Refused refused) {
      assertThat(refused.step()).isIn(Step.USER_VERIFIED, Step.CROSS_ORIGIN);
    }
  }

  /** By the bits of the answer, by its name, or none. */
  private static Optional<Step> dueStep(Example example, AuthenticatorData data) {
    if (example.name().endsWith("crossOrigin") || example.name().endsWith("topOrigin")) {
      return Optional.of(Step.CROSS_ORIGIN);
    }
    if (!data.isUserVerified()) {
      return Optional.of(Step.USER_VERIFIED);
    }
    return NOT_OFFERED.contains(example.name()) ? Optional.of(Step.ALGORITHM) : Optional.empty();
  }

  private static void checkRequest(Example example, Site site) {
    Map<String, byte[]> got = example.request();
    AssertionOutcome outcome =
        site.check(
            Assertion.ofAnybody(PARTY, Challenge.of(got.get("challenge"))),
            AssertionAnswer.of(
                example.creation().get("credential_id"),
                got.get("clientDataJSON"),
                got.get("authenticatorData"),
                got.get("signature"),
                Site.ANNA.bytes()));
    boolean isVerified =
        data(AuthenticatorData.decode(got.get("authenticatorData"))).isUserVerified();
    assertThat(outcome).isInstanceOf(isVerified ? Proven.class : Refused.class);
    if (outcome instanceof Refused refused) {
      assertThat(refused.step()).isEqualTo(Step.USER_VERIFIED);
    }
  }

  /** Whatever else is said of the answer, its signature is good. */
  private static void checkSignature(Example example, AuthenticatorData data) {
    CredentialKey key = KeyTest.key(data.key());
    Map<String, byte[]> got = example.request();
    byte[] head = got.get("authenticatorData");
    byte[] hash = Hash.sha256(got.get("clientDataJSON"));
    byte[] signed = new byte[head.length + hash.length];
    System.arraycopy(head, 0, signed, 0, head.length);
    System.arraycopy(hash, 0, signed, head.length, hash.length);
    assertThat(key.accepts(Site.SIGNATURES, signed, got.get("signature"))).isTrue();
    signed[head.length] ^= 1;
    assertThat(key.accepts(Site.SIGNATURES, signed, got.get("signature"))).isFalse();
  }

  private static AuthenticatorData data(Decoded<AuthenticatorData> decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Value.class);
    return ((Decoded.Value<AuthenticatorData>) decoded).value();
  }

  private static Optional<Step> step(RegistrationOutcome outcome) {
    return outcome instanceof Refused refused ? Optional.of(refused.step()) : Optional.empty();
  }
}
