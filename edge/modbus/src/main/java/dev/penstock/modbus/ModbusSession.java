package dev.penstock.modbus;

import dev.penstock.driving.Browsed;
import dev.penstock.driving.DeviceIdentity;
import dev.penstock.driving.LinkException;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.driving.Sink;
import dev.penstock.driving.Turns;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Response.ExceptionResponse;
import dev.penstock.framesmodbus.Rtu;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One connection, or one open line, and what is known of the units behind it. */
final class ModbusSession implements Session {
  private final Wire wire;
  private final ModbusOptions options;
  private final LongSupplier nanoTime;
  private final Tally tally;
  private final Units units;

  /** Set when the link is of no use any more. */
  private volatile boolean isOver;

  ModbusSession(Wire wire, ModbusOptions options, LongSupplier nanoTime, Tally tally) {
    this.wire = wire;
    this.options = options;
    this.nanoTime = nanoTime;
    this.tally = tally;
    this.units = new Units(nanoTime, options.pace());
  }

  @Override
  public ReadPlan plan(List<PointSpec> specs) throws LinkException {
    requireLink();
    List<Integer> faulty = new ArrayList<>();
    List<Integer> told = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      Reading<Point> reading = ModbusDriver.pointOf(specs.get(i), options.unit());
      if (reading instanceof Reading.Good<Point>(var point) && !isBroadcast(point)) {
        told.add(i);
        points.add(point);
        units.know(point.address().unit());
      } else {
        faulty.add(i);
      }
    }
    return new PlannedReading(specs.size(), faulty, told, points, options);
  }

  private boolean isBroadcast(Point point) {
    return wire.hasBroadcast() && point.address().unit() == Rtu.BROADCAST;
  }

  private void requireLink() throws LinkException {
    if (isOver) {
      throw new LinkException(options.way().text() + ": this session is over");
    }
  }

  @Override
  public void read(ReadPlan plan, Sink sink, Turns turns)
      throws LinkException, InterruptedException {
    requireLink();
    if (!(plan instanceof PlannedReading reading)) {
      throw new IllegalArgumentException("a plan of another driver: " + plan);
    }
    boolean isWhole = false;
    try {
      new Round(wire, units, reading, sink, turns, nanoTime, tally).run();
      isWhole = true;
    } catch (LinkException e) {
      throw named(e);
    } finally {
      isOver |= !isWhole;
    }
  }

  /** Says where, where that is not said yet. */
  private LinkException named(LinkException e) {
    String place = options.way().text();
    String message = String.valueOf(e.getMessage());
    return message.startsWith(place) ? e : new LinkException(place + ": " + message, e);
  }

  @Override
  public Optional<DeviceIdentity> identify() throws LinkException, InterruptedException {
    requireLink();
    if (wire.hasBroadcast() && options.unit() == Rtu.BROADCAST) {
      return Optional.empty();
    }
    return new Identification(this::exchange, options.unit()).ask();
  }

  /** Sends a request, and waits for what comes of it; nothing else is under way. */
  private Came exchange(int unit, Request request) throws LinkException, InterruptedException {
    boolean isWhole = false;
    try {
      int _ = wire.send(unit, request);
      Came came = wire.next();
      isWhole = true;
      return came;
    } finally {
      isOver |= !isWhole;
    }
  }

  @Override
  public void browse(String under, Consumer<Browsed> to) {
    throw new UnsupportedOperationException("Modbus has no way to say what there is");
  }

  /**
   * Writes with one request: function code 5, 6, 15, 16, or 22 for a bit of a register. A register
   * is never read to be written back with one bit changed: what the device did to it in between
   * would be undone.
   */
  @Override
  public WriteOutcome write(Setting setting) throws InterruptedException {
    if (isOver) {
      return new WriteOutcome.NotSent(options.way().text() + ": this session is over");
    }
    return switch (ModbusWrite.of(setting, options)) {
      case Reading.Refused<ModbusWrite> refused -> new WriteOutcome.NotSent(refused.message());
      case Reading.Good<ModbusWrite>(var due) -> write(due.point(), due.request());
    };
  }

  private WriteOutcome write(Point point, Request request) throws InterruptedException {
    try {
      if (isBroadcast(point)) {
        wire.broadcast(request);
        return unknown("sent to all units of the line, none of which answers");
      }
      return outcome(request, exchange(point.address().unit(), request));
    } catch (LinkException e) {
      return unknown(String.valueOf(e.getMessage()));
    }
  }

  private WriteOutcome outcome(Request request, Came came) {
    return switch (came) {
      case Came.Answer(_, ExceptionResponse(_, var code)) -> {
        tally.exceptions.increment();
        yield Refusals.leavesOpen(code)
            ? unknown("exception " + code + ": " + Refusals.textOf(code))
            : new WriteOutcome.Refused(code, refusalOf(request, code));
      }
      case Came.Answer _ -> new WriteOutcome.Done();
      case Came.Garbled(_, var reason) -> unknown("the answer is none: " + reason);
      case Came.Silence(_, var reason) -> unknown(reason);
    };
  }

  private static String refusalOf(Request request, int code) {
    return request instanceof Request.MaskWriteRegister
            && code == ExceptionCode.ILLEGAL_FUNCTION.code()
        ? "the device cannot write single bits of registers (function code 22); write the whole"
            + " register"
        : Refusals.textOf(code);
  }

  private WriteOutcome unknown(String text) {
    isOver = true;
    return new WriteOutcome.Unknown(text);
  }

  @Override
  public void close() {
    isOver = true;
    wire.close();
  }
}
