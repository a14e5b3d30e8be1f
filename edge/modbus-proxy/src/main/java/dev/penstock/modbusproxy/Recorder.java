package dev.penstock.modbusproxy;

import dev.penstock.evidence.record.RecordValue;
import java.util.List;

/** Where the proxy has its records written. Any thread. */
public interface Recorder {
  /**
   * Takes records, in their order; never waits.
   *
   * @param whenDurable called once all of them are on the disk, by any thread; never when they are
   *     not
   * @return false when there is no room, and nothing was taken
   */
  boolean offer(List<RecordValue> records, Runnable whenDurable);

  /**
   * The same for who must hand over again what was not taken in the end.
   *
   * @param whenRefused called once, by any thread, when one of them will never be on the disk
   */
  default boolean offer(List<RecordValue> records, Runnable whenDurable, Runnable whenRefused) {
    return offer(records, whenDurable);
  }
}
