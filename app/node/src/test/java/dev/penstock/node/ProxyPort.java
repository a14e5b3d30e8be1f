package dev.penstock.node;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;

/**
 * A port of loopback for a proxy of a node, and who asks there. It is bound and not listened at, so
 * that nobody else is given it before the node listens there.
 */
final class ProxyPort implements AutoCloseable {
  private final Socket held = new Socket();

  ProxyPort() throws IOException {
    held.setReuseAddress(true);
    held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  int number() {
    return held.getLocalPort();
  }

  /** The answer to a request of Modbus, without its header. */
  String ask(String pdu) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), number())) {
      socket.setSoTimeout(30_000);
      byte[] bytes = HexFormat.of().parseHex(pdu);
      String header = "00070000%04x01".formatted(bytes.length + 1);
      socket.getOutputStream().write(HexFormat.of().parseHex(header + pdu));
      var in = new DataInputStream(socket.getInputStream());
      byte[] start = in.readNBytes(7);
      int length = (start[4] & 0xff) << 8 | (start[5] & 0xff);
      return HexFormat.of().formatHex(in.readNBytes(length - 1));
    }
  }

  @Override
  public void close() throws IOException {
    held.close();
  }
}
