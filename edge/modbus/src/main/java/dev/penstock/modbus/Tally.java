package dev.penstock.modbus;

import java.util.concurrent.atomic.LongAdder;

/** What the sessions of one driver did; added to by any thread. */
final class Tally {
  final LongAdder sessions = new LongAdder();
  final LongAdder requests = new LongAdder();
  final LongAdder answers = new LongAdder();
  final LongAdder exceptions = new LongAdder();
  final LongAdder silences = new LongAdder();
  final LongAdder strays = new LongAdder();
  final LongAdder garbled = new LongAdder();

  ModbusCounts counts() {
    return new ModbusCounts(
        sessions.sum(),
        requests.sum(),
        answers.sum(),
        exceptions.sum(),
        silences.sum(),
        strays.sum(),
        garbled.sum());
  }
}
