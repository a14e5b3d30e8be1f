package dev.penstock.modbus.server;

import java.util.concurrent.atomic.LongAdder;

/** What a server did; added to by any thread. */
final class ServerTally {
  final LongAdder letIn = new LongAdder();
  final LongAdder sentAway = new LongAdder();
  final LongAdder requests = new LongAdder();
  final LongAdder illformed = new LongAdder();
  final LongAdder broken = new LongAdder();
  final LongAdder stalled = new LongAdder();
  final LongAdder faults = new LongAdder();

  ServerCounts counts(int connections) {
    return new ServerCounts(
        connections,
        letIn.sum(),
        sentAway.sum(),
        requests.sum(),
        illformed.sum(),
        broken.sum(),
        stalled.sum(),
        faults.sum());
  }
}
