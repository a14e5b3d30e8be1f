package dev.penstock.bench.bridge;

import dev.penstock.framesmqtt.Connect;
import dev.penstock.framesmqtt.Incoming;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.PacketReader;
import dev.penstock.framesmqtt.PacketWriter;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Publishes numbered messages at QoS 1, many under way at once. What was not acknowledged when a
 * connection ended is sent again on the next one, marked, in the order of its numbers. One thread
 * publishes; the acknowledgements of each connection are read by a thread of its own.
 */
public final class Publisher implements Closeable {
  private static final int TIMEOUT_MS = 10_000;
  private static final int KEEP_ALIVE_SECONDS = 600;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long FREE = -1;

  /** Packet identifiers 1 and up; fewer than 65,536, so that all of them fit. */
  public static final int UNDER_WAY_MAX = 60_000;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int port;
  private final String clientId;
  private final Numbered messages;
  private final ByteBuffer buffer;

  /** Guarded by this, as below: the number under way by packet identifier. */
  private final long[] underWay;

  private final NumberSet acknowledged = new NumberSet();
  private int underWayCount;
  private int lastId;
  private long published;
  private long sentAgain;
  private @Nullable Socket socket;

  /**
   * A publisher that is not connected yet.
   *
   * @param underWayMax how many messages may wait for their acknowledgement
   */
  public Publisher(int port, String clientId, Numbered messages, int underWayMax) {
    if (underWayMax < 1 || underWayMax > UNDER_WAY_MAX) {
      throw new IllegalArgumentException(
          "under_way is " + underWayMax + ", must be 1.." + UNDER_WAY_MAX);
    }
    this.port = port;
    this.clientId = clientId;
    this.messages = messages;
    this.buffer = ByteBuffer.allocate(BUFFER_BYTES + messages.packetBytesMax());
    this.underWay = new long[underWayMax];
    Arrays.fill(underWay, FREE);
  }

  /** Connects, and sends again what was under way. */
  public void connect() throws IOException {
    close();
    var made = new Socket();
    boolean isOpen = false;
    try {
      made.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
      made.setTcpNoDelay(true);
      made.setSoTimeout(TIMEOUT_MS);
      var hello =
          new Connect(MqttVersion.V3_1_1, clientId, false, 0, KEEP_ALIVE_SECONDS, null, null, null);
      made.getOutputStream().write(PacketWriter.connect(hello));
      var in = new PacketReader(made.getInputStream(), MqttVersion.V3_1_1, 1 << 16);
      if (!(in.read() instanceof Incoming.ConnAck(var _, var reason, var _)) || reason != 0) {
        throw new IOException("the broker did not let " + clientId + " in");
      }
      made.setSoTimeout(0);
      synchronized (this) {
        socket = made;
      }
      Thread _ = Thread.ofVirtual().name("acks of " + clientId).start(() -> hear(made, in));
      isOpen = true;
    } finally {
      if (!isOpen) {
        made.close();
      }
    }
    sendAgain();
  }

  private void sendAgain() throws IOException {
    buffer.clear();
    long[] ids;
    synchronized (this) {
      // Number and identifier in one, so that they sort by number.
      ids = new long[underWayCount];
      int found = 0;
      for (int id = 1; id <= underWay.length; id++) {
        if (underWay[id - 1] != FREE) {
          ids[found++] = (underWay[id - 1] << 16) | id;
        }
      }
      sentAgain += found;
    }
    Arrays.sort(ids);
    for (long each : ids) {
      write(each >>> 16, (int) (each & 0xffff), true);
    }
    flush();
  }

  private void hear(Socket from, PacketReader in) {
    try (from) {
      while (true) {
        if (in.read() instanceof Incoming.PubAck ack) {
          acknowledged(ack.packetId());
        }
      }
    } catch (IOException e) {
      // The connection has ended; who publishes sees that it is closed.
    } finally {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  private synchronized void acknowledged(int packetId) {
    if (packetId < 1 || packetId > underWay.length || underWay[packetId - 1] == FREE) {
      return; // of a message that was sent twice
    }
    acknowledged.add(underWay[packetId - 1]);
    underWay[packetId - 1] = FREE;
    underWayCount--;
    notifyAll();
  }

  /** Publishes the next number; waits while too many are under way. {@link #flush} sends it. */
  public void publish() throws IOException, InterruptedException {
    if (underWayCount() == underWay.length) {
      flush();
    }
    int id;
    long number;
    synchronized (this) {
      awaitAtMost(underWay.length - 1);
      do {
        lastId = lastId % underWay.length + 1;
      } while (underWay[lastId - 1] != FREE);
      id = lastId;
      number = published++;
      underWay[id - 1] = number;
      underWayCount++;
    }
    write(number, id, false);
  }

  private void write(long number, int id, boolean isAgain) throws IOException {
    messages.write(buffer, number, id, System.nanoTime(), isAgain);
    if (buffer.position() >= BUFFER_BYTES) {
      flush();
    }
  }

  /** Sends what was published. */
  public void flush() throws IOException {
    Socket to;
    synchronized (this) {
      to = socket;
    }
    if (to == null) {
      throw new IOException(clientId + " is not connected");
    }
    try {
      to.getOutputStream().write(buffer.array(), 0, buffer.position());
    } finally {
      // What could not be sent is under way, and is sent again.
      buffer.clear();
    }
  }

  /** Waits until everything that was published is acknowledged. */
  public synchronized void awaitAcknowledged() throws IOException, InterruptedException {
    awaitAtMost(0);
  }

  private synchronized void awaitAtMost(int count) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (underWayCount > count) {
      long leftMs = (end - System.nanoTime()) / 1_000_000;
      Socket from = socket;
      if (from == null || from.isClosed()) {
        throw new IOException("the broker closed the connection of " + clientId);
      }
      if (leftMs <= 0) {
        throw new IOException("the broker acknowledges nothing of " + clientId);
      }
      wait(leftMs);
    }
  }

  private synchronized int underWayCount() {
    return underWayCount;
  }

  /** How many were published, and so the next number. */
  public synchronized long published() {
    return published;
  }

  /** How many of them the broker has acknowledged. */
  public synchronized long acknowledgedCount() {
    return published - underWayCount;
  }

  /** How often one was sent once more. */
  public synchronized long sentAgain() {
    return sentAgain;
  }

  /** Which of them the broker has acknowledged; nothing is published any more then. */
  public synchronized NumberSet acknowledged() {
    return acknowledged;
  }

  /** Ends the connection, if there is one; the publisher can connect again. */
  @Override
  public void close() throws IOException {
    Socket open;
    synchronized (this) {
      open = socket;
      socket = null;
    }
    if (open != null) {
      open.close();
    }
  }
}
