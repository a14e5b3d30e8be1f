package dev.penstock.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.passkeys.AssertionOutcome.Proven;
import dev.penstock.passkeys.RegistrationOutcome.Registered;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import dev.penstock.testkit.passkeys.Cbor;
import dev.penstock.testkit.passkeys.PasskeyDraft;
import dev.penstock.testkit.passkeys.PasskeyKind;
import dev.penstock.testkit.passkeys.SoftPasskey;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold for any bytes: a changed bit of an assertion is refused, and nothing throws. */
class AnyBytesTest {
  private static final int PART_COUNT = 5;

  private final Site site = new Site();

  /** The five parts of an assertion. */
  private static byte[][] parts(PasskeyDraft draft) {
    return new byte[][] {
      draft.authenticatorData(),
      draft.clientDataJson(),
      draft.signature(),
      draft.credentialId(),
      draft.userHandle()
    };
  }

  private AssertionOutcome check(byte[][] parts) {
    return site.check(
        Assertion.ofAnybody(Site.PARTY, Site.CHALLENGE),
        AssertionAnswer.of(parts[3], parts[1], parts[0], parts[2], parts[4]));
  }

  @ParameterizedTest
  @EnumSource(
      value = PasskeyKind.class,
      names = {"ES256", "EDDSA", "RS256"})
  void everyChangedBitOfAnAssertionIsRefused(PasskeyKind kind) {
    SoftPasskey passkey = SoftPasskey.make(kind, Site.ANNA.bytes());
    Credential _ = site.registered(passkey);
    byte[] extensions = Cbor.map("x", true);
    byte[][] good =
        parts(Site.request(passkey).counter(3).with(PasskeyDraft.ED).behind(extensions));
    assertThat(check(good)).isInstanceOf(Proven.class);
    for (int part = 0; part < PART_COUNT; part++) {
      for (int bit = 0; bit < 8 * good[part].length; bit++) {
        byte[][] changed = good.clone();
        changed[part] = flipped(good[part], bit);
        assertThat(check(changed)).as("part %d, bit %d", part, bit).isInstanceOf(Refused.class);
      }
    }
  }

  /**
   * Without attestation nothing signs a registration: a changed bit is refused or stands in what is
   * registered, in what is ignored, or in the name of a member that need not be there.
   */
  @Test
  void aChangedBitOfARegistrationIsRefusedOrRegistered() {
    SoftPasskey passkey = SoftPasskey.make(PasskeyKind.ES256, Site.ANNA.bytes());
    byte[] object = Site.creation(passkey).attestationObject();
    byte[] json = Site.creation(passkey).without("crossOrigin").clientDataJson();
    var asked = new Registration(Site.PARTY, Site.CHALLENGE, Site.ANNA, KeyAlgorithm.all(), site);
    var good =
        (Registered) asked.check(RegistrationAnswer.of(passkey.id(), json, object, List.of()));
    for (int bit = 0; bit < 8 * json.length; bit++) {
      var answer = RegistrationAnswer.of(passkey.id(), flipped(json, bit), object, List.of());
      assertThat(asked.check(answer)).as("bit %d", bit).isInstanceOf(Refused.class);
    }
    int ignored = 0;
    for (int bit = 0; bit < 8 * object.length; bit++) {
      var answer = RegistrationAnswer.of(passkey.id(), json, flipped(object, bit), List.of());
      if (asked.check(answer) instanceof Registered registered && registered.equals(good)) {
        ignored++;
      }
    }
    // The AAGUID, two reserved bits, and the bits of "none" that make another format's name.
    assertThat(ignored).isBetween(16 * 8 + 2, 16 * 8 + 2 + 4 * 8);
  }

  @Test
  void bytesWithoutMeaningAreRefused() {
    Property.forAll(Gen.lists(Gen.bytes(0, 120), PART_COUNT, PART_COUNT))
        .cases(300, 20_000)
        .holds(parts -> {
          assertThat(check(parts.toArray(byte[][]::new))).isInstanceOf(Refused.class);
          var answer = RegistrationAnswer.of(parts.get(0), parts.get(1), parts.get(2), List.of());
          assertThat(
                  new Registration(Site.PARTY, Site.CHALLENGE, Site.ANNA, KeyAlgorithm.all(), site)
                      .check(answer))
              .isInstanceOf(Refused.class);
          assertThat(AuthenticatorData.decode(parts.get(3))).isNotNull();
          assertThat(CredentialKey.decode(parts.get(4))).isNotNull();
        });
  }

  /** Answers that were good once, with some bytes changed, cut or doubled, behind each check. */
  @Test
  void damagedAnswersNeverThrow() {
    List<SoftPasskey> passkeys =
        List.of(
            SoftPasskey.make(PasskeyKind.ES256, Site.ANNA.bytes()),
            SoftPasskey.make(PasskeyKind.EDDSA, Site.ANNA.bytes()),
            SoftPasskey.make(PasskeyKind.RS256, Site.ANNA.bytes()));
    for (SoftPasskey each : passkeys) {
      Credential _ = site.registered(each);
    }
    Property.forAll(Gen.seeds())
        .cases(2_000, 100_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          SoftPasskey passkey = passkeys.get(random.nextInt(passkeys.size()));
          PasskeyDraft draft = Site.creation(passkey);
          byte[] data = damaged(draft.authenticatorData(), random);
          byte[] object =
              Cbor.map("fmt", "none", "attStmt", Cbor.raw(Cbor.map()), "authData", data);
          byte[] damagedObject = random.nextBoolean() ? object : damaged(object, random);
          var asked =
              new Registration(
                  Site.PARTY, Site.CHALLENGE, Site.ANNA, KeyAlgorithm.all(), new Site());
          assertThat(
                  asked.check(
                      RegistrationAnswer.of(
                          passkey.id(), draft.clientDataJson(), damagedObject, List.of())))
              .isNotNull();
          byte[][] parts = parts(Site.request(passkey));
          int part = random.nextInt(PART_COUNT);
          byte[] before = parts[part];
          parts[part] = damaged(before, random);
          if (!Arrays.equals(before, parts[part])) {
            assertThat(check(parts)).isInstanceOf(Refused.class);
          }
        });
  }

  private static byte[] damaged(byte[] bytes, SplittableRandom random) {
    byte[] changed =
        switch (random.nextInt(3)) {
          case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
          case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(40));
          default -> bytes.clone();
        };
    for (int n = random.nextInt(4); n > 0 && changed.length > 0; n--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] = (byte) (changed[bit / 8] ^ 1 << bit % 8);
    return changed;
  }
}
