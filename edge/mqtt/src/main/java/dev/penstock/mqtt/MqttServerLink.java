package dev.penstock.mqtt;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmqtt.Connect;
import dev.penstock.framesmqtt.Incoming.ConnAck;
import dev.penstock.sparkplug.edgenode.Publication;
import dev.penstock.sparkplug.payload.PayloadLimits;
import dev.penstock.sparkplug.server.MqttServer;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A broker for an edge node of Sparkplug B: TCP, TLS, MQTT 5 or 3.1.1, a clean session with each
 * connection, and the node's death as its will.
 */
public final class MqttServerLink implements MqttServer {
  private final NorthOptions options;
  private final Reach reach;
  private volatile boolean isClosing;
  private volatile @Nullable Socket socket;
  private volatile @Nullable ServerSession session;

  /** Opens nothing yet. The will that stands among the options is not used. */
  public MqttServerLink(NorthOptions options) {
    this.options = options;
    this.reach = options.reach(PayloadLimits.COMMAND.bytesMax());
  }

  @Override
  public String name() {
    return options.host() + ":" + options.port();
  }

  @Override
  public Session open(Publication will) throws IOException {
    try {
      return opened(will);
    } catch (LinkLostException e) {
      throw e;
    } catch (IOException e) {
      throw new LinkLostException(Failures.reason(e, reach), e);
    }
  }

  private Session opened(Publication will) throws IOException {
    Connection connection = Connection.open(reach, this::opening);
    try {
      ConnAck ack =
          connection.connect(
              new Connect.Will(
                  will.topic().text(), ByteString.of(will.bytes()), will.qos(), will.isRetained()));
      connection.start();
      connection.granted();
      ServerSession open = ServerSession.start(connection, ack, reach);
      session = open;
      if (isClosing) {
        throw new LinkLostException("closed");
      }
      return open;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Whoever closes this ends with it what the opening waits for. */
  private void opening(Socket now) throws LinkLostException {
    socket = now;
    if (isClosing) {
      throw new LinkLostException("closed");
    }
  }

  @Override
  public void close() {
    isClosing = true;
    ServerSession open = session;
    if (open != null) {
      open.close();
    }
    Socket opening = socket;
    try {
      if (opening != null) {
        opening.close();
      }
    } catch (IOException e) {
      // It is of no use any more, closed or not.
    }
  }
}
