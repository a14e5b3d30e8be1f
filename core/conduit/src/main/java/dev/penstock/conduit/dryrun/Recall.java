package dev.penstock.conduit.dryrun;

import dev.penstock.conduit.Extent;
import dev.penstock.conduit.Limits;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Parsed;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.RequestForm;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.conduit.compiled.Given;
import dev.penstock.conduit.compiled.Reach;
import dev.penstock.conduit.compiled.Span;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.CanonicalForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes requests of records of decisions again. A request counts as whole only where its digest is
 * the one in the record: nothing is guessed. Of others there are bounds, or nothing at all.
 */
final class Recall {
  /** Texts that are this long may have had an end that is not there: the longest character less. */
  private static final int WORD_BYTES = 64 - 3;

  private static final int TEXT_BYTES = 128 - 3;
  private static final int NAME_BYTES = 64 - 3;
  private static final int FUNCTION_MAX = 255;

  private static final String DEVICE = "device";
  private static final String NAME = "name ";

  private Recall() {}

  static Recalled of(PolicyDecision decision) {
    Details details = decision.details();
    Optional<String> from = text(details, "from");
    Optional<String> to = text(details, "to");
    Optional<String> protocol = text(details, "protocol");
    Optional<Operation> operation = Operation.of(decision.operation());
    if (from.isEmpty() || to.isEmpty() || protocol.isEmpty() || operation.isEmpty()) {
      return new Recalled.Unknown(from, to);
    }
    var asked =
        new Asked(
            from.get(),
            to.get(),
            protocol.get(),
            text(details, "identity"),
            operation.get(),
            function(details));
    if (decision.rolling() == null && decision.count() == 1) {
      Optional<Request> whole = whole(decision, asked);
      if (whole.isPresent()) {
        return new Recalled.Whole(whole.get());
      }
    }
    if (asked.isCut()) {
      return new Recalled.Unknown(from, to);
    }
    Optional<Span> span = decision.rolling() == null ? one(decision, asked) : many(decision, asked);
    return span.isPresent() ? new Recalled.Partly(span.get()) : new Recalled.Unknown(from, to);
  }

  /** Who asked for what sort of thing, as the record says it. */
  private record Asked(
      String from,
      String to,
      String protocol,
      Optional<String> identity,
      Operation operation,
      OptionalInt function) {
    boolean isCut() {
      return isLong(from, WORD_BYTES)
          || isLong(to, WORD_BYTES)
          || isLong(protocol, WORD_BYTES)
          || identity.filter(name -> isLong(name, TEXT_BYTES)).isPresent();
    }

    Span span(Reach reach, Given given, PolicyDecision of) {
      return new Span(
          from, to, protocol, identity, operation, function, reach, given, of.from(), of.to());
    }
  }

  private static boolean isLong(String text, int bytes) {
    return text.getBytes(StandardCharsets.UTF_8).length >= bytes;
  }

  private static Optional<Request> whole(PolicyDecision decision, Asked asked) {
    Optional<Digest> digest = digest(decision.details());
    if (digest.isEmpty() || decision.peer().length() > Limits.REQUEST_NAME_CHARS_MAX) {
      return Optional.empty();
    }
    double[] values = numbers(decision.argument());
    for (List<Target> targets : readings(decision.object())) {
      List<Part> parts = shared(targets, values);
      if (parts.isEmpty()) {
        continue;
      }
      var request =
          new Request(
              asked.from(),
              asked.to(),
              asked.protocol(),
              asked.identity(),
              decision.peer(),
              asked.operation(),
              asked.function(),
              parts,
              decision.from());
      if (CanonicalForm.digest(RequestForm.encode(request)).equals(digest.get())) {
        return Optional.of(request);
      }
    }
    return Optional.empty();
  }

  /** The parts where each object has a value of its own, or the only part has all; or empty. */
  private static List<Part> shared(List<Target> targets, double[] values) {
    if (values.length == 0) {
      return targets.stream().map(Part::of).toList();
    }
    if (targets.size() == 1) {
      return List.of(new Part(targets.getFirst(), Values.of(values)));
    }
    List<Part> parts = new ArrayList<>();
    int next = 0;
    for (Target target : targets) {
      long count =
          target instanceof Target.Numbers(var _, var _, var first, var last)
              ? last - first + 1
              : 1;
      if (next + count > values.length) {
        return List.of();
      }
      double[] own = Arrays.copyOfRange(values, next, next + (int) count);
      parts.add(new Part(target, Values.of(own)));
      next += (int) count;
    }
    return next == values.length ? parts : List.of();
  }

  /** One request of which the objects are known and the values are not. */
  private static Optional<Span> one(PolicyDecision decision, Asked asked) {
    List<List<Target>> readings = readings(decision.object());
    if (readings.size() != 1
        || readings.getFirst().size() != 1
        || isLong(decision.object(), TEXT_BYTES)
        || decision.object().indexOf('\ufffd') >= 0) {
      return Optional.empty();
    }
    Reach reach = Reach.of(readings.getFirst().getFirst());
    return Optional.of(asked.span(reach, Given.ANYTHING, decision));
  }

