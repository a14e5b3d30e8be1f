package dev.penstock.plantmap;

import dev.penstock.evidence.record.RollCall;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Over which stretches a node demonstrably ran and recorded: its roll-calls say so, one after the
 * other without a hole. What no sealed roll-call reaches over, nobody knows of.
 */
final class Coverage {
  /**
   * Roll-calls come every 10 seconds or sooner. One over a longer time was kept from its end: by a
   * disk that did not answer, or by a machine that slept.
   */
  static final long CALL_NANOS_MAX = Duration.ofSeconds(30).toNanos();

  /** What just happened is sealed and indexed within moments; of so long nobody asks for it. */
  static final long TAIL_NANOS = Duration.ofSeconds(40).toNanos();

  /** Where each stretch begins, and where it ends; they neither touch nor overlap. */
  private final TreeMap<Long, Long> stretches = new TreeMap<>();

  void add(RollCall call) {
    if (call.to() - call.from() <= CALL_NANOS_MAX) {
      add(call.from(), call.to());
    }
  }

  void add(Coverage other) {
    other.stretches.forEach(this::add);
  }

  private void add(long from, long to) {
    long begin = from;
    long end = to;
    Map.Entry<Long, Long> near = stretches.floorEntry(end);
    while (near != null && near.getValue() >= begin) {
      begin = Math.min(begin, near.getKey());
      end = Math.max(end, near.getValue());
      Long _ = stretches.remove(near.getKey());
      near = stretches.floorEntry(end);
    }
    Long _ = stretches.put(begin, end);
  }

  /**
   * True when nothing of a stretch is left open, but what is too new for anybody to know it.
   *
   * @param now ns since 1970
   */
  boolean isWhole(long from, long to, long now) {
    long end = Math.min(to, now - TAIL_NANOS);
    Map.Entry<Long, Long> first = stretches.floorEntry(from);
    return first != null && first.getValue() >= end;
  }
}
