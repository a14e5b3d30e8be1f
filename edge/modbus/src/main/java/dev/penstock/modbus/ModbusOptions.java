package dev.penstock.modbus;

import dev.penstock.framesmodbus.plan.PlanRules;
import java.time.Duration;
import java.util.Objects;

/**
 * Where devices are reached, and how they are to be treated; docs/modbus.md explains each field to
 * those who write it.
 *
 * @param unit which device is meant by points that name none, 0..255
 * @param rules what one request may ask for
 * @param writesByMultiple whether single values are written by function codes 15 and 16, for
 *     devices that lack 5 and 6
 */
public record ModbusOptions(
    Way way, int unit, Pace pace, PlanRules rules, boolean writesByMultiple) {
  /** What the frames go over. */
  public sealed interface Way {
    /** MODBUS/TCP. */
    record Tcp(String host, int port) implements Way {
      public Tcp {
        mustBeReachable(host, port);
      }
    }

    /** Frames of a serial line on TCP, as many converters send them on. */
    record RtuOverTcp(String host, int port) implements Way {
      public RtuOverTcp {
        mustBeReachable(host, port);
      }
    }

    /**
     * A serial line of this machine.
     *
     * @param device as the system calls it: {@code /dev/ttyUSB0}, {@code COM3}
     * @param baud bits a second
     * @param stopBits 1 or 2
     */
    record Serial(String device, int baud, Parity parity, int stopBits) implements Way {
      public Serial {
        if (device.isBlank() || device.length() > NAME_CHARS_MAX) {
          throw new IllegalArgumentException("device is \"" + device + "\", must name a line");
        }
        mustBeIn("baud", baud, BAUD_MIN, BAUD_MAX);
        Objects.requireNonNull(parity, "parity");
        mustBeIn("stopBits", stopBits, 1, 2);
      }

      /** What one character takes: a start bit, 8 of data, parity and stop bits. */
      long characterNanos() {
        int bits = 1 + 8 + (parity == Parity.NONE ? 0 : 1) + stopBits;
        return bits * 1_000_000_000L / baud;
      }
    }

    /** In words, for messages. */
    default String text() {
      return switch (this) {
        case Tcp(var host, var port) -> "modbus tcp " + host + " port " + port;
        case RtuOverTcp(var host, var port) -> "modbus rtu over tcp " + host + " port " + port;
        case Serial(var device, _, _, _) -> "modbus rtu " + device;
      };
    }
  }

  /** The bit behind the data; the standard's own is even (MODBUS over Serial Line V1.02 §2.5.1). */
  public enum Parity {
    NONE,
    EVEN,
    ODD
  }

  /**
   * How long is waited, and how much is asked at once.
   *
   * @param connectMax for the connection, where there is one
   * @param answerMax for each answer, from the request or the answer before it on
   * @param underWayMax requests that wait for their answers at the same time, 1..16; on TCP alone
   * @param silentMax a unit that does not answer is asked this often at least
   * @param refusedAgain after this long a point that a device refused is asked for again
   */
  public record Pace(
      Duration connectMax,
      Duration answerMax,
      int underWayMax,
      Duration silentMax,
      Duration refusedAgain) {
    /** What suits most devices. */
    public static final Pace STANDARD =
        new Pace(
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            1,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));

    public Pace {
      mustBeIn("connectMax", connectMax, Duration.ofMillis(10), Duration.ofMinutes(1));
      mustBeIn("answerMax", answerMax, Duration.ofMillis(10), Duration.ofMinutes(1));
      mustBeIn("underWayMax", underWayMax, 1, UNDER_WAY_MAX);
      mustBeIn("silentMax", silentMax, Duration.ofSeconds(1), Duration.ofHours(1));
      mustBeIn("refusedAgain", refusedAgain, Duration.ofSeconds(1), Duration.ofDays(1));
    }
  }

  /** MODBUS/TCP V1.0b §4.2.1 has 1 to 16 as what servers take. */
  public static final int UNDER_WAY_MAX = 16;

  /** MODBUS/TCP V1.0b §4.3.1.1. */
  public static final int PORT = 502;

  private static final int NAME_CHARS_MAX = 253;
  private static final int PORT_MAX = 65_535;
  private static final int BAUD_MIN = 300;
  private static final int BAUD_MAX = 1_000_000;

  public ModbusOptions {
    Objects.requireNonNull(way, "way");
    mustBeIn("unit", unit, 0, 0xff);
    Objects.requireNonNull(pace, "pace");
    Objects.requireNonNull(rules, "rules");
    if (pace.underWayMax() > 1 && !(way instanceof Way.Tcp)) {
      throw new IllegalArgumentException(
          "underWayMax is " + pace.underWayMax() + ", must be 1: only MODBUS/TCP numbers requests");
    }
  }

  /** As most devices want it. */
  public static ModbusOptions of(Way way, int unit) {
    return new ModbusOptions(way, unit, Pace.STANDARD, PlanRules.STANDARD, false);
  }

  /** The same at another pace. */
  public ModbusOptions at(Pace other) {
    return new ModbusOptions(way, unit, other, rules, writesByMultiple);
  }

  private static void mustBeReachable(String host, int port) {
    if (host.isBlank() || host.length() > NAME_CHARS_MAX) {
      throw new IllegalArgumentException("host is \"" + host + "\", must be a name or an address");
    }
    mustBeIn("port", port, 1, PORT_MAX);
  }

  private static void mustBeIn(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(field + " is " + value + ", must be " + min + ".." + max);
    }
  }

  private static void mustBeIn(String field, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(field + " is " + value + ", must be " + min + ".." + max);
    }
  }
}
