package dev.penstock.ledger;

import dev.penstock.ledger.IndexFile.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where entries stand that readers came by on the way to others. The index says it of every 256th;
 * a list that shows a hundred entries from here and there would walk past some ten thousand for
 * them. An entry never moves, and each is compared with its leaf hash wherever it was read. Any
 * thread.
 */
final class KnownPlaces {
  /** 8 KiB each: room for 16,384 entries in half a mebibyte. */
  private static final int STRIDES_MAX = 64;

  private final Map<Long, Row[]> strides =
      new LinkedHashMap<>(STRIDES_MAX * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Row[]> eldest) {
          return size() > STRIDES_MAX;
        }
      };

  /** An entry whose place is known. */
  record Place(long index, Row row) {}

  /** The nearest to this entry of those before it in its stride, or the entry itself. */
  synchronized Optional<Place> nearest(long index) {
    Row[] rows = strides.get(index / IndexFile.STRIDE);
    for (int i = (int) (index % IndexFile.STRIDE); rows != null && i >= 0; i--) {
      if (rows[i] != null) {
        return Optional.of(new Place(index / IndexFile.STRIDE * IndexFile.STRIDE + i, rows[i]));
      }
    }
    return Optional.empty();
  }

  /** This entry stands there. */
  synchronized void learn(long index, Row row) {
    Row[] rows = strides.computeIfAbsent(index / IndexFile.STRIDE, _ -> new Row[IndexFile.STRIDE]);
    rows[(int) (index % IndexFile.STRIDE)] = row;
  }
}
