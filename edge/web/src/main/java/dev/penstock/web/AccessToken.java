package dev.penstock.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * The secret that opens the API: 256 random bits in a file that its owner alone may read. Only its
 * hash is kept in memory, and it is never shown: whoever may read the file needs nothing else.
 *
 * <p>Req: 62443-4-2 CR 1.2
 */
public final class AccessToken {
  private static final int RANDOM_BYTES = 32;

  /** So that a scanner of repositories and logs knows it for what it is. */
  private static final String PREFIX = "penstock_";

  private static final String SHAPE = PREFIX + "[A-Za-z0-9_-]{43}";
  private static final int FILE_BYTES_MAX = 1_024;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final byte[] hash;

  private AccessToken(String token) {
    this.hash = sha256(token);
  }

  /**
   * Reads the token from its file, and makes both first where there is no file.
   *
   * @throws IOException when the file cannot be used, with one line that says why: it is no plain
   *     file, others may read it, or it holds no token
   */
  public static AccessToken open(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      make(file, random);
    }
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile() || attributes.size() > FILE_BYTES_MAX) {
      throw new IOException(file + " is no token file; remove it, and a new one is made");
    }
    if (!OWNER_ONLY.containsAll(attributes.permissions())) {
      throw new IOException(
          file
              + " may be read by others (mode "
              + PosixFilePermissions.toString(attributes.permissions())
              + ", must be rw-------); remove it, and a new token is made");
    }
    String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (!token.matches(SHAPE)) {
      throw new IOException(file + " holds no token; remove it, and a new one is made");
    }
    return new AccessToken(token);
  }

  /** True for the token itself. Takes as long for any other text of the same length. */
  boolean isSame(String shown) {
    return MessageDigest.isEqual(hash, sha256(shown));
  }

  /** Whole or not there at all, whenever the machine stops. */
  private static void make(Path file, SecureRandom random) throws IOException {
    byte[] bits = new byte[RANDOM_BYTES];
    random.nextBytes(bits);
    String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits) + "\n";
    Path half = file.resolveSibling(file.getFileName() + ".new");
    boolean _ = Files.deleteIfExists(half);
    try (FileChannel channel =
        FileChannel.open(
            half,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer text = ByteBuffer.wrap(token.getBytes(StandardCharsets.US_ASCII));
      while (text.hasRemaining()) {
        int _ = channel.write(text);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(half + " appeared while it was made: another node starts here", e);
    }
    Path _ = Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return "token";
  }
}
