package dev.penstock.flow.sealing;

import dev.penstock.flow.sealing.Auditor.Name;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules of sealing without any cleverness: lists and maps, everything counted again each time.
 * It signs nothing; it only says which records are together in a block of which lane.
 */
final class PlainSealing {
  record PlainBlock(Lane lane, List<Name> records) {}

  private record Waiting(Name name, int bytes, boolean isUrgent, long takenAt) {}

  private final SealingRules rules;
  private final List<PlainBlock> blocks = new ArrayList<>();

  /** Open lanes in the order of their opening, with what waits in each. */
  private final Map<Lane, List<Waiting>> open = new LinkedHashMap<>();

  private final Map<Lane, Long> closedAt = new LinkedHashMap<>();
  private final Map<Long, Long> zoneOf = new TreeMap<>();
  private final Map<Long, Lane> laneOf = new TreeMap<>();
  private final Map<Long, Integer> calmOf = new TreeMap<>();

  /** Sources of the records of this interval, one for each record. */
  private final List<Long> interval = new ArrayList<>();

  private final List<Long> rezoned = new ArrayList<>();
  private long intervalAt;

  PlainSealing(SealingRules rules) {
    this.rules = rules;
  }

  List<PlainBlock> blocks() {
    return blocks;
  }

  void assign(long source, long zone, long now) {
    zoneOf.put(source, zone);
    open(new Lane.Group(zone), now);
    if (laneOf.containsKey(source) && !laneOf.get(source).equals(new Lane.Group(zone))) {
      rezoned.add(source);
    }
  }

  void take(Name name, int bytes, boolean isUrgent, long now) {
    Lane lane = laneOf.get(name.source());
    if (lane == null) {
      lane = new Lane.Group(zoneOf.getOrDefault(name.source(), 0L));
      laneOf.put(name.source(), lane);
    }
    open(lane, now);
    List<Waiting> waiting = open.get(lane);
    int size = waiting.stream().mapToInt(Waiting::bytes).sum();
    if (waiting.size() == 4096 || size + bytes > 1 << 20) {
      close(lane, now);
      waiting = open.get(lane);
    }
    waiting.add(new Waiting(name, bytes, isUrgent, now));
    interval.add(name.source());
  }

  void settle(long now, boolean isAtEnd) {
    for (Lane lane : List.copyOf(open.keySet())) {
      List<Waiting> waiting = open.get(lane);
      boolean isDue =
          waiting.isEmpty()
              ? now - closedAt.get(lane) >= rules.pace().heartbeat().toNanos()
              : waiting.size() == 4096
                  || waiting.stream().anyMatch(Waiting::isUrgent)
                  || now - waiting.get(0).takenAt() >= rules.pace().close().toNanos();
      if (isDue) {
        close(lane, now);
      }
    }
    if (now - intervalAt >= rules.pace().close().toNanos()) {
      endInterval(now, isAtEnd);
    }
  }

  void closeAll(long now) {
    for (Lane lane : List.copyOf(open.keySet())) {
      closeRecords(lane, now);
    }
  }

  private void endInterval(long now, boolean isAtEnd) {
    double intervals = (double) (now - intervalAt) / rules.pace().close().toNanos();
    if (isAtEnd) {
      for (long source : interval.stream().distinct().toList()) {
        long onTheirOwn = laneOf.values().stream().filter(Lane.Own.class::isInstance).count();
        if (laneOf.get(source) instanceof Lane.Group
            && count(source) / intervals >= rules.busyFrom()
            && onTheirOwn < rules.ownChainsMax()) {
          closeRecords(laneOf.get(source), now);
          laneOf.put(source, new Lane.Own(source));
          calmOf.put(source, 0);
          open(new Lane.Own(source), now);
        }
      }
      // The last to become busy is looked at first.
      for (Lane lane : new ArrayList<>(open.keySet()).reversed()) {
        if (lane instanceof Lane.Own(var source)) {
          boolean isCalm = count(source) / intervals < rules.calmBelow();
          calmOf.merge(source, 1, (calm, one) -> isCalm ? calm + one : 0);
          if (calmOf.get(source) >= rules.calmIntervals()) {
            close(lane, now);
            var _ = open.remove(lane);
            goHome(source, now);
          }
        }
      }
    }
    for (long source : rezoned) {
      if (laneOf.get(source) instanceof Lane.Group group) {
        closeRecords(group, now);
        goHome(source, now);
      }
    }
    rezoned.clear();
    interval.clear();
    intervalAt = now;
  }

  private void goHome(long source, long now) {
    Lane home = new Lane.Group(zoneOf.getOrDefault(source, 0L));
    laneOf.put(source, home);
    open(home, now);
  }

  private long count(long source) {
    return interval.stream().filter(one -> one == source).count();
  }

  private void open(Lane lane, long now) {
    if (!open.containsKey(lane)) {
      open.put(lane, new ArrayList<>());
      closedAt.put(lane, now);
    }
  }

  private void closeRecords(Lane lane, long now) {
    if (!open.get(lane).isEmpty()) {
      close(lane, now);
    }
  }

  private void close(Lane lane, long now) {
    var names = new ArrayList<>(open.get(lane).stream().map(Waiting::name).toList());
    names.sort(Comparator.comparingLong(Name::source).thenComparingLong(Name::seq));
    blocks.add(new PlainBlock(lane, names));
    open.put(lane, new ArrayList<>());
    closedAt.put(lane, now);
  }
}
