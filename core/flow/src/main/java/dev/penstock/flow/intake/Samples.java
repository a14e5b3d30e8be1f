package dev.penstock.flow.intake;

import dev.penstock.evidence.record.Scalar;
import java.util.Arrays;
import java.util.Objects;

/**
 * What points of one source had, in the order in which it was told, before it has numbers. Typed
 * values, as a driver reads them; what comes as bytes is {@link Heard}.
 */
public final class Samples {
  /** As many as one block holds: a batch of them is never more than a few commits of a journal. */
  public static final int COUNT_MAX = 4_096;

  /** Of text and bytes in all values together: so that a batch is never too large for a journal. */
  public static final int CONTENT_BYTES_MAX = 256 * 1024;

  /** Stands for a source time that the source did not say. */
  public static final long NO_TIME = -1;

  private static final int COUNT_AT_FIRST = 16;
  private static final Scalar NOTHING = new Scalar.None();

  private final PointNames names;
  private final int[] points;
  private final Scalar[] values;
  private final int[] qualities;
  private final long[] sourceTimes;
  private final long[] receivedTimes;
  private final int contentBytes;

  private Samples(Builder from) {
    this.names = from.names;
    this.points = Arrays.copyOf(from.points, from.count);
    this.values = Arrays.copyOf(from.values, from.count);
    this.qualities = Arrays.copyOf(from.qualities, from.count);
    this.sourceTimes = Arrays.copyOf(from.sourceTimes, from.count);
    this.receivedTimes = Arrays.copyOf(from.receivedTimes, from.count);
    this.contentBytes = from.contentBytes;
  }

  public PointNames names() {
    return names;
  }

  /** How many there are; one at least. */
  public int count() {
    return points.length;
  }

  /** The place of the point's name in {@link #names()}. */
  public int point(int index) {
    return points[index];
  }

  public Scalar value(int index) {
    return values[index];
  }

  /** An OPC UA status code. */
  public int quality(int index) {
    return qualities[index];
  }

  /** Nanoseconds since 1970, or {@link #NO_TIME}. */
  public long sourceTime(int index) {
    return sourceTimes[index];
  }

  /** Nanoseconds since 1970. */
  public long receivedTime(int index) {
    return receivedTimes[index];
  }

  /** About how many bytes the values take that are text or bytes. */
  public int contentBytes() {
    return contentBytes;
  }

  /** Who and how many; never the values. */
  @Override
  public String toString() {
    return names.listener() + " " + names.source() + ", " + count() + " samples";
  }

  /** Gathers samples, and is used again for the next. One thread. */
  public static final class Builder {
    private final PointNames names;
    // Small at first: a gateway has one of these for each device.
    private int[] points = new int[COUNT_AT_FIRST];
    private Scalar[] values = new Scalar[COUNT_AT_FIRST];
    private int[] qualities = new int[COUNT_AT_FIRST];
    private long[] sourceTimes = new long[COUNT_AT_FIRST];
    private long[] receivedTimes = new long[COUNT_AT_FIRST];
    private int count;
    private int contentBytes;

    /** For these points. */
    public Builder(PointNames names) {
      this.names = Objects.requireNonNull(names, "names");
    }

    public boolean isEmpty() {
      return count == 0;
    }

    /**
     * Adds one; false where it has no room in these any more, and then it is not in them.
     *
     * @param sourceTime nanoseconds since 1970, or {@link #NO_TIME}
     * @param receivedTime nanoseconds since 1970
     */
    public boolean add(int point, Scalar value, int quality, long sourceTime, long receivedTime) {
      Objects.checkIndex(point, names.points().size());
      if (sourceTime < NO_TIME || receivedTime < 0) {
        throw new IllegalArgumentException("times " + sourceTime + ", " + receivedTime);
      }
      int bytes = contentBytes(value);
      if (count == COUNT_MAX || (count > 0 && contentBytes + bytes > CONTENT_BYTES_MAX)) {
        return false;
      }
      if (count == points.length) {
        grow();
      }
      points[count] = point;
      values[count] = value;
      qualities[count] = quality;
      sourceTimes[count] = sourceTime;
      receivedTimes[count] = receivedTime;
      count++;
      contentBytes += bytes;
      return true;
    }

    private void grow() {
      int larger = 2 * count;
      points = Arrays.copyOf(points, larger);
      values = Arrays.copyOf(values, larger);
      qualities = Arrays.copyOf(qualities, larger);
      sourceTimes = Arrays.copyOf(sourceTimes, larger);
      receivedTimes = Arrays.copyOf(receivedTimes, larger);
    }

    private static int contentBytes(Scalar value) {
      return switch (value) {
        case Scalar.Text(var text) -> 3 * text.length();
        case Scalar.Bytes(var bytes) -> bytes.size();
        case Scalar.None _,
            Scalar.Bool _,
            Scalar.Whole _,
            Scalar.Large _,
            Scalar.Real _,
            Scalar.Decimal _ ->
            0;
      };
    }

    /** What was added since the last time, one at least; begins anew. */
    public Samples take() {
      if (count == 0) {
        throw new IllegalStateException("there is nothing to take");
      }
      var taken = new Samples(this);
      Arrays.fill(values, 0, count, NOTHING);
      count = 0;
      contentBytes = 0;
      return taken;
    }
  }
}
