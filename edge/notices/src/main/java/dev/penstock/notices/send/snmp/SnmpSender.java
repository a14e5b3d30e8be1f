package dev.penstock.notices.send.snmp;

import dev.penstock.notices.Errand;
import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.NoticeSender;
import dev.penstock.notices.send.Sending;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends notices as SNMP notifications over UDP. A trap is confirmed by nobody; an inform is tried a
 * few times until the manager answers.
 */
public final class SnmpSender implements NoticeSender {
  /** After a trap, so long a machine has to say that nobody listens there. */
  private static final Duration UNREACHABLE_WAIT = Duration.ofMillis(200);

  private static final int INFORM_TRIES = 3;
  private static final int ANSWER_BYTES_MAX = 65_535;

  /** More answers than this to one try are not ours. */
  private static final int ANSWERS_MAX = 50;

  /**
   * Boots must grow with each start, RFC 3414 §2.2: the second of the start does, counted from here
   * so that 31 bits last until 2088.
   */
  private static final Instant BOOTS_FROM = Instant.parse("2020-01-01T00:00:00Z");

  private final String node;
  private final SnmpOptions options;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Instant startedAt;
  private final @Nullable UserSecurity security;

  /**
   * A sender that starts now.
   *
   * @param random for salts and numbers of requests; a secure one
   */
  public SnmpSender(String node, SnmpOptions options, InstantSource clock, RandomGenerator random) {
    this.node = node;
    this.options = options;
    this.clock = clock;
    this.random = random;
    this.startedAt = clock.instant();
    this.security =
        options.way() instanceof SnmpOptions.Way.User user
            ? new UserSecurity(UserSecurity.engine(options.base(), node), user)
            : null;
  }

  /** What a manager must be told of a node that is a user: its engine, in hexadecimal. */
  public static String engineId(Oid base, String node) {
    return HexFormat.of().formatHex(UserSecurity.engine(base, node));
  }

  @Override
  public Sending send(Errand errand) throws IOException {
    Endpoint manager = options.manager();
    var to = new InetSocketAddress(manager.host(), manager.port());
    if (to.isUnresolved()) {
      throw new IOException("no address is known for " + manager.host());
    }
    try (var socket = new DatagramSocket()) {
      // A connected socket hears that nobody listens, and no other peer.
      socket.connect(to);
      int request = random.nextInt(Integer.MAX_VALUE);
      return switch (options.way()) {
        case SnmpOptions.Way.Community(var word, var isInform) -> {
          byte[] pdu = pdu(isInform ? Ber.INFORM : Ber.TRAP, request, errand);
          byte[] message = Ber.element(Ber.SEQUENCE, Ber.integer(1), Ber.octets(word.bytes()), pdu);
          yield isInform ? inform(socket, message, request) : trap(socket, message);
        }
        case SnmpOptions.Way.User _ -> trap(socket, secured(request, errand));
      };
    }
  }

  private byte[] pdu(int tag, int request, Errand errand) {
    return Notification.pdu(tag, request, options.base(), node, errand, upTime().toMillis() / 10);
  }

  private byte[] secured(int request, Errand errand) {
    if (security == null) {
      throw new IllegalStateException("no user is set");
    }
    int time = (int) Math.min(upTime().toSeconds(), Integer.MAX_VALUE);
    return security.message(
        request, pdu(Ber.TRAP, request, errand), boots(), time, random.nextLong());
  }

  private Duration upTime() {
    Duration up = Duration.between(startedAt, clock.instant());
    return up.isNegative() ? Duration.ZERO : up;
  }

  private int boots() {
    long second = Duration.between(BOOTS_FROM, startedAt).toSeconds();
    return Math.clamp(second, 1, Integer.MAX_VALUE - 1);
  }

  private Sending trap(DatagramSocket socket, byte[] message) throws IOException {
    socket.send(new DatagramPacket(message, message.length));
    socket.setSoTimeout((int) UNREACHABLE_WAIT.toMillis());
    try {
      socket.receive(new DatagramPacket(new byte[1], 1));
    } catch (SocketTimeoutException e) {
      return new Sending.Taken("nobody confirms a trap");
    } catch (PortUnreachableException e) {
      throw new IOException("nobody listens at " + options.manager(), e);
    }
    return new Sending.Taken("nobody confirms a trap");
  }

  private Sending inform(DatagramSocket socket, byte[] message, int request) throws IOException {
    long each = options.limit().toMillis() / INFORM_TRIES;
    for (int i = 0; i < INFORM_TRIES; i++) {
      socket.send(new DatagramPacket(message, message.length));
      Optional<Response> answer = answer(socket, request, each);
      if (answer.isPresent()) {
        return answer.get().errorStatus() == 0
            ? Sending.taken()
            : new Sending.Refused("the manager answers with error " + answer.get().errorStatus());
      }
    }
    throw new IOException(options.manager() + " does not answer");
  }

  private Optional<Response> answer(DatagramSocket socket, int request, long millis)
      throws IOException {
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    var packet = new DatagramPacket(new byte[ANSWER_BYTES_MAX], ANSWER_BYTES_MAX);
    for (int i = 0; i < ANSWERS_MAX; i++) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left < 1) {
        return Optional.empty();
      }
      socket.setSoTimeout((int) left);
      packet.setLength(ANSWER_BYTES_MAX);
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        return Optional.empty();
      } catch (PortUnreachableException e) {
        throw new IOException("nobody listens at " + options.manager(), e);
      }
      Optional<Response> answer = Response.decode(packet.getData(), packet.getLength());
      if (answer.isPresent() && answer.get().request() == request) {
        return answer;
      }
    }
    return Optional.empty();
  }
}
