package dev.penstock.demo;

import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.device.DeviceClock;
import dev.penstock.device.DeviceWorld;
import dev.penstock.device.GatewayKey;
import dev.penstock.device.Settings;
import dev.penstock.device.Telemetry;
import dev.penstock.device.software.FolderStore;
import dev.penstock.device.software.SoftwareKey;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A pump that signs its own telemetry with our SDK. What it sends waits for whoever carries it.
 * Belongs to one thread.
 */
final class SigningPump implements Closeable {
  private static final int BEARING = 7;
  private static final int SEVERITY = 500;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** Who holds a block back here shall not be undone by the pump itself. */
  private static final Duration RESEND = Duration.ofHours(1);

  private final Path home;
  private final SoftwareKey key;
  private final Telemetry telemetry;
  private final List<byte[]> sent = new ArrayList<>();

  private SigningPump(Path home, String name, VerificationKey ackKey) throws IOException {
    this.home = Files.createDirectories(home);
    Path file = home.resolve("key");
    this.key =
        Files.exists(file)
            ? SoftwareKey.load(file)
            : SoftwareKey.create(file, SoftwareKey.ES256, new SecureRandom());
    var world =
        new DeviceWorld(
            GatewayKey.of(SoftwareKey.EDDSA, ackKey.raw()),
            new FolderStore(home.resolve("store")),
            sent::add,
            new Clock(System.nanoTime()),
            new SecureRandom());
    var settings = new Settings(name + ".example", "pump 1", SECOND, HEARTBEAT, RESEND, 4 << 20);
    this.telemetry = Telemetry.start(settings, key, world);
  }

  /** A pump that boots now, with the key and the chain that its folder has or gets. */
  static SigningPump boot(Path home, String name, VerificationKey ackKey) throws IOException {
    return new SigningPump(home, name, ackKey);
  }

  /** The machine's clock; the pump makes no claim how good it is. */
  private record Clock(long start) implements DeviceClock {
    @Override
    public long ticks() {
      return System.nanoTime() - start;
    }

    @Override
    public long wallNanos() {
      Instant now = Instant.now();
      return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    @Override
    public int quality() {
      return 0;
    }
  }

  /** Its key and its memory, in one folder. */
  Path home() {
    return home;
  }

  /**
   * What an operator writes into the settings to admit it.
   *
   * @param message a block of its
   */
  String pin(String source, byte[] message) throws IOException {
    BlockHeader header = Wire.block(message).header();
    var hex = HexFormat.of();
    var verifying = VerificationKey.of(SignatureAlgorithm.ECDSA_P256, key.publicKey());
    return """
    - source: %s
      origin: %s
      chain: %s
      key: %s
      points:
        - {number: %d, name: bearing}
    """
        .formatted(
            source,
            header.origin(),
            hex.formatHex(header.chain().value().bytes()),
            hex.formatHex(CoseKey.encode(verifying)),
            BEARING);
  }

  /** Makes a block with one alarm, at once. */
  void alarm(String text) throws IOException {
    if (!telemetry.alarm(BEARING, null, "bearing warm", 0, SEVERITY, text)) {
      throw new IOException("the pump has no room for what nobody acknowledges");
    }
    telemetry.tick();
  }

  /** Time passes: a heartbeat may be due. */
  void tick() throws IOException {
    telemetry.tick();
  }

  /** Takes what it sent since the last time. */
  List<byte[]> sent() {
    List<byte[]> all = List.copyOf(sent);
    sent.clear();
    return all;
  }

  /** An ack came. */
  void acknowledged(byte[] ack) throws IOException {
    boolean _ = telemetry.acknowledged(ack);
  }

  /** Blocks that wait for an ack. */
  int unacknowledged() {
    return telemetry.unacknowledgedCount();
  }

  @Override
  public void close() throws IOException {
    telemetry.close();
  }
}
