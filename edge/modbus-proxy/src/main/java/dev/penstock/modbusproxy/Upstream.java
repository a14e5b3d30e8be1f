package dev.penstock.modbusproxy;

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
import org.jspecify.annotations.Nullable;

/**
 * The way from one client to the device: one connection, one request under way, numbers of our own.
 * A connection on which something was not as it should be is closed, so an answer that comes late
 * finds nobody. Used by one thread; {@link #close} and {@link #isStuck} by any.
 */
final class Upstream implements Closeable {
  private final ProxySettings settings;
  private final Rest rest;
  private volatile @Nullable Wire wire;
  private volatile boolean isClosed;
  private int transactionId;

  /** What came of a request. */
  sealed interface Answer {
    /** The device's own. */
    record Answered(Response response) implements Answer {}

    /** It was sent, and none is due. */
    record NoneDue() implements Answer {}

    /** It may have been sent, and there is no answer that fits. */
    record Missing() implements Answer {}
  }

  /**
   * How long a device is left alone that could not be reached; shared by the clients of a proxy, so
   * that they do not storm it together.
   */
  static final class Rest {
    private volatile long until = System.nanoTime();

    boolean isOver() {
      return System.nanoTime() - until >= 0;
    }

    void begin(long nanos) {
      until = System.nanoTime() + nanos;
    }
  }

  Upstream(ProxySettings settings, Rest rest) {
    this.settings = settings;
    this.rest = rest;
  }

  /** Connects where that is needed; false when the device cannot be reached. */
  boolean isConnected(boolean mustBeQuiet) {
    Wire open = wire;
    try {
      if (open != null && (!mustBeQuiet || open.isQuiet())) {
        return true;
      }
    } catch (IOException _) {
      // Ended by the device; a new one is made.
    }
    drop();
    return rest.isOver() && connect();
  }

  private boolean connect() {
    var socket = new Socket();
    try {
      var address = new InetSocketAddress(settings.host(), settings.port());
      socket.connect(address, (int) settings.limits().connect().toMillis());
      var made = new Wire(socket);
      wire = made;
      if (isClosed) {
        made.close();
      }
      return !isClosed;
    } catch (IOException _) {
      rest.begin(settings.limits().again().toNanos());
      new Closing(socket).close();
      return false;
    }
  }

  /** A socket that did not come to be of use. */
  private record Closing(Socket socket) {
    void close() {
      try {
        socket.close();
      } catch (IOException _) {
        // It never was open.
      }
    }
  }

  /**
   * Asks once. What only looks is asked a second time where the device had ended the connection
   * before, for nothing can have happened by it.
   */
  Answer ask(int unit, Request request, boolean isLooking) {
    Answer answer = ask(unit, request);
    boolean isAgain = isLooking && answer instanceof Answer.Missing && isEnded;
    return isAgain && isConnected(false) ? ask(unit, request) : answer;
  }

  // Of the last request: whether the device ended the connection instead of an answer.
  private boolean isEnded;

  private Answer ask(int unit, Request request) {
    isEnded = false;
    Wire open = wire;
    if (open == null) {
      return new Answer.Missing();
    }
    transactionId = (transactionId + 1) & 0xffff;
    // What passes is written anew from what was read (decision 0206).
    var sent = new Mbap(transactionId, unit, PduWriter.write(request));
    try {
      open.send(sent);
      open.flush();
      if (!request.isAnswered()) {
        return new Answer.NoneDue();
      }
      Wire.Received received = open.receive(settings.limits().answer(), settings.limits().answer());
      switch (received) {
        case Wire.Received.Frame(var mbap) when mbap.repeats(sent) -> {
          if (ResponseReader.read(request, mbap.pdu())
              instanceof ResponseReading.Wellformed(var response)) {
            return new Answer.Answered(response);
          }
        }
        case Wire.Received.Frame _ -> {}
        case Wire.Received.Garbage _ -> {}
        case Wire.Received.End _ -> isEnded = true;
        case Wire.Received.Late _ -> {}
      }
    } catch (IOException _) {
      isEnded = true;
    }
    drop();
    return new Answer.Missing();
  }

  private void drop() {
    Wire open = wire;
    wire = null;
    if (open != null) {
      open.close();
    }
  }

  boolean isStuck() {
    Wire open = wire;
    return open != null && open.isStuck(settings.limits().answer());
  }

  @Override
  public void close() {
    isClosed = true;
    Wire open = wire;
    if (open != null) {
      open.close();
    }
  }
}
