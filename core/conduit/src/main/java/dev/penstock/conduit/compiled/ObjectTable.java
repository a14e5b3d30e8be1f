package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which rules are about which objects, for one operation of one channel. */
final class ObjectTable {
  private final int[] any;
  private final int[] device;
  private final Map<String, SpaceTable> spaces = new HashMap<>();
  private final NameTable names;
  private final int meetingMax;

  private ObjectTable(Draft draft, Budget budget) {
    any = ints(draft.any);
    device = ints(draft.device);
    var _ = budget.spend(any.length + device.length);
    draft.areas.forEach((space, areas) -> spaces.put(space, new SpaceTable(areas, budget)));
    names = new NameTable(draft.names, draft.beginnings, budget);
    int numbered = spaces.values().stream().mapToInt(SpaceTable::meetingMax).max().orElse(0);
    meetingMax = any.length + Math.max(device.length, Math.max(numbered, names.meetingMax()));
  }

  private static int[] ints(List<Integer> rules) {
    return rules.stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
  }

  /** What a table is made of. */
  static final class Draft {
    private final List<Integer> any = new ArrayList<>();
    private final List<Integer> device = new ArrayList<>();
    private final Map<String, List<SpaceTable.Area>> areas = new HashMap<>();
    private final Map<String, List<Integer>> names = new HashMap<>();
    private final Map<String, List<Integer>> beginnings = new HashMap<>();

    void add(Scope objects, int rule) {
      switch (objects) {
        case Scope.Any _ -> any.add(rule);
        case Scope.Device _ -> device.add(rule);
        case Scope.Numbers numbers ->
            areas
                .computeIfAbsent(numbers.space(), space -> new ArrayList<>())
                .add(new SpaceTable.Area(numbers, rule));
        case Scope.Name(var name) ->
            names.computeIfAbsent(name, each -> new ArrayList<>()).add(rule);
        case Scope.Beginning(var prefix) ->
            beginnings.computeIfAbsent(prefix, each -> new ArrayList<>()).add(rule);
      }
    }

    ObjectTable table(Budget budget) {
      return new ObjectTable(this, budget);
    }
  }

  /** Rules about every object. */
  int[] any() {
    return any;
  }

  /** Rules about the device itself. */
  int[] device() {
    return device;
  }

  /** Rules about the numbers of a unit. */
  SpaceTable.Numbers numbers(String space, long unit) {
    SpaceTable table = spaces.get(space);
    return table == null ? SpaceTable.nothing() : table.unit(unit);
  }

  NameTable names() {
    return names;
  }

  /** How many rules are about the same object, at most. */
  int meetingMax() {
    return meetingMax;
  }
}
