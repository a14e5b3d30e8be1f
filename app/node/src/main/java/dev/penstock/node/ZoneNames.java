package dev.penstock.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names of sources whose zones were looked for, with what was found; only so many, and what nobody
 * asked for longest goes first. Names come from outside, so one that lies in no zone takes no room.
 */
final class ZoneNames {
  static final int NAMES_MAX = 20_000;

  /** A longer name is looked for each time. */
  private static final int NAME_MAX = 256;

  // Guarded by this; in the order in which they were asked for.
  private final Map<String, List<String>> known = new LinkedHashMap<>(16, 0.75f, true);

  synchronized Optional<List<String>> zonesOf(String source) {
    return Optional.ofNullable(known.get(source));
  }

  synchronized void remember(String source, List<String> zones) {
    if (zones.isEmpty() || source.length() > NAME_MAX) {
      return;
    }
    var _ = known.put(source, List.copyOf(zones));
    if (known.size() > NAMES_MAX) {
      var oldest = known.entrySet().iterator();
      var _ = oldest.next();
      oldest.remove();
    }
  }

  synchronized int size() {
    return known.size();
  }
}
