package dev.penstock.bench.conduit;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Parsed;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.Values;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A site's policy as it may be: zones in a ring, each asking the next in Modbus, and rules of all
 * sorts over registers that overlap.
 *
 * @param zones and as many channels
 * @param rules of all channels together
 */
record SitePolicy(int zones, int rules) {
  private static final String PROTOCOL = "modbus";
  private static final String SPACE = "holding";
  private static final List<String> ASKERS = List.of("scada", "hmi-7", "ana");
  private static final long SEED = 8;

  /** Registers that two neighbouring rules begin apart, and that each is about. */
  private static final int STEP = 100;

  private static final int EXTENT = 150;
  private static final int VALUE_MAX = 1_000;

  /** Of four requests one reads. */
  private static final int READS_PART = 4;

  private static final long AT =
      Instant.parse("2026-11-23T09:00:00Z").getEpochSecond() * 1_000_000_000L;
  private static final long APART_NANOS = 1_000_000;

  SitePolicy {
    if (zones < 2 || rules < zones || rules / zones > STEP) {
      throw new IllegalArgumentException(
          zones + " zones and " + rules + " rules: at least 2 zones, with 1.." + STEP + " rules");
    }
  }

  private int rulesEach() {
    return rules / zones;
  }

  /** As people would have agreed on it. */
  Policy policy() {
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < zones; i++) {
      List<Rule> each = new ArrayList<>();
      for (int j = 0; j < rulesEach(); j++) {
        each.add(rule("rule-" + i + "-" + j, j));
      }
      channels.add(
          new Channel("channel-" + i, "conduit-" + i, PROTOCOL, zone(i), zone(i + 1), true, each));
    }
    return new Policy(ZoneId.of("Europe/Stockholm"), channels);
  }

  private String zone(int number) {
    return "zone-" + number % zones;
  }

  private static Rule rule(String id, int number) {
    String objects = "unit any holding " + STEP * number + ".." + (STEP * number + EXTENT);
    return switch (number % 5) {
      case 0 -> rule(id, Effect.ALLOW, "scada", objects, "values 0..1000");
      case 1 -> rule(id, Effect.ALLOW, "hmi-*", objects, "when daily 00:00..24:00");
      case 2 -> rule(id, Effect.ALLOW, "known", objects, "rate 10000 per second");
      case 3 -> rule(id, Effect.TWO_PEOPLE, "known", objects, "values 900..1000");
      default -> rule(id, Effect.DENY, "anyone", objects, "values 990..1000");
    };
  }

  /** What it is held to stands behind a word. */
  private static Rule rule(String id, Effect effect, String who, String objects, String held) {
    return new Rule(
        id,
        effect,
        List.of(read(Who.parse(who))),
        List.of(Operation.WRITE),
        List.of(read(Scope.parse(objects))),
        after("values ", held).map(text -> read(ValueRange.parse(text))).toList(),
        after("rate ", held).map(text -> read(Rate.parse(text))).findFirst(),
        after("when ", held).map(text -> read(Window.parse(text))).toList(),
        Optional.empty(),
        Optional.empty());
  }

  private static Stream<String> after(String word, String held) {
    return held.startsWith(word) ? Stream.of(held.substring(word.length())) : Stream.empty();
  }

  private static <T> T read(Parsed<T> parsed) {
    return parsed.toOptional().orElseThrow();
  }

  /**
   * What is asked, drawn by lot.
   *
   * @param registers that each request is about
   */
  List<Request> requests(int count, int registers) {
    var random = new SplittableRandom(SEED);
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = random.nextInt(zones);
      long first = random.nextInt(STEP * rulesEach());
      var target = new Target.Numbers(SPACE, 1, first, first + registers - 1);
      double[] values = new double[registers];
      Arrays.setAll(values, _ -> random.nextInt(VALUE_MAX));
      boolean isRead = random.nextInt(READS_PART) == 0;
      requests.add(
          Request.of(
              zone(from),
              zone(from + 1),
              PROTOCOL,
              Optional.of(ASKERS.get(random.nextInt(ASKERS.size()))),
              "10.0.0.7",
              isRead ? Operation.READ : Operation.WRITE,
              isRead ? Part.of(target) : new Part(target, Values.of(values)),
              AT + i * APART_NANOS));
    }
    return requests;
  }
}
