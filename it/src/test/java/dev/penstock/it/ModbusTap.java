package dev.penstock.it;

import dev.penstock.evidence.record.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands between a master and a server on loopback, and keeps each MODBUS/TCP frame, so that they
 * can be written as a capture: that takes no rights that a test does not have.
 */
final class ModbusTap implements AutoCloseable {
  private static final int MASTER_PORT = 40_000;
  private static final int SERVER_PORT = 502;

  private record Seen(boolean isOfMaster, ByteString frame) {}

  private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final int serverPort;

  /** Guarded by this. */
  private final List<Seen> seen = new ArrayList<>();

  ModbusTap(int serverPort) throws IOException {
    this.serverPort = serverPort;
    var _ = Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  synchronized int frames() {
    return seen.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket master = listening.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        var _ = Thread.ofVirtual().start(() -> relay(master, server, true));
        var _ = Thread.ofVirtual().start(() -> relay(server, master, false));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void relay(Socket from, Socket to, boolean isOfMaster) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      while (true) {
        byte[] head = in.readNBytes(6);
        if (head.length < 6) {
          return;
        }
        int length = ((head[4] & 0xff) << 8) | (head[5] & 0xff);
        var frame = new ByteArrayOutputStream();
        frame.writeBytes(head);
        frame.writeBytes(in.readNBytes(length));
        synchronized (this) {
          seen.add(new Seen(isOfMaster, ByteString.of(frame.toByteArray())));
        }
        out.write(frame.toByteArray());
      }
    } catch (IOException e) {
      // The connection is over.
    }
  }

  /** Writes what passed as one conversation: IPv4 and TCP without options around each frame. */
  synchronized void writeTo(Path capture) throws IOException {
    var out = new ByteArrayOutputStream();
    // Magic, version 2.4, zone, accuracy, greatest length, link type 101: raw IP.
    out.writeBytes(
        little(24)
            .putInt(0xa1b2c3d4)
            .putShort((short) 2)
            .putShort((short) 4)
            .putLong(0)
            .putInt(65_535)
            .putInt(101)
            .array());
    int fromMaster = 1;
    int fromServer = 1;
    for (Seen each : seen) {
      int length = 40 + each.frame().size();
      out.writeBytes(little(16).putLong(0).putInt(length).putInt(length).array());
      ByteBuffer packet = ByteBuffer.allocate(length);
      packet.put((byte) 0x45).put((byte) 0).putShort((short) length).putInt(0);
      packet.put((byte) 64).put((byte) 6).putShort((short) 0);
      packet.putInt(each.isOfMaster() ? 0x0a000001 : 0x0a000002);
      packet.putInt(each.isOfMaster() ? 0x0a000002 : 0x0a000001);
      packet.putShort((short) (each.isOfMaster() ? MASTER_PORT : SERVER_PORT));
      packet.putShort((short) (each.isOfMaster() ? SERVER_PORT : MASTER_PORT));
      packet.putInt(each.isOfMaster() ? fromMaster : fromServer);
      packet.putInt(each.isOfMaster() ? fromServer : fromMaster);
      packet.put((byte) 0x50).put((byte) 0x18).putShort((short) 8_192).putInt(0);
      out.writeBytes(packet.put(each.frame().bytes()).array());
      fromMaster += each.isOfMaster() ? each.frame().size() : 0;
      fromServer += each.isOfMaster() ? 0 : each.frame().size();
    }
    Files.write(capture, out.toByteArray());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
