package dev.penstock.bench.harness;

import java.lang.management.ManagementFactory;

/** The two clocks of a measurement. */
public interface Stopwatch {
  /** Time as on the wall, from any start. */
  long wallNanos();

  /** Processor time of this process, all threads together, collector and compiler included. */
  long cpuNanos();

  /** The clocks of this machine. */
  static Stopwatch ofThisMachine() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Stopwatch() {
      @Override
      public long wallNanos() {
        return System.nanoTime();
      }

      @Override
      public long cpuNanos() {
        return system.getProcessCpuTime();
      }
    };
  }
}
