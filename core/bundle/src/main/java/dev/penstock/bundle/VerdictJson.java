package dev.penstock.bundle;

import java.util.List;
import java.util.Optional;

/**
 * A verdict as JSON, the same from every program that checks bundles: docs/formats/bundle.md §8.
 */
public final class VerdictJson {
  private final StringBuilder out = new StringBuilder(4_096);

  private VerdictJson() {}

  /** One object on one line. */
  public static String of(Verdict verdict) {
    var json = new VerdictJson();
    json.write(verdict);
    return json.out.toString();
  }

  private void write(Verdict verdict) {
    out.append("{\"verdict\":");
    text(verdict.outcome().name());
    out.append(",\"exit\":").append(verdict.outcome().exitCode());
    out.append(",\"about\":");
    Optional<About> about = verdict.about();
    if (about.isPresent()) {
      about(about.get());
    } else {
      out.append("null");
    }
    out.append(",\"notLaterThan\":");
    if (verdict.notLaterThan().isPresent()) {
      text(Times.text(verdict.notLaterThan().get()));
    } else {
      out.append("null");
    }
    out.append(",\"by\":");
    text(verdict.by());
    out.append(",\"aloneSeconds\":");
    if (verdict.aloneSeconds().isPresent()) {
      out.append(verdict.aloneSeconds().getAsLong());
    } else {
      out.append("null");
    }
    out.append(",\"claims\":[");
    for (int i = 0; i < verdict.claims().size(); i++) {
      out.append(i == 0 ? "" : ",");
      claim(verdict.claims().get(i));
    }
    out.append("],\"unmet\":");
    texts(verdict.unmet());
    out.append(",\"rests\":");
    texts(verdict.rests());
    out.append('}');
  }

  private void about(About about) {
    out.append("{\"source\":");
    text(about.name());
    out.append(",\"gateway\":");
    text(about.origin());
    out.append(",\"log\":");
    text(about.log());
    out.append(",\"from\":");
    text(Times.text(about.from()));
    out.append(",\"to\":");
    text(Times.text(about.to()));
    out.append(",\"blocks\":").append(about.blocks());
    out.append(",\"records\":").append(about.records());
    out.append(",\"redacted\":");
    texts(about.redacted());
    out.append('}');
  }

  private void claim(Claim claim) {
    out.append("{\"code\":");
    text(claim.code().name());
    out.append(",\"state\":");
    text(claim.state().name());
    out.append(",\"reason\":");
    if (claim.reason().isPresent()) {
      text(claim.reason().get().name());
    } else {
      out.append("null");
    }
    out.append(",\"where\":");
    text(claim.where());
    out.append(",\"words\":");
    text(claim.words());
    out.append(",\"details\":");
    texts(claim.details());
    out.append('}');
  }

  private void texts(List<String> texts) {
    out.append('[');
    for (int i = 0; i < texts.size(); i++) {
      out.append(i == 0 ? "" : ",");
      text(texts.get(i));
    }
    out.append(']');
  }

  /** RFC 8259 §7; names in a bundle come from outside, so every control character is escaped. */
  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
