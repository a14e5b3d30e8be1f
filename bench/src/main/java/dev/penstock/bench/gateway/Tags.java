package dev.penstock.bench.gateway;

import dev.penstock.framesmodbus.plan.Fetch;
import dev.penstock.framesmodbus.plan.Plan;
import dev.penstock.framesmodbus.plan.PlanRules;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.Reading;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which tags there are: floats of devices alike, four fifths of them side by side and one fifth at
 * places drawn by lot from the rest of the table. All devices have the same, each its own values.
 *
 * @param devices each behind a connection of its own
 * @param each tags of one device
 * @param periodMs how often each is read
 * @param alongMax registers that nobody wants and that are read along to save a request
 */
record Tags(int devices, int each, long periodMs, int alongMax) {
  private static final int FLOATS = 1 << 15;
  private static final int SCATTERED_PART = 5;
  private static final long SEED = 42;
  private static final int UNDER_WAY = 4;

  Tags {
    if (devices < 1 || each < 1 || each > FLOATS / 2) {
      throw new IllegalArgumentException(
          devices + " devices with " + each + " tags: at least one, with 1.." + FLOATS / 2);
    }
  }

  int count() {
    return devices * each;
  }

  /** First registers, in ascending order. */
  List<Integer> addresses() {
    int scattered = each / SCATTERED_PART;
    int together = each - scattered;
    var taken = new BitSet();
    taken.set(0, together);
    var lot = new SplittableRandom(SEED);
    while (taken.cardinality() < each) {
      taken.set(together + lot.nextInt(FLOATS - together));
    }
    return taken.stream().map(place -> 2 * place).boxed().toList();
  }

  static String source(int device) {
    return "plc-" + device;
  }

  /** Requests that read all tags of a device, as the node's own planner makes them. */
  List<Fetch> fetches() {
    List<Point> points = new ArrayList<>();
    for (int address : addresses()) {
      points.add(
          switch (Point.read("holding:" + address, "float32", 1)) {
            case Reading.Good<Point>(var point) -> point;
            case Reading.Refused<Point> refused ->
                throw new IllegalStateException(refused.message());
          });
    }
    PlanRules usual = PlanRules.STANDARD;
    var rules =
        new PlanRules(
            usual.bitsMax(), usual.registersMax(), usual.bitsBetweenMax(), alongMax, usual.holes());
    return Plan.of(points, rules).fetches();
  }

  /** A plant in which the node may read the devices by its policy, among rules about others. */
  static String plant(int rules) {
    var text =
        new StringBuilder(
            """
            format: penstock-plant-2
            organisation: {id: bench}
            site: {id: works}
            zones:
              - {id: control}
              - {id: field}
              - {id: dmz}
            conduits:
              - {id: supervision, between: [control, field]}
            assets:
              - {id: plc, zone: field}
            policy:
              format: penstock-policy-1
              time-zone: Europe/Stockholm
              channels:
                - id: readings
                  conduit: supervision
                  protocol: modbus
                  from: control
                  to: field
                  reads: allow
            """);
    if (rules > 0) {
      text = text.append("      rules:\n");
    }
    for (int i = 0; i < rules; i++) {
      text =
          text.append(
              """
                    - id: set-points-%1$d
                      effect: allow
                      who: operator-%1$d
                      operations: write
                      objects: unit 1 holding %1$d
                      values: 0..400
              """
                  .formatted(i));
    }
    return text.toString();
  }

  /**
   * These tags, and a broker that gets all of them.
   *
   * @param ports of the devices on this machine
   */
  String connections(List<Integer> ports, int brokerPort) {
    var text = new StringBuilder("format: penstock-connections-1\ndevices:\n");
    List<Integer> addresses = addresses();
    for (int i = 0; i < devices; i++) {
      text =
          text.append(
              """
                - id: %s
                  protocol: modbus
                  asset: plc
                  at:
                    tcp: "127.0.0.1:%d"
                    under-way: %d
                    registers-along-max: %d
                  rates: {all: %d ms}
                  points:
              """
                  .formatted(source(i), ports.get(i), UNDER_WAY, alongMax, periodMs));
      for (int address : addresses) {
        text =
            text.append(
                "      - {name: t%05d, address: \"holding:%d\", type: float32}\n"
                    .formatted(address, address));
      }
    }
    return text.append(
            """
            destinations:
              - id: cloud
                protocol: mqtt
                zone: dmz
                at:
                  broker: 127.0.0.1:%d
                  topic: bench/{source}
                send: ["plc-*"]
                history-per-second: 1000000
            """
                .formatted(brokerPort))
        .toString();
  }
}
