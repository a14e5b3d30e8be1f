package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.access.Bytes;
import dev.penstock.access.Totp;
import dev.penstock.reception.Account;
import dev.penstock.reception.Caller;
import dev.penstock.reception.Origin;
import dev.penstock.reception.Presented;
import dev.penstock.reception.RegistrationAnswer;
import dev.penstock.reception.RegistrationBegun;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One browser of one person: it keeps cookies, and sends what a page of the console sends. */
final class Browser {
  static final String PASSWORD = "seven grey herons at noon";

  private final House house;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  final Map<String, String> more = new TreeMap<>();
  String csrf = "";
  private String app = "";
  private @Nullable Bytes passkey;

  Browser(House house) {
    this.house = house;
    more.put("Sec-Fetch-Site", "same-origin");
  }

  /** The first person, at a node that has none. */
  static Browser ofFirst(House house) throws IOException, InterruptedException {
    String code =
        switch (house.desk.reception.newSetUpCode()) {
          case dev.penstock.reception.Answer.Given<String>(var made) -> made;
          case dev.penstock.reception.Answer.Refused<String>(var why) ->
              throw new AssertionError(why.code());
        };
    var browser = new Browser(house);
    JsonNode session =
        browser.json(
            201,
            browser.post(
                "/api/v1/set-up",
                """
                {"code": "%s", "name": "ada", "displayName": "Ada", "password": "%s"}\
                """
                    .formatted(code, PASSWORD)));
    assertThat(session.get("state").asText()).isEqualTo("signed-in");
    return browser;
  }

  /** Somebody with these roles, made by an administrator, with a password of their own. */
  static Browser of(House house, Browser admin, String name, String roles)
      throws IOException, InterruptedException {
    JsonNode made =
        admin.json(
            201,
            admin.post(
                "/api/v1/people",
                """
                {"name": "%s", "displayName": "Somebody", "roles": %s}\
                """
                    .formatted(name, roles)));
    var browser = new Browser(house);
    String initial = made.get("initialPassword").asText();
    JsonNode due = browser.json(200, browser.signIn(name, initial));
    assertThat(due.get("state").asText()).isEqualTo("password-change-due");
    HttpResponse<byte[]> changed =
        browser.post(
            "/api/v1/account/password",
            "{\"old\": \"" + initial + "\", \"new\": \"" + PASSWORD + "\"}");
    assertThat(changed.statusCode()).as(new String(changed.body(), UTF_8)).isEqualTo(204);
    return browser;
  }

  HttpResponse<byte[]> signIn(String name, String password)
      throws IOException, InterruptedException {
    return post(
        "/api/v1/session", "{\"name\": \"" + name + "\", \"password\": \"" + password + "\"}");
  }

  /** Proves the password again. */
  void stepUp() throws IOException, InterruptedException {
    String totp = app.isEmpty() ? "" : ", \"totp\": \"" + code() + "\"";
    JsonNode _ =
        json(
            200,
            post("/api/v1/session/step-up", "{\"password\": \"" + PASSWORD + "\"" + totp + "}"));
  }

  /** Sets up an authenticator app, which is what an approval takes beside the password. */
  void addApp() throws IOException, InterruptedException {
    app = json(200, post("/api/v1/account/totp/begin", "{}")).get("secret").asText();
    assertThat(post("/api/v1/account/totp/confirm", "{\"totp\": \"" + code() + "\"}").statusCode())
        .isEqualTo(204);
  }

  /** What the app shows; each code is good for once, so the clock goes on first. */
  private String code() {
    house.clock.advance(Duration.ofSeconds(30));
    var bits = BigInteger.ONE;
    for (int i = 0; i < app.length(); i++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(app.charAt(i));
      bits = bits.shiftLeft(5).or(BigInteger.valueOf(value));
    }
    byte[] all = bits.toByteArray();
    Bytes secret = Bytes.of(Arrays.copyOfRange(all, 1, all.length));
    return Totp.code(secret, Totp.stepAt(house.clock.instant()));
  }

  /** Adds a passkey by reception itself, for the addresses of tests have no host name for one. */
  void addPasskey() {
    Account account = house.desk.reception.account();
    Caller caller =
        house.desk.reception.caller(
            new Presented(
                false,
                null,
                cookies.get(Cookies.SESSION),
                csrf,
                true,
                true,
                Origin.of("127.0.0.1")));
    RegistrationBegun begun = given(account.beginPasskey(caller, "blue key"));
    Bytes id = begun.challenge();
    passkey =
        given(account.finishPasskey(caller, new RegistrationAnswer(begun.ticket(), id, id, id)))
            .id();
  }

  private static <T> T given(dev.penstock.reception.Answer<T> answer) {
    return switch (answer) {
      case dev.penstock.reception.Answer.Given<T>(var value) -> value;
      case dev.penstock.reception.Answer.Refused<T>(var why) -> throw new AssertionError(why);
    };
  }

  /** Agrees to all that waits, after having shown password and app, or by the passkey. */
  void approveAll() throws IOException, InterruptedException {
    for (JsonNode each : json(200, get("/api/v1/approvals")).get("items")) {
      JsonNode after = json(200, approve(each));
      assertThat(after.get("state").asText()).isEqualTo("executed");
    }
  }

  /** Agrees to one that waits. */
  HttpResponse<byte[]> approve(JsonNode request) throws IOException, InterruptedException {
    String path = "/api/v1/approvals/" + request.get("id").asText();
    String digest = "{\"digest\": \"" + request.get("digest").asText() + "\"";
    if (passkey == null) {
      stepUp();
      return post(path + "/approve", digest + "}");
    }
    JsonNode begun = json(200, post(path + "/begin", "{}"));
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(passkey.toArray());
    return post(
        path + "/approve",
        """
        %s, "ticket": "%s", "credential": {"id": "%s", "response":
         {"clientDataJson": "%s", "authenticatorData": "%s", "signature": "%s"}}}\
        """
            .formatted(digest, begun.get("ticket").asText(), id, id, id, id));
  }

  HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(house.at(path)));
  }

  HttpResponse<byte[]> post(String path, String body) throws IOException, InterruptedException {
    return postAs("application/json", path, body);
  }

  HttpResponse<byte[]> postAs(String type, String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(house.at(path))
            .header("Content-Type", type)
            .header("Penstock-Csrf", csrf)
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          String.join("; ", cookies.entrySet().stream().map(Map.Entry::toString).toList()));
    }
    more.forEach(request::header);
    HttpResponse<byte[]> answer = house.send(request.build());
    for (String cookie : answer.headers().allValues("Set-Cookie")) {
      assertThat(cookie).contains("Path=/", "Secure", "HttpOnly", "SameSite=");
      String pair = cookie.substring(0, cookie.indexOf(';'));
      String name = pair.substring(0, pair.indexOf('='));
      if (cookie.contains("Max-Age=0")) {
        cookies.remove(name);
      } else {
        cookies.put(name, pair.substring(pair.indexOf('=') + 1));
      }
    }
    boolean isJson =
        answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    if (isJson && answer.body().length > 0 && House.json(answer).has("csrf")) {
      csrf = House.json(answer).get("csrf").asText();
    }
    return answer;
  }

  /** The JSON of an answer that has this status. */
  JsonNode json(int status, HttpResponse<byte[]> answer) throws IOException {
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(status);
    return House.json(answer);
  }

  /** What is wrong, by the code of the problem. */
  static String problem(HttpResponse<byte[]> answer) throws IOException {
    return answer.statusCode() + " " + House.json(answer).path("code").asText();
  }

  Map<String, String> cookies() {
    return cookies;
  }
}
