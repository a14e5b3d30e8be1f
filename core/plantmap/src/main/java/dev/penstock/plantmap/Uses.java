package dev.penstock.plantmap;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.conduit.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What sealed records of whole days say of requests: which rule was last named when, what was asked
 * between which zones, and on which days the node demonstrably ran all of the time.
 *
 * @param next the first day that is not in it, in days since 1970; {@link #UNKNOWN} before any is
 * @param whole days on which the node ran and recorded all of the time, ascending
 * @param knownFrom a rule that is not in {@code rules} was not named after this, ns since 1970
 * @param rules when a decision last named a rule, by its id, ns since 1970
 * @param ways when something was asked between two zones
 */
public record Uses(
    long next, List<Long> whole, long knownFrom, Map<String, Long> rules, Map<Way, Asked> ways) {
  /** Before it is known where records begin. */
  static final long UNKNOWN = -1;

  /** Nothing was read yet. */
  public static final Uses NONE = new Uses(UNKNOWN, List.of(), 0, Map.of(), Map.of());

  /** Whatever a policy may have in rules, twice: there are those of versions before. */
  static final int RULES_MAX = 2 * Limits.RULES_MAX;

  /** Ways between zones, each in a protocol; a scan makes no more. */
  static final int WAYS_MAX = 2_000;

  /** Days that are remembered: of a year, and some more. */
  static final int DAYS_MAX = 400;

  /** Ways of before are forgotten. */
  static final long WAY_NANOS = Duration.ofDays(30).toNanos();

  static final long DAY_NANOS = Duration.ofDays(1).toNanos();

  /** Room for the largest, twice: a rule takes 76 bytes at most, a way some 200. */
  public static final int BYTES_MAX = 1 << 24;

  /** No id and no word of a policy is longer. */
  private static final int TEXT_BYTES_MAX = 256;

  private static final int VERSION = 1;
  private static final int FIELDS = 7;
  private static final int RULE_FIELDS = 2;
  private static final int WAY_FIELDS = 5;

  /** From one zone to another, in a protocol; empty where records do not say it. */
  public record Way(String from, String to, String protocol) implements Comparable<Way> {
    private static final Comparator<Way> ORDER =
        Comparator.comparing(Way::from).thenComparing(Way::to).thenComparing(Way::protocol);

    @Override
    public int compareTo(Way other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * When something was asked.
   *
   * @param last ns since 1970
   * @param passed when something last passed; 0 where nothing did
   */
  public record Asked(long last, long passed) {
    Asked and(Asked other) {
      return new Asked(Math.max(last, other.last), Math.max(passed, other.passed));
    }
  }

  /**
   * What was stored of it.
   *
   * @param logEntries how many entries the log had: in another log it says nothing
   */
  public record Noted(long logEntries, Uses uses) {}

  public Uses {
    whole = List.copyOf(whole);
    rules = Collections.unmodifiableMap(new TreeMap<>(rules));
    ways = Collections.unmodifiableMap(new TreeMap<>(ways));
  }

  /** Nothing was read yet, and this is the day to begin with. */
  static Uses from(long day) {
    return new Uses(day, List.of(), 0, Map.of(), Map.of());
  }

  /** When a decision last named a rule, as far as anybody knows; ns since 1970. */
  long named(String rule) {
    return rules.getOrDefault(rule, knownFrom);
  }

  /** The whole days that begin at a moment or after it. */
  List<Long> wholeSince(long from) {
    return whole.stream().filter(day -> day * DAY_NANOS >= from).toList();
  }

  /** With what was found in a part of a day that is not over. */
  Uses with(FlowTally found) {
    Map<String, Long> named = new TreeMap<>(rules);
    Map<Way, Asked> asked = new TreeMap<>(ways);
    found
        .named()
        .forEach((rule, last) -> {
          Long _ = named.merge(rule, last, Math::max);
        });
    found
        .ways()
        .forEach((way, last) -> {
          Asked _ = asked.merge(way, last, Asked::and);
        });
    long beyond = found.namedBeyond();
    if (beyond > 0) {
      // Any of the others may have been the one that had no room.
      named.replaceAll(
          (rule, last) -> found.named().containsKey(rule) ? last : Math.max(last, beyond));
    }
    return new Uses(next, whole, Math.max(knownFrom, beyond), named, asked).bounded();
  }

  /** With a day that is over and read, which is {@code next}. */
  Uses done(FlowTally found, long now) {
    long from = next * DAY_NANOS;
    boolean isWhole = !found.isPruned() && found.coverage().isWhole(from, from + DAY_NANOS, now);
    List<Long> days = new ArrayList<>(whole);
    if (isWhole) {
      days.add(next);
    }
    days.removeIf(day -> day <= next - DAYS_MAX);
    Uses with = with(found);
    Map<Way, Asked> young = new TreeMap<>(with.ways);
    young.values().removeIf(asked -> asked.last() < from - WAY_NANOS);
    return new Uses(next + 1, days, with.knownFrom, with.rules, young);
  }

  /** The same where there is room for it: of rules that are forgotten it is known until when. */
  private Uses bounded() {
    if (rules.size() <= RULES_MAX && ways.size() <= WAYS_MAX) {
      return this;
    }
    Map<String, Long> named = new TreeMap<>(rules);
    long known = knownFrom;
    for (Map.Entry<String, Long> each : oldest(rules, Map.Entry.comparingByValue(), RULES_MAX)) {
      Long _ = named.remove(each.getKey());
      known = Math.max(known, each.getValue());
    }
    Map<Way, Asked> asked = new TreeMap<>(ways);
    Comparator<Map.Entry<Way, Asked>> byLast = Comparator.comparingLong(e -> e.getValue().last());
    for (Map.Entry<Way, Asked> each : oldest(ways, byLast, WAYS_MAX)) {
      Asked _ = asked.remove(each.getKey());
    }
    return new Uses(next, whole, known, named, asked);
  }

  private static <K, V> List<Map.Entry<K, V>> oldest(
      Map<K, V> all, Comparator<Map.Entry<K, V>> order, int max) {
    return all.entrySet().stream().sorted(order).limit(Math.max(0, all.size() - max)).toList();
  }

  /** The one encoding, docs/formats/notes.md; no bytes where nothing was read yet. */
  public byte[] encode(long logEntries) {
    if (next == UNKNOWN) {
      return new byte[0];
    }
    var out = new CborWriter(4096);
    out.array(FIELDS);
    out.unsigned(VERSION);
    out.unsigned(logEntries);
    out.unsigned(next);
    out.array(whole.size());
    whole.forEach(out::unsigned);
    out.unsigned(knownFrom);
    out.array(rules.size());
    rules.forEach((rule, last) -> {
      out.array(RULE_FIELDS);
      out.text(rule);
      out.unsigned(last);
    });
    out.array(ways.size());
    ways.forEach((way, asked) -> {
      out.array(WAY_FIELDS);
      out.text(way.from());
      out.text(way.to());
      out.text(way.protocol());
      out.unsigned(asked.last());
      out.unsigned(asked.passed());
    });
    return out.toByteArray();
  }

  /** Reads what was stored; nothing where there is nothing. Never throws for any content. */
  public static Decoded<Noted> decode(byte[] bytes) {
    if (bytes.length == 0) {
      return new Decoded.Value<>(new Noted(0, NONE));
    }
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    long logEntries = in.unsigned();
    long next = in.unsigned();
    List<Long> whole = new ArrayList<>();
    int days = in.array();
    for (int i = 0; i < days && !in.isRefused(); i++) {
      long day = in.unsigned();
      if (day >= next || (!whole.isEmpty() && day <= whole.getLast())) {
        in.refuse(CborReason.OUT_OF_RANGE);
      }
      whole.add(day);
    }
    long knownFrom = in.unsigned();
    Map<String, Long> rules = new TreeMap<>();
    int named = in.array();
    for (int i = 0; i < named && !in.isRefused(); i++) {
      in.expectArray(RULE_FIELDS);
      Long _ = rules.put(in.text(TEXT_BYTES_MAX), in.unsigned());
    }
    Map<Way, Asked> ways = new TreeMap<>();
    int asked = in.array();
    for (int i = 0; i < asked && !in.isRefused(); i++) {
      in.expectArray(WAY_FIELDS);
      Asked _ =
          ways.put(
              new Way(in.text(TEXT_BYTES_MAX), in.text(TEXT_BYTES_MAX), in.text(TEXT_BYTES_MAX)),
              new Asked(in.unsigned(), in.unsigned()));
    }
    return in.end(() -> new Noted(logEntries, new Uses(next, whole, knownFrom, rules, ways)));
  }
}
