package dev.penstock.bundlecorpus;

import dev.penstock.cbor.CborWriter;
import dev.penstock.evidence.approval.Agreed;
import dev.penstock.evidence.approval.PasskeyAdded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Statement;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An approval before it is written down, by a passkey with an Ed25519 key: every field can be bent,
 * and what follows from it stays right, the signature too.
 */
final class ApprovalDraft {
  static final String PARTY = "plant7.example";
  static final ByteString AUTHOR = id(0x61);
  static final ByteString PERSON = id(0x62);

  /** The user was there, and was verified. */
  static final int THERE = 5;

  private final Signer passkey = TestKeys.ed25519(16);

  ByteString approval;
  ByteString author = AUTHOR;
  ByteString person = PERSON;
  String kind = "shred";
  boolean isWithWords = true;
  String party = PARTY;
  String type = "webauthn.get";
  String origin = "https://plant7.example:7640";
  String more = ",\"crossOrigin\":false";
  int flags = THERE;
  byte[] behind = {};
  @Nullable String words;
  byte @Nullable [] digest;
  byte @Nullable [] challenge;
  @Nullable String clientData;
  byte @Nullable [] key;
  @Nullable String partySigned;
  int signatureBent = -1;

  ApprovalDraft(int number) {
    this.approval = id(number);
  }

  static ByteString id(int filler) {
    byte[] bytes = new byte[16];
    Arrays.fill(bytes, (byte) filler);
    return ByteString.of(bytes);
  }

  String words() {
    return words != null
        ? words
        : "{\"approval\":\""
            + approval
            + "\",\"author\":\""
            + author
            + "\",\"kind\":\""
            + kind
            + "\",\"request\":{\"do\":\"shred\"},\"requested_at\":\"2026-03-03T10:00:00Z\"}";
  }

  byte[] digest() {
    return digest != null ? digest : Site.hash(words());
  }

  private byte[] challenge() {
    return challenge != null ? challenge : digest();
  }

  String clientData() {
    return clientData != null
        ? clientData
        : "{\"type\":\""
            + type
            + "\",\"challenge\":\""
            + Base64.getUrlEncoder().withoutPadding().encodeToString(challenge())
            + "\",\"origin\":\""
            + origin
            + "\""
            + more
            + "}";
  }

  byte[] authenticatorData() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(Site.hash(partySigned != null ? partySigned : party));
    out.write(flags);
    out.writeBytes(new byte[] {0, 0, 0, 9});
    out.writeBytes(behind);
    return out.toByteArray();
  }

  /** COSE_Key of an Ed25519 key, RFC 9053 §7.2. */
  byte[] key() {
    if (key != null) {
      return key;
    }
    var out = new CborWriter(64);
    out.map(4);
    out.unsigned(1);
    out.unsigned(1);
    out.unsigned(3);
    out.integer(-8);
    out.integer(-1);
    out.unsigned(6);
    out.integer(-2);
    out.bytes(passkey.key().raw());
    return out.toByteArray();
  }

  private byte[] signature() {
    var signed = new ByteArrayOutputStream();
    signed.writeBytes(authenticatorData());
    signed.writeBytes(Site.hash(clientData()));
    try {
      byte[] signature = passkey.sign(signed.toByteArray());
      return signatureBent < 0 ? signature : Corpus.flipped(signature, signatureBent);
    } catch (SigningException e) {
      throw new IllegalStateException("a key of the corpus did not sign", e);
    }
  }

  /** The record of it. */
  Statement statement() {
    return agreed(
        new Agreed.Shown.Signed(
            party,
            ByteString.of(key()),
            ByteString.of(clientData().getBytes(StandardCharsets.UTF_8)),
            ByteString.of(authenticatorData()),
            ByteString.of(signature())));
  }

  /** The same where the node recognised the person by something else. */
  Statement attested(String grade) {
    return agreed(new Agreed.Shown.Attested(grade));
  }

  /** The same, shown by other means. */
  Statement agreed(Agreed.Shown shown) {
    Optional<String> shownWords = isWithWords ? Optional.of(words()) : Optional.empty();
    var request =
        new Agreed.Request(
            approval,
            author,
            kind,
            Digest.of(digest()),
            shownWords,
            Site.START,
            Site.START + 86_400 * Site.SECOND);
    return new Agreed(request, person, shown).toStatement();
  }

  /** The record that says whose passkey it is. */
  Statement added() {
    return new PasskeyAdded(person, ByteString.of(key())).toStatement();
  }
}
