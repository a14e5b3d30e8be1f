package dev.penstock.node;

import dev.penstock.cbor.Decoded;
import dev.penstock.device.DeviceClock;
import dev.penstock.device.DeviceWorld;
import dev.penstock.device.GatewayKey;
import dev.penstock.device.Settings;
import dev.penstock.device.Telemetry;
import dev.penstock.device.software.FolderStore;
import dev.penstock.device.software.SoftwareKey;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.devices.DevicePin;
import dev.penstock.flow.intake.DeviceBlock;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A device with our SDK that is connected to a node by hand, without a broker between them. */
final class SigningDevice implements AutoCloseable {
  static final String LISTENER = "broker1";

  private final Path home;
  private final String name;
  private final SoftwareKey key;

  /** What it sent and nobody has carried yet. */
  private final List<byte[]> sent = new ArrayList<>();

  private final VerificationKey ackKey;
  private final Telemetry telemetry;

  private SigningDevice(Path home, String name, VerificationKey ackKey) throws IOException {
    this.home = Files.createDirectories(home);
    this.name = name;
    this.ackKey = ackKey;
    Path file = home.resolve("key");
    this.key =
        Files.exists(file)
            ? SoftwareKey.load(file)
            : SoftwareKey.create(file, SoftwareKey.ES256, new SecureRandom());
    this.telemetry = start();
  }

  /** A device that boots now. */
  static SigningDevice boot(Path home, String name, VerificationKey ackKey) throws IOException {
    return new SigningDevice(home, name, ackKey);
  }

  private Telemetry start() throws IOException {
    var clock =
        new DeviceClock() {
          private final long start = System.nanoTime();

          @Override
          public long ticks() {
            return System.nanoTime() - start;
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
            GatewayKey.of(-8, ackKey.raw()),
            new FolderStore(home.resolve("store")),
            sent::add,
            clock,
            new SecureRandom());
    return Telemetry.start(Settings.of(name + ".example", "test 1"), key, world);
  }

  /** What an operator writes into the settings. */
  DevicePin pin() throws IOException {
    return new DevicePin(
        name,
        name + ".example",
        ((Decoded.Value<BlockMessage>) BlockMessage.decode(block("first")))
            .value()
            .block()
            .header()
            .chain(),
        VerificationKey.of(SignatureAlgorithm.ECDSA_P256, key.publicKey()),
        0,
        List.of(new DevicePin.PointName(7, "pressure")));
  }

  /** Seals one block with one sample, at once, and gives the newest message sent. */
  byte[] block(String value) throws IOException {
    boolean isTaken = telemetry.alarm(7, null, value, 0, 500, value);
    if (!isTaken) {
      throw new IOException("no room");
    }
    telemetry.tick();
    return sent.getLast();
  }

  void sample(double value) {
    boolean _ = telemetry.sample(7, null, Telemetry.GOOD, value);
  }

  void tick() throws IOException {
    telemetry.tick();
  }

  /** The link was lost and is back: all that has no ack is sent again. */
  void reconnected() throws IOException {
    telemetry.reconnected();
    telemetry.tick();
  }

  VerificationKey ackKey() {
    return ackKey;
  }

  int unacknowledged() {
    return telemetry.unacknowledgedCount();
  }

  /** Takes what it sent since the last time. */
  List<byte[]> sent() {
    List<byte[]> all = List.copyOf(sent);
    sent.clear();
    return all;
  }

  /** Carries what it sent to a node. */
  void carry(Node node) {
    for (byte[] message : sent()) {
      deliver(node, message, 1, Receipt.NONE);
    }
  }

  void deliver(Node node, byte[] message, long session, Receipt receipt) {
    var block = new DeviceBlock(LISTENER, name, Instant.now(), session, ByteString.of(message));
    while (!node.deviceBlocks().offer(block, receipt)) {
      Thread.onSpinWait();
    }
  }

  /** The way of acks back to it. */
  boolean ack(ByteString payload) {
    try {
      return telemetry.acknowledged(payload.bytes());
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    telemetry.close();
  }
}
