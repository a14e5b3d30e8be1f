package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.device.DeviceClock;
import dev.penstock.device.DeviceWorld;
import dev.penstock.device.GatewayKey;
import dev.penstock.device.Settings;
import dev.penstock.device.Telemetry;
import dev.penstock.device.software.FolderStore;
import dev.penstock.device.software.SoftwareKey;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.it.peers.Mosquitto;
import dev.penstock.it.peers.Peers;
import dev.penstock.node.Node;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device with our SDK behind mosquitto; its messages are carried by mosquitto's own clients. */
@Timeout(300)
class SigningDeviceTest {
  private static final String ORIGIN = "pump-7.example";

  private final Peers peers = Peers.ofThisMachine();
  private final List<byte[]> sent = new ArrayList<>();

  @TempDir Path folder;

  private static NodeSettings settings(String text) {
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings;
      case Reading.Faulty<NodeSettings>(var problems) -> throw new AssertionError(problems);
    };
  }

  private Node node(String settings) throws Exception {
    return Node.start(folder.resolve("data"), settings(settings), Node.Machine.here());
  }

  private static String settings(int port, ChainId chain, VerificationKey key) {
    return """
    origin: plant7.example/log
    http: {enabled: false}
    brokers:
      - name: line1
        host: 127.0.0.1
        port: %d
        subscriptions:
          - topic: penstock/v1/+/block
    devices:
      - source: pump-7
        origin: %s
        chain: %s
        key: %s
    """
        .formatted(port, ORIGIN, chain, HexFormat.of().formatHex(CoseKey.encode(key)));
  }

  private Telemetry device(SoftwareKey key, VerificationKey ackKey) throws IOException {
    var clock =
        new DeviceClock() {
          @Override
          public long ticks() {
            return System.nanoTime();
          }

          @Override
          public long wallNanos() {
            Instant now = Instant.now();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
          }

          @Override
          public int quality() {
            return 0;
          }
        };
    var world =
        new DeviceWorld(
            GatewayKey.of(SoftwareKey.EDDSA, ackKey.raw()),
            new FolderStore(folder.resolve("store")),
            sent::add,
            clock,
            new SecureRandom());
    return Telemetry.start(Settings.of(ORIGIN, "test 1"), key, world);
  }

  private static ChainId chainOf(byte[] message) {
    return ((Decoded.Value<BlockMessage>) BlockMessage.decode(message))
        .value()
        .block()
        .header()
        .chain();
  }

  private Process client(String program, Mosquitto broker, String... more) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of(
            peers.program(program).toString(),
            "-h",
            "127.0.0.1",
            "-p",
            String.valueOf(broker.port()),
            "-q",
            "1"));
    words.addAll(List.of(more));
    return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Has the broker keep what is published there from now on, for a client of this name. */
  private void keep(Mosquitto broker, String name, String topic) throws Exception {
    Process process = client("mosquitto_sub", broker, "-i", name, "-c", "-t", topic, "-E");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private void publish(Mosquitto broker, byte[] message) throws Exception {
    Path file = Files.write(folder.resolve("message"), message);
    Process process =
        client("mosquitto_pub", broker, "-t", "penstock/v1/pump-7/block", "-f", file.toString());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void aBlockThatCameThroughABrokerIsAnsweredThroughIt() throws Exception {
    VerificationKey ackKey;
    try (Node node = node("origin: plant7.example/log\nhttp: {enabled: false}\n")) {
      ackKey = node.ackKey();
    }
    Files.createDirectories(folder.resolve("broker"));
    SoftwareKey key =
        SoftwareKey.create(folder.resolve("key"), SoftwareKey.ES256, new SecureRandom());
    try (Mosquitto broker = peers.mosquitto(folder.resolve("broker"), "");
        Telemetry device = device(key, ackKey)) {
      assertThat(device.alarm(4, null, "HIGH", 0, 500, "pressure")).isTrue();
      device.tick();
      byte[] block = sent.getLast();
      VerificationKey known = VerificationKey.of(SignatureAlgorithm.ECDSA_P256, key.publicKey());
      try (Node node = node(settings(broker.port(), chainOf(block), known))) {
        Path answer = folder.resolve("ack");
        String acks = "penstock/v1/pump-7/ack";
        keep(broker, "acks", acks);
        awaitSubscribed(node);
        publish(broker, block);
        Process listener =
            client("mosquitto_sub", broker, "-i", "acks", "-c", "-t", acks, "-C", "1", "-N");
        try (var said = listener.getInputStream()) {
          Files.write(answer, said.readAllBytes());
        }
        assertThat(listener.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(device.unacknowledgedCount()).isEqualTo(1);
        assertThat(device.acknowledged(Files.readAllBytes(answer))).isTrue();
        assertThat(device.unacknowledgedCount()).isZero();
        // An altered one is answered by nobody, and counted.
        block[block.length - 2] ^= 1;
        publish(broker, block);
        await(() -> node.statusLines().stream().anyMatch(line -> line.contains("1 refused")));
      }
    }
  }

  /** A connection is there before what is subscribed to: only then nothing is deaf. */
  private static void awaitSubscribed(Node node) throws Exception {
    await(() ->
        node.statusLines().stream()
            .filter(line -> line.startsWith("broker ") && line.contains(" line1: "))
            .anyMatch(line -> !line.contains("deaf since")));
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    var never = new CountDownLatch(1);
    boolean holds = condition.holds();
    for (int i = 0; i < 1_800 && !holds; i++) {
      boolean _ = never.await(50, TimeUnit.MILLISECONDS);
      holds = condition.holds();
    }
    assertThat(holds).isTrue();
  }
}
