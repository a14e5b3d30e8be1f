package dev.penstock.flow.journal;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reader has not dealt with: stretches that it left behind, and all from a position on. A
 * reader that takes things as they come has no stretch, only the position.
 *
 * <p>Never more than {@value #STRETCHES_MAX} stretches. Where there would be more, the smallest
 * piece that was dealt with between two of them counts as pending again: a reader gets it twice,
 * which every reader must stand anyway after a crash, and none loses anything.
 *
 * @param behind ascending, none empty, none touching the next or {@code from}
 * @param from everything from here on is pending
 */
public record Pending(List<Stretch> behind, long from) {
  /** An outage each: so many must come while the first is still being made good. */
  public static final int STRETCHES_MAX = 64;

  private static final int VERSION = 1;
  private static final int FIELDS = 3;

  /** Each stretch takes 19 bytes at most. */
  private static final int BYTES_MAX = 2_048;

  /** All positions from one to before another. */
  public record Stretch(long from, long below) {
    public Stretch {
      if (from < 0 || below <= from) {
        throw new IllegalArgumentException("stretch from " + from + " to before " + below);
      }
    }

    /** How many positions that are. */
    public long count() {
      return below - from;
    }
  }

  public Pending {
    behind = List.copyOf(behind);
    if (behind.size() > STRETCHES_MAX) {
      throw new IllegalArgumentException(behind.size() + " stretches, must be 0.." + STRETCHES_MAX);
    }
    long free = 0;
    for (Stretch stretch : behind) {
      if (stretch.from() < free) {
        throw new IllegalArgumentException("stretches out of order or touching: " + behind);
      }
      free = stretch.below() + 1;
    }
    if (from < 0 || (!behind.isEmpty() && from < free)) {
      throw new IllegalArgumentException("all from " + from + " behind " + behind);
    }
  }

  /** Everything from a position on, and nothing before. */
  public static Pending from(long position) {
    return new Pending(List.of(), position);
  }

  /** The first position that is pending. */
  public long first() {
    return behind.isEmpty() ? from : behind.getFirst().from();
  }

  /** How many positions before the end are pending. */
  public long countBefore(long end) {
    long count = Math.max(0, end - from);
    for (Stretch stretch : behind) {
      count += stretch.count();
    }
    return count;
  }

  /** What is pending of the positions from one to before another, ascending. */
  public List<Stretch> within(long first, long below) {
    List<Stretch> found = new ArrayList<>();
    for (Stretch stretch : behind) {
      addOverlap(found, stretch.from(), stretch.below(), first, below);
    }
    addOverlap(found, from, Long.MAX_VALUE, first, below);
    return List.copyOf(found);
  }

  private static void addOverlap(
      List<Stretch> found, long from, long below, long first, long last) {
    long start = Math.max(from, first);
    long end = Math.min(below, last);
    if (start < end) {
      found.add(new Stretch(start, end));
    }
  }

  /** The same without the positions from one to before another. */
  public Pending without(long first, long below) {
    if (first < 0 || below < first) {
      throw new IllegalArgumentException("settled from " + first + " to before " + below);
    }
    if (below == first) {
      return this;
    }
    List<Stretch> left = new ArrayList<>();
    for (Stretch stretch : behind) {
      addOverlap(left, stretch.from(), stretch.below(), 0, first);
      addOverlap(left, stretch.from(), stretch.below(), below, Long.MAX_VALUE);
    }
    long open = from;
    if (below > from) {
      addOverlap(left, from, first, from, first);
      open = below;
    }
    while (left.size() > STRETCHES_MAX) {
      joinNearest(left);
    }
    return new Pending(left, open);
  }

  private static void joinNearest(List<Stretch> stretches) {
    int nearest = 0;
    for (int i = 1; i + 1 < stretches.size(); i++) {
      if (distanceAfter(stretches, i) < distanceAfter(stretches, nearest)) {
        nearest = i;
      }
    }
    Stretch joined = new Stretch(stretches.get(nearest).from(), stretches.get(nearest + 1).below());
    Stretch _ = stretches.set(nearest, joined);
    Stretch _ = stretches.remove(nearest + 1);
  }

  private static long distanceAfter(List<Stretch> stretches, int index) {
    return stretches.get(index + 1).from() - stretches.get(index).below();
  }

  /** The form in which a reader stores it, docs/formats/notes.md. */
  public byte[] encode() {
    var out = new CborWriter(64);
    out.array(FIELDS);
    out.unsigned(VERSION);
    out.unsigned(from);
    out.array(behind.size());
    for (Stretch stretch : behind) {
      out.array(2);
      out.unsigned(stretch.from());
      out.unsigned(stretch.below());
    }
    return out.toByteArray();
  }

  /** Reads what {@link #encode} wrote. Never throws for any content. */
  public static Decoded<Pending> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    long open = in.unsigned();
    int count = in.array();
    if (count > STRETCHES_MAX) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    List<Stretch> stretches = new ArrayList<>();
    long free = 0;
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(2);
      long first = in.unsigned();
      long below = in.unsigned(Long.MAX_VALUE - 1);
      if (first < free || below <= first) {
        in.refuse(CborReason.OUT_OF_RANGE);
      } else {
        stretches.add(new Stretch(first, below));
        free = below + 1;
      }
    }
    if (!stretches.isEmpty() && open < free) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    return in.end(() -> new Pending(stretches, open));
  }
}
