package dev.penstock.web;

import static dev.penstock.web.SourceLookup.SOURCE;

import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Arguments;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Times;
import java.io.IOException;

/** Answers a request about one source and one span of time. */
final class SourceSpan {
  static final Parameter<Long> FROM = Parameter.time("from").required();
  static final Parameter<Long> TO = Parameter.time("to").required();

  private final SourceLookup lookup;

  SourceSpan(SealedRecords records) {
    this.lookup = new SourceLookup(records);
  }

  /** What is answered, once it is clear what the request is about. */
  @FunctionalInterface
  interface Statement {
    Answer of(SourceKnown source, long from, long to) throws IOException;
  }

  Answer answer(Call call, Statement statement) throws IOException {
    Arguments arguments = call.arguments();
    long from = arguments.require(FROM);
    long to = arguments.require(TO);
    if (to <= from) {
      return Answer.problem(
          Problem.of(ProblemCode.PARAMETER_INVALID, "The time to is not after the time from.")
              .at(TO.name())
              .given(Times.text(to))
              .allowing("a time after from, " + Times.text(from)));
    }
    return switch (lookup.source(call)) {
      case SourceLookup.Found.One<SourceKnown>(var source) -> statement.of(source, from, to);
      case SourceLookup.Found.Refused<SourceKnown>(var answer) -> answer;
      case SourceLookup.Found.Unnamed<SourceKnown>() ->
          Answer.problem(
              Problem.of(ProblemCode.PARAMETER_MISSING, "The source must be named.")
                  .at(SOURCE.name())
                  .allowing(SOURCE.allowed()));
    };
  }

  /** What a file about it is called. */
  static String fileName(String what, SourceKnown source, long from, String ending) {
    String day = Times.text(from).substring(0, "2026-01-31".length());
    return what + "-" + source.name() + "-" + day + ending;
  }
}
