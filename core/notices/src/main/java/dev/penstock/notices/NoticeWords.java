package dev.penstock.notices;

import dev.penstock.notices.Notice.State;
import java.time.Instant;
import java.util.Locale;

/** A message in words, for the channels that people read. */
public final class NoticeWords {
  private static final int NODE_BYTES_MAX = 200;

  private NoticeWords() {}

  /** One line, as the subject of a mail. */
  public static String headline(String node, Errand errand) {
    Notice notice = errand.notice();
    String about = notice.subject().isEmpty() ? "" : ": " + notice.subject();
    return "Penstock " + plain(node) + ": " + prefix(errand) + notice.kind().title() + about;
  }

  private static String plain(String node) {
    return PlainText.of(node, NODE_BYTES_MAX);
  }

  private static String prefix(Errand errand) {
    return switch (errand.occasion()) {
      case RAISED, HAPPENED -> errand.notice().severity() == Severity.CRITICAL ? "CRITICAL: " : "";
      case REPEATED -> "still: ";
      case ESCALATED -> "nobody answered: ";
      case CLEARED -> "over: ";
      case TEST, SUMMARY -> "";
    };
  }

  /** Lines that each end with a line feed. */
  public static String text(String node, Errand errand) {
    Notice notice = errand.notice();
    var out = new StringBuilder();
    if (!notice.text().isEmpty()) {
      out.append(notice.text()).append("\n\n");
    }
    boolean isOver = errand.occasion() == Occasion.CLEARED;
    if (notice.state() == State.RAISED || errand.occasion() == Occasion.HAPPENED) {
      out.append(notice.kind().advice()).append("\n\n");
    }
    line(out, "node", plain(node));
    line(out, "kind", notice.kind().wireName());
    line(out, "subject", notice.subject());
    line(out, "severity", notice.severity().wireName());
    line(out, "occasion", errand.occasion().wireName());
    line(out, "since", notice.since());
    line(out, isOver ? "over at" : "written at", errand.madeAt());
    line(out, "message", errand.id());
    return out.toString();
  }

  private static void line(StringBuilder out, String name, Object value) {
    if (value instanceof String text && text.isEmpty()) {
      return;
    }
    out.append(String.format(Locale.ROOT, "%-12s%s\n", name + ":", shown(value)));
  }

  private static String shown(Object value) {
    return value instanceof Instant time ? time.toString() : String.valueOf(value);
  }
}
