package dev.penstock.modbus;

import dev.penstock.driving.LinkException;
import dev.penstock.framesmodbus.Decoded;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Rtu;
import dev.penstock.modbus.ModbusOptions.Way;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A serial line with RTU frames: one request at a time, and silence before each. How long an answer
 * is follows from its first bytes; what is no answer is heard until the line is silent, and the
 * answer is waited for on, for the noise of a line that changes its direction often stands before
 * it.
 */
final class SerialWire implements Wire {
  /** MODBUS over Serial Line V1.02 §2.4.1: 100 to 200 ms, in which all units do it. */
  static final long TURNAROUND_NANOS = 150_000_000;

  /** §2.5.1.1: above 19,200 bits a second it does not get shorter. */
  private static final long SILENCE_NANOS_MIN = 1_750_000;

  /** USB adapters hand over in pieces, every 16 ms. */
  private static final long PIECE_NANOS = 30_000_000;

  /** A line on which somebody else talks for so long is not ours. */
  private static final long BABBLE_NANOS_MAX = 2_000_000_000L;

  private final SerialLine line;
  private final String place;
  private final long characterNanos;
  private final long silenceNanos;
  private final long answerNanosMax;
  private final Tally tally;
  private final byte[] buffer = new byte[2 * Rtu.FRAME_BYTES_MAX];
  private int count;
  private int ticket;
  private int unit;
  private @Nullable Request request;
  private long deadlineNanos;

  SerialWire(SerialLine line, Way.Serial serial, ModbusOptions options, Tally tally) {
    this.line = line;
    this.place = serial.text();
    this.characterNanos = serial.characterNanos();
    this.silenceNanos = Math.max(SILENCE_NANOS_MIN, characterNanos * 7 / 2);
    this.answerNanosMax = options.pace().answerMax().toNanos();
    this.tally = tally;
    tally.sessions.increment();
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
    awaitSilence();
    byte[] frame = new Rtu(to, PduWriter.write(what)).encode();
    try {
      line.write(frame);
    } catch (IOException e) {
      throw lost(e);
    }
    tally.requests.increment();
    unit = to;
    request = what;
    // The request has to go out, and the longest answer to come in, at the speed of the line.
    long onTheLine = characterNanos * (frame.length + Rtu.FRAME_BYTES_MAX);
    deadlineNanos = System.nanoTime() + onTheLine + answerNanosMax;
    ticket++;
    return ticket;
  }

  /** Drops what comes until nothing does for 3.5 characters. */
  private void awaitSilence() throws LinkException, InterruptedException {
    boolean hadSome = count > 0;
    count = 0;
    long end = System.nanoTime() + BABBLE_NANOS_MAX;
    while (read(0, silenceNanos) > 0) {
      hadSome = true;
      if (System.nanoTime() - end > 0) {
        throw new LinkException(place + ": somebody else talks on the line without end");
      }
    }
    if (hadSome) {
      tally.strays.increment();
    }
  }

  @Override
  public void broadcast(Request what) throws LinkException, InterruptedException {
    int _ = send(Rtu.BROADCAST, what);
    request = null;
    long end = System.nanoTime() + characterNanos * Rtu.FRAME_BYTES_MAX + TURNAROUND_NANOS;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      int _ = read(0, left);
    }
  }

  @Override
  public Came next() throws LinkException, InterruptedException {
    Request asked = Objects.requireNonNull(request, "nothing is under way");
    String reason = "no answer within " + answerNanosMax / 1_000_000 + " ms";
    while (true) {
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        request = null;
        tally.silences.increment();
        return new Came.Silence(ticket, reason);
      }
      if (count == 0) {
        count = read(0, left);
        continue;
      }
      switch (decoded(asked)) {
        case Decoded.Message<Rtu>(var frame, var length) -> {
          if (count > length) {
            tally.strays.increment();
          }
          count = 0;
          if (frame.unit() == unit) {
            request = null;
            return RtuTcpWire.came(ticket, asked, frame.pdu(), tally);
          }
          tally.strays.increment();
        }
        case Decoded.Incomplete<Rtu> _ -> {
          int more = read(count, Math.min(left, Math.max(PIECE_NANOS, silenceNanos)));
          if (more == 0) {
            reason = "an answer broke off after " + count + " bytes";
            tally.garbled.increment();
            count = 0;
          }
          count += more;
        }
        case Decoded.Malformed<Rtu>(_, var wrong) -> {
          reason = "what came is no answer: " + wrong;
          tally.garbled.increment();
          hearOut();
        }
      }
    }
  }

  private Decoded<Rtu> decoded(Request asked) {
    return Rtu.decodeResponse(asked, buffer, 0, count);
  }

  /** Nothing of what is no frame is looked at again: the next begins after silence. */
  private void hearOut() throws LinkException, InterruptedException {
    int more = 1;
    while (more > 0 && deadlineNanos - System.nanoTime() > 0) {
      more = read(0, Math.max(PIECE_NANOS, silenceNanos));
    }
    count = 0;
  }

  private int read(int at, long waitNanos) throws LinkException, InterruptedException {
    try {
      return line.read(buffer, at, waitNanos);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private LinkException lost(IOException e) {
    return new LinkException(place + ": " + e.getMessage(), e);
  }

  @Override
  public void forget(int other) {
    if (other == ticket) {
      request = null;
    }
  }

  @Override
  public void close() {
    line.close();
  }
}
