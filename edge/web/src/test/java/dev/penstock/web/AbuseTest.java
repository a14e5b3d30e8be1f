package dev.penstock.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What is sent in bad faith to each operation of the description that takes a body, by nobody, by
 * the node token and by an administrator: always a problem with a status of the 400s, never a fault
 * of ours, and the server goes on.
 *
 * <p>Req: 62443-4-2 CR 3.5
 */
final class AbuseTest {
  private static final WebLimits.Rates UNBOUNDED =
      new WebLimits.Rates(1_000_000, 1_000_000, 1_000_000, 1_000_000, 100);

  /** Takes bytes of any kind, so that only their number and pace can be wrong. */
  private static final String EVENTS = "/api/v1/events";

  /** Speaks the text of C2SP tlog-witness instead of JSON, and only where a witness is set up. */
  private static final String WITNESS = "/witness/add-checkpoint";

  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final int LARGE = 300 * 1_024;
  private static final long HEAP_GROWTH_MAX = 48L << 20;

  @TempDir private Path folder;
  private House house;
  private List<String> operations;
  private Map<String, String> callers;

  /** A body with the header lines that announce it. */
  private record Abuse(String lines, ByteString body) {
    Abuse(String lines, byte[] body) {
      this(lines, ByteString.of(body));
    }

    static Abuse json(byte[] body) {
      return new Abuse("Content-Type: application/json\r\n", body);
    }

    static Abuse json(String body) {
      return json(body.getBytes(UTF_8));
    }
  }

