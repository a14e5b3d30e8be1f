package dev.penstock.modbusproxy;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Decoded;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.ResponseReader;
import dev.penstock.framesmodbus.ResponseReading;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;

/** A client of Modbus that can also misbehave. */
final class TestClient implements Closeable {
  final Socket socket = new Socket();
  private byte[] bytes = new byte[1 << 16];
  private int to;
  private int transactionId = 700;

  TestClient(InetSocketAddress address) throws IOException {
    socket.connect(address, 5_000);
    socket.setSoTimeout(60_000);
  }

  void raw(byte[] frame) throws IOException {
    socket.getOutputStream().write(frame);
    socket.getOutputStream().flush();
  }

  void rawPdu(int unit, String hex) throws IOException {
    raw(new Mbap(++transactionId, unit, ByteString.of(HexFormat.of().parseHex(hex))).encode());
  }

  /** The next frame; null when the connection ended. */
  Mbap receive() throws IOException {
    while (true) {
      if (Mbap.decode(bytes, 0, to) instanceof Decoded.Message<Mbap>(var mbap, var length)) {
        bytes = Arrays.copyOfRange(bytes, length, length + bytes.length);
        to -= length;
        return mbap;
      }
      int count = socket.getInputStream().read(bytes, to, bytes.length - to);
      if (count < 0) {
        return null;
      }
      to += count;
    }
  }

  Response ask(int unit, Request request) throws IOException {
    raw(new Mbap(++transactionId, unit, PduWriter.write(request)).encode());
    Mbap mbap = receive();
    if (mbap == null || mbap.transactionId() != transactionId || mbap.unit() != unit) {
      throw new AssertionError("answered " + mbap + " to " + transactionId);
    }
    return switch (ResponseReader.read(request, mbap.pdu())) {
      case ResponseReading.Wellformed(var response) -> response;
      case ResponseReading.Illformed(_, var reason) -> throw new AssertionError(reason);
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
