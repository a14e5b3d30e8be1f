package dev.penstock.web;

import static dev.penstock.web.SourceLookup.SOURCE;
import static dev.penstock.web.SourceLookup.SOURCE_NUMBER;
import static dev.penstock.web.SourceSpan.FROM;
import static dev.penstock.web.SourceSpan.TO;

import dev.penstock.access.Action;
import dev.penstock.flow.continuity.ContinuityReport;
import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.query.SealedContinuity;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.form.ContinuityForm;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How completely a source was heard: as a report, and as a certificate that an auditor checks. */
final class ContinuityAnswers {
  private static final String PATH = "/api/v1/continuity";

  /** RFC 9052 §2. */
  private static final String COSE = "application/cose; cose-type=\"cose-sign1\"";

  private final SealedContinuity continuity;
  private final SourceSpan span;

  ContinuityAnswers(WebParts parts) {
    this.continuity = parts.continuity();
    this.span = new SourceSpan(parts.records());
  }

  List<Route> routes() {
    return List.of(
        route(PATH, Action.LIVE_VIEW, Set.of(200, 404), call -> span.answer(call, this::report)),
        route(
            PATH + "/certificate",
            Action.EVIDENCE_EXPORT,
            Set.of(200, 404, 422),
            call -> span.answer(call, this::certificate)));
  }

  private static Route route(
      String path, Action action, Set<Integer> statuses, Route.Handler handler) {
    return new Route(
        Route.Method.GET,
        path,
        Route.Access.within(action),
        Route.Pace.QUERY,
        List.of(SOURCE, SOURCE_NUMBER, FROM, TO),
        statuses,
        handler);
  }

  private Answer report(SourceKnown source, long from, long to) throws IOException {
    ContinuityReport report = continuity.report(source.number(), from, to);
    Optional<Scope> scope = continuity.scope(source.number(), from, to);
    return Answer.json(
        200,
        json -> {
          ContinuityForm.write(json, report, scope, source);
          json.text("next", report.to() < to ? next(source, report.to(), to) : null);
        });
  }

  private Answer certificate(SourceKnown source, long from, long to) throws IOException {
    return switch (continuity.certify(source.number(), from, to)) {
      case SealedContinuity.Certifying.Made(var certificate) ->
          Answer.of(200, COSE, certificate.bytes())
              .download(SourceSpan.fileName("continuity", source, from, ".cose"));
      case SealedContinuity.Certifying.Impossible(var reason) ->
          Answer.problem(ProblemCode.CERTIFICATE_IMPOSSIBLE, reason);
    };
  }

  private static String next(SourceKnown source, long from, long to) {
    var link = new NextLink(PATH);
    link.add(SOURCE_NUMBER.name(), Long.toString(source.number()));
    link.add(FROM.name(), Times.text(from));
    link.add(TO.name(), Times.text(to));
    return link.toString();
  }
}
