package dev.penstock.audit;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.json.CanonicalJson;
import dev.penstock.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a row of the audit trail is written for another system: one line each, so that a line can be
 * taken, sent and lost alone. No text of a person's ends a line or a field early.
 *
 * <p>Req: 62443-4-2 CR 6.1
 */
public enum AuditForm {
  /** Common Event Format, version 0. */
  CEF("cef", "text/plain; charset=utf-8") {
    @Override
    String text(AuditRow row, Writer writer) {
      return cef(row, writer);
    }

    @Override
    String text(AuditGap gap, Writer writer) {
      return cef(gap, writer);
    }
  },
  /** One JSON object (RFC 8259), with its members in the order of RFC 8785. */
  JSON("jsonl", "application/x-ndjson") {
    @Override
    String text(AuditRow row, Writer writer) {
      return CanonicalJson.text(json(row));
    }

    @Override
    String text(AuditGap gap, Writer writer) {
      return CanonicalJson.text(json(gap));
    }
  },
  /** RFC 5424 with the same as CEF for its message, which is how collectors expect it. */
  SYSLOG("log", "text/plain; charset=utf-8") {
    @Override
    String text(AuditRow row, Writer writer) {
      return syslog(row, writer);
    }

    @Override
    String text(AuditGap gap, Writer writer) {
      return header(WARNING, gap.time(), "gap", writer) + cef(gap, writer);
    }
  };

  /** RFC 5424 §6.2.1: log audit. */
  private static final int FACILITY = 13;

  private static final int FACILITY_STEP = 8;

  /** RFC 5424 §6.2.1. */
  private static final int WARNING = 4;

  /** How grave it is in CEF that something is missing: as much as a refusal. */
  private static final int GAP = 6;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String suffix;
  private final String contentType;

  AuditForm(String suffix, String contentType) {
    this.suffix = suffix;
    this.contentType = contentType;
  }

  /**
   * Who writes.
   *
   * @param host as RFC 5424 wants it: printable ASCII without spaces
   */
  public record Writer(String version, String host) {
    private static final int HOST_CHARS_MAX = 255;

    public Writer {
      if (!host.matches("[\\x21-\\x7e]{1," + HOST_CHARS_MAX + "}")) {
        throw new IllegalArgumentException("\"" + host + "\" is no host name of RFC 5424");
      }
    }
  }

  /** What files of it end with, without a dot. */
  public String suffix() {
    return suffix;
  }

  public String contentType() {
    return contentType;
  }

