package dev.penstock.web;

import static dev.penstock.web.SourceLookup.SOURCE;
import static dev.penstock.web.SourceLookup.SOURCE_NUMBER;

import dev.penstock.flow.query.SourceKnown;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Arguments;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Bundles for auditors. A few at a time: each may read days of records. */
final class BundleAnswers {
  private static final int TOGETHER_MAX = 2;
  private static final String ZIP = "application/zip";

  private static final Parameter<Long> FROM = Parameter.time("from").required();
  private static final Parameter<Long> TO = Parameter.time("to").required();
  private static final Parameter<String> POINTS = Parameter.word("points");
  private static final Parameter<String> REDACT = Parameter.word("redact");

  private final BundleView bundles;
  private final SourceLookup lookup;
  private final Semaphore room = new Semaphore(TOGETHER_MAX);

  BundleAnswers(WebParts parts) {
    this.bundles = parts.bundles();
    this.lookup = new SourceLookup(parts.records());
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.GET,
            "/api/v1/bundle",
            Route.Access.TOKEN,
            Route.Pace.OWN,
            List.of(SOURCE, SOURCE_NUMBER, FROM, TO, POINTS, REDACT),
            Set.of(200, 404, 422),
            this::bundle));
  }

  private Answer bundle(Call call) throws IOException {
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
    return switch (lookup.source(arguments)) {
      case SourceLookup.Found.One<SourceKnown>(var source) -> prepared(source, arguments);
      case SourceLookup.Found.Refused<SourceKnown>(var answer) -> answer;
      case SourceLookup.Found.Unnamed<SourceKnown>() ->
          Answer.problem(
              Problem.of(ProblemCode.PARAMETER_MISSING, "The source must be named.")
                  .at(SOURCE.name())
                  .allowing(SOURCE.allowed()));
    };
  }

  private Answer prepared(SourceKnown source, Arguments arguments) throws IOException {
    if (!room.tryAcquire()) {
      return busy();
    }
    try {
      BundleView.Prepared prepared =
          bundles.prepare(
              source.number(),
              arguments.require(FROM),
              arguments.require(TO),
              words(arguments.get(POINTS)),
              words(arguments.get(REDACT)));
      return switch (prepared) {
        case BundleView.Prepared.Impossible(var reason) ->
            Answer.problem(ProblemCode.BUNDLE_IMPOSSIBLE, reason);
        case BundleView.Prepared.Ready(var writing) ->
            Answer.streamed(200, ZIP, out -> write(writing, out))
                .download(
                    "evidence-"
                        + source.name()
                        + "-"
                        + Times.text(arguments.require(FROM)).substring(0, "2026-01-31".length())
                        + ".zip");
      };
    } finally {
      room.release();
    }
  }

  private void write(BundleView.Writing writing, OutputStream out) throws IOException {
    // Who came this far is let through: cut off here, nobody could tell why.
    room.acquireUninterruptibly();
    try {
      writing.to(out);
    } finally {
      room.release();
    }
  }

  private static Answer busy() {
    return Answer.problem(ProblemCode.BUSY, "Two bundles are being made.").with("Retry-After", "5");
  }

  private static List<String> words(Optional<String> list) {
    return list.map(words -> List.of(words.split(",", -1))).orElse(List.of());
  }
}