  /** Many requests within the bounds of a condensed record. */
  private static Optional<Span> many(PolicyDecision decision, Asked asked) {
    Details details = decision.details();
    Optional<Reach> reach = reach(decision.object(), details);
    boolean isOtherToo = details.values().containsKey("unread");
    List<Scalar> values = pair(details, "values");
    Given given =
        values.size() == 2
                && values.getFirst() instanceof Scalar.Real(var min)
                && values.getLast() instanceof Scalar.Real(var max)
            ? new Given(true, min, max, isOtherToo)
            : Given.NO_NUMBER;
    return reach.map(objects -> asked.span(objects, given, decision));
  }

  private static Optional<Reach> reach(String objectClass, Details details) {
    Optional<Extent> units = extent(details, "units");
    Optional<Extent> numbers = extent(details, "numbers");
    List<Scalar> names = pair(details, "names");
    boolean isOfNumbers = units.isPresent() && numbers.isPresent();
    if (isOfNumbers && names.isEmpty()) {
      // What is of several classes says "mixed", which is no space of any protocol.
      return objectClass.equals("mixed")
          ? Optional.empty()
          : Optional.of(new Reach.Numbers(objectClass, units.get(), numbers.get()));
    }
    if (!isOfNumbers
        && objectClass.equals("name")
        && names.size() == 2
        && names.getFirst() instanceof Scalar.Text(var first)
        && names.getLast() instanceof Scalar.Text(var last)) {
      // Where the first one is cut, it still comes before all of them.
      return Optional.of(
          first.equals(last) && isLong(first, NAME_BYTES)
              ? new Reach.Names(first, last, true)
              : new Reach.Names(first, last, isLong(last, NAME_BYTES)));
    }
    return !isOfNumbers && names.isEmpty() && objectClass.equals(DEVICE)
        ? Optional.of(new Reach.Device())
        : Optional.empty();
  }

  /** What a text of objects can be about: a comma may divide two of them, or stand in a name. */
  private static List<List<Target>> readings(String text) {
    List<List<Target>> readings = new ArrayList<>();
    target(text).ifPresent(one -> readings.add(List.of(one)));
    List<Target> targets = new ArrayList<>();
    for (String each : text.split(", ", Limits.PARTS_MAX + 1)) {
      target(each).ifPresent(targets::add);
    }
    int count = text.split(", ", Limits.PARTS_MAX + 1).length;
    if (count > 1 && count <= Limits.PARTS_MAX && targets.size() == count) {
      readings.add(targets);
    }
    return readings;
  }

  private static Optional<Target> target(String text) {
    if (text.equals(DEVICE)) {
      return Optional.of(new Target.Device());
    }
    if (text.startsWith(NAME)) {
      return Optional.of(new Target.Name(text.substring(NAME.length())))
          .filter(name -> name.name().length() <= Limits.REQUEST_NAME_CHARS_MAX)
          .map(Target.class::cast);
    }
    return Scope.parse(text)
                instanceof Parsed.Good<Scope>(Scope.Numbers(var space, var units, var numbers))
            && units.first() == units.last()
        ? Optional.of(new Target.Numbers(space, units.first(), numbers.first(), numbers.last()))
        : Optional.empty();
  }

  private static double[] numbers(SampleValue argument) {
    List<Scalar> scalars =
        switch (argument) {
          case SampleValue.One(var scalar) -> List.of(scalar);
          case SampleValue.Many(var all) -> all;
          default -> List.of();
        };
    double[] numbers = new double[scalars.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(scalars.get(i) instanceof Scalar.Real(var number))) {
        return new double[0];
      }
      numbers[i] = number;
    }
    return numbers.length > Limits.REQUEST_VALUES_MAX ? new double[0] : numbers;
  }

  /** Empty where there was none, and in records of before it was recorded. */
  private static OptionalInt function(Details details) {
    return details.values().get("function") instanceof SampleValue.One(Scalar.Whole(var code))
            && code >= 0
            && code <= FUNCTION_MAX
        ? OptionalInt.of((int) code)
        : OptionalInt.empty();
  }

  private static Optional<Digest> digest(Details details) {
    return details.values().get("request") instanceof SampleValue.One(Scalar.Bytes(var bytes))
            && bytes.bytes().length == Digest.BYTES
        ? Optional.of(Digest.of(bytes.bytes()))
        : Optional.empty();
  }

  private static Optional<String> text(Details details, String name) {
    return details.values().get(name) instanceof SampleValue.One(Scalar.Text(var text))
            && text.length() <= Limits.REQUEST_NAME_CHARS_MAX
        ? Optional.of(text)
        : Optional.empty();
  }

  private static List<Scalar> pair(Details details, String name) {
    return details.values().get(name) instanceof SampleValue.Many(var both) && both.size() == 2
        ? both
        : List.of();
  }

  private static Optional<Extent> extent(Details details, String name) {
    List<Scalar> both = pair(details, name);
    return !both.isEmpty()
            && both.getFirst() instanceof Scalar.Whole(var first)
            && both.getLast() instanceof Scalar.Whole(var last)
            && first >= 0
            && first <= last
            && last <= Limits.NUMBER_MAX
        ? Optional.of(new Extent(first, last))
        : Optional.empty();
  }
}
