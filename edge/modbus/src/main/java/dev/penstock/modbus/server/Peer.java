package dev.penstock.modbus.server;

import java.net.InetSocketAddress;

/**
 * Who asks: one connection. Modbus says nothing of who is behind it.
 *
 * @param session the server's number for this connection, never used again
 */
public record Peer(InetSocketAddress address, long session) {
  /** The address without the port, as policies and records name it. */
  public String host() {
    return address.getAddress().getHostAddress();
  }
}
