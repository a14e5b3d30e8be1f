package dev.penstock.testkit.passkeys;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The answer of browser and authenticator to one challenge: honest, with user present and verified,
 * counter 0 and no backup, until a test says otherwise. Bytes are made when they are asked for.
 */
public final class PasskeyDraft {
  /** User present. */
  public static final int UP = 1;

  /** User verified. */
  public static final int UV = 1 << 2;

  /** Backup eligible. */
  public static final int BE = 1 << 3;

  /** Backed up. */
  public static final int BS = 1 << 4;

  /** Attested credential data included. */
  public static final int AT = 1 << 6;

  /** Extensions included. */
  public static final int ED = 1 << 7;

  private final SoftPasskey passkey;
  private final Map<String, String> members = new LinkedHashMap<>();
  private String rpId;
  private int flags;
  private int counter;
  private byte[] id;
  private byte[] cose;
  private byte[] behind = new byte[0];
  private String format = "none";
  private byte[] statement = Cbor.map();

  private PasskeyDraft(SoftPasskey passkey, String rpId, int flags) {
    this.passkey = passkey;
    this.rpId = rpId;
    this.flags = flags;
    this.id = passkey.id();
    this.cose = passkey.cose();
  }

  static PasskeyDraft creation(SoftPasskey passkey, String rpId, String origin, byte[] challenge) {
    return new PasskeyDraft(passkey, rpId, UP | UV | AT)
        .client("webauthn.create", origin, challenge);
  }

  static PasskeyDraft request(SoftPasskey passkey, String rpId, String origin, byte[] challenge) {
    return new PasskeyDraft(passkey, rpId, UP | UV).client("webauthn.get", origin, challenge);
  }

  private PasskeyDraft client(String type, String origin, byte[] challenge) {
    return member("type", '"' + type + '"')
        .member("challenge", '"' + base64Url(challenge) + '"')
        .member("origin", '"' + origin + '"')
        .member("crossOrigin", "false");
  }

  /** Sets a member of the client data to this JSON. */
  public PasskeyDraft member(String name, String json) {
    String _ = members.put(name, json);
    return this;
  }

  /** Leaves a member of the client data out. */
  public PasskeyDraft without(String name) {
    String _ = members.remove(name);
    return this;
  }

  public PasskeyDraft rpId(String other) {
    rpId = other;
    return this;
  }

  /** Sets these bits. */
  public PasskeyDraft with(int bits) {
    flags |= bits;
    return this;
  }

  /** Clears these bits. */
  public PasskeyDraft lacking(int bits) {
    flags &= ~bits;
    return this;
  }

  public PasskeyDraft counter(int value) {
    counter = value;
    return this;
  }

  /** Another credential id in the authenticator data. */
  public PasskeyDraft id(byte[] other) {
    id = other.clone();
    return this;
  }

  /** Another public key in the authenticator data. */
  public PasskeyDraft cose(byte[] other) {
    cose = other.clone();
    return this;
  }

  /** Bytes at the end of the authenticator data: extensions, where {@link #ED} is set too. */
  public PasskeyDraft behind(byte[] bytes) {
    behind = bytes.clone();
    return this;
  }

  /** An attestation statement, a CBOR item, of this format. */
  public PasskeyDraft attested(String name, byte[] item) {
    format = name;
    statement = item.clone();
    return this;
  }

  public byte[] clientDataJson() {
    return members.entrySet().stream()
        .map(each -> '"' + each.getKey() + "\":" + each.getValue())
        .collect(Collectors.joining(",", "{", "}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  public byte[] authenticatorData() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(sha256(rpId.getBytes(StandardCharsets.UTF_8)));
    out.write(flags);
    out.writeBytes(ByteBuffer.allocate(4).putInt(counter).array());
    if ((flags & AT) != 0) {
      out.writeBytes(new byte[16]);
      out.write(id.length >>> 8);
      out.write(id.length);
      out.writeBytes(id);
      out.writeBytes(cose);
    }
    out.writeBytes(behind);
    return out.toByteArray();
  }

  public byte[] attestationObject() {
    return Cbor.map("fmt", format, "attStmt", Cbor.raw(statement), "authData", authenticatorData());
  }

  /** Over what authenticator data and client data are now. */
  public byte[] signature() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(authenticatorData());
    out.writeBytes(sha256(clientDataJson()));
    return passkey.sign(out.toByteArray());
  }

  public byte[] credentialId() {
    return passkey.id();
  }

  public byte[] userHandle() {
    return passkey.userHandle();
  }

  /** As browsers write bytes. */
  public static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
