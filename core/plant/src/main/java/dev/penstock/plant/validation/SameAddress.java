package dev.penstock.plant.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Under which spelling addresses are compared: an address is a text that people write, and one host
 * is written in many ways. Names say the same in upper and lower case and with or without the dot
 * at their end (RFC 4343 §2, RFC 1034 §3.1); so do addresses of IPv6 with zeros written, left away
 * or gathered, in brackets, and with IPv4 inside (RFC 4291 §2.2, §2.5.5.2).
 */
final class SameAddress {
  private static final int GROUPS = 8;
  private static final int GROUPS_OF_FOUR = 2;
  private static final Pattern GROUP = Pattern.compile("[0-9a-f]{1,4}");
  private static final Pattern FOUR = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");

  /** Before an address of IPv4 that is written as one of IPv6. */
  private static final List<Integer> MAPPED = List.of(0, 0, 0, 0, 0, 0xffff);

  private SameAddress() {}

  /** The same text for all spellings of one address; what is no address stays apart. */
  static String of(String address) {
    String text = address.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("[") && text.endsWith("]")) {
      text = text.substring(1, text.length() - 1);
    }
    int percent = text.indexOf('%');
    String zone = percent < 0 ? "" : text.substring(percent);
    Optional<List<Integer>> six = six(percent < 0 ? text : text.substring(0, percent));
    if (six.isPresent()) {
      return written(six.get()) + zone;
    }
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static String written(List<Integer> groups) {
    if (groups.subList(0, MAPPED.size()).equals(MAPPED)) {
      int high = groups.get(GROUPS - 2);
      int low = groups.get(GROUPS - 1);
      return (high >> 8) + "." + (high & 0xff) + "." + (low >> 8) + "." + (low & 0xff);
    }
    return String.join(":", groups.stream().map(Integer::toHexString).toList());
  }

  /** The eight groups of an address of IPv6; empty for whatever is none. */
  private static Optional<List<Integer>> six(String text) {
    int gap = text.indexOf("::");
    Optional<List<Integer>> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    Optional<List<Integer>> tail = groups(gap < 0 ? "" : text.substring(gap + 2), true);
    if (head.isEmpty() || tail.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> all = new ArrayList<>(head.get());
    int left = GROUPS - head.get().size() - tail.get().size();
    if (gap < 0 ? left != 0 : left < 1) {
      return Optional.empty();
    }
    for (int i = 0; i < left; i++) {
      all.add(0);
    }
    all.addAll(tail.get());
    return Optional.of(all);
  }

  /** The groups of one side of the gap; the last may be an address of IPv4 where the whole ends. */
  private static Optional<List<Integer>> groups(String text, boolean isEnd) {
    List<Integer> groups = new ArrayList<>();
    if (text.isEmpty()) {
      return Optional.of(groups);
    }
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      if (GROUP.matcher(parts[i]).matches()) {
        groups.add(Integer.parseInt(parts[i], 16));
      } else {
        List<Integer> four = isEnd && i == parts.length - 1 ? four(parts[i]) : List.of();
        if (four.isEmpty()) {
          return Optional.empty();
        }
        groups.addAll(four);
      }
    }
    return Optional.of(groups);
  }

  /** Two groups for an address of IPv4; none for whatever is none. */
  private static List<Integer> four(String text) {
    if (!FOUR.matcher(text).matches()) {
      return List.of();
    }
    List<Integer> groups = new ArrayList<>(GROUPS_OF_FOUR);
    String[] parts = text.split("\\.", -1);
    for (int i = 0; i < parts.length; i += 2) {
      int high = Integer.parseInt(parts[i]);
      int low = Integer.parseInt(parts[i + 1]);
      if (high > 0xff || low > 0xff) {
        return List.of();
      }
      groups.add(high << 8 | low);
    }
    return groups;
  }
}
