package dev.penstock.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Ports of loopback for servers that must be told theirs. Each stays bound until the tests end, and
 * is not listened at: a server may listen there, end and begin again, for servers reuse addresses,
 * while the system gives the port to nobody who asks for any. A port that was only found to be free
 * is somebody else's at times before it is used. Until a server listens, who connects is refused.
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
