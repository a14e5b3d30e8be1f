package dev.penstock.bench.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands on the wire between one client and the broker: each PUBLISH at QoS 1 is looked at as it
 * goes by, and counts when its PUBACK comes back. So the same is measured of whoever publishes, and
 * an outage is a wire that is cut.
 */
final class BrokerRelay implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int PUBLISH = 3;
  private static final int PUBACK = 4;
  private static final int KIND_SHIFT = 4;

  private final int brokerPort;
  private final Tally tally;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong links = new AtomicLong();
  private volatile boolean isCut;
  private volatile long linkedNanos;

  private BrokerRelay(int brokerPort, Tally tally, ServerSocket listening) {
    this.brokerPort = brokerPort;
    this.tally = tally;
    this.listening = listening;
  }

  /** Listens on a free port of this machine. */
  static BrokerRelay start(int brokerPort, Tally tally) throws IOException {
    var listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    var relay = new BrokerRelay(brokerPort, tally, listening);
    Thread _ = Thread.ofPlatform().daemon().name("relay").start(relay::accept);
    return relay;
  }

  int port() {
    return listening.getLocalPort();
  }

  /** How often somebody came through to the broker. */
  long links() {
    return links.get();
  }

  /** When somebody came through the last time. */
  long linkedNanos() {
    return linkedNanos;
  }

  /** Nobody comes through any more. */
  void cut() {
    isCut = true;
    open.forEach(BrokerRelay::close);
  }

  /** Whoever comes next comes through. */
  void mend() {
    isCut = false;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        if (isCut) {
          close(client);
        } else {
          through(client);
        }
      }
    } catch (IOException e) {
      // Closed, which is how it ends.
    }
  }

  private void through(Socket client) {
    var broker = new Socket();
    try {
      broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), brokerPort), 5_000);
      broker.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
    } catch (IOException e) {
      close(client);
      close(broker);
      return;
    }
    boolean _ = open.add(client);
    boolean _ = open.add(broker);
    Map<Integer, Sent> underWay = new ConcurrentHashMap<>();
    linkedNanos = System.nanoTime();
    long _ = links.incrementAndGet();
    var north = new MqttScan((head, bytes, from, to) -> published(underWay, head, bytes, from, to));
    var south = new MqttScan((head, bytes, from, _) -> answered(underWay, head, bytes, from));
    Thread _ = Thread.ofPlatform().daemon().name("north").start(() -> pass(client, broker, north));
    Thread _ = Thread.ofPlatform().daemon().name("south").start(() -> pass(broker, client, south));
  }

  private void pass(Socket from, Socket to, MqttScan scan) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int length = in.read(buffer);
      while (length >= 0) {
        // Before it goes on: its answer may be here before the next line is reached.
        scan.add(buffer, length);
        out.write(buffer, 0, length);
        length = in.read(buffer);
      }
    } catch (IOException e) {
      // One side is gone, and so is the other.
    } finally {
      close(from);
      close(to);
      boolean _ = open.remove(from);
      boolean _ = open.remove(to);
    }
  }

  private void published(Map<Integer, Sent> underWay, int head, byte[] bytes, int from, int to) {
    int kind = head >> KIND_SHIFT;
    if (kind != PUBLISH || (head & 0x06) == 0) {
      return;
    }
    String topic = MqttScan.text(bytes, from);
    int at = from + 2 + MqttScan.u16(bytes, from);
    int id = MqttScan.u16(bytes, at);
    // Properties hold none of the marks, so they are looked at as if they were payload.
    Sent _ = underWay.put(id, Sent.of(topic, bytes, at + 2, to));
  }

  private void answered(Map<Integer, Sent> underWay, int head, byte[] bytes, int from) {
    if (head >> KIND_SHIFT == PUBACK) {
      Sent sent = underWay.remove(MqttScan.u16(bytes, from));
      if (sent != null) {
        tally.acknowledged(sent, System.nanoTime());
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, closed well or not.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
