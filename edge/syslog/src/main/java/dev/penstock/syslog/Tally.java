package dev.penstock.syslog;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What is counted; any thread. */
final class Tally {
  final LongAdder messages = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder collected = new LongAdder();
  final LongAdder unreadable = new LongAdder();
  final LongAdder unkept = new LongAdder();
  final LongAdder brokenOff = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder dropped = new LongAdder();
  final LongAdder kernelDropped = new LongAdder();
  final LongAdder lost = new LongAdder();
  final LongAdder pauseNanos = new LongAdder();
  final LongAdder faults = new LongAdder();

  SyslogCounts counts(int connections, int waiting) {
    return new SyslogCounts(
        messages.sum(),
        bytes.sum(),
        collected.sum(),
        unreadable.sum(),
        unkept.sum(),
        brokenOff.sum(),
        refused.sum(),
        dropped.sum(),
        kernelDropped.sum(),
        lost.sum(),
        connections,
        waiting,
        Duration.ofNanos(pauseNanos.sum()).toMillis(),
        faults.sum());
  }
}
