package dev.penstock.connections.protocol;

import dev.penstock.connections.Fault;
import dev.penstock.connections.Texts;
import dev.penstock.framesmodbus.Limits;
import dev.penstock.framesmodbus.plan.Hole;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.PointAddress;
import dev.penstock.framesmodbus.point.Reading;
import dev.penstock.sparkplug.payload.DataType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Modbus asks for: one of three ways, a unit, limits, how large requests may be. */
public final class ModbusForm implements ProtocolForm {
  /** The word. */
  public static final String PROTOCOL = "modbus";

  /** A device with MODBUS/TCP. */
  public static final String TCP = "tcp";

  /** Serial frames through a connection of TCP. */
  public static final String RTU_OVER_TCP = "rtu-over-tcp";

  /** A serial line of this machine. */
  public static final String SERIAL = "serial";

  /** Which unit is meant where an address names none. */
  public static final String UNIT = "unit";

  /** What must never be read. */
  public static final String HOLES = "holes";

  /** Of a unit that does not answer. */
  public static final String SILENT_MAX = "silent-max";

  /** Of a point that a device refuses. */
  public static final String REFUSED_AGAIN = "refused-again";

  /** For devices without the functions that write a single value. */
  public static final String BY_MULTIPLE = "writes-by-multiple";

  private static final String UNDER_WAY = "under-way";
  private static final int UNDER_WAY_MAX = 16;
  private static final int UNIT_DEFAULT = 1;

  /** Frames of a serial line have no number by which an answer finds its request. */
  private static final Fault SERIAL_FAULT =
      new Fault(
          "is there, and only MODBUS/TCP tells answers apart",
          UNDER_WAY + " with " + TCP,
          "take it out: such a line has one request under way");

  private static final Pattern LINE =
      Pattern.compile("\\S{1,200} [1-9][0-9]{2,6} (none|even|odd) [12]");

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public List<SettingForm> settings() {
    return List.of(
        SettingForm.endpoint(TCP, "10.20.0.7:502"),
        SettingForm.endpoint(RTU_OVER_TCP, "10.20.0.8:4001"),
        SettingForm.line(
            SERIAL,
            "port baud parity stop bits, as /dev/ttyUSB0 19200 even 1",
            text -> LINE.matcher(text).matches()),
        SettingForm.number(UNIT, 0, 255),
        SettingForm.period("connect-limit", Duration.ofMillis(10), Duration.ofMinutes(1)),
        SettingForm.period("answer-limit", Duration.ofMillis(10), Duration.ofMinutes(1)),
        SettingForm.number(UNDER_WAY, 1, UNDER_WAY_MAX),
        SettingForm.number("registers-max", 1, Limits.READ_REGISTERS_MAX),
        SettingForm.number("bits-max", 1, Limits.READ_BITS_MAX),
        SettingForm.number("registers-along-max", 0, Limits.READ_REGISTERS_MAX),
        SettingForm.number("bits-along-max", 0, Limits.READ_BITS_MAX),
        new SettingForm(
            HOLES,
            false,
            "places that are never read, from first to last: coil, discrete, input or holding"
                + " 0..65535 of units 0..255, as holding:200..299, 17/coil:5",
            ModbusForm::holes),
        SettingForm.period(SILENT_MAX, Duration.ofSeconds(1), Duration.ofHours(1)),
        SettingForm.period(REFUSED_AGAIN, Duration.ofSeconds(1), Duration.ofDays(1)),
        SettingForm.choice(BY_MULTIPLE, "yes", "no"));
  }

  /** One space behind each comma, and none elsewhere. */
  private static Optional<String> holes(String text) {
    return Hole.read(text, UNIT_DEFAULT)
        .map(_ ->
            Stream.of(text.split(",", -1)).map(String::strip).collect(Collectors.joining(", ")));
  }

