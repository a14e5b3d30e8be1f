package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.continuity.CertificateChecker;
import dev.penstock.flow.continuity.CertificateVerdict;
import dev.penstock.flow.continuity.TrustFile;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node, asked over HTTP. */
class NodeWebTest {
  private static final NodeSettings SETTINGS =
      NodeSettings.named("plant7.example/log")
          .withWeb(new WebOptions("127.0.0.1", 0, WebLimits.DEFAULT));

  private final HttpClient http = HttpClient.newHttpClient();

  private static void hear(Node node, int number) {
    var payload =
        new Payload(null, ByteString.of(("v" + number).getBytes(StandardCharsets.UTF_8)), null);
    boolean isTaken =
        node.intake()
            .offer(
                new Heard(
                    "broker1", "plc" + number % 3, "level", null, null, Instant.now(), payload, 1),
                Receipt.NONE);
    assertThat(isTaken).isTrue();
  }

  private HttpResponse<String> get(Node node, String path) throws Exception {
    return http.send(request(node, path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(Node node, String path) throws IOException {
    String token = Files.readString(node.tokenFile().orElseThrow()).strip();
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + node.webPort().orElseThrow() + path))
        .header("Authorization", "Bearer " + token);
  }

  /** Asks until the answer has this in it: what was heard is sealed within a second or two. */
  private String await(Node node, String path, String wanted) throws Exception {
    var never = new CountDownLatch(1);
    String body = "";
    for (int i = 0; i < 600 && !body.contains(wanted); i++) {
      boolean _ = never.await(100, TimeUnit.MILLISECONDS);
      body = get(node, path).body();
    }
    assertThat(body).contains(wanted);
    return body;
  }

  /** Asks until it can be made: the last block may be under no checkpoint for a second. */
  private HttpResponse<byte[]> certificate(Node node, String times) throws Exception {
    HttpRequest request =
        request(node, "/api/v1/continuity/certificate?source=plc1" + times).build();
    var never = new CountDownLatch(1);
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    for (int i = 0; i < 600 && answer.statusCode() == 422; i++) {
      boolean _ = never.await(100, TimeUnit.MILLISECONDS);
      answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
    return answer;
  }

  @Test
  void whatWasHeardIsAskedForAndProven(@TempDir Path folder) throws Exception {
    try (Node node = Node.start(folder, SETTINGS, Node.Machine.here())) {
      for (int i = 0; i < 30; i++) {
        hear(node, i);
      }
      String records = await(node, "/api/v1/records?source=plc1&point=level", "djI4");
      assertThat(records).contains("djE=", "\"proof\"").doesNotContain("djI5");
      assertThat(await(node, "/api/v1/sources", "plc2")).contains("plc0", "plc1");
      String proof = records.replaceFirst("(?s).*\"proof\":\"([^\"]+)\".*", "$1");
      assertThat(await(node, proof, "\"inclusion\"")).contains("plant7.example/log");
      Instant now = Instant.now();
      String times = "&from=" + now.minusSeconds(600) + "&to=" + now.plusSeconds(600);
      HttpResponse<String> continuity = get(node, "/api/v1/continuity?source=plc1" + times);
      assertThat(continuity.statusCode()).as(continuity.body()).isEqualTo(200);
      assertThat(continuity.body()).contains("From this gateway's subscription on, QoS");
      assertThat(get(node, "/metrics").body())
          .contains("penstock_cursor_lag{reader=\"index\"}", "penstock_sealer_records_total");
      assertThat(get(node, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(await(node, "/log/checkpoint", "plant7.example/log")).contains("\u2014 plant7");
    }
  }

  /** As an auditor does it: the keys once, the certificate, and then nothing but the two files. */
  @Test
  void aCertificateIsConfirmedByTheKeysThatTheNodeShows(@TempDir Path folder) throws Exception {
    Instant began = Instant.now();
    try (Node node = Node.start(folder, SETTINGS, Node.Machine.here())) {
      for (int i = 0; i < 30; i++) {
        hear(node, i);
      }
      String _ = await(node, "/api/v1/sources", "plc2");
    }
    try (Node node = Node.start(folder, SETTINGS, Node.Machine.here())) {
      String times = "&from=" + began.minusSeconds(5) + "&to=" + Instant.now().plusSeconds(1);
      String _ = await(node, "/api/v1/continuity?source=plc1" + times, "10 records heard");
      HttpResponse<byte[]> certificate = certificate(node, times);
      assertThat(certificate.statusCode())
          .as(new String(certificate.body(), StandardCharsets.UTF_8))
          .isEqualTo(200);
      byte[] trust = get(node, "/api/v1/node/trust").body().getBytes(StandardCharsets.UTF_8);
      assertThat(trust).asString(StandardCharsets.UTF_8).isEqualTo(node.trust());
      var checker =
          new CertificateChecker(
              new JdkSignatures(), TrustFile.decode(trust).toOptional().orElseThrow());
      assertThat(checker.check(certificate.body()))
          .isInstanceOfSatisfying(
              CertificateVerdict.Confirmed.class,
              confirmed -> {
                assertThat(confirmed.certificate().name()).isEqualTo("plc1");
                assertThat(confirmed.certificate().report().heardCount()).isEqualTo(10);
              });
      byte[] other = certificate.body().clone();
      other[other.length / 2] ^= 1;
      assertThat(checker.check(other)).isNotInstanceOf(CertificateVerdict.Confirmed.class);
    }
  }

  @Test
  void anEventIsAcknowledgedWhenItIsDurableAndSealedLikeAnyOther(@TempDir Path folder)
      throws Exception {
    try (Node node = Node.start(folder, SETTINGS, Node.Machine.here())) {
      HttpRequest event =
          request(node, "/api/v1/events?source=mes&point=batch")
              .header("Content-Type", "text/plain")
              .POST(HttpRequest.BodyPublishers.ofString("batch 7 begun"))
              .build();
      HttpResponse<String> answer = http.send(event, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
      assertThat(await(node, "/api/v1/records?source=mes", "YmF0Y2ggNyBiZWd1bg=="))
          .contains("text/plain");
    }
  }

  /** What is known from a broker is not mixed with what somebody hands in under the same name. */
  @Test
  void anEventUnderANameThatIsTakenSaysWhatItIsCalled(@TempDir Path folder) throws Exception {
    try (Node node = Node.start(folder, SETTINGS, Node.Machine.here())) {
      hear(node, 1);
      HttpRequest event =
          request(node, "/api/v1/events?source=plc1&point=note")
              .POST(HttpRequest.BodyPublishers.ofString("by hand"))
              .build();
      HttpResponse<String> answer = http.send(event, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      assertThat(answer.body()).contains("\"source\":\"~http/plc1\"");
      String records = answer.body().replaceFirst("(?s).*\"records\":\"([^\"]+)\".*", "$1");
      assertThat(await(node, records, "YnkgaGFuZA==")).contains("~http/plc1");
      assertThat(Files.readString(folder.resolve("notes/lowest-qos")).strip())
          .as("a socket says nothing of brokers")
          .isEqualTo("2");
    }
  }

  @Test
  void aPortThatIsTakenStopsTheQuestionsAndNothingElse(@TempDir Path folder) throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var settings =
          NodeSettings.named("plant7.example/log")
              .withWeb(new WebOptions("127.0.0.1", taken.getLocalPort(), WebLimits.DEFAULT));
      try (Node node = Node.start(folder, settings, Node.Machine.here())) {
        hear(node, 1);
        assertThat(node.webPort()).isEmpty();
        assertThat(node.obstacles())
            .anyMatch(line -> line.contains("cannot listen on 127.0.0.1 port"));
      }
    }
  }

  @Test
  void nobodyIsToldAnythingWithoutTheToken(@TempDir Path folder) throws Exception {
    try (Node node = Node.start(folder, SETTINGS, Node.Machine.here())) {
      var bare =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:" + node.webPort().orElseThrow() + "/api/v1/records"))
              .build();
      assertThat(http.send(bare, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }
  }
}
