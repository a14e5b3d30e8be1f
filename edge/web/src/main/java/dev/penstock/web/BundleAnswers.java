package dev.penstock.web;

import static dev.penstock.web.SourceLookup.SOURCE;
import static dev.penstock.web.SourceLookup.SOURCE_NUMBER;
import static dev.penstock.web.SourceSpan.FROM;
import static dev.penstock.web.SourceSpan.TO;

import dev.penstock.access.Action;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Arguments;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
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

  private static final Parameter<String> POINTS = Parameter.word("points");
  private static final Parameter<String> REDACT = Parameter.word("redact");

  private final BundleView bundles;
  private final SourceSpan span;
  private final Semaphore room = new Semaphore(TOGETHER_MAX);

  BundleAnswers(WebParts parts) {
    this.bundles = parts.bundles();
    this.span = new SourceSpan(parts.records());
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.GET,
            "/api/v1/bundle",
            Route.Access.within(Action.EVIDENCE_EXPORT),
            Route.Pace.OWN,
            List.of(SOURCE, SOURCE_NUMBER, FROM, TO, POINTS, REDACT),
            Set.of(200, 404, 422),
            call ->
                span.answer(
                    call, (source, from, to) -> prepared(source, from, to, call.arguments()))));
  }

  private Answer prepared(SourceKnown source, long from, long to, Arguments arguments)
      throws IOException {
    if (!room.tryAcquire()) {
      return busy();
    }
    boolean isKept = false;
    try {
      BundleView.Prepared prepared =
          bundles.prepare(
              source.number(),
              from,
              to,
              words(arguments.get(POINTS)),
              words(arguments.get(REDACT)));
      return switch (prepared) {
        case BundleView.Prepared.Impossible(var reason) ->
            Answer.problem(ProblemCode.BUNDLE_IMPOSSIBLE, reason);
        case BundleView.Prepared.Ready(var writing) -> {
          isKept = true;
          yield Answer.streamed(200, ZIP, new InRoom(writing))
              .download(SourceSpan.fileName("evidence", source, from, ".zip"));
        }
      };
    } finally {
      if (!isKept) {
        room.release();
      }
    }
  }

  /** A bundle that is being made: its place is free again when it was written, or will not be. */
  private final class InRoom implements Answer.Stream {
    private final BundleView.Writing writing;

    InRoom(BundleView.Writing writing) {
      this.writing = writing;
    }

    @Override
    public void to(OutputStream out) throws IOException {
      writing.to(out);
    }

    @Override
    public void end() {
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
