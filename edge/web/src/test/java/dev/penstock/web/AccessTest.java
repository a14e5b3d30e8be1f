package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask. Req: 62443-4-2 CR 1.1, CR 1.2, CR 2.1. */
class AccessTest {
  @TempDir Path folder;

  private House house;

  @BeforeEach
  void open() throws IOException {
    house = new House(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static final List<String> GUARDED =
      List.of(
          "/api/v1/sources",
          "/api/v1/sources/1",
          "/api/v1/sources/1/points",
          "/api/v1/records",
          "/api/v1/records/0.0",
          "/api/v1/records/0.0/proof",
          "/api/v1/records/0.0/tlog-proof",
          "/api/v1/continuity",
          "/api/v1/continuity/certificate",
          "/api/v1/node",
          "/api/v1/node/topics",
          "/api/v1/node/trust",
          "/log/tile/entries/000.p/2",
          "/metrics");

  @Test
  void withoutTheTokenNothingIsShownThatIsNotForEverybody() throws Exception {
    for (String address : GUARDED) {
      HttpResponse<byte[]> answer = house.getOpen(address);
      assertThat(answer.statusCode()).as(address).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
      assertThat(House.json(answer).at("/code").asText()).isEqualTo("unauthorized");
    }
    HttpResponse<byte[]> post =
        house.send(
            HttpRequest.newBuilder(house.at("/api/v1/events?source=s&point=p"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build());
    assertThat(post.statusCode()).isEqualTo(401);
    assertThat(house.intake.heard).isEmpty();
  }

  @Test
  void whatIsForEverybodyNeedsNoToken() throws Exception {
    for (String address :
        List.of(
            "/log/checkpoint",
            "/log/tile/0/000.p/2",
            "/health/live",
            "/health/ready",
            "/openapi")) {
      assertThat(house.getOpen(address).statusCode()).as(address).isEqualTo(200);
    }
  }

  @Test
  void aTokenThatIsNotRightOpensNothing() throws Exception {
    String token = house.token;
    for (String header :
        List.of(
            "Bearer " + token.substring(1),
            "Bearer " + token + "x",
            "Bearer " + token.toUpperCase(java.util.Locale.ROOT),
            "Basic " + token,
            "Bearer",
            token,
            "Bearer " + token + " " + token)) {
      HttpResponse<byte[]> answer =
          house.send(
              HttpRequest.newBuilder(house.at("/api/v1/node"))
                  .header("Authorization", header)
                  .build());
      assertThat(answer.statusCode()).as(header).isEqualTo(401);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(token);
    }
    HttpResponse<byte[]> two =
        house.send(house.request("/api/v1/node").header("Authorization", "Bearer x").build());
    assertThat(two.statusCode()).isEqualTo(401);
  }

  @Test
  void aTokenInTheAddressIsRefusedAndNotRepeated() throws Exception {
    String address = "/api/v1/node?access_token=" + house.token;
    assertThat(house.getOpen(address).statusCode()).isEqualTo(401);
    HttpResponse<byte[]> answer = house.get(address);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("access_token")
        .doesNotContain(house.token);
    assertThat(house.incidents).isEmpty();
  }

  /** No way of writing the path brings entries out of the open address. */
  @Test
  void entriesAreNotReachedByAnotherSpelling() throws Exception {
    for (String path :
        List.of(
            "/log/tile//entries/000.p/2",
            "/log/tile/%65ntries/000.p/2",
            "/log/tile/./entries/000.p/2",
            "/log/tile/0/../entries/000.p/2",
            "/log//tile/entries/000.p/2",
            "/log/tile/entries;x/000.p/2",
            "/log/tile/entries%2F000.p/2",
            "/LOG/tile/entries/000.p/2")) {
      String answer = Raw.exchange(house, "GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\n");
      assertThat(answer).as(path).matches("(?s)HTTP/1.1 (400|401|404) .*");
    }
    assertThat(house.get("/log/tile/entries/000.p/2").statusCode()).isEqualTo(200);
  }

  private String host() {
    return "127.0.0.1:" + house.server.port();
  }

  /** DNS rebinding: a page's own name, pointed at this machine. */
  @Test
  void anotherHostNameIsRefused() throws Exception {
    for (String named :
        List.of(
            "evil.example",
            "evil.example:" + house.server.port(),
            "127.0.0.1",
            "127.0.0.1:1",
            "localhost.evil.example:" + house.server.port(),
            "127.0.0.2:" + house.server.port(),
            "")) {
      String answer = Raw.exchange(house, "GET /health/live HTTP/1.1\r\nHost: " + named + "\r\n");
      assertThat(answer).as(named).matches("(?s)HTTP/1.1 4(21|00) .*");
    }
    String rebound =
        Raw.exchange(
            house, "GET http://evil.example/health/live HTTP/1.1\r\nHost: " + host() + "\r\n");
    assertThat(rebound).matches("(?s)HTTP/1.1 4(21|00) .*");
    String two =
        Raw.exchange(
            house, "GET /health/live HTTP/1.1\r\nHost: " + host() + "\r\nHost: evil.example\r\n");
    assertThat(two).matches("(?s)HTTP/1.1 4(21|00) .*");
    String none = Raw.exchange(house, "GET /health/live HTTP/1.0\r\n");
    assertThat(none).matches("(?s)HTTP/1.1 4(21|00) .*");
    String ours =
        Raw.exchange(
            house, "GET /health/live HTTP/1.1\r\nHost: LocalHost:" + house.server.port() + "\r\n");
    assertThat(ours).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() throws Exception {
    for (HttpResponse<byte[]> answer :
        List.of(
            house.get("/api/v1/node"),
            house.getOpen("/api/v1/node"),
            house.getOpen("/nothing"),
            house.get("/api/v1/records?x=1"))) {
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
      assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(answer.headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
      assertThat(answer.headers().firstValue("Server")).isEmpty();
      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    }
  }

  @Test
  void theTokenIsMadeOnceForItsOwnerAlone() throws Exception {
    Path file = folder.resolve("other.token");
    var first = AccessToken.open(file, new SecureRandom());
    String token = Files.readString(file).strip();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(first.isSame(token)).isTrue();
    assertThat(AccessToken.open(file, new SecureRandom()).isSame(token)).isTrue();
    assertThat(first.toString()).doesNotContain(token);
    assertThat(token).matches("penstock_[A-Za-z0-9_-]{43}").isNotEqualTo(house.token);
  }

  @Test
  void aTokenFileThatOthersMayReadIsRefused() throws Exception {
    Path file = folder.resolve("open.token");
    var _ = AccessToken.open(file, new SecureRandom());
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx------")) {
      var _ = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      assertThatThrownBy(() -> AccessToken.open(file, new SecureRandom()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(mode);
    }
  }

  @Test
  void whatIsNoTokenFileIsRefused() throws Exception {
    Path short_ = folder.resolve("short.token");
    var _ =
        Files.createFile(
            short_,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    assertThatThrownBy(() -> AccessToken.open(short_, new SecureRandom()))
        .hasMessageContaining("holds no token");
    Path link = folder.resolve("link.token");
    var _ = Files.createSymbolicLink(link, house.tokenFile);
    assertThatThrownBy(() -> AccessToken.open(link, new SecureRandom()))
        .hasMessageContaining("no token file");
    assertThatThrownBy(() -> AccessToken.open(folder, new SecureRandom()))
        .hasMessageContaining("no token file");
  }

  @Test
  void onlyLoopbackIsBound() {
    for (String bind : List.of("0.0.0.0", "10.0.0.1", "::", "localhost", "128.0.0.1", "")) {
      assertThatThrownBy(() -> new WebOptions(bind, 0, WebLimits.DEFAULT))
          .as(bind)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("loopback");
    }
    assertThat(WebOptions.isLoopback("127.0.0.1")).isTrue();
    assertThat(WebOptions.isLoopback("::1")).isTrue();
    assertThat(WebOptions.isLoopback("127.0.0.999")).isFalse();
  }
}
