package dev.penstock.modbusproxy;

import dev.penstock.framesmodbus.Decoded;
import dev.penstock.framesmodbus.Mbap;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A device on the loopback that answers as a test wants it to. */
final class FakeDevice implements Closeable {
  /** What it does with a frame. */
  interface Behaviour {
    void frame(Mbap mbap, Socket socket) throws IOException, InterruptedException;
  }

  /** Frames as they came. */
  final BlockingQueue<Mbap> received = new LinkedBlockingQueue<>();

  final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;
  private final Thread accepting;
  private volatile Behaviour behaviour;

  FakeDevice(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    accepting = Thread.ofVirtual().start(this::accept);
  }

  void become(Behaviour other) {
    behaviour = other;
  }

  int port() {
    return listener.getLocalPort();
  }

  Mbap next() throws InterruptedException {
    Mbap mbap = received.poll(60, TimeUnit.SECONDS);
    if (mbap == null) {
      throw new AssertionError("nothing reached the device");
    }
    return mbap;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        var _ = Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    byte[] bytes = new byte[4096];
    int to = 0;
    try {
      while (true) {
        while (Mbap.decode(bytes, 0, to) instanceof Decoded.Message<Mbap>(var mbap, var length)) {
          bytes = Arrays.copyOfRange(bytes, length, length + 4096);
          to -= length;
          received.add(mbap);
          behaviour.frame(mbap, socket);
        }
        int count = socket.getInputStream().read(bytes, to, bytes.length - to);
        if (count < 0) {
          return;
        }
        to += count;
      }
    } catch (IOException | InterruptedException _) {
      // The test is over, or closed it.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    try {
      // Until then the port may still take somebody.
      var _ = accepting.join(Duration.ofSeconds(60));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
