package dev.penstock.node;

import dev.penstock.testkit.HeldPorts;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An MQTT 3.1.1 broker on loopback that notes what it is sent, and may be away for a while. */
final class HearingBroker implements AutoCloseable {
  private final List<Message> heard = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final int port = HeldPorts.next();
  private ServerSocket server;

  /** What was published. */
  record Message(String topic, String payload) {}

  HearingBroker() throws IOException {
    server = listen();
  }

  private ServerSocket listen() throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5);
    var _ = Thread.ofVirtual().start(() -> accept(socket));
    return socket;
  }

  int port() {
    return port;
  }

  /** All that came, in its order. */
  List<Message> heard() {
    return heard;
  }

  void goAway() throws IOException {
    server.close();
    for (Socket each : sockets) {
      each.close();
    }
  }

  void comeBack() throws IOException {
    server = listen();
  }

  private void accept(ServerSocket at) {
    try {
      while (true) {
        Socket socket = at.accept();
        boolean _ = sockets.add(socket);
        var _ = Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // It is away.
      return;
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (true) {
        int first = in.readUnsignedByte();
        byte[] body = in.readNBytes(length(in));
        switch (first >> 4) {
          case 1 -> out.write(new byte[] {0x20, 2, 0, 0});
          case 3 -> published(first, ByteBuffer.wrap(body), out);
          case 12 -> out.write(new byte[] {(byte) 0xd0, 0});
          default -> {
            // Nothing else needs an answer here.
          }
        }
      }
    } catch (IOException e) {
      // The client is gone, or the broker.
      return;
    } finally {
      boolean _ = sockets.remove(socket);
    }
  }

  /** MQTT 3.1.1 §2.2.3. */
  private static int length(DataInputStream in) throws IOException {
    int length = 0;
    int shift = 0;
    while (true) {
      int next = in.readUnsignedByte();
      length |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return length;
      }
      shift += 7;
    }
  }

  private void published(int first, ByteBuffer body, OutputStream out) throws IOException {
    byte[] topic = new byte[body.getShort()];
    var _ = body.get(topic);
    byte[] name = new byte[(first & 6) == 0 ? 0 : 2];
    var _ = body.get(name);
    byte[] payload = new byte[body.remaining()];
    var _ = body.get(payload);
    boolean _ =
        heard.add(
            new Message(
                new String(topic, StandardCharsets.UTF_8),
                new String(payload, StandardCharsets.UTF_8)));
    if (name.length > 0) {
      out.write(new byte[] {0x40, 2, name[0], name[1]});
    }
  }

  @Override
  public void close() throws IOException {
    goAway();
  }
}
