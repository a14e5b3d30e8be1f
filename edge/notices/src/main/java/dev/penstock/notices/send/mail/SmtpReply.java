package dev.penstock.notices.send.mail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A reply of a mail server, RFC 5321 §4.2. */
record SmtpReply(int code, List<String> lines) {
  /** RFC 5321 §4.5.3.1.5 has 512; some servers say more. */
  private static final int LINE_BYTES_MAX = 2_000;

  private static final int LINES_MAX = 100;

  /** Where bytes come from. */
  interface Bytes {
    /** The next one, or -1. */
    int read() throws IOException;
  }

  SmtpReply {
    lines = List.copyOf(lines);
  }

  boolean is(int wanted) {
    return code == wanted;
  }

  /** Trying again later does not help. */
  boolean isFinal() {
    return code >= 500;
  }

  /** True when the server offers this extension, with this word if one is asked for. */
  boolean offers(String extension, String word) {
    return lines.stream()
        .map(line -> List.of(line.strip().toUpperCase(Locale.ROOT).split("[ =]+", -1)))
        .anyMatch(words ->
            words.getFirst().equals(extension) && (word.isEmpty() || words.contains(word)));
  }

  @Override
  public String toString() {
    return code + " " + String.join(" ", lines);
  }

  static SmtpReply read(Bytes in) throws IOException {
    List<String> lines = new ArrayList<>();
    int code = 0;
    while (lines.size() < LINES_MAX) {
      String line = line(in);
      boolean isReply = line.matches("[2-5][0-9]{2}([ -].*)?");
      if (!isReply || (code != 0 && code != Integer.parseInt(line.substring(0, 3)))) {
        throw new IOException("the server does not speak SMTP");
      }
      code = Integer.parseInt(line.substring(0, 3));
      boolean _ = lines.add(line.length() > 4 ? line.substring(4) : "");
      if (line.length() == 3 || line.charAt(3) == ' ') {
        return new SmtpReply(code, lines);
      }
    }
    throw new IOException("the server's reply has no end");
  }

  private static String line(Bytes in) throws IOException {
    var line = new StringBuilder();
    while (line.length() < LINE_BYTES_MAX) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the server ended the connection");
      }
      if (next == '\n') {
        return line.toString().strip();
      }
      // Replies are ASCII; what else there is only ends up in a message.
      line.append(next >= ' ' && next < 127 ? (char) next : ' ');
    }
    throw new IOException("the server's reply is too long");
  }
}
