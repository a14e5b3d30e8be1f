package dev.penstock.modbus;

import dev.penstock.modbus.ModbusOptions.Pace;
import dev.penstock.modbus.ModbusOptions.Way;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Drivers with short limits, and a clock that a test moves. */
final class Drivers {
  static final Duration ANSWER_MAX = Duration.ofMillis(150);

  final AtomicLong clock = new AtomicLong(1_000_000_000_000L);

  static Pace pace(int underWayMax) {
    return new Pace(
        Duration.ofSeconds(2),
        ANSWER_MAX,
        underWayMax,
        Duration.ofMinutes(1),
        Duration.ofMinutes(1));
  }

  ModbusDriver tcp(int port, int underWayMax) {
    return new ModbusDriver(
        ModbusOptions.of(new Way.Tcp("127.0.0.1", port), 1).at(pace(underWayMax)), clock::get);
  }

  ModbusDriver rtuOverTcp(int port) {
    return new ModbusDriver(
        ModbusOptions.of(new Way.RtuOverTcp("127.0.0.1", port), 1).at(pace(1)), clock::get);
  }

  void pass(Duration time) {
    long _ = clock.addAndGet(time.toNanos());
  }
}
