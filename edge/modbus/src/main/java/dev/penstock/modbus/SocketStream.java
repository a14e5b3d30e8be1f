package dev.penstock.modbus;

import dev.penstock.driving.LinkException;
import dev.penstock.framesmodbus.Decoded;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Bytes over TCP, with what came and was not yet taken. Used by one thread, closed by any. */
final class SocketStream implements Closeable {
  /** Several frames of the greatest length, so that a burst is read at once. */
  private static final int BUFFER_BYTES = 4_096;

  /** 256 KB; who sends without end is met by the next wait. */
  private static final int DRAINS_MAX = 64;

  private static final long MILLI_NANOS = 1_000_000;

  /** Looks at bytes for a frame. */
  interface Decoder<T> {
    Decoded<T> decode(byte[] wire, int from, int to);
  }

  private final Socket socket;
  private final String place;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private volatile boolean isClosed;

  private SocketStream(Socket socket, String place) throws IOException {
    this.socket = socket;
    this.place = place;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  static SocketStream connect(String host, int port, ModbusOptions options, Tally tally)
      throws LinkException, InterruptedException {
    String place = options.way().text();
    var socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(host, port), (int) options.pace().connectMax().toMillis());
      // Requests are small and waited for.
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      var stream = new SocketStream(socket, place);
      tally.sessions.increment();
      return stream;
    } catch (IOException e) {
      close(socket);
      if (Thread.interrupted()) {
        throw stopped(e);
      }
      throw new LinkException(place + ": cannot connect: " + e.getMessage(), e);
    }
  }

  void write(byte[] frame) throws LinkException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      out.write(frame);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** What stands at the beginning of what came. */
  <T> Decoded<T> decode(Decoder<T> decoder) {
    return decoder.decode(buffer, from, to);
  }

  /** How many bytes came and were not taken. */
  int count() {
    return to - from;
  }

  void take(int bytes) {
    from += bytes;
  }

  /** Waits for more, until then; false where nothing came. */
  boolean fill(long deadlineNanos) throws LinkException, InterruptedException {
    long left = deadlineNanos - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    try {
      socket.setSoTimeout((int) ((left + MILLI_NANOS - 1) / MILLI_NANOS));
      int count = in.read(buffer, to, buffer.length - to);
      if (count < 0) {
        throw new LinkException(place + ": the other side closed the connection");
      }
      to += count;
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Drops what came already; whether anything had. */
  boolean drain() throws LinkException, InterruptedException {
    boolean hadSome = count() > 0;
    from = 0;
    to = 0;
    try {
      for (int i = 0; i < DRAINS_MAX && in.available() > 0; i++) {
        hadSome |= in.read(buffer, 0, buffer.length) > 0;
      }
      return hadSome;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  LinkException broken(String reason) {
    return new LinkException(place + ": " + reason);
  }

  /** A virtual thread that is interrupted finds its socket closed. */
  private LinkException lost(IOException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw stopped(e);
    }
    return isClosed
        ? new LinkException(place + ": closed", e)
        : new LinkException(place + ": the connection broke: " + e.getMessage(), e);
  }

  private static InterruptedException stopped(IOException e) {
    var stopped = new InterruptedException("interrupted on a socket");
    stopped.initCause(e);
    return stopped;
  }

  @Override
  public void close() {
    isClosed = true;
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, closed well or not.
    }
  }
}
