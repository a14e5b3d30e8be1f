package dev.penstock.driving;

/**
 * Who else wants a link while it is read. A session asks between two requests of a reading, so that
 * nobody waits for a whole plan; and each time it makes at least one request before it asks again,
 * so that nobody keeps it from reading. The session's thread.
 */
public interface Turns {
  /** Nobody else wants it. */
  Turns NONE =
      new Turns() {
        @Override
        public boolean areWanted() {
          return false;
        }

        @Override
        public boolean give() {
          return true;
        }
      };

  /** True when somebody waits: then no further request of the reading is begun. */
  boolean areWanted();

  /**
   * Lets who waits use the session; called when no request of the reading is under way.
   *
   * @return false where nothing more of the plan may be read: the reading ends, and what was not
   *     told is not told
   */
  boolean give() throws LinkException, InterruptedException;
}
