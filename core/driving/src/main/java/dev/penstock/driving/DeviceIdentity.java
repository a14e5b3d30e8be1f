package dev.penstock.driving;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who a device says it is; a claim, proven by nothing.
 *
 * @param vendor empty where it does not say
 * @param others what else it says, by the protocol's own names, in the order of these
 */
public record DeviceIdentity(
    String vendor, String product, String revision, Map<String, String> others) {
  /** What is kept of each text that comes from a device. */
  public static final int CHARS_MAX = 256;

  public static final int OTHERS_MAX = 256;

  public DeviceIdentity {
    vendor = cut(vendor);
    product = cut(product);
    revision = cut(revision);
    var kept = new TreeMap<String, String>();
    for (Map.Entry<String, String> each : new TreeMap<>(others).entrySet()) {
      if (kept.size() < OTHERS_MAX) {
        String _ = kept.put(cut(each.getKey()), cut(each.getValue()));
      }
    }
    others = Collections.unmodifiableMap(kept);
  }

  private static String cut(String text) {
    return text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX);
  }
}
