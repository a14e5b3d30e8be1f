package dev.penstock.sparkplugnode;

import dev.penstock.evidence.record.SampleValue;
import java.util.Optional;

/** Takes what hosts ask for. Its methods do not wait; they are called by any thread. */
public interface Commands {
  /** Follows nothing. */
  Commands NONE =
      new Commands() {
        @Override
        public boolean isTaken(Asked asked) {
          return false;
        }

        @Override
        public void refused(String topic, Optional<String> metric, String why) {}

        @Override
        public void tick() {}
      };

  /**
   * A host asks for a value to be written. Whether it is, what policy says to it, and what came of
   * it are this one's affair; a host learns of it by the point's next value.
   *
   * @return false where it is not followed up
   */
  boolean isTaken(Asked asked);

  /**
   * Something that a host sent was not followed.
   *
   * @param why one word for it
   */
  void refused(String topic, Optional<String> metric, String why);

  /** Time went by; several times a second while there is a connection. */
  void tick();

  /**
   * What is asked for.
   *
   * @param destination through which it was asked
   * @param device by its name in records
   * @param point by its name in records
   * @param sentAtMs when the host says it was asked
   */
  record Asked(
      String destination,
      String device,
      String point,
      SampleValue value,
      Optional<Long> sentAtMs) {}
}
