package dev.penstock.flow.journal;

import java.util.ArrayList;
import java.util.List;

/** Hands out the bytes of extents: a journal, or something that remembers what it read of one. */
@FunctionalInterface
public interface PayloadSource {
  /**
   * Reads bytes of records as they are stored. They are not checked here: who knows the extent
   * knows the hashes they must have.
   *
   * @param into takes the bytes, from its beginning to the extent's length
   */
  ExtentReading read(Extent extent, byte[] into);

  /**
   * Reads several at once, which a source with files does in few strokes.
   *
   * @param into as many arrays as there are extents, each for the extent of its place
   */
  default List<ExtentReading> readAll(List<Extent> extents, List<byte[]> into) {
    var readings = new ArrayList<ExtentReading>(extents.size());
    for (int i = 0; i < extents.size(); i++) {
      readings.add(read(extents.get(i), into.get(i)));
    }
    return readings;
  }
}
