package dev.penstock.flow.index;

import dev.penstock.flow.Entries;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Which policy dropped records, as sealed records say it. */
final class Drops {
  private final List<DropStated> stated;

  Drops(List<DropStated> stated) {
    this.stated = stated;
  }

  /**
   * By which policy, and when, records of a block were dropped: the first drop that went as far as
   * this block, else the newest, which went through it.
   *
   * @param readTo of the block
   */
  DropStated of(long entry, long readTo) throws IOException {
    for (DropStated one : stated) {
      if (one.below() > readTo) {
        return one;
      }
    }
    if (stated.isEmpty()) {
      throw new IOException(
          "records of block "
              + entry
              + " were dropped, and the record that says why is not sealed yet; ask again");
    }
    return stated.getLast();
  }

  /** The same in the words of the log. */
  static Entries.Pruned pruned(DropStated drop, long firstThere) {
    return new Entries.Pruned(firstThere, drop.policy(), time(drop.at()), drop.entry());
  }

  private static Instant time(long nanos) {
    return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L);
  }
}
