package dev.penstock.framessyslog;

import dev.penstock.framessyslog.SyslogMessage.Form;
import dev.penstock.framessyslog.SyslogReading.Illegible;
import dev.penstock.framessyslog.SyslogReading.Legible;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands in front of a message's text, and never throws for any bytes.
 *
 * <p>A message with version 1 behind its priority must be one of RFC 5424 to the letter. Any other
 * with a priority is the older form, of which RFC 3164 says itself that it describes what is seen:
 * what is not recognised there is text, and host and program are not known.
 */
public final class HeaderReader {
  private static final int HOST_CHARS_MAX = 255;
  private static final int APP_CHARS_MAX = 48;
  private static final int PROCESS_CHARS_MAX = 128;
  private static final int MESSAGE_ID_CHARS_MAX = 32;
  private static final int PRIORITY_MAX = 191;
  private static final int PRIORITY_DIGITS_MAX = 3;

  private final Scanner in;
  private final int priority;

  private HeaderReader(Scanner in, int priority) {
    this.in = in;
    this.priority = priority;
  }

  /** The header of these bytes. */
  public static SyslogReading read(byte[] message) {
    var in = new Scanner(message, 0);
    int priority = priority(in);
    if (priority < 0) {
      return new Illegible(0, "a priority, <0> to <191>");
    }
    var reader = new HeaderReader(in, priority);
    return in.peek() == '1' && in.peek(1) == ' ' ? reader.modern() : reader.old();
  }

  /** RFC 5424 §6.2.1. */
  private static int priority(Scanner in) {
    if (!in.take('<')) {
      return -1;
    }
    int value = 0;
    int digits = 0;
    while (digits < PRIORITY_DIGITS_MAX && Scanner.isDigit(in.peek())) {
      value = 10 * value + in.digits(1);
      digits++;
    }
    return digits > 0 && value <= PRIORITY_MAX && in.take('>') ? value : -1;
  }

  /**
   * RFC 5424 §6: VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP SD [SP MSG].
   */
  private SyslogReading modern() {
    in.moveTo(in.at() + 2);
    Instant time = null;
    boolean isTimeNil = in.peek() == '-' && in.peek(1) == ' ';
    if (isTimeNil) {
      in.moveTo(in.at() + 1);
    } else {
      time = Timestamp.precise(in);
      if (time == null) {
        return refused("a time of RFC 5424 §6.2.3, or -");
      }
    }
    String[] words = new String[4];
    int[] charsMax = {HOST_CHARS_MAX, APP_CHARS_MAX, PROCESS_CHARS_MAX, MESSAGE_ID_CHARS_MAX};
    String[] names = {"a host name", "a program's name", "a process id", "a message id"};
    for (int i = 0; i < words.length; i++) {
      String word = in.take(' ') ? in.word(charsMax[i]) : null;
      if (word == null) {
        return refused(names[i] + " of 1.." + charsMax[i] + " visible characters behind a space");
      }
      words[i] = word;
    }
    if (!in.take(' ') || !StructuredData.pass(in)) {
      return refused("structured data of RFC 5424 §6.3, or -");
    }
    if (!in.isAtEnd() && !in.take(' ')) {
      return refused("a space before the text");
    }
    passByteOrderMark();
    return readable(
        Form.RFC_5424, time, said(words[0]), said(words[1]), said(words[2]), said(words[3]));
  }

  /** RFC 5424 §6.4: in front of a text in UTF-8. */
  private void passByteOrderMark() {
    if (in.peek() == 0xef && in.peek(1) == 0xbb && in.peek(2) == 0xbf) {
      in.moveTo(in.at() + 3);
    }
  }

  /** RFC 5424 §6: NILVALUE. */
  private static @Nullable String said(String word) {
    return word.equals("-") ? null : word;
  }

  private Illegible refused(String wanted) {
    return new Illegible(in.at(), wanted);
  }

  /**
   * RFC 3164 §4.1: timestamp, host and tag. Two habits are known besides: a precise time in place
   * of the old one, which rsyslog sends, and no host, as programs do that speak to a collector
   * directly.
   */
  private SyslogReading old() {
    int start = in.at();
    Instant time = Timestamp.precise(in);
    boolean hasTime = (time != null || Timestamp.passOld(in)) && in.take(' ');
    if (!hasTime) {
      in.moveTo(start);
      return readable(Form.BSD, null, null, null, null, null);
    }
    int behindTime = in.at();
    String host = in.word(HOST_CHARS_MAX);
    boolean isHost = host != null && in.peek() == ' ' && !isTag(host);
    if (isHost) {
      in.moveTo(in.at() + 1);
    } else {
      host = null;
      in.moveTo(behindTime);
    }
    int behindHost = in.at();
    String app = tag();
    if (app == null) {
      in.moveTo(behindHost);
      return readable(Form.BSD, time, host, null, null, null);
    }
    String process = process();
    if (in.take(':')) {
      boolean _ = in.take(' ');
    }
    return readable(Form.BSD, time, host, app, process, null);
  }

  /** A word that ends like a tag is one: there is no host in front of it. */
  private static boolean isTag(String word) {
    return word.endsWith(":") || word.indexOf('[') > 0;
  }

  /** The program's name, up to what ends it; null where there is none that ends soon. */
  private @Nullable String tag() {
    int start = in.at();
    int end = start;
    while (isOfTag(in.peek(end - start)) && end - start <= APP_CHARS_MAX) {
      end++;
    }
    int next = in.peek(end - start);
    boolean isTag = end > start && end - start <= APP_CHARS_MAX && (next == ':' || next == '[');
    if (!isTag) {
      return null;
    }
    in.moveTo(end);
    return in.text(start, end);
  }

  private static boolean isOfTag(int value) {
    return Scanner.isVisible(value) && value != ':' && value != '[';
  }

  private @Nullable String process() {
    int start = in.at();
    if (!in.take('[')) {
      return null;
    }
    int from = in.at();
    while (Scanner.isVisible(in.peek()) && in.peek() != ']') {
      in.moveTo(in.at() + 1);
    }
    int to = in.at();
    if (to == from || to - from > PROCESS_CHARS_MAX || !in.take(']')) {
      in.moveTo(start);
      return null;
    }
    return in.text(from, to);
  }

  private Legible readable(
      Form form,
      @Nullable Instant time,
      @Nullable String host,
      @Nullable String app,
      @Nullable String processId,
      @Nullable String messageId) {
    return new Legible(
        new SyslogMessage(
            form, priority >> 3, priority & 7, time, host, app, processId, messageId, in.at()));
  }
}
