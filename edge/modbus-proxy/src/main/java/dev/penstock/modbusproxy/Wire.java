package dev.penstock.modbusproxy;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Decoded;
import dev.penstock.framesmodbus.Mbap;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Frames through a connection of TCP, with a limit on how long each may take. Used by one thread;
 * {@link #close} and {@link #isStuck} by any.
 */
final class Wire implements Closeable {
  /** Some tens of requests, so that who sends many is read with few calls. */
  private static final int READ_BYTES = 16_384;

  private static final int WRITE_BYTES = 8_192;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] read = new byte[READ_BYTES];
  private final byte[] toWrite = new byte[WRITE_BYTES];
  private int from;
  private int to;
  private int toWriteBytes;

  // The time at which a write began that has not ended; 0 for none. A socket of Java has no limit
  // for writing, so somebody else has to look.
  private volatile long writingSince;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** What came. */
  sealed interface Received {
    /** A frame. */
    record Frame(Mbap mbap) implements Received {}

    /** No frame can begin with these bytes, and nobody knows where the next one does. */
    record Garbage(ByteString bytes) implements Received {}

    /** The other side has ended. */
    record End() implements Received {}

    /**
     * Nothing came in time, or not all of a frame.
     *
     * @param isBegun whether a frame was begun
     */
    record Late(boolean isBegun) implements Received {}
  }

  /**
   * Waits for the next frame; what is to be written goes out before.
   *
   * @param first how long it may take to begin
   * @param whole how long from its first byte to its last
   */
  Received receive(Duration first, Duration whole) throws IOException {
    long since = System.nanoTime();
    boolean isBegun = to > from;
    while (true) {
      switch (Mbap.decode(read, from, to)) {
        case Decoded.Message<Mbap>(var mbap, var lengthBytes) -> {
          from += lengthBytes;
          return new Received.Frame(mbap);
        }
        case Decoded.Malformed<Mbap> _ -> {
          int count = Math.min(to - from, Mbap.FRAME_BYTES_MAX);
          return new Received.Garbage(ByteString.at(read, from, count));
        }
        case Decoded.Incomplete<Mbap> _ -> {
          if (!isBegun && to > from) {
            isBegun = true;
            since = System.nanoTime();
          }
          long left = (isBegun ? whole : first).toNanos() - (System.nanoTime() - since);
          if (left <= 0) {
            return new Received.Late(isBegun);
          }
          flush();
          try {
            if (!fill(left)) {
              return new Received.End();
            }
          } catch (SocketTimeoutException _) {
            return new Received.Late(isBegun);
          }
        }
      }
    }
  }

  /** False at the end. */
  // A virtual thread that always has something to read never lets go of its carrier by itself.
  @SuppressWarnings("ThreadPriorityCheck")
  private boolean fill(long limitNanos) throws IOException {
    if (from > 0) {
      System.arraycopy(read, from, read, 0, to - from);
      to -= from;
      from = 0;
    }
    Thread.yield();
    socket.setSoTimeout((int) Math.max(1, Math.min(Integer.MAX_VALUE, limitNanos / 1_000_000)));
    int count = in.read(read, to, read.length - to);
    to += Math.max(0, count);
    return count > 0;
  }

  /** Whether the other side is still there and has said nothing, as far as one can know now. */
  boolean isQuiet() throws IOException {
    if (to > from) {
      return false;
    }
    try {
      socket.setSoTimeout(1);
      int count = in.read(read, 0, read.length);
      from = 0;
      to = Math.max(0, count);
      return false;
    } catch (SocketTimeoutException _) {
      return true;
    }
  }

  /** Puts a frame to those that go out next. */
  void send(Mbap mbap) throws IOException {
    byte[] frame = mbap.encode();
    if (toWriteBytes + frame.length > toWrite.length) {
      flush();
    }
    System.arraycopy(frame, 0, toWrite, toWriteBytes, frame.length);
    toWriteBytes += frame.length;
  }

  void flush() throws IOException {
    if (toWriteBytes > 0) {
      // Never 0, which means none.
      writingSince = System.nanoTime() | 1;
      out.write(toWrite, 0, toWriteBytes);
      out.flush();
      toWriteBytes = 0;
      writingSince = 0;
    }
  }

  /** Whether the other side lets us wait for longer than this. */
  boolean isStuck(Duration taking) {
    long since = writingSince;
    return since != 0 && System.nanoTime() - since > taking.toNanos();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is of no use any more, whatever its end was.
    }
  }
}
