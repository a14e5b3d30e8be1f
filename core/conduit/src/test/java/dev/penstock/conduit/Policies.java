package dev.penstock.conduit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Policies and requests for tests: small ones that meet often, drawn by a seed. */
public final class Policies {
  private static final List<String> ZONES = List.of("control", "treatment", "dosing");
  private static final List<String> PROTOCOLS = List.of("modbus", "opcua");
  private static final List<String> PEOPLE = List.of("scada", "hmi-1", "hmi-2", "hm", "ana", "");
  private static final List<String> SPACES = List.of("holding", "coil");
  private static final List<String> NAMES =
      List.of("", "p", "pump", "pump/1", "pump/12", "pump/1/set", "valve", "q");
  private static final List<String> PREFIXES =
      List.of("", "p", "pump/", "pump/1", "pump/1/", "v", "BBAa");
  private static final List<Integer> FUNCTIONS = List.of(1, 3, 6, 8, 16, 17, 23, 43);
  private static final List<String> CLOCKS =
      List.of("Europe/Stockholm", "UTC", "America/St_Johns", "Australia/Lord_Howe", "Asia/Tokyo");
  // The week in which Sweden's clocks go back: 2026-10-25.
  private static final long START = Instant.parse("2026-10-23T00:00:00Z").getEpochSecond();

  private final SplittableRandom random;

