package dev.penstock.web;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Arguments;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import java.io.IOException;
import java.util.Optional;

/** Finds the source and the point that a request names, by name or by number. */
final class SourceLookup {
  static final Parameter<String> SOURCE = Parameter.word("source");
  static final Parameter<Long> SOURCE_NUMBER =
      Parameter.number("sourceNumber", 0, LedgerRecord.ID_MAX);
  static final Parameter<String> POINT = Parameter.word("point");
  static final Parameter<Long> POINT_NUMBER =
      Parameter.number("pointNumber", 0, LedgerRecord.ID_MAX);

  private final SealedRecords records;

  SourceLookup(SealedRecords records) {
    this.records = records;
  }

  /** What came of looking. */
  sealed interface Found<T> {
    record One<T>(T value) implements Found<T> {}

    /** The request names none. */
    record Unnamed<T>() implements Found<T> {}

    record Refused<T>(Answer answer) implements Found<T> {}
  }

  /**
   * The source that a request names, as far as whoever asks may know of it: who has a role in one
   * zone is answered the same whether there is one elsewhere or not.
   *
   * <p>Req: 62443-4-2 CR 2.1
   */
  Found<SourceKnown> source(Call call) throws IOException {
    Optional<String> name = call.arguments().get(SOURCE);
    Optional<Long> number = call.arguments().get(SOURCE_NUMBER);
    if (name.isPresent() && number.isPresent()) {
      return new Found.Refused<>(both(SOURCE, SOURCE_NUMBER));
    }
    if (name.isPresent()) {
      return orUnknown(
          call, records.source(name.get()), name, "There is no source of the name given.");
    }
    return number.isPresent() ? source(call, number.get()) : new Found.Unnamed<>();
  }

  /** The source of a number that stands in the path; as above. */
  Found<SourceKnown> source(Call call, long number) throws IOException {
    Optional<SourceKnown> source = records.source(number);
    return orUnknown(
        call,
        source,
        source.map(SourceKnown::name),
        "There is no source of number " + number + ".");
  }

  private static Found<SourceKnown> orUnknown(
      Call call, Optional<SourceKnown> source, Optional<String> name, String detail) {
    Optional<Answer> refusal = call.refusal(name);
    if (refusal.isPresent()) {
      return new Found.Refused<>(refusal.get());
    }
    return source.isPresent()
        ? new Found.One<>(source.get())
        : new Found.Refused<>(Answer.problem(ProblemCode.SOURCE_UNKNOWN, detail));
  }

  /** The number of the point; a number needs no look, for a point without records has no rows. */
  Found<Long> point(Arguments arguments, Optional<SourceKnown> source) throws IOException {
    Optional<String> name = arguments.get(POINT);
    Optional<Long> number = arguments.get(POINT_NUMBER);
    if (name.isEmpty() && number.isEmpty()) {
      return new Found.Unnamed<>();
    }
    if (name.isPresent() && number.isPresent()) {
      return new Found.Refused<>(both(POINT, POINT_NUMBER));
    }
    if (source.isEmpty()) {
      return new Found.Refused<>(
          Answer.problem(
              Problem.of(
                      ProblemCode.PARAMETER_MISSING,
                      "A point is one of a source, so the source must be named too.")
                  .at(SOURCE.name())
                  .allowing(SOURCE.allowed())));
    }
    if (number.isPresent()) {
      return new Found.One<>(number.get());
    }
    Optional<Long> point = records.pointNumber(source.get().number(), name.orElseThrow());
    return point.isPresent()
        ? new Found.One<>(point.get())
        : new Found.Refused<>(
            Answer.problem(
                ProblemCode.POINT_UNKNOWN, "The source has no point of the name given."));
  }

  private static Answer both(Parameter<?> name, Parameter<?> number) {
    return Answer.problem(
        Problem.of(
                ProblemCode.PARAMETER_INVALID,
                "Only one of " + name.name() + " and " + number.name() + " may be there.")
            .at(number.name())
            .allowing("nothing beside " + name.name()));
  }
}
