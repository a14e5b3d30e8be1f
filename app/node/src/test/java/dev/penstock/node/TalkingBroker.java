package dev.penstock.node;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmqtt.TopicFilter;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An MQTT 3.1.1 broker on loopback that says what the test wants, and notes what it hears. */
final class TalkingBroker implements AutoCloseable {
  private static final int RETAINED = 1;
  private static final int DUPLICATE = 8;
  private static final int AT_LEAST_ONCE = 2;

  private final ServerSocket server;
  private final List<Message> heard = new CopyOnWriteArrayList<>();
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();

  /** What was published. */
  record Message(String topic, ByteString payload) {
    String text() {
      return new String(payload.bytes(), StandardCharsets.UTF_8);
    }
  }

  /** One that is connected, and what it asked for. */
  private record Client(Socket socket, List<TopicFilter> filters) {
    synchronized void send(byte[] packet) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(packet);
      out.flush();
    }
  }

  TalkingBroker() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    var _ = Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** All that came on topics that begin so, in its order. */
  List<Message> heard(String prefix) {
    return heard.stream().filter(each -> each.topic().startsWith(prefix)).toList();
  }

  /** Whether somebody asked for messages of this topic. */
  boolean isHeard(String topic) {
    return clients.stream()
        .anyMatch(client -> client.filters().stream().anyMatch(each -> each.matches(topic)));
  }

  void says(String topic, String payload) throws IOException {
    says(0, topic, payload.getBytes(StandardCharsets.UTF_8));
  }

  void says(String topic, byte[] payload) throws IOException {
    says(0, topic, payload);
  }

  /** As if it had stored it. */
  void saysRetained(String topic, String payload) throws IOException {
    says(RETAINED, topic, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** As if it had not heard that it came. */
  void saysAgain(String topic, String payload) throws IOException {
    says(DUPLICATE | AT_LEAST_ONCE, topic, payload.getBytes(StandardCharsets.UTF_8));
  }

  private void says(int flags, String topic, byte[] payload) throws IOException {
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    int idBytes = (flags & AT_LEAST_ONCE) == 0 ? 0 : 2;
    int length = 2 + name.length + idBytes + payload.length;
    ByteBuffer packet = ByteBuffer.allocate(3 + length);
    packet.put((byte) (0x30 | flags));
    // MQTT 3.1.1 §2.2.3, always in two bytes.
    packet.put((byte) ((length & 0x7f) | 0x80)).put((byte) (length >> 7));
    packet.putShort((short) name.length).put(name);
    if (idBytes > 0) {
      packet.putShort((short) 7);
    }
    packet.put(payload);
    for (Client client : clients) {
      if (client.filters().stream().anyMatch(each -> each.matches(topic))) {
        client.send(packet.array());
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        var client = new Client(socket, new CopyOnWriteArrayList<>());
        boolean _ = clients.add(client);
        var _ = Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // The test is over.
      return;
    }
  }

  private void serve(Client client) {
    try (Socket socket = client.socket()) {
      var in = new DataInputStream(socket.getInputStream());
      while (true) {
        int first = in.readUnsignedByte();
        byte[] body = in.readNBytes(length(in));
        switch (first >> 4) {
          case 1 -> client.send(new byte[] {0x20, 2, 0, 0});
          case 3 -> published(first, ByteBuffer.wrap(body), client);
          case 8 -> subscribed(ByteBuffer.wrap(body), client);
          case 12 -> client.send(new byte[] {(byte) 0xd0, 0});
          default -> {
            // Nothing else needs an answer here.
          }
        }
      }
    } catch (IOException e) {
      // The client is gone, or the broker.
      return;
    } finally {
      boolean _ = clients.remove(client);
    }
  }

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

  private void published(int first, ByteBuffer body, Client client) throws IOException {
    byte[] topic = new byte[body.getShort()];
    var _ = body.get(topic);
    byte[] id = new byte[(first & 6) == 0 ? 0 : 2];
    var _ = body.get(id);
    byte[] payload = new byte[body.remaining()];
    var _ = body.get(payload);
    String name = new String(topic, StandardCharsets.UTF_8);
    boolean _ = heard.add(new Message(name, ByteString.of(payload)));
    if (id.length > 0) {
      client.send(new byte[] {0x40, 2, id[0], id[1]});
    }
  }

  private static void subscribed(ByteBuffer body, Client client) throws IOException {
    short id = body.getShort();
    List<Byte> granted = new ArrayList<>();
    while (body.hasRemaining()) {
      byte[] filter = new byte[body.getShort()];
      var _ = body.get(filter);
      boolean _ = granted.add(body.get());
      boolean _ = client.filters().add(new TopicFilter(new String(filter, StandardCharsets.UTF_8)));
    }
    ByteBuffer answer = ByteBuffer.allocate(4 + granted.size());
    answer.put((byte) 0x90).put((byte) (2 + granted.size())).putShort(id);
    granted.forEach(answer::put);
    client.send(answer.array());
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Client each : clients) {
      each.socket().close();
    }
  }
}
