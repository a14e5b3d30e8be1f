package dev.penstock.evm;

import dev.penstock.merkle.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** What an anchoring transaction carries: eight letters, and the SHA-256 of the statement. */
public final class AnchorData {
  /** Bytes of it. */
  public static final int BYTES = 8 + Digest.BYTES;

  private static final byte[] MAGIC = "PENSTOCK".getBytes(StandardCharsets.US_ASCII);

  private AnchorData() {}

  /** The data that vouches for a statement with this digest. */
  public static byte[] of(Digest statement) {
    byte[] data = Arrays.copyOf(MAGIC, BYTES);
    statement.copyTo(data, MAGIC.length);
    return data;
  }

  /** The digest in the data of a transaction; empty when the data is not an anchor's. */
  public static Optional<Digest> read(byte[] data) {
    return data.length == BYTES && Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        ? Optional.of(Digest.at(data, MAGIC.length))
        : Optional.empty();
  }

  /** The digest of a statement. */
  public static Digest digest(byte[] statement) {
    try {
      return Digest.of(MessageDigest.getInstance("SHA-256").digest(statement));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
