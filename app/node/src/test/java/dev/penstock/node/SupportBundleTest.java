package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.node.config.NodeSettings;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is handed to those who help has no secret of the node's. Req: 62443-4-2 CR 4.1. */
@Timeout(300)
class SupportBundleTest {
  private static final String PASSWORD = "correct horse battery 17";
  private static final String KEY = "a-key-of-a-webhook-0123456789";

  @TempDir private Path folder;

  private NodeSettings settings(int port) {
    String text =
        """
        origin: plant7.example/log
        http: {port: %d}
        notices:
          channels:
            - {name: pager, kind: webhook, url-file: '%s', key-file: '%s'}
          routes:
            - steps: [{channels: [pager]}]
        """
            .formatted(port, folder.resolve("url"), folder.resolve("key"));
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings;
      case Reading.Faulty<NodeSettings>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  /** By name, as it is unpacked. */
  private static Map<String, String> parts(byte[] zip) throws IOException {
    Map<String, String> parts = new TreeMap<>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
        var _ =
            parts.put(each.getName(), new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
    return parts;
  }

  /** Every line of eight characters or more of the files that only the node's user may read. */
  private static List<String> secrets(Path data) throws IOException {
    List<String> all = new ArrayList<>();
    for (String room : List.of("vault", "keys")) {
      try (Stream<Path> files = Files.walk(data.resolve(room))) {
        for (Path each : files.filter(Files::isRegularFile).toList()) {
          String name = each.getFileName().toString();
          // Certificates are for everybody, and their list is what the bundle shows.
          if (!name.endsWith(".crt") && !name.endsWith(".crl")) {
            Files.readString(each, StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .filter(line -> line.length() >= 8 && !line.startsWith("-----"))
                .forEach(all::add);
          }
        }
      }
    }
    return all;
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  @Test
  void noSecretOfTheNodeIsInIt() throws Exception {
    Path _ = Files.writeString(folder.resolve("url"), "https://127.0.0.1:9/hook-of-many-secrets\n");
    Path _ = Files.writeString(folder.resolve("key"), KEY + "\n");
    int port = HeldPorts.next();
    Path data = folder.resolve("data");
    try (Node node = Node.start(data, settings(port), Node.Machine.here());
        HttpClient http = HttpClient.newHttpClient()) {
      String code = node.setUpCode().orElseThrow();
      HttpResponse<String> first =
          http.send(
              request(port, "/api/v1/set-up")
                  .header("Content-Type", "application/json")
                  .header("Origin", "http://127.0.0.1:" + port)
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          ("{\"code\":\"%s\",\"name\":\"ana\",\"displayName\":\"Ana Blum\","
                                  + "\"password\":\"%s\"}")
                              .formatted(code, PASSWORD)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
      String cookie =
          first
              .headers()
              .firstValue("Set-Cookie")
              .orElseThrow()
              .replaceFirst("(?s)^[^=]*=([^;]*).*", "$1");
      String csrf = first.body().replaceFirst("(?s).*\"csrf\":\"([^\"]+)\".*", "$1");
      String token = Files.readString(node.tokenFile().orElseThrow()).strip();
      HttpResponse<byte[]> answer =
          http.send(
              request(port, "/api/v1/support").header("Authorization", "Bearer " + token).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      Map<String, String> parts = parts(answer.body());
      assertThat(parts).containsKeys("node.json", "metrics.txt", "machine.txt");
      assertThat(parts.get("node.json")).contains("plant7.example/log");
      List<String> secrets = new ArrayList<>(secrets(data));
      assertThat(secrets)
          .as("there is something to be found")
          .hasSizeGreaterThan(3)
          .contains(token);
      secrets.addAll(
          List.of(token, PASSWORD, code, cookie, csrf, KEY, "hook-of-many-secrets", "Ana Blum"));
      assertThat(cookie).hasSizeGreaterThan(20);
      for (Map.Entry<String, String> part : parts.entrySet()) {
        for (String secret : secrets) {
          assertThat(part.getValue().contains(secret)).as(part.getKey()).isFalse();
        }
      }
    }
  }
}
