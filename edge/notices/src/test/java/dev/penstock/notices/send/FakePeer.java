package dev.penstock.notices.send;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A listener on loopback that serves each connection as it is told. */
public final class FakePeer implements AutoCloseable {
  /** What one connection is served with. */
  public interface Serving {
    void serve(Socket socket) throws Exception;
  }

  private final ServerSocket server;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  private FakePeer(ServerSocket server) {
    this.server = server;
  }

  public static FakePeer of(Serving serving) throws IOException {
    var peer = new FakePeer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    var _ = Thread.ofVirtual().start(() -> peer.accept(serving));
    return peer;
  }

  private void accept(Serving serving) {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        open.add(socket);
        var _ = Thread.ofVirtual().start(() -> serve(serving, socket));
      }
    } catch (IOException e) {
      return;
    }
  }

  private void serve(Serving serving, Socket socket) {
    try (socket) {
      serving.serve(socket);
    } catch (Exception e) {
      faults.add(e.toString());
    }
  }

  public Endpoint endpoint() {
    return new Endpoint("127.0.0.1", server.getLocalPort());
  }

  public int port() {
    return server.getLocalPort();
  }

  /** What went wrong while serving; often that is what a test wants. */
  public String faults() {
    return String.join(", ", faults);
  }

  /** Says nothing until the other side goes. */
  public static void silent(Socket socket) throws IOException {
    int next = socket.getInputStream().read();
    while (next >= 0) {
      next = socket.getInputStream().read();
    }
  }

  /** Says things that no protocol has. */
  public static void garbage(Socket socket) throws IOException {
    byte[] noise = new byte[5_000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (i * 37 + 11);
    }
    socket.getOutputStream().write(noise);
    socket.getOutputStream().flush();
    silent(socket);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
