package dev.penstock.modbus;

import dev.penstock.conduit.Target;
import dev.penstock.driving.Driver;
import dev.penstock.driving.Intended;
import dev.penstock.driving.LinkException;
import dev.penstock.driving.Located;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.framesmodbus.Limits;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.Reading;
import dev.penstock.modbus.ModbusOptions.Way;
import java.io.IOException;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The way to one device that speaks Modbus, or to a line with up to 255 of them.
 *
 * <p>Modbus has nothing to browse and tells nobody of changes: it is asked, or written to.
 */
public final class ModbusDriver implements Driver {
  private final ModbusOptions options;
  private final LongSupplier nanoTime;
  private final SerialPorts ports;
  private final Tally tally = new Tally();

  /**
   * A driver; nothing is opened yet.
   *
   * @param nanoTime a clock that never goes back, by which who did not answer is asked less often
   */
  public ModbusDriver(ModbusOptions options, LongSupplier nanoTime) {
    this(options, nanoTime, new SystemPorts());
  }

  ModbusDriver(ModbusOptions options, LongSupplier nanoTime, SerialPorts ports) {
    this.options = options;
    this.nanoTime = nanoTime;
    this.ports = ports;
  }

  @Override
  public String protocol() {
    return "modbus";
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of(Ability.IDENTIFY, Ability.WRITE);
  }

  /** What was done in all sessions so far. */
  public ModbusCounts counts() {
    return tally.counts();
  }

  @Override
  public Located locate(PointSpec spec) {
    return switch (pointOf(spec, options.unit())) {
      case Reading.Good<Point>(var point) -> new Located.Found(targetOf(point), isWritable(point));
      case Reading.Refused<Point> refused -> new Located.Faulty(refused.message());
    };
  }

  @Override
  public Intended intended(Setting setting) {
    return switch (ModbusWrite.of(setting, options)) {
      case Reading.Good<ModbusWrite>(var write) -> write.intended();
      case Reading.Refused<ModbusWrite> refused -> new Intended.Unfit(refused.message());
    };
  }

  /** A single bit has one type, and need not name it. */
  static Reading<Point> pointOf(PointSpec spec, int unit) {
    if (spec.type().isBlank()) {
      Reading<Point> bit = Point.read(spec.address(), "bool", unit);
      if (bit instanceof Reading.Good<Point>) {
        return bit;
      }
    }
    return Point.read(spec.address(), spec.type(), unit);
  }

  private static Target targetOf(Point point) {
    String space =
        switch (point.address().table()) {
          case COILS -> "coil";
          case DISCRETE_INPUTS -> "discrete";
          case INPUT_REGISTERS -> "input";
          case HOLDING_REGISTERS -> "holding";
        };
    return new Target.Numbers(space, point.address().unit(), point.first(), point.last());
  }

  private static boolean isWritable(Point point) {
    return point.address().table().isWritable()
        && point.type().count() <= Limits.WRITE_REGISTERS_MAX;
  }

  @Override
  public Session open() throws LinkException, InterruptedException {
    Wire wire =
        switch (options.way()) {
          case Way.Tcp(var host, var port) ->
              new TcpWire(SocketStream.connect(host, port, options, tally), options, tally);
          case Way.RtuOverTcp(var host, var port) ->
              new RtuTcpWire(SocketStream.connect(host, port, options, tally), options, tally);
          case Way.Serial serial -> serial(serial);
        };
    return new ModbusSession(wire, options, nanoTime, tally);
  }

  private Wire serial(Way.Serial serial) throws LinkException {
    try {
      return new SerialWire(ports.open(serial), serial, options, tally);
    } catch (IOException e) {
      throw new LinkException(serial.text() + ": " + e.getMessage(), e);
    }
  }
}
