package dev.penstock.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much this thread has allocated, for tests of code that must make no garbage. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Bytes allocated by the calling thread since it started. */
  public static long bytesOfThisThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /**
   * The least that one of several rounds allocates: the first ones load classes, and compilers come
   * in between.
   */
  public static long leastBytesOf(int rounds, Runnable round) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < rounds; i++) {
      long before = bytesOfThisThread();
      round.run();
      least = Math.min(least, bytesOfThisThread() - before);
    }
    return least;
  }
}
