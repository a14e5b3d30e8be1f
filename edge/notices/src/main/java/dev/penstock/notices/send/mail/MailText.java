package dev.penstock.notices.send.mail;

import dev.penstock.notices.Errand;
import dev.penstock.notices.NoticeWords;
import dev.penstock.notices.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A notice as a mail: RFC 5322 and MIME, in ASCII with CRLF, whatever the notice says. */
final class MailText {
  private static final String CRLF = "\r\n";

  /**
   * RFC 2047 §2: an encoded word has at most 75 characters; and its line 76; 39 bytes make 52 of
   * Base64.
   */
  private static final int WORD_BYTES_MAX = 39;

  /** A header line that needs no folding. */
  private static final int SUBJECT_PLAIN_MAX = 60;

  /** RFC 2045 §6.7: with the soft break at most 76. */
  private static final int LINE_MAX = 75;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private MailText() {}

  static byte[] of(String node, MailOptions options, Errand errand, Instant now) {
    var out = new StringBuilder();
    header(out, "Date", DATE.format(now));
    header(out, "From", "Penstock <" + options.from() + ">");
    header(out, "To", String.join("," + CRLF + " ", bracketed(options.to())));
    header(out, "Subject", subject(NoticeWords.headline(node, errand)));
    header(out, "Message-ID", "<" + id(node, errand) + "@" + domain(options.from()) + ">");
    // RFC 3834 §5: nobody's absence note answers it.
    header(out, "Auto-Submitted", "auto-generated");
    if (errand.notice().severity() == Severity.CRITICAL) {
      header(out, "Importance", "high");
    }
    header(out, "MIME-Version", "1.0");
    header(out, "Content-Type", "text/plain; charset=UTF-8");
    header(out, "Content-Transfer-Encoding", "quoted-printable");
    out.append(CRLF);
    quote(out, NoticeWords.text(node, errand));
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void header(StringBuilder out, String name, String value) {
    out.append(name).append(": ").append(value).append(CRLF);
  }

  private static List<String> bracketed(List<String> addresses) {
    return addresses.stream().map(each -> "<" + each + ">").toList();
  }

  private static String domain(String address) {
    return address.substring(address.indexOf('@') + 1);
  }

  /** The same for each try, so that a server or reader can tell a repetition. */
  private static String id(String node, Errand errand) {
    String all = node + " " + errand.id() + " " + errand.madeAt();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** RFC 2047: as it is where it can be, else in encoded words with whole characters each. */
  static String subject(String text) {
    boolean isPlain = text.chars().allMatch(c -> c >= ' ' && c < 127) && !text.contains("=?");
    if (isPlain && text.length() <= SUBJECT_PLAIN_MAX) {
      return text;
    }
    var out = new StringBuilder();
    var word = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      String next = Character.toString(text.codePointAt(at));
      at += next.length();
      if ((word + next).getBytes(StandardCharsets.UTF_8).length > WORD_BYTES_MAX) {
        encode(out, word);
      }
      word.append(next);
    }
    encode(out, word);
    return out.toString();
  }

  private static void encode(StringBuilder out, StringBuilder word) {
    byte[] bytes = word.toString().getBytes(StandardCharsets.UTF_8);
    if (!out.isEmpty()) {
      out.append(CRLF).append(' ');
    }
    out.append("=?UTF-8?B?").append(Base64.getEncoder().encodeToString(bytes)).append("?=");
    word.setLength(0);
  }

  /** RFC 2045 §6.7; each line feed ends a line. */
  static void quote(StringBuilder out, String text) {
    for (String line : text.split("\n", -1)) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      int length = 0;
      for (int i = 0; i < bytes.length; i++) {
        boolean isLast = i == bytes.length - 1;
        String shown = quoted(bytes[i] & 0xff, isLast);
        if (length + shown.length() > LINE_MAX) {
          out.append('=').append(CRLF);
          length = 0;
        }
        out.append(shown);
        length += shown.length();
      }
      out.append(CRLF);
    }
  }

  private static String quoted(int value, boolean isLast) {
    boolean isPlain = value > ' ' && value < 127 && value != '=';
    boolean isInnerSpace = value == ' ' && !isLast;
    return isPlain || isInnerSpace
        ? Character.toString(value)
        : String.format(Locale.ROOT, "=%02X", value);
  }
}
