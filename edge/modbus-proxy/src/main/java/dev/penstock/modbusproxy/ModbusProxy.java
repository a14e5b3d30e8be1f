package dev.penstock.modbusproxy;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A port at which clients of one zone reach a Modbus device of another. What the policy does not
 * allow is answered with an exception and never reaches the device.
 *
 * <p>Req: 62443-4-2 NDR 5.2
 *
 * <p>One virtual thread accepts, one looks after time, and one serves each client, with a
 * connection to the device of its own: no answer can go to another client, and none waits for
 * another. Decision 0228 says what that costs.
 */
public final class ModbusProxy implements Closeable {
  /** How often somebody looks whether a client is stuck, and whether a minute is over. */
  private static final long LOOK_MS = 50;

  private static final int BACKLOG = 64;
  private static final Duration END = Duration.ofSeconds(5);

  private final ProxySettings settings;
  private final Gate gate;
  private final Function<InetAddress, Optional<String>> identities;
  private final ServerSocket listener;
  private final Upstream.Rest rest = new Upstream.Rest();
  private final Map<Long, Client> clients = new ConcurrentHashMap<>();
  private final Map<Long, Thread> serving = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread accepting;
  private final Thread looking;

  private ModbusProxy(
      ProxySettings settings,
      Gate gate,
      Function<InetAddress, Optional<String>> identities,
      ServerSocket listener) {
    this.settings = settings;
    this.gate = gate;
    this.identities = identities;
    this.listener = listener;
    accepting = Thread.ofVirtual().name("modbus-proxy-accept").unstarted(this::accept);
    looking = Thread.ofVirtual().name("modbus-proxy-look").unstarted(this::look);
  }

  /**
   * Opens the port. The gate is not the proxy's own and is not closed with it.
   *
   * @param identities who a client is, where something has checked it; Modbus itself has no way to
   *     say it
   */
  public static ModbusProxy open(
      ProxySettings settings, Gate gate, Function<InetAddress, Optional<String>> identities)
      throws IOException {
    var listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(settings.listen(), BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    var proxy = new ModbusProxy(settings, gate, identities, listener);
    proxy.accepting.start();
    proxy.looking.start();
    return proxy;
  }

  /** Where it listens, with the port that it got. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** Clients that are connected now. */
  public int clientCount() {
    return clients.size();
  }

  private void accept() {
    while (closing.getCount() > 0) {
      try {
        take(listener.accept());
      } catch (IOException | RuntimeException _) {
        // The port was closed, there is no room for one more, or nobody can say who a client is:
        // that one was sent away, and the next is waited for.
        boolean _ = pause();
      }
    }
  }

  private boolean pause() {
    try {
      return closing.await(LOOK_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Nobody else knows the socket until its client runs, so whatever goes wrong closes it. */
  private void take(Socket socket) throws IOException {
    long number = numbers.incrementAndGet();
    boolean isServed = false;
    try {
      if (isRoom(socket)) {
        serve(socket, number);
        isServed = true;
      }
    } finally {
      if (!isServed) {
        gate.counts().connectionsRefused.increment();
        ended(number);
        socket.close();
      }
    }
  }

  private boolean isRoom(Socket socket) {
    String peer = socket.getInetAddress().getHostAddress();
    long ofPeer = clients.values().stream().filter(each -> each.peer().equals(peer)).count();
    return clients.size() < settings.limits().connectionsMax()
        && ofPeer < settings.limits().connectionsOfAddressMax();
  }

  private void serve(Socket socket, long number) throws IOException {
    var client =
        new Client(
            settings,
            gate,
            socket.getInetAddress().getHostAddress(),
            identities.apply(socket.getInetAddress()),
            new Wire(socket),
            new Upstream(settings, rest),
            () -> ended(number));
    clients.put(number, client);
    Thread thread =
        Thread.ofVirtual()
            .name("modbus-proxy-client-" + number)
            .unstarted(() -> {
              // Here: one whose thread cannot start was refused, and was no connection.
              gate.counts().connections.increment();
              client.run();
            });
    serving.put(number, thread);
    thread.start();
    // It may have been closed between the two.
    if (closing.getCount() == 0) {
      client.close();
    }
  }

  private void ended(long number) {
    var _ = clients.remove(number);
    var _ = serving.remove(number);
  }

  private void look() {
    while (!pause()) {
      clients.values().forEach(Client::watch);
      gate.tick();
    }
  }

  /** False after it was shut. */
  public boolean isOpen() {
    return closing.getCount() > 0;
  }

  /** Closes the port and all connections, and waits for nothing. Any thread, more than once. */
  public void shut() {
    closing.countDown();
    try {
      listener.close();
    } catch (IOException _) {
      // Nobody can connect any more either way.
    }
    clients.values().forEach(Client::close);
  }

  /** Closes the port and all connections; a command that is under way gets its result recorded. */
  @Override
  public void close() {
    shut();
    try {
      var _ = accepting.join(END);
      var _ = looking.join(END);
      for (Thread thread : serving.values()) {
        var _ = thread.join(END);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
