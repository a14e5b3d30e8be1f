package dev.penstock.modbus;

import dev.penstock.driving.LinkException;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Decoded;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.ResponseReader;
import dev.penstock.framesmodbus.ResponseReading;
import dev.penstock.framesmodbus.Rtu;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * RTU frames over TCP. Nothing numbers them: one request is under way, what came before it is
 * dropped, and an answer must be of the unit and of the function that was asked. There is no
 * silence on TCP either, so when a frame breaks off, where the next begins is not known any more.
 */
final class RtuTcpWire implements Wire {
  private final SocketStream stream;
  private final long answerNanosMax;
  private final Tally tally;
  private int ticket;
  private int unit;
  private @Nullable Request request;
  private long sentNanos;

  RtuTcpWire(SocketStream stream, ModbusOptions options, Tally tally) {
    this.stream = stream;
    this.answerNanosMax = options.pace().answerMax().toNanos();
    this.tally = tally;
  }

  @Override
  public int window() {
    return 1;
  }

  @Override
  public boolean hasBroadcast() {
    return true;
  }

  @Override
  public int send(int to, Request what) throws LinkException, InterruptedException {
    if (stream.drain()) {
      tally.strays.increment();
    }
    stream.write(new Rtu(to, PduWriter.write(what)).encode());
    tally.requests.increment();
    unit = to;
    request = what;
    sentNanos = System.nanoTime();
    ticket++;
    return ticket;
  }

  @Override
  public void broadcast(Request what) throws LinkException, InterruptedException {
    int _ = send(Rtu.BROADCAST, what);
    request = null;
    LockSupport.parkNanos(SerialWire.TURNAROUND_NANOS);
  }

  @Override
  public Came next() throws LinkException, InterruptedException {
    Request asked = Objects.requireNonNull(request, "nothing is under way");
    long deadline = sentNanos + answerNanosMax;
    while (true) {
      switch (stream.decode((wire, from, to) -> Rtu.decodeResponse(asked, wire, from, to))) {
        case Decoded.Message<Rtu>(var frame, var length) -> {
          stream.take(length);
          if (frame.unit() == unit) {
            request = null;
            return came(ticket, asked, frame.pdu(), tally);
          }
          tally.strays.increment();
        }
        case Decoded.Incomplete<Rtu> _ -> {
          if (!stream.fill(deadline)) {
            if (stream.count() > 0) {
              tally.garbled.increment();
              throw stream.broken("an answer broke off after " + stream.count() + " bytes");
            }
            request = null;
            tally.silences.increment();
            return new Came.Silence(
                ticket, "no answer within " + answerNanosMax / 1_000_000 + " ms");
          }
        }
        case Decoded.Malformed<Rtu>(_, var reason) -> {
          tally.garbled.increment();
          throw stream.broken("what came is no answer: " + reason);
        }
      }
    }
  }

  static Came came(int ticket, Request asked, ByteString pdu, Tally tally) {
    return switch (ResponseReader.read(asked, pdu)) {
      case ResponseReading.Wellformed(var response) -> {
        tally.answers.increment();
        yield new Came.Answer(ticket, response);
      }
      case ResponseReading.Illformed(_, var reason) -> {
        tally.garbled.increment();
        yield new Came.Garbled(ticket, reason);
      }
    };
  }

  @Override
  public void forget(int other) {
    if (other == ticket) {
      request = null;
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
