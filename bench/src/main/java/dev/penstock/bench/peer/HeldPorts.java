package dev.penstock.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Ports of loopback for servers that must be told theirs. Each stays bound until the bench ends,
 * and is not listened at: a server, which reuses addresses, may listen there, end and begin again,
 * while the system gives the port to nobody else.
 */
public final class HeldPorts {
  /** Strongly held: a socket that nobody knows any more is closed. */
  private static final List<Socket> HELD = new CopyOnWriteArrayList<>();

  private HeldPorts() {}

  /** Another one. */
  public static int next() throws IOException {
    var held = new Socket();
    held.setReuseAddress(true);
    held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    boolean _ = HELD.add(held);
    return held.getLocalPort();
  }
}
