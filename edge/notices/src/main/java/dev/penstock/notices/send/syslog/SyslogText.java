package dev.penstock.notices.send.syslog;

import dev.penstock.notices.Errand;
import dev.penstock.notices.Notice;
import dev.penstock.notices.NoticeWords;
import dev.penstock.notices.Occasion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A notice as an RFC 5424 message. */
final class SyslogText {
  private static final int HOSTNAME_CHARS_MAX = 255;

  /** RFC 5424 §6.4: it says that UTF-8 follows. */
  private static final String BOM = "\ufeff";

  private SyslogText() {}

  /** Without structured data: its names need an enterprise number, and Penstock has none. */
  static String message(String node, int facility, Errand errand, Instant now) {
    Notice notice = errand.notice();
    return "<%d>1 %s %s penstock - %s - %s%s"
        .formatted(
            8 * facility + severity(errand),
            now.truncatedTo(ChronoUnit.MILLIS),
            hostname(node),
            notice.kind().wireName(),
            BOM,
            NoticeWords.headline(node, errand)
                + " ["
                + "id="
                + errand.id()
                + " occasion="
                + errand.occasion().wireName()
                + " severity="
                + notice.severity().wireName()
                + " since="
                + notice.since()
                + "] "
                + notice.text());
  }

  /** RFC 5424 §6.2.1; what is over is a notice, number 5, however bad it was. */
  private static int severity(Errand errand) {
    if (errand.occasion() == Occasion.CLEARED) {
      return 5;
    }
    return switch (errand.notice().severity()) {
      case CRITICAL -> 2;
      case WARNING -> 4;
      case INFO -> 6;
    };
  }

  /** RFC 5424 §6.2.4: visible ASCII. */
  static String hostname(String node) {
    String plain = node.replaceAll("[^!-~]", "-");
    if (plain.isEmpty()) {
      return "-";
    }
    return plain.substring(0, Math.min(plain.length(), HOSTNAME_CHARS_MAX));
  }
}
