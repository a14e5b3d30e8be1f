package dev.penstock.testkit.disk;

import java.util.TreeMap;

/** A folder of a simulated disk: names, each with what it is now and what it is on the platter. */
final class SimFolder implements SimNode {
  final TreeMap<String, SimSlot> slots = new TreeMap<>();

  /** The slot of this name, made when the name was never used. */
  SimSlot slot(String name) {
    return slots.computeIfAbsent(name, _ -> new SimSlot());
  }

  boolean isEmpty() {
    return slots.values().stream().allMatch(slot -> slot.live == null);
  }
}
