package dev.penstock.modbus.server;

import dev.penstock.framesmodbus.Decoded;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.RequestReader;
import dev.penstock.framesmodbus.RequestReading;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Response.ExceptionResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One master's connection. Its own thread reads a request, has it answered, and writes the answer;
 * requests that come meanwhile wait in TCP. The server's ticker ends what stands still.
 *
 * <p>Req: 62443-4-2 CR 7.1, CR 7.2
 */
final class MasterConnection {
  private static final int BUFFER_BYTES = 2 * Mbap.FRAME_BYTES_MAX;

  /** What the thread does, so that the ticker knows which limit holds. */
  private enum Phase {
    WAITING,
    READING,
    ANSWERING,
    WRITING
  }

  /** What it does since when; one value, so that both are of one moment. */
  private record Doing(Phase phase, long sinceNanos) {}

  private final Socket socket;
  private final Peer peer;
  private final ServerOptions options;
  private final Answerer answerer;
  private final ServerTally tally;
  private final Consumer<MasterConnection> gone;
  private final Thread thread;
  private volatile Doing doing = new Doing(Phase.WAITING, System.nanoTime());
  private volatile boolean isEnding;

  MasterConnection(
      Socket socket,
      Peer peer,
      ServerOptions options,
      Answerer answerer,
      ServerTally tally,
      Consumer<MasterConnection> gone) {
    this.socket = socket;
    this.peer = peer;
    this.options = options;
    this.answerer = answerer;
    this.tally = tally;
    this.gone = gone;
    this.thread = Thread.ofVirtual().name("modbus-master-" + peer.session()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Peer peer() {
    return peer;
  }

  /** Ends what stands still; any thread. An answer is waited for, however long it takes. */
  void tick(long nowNanos) {
    Doing now = doing;
    long limitNanos =
        switch (now.phase()) {
          case WAITING -> options.idleMax().toNanos();
          case READING, WRITING -> options.stallMax().toNanos();
          case ANSWERING -> Long.MAX_VALUE;
        };
    if (nowNanos - now.sinceNanos() > limitNanos) {
      tally.stalled.increment();
      hangUp();
    }
  }

  /** Takes no further request; the one that is being answered still is. Any thread. */
  void end() {
    isEnding = true;
    Phase phase = doing.phase();
    if (phase == Phase.WAITING || phase == Phase.READING) {
      hangUp();
    }
  }

  /** Cuts the wire; any thread. */
  void hangUp() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, closed well or not.
    }
  }

  /** Ends what the answerer still waits for. */
  void interrupt() {
    thread.interrupt();
    hangUp();
  }

  /** Whether it ended until then. */
  boolean isOver(long deadlineNanos) throws InterruptedException {
    long left = deadlineNanos - System.nanoTime();
    return thread.join(Duration.ofNanos(Math.max(1, left)));
  }

  private void run() {
    boolean isWelcome = false;
    try (socket) {
      isWelcome = answerer.connected(peer);
      if (isWelcome) {
        tally.letIn.increment();
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        serve(socket.getInputStream(), socket.getOutputStream());
      } else {
        tally.sentAway.increment();
      }
    } catch (IOException | InterruptedException e) {
      // The connection is over, and Modbus has no word for it.
    } catch (RuntimeException e) {
      // The connection's life: it ends here, and the server goes on.
      tally.faults.increment();
    } finally {
      gone.accept(this);
      if (isWelcome) {
        answerer.gone(peer);
      }
    }
  }

  private void serve(InputStream in, OutputStream out) throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    int count = 0;
    while (!isEnding) {
      switch (Mbap.decode(buffer, 0, count)) {
        case Decoded.Message<Mbap>(var frame, var length) -> {
          System.arraycopy(buffer, length, buffer, 0, count - length);
          count -= length;
          answer(frame, out);
          now(count > 0 ? Phase.READING : Phase.WAITING);
        }
        case Decoded.Incomplete<Mbap> _ -> {
          int more = in.read(buffer, count, buffer.length - count);
          if (more < 0) {
            return;
          }
          if (count == 0) {
            now(Phase.READING);
          }
          count += more;
        }
        case Decoded.Malformed<Mbap>(_, var reason) -> {
          tally.broken.increment();
          answerer.broken(peer, reason);
          return;
        }
      }
    }
  }

  private void now(Phase phase) {
    doing = new Doing(phase, System.nanoTime());
  }

  private void answer(Mbap frame, OutputStream out) throws IOException, InterruptedException {
    now(Phase.ANSWERING);
    tally.requests.increment();
    Optional<Response> response = response(frame);
    if (response.isPresent()) {
      now(Phase.WRITING);
      out.write(
          new Mbap(frame.transactionId(), frame.unit(), PduWriter.write(response.get())).encode());
    }
  }

  private Optional<Response> response(Mbap frame) throws InterruptedException {
    RequestReading reading = RequestReader.read(frame.pdu());
    int function =
        switch (reading) {
          case RequestReading.Wellformed(var request) -> request.function();
          case RequestReading.Illformed illformed -> illformed.function() & 0x7f;
        };
    Optional<Response> response;
    try {
      response =
          switch (reading) {
            case RequestReading.Wellformed(var request) ->
                answerer.answer(peer, frame.unit(), request);
            case RequestReading.Illformed illformed -> {
              tally.illformed.increment();
              yield answerer.refuse(peer, frame.unit(), frame.pdu(), illformed);
            }
          };
    } catch (RuntimeException e) {
      // Owner of the loop: one request that nobody foresaw must not end the connection.
      tally.faults.increment();
      response =
          Optional.of(new ExceptionResponse(function, ExceptionCode.SERVER_DEVICE_FAILURE.code()));
    }
    if (response.isPresent() && response.get().function() != function) {
      throw new IllegalStateException(
          "function " + response.get().function() + " was to answer function " + function);
    }
    return response;
  }
}
