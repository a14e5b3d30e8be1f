package dev.penstock.web.internal.call;

import dev.penstock.web.internal.json.JsonWriter;
import java.util.List;
import java.util.Optional;

/**
 * Why a request was not served, RFC 9457.
 *
 * @param detail what happened this time, one sentence
 * @param where the parameter or header it is about
 * @param value what was there; never of a parameter that is not known, for it may be a secret
 * @param allowed what may be there
 * @param retryAfterSeconds when to ask again; 0 for a request that will not do better later
 * @param reasons one for each thing that is wrong, where there are several: stable words, but for a
 *     model's findings, which are lines
 */
public record Problem(
    ProblemCode code,
    String detail,
    Optional<String> where,
    Optional<String> value,
    Optional<String> allowed,
    int retryAfterSeconds,
    List<String> reasons) {
  public static final String CONTENT_TYPE = "application/problem+json";

  /** RFC 4151: a name for the kind of problem, not an address. */
  private static final String TYPE = "tag:penstock.dev,2026:problem:";

  private static final int SHOWN_CHARS_MAX = 80;

  public Problem {
    reasons = List.copyOf(reasons);
  }

  /** One with nothing more to say. */
  public static Problem of(ProblemCode code, String detail) {
    return new Problem(
        code, detail, Optional.empty(), Optional.empty(), Optional.empty(), 0, List.of());
  }

  /** One about a parameter or header. */
  public Problem at(String place) {
    return new Problem(
        code, detail, Optional.of(place), value, allowed, retryAfterSeconds, reasons);
  }

  public Problem given(String given) {
    String shown =
        given.length() <= SHOWN_CHARS_MAX ? given : given.substring(0, SHOWN_CHARS_MAX) + "...";
    return new Problem(
        code, detail, where, Optional.of(shown), allowed, retryAfterSeconds, reasons);
  }

  public Problem allowing(String range) {
    return new Problem(code, detail, where, value, Optional.of(range), retryAfterSeconds, reasons);
  }

  /** One that may be gone soon. */
  public Problem retryAfter(int seconds) {
    return new Problem(code, detail, where, value, allowed, seconds, reasons);
  }

  /** One with words for programs. */
  public Problem because(List<String> words) {
    return new Problem(code, detail, where, value, allowed, retryAfterSeconds, words);
  }

  /** The same as JSON. */
  public byte[] json() {
    var json = new JsonWriter();
    json.object();
    json.text("type", TYPE + code.code());
    json.text("title", code.title());
    json.number("status", code.status());
    json.text("detail", detail);
    json.text("code", code.code());
    where.ifPresent(text -> json.text("where", text));
    value.ifPresent(text -> json.text("value", text));
    allowed.ifPresent(text -> json.text("allowed", text));
    if (!reasons.isEmpty()) {
      json.array("reasons");
      reasons.forEach(json::text);
      json.end();
    }
    json.text("remedy", code.remedy());
    json.end();
    return json.toBytes();
  }
}
