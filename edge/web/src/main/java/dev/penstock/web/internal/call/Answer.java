package dev.penstock.web.internal.call;

import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What goes back: a status, a body and the headers that are not the same for all. */
public final class Answer {
  public static final String JSON = "application/json";
  public static final String TEXT = "text/plain; charset=utf-8";
  public static final String BYTES = "application/octet-stream";

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Optional<Stream> stream;
  private final Map<String, String> headers;
  private final List<String> cookies;

  /** A body that is too large to be held: it is written when everything else was sent. */
  public interface Stream {
    void to(OutputStream out) throws IOException;

    /** Called once, when it was written, or when it will not be. */
    void end();
  }

  private Answer(
      int status,
      String contentType,
      byte[] body,
      Optional<Stream> stream,
      Map<String, String> headers,
      List<String> cookies) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.stream = stream;
    this.headers = headers;
    this.cookies = cookies;
  }

  /**
   * A body that is written piece by piece. One that fails on the way is cut off, so its form must
   * show that.
   */
  public static Answer streamed(int status, String contentType, Stream stream) {
    return new Answer(status, contentType, new byte[0], Optional.of(stream), Map.of(), List.of());
  }

  /** Any bytes, which must not change afterwards. */
  public static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, contentType, body, Optional.empty(), Map.of(), List.of());
  }

  /** One JSON object, written by {@code fields}. */
  public static Answer json(int status, Consumer<JsonWriter> fields) {
    var json = new JsonWriter();
    json.object();
    fields.accept(json);
    json.end();
    return of(status, JSON, json.toBytes());
  }

  public static Answer problem(Problem problem) {
    Answer answer = of(problem.code().status(), Problem.CONTENT_TYPE, problem.json());
    return problem.retryAfterSeconds() == 0
        ? answer
        : answer.with("Retry-After", Integer.toString(problem.retryAfterSeconds()));
  }

  public static Answer problem(ProblemCode code, String detail) {
    return problem(Problem.of(code, detail));
  }

  /** The same with one more header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, contentType, body, stream, more, cookies);
  }

  /** The same with one more cookie, which must be left as RFC 6265 §4.1 writes it. */
  public Answer cookie(String cookie) {
    List<String> more = new ArrayList<>(cookies);
    more.add(cookie);
    return new Answer(status, contentType, body, stream, headers, List.copyOf(more));
  }

  /** The same as a file with a name of letters, digits, dots and single dashes. */
  public Answer download(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9.]+", "-");
    return with("Content-Disposition", "attachment; filename=\"" + plain + "\"");
  }

  public int status() {
    return status;
  }

  public String contentType() {
    return contentType;
  }

  /** The body itself, not a copy. Not to be written to. */
  public byte[] body() {
    return body;
  }

  /** What writes the body, where it is not {@link #body}. */
  public Optional<Stream> stream() {
    return stream;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public List<String> cookies() {
    return cookies;
  }
}
