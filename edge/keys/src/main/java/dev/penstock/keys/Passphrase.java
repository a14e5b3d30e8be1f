package dev.penstock.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/** A passphrase, in memory only until it is closed, and never printed. */
public final class Passphrase implements AutoCloseable {
  /** Enough for 64 hexadecimal digits and a sentence; more is a wrong file. */
  private static final int FILE_BYTES_MAX = 4_096;

  private final byte[] utf8;

  private Passphrase(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** A passphrase as it was typed; the caller may wipe the array afterwards. */
  public static Passphrase of(char[] typed) {
    // Three bytes at most for each char (RFC 3629 §3), so nothing is copied on the way.
    ByteBuffer encoded = ByteBuffer.allocate(3 * typed.length);
    boolean isText =
        !StandardCharsets.UTF_8
            .newEncoder()
            .encode(CharBuffer.wrap(typed), encoded, true)
            .isError();
    byte[] utf8 = Arrays.copyOf(encoded.array(), encoded.position());
    Arrays.fill(encoded.array(), (byte) 0);
    if (!isText || utf8.length == 0) {
      throw new IllegalArgumentException("a passphrase has at least one character, and is text");
    }
    return new Passphrase(utf8);
  }

  /**
   * The first line of a file, for starts without a person: a file of the administrator's or a
   * systemd credential ({@code $CREDENTIALS_DIRECTORY/<name>}). Refused when everybody on the
   * machine may read it.
   */
  public static Passphrase ofFile(Path file) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) {
      Set<PosixFilePermission> mode = view.readAttributes().permissions();
      if (mode.contains(PosixFilePermission.OTHERS_READ)
          || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new IOException("passphrase file " + file + " is open to everybody; chmod 600 it");
      }
    }
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new IOException("passphrase file " + file + " is over " + FILE_BYTES_MAX + " bytes");
    }
    byte[] content = Files.readAllBytes(file);
    int end = 0;
    while (end < content.length && content[end] != '\n' && content[end] != '\r') {
      end++;
    }
    byte[] line = Arrays.copyOf(content, end);
    Arrays.fill(content, (byte) 0);
    if (line.length == 0) {
      throw new IOException("passphrase file " + file + " begins with an empty line");
    }
    return new Passphrase(line);
  }

  /** The bytes themselves, not a copy: the reader must not keep them. */
  byte[] utf8() {
    return utf8;
  }

  @Override
  public void close() {
    Arrays.fill(utf8, (byte) 0);
  }

  @Override
  public String toString() {
    return "passphrase";
  }
}
