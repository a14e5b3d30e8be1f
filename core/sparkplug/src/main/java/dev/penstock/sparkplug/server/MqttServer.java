package dev.penstock.sparkplug.server;

import dev.penstock.sparkplug.edgenode.Publication;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One MQTT server, at which an edge node may have one connection at a time. What is behind it is
 * somebody else's: a socket, TLS, a name and a password.
 *
 * <p>Closing it ends what waits, and its connection without a word.
 */
public interface MqttServer extends Closeable {
  /** Names it: what a host said there is compared there. */
  String name();

  /**
   * Opens a connection that leaves this will with the server, and whose session ends with it
   * (Sparkplug 3.0 §5.4; Clean Session, or Clean Start without Session Expiry). Waits within a
   * bound.
   *
   * @throws IOException where there is none; its message is one line for operators
   */
  Session open(Publication will) throws IOException;

  @Override
  void close();

  /** A connection that stands. Messages leave in the order in which they are given. */
  interface Session extends Closeable {
    /** Asks for messages; does not wait. A server that refuses ends the connection. */
    void subscribe(String filter, int qos) throws IOException;

    /**
     * Gives a message; does not wait.
     *
     * @throws IOException when the server takes none that is so large
     */
    void publish(Publication publication) throws IOException;

    /** Asks for a sign that the server has read all that was given before; does not wait. */
    void ask(long number);

    /**
     * What the server said next; empty when it said nothing for so long. One thread.
     *
     * @throws IOException when the connection is gone; its message is one line for operators
     */
    Optional<Said> next(Duration atMost) throws IOException, InterruptedException;

    /**
     * Ends it in order, once what was given is written. Waits for that within a bound.
     *
     * @param isWithWill the server publishes the will all the same, where MQTT has a way to ask
     */
    void end(boolean isWithWill) throws InterruptedException;

    /** Ends it without a word, after which a server publishes the will. */
    @Override
    void close();
  }

  /** Something that a server said. */
  sealed interface Said {
    /** A message on a topic that was asked for. Its bytes are nobody else's. */
    final class Message implements Said {
      private final String topic;
      private final byte[] bytes;
      private final boolean isRetained;

      public Message(String topic, byte[] bytes, boolean isRetained) {
        this.topic = topic;
        this.bytes = bytes;
        this.isRetained = isRetained;
      }

      public String topic() {
        return topic;
      }

      public byte[] bytes() {
        return bytes;
      }

      /** Whether the server had it stored. */
      public boolean isRetained() {
        return isRetained;
      }
    }

    /** The sign that was asked for: it has read all that was given before. */
    record HasRead(long number) implements Said {}
  }
}
