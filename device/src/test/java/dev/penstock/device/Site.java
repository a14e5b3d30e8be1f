package dev.penstock.device;

import dev.penstock.device.software.SoftwareKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A device with its keys and a {@link FakeWorld}, and a gateway that answers what it is asked. */
final class Site {
  final FakeWorld fake = new FakeWorld();
  final SoftwareKey key;
  final SoftwareKey gateway;
  final DeviceWorld world;
  private long acks;

  Site(Path folder) throws IOException {
    this(
        SoftwareKey.create(folder.resolve("device.key"), SoftwareKey.ES256, new SecureRandom()),
        SoftwareKey.create(folder.resolve("gateway.key"), SoftwareKey.EDDSA, new SecureRandom()));
  }

  private Site(SoftwareKey key, SoftwareKey gateway) {
    this.key = key;
    this.gateway = gateway;
    var random = new SecureRandom();
    var gatewayKey = GatewayKey.of(SoftwareKey.EDDSA, gateway.publicKey());
    world = new DeviceWorld(gatewayKey, fake, fake, fake, random);
  }

  /** The same keys in a world where nothing has happened yet. */
  Site anew() {
    return new Site(key, gateway);
  }

  static Settings settings(int bufferBytesMax) {
    Duration second = Duration.ofSeconds(1);
    return new Settings(
        "pump-7", "fw", second, Duration.ofSeconds(10), Duration.ofSeconds(30), bufferBytesMax);
  }

  Telemetry start() throws IOException {
    return start(4 << 20);
  }

  Telemetry start(int bufferBytesMax) throws IOException {
    return Telemetry.start(settings(bufferBytesMax), key, world);
  }

  List<Seen> seen() {
    return fake.sent.stream().map(Seen::of).toList();
  }

  /** Each block once, however often it was sent. */
  List<Seen> fresh() {
    SortedMap<Long, Seen> once = new TreeMap<>();
    seen().forEach(block -> once.putIfAbsent(block.seq(), block));
    return List.copyOf(once.values());
  }

  /** The records of one kind, in the order of their blocks. */
  List<List<Object>> records(long kind) {
    List<List<Object>> records = new ArrayList<>();
    for (Seen block : fresh()) {
      block.records().stream().filter(record -> record.get(1).equals(kind)).forEach(records::add);
    }
    return records;
  }

  /** The gateway's answer to a message, as block.md §8 says. */
  byte[] ack(byte[] message, byte[] challenge) throws IOException {
    return ack(message, ++acks, challenge);
  }

  byte[] ack(byte[] message, long counter, byte[] challenge) throws IOException {
    Seen block = Seen.of(message);
    byte[] payload =
        Cbor.array(1, block.chain(), block.seq(), block.link(), 4711L, counter, challenge);
    byte[] header = Cose.protectedHeader(SoftwareKey.EDDSA, Cose.ACK, gateway.publicKey());
    byte[] signature = gateway.sign(Cose.sigStructure(header, Cose.ACK, payload));
    return Cose.sign1(header, payload, signature);
  }

  /** Answers everything that was sent so far. */
  void acknowledgeAll(Telemetry telemetry) throws IOException {
    for (byte[] message : List.copyOf(fake.sent)) {
      var _ = telemetry.acknowledged(ack(message, new byte[16]));
    }
  }
}
