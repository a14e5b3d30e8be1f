package dev.penstock.sparkplug.fleet;

import dev.penstock.sparkplug.edgenode.Reading;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Readings on their way, in the order of samples. Members of an instance that are told together and
 * are of one time become one reading of it; nothing that one member had is told before what it had
 * earlier.
 */
final class Parts {
  private final List<Reading> readings = new ArrayList<>();
  private final Map<String, Integer> last = new HashMap<>();

  void add(Reading reading) {
    boolean _ = readings.add(reading);
  }

  void add(Instance instance, Metric member, long timeMs) {
    Integer at = last.get(instance.name);
    if (at != null
        && readings.get(at).timeMs() == timeMs
        && readings.get(at).value() instanceof Template template
        && template.members().stream().noneMatch(each -> isOne(each, member))) {
      List<Metric> members = new ArrayList<>(template.members());
      boolean _ = members.add(member);
      Reading _ = readings.set(at, instance.part(timeMs, members));
    } else {
      Integer _ = last.put(instance.name, readings.size());
      add(instance.part(timeMs, List.of(member)));
    }
  }

  private static boolean isOne(Metric one, Metric other) {
    String name = one.name();
    return name != null && name.equals(other.name());
  }

  List<Reading> readings() {
    return readings;
  }
}