  /** The line, with its end. */
  public byte[] line(AuditRow row, Writer writer) {
    return (text(row, writer) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The same without an end, for ways that know by themselves where a message ends. */
  public byte[] message(AuditRow row, Writer writer) {
    return text(row, writer).getBytes(StandardCharsets.UTF_8);
  }

  /** What is missing, in the same form and without an end. */
  public byte[] message(AuditGap gap, Writer writer) {
    return text(gap, writer).getBytes(StandardCharsets.UTF_8);
  }

  abstract String text(AuditRow row, Writer writer);

  abstract String text(AuditGap gap, Writer writer);

  private static String cef(AuditGap gap, Writer writer) {
    var out = new StringBuilder("CEF:0|Penstock|Penstock|");
    out.append(header(writer.version())).append("|trail.gap|records may be missing|").append(GAP);
    out.append("|rt=").append(gap.time().toEpochMilli());
    field(out, "act", "trail.gap");
    field(out, "msg", gap.text());
    return out.toString();
  }

  private static Json json(AuditGap gap) {
    Map<String, Json> members = new LinkedHashMap<>();
    put(members, "gap", gap.text());
    put(members, "time", exact(gap.time()));
    return new Json.Object(members);
  }

  private static String cef(AuditRow row, Writer writer) {
    Access access = row.access();
    var out = new StringBuilder("CEF:0|Penstock|Penstock|");
    out.append(header(writer.version())).append('|').append(header(access.action())).append('|');
    out.append(header(access.action() + " " + outcome(access)))
        .append('|')
        .append(severity(access));
    out.append("|rt=").append(row.time().toEpochMilli());
    field(out, "act", access.action());
    field(out, "outcome", outcome(access));
    ByteString person = access.person();
    if (person != null) {
      field(out, "suid", hex(person));
      row.personName().ifPresent(name -> field(out, "suser", name));
    }
    field(out, "msg", access.object());
    String origin = access.origin();
    if (origin != null) {
      field(out, "cs1Label", "origin");
      field(out, "cs1", origin);
    }
    ByteString session = access.session();
    if (session != null) {
      field(out, "cs2Label", "session");
      field(out, "cs2", hex(session));
    }
    field(out, "externalId", row.place());
    Map<String, String> notes = notes(access);
    if (!notes.isEmpty()) {
      field(out, "cs3Label", "details");
      field(
          out, "cs3", String.join("; ", notes.entrySet().stream().map(Object::toString).toList()));
    }
    return out.toString();
  }

  /** 0 is nothing, 10 is worst: what was refused is looked at before what was granted. */
  private static int severity(Access access) {
    return switch (access.outcome()) {
      case GRANTED -> 3;
      case FAILED -> 5;
      case REFUSED -> 6;
    };
  }

  private static String header(String text) {
    return oneLine(text).replace("\\", "\\\\").replace("|", "\\|");
  }

  private static void field(StringBuilder out, String name, String text) {
    String safe = text.replace("\\", "\\\\").replace("=", "\\=");
    out.append(' ').append(name).append('=');
    out.append(oneLine(safe.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\r")));
  }

  /** What no line may hold is shown as a space. */
  private static String oneLine(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** RFC 5424 §6. A host that keeps the time of a clock with microseconds may say so. */
  private static String syslog(AuditRow row, Writer writer) {
    return header(syslogSeverity(row.access()), row.time(), "access", writer) + cef(row, writer);
  }

  private static String header(int severity, Instant time, String messageId, Writer writer) {
    return "<"
        + (FACILITY * FACILITY_STEP + severity)
        + ">1 "
        + TIME.format(time)
        + " "
        + writer.host()
        + " penstock - "
        + messageId
        + " - ";
  }

  /** RFC 5424 §6.2.1: informational, warning, error. */
  private static int syslogSeverity(Access access) {
    return switch (access.outcome()) {
      case GRANTED -> 6;
      case FAILED -> 3;
      case REFUSED -> WARNING;
    };
  }

  private static Json json(AuditRow row) {
    Access access = row.access();
    Map<String, Json> members = new LinkedHashMap<>();
    put(members, "place", row.place());
    put(members, "time", exact(row.time()));
    put(members, "action", access.action());
    put(members, "object", access.object());
    put(members, "outcome", outcome(access));
    ByteString person = access.person();
    if (person != null) {
      put(members, "person", hex(person));
    }
    row.personName().ifPresent(name -> put(members, "personName", name));
    ByteString session = access.session();
    if (session != null) {
      put(members, "session", hex(session));
    }
    String origin = access.origin();
    if (origin != null) {
      put(members, "origin", origin);
    }
    Map<String, Json> details = new LinkedHashMap<>();
    notes(access).forEach((name, note) -> put(details, name, note));
    var _ = members.put("details", new Json.Object(details));
    return new Json.Object(members);
  }

  private static String exact(Instant time) {
    return DateTimeFormatter.ISO_INSTANT.format(time);
  }

  private static void put(Map<String, Json> members, String name, String text) {
    var _ = members.put(name, Json.of(text));
  }

  /** The details of a record as plain text, in the order of their names. */
  public static Map<String, String> notes(Access access) {
    Map<String, String> notes = new TreeMap<>();
    access
        .details()
        .values()
        .forEach((name, value) -> {
          if (value instanceof SampleValue.One(Scalar.Text(var text))) {
            var _ = notes.put(name, text);
          } else if (value instanceof SampleValue.One(Scalar.Whole(var whole))) {
            var _ = notes.put(name, Long.toString(whole));
          }
        });
    return notes;
  }

  private static String outcome(Access access) {
    return access.outcome().name().toLowerCase(Locale.ROOT);
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.bytes());
  }
}
