package dev.penstock.device.software;

import dev.penstock.device.DeviceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A key in a file that only the device's own user may read: the lowest grade there is, and better
 * than none.
 */
public final class SoftwareKey implements DeviceKey {
  /** COSE algorithm: ECDSA on P-256 with SHA-256. */
  public static final int ES256 = -7;

  /** COSE algorithm: Ed25519. */
  public static final int EDDSA = -8;

  private final int algorithm;
  private final byte[] publicKey;
  private final PrivateKey privateKey;

  private SoftwareKey(int algorithm, byte[] publicKey, PrivateKey privateKey) {
    this.algorithm = algorithm;
    this.publicKey = publicKey.clone();
    this.privateKey = privateKey;
  }

  /**
   * The key of this raw public key and PKCS #8 private key; algorithm {@link #ES256} or {@link
   * #EDDSA}.
   */
  public static SoftwareKey of(int algorithm, byte[] publicKey, byte[] pkcs8) {
    if (publicKey.length != rawBytes(algorithm)) {
      throw new IllegalArgumentException(
          "public key has " + publicKey.length + " bytes, must be " + rawBytes(algorithm));
    }
    try {
      KeyFactory keys = KeyFactory.getInstance(algorithm == ES256 ? "EC" : "Ed25519");
      return new SoftwareKey(
          algorithm, publicKey, keys.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key of algorithm " + algorithm, e);
    }
  }

  /** Makes a new key and stores it; the file must not exist. */
  public static SoftwareKey create(Path file, int algorithm, SecureRandom random)
      throws IOException {
    int rawBytes = rawBytes(algorithm);
    try {
      boolean isCurve = algorithm == ES256;
      KeyPairGenerator maker = KeyPairGenerator.getInstance(isCurve ? "EC" : "Ed25519");
      maker.initialize(new ECGenParameterSpec(isCurve ? "secp256r1" : "Ed25519"), random);
      KeyPair pair = maker.generateKeyPair();
      byte[] spki = pair.getPublic().getEncoded(); // ends in the raw key, for both algorithms
      byte[] raw = Arrays.copyOfRange(spki, spki.length - rawBytes, spki.length);
      Base64.Encoder base64 = Base64.getEncoder();
      String text =
          String.join(
              "\n",
              "penstock-device-key-v1",
              Integer.toString(algorithm),
              base64.encodeToString(raw),
              base64.encodeToString(pair.getPrivate().getEncoded()));
      createPrivate(file);
      Files.writeString(file, text + "\n", StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
      return new SoftwareKey(algorithm, raw, pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot make a key of algorithm " + algorithm, e);
    }
  }

  /** Reads a key that {@link #create} stored. */
  public static SoftwareKey load(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.size() != 4 || !lines.get(0).equals("penstock-device-key-v1")) {
      throw new IOException(file + " is not a device key file of version 1");
    }
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      int algorithm = Integer.parseInt(lines.get(1));
      return of(algorithm, base64.decode(lines.get(2)), base64.decode(lines.get(3)));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged", e);
    }
  }

  private static void createPrivate(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      var ownerOnly = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
    } else {
      Files.createFile(file);
    }
  }

  private static int rawBytes(int algorithm) {
    return switch (algorithm) {
      case ES256 -> 65;
      case EDDSA -> 32;
      default ->
          throw new IllegalArgumentException("algorithm " + algorithm + ", must be -7 or -8");
    };
  }

  @Override
  public int algorithm() {
    return algorithm;
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public byte[] sign(byte[] message) throws IOException {
    try {
      String name = algorithm == ES256 ? "SHA256withECDSAinP1363Format" : "Ed25519";
      Signature signature = Signature.getInstance(name);
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot sign with algorithm " + algorithm, e);
    }
  }
}
