package dev.penstock.conduit.form;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Fault;
import dev.penstock.conduit.Flaw;
import dev.penstock.conduit.FunctionCode;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Parsed;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.PolicyForm;
import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.Window;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a policy from a file's tree. A field that is not known is a fault, since a misspelt one
 * must not pass for one left out; all faults are found in one reading, and a file with one has no
 * policy.
 */
public final class PolicyReader {
  private static final List<String> TOP = List.of("format", "time-zone", "channels");
  private static final List<String> CHANNEL =
      List.of("id", "conduit", "protocol", "from", "to", "reads", "rules");
  private static final List<String> RULE =
      List.of(
          "id",
          "effect",
          "who",
          "operations",
          "functions",
          "objects",
          "values",
          "rate",
          "when",
          "from",
          "until");
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final Findings findings = new Findings();
  private final IdentityHashMap<Channel, Place> placeOf = new IdentityHashMap<>();

  private PolicyReader() {}

  /** Reads. */
  public static Reading read(Tree root) {
    if (!(root instanceof Tree.Fields top)) {
      return new Reading.NoPolicy(
          root.place(), "must begin with 'format: " + PolicyForm.FORMAT + "'");
    }
    Optional<Tree> format =
        top.fields().stream()
            .filter(field -> field.name().text().equals("format"))
            .map(Tree.Field::value)
            .findFirst();
    if (format.isEmpty()
        || !(format.get() instanceof Tree.Scalar scalar
            && scalar.text().equals(PolicyForm.FORMAT))) {
      Place place = format.map(Tree::place).orElse(root.place());
      return new Reading.NoPolicy(place, "the field 'format' must be " + PolicyForm.FORMAT);
    }
    return new PolicyReader().policy(top);
  }

  private Reading policy(Tree.Fields top) {
    var fields = new FieldReader("", top, TOP, findings);
    Optional<ZoneId> zone = fields.parsed("time-zone", PolicyReader::zone);
    List<Channel> channels = fields.things("channels", CHANNEL, this::channel);
    boolean hasTimes =
        channels.stream().flatMap(channel -> channel.rules().stream()).anyMatch(Rule::hasTimes);
    if (hasTimes && !fields.has("time-zone")) {
      fields.note(
          new Flaw(
              "time-zone",
              new Fault(
                  "is missing, and rules have times",
                  "a name of the IANA list, as Europe/Stockholm",
                  "write whose clock the times mean")));
    }
    if (findings.isEmpty()) {
      for (Flaw flaw : Policy.flaws(channels)) {
        findings.add(flaw.path(), place(flaw, channels, top), flaw.fault());
      }
    }
    if (!findings.isEmpty()) {
      return findings.unsound();
    }
    Map<String, Place> places =
        channels.stream().collect(Collectors.toMap(Channel::id, placeOf::get));
    return new Reading.Sound(new Policy(zone.orElse(UTC), channels), places);
  }

  private Place place(Flaw flaw, List<Channel> channels, Tree.Fields top) {
    int start = flaw.path().indexOf('[') + 1;
    if (start == 0) {
      return top.place();
    }
    int index = Integer.parseInt(flaw.path().substring(start, flaw.path().indexOf(']')));
    return placeOf.getOrDefault(channels.get(index), top.place());
  }

  private static Parsed<ZoneId> zone(String text) {
    return Policy.isZone(text)
        ? new Parsed.Good<>(ZoneId.of(text))
        : new Parsed.Bad<>(
            new Fault(
                "is no time zone",
                "a name of the IANA list, as Europe/Stockholm, or UTC",
                "write the name of the zone, not its distance to UTC"));
  }

  private Optional<Channel> channel(FieldReader at) {
    long before = findings.count();
    String id = at.text("id", "an id of a-z, 0-9 and '-'");
    String conduit = at.text("conduit", "the id of a conduit of the plant");
    String protocol = at.text("protocol", "the name of a protocol, as modbus");
    String from = at.text("from", "the id of the zone that asks");
    String to = at.text("to", "the id of the zone that is asked");
    boolean areReadsAllowed = at.parsed("reads", PolicyReader::reads).orElse(false);
    List<Rule> rules = at.things("rules", RULE, this::rule);
    if (findings.count() > before) {
      return Optional.empty();
    }
    Optional<Flaw> flaw = Channel.flaw(id, conduit, protocol, from, to);
    flaw.ifPresent(at::note);
    if (flaw.isPresent()) {
      return Optional.empty();
    }
    var channel = new Channel(id, conduit, protocol, from, to, areReadsAllowed, rules);
    placeOf.put(channel, at.place());
    return Optional.of(channel);
  }

  private static Parsed<Boolean> reads(String text) {
    return switch (text) {
      case "allow" -> new Parsed.Good<>(true);
      case "deny" -> new Parsed.Good<>(false);
      default ->
          new Parsed.Bad<>(new Fault("is not an answer", "allow, deny", "leave it out for deny"));
    };
  }

  /** What a rule leaves out it does not limit; only one that denies may leave out whom and what. */
  private Optional<Rule> rule(FieldReader at) {
    long before = findings.count();
    String id = at.text("id", "an id that no other rule of the policy has");
    at.mustHave("effect", "allow, two-people, deny");
    Optional<Effect> effect = at.parsed("effect", PolicyReader::effect);
    if (!effect.equals(Optional.of(Effect.DENY))) {
      at.mustHave("who", "anyone, known, anonymous, or identities");
      at.mustHave("operations", "the words of operations, as write");
      at.mustHave("objects", "any, device, or objects by number or name");
    }
    List<Who> who = all(at, "who", at.list("who", Who::parse), List.of(new Who.Anyone()));
    List<Operation> operations =
        all(
            at,
            "operations",
            at.list("operations", PolicyReader::operation),
            List.of(Operation.values()));
    List<FunctionCode> functions = at.list("functions", FunctionCode::parse);
    List<Scope> objects =
        all(at, "objects", at.list("objects", Scope::parse), List.of(new Scope.Any()));
    List<ValueRange> values = at.list("values", ValueRange::parse);
    Optional<Rate> rate = at.parsed("rate", Rate::parse);
    List<Window> windows = at.list("when", Window::parse);
    Optional<LocalDate> from = at.parsed("from", PolicyReader::day);
    Optional<LocalDate> until = at.parsed("until", PolicyReader::day);
    if (findings.count() > before || effect.isEmpty()) {
      return Optional.empty();
    }
    return Rule.made(
        id,
        effect.get(),
        who,
        operations,
        functions,
        objects,
        values,
        rate,
        windows,
        from,
        until,
        at::note);
  }

  private static <T> List<T> all(FieldReader at, String field, List<T> written, List<T> otherwise) {
    return at.has(field) ? written : otherwise;
  }

  private static Parsed<Effect> effect(String text) {
    return known(Effect.of(text), "allow, two-people, deny", "choose one of them");
  }

  private static Parsed<Operation> operation(String text) {
    String words =
        Arrays.stream(Operation.values()).map(Operation::word).collect(Collectors.joining(", "));
    return known(Operation.of(text), words, "the table in docs/conduit.md says which is which");
  }

  private static <T> Parsed<T> known(Optional<T> value, String allowed, String advice) {
    return value
        .<Parsed<T>>map(Parsed.Good::new)
        .orElseGet(() -> new Parsed.Bad<>(new Fault("is a word unknown here", allowed, advice)));
  }

  private static Parsed<LocalDate> day(String text) {
    try {
      return new Parsed.Good<>(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return new Parsed.Bad<>(
          new Fault("is no day", "a day as 2026-11-23", "write year, month, day"));
    }
  }
}
