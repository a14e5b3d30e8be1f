package dev.penstock.node;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An MQTT 3.1.1 broker on loopback for one client, which publishes at QoS 1 and hears PUBACKs. */
final class TinyBroker implements AutoCloseable {
  private final ServerSocket server;
  private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
  private volatile OutputStream subscriber = OutputStream.nullOutputStream();
  private volatile boolean isSubscribed;

  TinyBroker() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    var _ = Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return server.getLocalPort();
  }

  boolean isSubscribed() {
    return isSubscribed;
  }

  /** Sends a message of up to about a hundred bytes, named by a number from 1 on. */
  void publish(String topic, int number, String payload) throws IOException {
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    byte[] packet = new byte[2 + 2 + name.length + 2 + body.length];
    packet[0] = 0x32;
    packet[1] = (byte) (packet.length - 2);
    packet[3] = (byte) name.length;
    System.arraycopy(name, 0, packet, 4, name.length);
    packet[4 + name.length] = (byte) (number >> 8);
    packet[5 + name.length] = (byte) number;
    System.arraycopy(body, 0, packet, 6 + name.length, body.length);
    send(packet);
  }

  boolean isAcknowledged(int number) {
    return acknowledged.contains(number);
  }

  private synchronized void send(byte... packet) throws IOException {
    subscriber.write(packet);
    subscriber.flush();
  }

  private void serve() {
    try {
      while (!server.isClosed()) {
        try (Socket socket = server.accept()) {
          subscriber = socket.getOutputStream();
          answer(new DataInputStream(socket.getInputStream()));
        }
      }
    } catch (IOException e) {
      // The test is over.
      return;
    }
  }

  private void answer(DataInputStream in) {
    try {
      while (true) {
        int type = in.readUnsignedByte() >> 4;
        byte[] body = new byte[in.readUnsignedByte()];
        in.readFully(body);
        switch (type) {
          case 1 -> send((byte) 0x20, (byte) 2, (byte) 0, (byte) 0);
          case 4 ->
              acknowledged.add(Byte.toUnsignedInt(body[0]) << 8 | Byte.toUnsignedInt(body[1]));
          case 8 -> {
            send((byte) 0x90, (byte) 3, body[0], body[1], (byte) 1);
            isSubscribed = true;
          }
          case 12 -> send((byte) 0xd0, (byte) 0);
          default -> {
            // Nothing else needs an answer here.
          }
        }
      }
    } catch (IOException e) {
      // The client is gone, and may come again.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
