package dev.penstock.modbus;

import dev.penstock.modbus.ModbusOptions.Pace;
import dev.penstock.modbus.ModbusOptions.Way;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Drivers with a limit for answers that suits a test, and a clock that a test moves. */
final class Drivers {
  /** For answers that come: a machine that is busy may take its time. */
  static final Duration PATIENT = Duration.ofSeconds(20);

  /** For tests in which some answer and others do not. */
  static final Duration BRIEF = Duration.ofSeconds(1);

  /** For tests in which nothing is answered: what comes late is no other outcome. */
  static final Duration SHORT = Duration.ofMillis(150);

  final AtomicLong clock = new AtomicLong(1_000_000_000_000L);

  static Pace pace(int underWayMax, Duration answerMax) {
    return new Pace(
        Duration.ofSeconds(20),
        answerMax,
        underWayMax,
        Duration.ofMinutes(1),
        Duration.ofMinutes(1));
  }

  ModbusDriver tcp(int port, int underWayMax) {
    return tcp(port, underWayMax, PATIENT);
  }

  ModbusDriver tcp(int port, int underWayMax, Duration answerMax) {
    return new ModbusDriver(
        ModbusOptions.of(new Way.Tcp("127.0.0.1", port), 1).at(pace(underWayMax, answerMax)),
        clock::get);
  }

  ModbusDriver rtuOverTcp(int port, Duration answerMax) {
    return new ModbusDriver(
        ModbusOptions.of(new Way.RtuOverTcp("127.0.0.1", port), 1).at(pace(1, answerMax)),
        clock::get);
  }

  void pass(Duration time) {
    long _ = clock.addAndGet(time.toNanos());
  }
}
