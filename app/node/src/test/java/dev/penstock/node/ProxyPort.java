package dev.penstock.node;

import dev.penstock.testkit.HeldPorts;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;

/** A port of loopback for a proxy of a node, and who asks there. */
final class ProxyPort {
  private static final int PATIENCE_MS = 60_000;
  private static final int HEADER_BYTES = 7;
  private static final int TRIES_MAX = 20;

  /** The answer to a write of one register of which no record could be made in time. */
  private static final String UNRECORDED = "8606";

  private final int number = HeldPorts.next();

  ProxyPort() throws IOException {}

  int number() {
    return number;
  }

  /** The answer to a request of Modbus on a connection of its own, without its header. */
  String ask(String pdu) throws IOException {
    try (var client = new Client(number)) {
      return client.ask(pdu);
    }
  }

  /** The same for a write that is let pass: asked again where a slow disk kept it from that. */
  String askUntilRecorded(String pdu) throws IOException {
    String answer = ask(pdu);
    for (int i = 0; i < TRIES_MAX && answer.equals(UNRECORDED); i++) {
      answer = ask(pdu);
    }
    return answer;
  }

  /** Who asks more than once on one connection. */
  Client client() throws IOException {
    return new Client(number);
  }

  /** A client of Modbus that says bytes. */
  static final class Client implements AutoCloseable {
    private final Socket socket;

    private Client(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MS);
    }

    /** The answer without its header; nothing where the proxy hangs up. */
    String ask(String pdu) throws IOException {
      byte[] bytes = HexFormat.of().parseHex(pdu);
      String header = "00070000%04x01".formatted(bytes.length + 1);
      socket.getOutputStream().write(HexFormat.of().parseHex(header + pdu));
      var in = new DataInputStream(socket.getInputStream());
      byte[] start = in.readNBytes(HEADER_BYTES);
      if (start.length < HEADER_BYTES) {
        return "";
      }
      int length = (start[4] & 0xff) << 8 | (start[5] & 0xff);
      return HexFormat.of().formatHex(in.readNBytes(length - 1));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