  private Policies(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A policy. */
  public static Policy policy(long seed) {
    return new Policies(seed).policy();
  }

  /** Requests in the order of their times, of which most find a channel. */
  public static List<Request> requests(long seed, int count) {
    return new Policies(seed).requests(count);
  }

  /** A rule that allows a word of operations on objects, for everybody and always. */
  public static Rule rule(String id, Effect effect, String who, String operation, String object) {
    return new Rule(
        id,
        effect,
        List.of(Who.parse(who).toOptional().orElseThrow()),
        List.of(Operation.of(operation).orElseThrow()),
        List.of(Scope.parse(object).toOptional().orElseThrow()),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same held to a range of values. */
  public static Rule within(Rule rule, String values) {
    return new Rule(
        rule.id(),
        rule.effect(),
        rule.who(),
        rule.operations(),
        rule.functions(),
        rule.objects(),
        List.of(ValueRange.parse(values).toOptional().orElseThrow()),
        rule.rate(),
        rule.windows(),
        rule.from(),
        rule.until());
  }

  /** The same held to a rate. */
  public static Rule at(Rule rule, String rate) {
    return new Rule(
        rule.id(),
        rule.effect(),
        rule.who(),
        rule.operations(),
        rule.functions(),
        rule.objects(),
        rule.values(),
        Rate.parse(rate).toOptional(),
        rule.windows(),
        rule.from(),
        rule.until());
  }

  /** The same held to function codes. */
  public static Rule by(Rule rule, int... codes) {
    return new Rule(
        rule.id(),
        rule.effect(),
        rule.who(),
        rule.operations(),
        Arrays.stream(codes).mapToObj(FunctionCode::new).toList(),
        rule.objects(),
        rule.values(),
        rule.rate(),
        rule.windows(),
        rule.from(),
        rule.until());
  }

  /** The same in windows only. */
  public static Rule in(Rule rule, String... windows) {
    List<Window> parsed = new ArrayList<>();
    for (String window : windows) {
      parsed.add(Window.parse(window).toOptional().orElseThrow());
    }
    return new Rule(
        rule.id(),
        rule.effect(),
        rule.who(),
        rule.operations(),
        rule.functions(),
        rule.objects(),
        rule.values(),
        rule.rate(),
        parsed,
        rule.from(),
        rule.until());
  }

  /** A policy of one channel for Modbus from control to treatment, in Sweden. */
  public static Policy of(Rule... rules) {
    return of(false, rules);
  }

  /** The same, with what is answered to reads without a rule. */
  public static Policy of(boolean areReadsAllowed, Rule... rules) {
    var channel =
        new Channel(
            "filters",
            "supervision",
            "modbus",
            "control",
            "treatment",
            areReadsAllowed,
            List.of(rules));
    return new Policy(ZoneId.of("Europe/Stockholm"), List.of(channel));
  }

  /** A request of scada through that channel. */
  public static Request ask(String operation, Part... parts) {
    return ask("scada", operation, "2026-11-23T09:00:00Z", parts);
  }

  /** A request of somebody, or of nobody in particular for the empty name. */
  public static Request ask(String who, String operation, String at, Part... parts) {
    return new Request(
        "control",
        "treatment",
        "modbus",
        who.isEmpty() ? Optional.empty() : Optional.of(who),
        "10.0.0.7",
        Operation.of(operation).orElseThrow(),
        List.of(parts),
        Instant.parse(at).getEpochSecond() * 1_000_000_000L);
  }

  /** Holding registers of unit 1, with values or none. */
  public static Part holding(long first, long last, double... values) {
    return new Part(
        new Target.Numbers("holding", 1, first, last),
        values.length == 0 ? Values.NONE : Values.of(values));
  }

  private Policy policy() {
    List<Channel> channels = new ArrayList<>();
    Set<String> ways = new HashSet<>();
    int ruleId = 0;
    for (int i = 0; i < 3; i++) {
      String protocol = i == 0 ? "modbus" : pick(PROTOCOLS);
      String from = i == 0 ? "control" : pick(ZONES);
      String to = i == 0 ? "treatment" : pick(ZONES);
      if (!from.equals(to) && ways.add(protocol + from + to)) {
        List<Rule> rules = new ArrayList<>();
        for (int j = random.nextInt(14); j > 0; j--) {
          rules.add(randomRule("r" + random.nextInt(1000) + "-" + ruleId++, protocol));
        }
        channels.add(
            new Channel("c" + i, "conduit", protocol, from, to, random.nextBoolean(), rules));
      }
    }
    return new Policy(ZoneId.of(pick(CLOCKS)), channels);
  }

  private Rule randomRule(String id, String protocol) {
    Effect effect = pick(List.of(Effect.values()));
    boolean hasValues = random.nextInt(3) == 0;
    Optional<Rate> rate =
        effect != Effect.DENY && random.nextInt(3) == 0
            ? Optional.of(new Rate(1 + random.nextInt(4), pick(List.of(Rate.Period.values()))))
            : Optional.empty();
    List<Operation> operations = some(() -> operation(effect, hasValues));
    return new Rule(
        id,
        effect,
        some(this::who),
        operations,
        protocol.equals("modbus") && random.nextInt(4) == 0 ? functions(operations) : List.of(),
        some(this::scope),
        hasValues ? some(this::range) : List.of(),
        rate,
        random.nextInt(4) == 0 ? some(this::window) : List.of(),
        random.nextInt(8) == 0
            ? Optional.of(LocalDate.of(2026, 10, 20 + random.nextInt(8)))
            : Optional.empty(),
        random.nextInt(8) == 0
            ? Optional.of(LocalDate.of(2026, 10, 28 + random.nextInt(4)))
            : Optional.empty());
  }

  private Who who() {
    return switch (random.nextInt(5)) {
      case 0 -> new Who.Anyone();
      case 1 -> new Who.Known();
      case 2 -> new Who.Anonymous();
      case 3 -> new Who.Beginning(pick(List.of("h", "hm", "hmi-")));
      default -> new Who.Named(pick(List.of("scada", "hmi-1", "hm", "ana")));
    };
  }

  private Operation operation(Effect effect, boolean hasValues) {
    if (hasValues) {
      return random.nextBoolean() ? Operation.WRITE : Operation.COMMAND;
    }
    Operation any = pick(List.of(Operation.values()));
    boolean isFit = any != Operation.UNKNOWN || effect == Effect.DENY;
    return isFit && random.nextInt(3) == 0 ? any : Operation.WRITE;
  }

  private Scope scope() {
    return switch (random.nextInt(6)) {
      case 0 -> new Scope.Any();
      case 1 -> new Scope.Device();
      case 2 -> new Scope.Name(pick(NAMES.subList(1, NAMES.size())));
      case 3 -> new Scope.Beginning(pick(PREFIXES));
      default -> new Scope.Numbers(pick(SPACES), extent(3), extent(20));
    };
  }

  private Extent extent(int max) {
    if (random.nextInt(6) == 0) {
      return Extent.ANY;
    }
    int first = random.nextInt(max + 1);
    return new Extent(first, first + random.nextInt(max + 1 - first));
  }

  /** Some of those that ask for one of the operations; none where there are none. */
  private List<FunctionCode> functions(List<Operation> operations) {
    return FUNCTIONS.stream()
        .filter(code -> operations.stream().anyMatch(FunctionCode.operations(code)::contains))
        .filter(code -> random.nextBoolean())
        .map(FunctionCode::new)
        .toList();
  }

  private ValueRange range() {
    if (random.nextInt(12) == 0) {
      // Where the next whole number is the next double: nothing may be rounded into a range.
      double max = Limits.VALUE_MAX - random.nextInt(4);
      return random.nextBoolean()
          ? new ValueRange(max - random.nextInt(3), max)
          : new ValueRange(-max, 3 - max);
    }
    int min = random.nextInt(-5, 15);
    return new ValueRange(min, min + random.nextInt(10));
  }

  private Window window() {
    int start = 30 * random.nextInt(48);
    int end = 30 * (1 + random.nextInt(48));
    return new Window(1 + random.nextInt(127), start, start == end ? Window.DAY_MINUTES : end);
  }

  private List<Request> requests(int count) {
    List<Request> requests = new ArrayList<>();
    long second = START;
    for (int i = 0; i < count; i++) {
      // Mostly close to each other, sometimes hours apart.
      second +=
          switch (random.nextInt(20)) {
            case 0 -> random.nextInt(40_000);
            case 2 -> random.nextInt(2_000);
            default -> random.nextInt(3);
          };
      requests.add(request(second * 1_000_000_000L + i));
    }
    return requests;
  }

  private Request request(long at) {
    boolean isUsual = random.nextInt(5) > 0;
    String from = isUsual ? "control" : pick(ZONES);
    String to = isUsual ? "treatment" : pick(ZONES);
    String who = pick(PEOPLE);
    Operation any = pick(List.of(Operation.values()));
    List<Part> parts = new ArrayList<>();
    for (int i = random.nextInt(8) == 0 ? 3 : 1; i > 0; i--) {
      parts.add(part());
    }
    return new Request(
        from,
        to,
        isUsual ? "modbus" : pick(PROTOCOLS),
        who.isEmpty() ? Optional.empty() : Optional.of(who),
        pick(List.of("10.0.0.7", "10.0.0.8")),
        random.nextInt(3) == 0 ? any : Operation.WRITE,
        random.nextInt(4) == 0
            ? OptionalInt.empty()
            : OptionalInt.of(random.nextInt(8) == 0 ? 90 : pick(FUNCTIONS)),
        parts,
        at);
  }

  private Part part() {
    Target target = target();
    if (random.nextInt(4) == 0) {
      return Part.of(target);
    }
    if (random.nextInt(8) == 0) {
      return new Part(target, Values.ofWhole(Long.MAX_VALUE));
    }
    if (random.nextInt(12) == 0) {
      long whole = (1L << 53) - random.nextInt(-2, 6);
      return new Part(target, Values.ofWhole(random.nextBoolean() ? whole : -whole));
    }
    int count =
        target instanceof Target.Numbers numbers && random.nextInt(4) > 0
            ? (int) (numbers.last() - numbers.first() + 1)
            : 1 + random.nextInt(2);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(30) == 0 ? Double.NaN : random.nextInt(-6, 26) / 2.0;
    }
    return new Part(target, Values.of(values));
  }

  private Target target() {
    return switch (random.nextInt(5)) {
      case 0 -> new Target.Device();
      case 1 -> new Target.Name(pick(NAMES));
      default -> {
        int first = random.nextInt(22);
        yield new Target.Numbers(pick(SPACES), random.nextInt(5), first, first + random.nextInt(5));
      }
    };
  }

  private <T> List<T> some(Supplier<T> each) {
    List<T> made = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      made.add(each.get());
    }
    return made;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
