package dev.penstock.cli.log;

import dev.penstock.cli.json.JsonText;
import dev.penstock.merkle.mirror.MirrorCounts;
import dev.penstock.merkle.mirror.MirrorOutcome;
import dev.penstock.merkle.note.Checkpoint;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what a round came to: in words, or as one JSON object on one line. */
final class MirrorTelling {
  private final PrintWriter out;
  private final boolean isJson;

  /** What was said last, so that a follower does not repeat itself. */
  private String last = "";

  MirrorTelling(PrintWriter out, boolean isJson) {
    this.out = out;
    this.isJson = isJson;
  }

  /**
   * Tells an outcome.
   *
   * @param place where evidence lies, empty where there is none
   */
  void outcome(MirrorOutcome outcome, String place) {
    if (isJson) {
      json(outcome, place);
    } else {
      words(outcome, place);
    }
    out.flush();
  }

  /** The link, the source or the copy cannot be reached. */
  void trouble(String why, long failures, long waitSeconds) {
    if (isJson) {
      Map<String, Object> fields = fields("trouble");
      var _ = fields.put("why", why);
      var _ = fields.put("failures", failures);
      var _ = fields.put("retry_s", waitSeconds);
      print(fields);
    } else {
      String next = waitSeconds > 0 ? "; again in " + waitSeconds + " s" : "";
      say("trouble", why + " (" + failures + (failures == 1 ? " time" : " times") + ")" + next);
    }
    last = "trouble";
    out.flush();
  }

  /** Nothing was in the way any more, after trouble. */
  void over(long failures) {
    if (!isJson) {
      say("over", "the copy goes on after " + failures + " failed rounds");
    }
  }

  private void words(MirrorOutcome outcome, String place) {
    switch (outcome) {
      case MirrorOutcome.Advanced(var from, var head, var counts) -> {
        if (from.isEmpty()) {
          say("log", head.origin());
        }
        copied(counts);
        once("UP TO DATE" + at(head));
      }
      case MirrorOutcome.UpToDate(var head) -> once("UP TO DATE" + at(head));
      case MirrorOutcome.Stopped(var head, var entries, var counts) -> {
        copied(counts);
        once(
            "STOPPED at entry "
                + entries
                + " of "
                + head.size()
                + "; what is copied is verified, and the next run goes on there");
      }
      case MirrorOutcome.Refused(var _, var why, var counts) -> {
        copied(counts);
        if (!last.equals("REFUSED" + why)) {
          say("FINDING", why);
          say("verdict", "REFUSED: the copy stays at the head it had");
        }
        last = "REFUSED" + why;
      }
      case MirrorOutcome.Contradicted(var conflict, var _) -> {
        say("FINDING", conflict.kind() + ": " + conflict.text());
        say("evidence", "both signed heads are in " + place);
        once("REFUSED: the copy stays at the head it had");
      }
    }
  }

  private void copied(MirrorCounts counts) {
    if (counts.entriesCopied() > 0 || counts.resources() > 0) {
      say(
          "copied",
          counts.entriesCopied()
              + " entries; "
              + counts.resources()
              + " files, "
              + counts.bytes()
              + " bytes");
    }
    if (counts.entriesPruned() > 0) {
      say(
          "pruned",
          counts.entriesPruned()
              + " entries are no longer at the source; the copy has their hashes only");
    }
  }

  private static String at(Checkpoint head) {
    return " at size " + head.size() + ", root " + head.root();
  }

  private void once(String verdict) {
    if (!verdict.equals(last)) {
      say("verdict", verdict);
    }
    last = verdict;
  }

  private void say(String name, String what) {
    out.println("%-8s %s".formatted(name, PlainText.of(what)));
  }

  private void json(MirrorOutcome outcome, String place) {
    Map<String, Object> fields =
        switch (outcome) {
          case MirrorOutcome.Advanced(var from, var head, var counts) -> {
            Map<String, Object> made = fields("advanced");
            from.ifPresent(before -> made.put("from", before.size()));
            yield withCounts(withHead(made, head), counts);
          }
          case MirrorOutcome.UpToDate(var head) -> withHead(fields("up-to-date"), head);
          case MirrorOutcome.Stopped(var head, var entries, var counts) -> {
            Map<String, Object> made = withHead(fields("stopped"), head);
            var _ = made.put("entries", entries);
            yield withCounts(made, counts);
          }
          case MirrorOutcome.Refused(var reason, var why, var counts) -> {
            Map<String, Object> made = fields("refused");
            var _ = made.put("reason", reason.name());
            var _ = made.put("why", why);
            yield withCounts(made, counts);
          }
          case MirrorOutcome.Contradicted(var conflict, var _) -> {
            Map<String, Object> made = fields("contradicted");
            var _ = made.put("kind", conflict.kind().name());
            var _ = made.put("origin", conflict.origin());
            var _ = made.put("evidence", place);
            yield made;
          }
        };
    print(fields);
  }

  private static Map<String, Object> fields(String event) {
    var fields = new LinkedHashMap<String, Object>();
    var _ = fields.put("event", event);
    return fields;
  }

  private static Map<String, Object> withHead(Map<String, Object> fields, Checkpoint head) {
    var _ = fields.put("origin", head.origin());
    var _ = fields.put("size", head.size());
    var _ = fields.put("root", head.root().toString());
    return fields;
  }

  private static Map<String, Object> withCounts(Map<String, Object> fields, MirrorCounts counts) {
    var _ = fields.put("copied", counts.entriesCopied());
    var _ = fields.put("pruned", counts.entriesPruned());
    var _ = fields.put("files", counts.resources());
    var _ = fields.put("bytes", counts.bytes());
    return fields;
  }

  private void print(Map<String, Object> fields) {
    out.println(
        fields.entrySet().stream()
            .map(field -> JsonText.of(field.getKey()) + ":" + value(field.getValue()))
            .collect(Collectors.joining(",", "{", "}")));
  }

  private static String value(Object value) {
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%d", number.longValue())
        : JsonText.of(value.toString());
  }
}
