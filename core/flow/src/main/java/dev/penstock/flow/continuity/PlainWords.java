package dev.penstock.flow.continuity;

import dev.penstock.flow.continuity.Stretch.Why;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reports in words that need no manual. Times are UTC. */
public final class PlainWords {
  private static final long NANOS = 1_000_000_000L;

  private PlainWords() {}

  /** A report, one line for each stretch and finding. */
  public static List<String> of(ContinuityReport report, String name) {
    var lines = new ArrayList<String>();
    lines.add(
        name
            + " from "
            + time(report.from())
            + " to "
            + time(report.to())
            + ": "
            + counted(report.heardCount(), "record")
            + " heard.");
    report.stretches().forEach(stretch -> lines.add(of(stretch)));
    report.findings().forEach(finding -> lines.add(of(finding)));
    if (report.findingsLeftOut() > 0) {
      lines.add("And " + counted(report.findingsLeftOut(), "more finding") + ".");
    }
    return lines;
  }

  /** A stretch as one sentence. */
  public static String of(Stretch stretch) {
    String when = time(stretch.from()) + " to " + time(stretch.to()) + ": ";
    return when
        + switch (stretch) {
          case Stretch.Heard(var _, var _, var count) ->
              count == 0
                  ? "heard; the source itself said that it had no records."
                  : "heard, " + counted(count, "record") + ".";
          case Stretch.Listening _ -> "listening; link and subscription were up and nothing came.";
          case Stretch.Deaf(var _, var _, var since, var count) ->
              "deaf since "
                  + time(since)
                  + "; what was sent then may be missing"
                  + (count == 0 ? "." : ". " + counted(count, "record") + " came all the same.");
          case Stretch.Unknown(var _, var _, Why.NotStated()) ->
              "unknown; the gateway stated nothing about this time.";
          case Stretch.Unknown(var _, var _, Why.NotSubscribed()) ->
              "unknown; the gateway did not listen for this source.";
          case Stretch.Unknown(var _, var _, Why.Pruned(var policy, var on)) ->
              "unknown; pruned by policy " + policy + " on " + date(on) + ".";
        };
  }

  /** A finding as one sentence. */
  public static String of(ContinuityFinding finding) {
    Long to = finding.to();
    String until =
        to == null ? " on, still lasting" : to == finding.from() ? "" : " to " + time(to);
    String began = finding.from() == 0 ? "At a time that is not known" : time(finding.from());
    return began + until + ": " + what(finding) + range(finding) + ".";
  }

  private static String what(ContinuityFinding finding) {
    Long count = finding.count();
    String records = count == null ? "an unknown number of records" : counted(count, "record");
    String why = " (" + finding.code() + ")";
    return switch (finding.kind()) {
      case GAP -> "gap, " + records + " missing" + why;
      case DROP -> "dropped, " + records + why;
      case LATE -> "late, " + records + why;
      case REORDERED -> "out of order, " + records + why;
      case CLOCK_STEP -> "a clock stepped or cannot be right" + why;
      case SILENCE -> "silent; a cut wire and an outage look the same";
      case UNANCHORED -> "no anchor outside covers this time";
      case PRUNED ->
          "records pruned by policy "
              + (finding.policy() == null ? "unnamed" : finding.policy())
              + " on "
              + date(finding.at())
              + why;
      case RESTART -> "the gateway started again" + why;
      case REPEATED -> "the same came again" + why;
      case EVIDENCE -> "the evidence is contradicted" + why;
    };
  }

  private static String range(ContinuityFinding finding) {
    Long first = finding.first();
    Long last = finding.last();
    if (first == null || last == null) {
      return "";
    }
    return first.equals(last) ? ", number " + first : ", numbers " + first + " to " + last;
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** A time as people read it. */
  static String time(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS).toString();
  }

  private static String date(long nanos) {
    return time(nanos).substring(0, "2026-01-01".length());
  }
}
