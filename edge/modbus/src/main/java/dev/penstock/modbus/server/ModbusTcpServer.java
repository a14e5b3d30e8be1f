package dev.penstock.modbus.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Listens for masters that speak MODBUS/TCP, and has each of their requests answered.
 *
 * <p>MODBUS/TCP neither asks who somebody is nor hides what is said: whoever reaches the port is
 * heard. What he may do is for the {@link Answerer}.
 */
public final class ModbusTcpServer implements AutoCloseable {
  private static final int BACKLOG = 64;
  private static final int FROM_ONE_MIN = 4;
  private static final Duration TICK_MAX = Duration.ofSeconds(1);

  /** What is being answered has so long when the server is closed. */
  private static final Duration END_MAX = Duration.ofSeconds(3);

  private final ServerOptions options;
  private final Answerer answerer;
  private final ServerSocket socket;
  private final ServerTally tally = new ServerTally();
  private final Set<MasterConnection> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread accepting;
  private final Thread ticking;

  /** Owned by the accepting thread. */
  private long sessions;

  private ModbusTcpServer(ServerOptions options, Answerer answerer, ServerSocket socket) {
    this.options = options;
    this.answerer = answerer;
    this.socket = socket;
    this.accepting = Thread.ofVirtual().name("modbus-server").unstarted(this::accept);
    this.ticking = Thread.ofVirtual().name("modbus-server-tick").unstarted(this::tick);
  }

  /** Listens, from when this returns on. */
  public static ModbusTcpServer start(ServerOptions options, Answerer answerer) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(options.bind(), options.port()), BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    var server = new ModbusTcpServer(options, answerer, socket);
    server.accepting.start();
    server.ticking.start();
    return server;
  }

  public int port() {
    return socket.getLocalPort();
  }

  public ServerCounts counts() {
    return tally.counts(connections.size());
  }

  private void accept() {
    while (closing.getCount() > 0) {
      try {
        letIn(socket.accept());
      } catch (IOException e) {
        if (socket.isClosed()) {
          return;
        }
        // One that was gone again, or too many files: in a while it goes on.
        tally.faults.increment();
        if (isOver(TICK_MAX)) {
          return;
        }
      }
    }
  }

  private void letIn(Socket accepted) throws IOException {
    InetAddress address = accepted.getInetAddress();
    long fromOne =
        connections.stream()
            .filter(each -> each.peer().address().getAddress().equals(address))
            .count();
    if (connections.size() >= options.connectionsMax()
        || fromOne >= Math.max(FROM_ONE_MIN, options.connectionsMax() / 4)) {
      tally.sentAway.increment();
      accepted.close();
      return;
    }
    sessions++;
    var peer = new Peer(new InetSocketAddress(address, accepted.getPort()), sessions);
    var connection =
        new MasterConnection(accepted, peer, options, answerer, tally, connections::remove);
    connections.add(connection);
    connection.start();
  }

  private void tick() {
    Duration shortest =
        options.idleMax().compareTo(options.stallMax()) < 0
            ? options.idleMax()
            : options.stallMax();
    Duration tick =
        shortest.dividedBy(4).compareTo(TICK_MAX) < 0 ? shortest.dividedBy(4) : TICK_MAX;
    while (!isOver(tick)) {
      long now = System.nanoTime();
      connections.forEach(each -> each.tick(now));
    }
  }

  /** Waits so long; true when the end came. */
  private boolean isOver(Duration wait) {
    try {
      return closing.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Lets nobody in any more, gives what is being answered a few seconds, and ends. */
  @Override
  public void close() {
    closing.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody is let in by it any more, closed well or not.
    }
    try {
      accepting.join();
      ticking.join();
      List<MasterConnection> last = List.copyOf(connections);
      last.forEach(MasterConnection::end);
      long deadline = System.nanoTime() + END_MAX.toNanos();
      for (MasterConnection each : last) {
        if (!each.isOver(deadline)) {
          each.interrupt();
          boolean _ = each.isOver(System.nanoTime() + END_MAX.toNanos());
        }
      }
    } catch (InterruptedException e) {
      connections.forEach(MasterConnection::interrupt);
      Thread.currentThread().interrupt();
    }
  }
}
