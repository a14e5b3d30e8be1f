package dev.penstock.demo;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmqtt.Connect;
import dev.penstock.framesmqtt.Incoming;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.PacketReader;
import dev.penstock.framesmqtt.PacketWriter;
import dev.penstock.framesmqtt.TopicFilter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The way of a device's blocks to the broker, and of the acks back. Belongs to one thread. */
final class BlockLink implements Closeable {
  private static final int TIMEOUT_MS = 30_000;
  private static final int KEEP_ALIVE_SECONDS = 600;
  private static final int BYTES_MAX = 1 << 20;
  private static final int ID_MAX = 65_535;

  private final String source;
  private final Socket socket;
  private final PacketReader in;
  private final OutputStream out;
  private final PacketWriter packets = new PacketWriter(MqttVersion.V3_1_1);
  private final Semaphore answered = new Semaphore(0);

  /** As many as the node answers to what this link published. */
  private final BlockingQueue<ByteString> acks = new LinkedBlockingQueue<>();

  private final Thread reader;
  private int lastId;

  private BlockLink(Socket socket, String source) throws IOException {
    this.source = source;
    this.socket = socket;
    this.in = new PacketReader(socket.getInputStream(), MqttVersion.V3_1_1, BYTES_MAX);
    this.out = socket.getOutputStream();
    this.reader = Thread.ofVirtual().name("acks of " + source).unstarted(this::read);
  }

  /** A link at the broker on this port of loopback; hears the acks of this source. */
  static BlockLink connect(int port, String source) throws IOException, InterruptedException {
    var socket = new Socket();
    boolean isOpen = false;
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
      socket.setTcpNoDelay(true);
      var link = new BlockLink(socket, source);
      link.begin();
      isOpen = true;
      return link;
    } finally {
      if (!isOpen) {
        socket.close();
      }
    }
  }

  private void begin() throws IOException, InterruptedException {
    socket.setSoTimeout(TIMEOUT_MS);
    var hello =
        new Connect(MqttVersion.V3_1_1, source, true, 0, KEEP_ALIVE_SECONDS, null, null, null);
    out.write(PacketWriter.connect(hello));
    if (!(in.read() instanceof Incoming.ConnAck(var _, var reason, var _)) || reason != 0) {
      throw new IOException("the broker did not let " + source + " in");
    }
    socket.setSoTimeout(0);
    reader.start();
    var filter = new TopicFilter("penstock/v1/" + source + "/ack");
    out.write(packets.subscribe(nextId(), List.of(new PacketWriter.Wish(filter, 0, 0))));
    awaitAnswer();
  }

  private int nextId() {
    lastId = lastId % ID_MAX + 1;
    return lastId;
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    if (!answered.tryAcquire(TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
      throw new IOException("the broker does not answer " + source);
    }
  }

  private void read() {
    try {
      while (!socket.isClosed()) {
        switch (in.read()) {
          case Incoming.Publish publish -> acks.add(publish.payload());
          case Incoming.PubAck _, Incoming.SubAck _ -> answered.release();
          default -> {
            // Nothing else was asked for.
          }
        }
      }
    } catch (IOException e) {
      // The broker's answer is missed then, and whoever waits for it says so.
    }
  }

  /** Returns when the broker has acknowledged the block. */
  void publish(byte[] block) throws IOException, InterruptedException {
    String topic = "penstock/v1/" + source + "/block";
    out.write(packets.publish(nextId(), topic, ByteString.of(block), false));
    out.flush();
    awaitAnswer();
  }

  /** Acks that came since the last time. */
  List<byte[]> acks() {
    List<ByteString> came = new ArrayList<>();
    int _ = acks.drainTo(came);
    return came.stream().map(ByteString::bytes).toList();
  }

  @Override
  public void close() throws IOException {
    try (socket) {
      out.write(PacketWriter.disconnect());
      out.flush();
    }
  }
}
