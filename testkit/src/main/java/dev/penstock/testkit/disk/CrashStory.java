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
   * it must not change what {@code work} uses, and also twice on one disk, with a crash between, so
   * it must add nothing to the store. The store opened here must be closed here.
   */
  void check(SimDisk disk) throws Exception;

  /**
   * The life after a crash: a story that knows the promises of this one so far, and whose work
   * starts on a disk that the crash left. By default it only recovers; a story that also goes on
   * adding, noting new promises in fields of its own, finds what recovery did not make durable.
   */
  default CrashStory next() {
    CrashStory before = this;
    return new CrashStory() {
      @Override
      public void work(SimDisk disk) throws Exception {
        before.check(disk);
      }

      @Override
      public void check(SimDisk disk) throws Exception {
        before.check(disk);
      }
    };
  }
}
