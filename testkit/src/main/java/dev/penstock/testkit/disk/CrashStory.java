package dev.penstock.testkit.disk;

/**
 * One life of a store under test: what it is made to do, and what must be true of every disk that a
 * crash can leave. A story notes each promise the moment the store gives it (this batch is durable)
 * and what it asked for without an answer yet, in fields of its own.
 */
public interface CrashStory {
  /**
   * Uses the store on this disk, from opening it to closing it. Ends by {@link SimulatedCrash},
   * which it lets pass, when the power goes. When it returns or throws, no thread of it may work
   * on.
   */
  void work(SimDisk disk) throws Exception;

  /**
   * Opens the store on a disk that a crash left and throws when a promise is broken, by an
   * assertion or an exception. Called many times, also while {@link #work} is still under way, so
   * it must not change what {@code work} uses. The store opened here must be closed here.
   */
  void check(SimDisk disk) throws Exception;
}
