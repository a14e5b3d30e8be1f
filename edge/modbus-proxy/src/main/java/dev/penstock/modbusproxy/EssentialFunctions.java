package dev.penstock.modbusproxy;

import dev.penstock.conduit.Request;

/**
 * What must go on when nothing can be recorded. Any thread; never waits.
 *
 * <p>Req: 62443-4-2 CR 2.10: what is not listed here stops when records cannot be written.
 */
public interface EssentialFunctions {
  /** Nothing passes that is not recorded. */
  EssentialFunctions NONE =
      new EssentialFunctions() {
        @Override
        public boolean holds(Request request) {
          return false;
        }

        @Override
        public void passedUnrecorded(Request request) {}
      };

  /** Whether an essential function needs this request, which the policy allows. */
  boolean holds(Request request);

  /** It passes, and its records were not durable in time: the finding LATE_RECORD. */
  void passedUnrecorded(Request request);
}
