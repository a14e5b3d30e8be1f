package dev.penstock.framessyslog;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of the text of a syslog message. {@link HeaderReader} makes it of bytes.
 *
 * @param facility who speaks, 0..23, RFC 5424 §6.2.1
 * @param severity 0 emergency .. 7 debug
 * @param time what the sender says; null where it says none, or one without year and zone
 * @param host who says it; null where that is not said
 * @param app which program there; null where that is not said
 * @param processId of that program; null where it is not said
 * @param messageId the sort of message, RFC 5424 §6.2.7; null where it is not said
 * @param textAt where the text begins, in bytes
 */
public record SyslogMessage(
    Form form,
    int facility,
    int severity,
    @Nullable Instant time,
    @Nullable String host,
    @Nullable String app,
    @Nullable String processId,
    @Nullable String messageId,
    int textAt) {
  /** How a message is written. */
  public enum Form {
    /** RFC 5424. */
    RFC_5424,
    /** The older one that RFC 3164 describes, and what passes for it. */
    BSD
  }

  private static final int FACILITY_MAX = 23;
  private static final int SEVERITY_MAX = 7;

  public SyslogMessage {
    Objects.requireNonNull(form, "form");
    if (facility < 0 || facility > FACILITY_MAX) {
      throw new IllegalArgumentException("facility is " + facility + ", must be 0..23");
    }
    if (severity < 0 || severity > SEVERITY_MAX) {
      throw new IllegalArgumentException("severity is " + severity + ", must be 0..7");
    }
    if (textAt < 0) {
      throw new IllegalArgumentException("textAt is " + textAt);
    }
  }
}
