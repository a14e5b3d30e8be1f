package dev.penstock.node;

import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.TrustFiles;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.testkit.tls.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A collector of syslog over TLS on loopback, which can be away, and come back at its port. */
final class FakeCollector implements AutoCloseable {
  private final Certificates certificates;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  /** So many connections are cut in the middle. */
  final AtomicInteger cuts = new AtomicInteger();

  private ServerSocket server;
  private final int port = HeldPorts.next();

  private FakeCollector(Certificates certificates) throws IOException {
    this.certificates = certificates;
  }

  static FakeCollector in(Path folder) throws Exception {
    var made = new Certificates(Files.createDirectories(folder));
    made.authority("ca");
    made.certificate("collector", "ca", "CN=collector", "-ext", "san=ip:127.0.0.1");
    var collector = new FakeCollector(made);
    collector.come();
    return collector;
  }

  /** Listens, at the same port as before. */
  void come() throws Exception {
    SSLContext tls = certificates.sender("ca", "collector");
    // Whoever accepts it closes it.
    var opened = new ServerSocket();
    opened.setReuseAddress(true);
    opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server = opened;
    var _ = Thread.ofVirtual().start(() -> accept(opened, tls));
  }

  private void accept(ServerSocket from, SSLContext tls) {
    try {
      while (!from.isClosed()) {
        Socket socket = from.accept();
        var _ = Thread.ofVirtual().start(() -> take(socket, tls));
      }
    } catch (IOException e) {
      // It goes.
      return;
    }
  }

  private void take(Socket socket, SSLContext tls) {
    try (socket) {
      var secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
      secured.setUseClientMode(false);
      InputStream in = secured.getInputStream();
      boolean isCut = cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
      int next = in.read();
      while (next >= 0) {
        int length = 0;
        while (next != ' ') {
          length = 10 * length + next - '0';
          next = in.read();
        }
        heard.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        if (isCut) {
          // A reset, as of a machine that fell over.
          socket.setSoLinger(true, 0);
          return;
        }
        next = in.read();
      }
      secured.close();
    } catch (IOException e) {
      // The other side sees it too.
      return;
    }
  }

  /** Is away from now on. */
  void go() throws IOException {
    server.close();
  }

  List<String> heard() {
    return List.copyOf(heard);
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", port);
  }

  TrustFiles trust() {
    return new TrustFiles(Optional.of(certificates.pem("ca")), Optional.empty());
  }

  Path authority() {
    return certificates.pem("ca");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
