package dev.penstock.plantmap;

/**
 * How often a flow was recorded.
 *
 * @param count of requests, not of records
 * @param last when it was last asked, ns since 1970
 */
public record Seen(Flow flow, long count, long last) {
  public Seen {
    if (count < 1) {
      throw new IllegalArgumentException("seen " + count + " times");
    }
  }

  Seen and(Seen other) {
    return new Seen(flow, Math.addExact(count, other.count), Math.max(last, other.last));
  }
}
