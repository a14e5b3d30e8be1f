package dev.penstock.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is durable at one moment: how far the journal goes, and the segments of each class. Never
 * changes; the one who commits makes the next one, and whoever reads takes the newest.
 */
final class Durable {
  private static final SegmentHead[] NO_SEGMENTS = {};

  private final long end;

  /** By class, oldest first. */
  private final SegmentHead[][] heads;

  /** By class: where the last part ends in the newest segment. */
  private final int[] newestEnd;

  /** By class: one more than the position of the last frame. */
  private final long[] behind;

  private Durable(long end, SegmentHead[][] heads, int[] newestEnd, long[] behind) {
    this.end = end;
    this.heads = heads;
    this.newestEnd = newestEnd;
    this.behind = behind;
  }

  /** A journal without a segment. */
  static Durable empty() {
    SegmentHead[][] none = new SegmentHead[ClassCode.COUNT][];
    Arrays.fill(none, NO_SEGMENTS);
    return new Durable(0, none, new int[ClassCode.COUNT], new long[ClassCode.COUNT]);
  }

  static Durable of(long end, List<List<SegmentHead>> heads, int[] newestEnd, long[] behind) {
    SegmentHead[][] all = new SegmentHead[ClassCode.COUNT][];
    for (int code = 0; code < ClassCode.COUNT; code++) {
      all[code] = heads.get(code).toArray(NO_SEGMENTS);
    }
    return new Durable(end, all, newestEnd.clone(), behind.clone());
  }

  /** One behind the last position. */
  long end() {
    return end;
  }

  int count(int code) {
    return heads[code].length;
  }

  SegmentHead head(int code, int index) {
    return heads[code][index];
  }

  SegmentHead newest(int code) {
    return heads[code][heads[code].length - 1];
  }

  /** Where the last part of a segment ends. */
  int endOf(int code, int index) {
    boolean isNewest = index + 1 == heads[code].length;
    return isNewest ? newestEnd[code] : heads[code][index + 1].before().end();
  }

  /** One more than the position of the last frame of a segment. */
  long behindOf(int code, int index) {
    boolean isNewest = index + 1 == heads[code].length;
    return isNewest ? behind[code] : heads[code][index + 1].before().behind();
  }

  int newestEnd(int code) {
    return newestEnd[code];
  }

  long behind(int code) {
    return behind[code];
  }

  ClassRow row(int code) {
    return count(code) == 0
        ? ClassRow.EMPTY
        : new ClassRow(
            heads[code][0].number(), newest(code).number(), newestEnd[code], behind[code]);
  }

  List<ClassRow> rows() {
    List<ClassRow> rows = new ArrayList<>();
    for (int code = 0; code < ClassCode.COUNT; code++) {
      rows.add(row(code));
    }
    return rows;
  }

  /** The number that the next segment gets. */
  int nextNumber() {
    int next = 0;
    for (int code = 0; code < ClassCode.COUNT; code++) {
      next = count(code) == 0 ? next : Math.max(next, newest(code).number() + 1);
    }
    return next;
  }

  /** All frames of the class before this position are gone; 0 when none is. */
  long goneBelow(int code) {
    return count(code) == 0 ? 0 : heads[code][0].before().behind();
  }

  /** The index of a segment by its number, or -1. */
  int indexOf(int code, int number) {
    int low = 0;
    int high = heads[code].length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int there = heads[code][middle].number();
      if (there == number) {
        return middle;
      }
      if (there < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** The segment that holds the first frame of the class at or behind a position. */
  int indexAt(int code, long position) {
    int low = 0;
    int high = heads[code].length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (behindOf(code, middle) > position) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The bytes that frames take, heads of segments included. */
  long storedBytes(int code) {
    long bytes = 0;
    for (int i = 0; i < heads[code].length; i++) {
      bytes += endOf(code, i);
    }
    return bytes;
  }

  /** After a commit. */
  Durable committed(CommitGroup group) {
    int[] ends = newestEnd.clone();
    long[] behinds = behind.clone();
    for (int code = 0; code < ClassCode.COUNT; code++) {
      if (group.has(code)) {
        ends[code] += group.span(code);
        behinds[code] = group.behind(code);
      }
    }
    return new Durable(group.endPosition(), heads, ends, behinds);
  }

  /** With a new segment. */
  Durable rolled(SegmentHead head) {
    int code = head.classCode();
    SegmentHead[][] all = heads.clone();
    all[code] = Arrays.copyOf(heads[code], heads[code].length + 1);
    all[code][heads[code].length] = head;
    int[] ends = newestEnd.clone();
    ends[code] = SegmentHead.BYTES;
    return new Durable(end, all, ends, behind);
  }

  /** Without the segments of a class that come before this one. */
  Durable dropped(int code, int oldest) {
    int first = 0;
    while (first + 1 < count(code) && heads[code][first].number() < oldest) {
      first++;
    }
    if (first == 0) {
      return this;
    }
    SegmentHead[][] all = heads.clone();
    all[code] = Arrays.copyOfRange(heads[code], first, heads[code].length);
    return new Durable(end, all, newestEnd, behind);
  }
}
