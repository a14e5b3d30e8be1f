package dev.penstock.notices.send.webhook;

import dev.penstock.notices.Errand;
import dev.penstock.notices.Notice;
import dev.penstock.notices.NoticeWords;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** A notice as one flat JSON object; docs/notices.md says what its fields mean. */
final class NoticeJson {
  private NoticeJson() {}

  static byte[] of(String node, Errand errand) {
    Notice notice = errand.notice();
    SequencedMap<String, String> fields = new LinkedHashMap<>();
    put(fields, "version", "1");
    put(fields, "id", Long.toString(errand.id()));
    put(fields, "node", quoted(node));
    put(fields, "occasion", quoted(errand.occasion().wireName()));
    put(fields, "kind", quoted(notice.kind().wireName()));
    put(fields, "subject", quoted(notice.subject()));
    put(fields, "severity", quoted(notice.severity().wireName()));
    put(fields, "state", quoted(notice.state().name().toLowerCase(Locale.ROOT)));
    put(fields, "since", quoted(notice.since().toString()));
    put(fields, "written_at", quoted(errand.madeAt().toString()));
    put(fields, "headline", quoted(NoticeWords.headline(node, errand)));
    put(fields, "text", quoted(notice.text()));
    put(fields, "advice", quoted(notice.kind().advice()));
    String all =
        fields.entrySet().stream()
            .map(each -> quoted(each.getKey()) + ":" + each.getValue())
            .collect(Collectors.joining(",", "{", "}"));
    return all.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(SequencedMap<String, String> into, String name, String json) {
    var _ = into.put(name, json);
  }

  /** RFC 8259 §7; names of nodes come from settings, so anything may be in them. */
  static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        out.append('\\').append(each);
      } else if (each < ' ' || each == 127 || Character.isSurrogate(each)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
      } else {
        out.append(each);
      }
    }
    return out.append('"').toString();
  }
}
