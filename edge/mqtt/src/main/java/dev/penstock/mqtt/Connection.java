package dev.penstock.mqtt;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmqtt.Connect;
import dev.penstock.framesmqtt.Incoming;
import dev.penstock.framesmqtt.Incoming.ConnAck;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.PacketReader;
import dev.penstock.framesmqtt.PacketWriter;
import dev.penstock.framesmqtt.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a broker, from TCP to its end. The link's thread reads; a thread of its own
 * writes, so that whoever makes a message durable never waits for a socket.
 */
final class Connection implements AutoCloseable {
  /** Our own messages in flight; also below the Receive Maximum of any sane broker. */
  private static final int OWN_MESSAGES_MAX = 20;

  private static final int SUBSCRIBE_ID = 0xffff;

  private static final Duration GOOD_BYE = Duration.ofSeconds(1);

  /** MQTT 5 §3.12.1. */
  private static final byte PING = (byte) 0xc0;

  /** MQTT 5 §3.14. */
  private static final byte DISCONNECT = (byte) 0xe0;

  private static final int WRITE_BYTES = 16 * 1024;

  private final Reach options;
  private final Socket socket;
  private final PacketReader reader;
  private final OutputStream out;
  private final PacketWriter packets;

  /*
   * Bounded by what it holds: one acknowledgement for each message that came, which are bounded by
   * the line that waits for the intake and by the intake itself; our own messages, 20 at most; and
   * pings.
   */
  private final LinkedBlockingQueue<byte[]> toSend = new LinkedBlockingQueue<>();
  private final AckLine acks = new AckLine(toSend::add);
  private final Thread writer;

  /** The same as {@link #socket}, or what TLS runs over. */
  private final Socket transport;

  /** Pings that were written and not answered yet, in their order. */
  private final Queue<byte[]> pings = new ConcurrentLinkedQueue<>();

  /** The ping that was answered last; owned by who reads. */
  private byte[] answered = new byte[0];

  private final Set<Integer> ownMessages = new HashSet<>();
  private int nextOwnId = 1;

  /** What ends it in order is behind all that was given before. */
  private final CountDownLatch isLastWritten = new CountDownLatch(1);

  private boolean isGranted;
  private boolean isSaidGoodBye;
  private volatile @Nullable String endReason;
  private Duration keepAlive;

  private Connection(Reach options, Socket transport, Socket socket) throws IOException {
    this.options = options;
    this.transport = transport;
    this.socket = socket;
    this.keepAlive = options.keepAlive();
    this.reader =
        new PacketReader(socket.getInputStream(), options.version(), options.payloadBytes());
    this.out = new BufferedOutputStream(socket.getOutputStream(), WRITE_BYTES);
    this.packets = new PacketWriter(options.version());
    this.writer =
        Thread.ofPlatform()
            .name("mqtt-" + options.name() + "-writer")
            .daemon()
            .unstarted(this::writeAll);
  }

  /** Is shown the socket before anything is waited for, so that it can be closed meanwhile. */
  @FunctionalInterface
  interface Opening {
    void shown(Socket socket) throws LinkLostException;
  }

