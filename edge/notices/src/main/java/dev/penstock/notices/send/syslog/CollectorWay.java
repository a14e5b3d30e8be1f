package dev.penstock.notices.send.syslog;

import dev.penstock.notices.send.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The way to a collector: syslog messages over TLS, RFC 5425, on a connection that is opened for
 * them and ended behind them. Syslog confirms nothing: that the collector, told that no more comes,
 * ends the connection in order is the best there is, and only a connection that ends tells it.
 */
public final class CollectorWay {
  private static final Duration END_WAIT = Duration.ofSeconds(3);

  private final CollectorOptions options;

  public CollectorWay(CollectorOptions options) {
    this.options = options;
  }

  /**
   * Sends messages in their order.
   *
   * @return false when the collector does not end the connection, so nothing confirms them
   * @throws IOException when some may not have arrived
   */
  public boolean send(List<byte[]> messages) throws IOException {
    Connection connection = Connection.open(options.collector(), options.limit());
    try (connection) {
      connection.secure(options.trust().context());
      connection.write(OctetCounting.frames(messages));
      return connection.finish(END_WAIT);
    } catch (IOException e) {
      throw connection.explained(e);
    }
  }
}
