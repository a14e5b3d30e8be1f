package dev.penstock.node.control;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What both ends of the socket know: where it is, and how a line is read. */
final class ControlLine {
  static final String DONE = "done";
  static final String REFUSED = "refused ";
  static final String PROGRESS = "progress ";

  /** Holds a path and a few words. */
  static final int BYTES_MAX = 8_192;

  /** sockaddr_un has 108 bytes on Linux and 104 elsewhere, one of them for the end. */
  private static final int PATH_BYTES_MAX = 103;

  private ControlLine() {}

  static Path socket(Path folder) {
    return folder.resolve("control").resolve("socket");
  }

  static boolean fits(Path socket) {
    return socket.toString().getBytes(StandardCharsets.UTF_8).length <= PATH_BYTES_MAX;
  }

  /** A line without its LF. */
  static String read(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the other end hung up");
      }
      if (line.size() == BYTES_MAX) {
        throw new IOException("a line of more than " + BYTES_MAX + " bytes");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
