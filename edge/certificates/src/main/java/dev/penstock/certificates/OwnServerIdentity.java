package dev.penstock.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A server certificate that the operator got elsewhere, in two PEM files. They are looked at again
 * and again: whoever renews them only has to put the new ones in their place.
 */
public final class OwnServerIdentity implements ServerIdentity {
  private static final int FILE_BYTES_MAX = 1 << 20;
  private static final Duration WARNING = Duration.ofDays(21);

  private final Path chainFile;
  private final Path keyFile;
  private final InstantSource clock;

  /** Guarded by this. */
  private KeyMaterial current;

  private OwnServerIdentity(
      Path chainFile, Path keyFile, InstantSource clock, KeyMaterial current) {
    this.chainFile = chainFile;
    this.keyFile = keyFile;
    this.clock = clock;
    this.current = current;
  }

  /**
   * Reads the files.
   *
   * @param chainFile the server's certificate first, then those that lead to a root
   * @param keyFile its key, PKCS #8 without passphrase
   * @throws IOException when they cannot be used, with one line that says why
   */
  public static OwnServerIdentity open(Path chainFile, Path keyFile, InstantSource clock)
      throws IOException {
    return new OwnServerIdentity(
        chainFile, keyFile, clock, read(chainFile, keyFile, clock.instant()));
  }

  @Override
  public synchronized KeyMaterial current() {
    return current;
  }

  @Override
  public synchronized boolean refresh() throws IOException {
    KeyMaterial found = read(chainFile, keyFile, clock.instant());
    boolean isOther = !found.chain().equals(current.chain());
    if (isOther) {
      current = found;
    }
    return isOther;
  }

  @Override
  public Optional<String> remark() {
    Instant end = current().certificate().getNotAfter().toInstant();
    return clock.instant().isAfter(end.minus(WARNING))
        ? Optional.of("the certificate in " + chainFile + " ends at " + end + "; renew it")
        : Optional.empty();
  }

  private static KeyMaterial read(Path chainFile, Path keyFile, Instant now) throws IOException {
    List<X509Certificate> chain = Pem.certificates(bytes(chainFile), chainFile.toString());
    mustBeClosed(keyFile);
    PrivateKey key = Pem.privateKey(bytes(keyFile), keyFile.toString());
    X509Certificate own = chain.getFirst();
    try {
      if (!KeyMatch.isPair(key, own.getPublicKey())) {
        throw new IOException(keyFile + " is not the key of the first certificate in " + chainFile);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(keyFile + " cannot be used: " + e.getMessage(), e);
    }
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw new IOException(
          "the certificate in " + chainFile + " ended at " + own.getNotAfter().toInstant());
    }
    return new KeyMaterial(key, chain);
  }

  /** The group may read it: that is how machines share keys with their services. */
  private static void mustBeClosed(Path keyFile) throws IOException {
    if (Files.exists(keyFile)
        && Files.getPosixFilePermissions(keyFile).contains(PosixFilePermission.OTHERS_READ)) {
      throw new IOException(keyFile + " may be read by everybody; chmod 600 it");
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(FILE_BYTES_MAX + 1);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " is not there", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read", e);
    }
    if (bytes.length > FILE_BYTES_MAX) {
      throw new IOException(file + " is larger than 1 MiB");
    }
    return bytes;
  }
}
