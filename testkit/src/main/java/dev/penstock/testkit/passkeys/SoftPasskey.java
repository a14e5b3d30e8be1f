package dev.penstock.testkit.passkeys;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;

/** One passkey in memory: a key, an id, an owner, a counter. */
public final class SoftPasskey {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 32;

  private final PasskeyKind kind;
  private final KeyPair pair;
  private final byte[] id;
  private final byte[] userHandle;

  private SoftPasskey(PasskeyKind kind, KeyPair pair, byte[] id, byte[] userHandle) {
    this.kind = kind;
    this.pair = pair;
    this.id = id;
    this.userHandle = userHandle;
  }

  /** A new key for this person. */
  public static SoftPasskey make(PasskeyKind kind, byte[] userHandle) {
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    try {
      return new SoftPasskey(kind, kind.generate(), id, userHandle.clone());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no " + kind + " key", e);
    }
  }

  public byte[] id() {
    return id.clone();
  }

  public byte[] userHandle() {
    return userHandle.clone();
  }

  /** The public key as COSE_Key. */
  public byte[] cose() {
    return kind.cose(pair);
  }

  /** An honest answer to a registration at this page. */
  public PasskeyDraft create(String rpId, String origin, byte[] challenge) {
    return PasskeyDraft.creation(this, rpId, origin, challenge);
  }

  /** An honest answer to an authentication at this page. */
  public PasskeyDraft get(String rpId, String origin, byte[] challenge) {
    return PasskeyDraft.request(this, rpId, origin, challenge);
  }

  /** Signs anything. */
  public byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance(kind.signature());
      signer.initSign(pair.getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK does not sign with " + kind, e);
    }
  }
}
