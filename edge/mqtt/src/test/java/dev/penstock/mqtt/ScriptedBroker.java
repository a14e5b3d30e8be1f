package dev.penstock.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The other end of a connection, which the test plays byte by byte. */
final class ScriptedBroker implements AutoCloseable {
  private static final int WAIT_MS = 30_000;

  private final ServerSocket server;
  private Socket socket = new Socket();

  ScriptedBroker() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    server.setSoTimeout(WAIT_MS);
  }

  int port() {
    return server.getLocalPort();
  }

  void accept() throws IOException {
    socket.close();
    socket = server.accept();
    socket.setSoTimeout(WAIT_MS);
  }

  /** One packet of at most 127 bytes: its first byte and its body. */
  byte[] read() throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    int type = in.readUnsignedByte();
    byte[] packet = new byte[1 + in.readUnsignedByte()];
    packet[0] = (byte) type;
    in.readFully(packet, 1, packet.length - 1);
    return packet;
  }

  /** The next packet that is no ping. */
  byte[] readPacket() throws IOException {
    while (true) {
      byte[] packet = read();
      if (packet[0] != (byte) 0xc0) {
        return packet;
      }
      send(0xd0, 0);
    }
  }

  void send(int... bytes) throws IOException {
    byte[] packet = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      packet[i] = (byte) bytes[i];
    }
    socket.getOutputStream().write(packet);
    socket.getOutputStream().flush();
  }

  void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** CONNECT and SUBSCRIBE of MQTT 3.1.1, answered; gives whether there was a SUBSCRIBE. */
  void welcome(boolean sessionPresent) throws IOException {
    accept();
    var _ = read();
    send(0x20, 2, sessionPresent ? 1 : 0, 0);
  }

  void grant() throws IOException {
    byte[] subscribe = readPacket();
    send(0x90, 3, subscribe[1], subscribe[2], 1);
  }

  void hangUp() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    server.close();
  }
}