  @BeforeEach
  void open() throws IOException, InterruptedException {
    house = new House(folder, House.LIMITS.with(UNBOUNDED));
    Browser ada = Browser.ofFirst(house);
    callers = new LinkedHashMap<>();
    String own = "Sec-Fetch-Site: same-origin\r\n";
    callers.put("nobody", own);
    callers.put("the token", "Authorization: Bearer " + house.token + "\r\n");
    String cookies =
        String.join("; ", ada.cookies().entrySet().stream().map(Map.Entry::toString).toList());
    callers.put("Ada", own + "Cookie: " + cookies + "\r\nPenstock-Csrf: " + ada.csrf + "\r\n");
    operations = new ArrayList<>();
    var document =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build())
                .loadFromString(new String(house.getOpen("/openapi").body(), UTF_8));
    ((Map<?, ?>) document.get("paths"))
        .forEach((path, methods) -> {
          if (((Map<?, ?>) methods).containsKey("post")) {
            operations.add(path.toString());
          }
        });
    assertThat(operations).hasSizeGreaterThan(35).contains(EVENTS, WITNESS);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var packed = new GZIPOutputStream(bytes)) {
      packed.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError("nothing fails in memory", e);
    }
    return bytes.toByteArray();
  }

  /** Texts that are no answer to any form, whichever fields it has. */
  private static Map<String, Abuse> texts() {
    Map<String, Abuse> abuses = new LinkedHashMap<>();
    abuses.put("nothing", Abuse.json(""));
    abuses.put("null", Abuse.json("null"));
    abuses.put("a list", Abuse.json("[]"));
    abuses.put("a number", Abuse.json("1e999"));
    abuses.put("an unknown field", Abuse.json("{\"__proto__\": {\"admin\": true}}"));
    abuses.put("more behind it", Abuse.json("{}{}"));
    abuses.put("a field twice", Abuse.json("{\"name\": \"a\", \"name\": \"b\"}"));
    abuses.put("fields of other types", Abuse.json("{\"name\": [1], \"password\": {\"a\": 1}}"));
    abuses.put("half of it", Abuse.json("{\"name\": \"ad"));
    abuses.put("a zero byte", Abuse.json("{\"name\": \"a\u0000b\"}"));
    abuses.put("half a character", Abuse.json("{\"name\": \"\\ud800\"}"));
    abuses.put("no UTF-8", Abuse.json("{\"name\": \"\u00ff\u00fe\"}".getBytes(ISO_8859_1)));
    abuses.put(
        "too short a way to /", Abuse.json("{\"n\": \"\u00c0\u00af\"}".getBytes(ISO_8859_1)));
    abuses.put("a mark of order", Abuse.json("\ufeff{}"));
    abuses.put("lists in lists", Abuse.json("[".repeat(30_000)));
    abuses.put(
        "objects in objects", Abuse.json("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)));
    abuses.put("many values", Abuse.json("[" + "0,".repeat(30_000) + "0]"));
    abuses.put("a long name", Abuse.json("{\"" + "n".repeat(60_000) + "\": 1}"));
    abuses.put("too much", Abuse.json(" ".repeat(LARGE)));
    return abuses;
  }

  /** Bodies that are not announced as what they are, or in a way nobody asked for. */
  private static Map<String, Abuse> announced() {
    byte[] empty = "{}".getBytes(UTF_8);
    Map<String, Abuse> abuses = new LinkedHashMap<>();
    for (String type :
        List.of(
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "application/json, text/plain",
            "application/xml",
            "*/*")) {
      abuses.put(type, new Abuse("Content-Type: " + type + "\r\n", empty));
    }
    abuses.put("no type", new Abuse("", empty));
    String packed = "Content-Type: application/json\r\nContent-Encoding: ";
    abuses.put("gzip", new Abuse(packed + "gzip\r\n", gzip("{}")));
    abuses.put("a bomb", new Abuse(packed + "gzip\r\n", gzip(" ".repeat(20 << 20))));
    abuses.put("deflate", new Abuse(packed + "deflate\r\n", new byte[] {0x78, 0x01, 3, 0}));
    return abuses;
  }

  @Test
  void noBodyBreaksAnOperation() throws Exception {
    Map<String, Abuse> abuses = new LinkedHashMap<>(texts());
    abuses.putAll(announced());
    long before = heap();
    var wrong = new ArrayList<String>();
    int asked = 0;
    for (String operation : operations) {
      for (Map.Entry<String, String> caller : callers.entrySet()) {
        for (Map.Entry<String, Abuse> abuse : abuses.entrySet()) {
          if (isTaken(operation, caller.getKey(), abuse.getKey())) {
            continue;
          }
          String answer = post(operation, caller.getValue(), abuse.getValue());
          asked++;
          check(answer, operation + " " + caller.getKey() + " " + abuse.getKey(), wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(3_000);
    assertThat(house.incidents).isEmpty();
    assertThat(house.get("/api/v1/node").statusCode()).isEqualTo(200);
    assertThat(heap() - before).as("bytes that stayed").isLessThan(HEAP_GROWTH_MAX);
  }

  /** An event is any bytes; whoever may send one may send these. */
  private static boolean isTaken(String operation, String caller, String abuse) {
    return operation.equals(EVENTS) && caller.equals("the token") && !abuse.equals("too much");
  }

  @Test
  void whoeverSendsWithoutEndOrHaltIsLetGo() throws Exception {
    String begun =
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{ \r\n";
    List<Callable<String>> senders = new ArrayList<>();
    var wrong = new ArrayList<String>();
    var names = new ArrayList<String>();
    for (String operation : operations) {
      for (Map.Entry<String, String> caller : callers.entrySet()) {
        String head = head(operation, caller.getValue());
        names.add(operation + " " + caller.getKey());
        senders.add(() -> exchange((head + begun).getBytes(ISO_8859_1), 0));
      }
    }
    try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = all.invokeAll(senders);
      for (int i = 0; i < answers.size(); i++) {
        check(answers.get(i).get(), names.get(i), wrong);
      }
    }
    // Nor does it help to go on for ever.
    for (String operation : operations) {
      String head = head(operation, callers.get("Ada")) + begun;
      check(exchange(head.getBytes(ISO_8859_1), 1_000), operation + " without end", wrong);
    }
    assertThat(wrong).isEmpty();
    assertThat(house.incidents).isEmpty();
    assertThat(house.get("/api/v1/node").statusCode()).isEqualTo(200);
  }

  /**
   * Else whoever is still sending would find the connection gone, and no answer (RFC 9112 §9.6).
   */
  @Test
  void whoSendsTooMuchIsToldSoAndGoesOn() throws Exception {
    int length = 1 << 20;
    String head =
        head("/api/v1/session", callers.get("nobody"))
            + "Content-Type: application/json\r\nContent-Length: "
            + length
            + "\r\n\r\n";
    String last =
        "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
            .formatted(house.server.port());
    try (Socket socket = Raw.open(house)) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(ISO_8859_1));
      for (int sent = 0; sent < length; sent += LARGE / 3) {
        out.write(new byte[Math.min(LARGE / 3, length - sent)]);
        boolean _ = NEVER.await(20, TimeUnit.MILLISECONDS);
      }
      out.write(last.getBytes(ISO_8859_1));
      String answers = Raw.rest(socket);
      assertThat(answers).startsWith("HTTP/1.1 413 ").contains("body-too-large");
      assertThat(answers.substring(1)).contains("HTTP/1.1 200 ");
    }
  }

  @Test
  void chunksOfNoSizeAndTwoLengthsAreRefused() throws Exception {
    List<Callable<Optional<String>>> senders = new ArrayList<>();
    for (String lines :
        List.of(
            "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n",
            "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
            "Content-Length: 99999999999999999999\r\n\r\n{}")) {
      for (String operation : operations) {
        String head = head(operation, callers.get("Ada")) + "Content-Type: application/json\r\n";
        senders.add(() -> {
          String answer = exchange((head + lines).getBytes(ISO_8859_1), 0);
          // What cannot be told from the next request may be answered with a closed connection.
          boolean isRefused = answer.isEmpty() || answer.matches("(?s)HTTP/1.1 (4\\d\\d|501) .*");
          return isRefused
              ? Optional.empty()
              : Optional.of(operation + " " + lines.lines().toList() + ": " + firstLine(answer));
        });
      }
    }
    var wrong = new ArrayList<String>();
    try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Optional<String>> each : all.invokeAll(senders)) {
        each.get().ifPresent(wrong::add);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(house.incidents).isEmpty();
    assertThat(house.get("/api/v1/node").statusCode()).isEqualTo(200);
  }

  @Test
  void noWayLeadsOutOfTheAddressesAndNoFloodOfHeadersIsKept() throws Exception {
    var wrong = new ArrayList<String>();
    for (String operation : operations) {
      for (String id :
          List.of(
              "..",
              "..%2f..%2f..%2fetc%2fpasswd",
              "..%252f..%252fvault%252fapi-token",
              "%00",
              "%0d%0aSet-Cookie:%20a=b",
              "..;/vault",
              "%c0%ae%c0%ae",
              "a".repeat(4_000),
              "'%20or%201=1")) {
        String path =
            operation.contains("{id}") ? operation.replace("{id}", id) : operation + "/" + id;
        String answer = post(path, callers.get("Ada"), Abuse.json("{}"));
        check(answer, path, wrong);
        assertThat(answer).doesNotContain("\r\nSet-Cookie: a=b", "root:");
      }
      String flood = "X-Flood: " + "f".repeat(90) + "\r\n";
      String many = callers.get("Ada") + flood.repeat(500);
      assertThat(post(operation, many, Abuse.json("{}"))).startsWith("HTTP/1.1 431 ");
      String one = callers.get("Ada") + "X-Large: " + "f".repeat(40_000) + "\r\n";
      assertThat(post(operation, one, Abuse.json("{}"))).startsWith("HTTP/1.1 431 ");
    }
    assertThat(wrong).isEmpty();
    assertThat(house.incidents).isEmpty();
  }

  /** Req: 62443-4-2 CR 3.8: nobody's page makes a browser do something here. */
  @Test
  void noOperationIsDoneForAnotherSite() throws Exception {
    var wrong = new ArrayList<String>();
    String ada = callers.get("Ada");
    Map<String, String> forged = new LinkedHashMap<>();
    forged.put("no token", ada.replaceAll("Penstock-Csrf: [^\r]*\r\n", ""));
    forged.put("an empty token", ada.replaceAll("Penstock-Csrf: [^\r]*", "Penstock-Csrf: "));
    forged.put("a wrong token", ada.replaceAll("Penstock-Csrf: [^\r]*", "Penstock-Csrf: wrong"));
    forged.put("another site", ada.replace("same-origin", "cross-site"));
    forged.put(
        "another origin",
        ada.replace("Sec-Fetch-Site: same-origin", "Origin: http://evil.example"));
    forged.put("no origin", ada.replace("Sec-Fetch-Site: same-origin", "Origin: null"));
    for (String operation : operations) {
      for (Map.Entry<String, String> each : forged.entrySet()) {
        String answer = post(operation, each.getValue(), Abuse.json("{}"));
        boolean isOwn =
            operation.matches(
                "/api/v1/(set-up(/host)?|session|session/(passkey.*|certificate))|" + WITNESS);
        if (isOwn
            ? !answer.matches("(?s)HTTP/1.1 4\\d\\d .*|HTTP/1.1 200 .*challenge.*")
            : !answer.contains("csrf-wrong")) {
          wrong.add(operation + " " + each.getKey() + ": " + firstLine(answer));
        }
      }
    }
    assertThat(wrong).isEmpty();
    // All the same, she is still who she was.
    String text = "GET /api/v1/account HTTP/1.1\r\nHost: 127.0.0.1:" + house.server.port() + "\r\n";
    assertThat(Raw.exchange(house, text + ada)).startsWith("HTTP/1.1 200 ");
  }

  private void check(String answer, String what, List<String> wrong) {
    boolean isProblem =
        answer.matches("(?s)HTTP/1.1 4\\d\\d .*")
            && answer.contains("Content-Type: application/problem+json")
            && answer.contains("\"code\":");
    if (!isProblem) {
      wrong.add(what + ": " + firstLine(answer));
    }
  }

  private static String firstLine(String answer) {
    return answer.lines().findFirst().orElse("no answer");
  }

  private String head(String operation, String lines) {
    String query = operation.equals(EVENTS) ? "?source=a&point=b" : "";
    return "POST "
        + operation.replaceAll("\\{[a-z]+}", "0")
        + query
        + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + house.server.port()
        + "\r\n"
        + lines;
  }

  private String post(String operation, String lines, Abuse abuse) throws IOException {
    String head =
        head(operation, lines)
            + abuse.lines()
            + "Content-Length: "
            + abuse.body().size()
            + "\r\nConnection: close\r\n\r\n";
    var request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(ISO_8859_1));
    request.writeBytes(abuse.body().bytes());
    return exchange(request.toByteArray(), 0);
  }

  /** Sends this, and so many chunks of a KiB behind it; hears all that comes meanwhile. */
  private String exchange(byte[] request, int chunks) throws IOException {
    try (Socket socket = Raw.open(house)) {
      Thread sending = Thread.ofVirtual().start(() -> send(socket, request, chunks));
      var heard = new ByteArrayOutputStream();
      try {
        var _ = socket.getInputStream().transferTo(heard);
      } catch (IOException e) {
        // The other side hung up on what was still being sent; what it said before counts.
      }
      sending.interrupt();
      return heard.toString(UTF_8);
    }
  }

  private static void send(Socket socket, byte[] request, int chunks) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(request);
      byte[] chunk = ("400\r\n" + " ".repeat(1_024) + "\r\n").getBytes(ISO_8859_1);
      for (int i = 0; i < chunks; i++) {
        out.write(chunk);
      }
      out.flush();
    } catch (IOException e) {
      // Nobody listens any more, which is what a test may want.
    }
  }

  private static long heap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
