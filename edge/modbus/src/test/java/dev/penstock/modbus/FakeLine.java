package dev.penstock.modbus;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.Decoded;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Rtu;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A serial line in memory, on whose other end is what a test says. Used by one thread. */
final class FakeLine implements SerialLine {
  /** Bytes that come so long after the request, or after the piece before. */
  record Piece(long afterNanos, ByteString bytes) {
    Piece(long afterNanos, byte... bytes) {
      this(afterNanos, ByteString.of(bytes));
    }
  }

  /** What units do with a frame. */
  interface Script {
    List<Piece> asked(Rtu frame);
  }

  private record Due(long atNanos, ByteString bytes) {}

  private final Script script;
  private final Queue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::atNanos));
  final List<Rtu> frames = new ArrayList<>();
  final List<Long> sentNanos = new ArrayList<>();
  boolean isGone;
  boolean isClosed;

  FakeLine(Script script) {
    this.script = script;
  }

  /** Registers with their address as value, bits that are on, writes that are done. */
  static Rtu goodAnswer(Rtu frame) {
    Request request = ScriptedDevice.request(new Mbap(0, frame.unit(), frame.pdu()));
    Response response;
    if (!(request instanceof Request.Read read)) {
      response = new Response.Repeated(request);
    } else if (read.table().isOfBits()) {
      response = new Response.BitsRead(read.function(), Bits.of(new boolean[read.quantity()]));
    } else {
      response = ScriptedDevice.addressesOf(new Mbap(0, frame.unit(), frame.pdu()));
    }
    return new Rtu(frame.unit(), PduWriter.write(response));
  }

  /** From now on somebody else says a byte each half of a millisecond. */
  void babbles(int bytes) {
    long now = System.nanoTime();
    for (int i = 0; i < bytes; i++) {
      due.add(new Due(now + i * 500_000L, ByteString.of(new byte[] {(byte) i})));
    }
  }

  @Override
  public int read(byte[] into, int at, long waitNanos) throws IOException, InterruptedException {
    if (isGone) {
      throw new IOException("the line is gone");
    }
    long end = System.nanoTime() + waitNanos;
    Due next = due.peek();
    long until = next != null && next.atNanos() - end < 0 ? next.atNanos() : end;
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      // Time has to pass on a line: nobody ever opens this.
      boolean _ = new CountDownLatch(1).await(left, TimeUnit.NANOSECONDS);
    }
    if (next == null || next.atNanos() - end >= 0) {
      return 0;
    }
    due.remove();
    next.bytes().copyTo(into, at);
    return next.bytes().size();
  }

  @Override
  public void write(byte[] frame) throws IOException {
    if (isGone) {
      throw new IOException("the line is gone");
    }
    sentNanos.add(System.nanoTime());
    var decoded = (Decoded.Message<Rtu>) Rtu.decode(frame, 0, frame.length);
    frames.add(decoded.message());
    long at = System.nanoTime();
    for (Piece each : script.asked(decoded.message())) {
      at += each.afterNanos();
      due.add(new Due(at, each.bytes()));
    }
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
