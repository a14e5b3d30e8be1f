package dev.penstock.notices.send.syslog;

import dev.penstock.notices.Errand;
import dev.penstock.notices.send.Connection;
import dev.penstock.notices.send.NoticeSender;
import dev.penstock.notices.send.Sending;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Sends notices as syslog over TLS. Syslog confirms nothing: that the collector, told that no more
 * comes, ends the connection in order is the best there is. A connection that breaks is a failure.
 */
public final class SyslogSender implements NoticeSender {
  private static final Duration END_WAIT = Duration.ofSeconds(3);

  private final String node;
  private final CollectorOptions options;
  private final InstantSource clock;

  /**
   * A sender.
   *
   * @param node its name as the host
   */
  public SyslogSender(String node, CollectorOptions options, InstantSource clock) {
    this.node = node;
    this.options = options;
    this.clock = clock;
  }

  @Override
  public Sending send(Errand errand) throws IOException {
    byte[] frame = SyslogText.frame(node, options.facility(), errand, clock.instant());
    Connection connection = Connection.open(options.collector(), options.limit());
    try (connection) {
      connection.secure(options.trust().context());
      connection.write(frame);
      return connection.finish(END_WAIT)
          ? Sending.taken()
          : new Sending.Taken("the collector does not end the connection, so nothing confirms it");
    } catch (IOException e) {
      throw connection.explained(e);
    }
  }
}
