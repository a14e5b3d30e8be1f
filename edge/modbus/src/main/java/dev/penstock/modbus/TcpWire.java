package dev.penstock.modbus;

import dev.penstock.driving.LinkException;
import dev.penstock.framesmodbus.Decoded;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * MODBUS/TCP: each request has a number that its answer repeats, so several may be under way, in
 * whatever order they are answered. What answers none of them is dropped and counted: an answer
 * that comes late or twice has a number that is over.
 */
final class TcpWire implements Wire {
  private static final int TRANSACTIONS = 0x1_0000;

  private record Asked(int unit, Request request, long sentNanos) {}

  private final SocketStream stream;
  private final int window;
  private final long answerNanosMax;
  private final Tally tally;

  /** By transaction; the oldest first. */
  private final Map<Integer, Asked> underWay = new LinkedHashMap<>();

  private int nextTransaction;
  private long cameNanos;

  TcpWire(SocketStream stream, ModbusOptions options, Tally tally) {
    this.stream = stream;
    this.window = options.pace().underWayMax();
    this.answerNanosMax = options.pace().answerMax().toNanos();
    this.tally = tally;
    this.cameNanos = System.nanoTime();
  }

  @Override
  public int window() {
    return window;
  }

  @Override
  public boolean hasBroadcast() {
    return false;
  }

  @Override
  public int send(int unit, Request request) throws LinkException, InterruptedException {
    int transaction = nextTransaction;
    nextTransaction = (nextTransaction + 1) % TRANSACTIONS;
    stream.write(new Mbap(transaction, unit, PduWriter.write(request)).encode());
    tally.requests.increment();
    underWay.put(transaction, new Asked(unit, request, System.nanoTime()));
    return transaction;
  }

  @Override
  public void broadcast(Request request) {
    throw new IllegalStateException("unit 0 is a unit like others here");
  }

  @Override
  public Came next() throws LinkException, InterruptedException {
    Map.Entry<Integer, Asked> oldest = underWay.entrySet().iterator().next();
    // A device that works off one request after the other has its time for each.
    long since = Math.max(oldest.getValue().sentNanos() - cameNanos, 0) + cameNanos;
    long deadline = since + answerNanosMax;
    while (true) {
      switch (stream.decode(Mbap::decode)) {
        case Decoded.Message<Mbap>(var frame, var length) -> {
          stream.take(length);
          Asked asked = underWay.get(frame.transactionId());
          if (asked != null && asked.unit() == frame.unit()) {
            underWay.remove(frame.transactionId());
            cameNanos = System.nanoTime();
            return RtuTcpWire.came(frame.transactionId(), asked.request(), frame.pdu(), tally);
          }
          tally.strays.increment();
        }
        case Decoded.Incomplete<Mbap> _ -> {
          if (!stream.fill(deadline)) {
            underWay.remove(oldest.getKey());
            cameNanos = System.nanoTime();
            tally.silences.increment();
            return new Came.Silence(
                oldest.getKey(), "no answer within " + answerNanosMax / 1_000_000 + " ms");
          }
        }
        case Decoded.Malformed<Mbap>(_, var reason) -> {
          tally.garbled.increment();
          throw stream.broken("what came is no Modbus: " + reason);
        }
      }
    }
  }

  @Override
  public void forget(int ticket) {
    underWay.remove(ticket);
  }

  @Override
  public void close() {
    stream.close();
  }
}
