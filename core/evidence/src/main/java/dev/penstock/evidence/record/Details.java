package dev.penstock.evidence.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has no field of its own: a map from a name to one value or several, in the order of the
 * names' encoded form. Shown to people; no rule depends on it.
 */
public record Details(Map<String, SampleValue> values) {
  /** Nothing more to say. */
  public static final Details NONE = new Details(Map.of());

  /** More entries are refused: details are notes, not a store. */
  public static final int COUNT_MAX = 64;

  /** RFC 8949 §4.2.1: by the bytes of the encoded key. Shorter keys have the smaller head. */
  static final Comparator<String> KEY_ORDER =
      Comparator.<String>comparingInt(key -> key.getBytes(StandardCharsets.UTF_8).length)
          .thenComparing(
              key -> key.getBytes(StandardCharsets.UTF_8), (a, b) -> Arrays.compareUnsigned(a, b));

  public Details {
    if (values.size() > COUNT_MAX) {
      throw new IllegalArgumentException(values.size() + " details, at most " + COUNT_MAX);
    }
    var sorted = new TreeMap<String, SampleValue>(KEY_ORDER);
    for (Map.Entry<String, SampleValue> entry : values.entrySet()) {
      Fields.mustBeWord("detail name", entry.getKey());
      if (SampleValue.isMessage(entry.getValue())) {
        throw new IllegalArgumentException("detail " + entry.getKey() + " is a payload");
      }
      sorted.put(entry.getKey(), entry.getValue());
    }
    values = Collections.unmodifiableMap(new LinkedHashMap<>(sorted));
  }

  /** One note. */
  public static Details of(String name, String text) {
    return new Details(Map.of(name, SampleValue.of(text)));
  }
}
