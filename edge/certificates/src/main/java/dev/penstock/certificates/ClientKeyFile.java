package dev.penstock.certificates;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;

/** A PKCS #12 file (RFC 7292) with a client's key and certificate, which a passphrase opens. */
public final class ClientKeyFile {
  /** A file that lies in a mailbox is tried out by machines. */
  public static final int PASSPHRASE_CHARS_MIN = 12;

  private static final String ALIAS = "penstock";

  private final byte[] bytes;

  private ClientKeyFile(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Encrypted as the JDK does it by default: PBES2 with AES-256, RFC 8018. */
  static ClientKeyFile of(KeyMaterial material, char[] passphrase) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          ALIAS, material.key(), passphrase, material.chain().toArray(Certificate[]::new));
      var bytes = new ByteArrayOutputStream();
      store.store(bytes, passphrase);
      return new ClientKeyFile(bytes.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IOException("no PKCS #12 file can be made: " + e.getMessage(), e);
    }
  }

  /** A copy of the file. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Says nothing of the content. */
  @Override
  public String toString() {
    return "key file of " + bytes.length + " bytes";
  }
}
