package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.anchors.evm.EvmAnchor;
import dev.penstock.anchors.evm.EvmSettings;
import dev.penstock.anchors.evm.Pace;
import dev.penstock.it.peers.OpensslTsa;
import dev.penstock.it.peers.Peers;
import dev.penstock.it.peers.TestChain;
import dev.penstock.node.Node;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.verifier.Main;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node whose log is anchored by {@code openssl ts} and by a chain of anvil, and an auditor with
 * the small verifier, a trust file, and nothing else.
 */
@Timeout(300)
class AnchoredEvidenceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Peers peers = Peers.ofThisMachine();
  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir Path folder;

  private int port;

  private Node node(OpensslTsa tsa, TestChain chain) throws Exception {
    String text =
        """
        origin: plant7.example/log
        http: {port: %d}
        anchors:
          - {name: tsa-1, kind: rfc3161, url: "%s", every: 10s}
          - {name: chain-1, kind: evm, url: "%s", chain-id: 31337, confirmations: 1, every: 10s}
        """
            .formatted(port, tsa.url(), chain.address());
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> {
        Node node = Node.start(folder.resolve("data"), settings, Node.Machine.here());
        fund(chain);
        yield node;
      }
      case Reading.Faulty<NodeSettings>(var problems) -> throw new AssertionError(problems);
    };
  }

  /** Gives coins to the account that the node made for itself. */
  private void fund(TestChain chain) throws Exception {
    Path key = folder.resolve("data").resolve("keys").resolve("chain.key");
    byte[] bytes = HexFormat.of().parseHex(Files.readString(key).strip());
    var settings = EvmSettings.of("chain-1", chain.address(), 31_337);
    String account =
        new EvmAnchor(settings, bytes::clone, Pace.ofThisMachine()).sender().toString();
    JsonNode _ = chain.ask("anvil_setBalance", "[\"" + account + "\", \"0xde0b6b3a7640000\"]");
  }

  private HttpRequest.Builder request(String path) throws IOException {
    Path token = folder.resolve("data").resolve("vault").resolve("api-token");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + Files.readString(token).strip());
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofByteArray());
  }

  private void tell(String text) throws Exception {
    HttpRequest event =
        request("/api/v1/events?source=press1&point=log")
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString(text))
            .build();
    assertThat(client.send(event, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(201);
  }

  /** In which entry of the log it stands that this was told; waits until it does. */
  private long entryOf(String text) throws Exception {
    for (int i = 0; i < 1_000; i++) {
      JsonNode page =
          JSON.readTree(get("/api/v1/records?source=press1&order=newest&limit=5").body());
      for (JsonNode one : page.path("records")) {
        if (one.toString().contains(text)) {
          return one.at("/block/entry").asLong();
        }
      }
      boolean _ = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("it is not in the log that was told: " + text);
  }

  /** Waits until both have vouched for a head that covers an entry. */
  private Set<String> awaitBoth(TestChain chain, long entry) throws Exception {
    String results = "/api/v1/anchors/results?limit=100&size=" + (entry + 1);
    Set<String> kinds = new HashSet<>();
    for (int i = 0; i < 1_000 && kinds.size() < 2; i++) {
      JsonNode _ = chain.ask("anvil_mine", "[\"0x1\"]");
      tell("still running " + i);
      for (JsonNode one : JSON.readTree(get(results).body()).get("results")) {
        if (one.get("outcome").asText().equals("anchored")) {
          boolean _ = kinds.add(one.get("kind").asText());
        }
      }
      boolean _ = new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
    }
    return kinds;
  }

  private String trust(OpensslTsa tsa, TestChain chain) throws Exception {
    var lines =
        new StringBuilder(new String(get("/api/v1/node/trust").body(), StandardCharsets.UTF_8));
    lines.append("tsa-certificate ").append(base64(tsa.root())).append('\n');
    long newest = Long.decode(chain.ask("eth_blockNumber", "[]").asText());
    // The auditor looks blocks up at a node of their own.
    for (long number = 0; number <= newest; number++) {
      JsonNode block =
          chain.ask("eth_getBlockByNumber", "[\"0x" + Long.toHexString(number) + "\", false]");
      lines.append("block 31337 ").append(number).append(' ');
      lines.append(block.get("hash").asText()).append('\n');
    }
    return lines.toString();
  }

  /** The base64 of a certificate in PEM, on one line. */
  private static String base64(byte[] pem) {
    String text = new String(pem, StandardCharsets.US_ASCII);
    return text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
  }

  private List<String> verify(Path bundle, Path policy, int exitCode, String... more)
      throws Exception {
    var words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                bundle.toString(),
                "--policy",
                policy.toString()));
    words.addAll(List.of(more));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(exitCode);
    return said.lines().toList();
  }

  @Test
  void anAuditorSeesWhoVouchesForWhatASourceSaid() throws Exception {
    port = HeldPorts.next();
    Path bundle = folder.resolve("press1.zip");
    Path policy = folder.resolve("auditor.trust");
    Instant from = Instant.now().minusSeconds(3_600);
    try (OpensslTsa tsa = peers.opensslTsa(Files.createDirectory(folder.resolve("tsa")));
        TestChain chain = peers.anvil(Files.createDirectory(folder.resolve("chain")));
        Node _ = node(tsa, chain)) {
      tell("door open");
      tell("door closed");
      Instant to = Instant.now();
      assertThat(awaitBoth(chain, entryOf("door closed"))).hasSize(2);
      HttpResponse<byte[]> answer = get("/api/v1/bundle?source=press1&from=" + from + "&to=" + to);
      assertThat(answer.statusCode())
          .as(new String(answer.body(), StandardCharsets.UTF_8))
          .isEqualTo(200);
      Path _ = Files.write(bundle, answer.body());
      Path _ = Files.writeString(policy, trust(tsa, chain));
    }
    // The node, the authority and the chain are gone.
    List<String> said = verify(bundle, policy, 0, "--require", "rfc3161,evm");
    assertThat(said.getFirst()).isEqualTo("verdict  VERIFIED");
    assertThat(String.join("\n", said))
        .contains("All of it was sealed not later than ")
        .contains("of chain 31337")
        .contains("press1");
    Path list = folder.resolve("press1.csv");
    List<String> _ = verify(bundle, policy, 0, "--list", list.toString());
    assertThat(Files.readString(list)).contains("\"door open\"");
    // Without its own word about the authority the auditor is shown less.
    String less = Files.readString(policy).replaceAll("(?m)^tsa-certificate .*\n", "");
    Path lean = Files.writeString(folder.resolve("lean.trust"), less);
    assertThat(String.join("\n", verify(bundle, lean, 1, "--require", "rfc3161")))
        .contains("REQUIRED rfc3161: 0 good, 1 wanted");
    byte[] altered = Files.readAllBytes(bundle);
    altered[altered.length / 2]++;
    Path broken = Files.write(folder.resolve("broken.zip"), altered);
    List<String> _ = verify(broken, policy, 2);
  }
}
