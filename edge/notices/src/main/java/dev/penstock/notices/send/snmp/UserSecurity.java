package dev.penstock.notices.send.snmp;

import dev.penstock.notices.send.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * SNMP version 3 messages of a user, authenticated with 24 bytes of HMAC-SHA-256 (RFC 7860 §4) and
 * encrypted with AES-128 in CFB mode (RFC 3826 §3). The sender of a trap is its authoritative
 * engine, RFC 3414 §1.5.1, so boots and time are ours.
 */
final class UserSecurity {
  private static final int VERSION = 3;
  private static final int MODEL_USER = 3;
  private static final int MESSAGE_BYTES_MAX = 65_507;

  /** Authenticated, private, and no report is wanted; RFC 3412 §6.4. */
  private static final byte[] FLAGS = {3};

  private static final int MAC_BYTES = 24;
  private static final int KEY_BYTES = 16;
  private static final int EXPANDED_BYTES = 1 << 20;

  private final byte[] engine;
  private final String user;
  private final byte[] authenticationKey;
  private final byte[] privacyKey;

  UserSecurity(byte[] engine, SnmpOptions.Way.User user) {
    this.engine = engine.clone();
    this.user = user.name();
    this.authenticationKey = localized(user.authentication(), engine);
    this.privacyKey = Arrays.copyOf(localized(user.privacy(), engine), KEY_BYTES);
  }

  /** RFC 3411 §5, format 5: the enterprise's number, and bytes that only this node has. */
  static byte[] engine(Oid base, String node) {
    long enterprise = base.arcs().get(SnmpOptions.ENTERPRISES.arcs().size());
    byte[] own = sha256(node.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.allocate(13)
        .putInt((int) (enterprise | 0x8000_0000L))
        .put((byte) 5)
        .put(own, 0, 8)
        .array();
  }

  /** RFC 3414 §A.2 with SHA-256: of a password, and for one engine only. */
  static byte[] localized(Secret password, byte[] engine) {
    byte[] word = password.bytes();
    byte[] expanded = new byte[EXPANDED_BYTES];
    for (int i = 0; i < expanded.length; i++) {
      expanded[i] = word[i % word.length];
    }
    byte[] key = sha256(expanded);
    return sha256(
        ByteBuffer.allocate(2 * key.length + engine.length).put(key).put(engine).put(key).array());
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * A whole message.
   *
   * @param salt never twice with the same boots and time
   */
  byte[] message(int id, byte[] pdu, int boots, int time, long salt) {
    byte[] scoped = Ber.element(Ber.SEQUENCE, Ber.octets(engine), Ber.octets(new byte[0]), pdu);
    byte[] salted = ByteBuffer.allocate(8).putLong(salt).array();
    byte[] encrypted = encrypted(scoped, boots, time, salted);
    byte[] unsigned = assembled(id, boots, time, salted, encrypted, new byte[MAC_BYTES]);
    byte[] mac = Arrays.copyOf(mac(unsigned), MAC_BYTES);
    return assembled(id, boots, time, salted, encrypted, mac);
  }

  private byte[] assembled(int id, int boots, int time, byte[] salt, byte[] encrypted, byte[] mac) {
    byte[] header =
        Ber.element(
            Ber.SEQUENCE,
            Ber.integer(id),
            Ber.integer(MESSAGE_BYTES_MAX),
            Ber.octets(FLAGS),
            Ber.integer(MODEL_USER));
    byte[] security =
        Ber.element(
            Ber.SEQUENCE,
            Ber.octets(engine),
            Ber.integer(boots),
            Ber.integer(time),
            Ber.octets(user.getBytes(StandardCharsets.US_ASCII)),
            Ber.octets(mac),
            Ber.octets(salt));
    return Ber.element(
        Ber.SEQUENCE, Ber.integer(VERSION), header, Ber.octets(security), Ber.octets(encrypted));
  }

  /** RFC 3826 §3.1.2.1: boots, time and salt make the vector. */
  private byte[] encrypted(byte[] scoped, int boots, int time, byte[] salt) {
    byte[] vector = ByteBuffer.allocate(16).putInt(boots).putInt(time).put(salt).array();
    try {
      Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(privacyKey, "AES"), new IvParameterSpec(vector));
      return cipher.doFinal(scoped);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES", e);
    }
  }

  private byte[] mac(byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(authenticationKey, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }
}
