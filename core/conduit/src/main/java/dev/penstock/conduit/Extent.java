package dev.penstock.conduit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole numbers from a first to a last one, both meant. */
public record Extent(long first, long last) implements Comparable<Extent> {
  /** Every number that an object can have. */
  public static final Extent ANY = new Extent(0, Limits.NUMBER_MAX);

  private static final Pattern NUMBERS =
      Pattern.compile("(0|[1-9][0-9]{0,9})(?:\\.\\.(0|[1-9][0-9]{0,9}))?");

  public Extent {
    if (first < 0 || last < first || last > Limits.NUMBER_MAX) {
      throw new IllegalArgumentException("no extent: " + first + ".." + last);
    }
  }

  /** True when the number is one of these. */
  public boolean contains(long number) {
    return number >= first && number <= last;
  }

  /** As it is written: {@code any}, {@code 7} or {@code 7..9}. */
  public String text() {
    if (equals(ANY)) {
      return "any";
    }
    return first == last ? Long.toString(first) : first + ".." + last;
  }

  /** Reads what {@link #text} writes; empty for anything else. */
  static Optional<Extent> parse(String text) {
    if (text.equals("any")) {
      return Optional.of(ANY);
    }
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(numbers.group(1));
    long last = numbers.group(2) == null ? first : Long.parseLong(numbers.group(2));
    return first <= last && last <= Limits.NUMBER_MAX
        ? Optional.of(new Extent(first, last))
        : Optional.empty();
  }

  @Override
  public int compareTo(Extent other) {
    return first != other.first ? Long.compare(first, other.first) : Long.compare(last, other.last);
  }
}
