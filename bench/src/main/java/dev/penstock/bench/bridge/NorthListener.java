package dev.penstock.bench.bridge;

import dev.penstock.framesmqtt.Connect;
import dev.penstock.framesmqtt.Incoming;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.PacketReader;
import dev.penstock.framesmqtt.PacketWriter;
import dev.penstock.framesmqtt.TopicFilter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A control room at the same broker: hears what is published at QoS 1 and notes how long after its
 * sending each message came.
 */
final class NorthListener implements Closeable {
  private static final int TIMEOUT_MS = 10_000;
  private static final int KEEP_ALIVE_SECONDS = 600;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Socket socket;

  /** Guarded by this, as below. */
  private final Durations durations = new Durations();

  private boolean isEnded;

  private NorthListener(Socket socket) {
    this.socket = socket;
  }

  /** One that hears all topics below these roots. */
  static NorthListener connect(int port, List<String> roots) throws IOException {
    var socket = new Socket();
    boolean isOpen = false;
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MS);
      var hello =
          new Connect(
              MqttVersion.V3_1_1, "control-room", true, 0, KEEP_ALIVE_SECONDS, null, null, null);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      out.write(PacketWriter.connect(hello));
      List<PacketWriter.Wish> wishes = new ArrayList<>();
      for (String root : roots) {
        wishes.add(new PacketWriter.Wish(new TopicFilter(root + "/#"), 1, 0));
      }
      out.write(new PacketWriter(MqttVersion.V3_1_1).subscribe(1, wishes));
      out.flush();
      var in = new PacketReader(socket.getInputStream(), MqttVersion.V3_1_1, 1 << 20);
      if (!(in.read() instanceof Incoming.ConnAck(var _, var reason, var _))
          || reason != 0
          || !(in.read() instanceof Incoming.SubAck)) {
        throw new IOException("the broker did not let the control room in");
      }
      socket.setSoTimeout(0);
      var listener = new NorthListener(socket);
      Thread _ = Thread.ofPlatform().daemon().name("north").start(() -> listener.hear(in, out));
      isOpen = true;
      return listener;
    } finally {
      if (!isOpen) {
        socket.close();
      }
    }
  }

  private void hear(PacketReader in, OutputStream out) {
    try {
      while (true) {
        if (in.read() instanceof Incoming.Publish publish) {
          long now = System.nanoTime();
          byte[] payload = publish.payload().bytes();
          if (Numbered.number(payload).isPresent()) {
            add(now - Numbered.nanos(payload));
          }
          out.write(PacketWriter.pubAck(publish.delivery().packetId()));
        }
        if (!in.hasMore()) {
          out.flush();
        }
      }
    } catch (IOException e) {
      synchronized (this) {
        isEnded = true;
        notifyAll();
      }
    }
  }

  private synchronized void add(long nanos) {
    durations.add(nanos);
    notifyAll();
  }

  /** Waits until so many came, gives the percentiles in ms, and begins anew. */
  synchronized double[] take(long count, int... percents) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (durations.count() < count) {
      long leftMs = (end - System.nanoTime()) / 1_000_000;
      if (isEnded || leftMs <= 0) {
        throw new IOException(
            "of " + count + " messages " + durations.count() + " came to the control room");
      }
      wait(leftMs);
    }
    double[] found = new double[percents.length];
    for (int i = 0; i < percents.length; i++) {
      found[i] = durations.percentileMs(percents[i]);
    }
    durations.clear();
    return found;
  }

  /** Forgets what came so far. */
  synchronized void clear() {
    durations.clear();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
