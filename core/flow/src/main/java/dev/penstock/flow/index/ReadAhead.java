package dev.penstock.flow.index;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.PayloadSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a journal in windows and remembers the newest of them: blocks that were sealed together
 * have their records side by side, a few hundred bytes of each, and a read for each piece would
 * cost more than all else. One thread at a time.
 */
public final class ReadAhead implements PayloadSource {
  private static final int WINDOW_BITS = 16;
  private static final int WINDOW_BYTES = 1 << WINDOW_BITS;

  /** 16 MiB: what comes in during the second for which a block is open, at 100,000 records. */
  private static final int WINDOWS_MAX = 256;

  private record Window(RecordClass recordClass, int segment, int number) {}

  private final PayloadSource source;
  private final Map<Window, byte[]> windows =
      new LinkedHashMap<>(WINDOWS_MAX * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Window, byte[]> eldest) {
          return size() > WINDOWS_MAX;
        }
      };

  public ReadAhead(PayloadSource source) {
    this.source = source;
  }

  @Override
  public ExtentReading read(Extent extent, byte[] into) {
    int first = extent.offset() >>> WINDOW_BITS;
    int last = (extent.offset() + extent.length() - 1) >>> WINDOW_BITS;
    int done = 0;
    for (int number = first; number <= last; number++) {
      byte[] window = window(new Window(extent.recordClass(), extent.segment(), number));
      if (window.length == 0) {
        return source.read(extent, into);
      }
      int from = extent.offset() + done - (number << WINDOW_BITS);
      int length = Math.min(extent.length() - done, WINDOW_BYTES - from);
      System.arraycopy(window, from, into, done, length);
      done += length;
    }
    return new ExtentReading.Found();
  }

  /** Empty where not all of it is durable yet, or it cannot be read: nothing is remembered then. */
  private byte[] window(Window wanted) {
    byte[] known = windows.get(wanted);
    if (known != null) {
      return known;
    }
    byte[] bytes = new byte[WINDOW_BYTES];
    var extent =
        new Extent(
            wanted.recordClass(), wanted.segment(), wanted.number() << WINDOW_BITS, WINDOW_BYTES);
    if (source.read(extent, bytes) instanceof ExtentReading.Found) {
      byte[] _ = windows.put(wanted, bytes);
      return bytes;
    }
    return new byte[0];
  }
}
