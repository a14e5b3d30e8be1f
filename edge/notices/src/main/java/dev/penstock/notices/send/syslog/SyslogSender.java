package dev.penstock.notices.send.syslog;

import dev.penstock.notices.Errand;
import dev.penstock.notices.send.NoticeSender;
import dev.penstock.notices.send.Sending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/**
 * Sends notices as syslog over TLS, each on a connection of its own. A connection that breaks is a
 * failure; of one that ends in order no more is known than {@link CollectorWay} says.
 */
public final class SyslogSender implements NoticeSender {
  private final String node;
  private final CollectorOptions options;
  private final CollectorWay way;
  private final InstantSource clock;

  /**
   * A sender.
   *
   * @param node its name as the host
   */
  public SyslogSender(String node, CollectorOptions options, InstantSource clock) {
    this.node = node;
    this.options = options;
    this.way = new CollectorWay(options);
    this.clock = clock;
  }

  @Override
  public Sending send(Errand errand) throws IOException {
    byte[] message =
        SyslogText.message(node, options.facility(), errand, clock.instant())
            .getBytes(StandardCharsets.UTF_8);
    return way.send(List.of(message))
        ? Sending.taken()
        : new Sending.Taken("the collector does not end the connection, so nothing confirms it");
  }
}
