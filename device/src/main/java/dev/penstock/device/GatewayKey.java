package dev.penstock.device;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The gateway's public key for acks, given to the device at enrolment; it reads and checks acks
 * (block.md §8).
 */
public final class GatewayKey {
  /** More than the longest ack has, which is signed with ML-DSA-44. */
  private static final int BYTES_MAX = 4096;

  private final int algorithm;
  private final PublicKey key;
  private final byte[] protectedHeader;

  private GatewayKey(int algorithm, PublicKey key, byte[] protectedHeader) {
    this.algorithm = algorithm;
    this.key = key;
    this.protectedHeader = protectedHeader;
  }

  /**
   * The key of these raw bytes; algorithm -7 (65 bytes: 0x04, X, Y), -8 (32) or, where the Java has
   * it, -48 (1,312).
   */
  public static GatewayKey of(int algorithm, byte[] raw) {
    byte[] header = Cose.protectedHeader(algorithm, Cose.ACK, raw);
    // The second: DER SubjectPublicKeyInfo up to the raw key.
    String[] familyAndSpki =
        switch (algorithm) {
          case Cose.ES256 ->
              new String[] {"EC", "3059301306072a8648ce3d020106082a8648ce3d030107034200"};
          case Cose.EDDSA -> new String[] {"EdDSA", "302a300506032b6570032100"};
          default -> new String[] {"ML-DSA", "30820532300b06096086480165030403110382052100"};
        };
    byte[] der = HexFormat.of().parseHex(familyAndSpki[1] + HexFormat.of().formatHex(raw));
    try {
      KeyFactory keys = KeyFactory.getInstance(familyAndSpki[0]);
      return new GatewayKey(algorithm, keys.generatePublic(new X509EncodedKeySpec(der)), header);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key of algorithm " + algorithm, e);
    }
  }

  /** What a verified ack says. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Ack(byte[] place, long counter, byte[] challenge) {}

  /**
   * The ack, or nothing: bytes that are not in the one right form, or not signed by this key, say
   * nothing.
   *
   * <p>Takes the fields from where they must stand, makes the ack of these fields again, and goes
   * on only when that gives the same bytes: so the encoder alone says what the right form is.
   */
  Optional<Ack> open(byte[] bytes) {
    var in = ByteBuffer.wrap(Arrays.copyOf(bytes, BYTES_MAX)); // so that no read meets the end
    in.position(Cbor.item(protectedHeader).length + 8); // and the heads before the chain's id
    byte[] chain = bytes(in, 16);
    long seq = number(in);
    in.position(in.position() + 2);
    byte[] link = bytes(in, 32);
    long leaf = number(in); // the gateway's own affair
    long counter = number(in);
    in.position(in.position() + 1);
    byte[] challenge = bytes(in, 16);
    byte[] payload = Cbor.array(1, chain, seq, link, leaf, counter, challenge);
    int signatureBytes = Cose.signatureBytes(algorithm);
    in.position(in.position() + Cbor.head(2, signatureBytes).length);
    byte[] signature = bytes(in, signatureBytes);
    boolean isWhole = Arrays.equals(Cose.sign1(protectedHeader, payload, signature), bytes);
    byte[] signed = Cose.sigStructure(protectedHeader, Cose.ACK, payload);
    var ack = new Ack(Block.place(chain, seq, link), counter, challenge);
    return isWhole && verifies(signed, signature) ? Optional.of(ack) : Optional.empty();
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] out = new byte[length];
    in.get(out);
    return out;
  }

  /** An integer of any length up to 64 bits; what does not begin one gives any number. */
  private static long number(ByteBuffer in) {
    int info = in.get() & 0x1f;
    long n = info < 24 ? info : 0;
    for (int left = info < 24 ? 0 : 1 << (info & 3); left > 0; left--) {
      n = (n << 8) | (in.get() & 0xff);
    }
    return n;
  }

  private boolean verifies(byte[] message, byte[] signature) {
    try {
      String name = algorithm == Cose.ES256 ? "SHA256withECDSAinP1363Format" : key.getAlgorithm();
      Signature check = Signature.getInstance(name);
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // a signature this Java cannot even parse is no signature
    }
  }
}
