package dev.penstock.demo;

import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** An MQTT 3.1.1 broker on loopback that stores nothing and reports to nobody. */
final class DemoBroker implements Closeable {
  /** Kept, for the log manager forgets a level when nobody holds its logger. */
  private static final List<Logger> QUIET =
      Stream.of("io.moquette", "io.netty").map(Logger::getLogger).toList();

  private final Server server;

  private DemoBroker(Server server) {
    this.server = server;
  }

  /** A broker that listens on this port. */
  static DemoBroker start(int port) throws IOException {
    // Netty does without the part of the JDK whose use the JDK warns of.
    String _ = System.setProperty("io.netty.noUnsafe", "true");
    QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
    var settings = new Properties();
    settings.setProperty("host", "127.0.0.1");
    settings.setProperty("port", String.valueOf(port));
    settings.setProperty("allow_anonymous", "true");
    settings.setProperty("allow_zero_byte_client_id", "true");
    settings.setProperty("persistence_enabled", "false");
    settings.setProperty("websocket_port", "disabled");
    settings.setProperty("telemetry_enabled", "false");
    settings.setProperty("use_bugsnag", "false");
    settings.setProperty("metrics.librato.enabled", "false");
    var server = new Server();
    try {
      server.startServer(new MemoryConfig(settings));
    } catch (RuntimeException e) {
      // Netty throws the checked cause unchecked, as for a port that is taken.
      throw new IOException("the demo's broker cannot listen on port " + port, e);
    }
    return new DemoBroker(server);
  }

  @Override
  public void close() {
    server.stopServer();
  }
}
