package dev.penstock.bench.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The least that can be called a broker: it takes what is published at QoS 1 in MQTT 5 and sends it
 * to nobody. For machines without mosquitto.
 */
final class OwnBroker implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int KIND_SHIFT = 4;
  private static final byte[] CONNACK = {0x20, 3, 0, 0, 0};
  private static final byte[] PINGRESP = {(byte) 0xd0, 0};

  private final ServerSocket listening;

  private OwnBroker(ServerSocket listening) {
    this.listening = listening;
  }

  /** Listens on a free port of this machine. */
  static OwnBroker start() throws IOException {
    var broker = new OwnBroker(new ServerSocket(0, 8, InetAddress.getLoopbackAddress()));
    Thread _ = Thread.ofPlatform().daemon().name("own broker").start(broker::accept);
    return broker;
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        client.setTcpNoDelay(true);
        Thread _ = Thread.ofPlatform().daemon().name("client").start(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed, which is how it ends.
    }
  }

  private static void serve(Socket client) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (client) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      var scan = new MqttScan((head, bytes, from, _) -> answer(head, bytes, from, out));
      int length = in.read(buffer);
      while (length >= 0) {
        scan.add(buffer, length);
        length = in.read(buffer);
      }
    } catch (IOException e) {
      // The client is gone.
    }
  }

  private static void answer(int head, byte[] bytes, int from, OutputStream out)
      throws IOException {
    switch (head >> KIND_SHIFT) {
      case 1 -> out.write(CONNACK);
      case 3 -> {
        if ((head & 0x06) != 0) {
          int id = from + 2 + MqttScan.u16(bytes, from);
          out.write(new byte[] {0x40, 2, bytes[id], bytes[id + 1]});
        }
      }
      case 12 -> out.write(PINGRESP);
      default -> {
        // Nothing that is answered.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
