package dev.penstock.node;

import java.util.HashMap;
import java.util.Map;

/**
 * What a notice says: as a sentence for the channels, and in pieces for who says it in another
 * language.
 *
 * @param text one line
 * @param details by name, docs/api.md
 */
record NoticeSaid(String text, Map<String, String> details) {
  NoticeSaid {
    details = Map.copyOf(details);
  }

  static NoticeSaid of(String text) {
    return new NoticeSaid(text, Map.of());
  }

  static NoticeSaid of(String text, String name, String value) {
    return new NoticeSaid(text, Map.of(name, value));
  }

  /** The same with another piece. */
  NoticeSaid and(String name, String value) {
    Map<String, String> more = new HashMap<>(details);
    var _ = more.put(name, value);
    return new NoticeSaid(text, more);
  }
}