  @Override
  public List<Clash> clashes(Map<String, String> settings) {
    long ways = Stream.of(TCP, RTU_OVER_TCP, SERIAL).filter(settings::containsKey).count();
    if (ways == 1) {
      return settings.containsKey(UNDER_WAY) && !settings.containsKey(TCP)
          ? List.of(new Clash(UNDER_WAY, SERIAL_FAULT))
          : List.of();
    }
    return List.of(
        new Clash(
            "",
            new Fault(
                ways == 0 ? "says no way to the device" : "says " + ways + " ways to the device",
                "one of " + TCP + ", " + RTU_OVER_TCP + ", " + SERIAL,
                ways == 0 ? "write one" : "keep one")));
  }

  @Override
  public Optional<Fault> faultOfPoint(Map<String, String> settings, String address, String type) {
    return switch (PointAddress.read(address, unit(settings))) {
      case Reading.Refused<PointAddress>(_, var problem, var remedy) ->
          Optional.of(
              fault(problem, "holding:100, input:7, coil:5, 40101, 17/holding:100.3", remedy));
      case Reading.Good<PointAddress> _ ->
          switch (Point.read(address, type, unit(settings))) {
            case Reading.Refused<Point>(_, var problem, var remedy) ->
                Optional.of(
                    fault(
                        problem,
                        "bool, int16, uint16, int32, uint32, int64, uint64, float32, float64,"
                            + " bcd16, bcd32, string N, and an order as CDAB behind it",
                        remedy));
            case Reading.Good<Point>(var point) -> faultOfHole(settings, point);
          };
    };
  }

  /** A point that is never read has no value: that is said before the device is connected. */
  private static Optional<Fault> faultOfHole(Map<String, String> settings, Point point) {
    String holes = settings.get(HOLES);
    if (holes == null) {
      return Optional.empty();
    }
    return Stream.of(holes.split(",", -1))
        .map(String::strip)
        .filter(each ->
            Hole.read(each, unit(settings)).stream()
                .flatMap(List::stream)
                .anyMatch(hole -> hole.touches(point)))
        .findFirst()
        .map(each ->
            new Fault(
                "lies in " + each + ", which is never read: it stands in " + HOLES,
                "an address outside of " + HOLES,
                "correct the address, or take " + each + " out of " + HOLES));
  }

  @Override
  public Optional<DataType> metricType(String type) {
    return switch (dev.penstock.framesmodbus.point.DataType.read(type)) {
      case Reading.Refused<dev.penstock.framesmodbus.point.DataType> _ -> Optional.empty();
      case Reading.Good<dev.penstock.framesmodbus.point.DataType>(var read) ->
          Optional.of(metricType(read));
    };
  }

  private static DataType metricType(dev.penstock.framesmodbus.point.DataType type) {
    return switch (type) {
      case dev.penstock.framesmodbus.point.DataType.Bool _ -> DataType.BOOLEAN;
      case dev.penstock.framesmodbus.point.DataType.Text _ -> DataType.STRING;
      case dev.penstock.framesmodbus.point.DataType.Numeric(var number, _) ->
          switch (number) {
            case INT16 -> DataType.INT16;
            case UINT16, BCD16 -> DataType.UINT16;
            case INT32 -> DataType.INT32;
            case UINT32, BCD32 -> DataType.UINT32;
            case INT64 -> DataType.INT64;
            case UINT64 -> DataType.UINT64;
            case FLOAT32 -> DataType.FLOAT;
            case FLOAT64 -> DataType.DOUBLE;
          };
    };
  }

  @Override
  public Optional<Fault> faultOfWriting(Map<String, String> settings, String address) {
    return switch (PointAddress.read(address, unit(settings))) {
      case Reading.Refused<PointAddress> _ -> Optional.empty();
      case Reading.Good<PointAddress>(var place) when place.table().isWritable() ->
          Optional.empty();
      case Reading.Good<PointAddress> _ ->
          Optional.of(
              fault(
                  "'" + address + "' can only be read",
                  "a holding register or a coil",
                  "take writable away"));
    };
  }

  /** What the codec says holds parts of what somebody typed. */
  private static Fault fault(String problem, String allowed, String remedy) {
    return new Fault(problem.replaceAll("\\p{C}", "\ufffd"), allowed, Texts.shown(remedy));
  }

  private static int unit(Map<String, String> settings) {
    String unit = settings.get(UNIT);
    return unit == null ? UNIT_DEFAULT : Integer.parseInt(unit);
  }
}
