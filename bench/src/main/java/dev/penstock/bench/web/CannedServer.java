package dev.penstock.bench.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The limit: the JDK's own small server, which has each answer in memory and asks nobody. */
final class CannedServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;

  private CannedServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static CannedServer of(Map<String, byte[]> bodies) throws IOException {
    // Else each answer waits for the acknowledgement of its own head: 40 ms.
    var _ = System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    var _ =
        server.createContext(
            "/",
            exchange -> {
              byte[] body =
                  Optional.ofNullable(bodies.get(exchange.getRequestURI().toString()))
                      .orElse(new byte[0]);
              exchange.getResponseHeaders().set("Content-Type", "application/json");
              exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length);
              try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
              }
            });
    server.start();
    return new CannedServer(server, threads);
  }

  URI origin() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
