package dev.penstock.demo;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client of Modbus that asks anything, one request after the other. */
final class PlcClient implements Closeable {
  private static final int LIMIT_MS = 10_000;

  private static final int HEADER_BYTES = 7;
  private static final int LENGTH_AT = 4;

  private final Socket socket;
  private final DataInputStream in;
  private int transactionId;

  /**
   * What came back.
   *
   * @param exception 0 where it was done, else why it was not (MODBUS V1.1b3 §7)
   */
  record Answer(int exception) {
    boolean isDone() {
      return exception == 0;
    }
  }

  private PlcClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /**
   * A client at a port of loopback.
   *
   * @param from its own address, so that records tell clients apart; where this machine has no such
   *     address of loopback, the usual one
   */
  static PlcClient connect(int port, String from) throws IOException {
    var socket = new Socket();
    try {
      bind(socket, from);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MS);
      socket.setSoTimeout(LIMIT_MS);
      socket.setTcpNoDelay(true);
      return new PlcClient(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static void bind(Socket socket, String from) throws IOException {
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    } catch (BindException e) {
      // Not every system has all of 127.0.0.0/8; it is bound as it is connected.
    }
  }

  /** As records name this client. */
  String address() {
    return socket.getLocalAddress().getHostAddress();
  }

  Answer ask(int unit, Request request) throws IOException {
    return ask(unit, PduWriter.write(request));
  }

  /** Asks bytes that need be no request. */
  Answer ask(int unit, ByteString pdu) throws IOException {
    transactionId = (transactionId + 1) & 0xffff;
    socket.getOutputStream().write(new Mbap(transactionId, unit, pdu).encode());
    byte[] header = in.readNBytes(HEADER_BYTES);
    if (header.length < HEADER_BYTES) {
      throw new IOException("the proxy ended the connection");
    }
    int bodyBytes = ((header[LENGTH_AT] & 0xff) << 8 | (header[LENGTH_AT + 1] & 0xff)) - 1;
    byte[] body = in.readNBytes(bodyBytes);
    if (bodyBytes < 2 || body.length < bodyBytes) {
      throw new IOException("the proxy answered " + body.length + " bytes");
    }
    return new Answer(body[0] < 0 ? body[1] & 0xff : 0);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