  /** Connects TCP and TLS, each within the time for answers. */
  static Connection open(Reach options, Opening opening) throws IOException {
    int answerMs = Math.toIntExact(options.answer().toMillis());
    Socket transport = new Socket();
    Socket socket = transport;
    try {
      opening.shown(socket);
      socket.connect(new InetSocketAddress(options.host(), options.port()), answerMs);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(answerMs);
      TlsFiles files = options.tls();
      if (files != null) {
        socket = secured(socket, files, options);
      }
      return new Connection(options, transport, socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket secured(Socket plain, TlsFiles files, Reach options) throws IOException {
    var secured =
        (SSLSocket)
            PemTls.open(files)
                .getSocketFactory()
                .createSocket(plain, options.host(), options.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    // The certificate must be for the host we asked for.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  /** Introduces us; the answer tells whether the broker kept our session. */
  ConnAck connect() throws IOException {
    return connect(will());
  }

  /** Introduces us with a will of another making than that of the options. */
  ConnAck connect(Connect.@Nullable Will will) throws IOException {
    Login login = options.login();
    var connect =
        new Connect(
            options.version(),
            options.clientId(),
            options.sessionExpiry().isZero(),
            Math.min(options.sessionExpiry().toSeconds(), 0xffff_fffeL),
            Math.toIntExact(options.keepAlive().toSeconds()),
            login == null ? null : login.user(),
            login == null ? null : login.password(),
            will);
    out.write(PacketWriter.connect(connect));
    out.flush();
    Incoming answer = reader.read();
    if (!(answer instanceof ConnAck ack)) {
      throw new LinkLostException("the broker answered CONNECT with something else: is it MQTT?");
    }
    if (ack.reason() != 0) {
      String said = ack.properties().reasonText();
      throw new LinkLostException(
          "the broker refused us: "
              + Reason.ofConnAck(options.version(), ack.reason())
              + (said == null ? "" : ", it says: " + said));
    }
    Integer theirs = ack.properties().serverKeepAliveSeconds();
    if (theirs != null && theirs > 0) {
      keepAlive = Duration.ofSeconds(theirs);
    }
    return ack;
  }

  private Connect.@Nullable Will will() {
    OwnWill will = options.will();
    return will == null
        ? null
        : new Connect.Will(will.topic(), text(will.payload()), will.qos(), will.isRetained());
  }

  private static ByteString text(String text) {
    return ByteString.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Tells those who watch our will that we are here, when there are any. */
  void sayAlive() {
    OwnWill will = options.will();
    if (will != null && will.alive() != null) {
      // Nothing of ours is under way on a connection that was just opened.
      boolean _ = publish(will.topic(), text(will.alive()), will.isRetained());
    }
  }

  /** Packets are written from now on. The first answer is still due within the time for answers. */
  void start() {
    writer.start();
  }

  /**
   * The subscriptions are answered. From now on a broker that says nothing for longer than the
   * keep-alive time, in which it is asked by a ping, is gone.
   */
  void granted() throws IOException {
    isGranted = true;
    long waitMs = keepAlive.plus(options.answer()).toMillis();
    socket.setSoTimeout(Math.toIntExact(waitMs));
  }

  void subscribe(List<Subscription> wishes) {
    List<PacketWriter.Wish> list =
        wishes.stream().map(wish -> new PacketWriter.Wish(wish.filter(), wish.qos(), 1)).toList();
    toSend.add(packets.subscribe(SUBSCRIBE_ID, list));
  }

  /** One of several that are asked for one after the other; what the broker has stored comes. */
  void subscribe(int id, Subscription wish) {
    toSend.add(packets.subscribe(id, List.of(new PacketWriter.Wish(wish.filter(), wish.qos(), 0))));
  }

  /** One alone; what was published as retained says so, stored or not, where MQTT has a way. */
  void subscribeAsPublished(Subscription wish) {
    var asked = new PacketWriter.Wish(wish.filter(), wish.qos(), 0, true);
    toSend.add(packets.subscribe(SUBSCRIBE_ID, List.of(asked)));
  }

  /** Packets that the broker has not taken yet. */
  int backlog() {
    return toSend.size();
  }

  /** The next packet; throws when the connection ends, with the reason that is known best. */
  Incoming read() throws IOException {
    try {
      Incoming packet = reader.read();
      byte[] ping = packet instanceof Incoming.PingResp ? pings.poll() : null;
      if (ping != null) {
        answered = ping;
      }
      return packet;
    } catch (SocketTimeoutException e) {
      throw isGranted ? new LinkLostException("the broker answers no ping", e) : e;
    } catch (IOException e) {
      String reason = endReason;
      throw reason == null ? e : new LinkLostException(reason, e);
    }
  }

  /** The very array that was sent as the ping that was answered last. */
  byte[] answered() {
    return answered;
  }

  AckLine acks() {
    return acks;
  }

  void send(byte[] packet) {
    toSend.add(packet);
  }

  /** Publishes at QoS 1; false when too many of ours are under way. */
  boolean publish(String topic, ByteString payload, boolean isRetained) {
    synchronized (ownMessages) {
      if (ownMessages.size() >= OWN_MESSAGES_MAX) {
        return false;
      }
      while (!ownMessages.add(nextOwnId)) {
        nextOwnId = nextOwnId % 60_000 + 1;
      }
      toSend.add(packets.publish(nextOwnId, topic, payload, isRetained));
      nextOwnId = nextOwnId % 60_000 + 1;
      return true;
    }
  }

  void published(int packetId) {
    synchronized (ownMessages) {
      ownMessages.remove(packetId);
    }
  }

  private void writeAll() {
    long lastPingNanos = System.nanoTime();
    long keepAliveNanos = keepAlive.toNanos();
    try {
      while (true) {
        byte[] next = toSend.poll(Math.min(keepAliveNanos / 4, 250_000_000L), TimeUnit.NANOSECONDS);
        // All that waits goes out in one write.
        boolean isLast = false;
        while (next != null) {
          write(next);
          isLast |= next[0] == DISCONNECT;
          next = toSend.poll();
        }
        long now = System.nanoTime();
        if (now - lastPingNanos >= keepAliveNanos * 3 / 4) {
          write(PacketWriter.pingReq());
          lastPingNanos = now;
        }
        out.flush();
        if (isLast) {
          isLastWritten.countDown();
        }
      }
    } catch (IOException e) {
      end("the connection failed: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() asks for the end
    }
  }

  private void write(byte[] packet) throws IOException {
    if (packet[0] == PING) {
      boolean _ = pings.add(packet);
    }
    out.write(packet);
  }

  /** Ends it, for this reason unless there was one before. */
  void end(String reason) {
    if (endReason == null) {
      endReason = reason;
    }
    closeSocket();
  }

  /** TLS says good-bye when it is closed, and for that waits for a write that may never end. */
  private void closeSocket() {
    try {
      if (writer.isAlive()) {
        transport.close();
      }
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, closed or not.
      endReason = endReason == null ? String.valueOf(e.getMessage()) : endReason;
    }
  }

  /**
   * Says good-bye where the writer is idle: the broker then does not wait for us. A will is
   * published all the same, for who watches it wants to know that nobody listens any more.
   */
  synchronized void sayGoodBye() {
    if (isSaidGoodBye) {
      return;
    }
    isSaidGoodBye = true;
    writer.interrupt();
    try {
      // A write that does not end is not interrupted; then there is nobody to say it to.
      boolean isIdle = writer.join(GOOD_BYE) && !socket.isClosed();
      if (isIdle && options.will() == null) {
        out.write(PacketWriter.disconnect());
        out.flush();
      } else if (isIdle && options.version() == MqttVersion.V5) {
        out.write(PacketWriter.disconnectWithWill());
        out.flush();
      }
      // With MQTT 3.1.1 only an end without DISCONNECT has the will published ([MQTT-3.1.2-8]).
    } catch (IOException e) {
      endReason = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says good-bye behind all that was given; a broker that takes nothing is not waited for. */
  void sayLast(byte[] packet) throws InterruptedException {
    toSend.add(packet);
    boolean _ = isLastWritten.await(GOOD_BYE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    acks.close();
    closeSocket();
    writer.interrupt();
    try {
      if (writer.isAlive()) {
        writer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
