package dev.penstock.demo;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmqtt.Connect;
import dev.penstock.framesmqtt.Incoming;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.PacketReader;
import dev.penstock.framesmqtt.PacketWriter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Publishes at QoS 1, as a PLC does: a step at a time, and waits until the broker has it all. */
final class Publisher implements Closeable {
  private static final int TIMEOUT_MS = 10_000;
  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final int ID_MAX = 65_535;

  private final Socket socket;
  private final PacketReader in;
  private final OutputStream out;
  private final PacketWriter packets = new PacketWriter(MqttVersion.V3_1_1);
  private int lastId;
  private long count;

  private Publisher(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new PacketReader(socket.getInputStream(), MqttVersion.V3_1_1, 1 << 16);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
  }

  /** A publisher at the broker on this port of loopback. */
  static Publisher connect(int port, String clientId) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
      socket.setSoTimeout(TIMEOUT_MS);
      var made = new Publisher(socket);
      made.out.write(
          PacketWriter.connect(
              new Connect(
                  MqttVersion.V3_1_1, clientId, true, 0, KEEP_ALIVE_SECONDS, null, null, null)));
      made.out.flush();
      if (!(made.in.read() instanceof Incoming.ConnAck(var _, var reason, var _)) || reason != 0) {
        throw new IOException("the broker did not let " + clientId + " in");
      }
      return made;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Returns when the broker has acknowledged all of them. */
  void publish(List<Reading> readings) throws IOException {
    for (Reading reading : readings) {
      lastId = lastId % ID_MAX + 1;
      ByteString payload = ByteString.of(reading.text().getBytes(StandardCharsets.UTF_8));
      out.write(packets.publish(lastId, reading.topic(), payload, false));
    }
    out.flush();
    for (int i = 0; i < readings.size(); i++) {
      Incoming packet = in.read();
      if (!(packet instanceof Incoming.PubAck)) {
        throw new IOException("the broker answered " + packet);
      }
      count++;
    }
  }

  /** How many messages the broker has acknowledged. */
  long count() {
    return count;
  }

  @Override
  public void close() throws IOException {
    try (socket) {
      out.write(PacketWriter.disconnect());
      out.flush();
    }
  }
}
