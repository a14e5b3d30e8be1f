package dev.penstock.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.passkeys.AgreementOutcome.Signed;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import dev.penstock.testkit.passkeys.Cbor;
import dev.penstock.testkit.passkeys.PasskeyDraft;
import dev.penstock.testkit.passkeys.PasskeyKind;
import dev.penstock.testkit.passkeys.SoftPasskey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is kept of a signature over a request, judged years later: WebAuthn Level 3 §7.2 as far as
 * bytes alone can show it.
 *
 * <p>Req: 62443-4-2 CR 2.12
 */
class AgreementTest {
  private static final int PARTS = 4;
  private static final byte[] DIGEST = Hash.sha256("{\"kind\":\"shred\"}");

  private final SoftPasskey passkey = SoftPasskey.make(PasskeyKind.ES256, Site.ANNA.bytes());

  private PasskeyDraft draft() {
    return passkey.get(Site.ID, Site.ORIGIN, DIGEST);
  }

  /** Key, client data, authenticator data and signature. */
  private byte[][] parts(PasskeyDraft draft) {
    return new byte[][] {
      passkey.cose(), draft.clientDataJson(), draft.authenticatorData(), draft.signature()
    };
  }

  private static Agreement kept(byte[][] parts) {
    return kept(Site.ID, parts);
  }

  private static Agreement kept(String party, byte[][] parts) {
    return Agreement.of(party, parts[0], parts[1], parts[2], parts[3]);
  }

  private static AgreementOutcome checked(Agreement kept) {
    return kept.check(Challenge.of(DIGEST), Site.SIGNATURES);
  }

  private void refusedAt(Step step, PasskeyDraft draft) {
    refusedAt(step, checked(kept(parts(draft))));
  }

  private static void refusedAt(Step step, AgreementOutcome outcome) {
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(((Refused) outcome).step()).as(outcome.toString()).isEqualTo(step);
    assertThat(((Refused) outcome).reason()).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(
      value = PasskeyKind.class,
      names = {"ES256", "EDDSA", "RS256"})
  void whatWasSignedIsStillSigned(PasskeyKind kind) {
    SoftPasskey other = SoftPasskey.make(kind, Site.BERT.bytes());
    PasskeyDraft draft = other.get(Site.ID, Site.ORIGIN, DIGEST).counter(7);
    var kept =
        Agreement.of(
            Site.ID,
            other.cose(),
            draft.clientDataJson(),
            draft.authenticatorData(),
            draft.signature());
    assertThat(checked(kept)).isEqualTo(new Signed(KeyAlgorithm.valueOf(kind.name()), 7, false));
    // Of another request it says nothing.
    refusedAt(
        Step.CHALLENGE,
        kept.check(Challenge.of(Hash.sha256("{\"kind\":\"roles.grant\"}")), Site.SIGNATURES));
  }

  // Steps 8 to 14.
  @Test
  void theClientDataIsOfThisRequestAndParty() {
    refusedAt(Step.CLIENT_DATA, draft().member("type", "webauthn.get"));
    refusedAt(Step.TYPE, draft().member("type", "\"webauthn.create\""));
    refusedAt(Step.CHALLENGE, draft().member("challenge", "\"AAAA\""));
    refusedAt(Step.ORIGIN, draft().member("origin", "\"https://evil.example\""));
    refusedAt(Step.ORIGIN, draft().member("origin", "\"http://" + Site.ID + "\""));
    refusedAt(Step.ORIGIN, draft().member("origin", "\"https://evil" + Site.ID + "\""));
    refusedAt(Step.CROSS_ORIGIN, draft().member("crossOrigin", "true"));
    refusedAt(Step.TOP_ORIGIN, draft().member("topOrigin", "\"https://evil.example\""));
    // Which ports and names below the node had is not kept.
    assertThat(
            checked(kept(parts(draft().member("origin", "\"https://hmi." + Site.ID + ":9443\"")))))
        .isInstanceOf(Signed.class);
  }

  // Steps 7 and 15 to 18.
  @Test
  void theOwnerWasThereAndVerifiedForThisParty() {
    refusedAt(Step.USER_PRESENT, draft().lacking(PasskeyDraft.UP));
    refusedAt(Step.USER_VERIFIED, draft().lacking(PasskeyDraft.UV));
    refusedAt(Step.BACKUP_STATE, draft().with(PasskeyDraft.BS));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().with(PasskeyDraft.AT));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().behind(new byte[1]));
    assertThat(
            checked(kept(parts(draft().with(PasskeyDraft.ED).behind(Cbor.map("credBlob", true))))))
        .isInstanceOf(Signed.class);
    PasskeyDraft elsewhere = passkey.get("other.example", Site.ORIGIN, DIGEST);
    refusedAt(Step.RELYING_PARTY, elsewhere);
  }

  @Test
  void aPartyThatIsNoDomainIsNone() {
    for (String party : new String[] {"", "Penstock.example", "10.0.0.1", "a:1", "[::1]", "x"}) {
      refusedAt(Step.RELYING_PARTY, checked(kept(party, parts(draft()))));
    }
  }

  @Test
  void anotherKeyDidNotSignIt() {
    byte[][] others = parts(draft());
    others[0] = SoftPasskey.make(PasskeyKind.ES256, Site.ANNA.bytes()).cose();
    refusedAt(Step.SIGNATURE, checked(kept(others)));
    byte[][] unread = parts(draft());
    unread[0] = new byte[3];
    refusedAt(Step.ALGORITHM, checked(kept(unread)));
  }

  /** Each byte of what is kept is held by the signature, or by the key that it must be of. */
  @Test
  void noChangedByteStaysUnseen() {
    byte[][] parts = parts(draft());
    for (int part = 0; part < PARTS; part++) {
      for (int at = 0; at < parts[part].length; at++) {
        for (int bit = 0; bit < 8; bit++) {
          byte[][] altered = parts.clone();
          altered[part] = parts[part].clone();
          altered[part][at] ^= (byte) (1 << bit);
          assertThat(checked(kept(altered)))
              .as("part %d, byte %d, bit %d", part, at, bit)
              .isInstanceOf(Refused.class);
        }
      }
    }
  }

  /** Whatever bytes somebody hands in, there is an answer. */
  @Test
  void anyBytesAreJudged() {
    Property.forAll(Gen.bytes(0, 400))
        .holds(bytes -> {
          for (int part = 0; part < PARTS; part++) {
            byte[][] parts = parts(draft());
            parts[part] = bytes;
            assertThat(checked(kept(parts))).isInstanceOf(Refused.class);
          }
        });
  }
}
