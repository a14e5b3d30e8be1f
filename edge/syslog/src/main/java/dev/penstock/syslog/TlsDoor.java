package dev.penstock.syslog;

import dev.penstock.flow.intake.IntakeFinding.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lets in who speaks TLS, in bounded number; each is heard by a thread of its own. */
final class TlsDoor implements Door {
  private static final int BACKLOG = 128;

  private final Desk desk;
  private final SyslogOptions.Way.Tls way;
  private final ServerTls tls;
  private final Set<TlsConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong sessions = new AtomicLong();
  private volatile @Nullable ServerSocket socket;

  TlsDoor(Desk desk, SyslogOptions.Way.Tls way) {
    this.desk = desk;
    this.way = way;
    this.tls = new ServerTls(way.files());
  }

  @Override
  public int open() throws IOException {
    var _ = tls.current();
    SyslogOptions options = desk.options();
    var opened = new ServerSocket();
    try {
      opened.setReuseAddress(true);
      opened.bind(new InetSocketAddress(options.bind(), options.port()), BACKLOG);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    socket = opened;
    if (desk.handing().isEnding()) {
      opened.close(); // shut() came before there was anything to shut
    }
    return opened.getLocalPort();
  }

  @Override
  public void serve() throws IOException {
    ServerSocket opened = socket;
    while (opened != null && !opened.isClosed()) {
      Socket accepted;
      try {
        accepted = opened.accept();
      } catch (SocketException e) {
        if (opened.isClosed()) {
          return;
        }
        throw e;
      }
      letIn(accepted);
    }
  }

  private void letIn(Socket accepted) throws IOException {
    InetAddress address = accepted.getInetAddress();
    String full = full(address);
    if (full != null) {
      accepted.close();
      desk.tally().refused.increment();
      desk.complaints()
          .note(Kind.PEER_REFUSED, null, address.getHostAddress(), 0, desk.clock().instant(), full);
      return;
    }
    var connection =
        new TlsConnection(desk, way, tls.current(), accepted, sessions.incrementAndGet(), this);
    connections.add(connection);
    connection.start();
  }

  /** Why nobody more is let in; null when there is room. */
  private @Nullable String full(InetAddress address) {
    if (connections.size() >= way.connections()) {
      return "there are " + way.connections() + " connections, which is the limit";
    }
    int fromOneMax = Math.max(1, way.connections() / 4);
    long fromOne = connections.stream().filter(each -> each.address().equals(address)).count();
    return fromOne < fromOneMax
        ? null
        : "there are " + fromOne + " connections from this address, which is the limit";
  }

  void gone(TlsConnection connection) {
    connections.remove(connection);
  }

  @Override
  public void shut() {
    ServerSocket opened = socket;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        // It is of no use any more, closed well or not.
      }
    }
  }

  @Override
  public void tick() {
    long now = System.nanoTime();
    connections.forEach(each -> each.tick(now));
  }

  @Override
  public void end() {
    Collection<TlsConnection> last = Set.copyOf(connections);
    last.forEach(TlsConnection::hangUp);
    last.forEach(TlsConnection::join);
  }

  @Override
  public Optional<String> remark() {
    return tls.obstacle();
  }

  @Override
  public int connections() {
    return connections.size();
  }

  @Override
  public int waiting() {
    return 0;
  }
}
