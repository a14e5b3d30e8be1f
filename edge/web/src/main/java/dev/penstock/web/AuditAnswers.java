package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.audit.AuditFilter;
import dev.penstock.audit.AuditForm;
import dev.penstock.audit.AuditRow;
import dev.penstock.audit.AuditTrail;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Arguments;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Cursor;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.form.AuditRowForm;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * The audit trail: page by page for people, and whole for other systems.
 *
 * <p>Req: 62443-4-2 CR 6.1
 */
final class AuditAnswers {
  private static final String PATH = "/api/v1/audit";
  private static final Parameter<Long> FROM = Parameter.time("from");
  private static final Parameter<Long> TO = Parameter.time("to");
  private static final Parameter<ByteString> PERSON = Parameter.person("person");
  private static final Parameter<String> ACTION = Parameter.word("action");
  private static final Parameter<String> OUTCOME =
      Parameter.choice("outcome", "granted", "refused", "failed");
  private static final Parameter<String> TEXT = Parameter.word("text");
  private static final Parameter<String> FORMAT =
      Parameter.choice("format", "cef", "json", "syslog").required();
  private static final Parameter<Long> LIMIT = Parameter.number("limit", 1, RecordQuery.LIMIT_MAX);
  private static final Parameter<String> CURSOR = Parameter.cursor();
  private static final Parameter<RecordPlace> PLACE = Parameter.place("place");

  private static final long LIMIT_DEFAULT = 100;
  private static final int EXPORTS_TOGETHER_MAX = 2;
  private static final int BUSY_RETRY_S = 5;

  private final AuditTrail trail;
  private final AuditForm.Writer writer;
  private final Semaphore room = new Semaphore(EXPORTS_TOGETHER_MAX);

  AuditAnswers(AuditTrail trail, AuditForm.Writer writer) {
    this.trail = trail;
    this.writer = writer;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.GET,
            PATH,
            Route.Access.of(Action.AUDIT_VIEW),
            Route.Pace.QUERY,
            List.of(FROM, TO, PERSON, ACTION, OUTCOME, TEXT, LIMIT, CURSOR),
            Set.of(200),
            call -> rows(call.arguments())),
        new Route(
            Route.Method.GET,
            PATH + "/export",
            Route.Access.of(Action.AUDIT_EXPORT),
            Route.Pace.OWN,
            List.of(FORMAT, FROM, TO, PERSON, ACTION, OUTCOME, TEXT),
            Set.of(200),
            this::export));
  }

  private Answer rows(Arguments arguments) throws IOException {
    AuditTrail.Wanted wanted = wanted(arguments, RecordQuery.Order.NEWEST_FIRST);
    if (wanted.to() < wanted.from()) {
      return backwards(wanted);
    }
    Optional<String> cursor = arguments.get(CURSOR);
    Optional<RecordPlace> after =
        cursor.flatMap(text -> Cursor.read(question(arguments), text)).flatMap(PLACE::parsed);
    if (cursor.isPresent() && after.isEmpty()) {
      return Answer.problem(
          Problem.of(ProblemCode.CURSOR_INVALID, "The cursor is none of this question.")
              .at(CURSOR.name())
              .allowing(CURSOR.allowed()));
    }
    int limit = (int) (long) arguments.get(LIMIT).orElse(LIMIT_DEFAULT);
    AuditTrail.Page page = trail.page(wanted, after, limit);
    return Answer.json(
        200,
        json -> {
          json.array("items");
          page.rows().forEach(row -> AuditRowForm.write(json, row));
          json.end();
          json.text("next", page.next().map(at -> next(arguments, at)).orElse(null));
          json.text(
              "pruned",
              page.pruned()
                  .map(gone ->
                      "Records of blocks below entry "
                          + gone.minimumIndex()
                          + " were dropped by policy "
                          + gone.policy()
                          + "; some may be missing here.")
                  .orElse(null));
        });
  }

  private static Answer backwards(AuditTrail.Wanted wanted) {
    return Answer.problem(
        Problem.of(ProblemCode.PARAMETER_INVALID, "The time to is before the time from.")
            .at(TO.name())
            .given(Times.text(wanted.to()))
            .allowing("a time not before from, " + Times.text(wanted.from())));
  }

  private static AuditTrail.Wanted wanted(Arguments arguments, RecordQuery.Order order) {
    return new AuditTrail.Wanted(
        new AuditFilter(
            arguments.get(PERSON),
            arguments.get(ACTION),
            arguments
                .get(OUTCOME)
                .map(word -> Access.Outcome.valueOf(word.toUpperCase(Locale.ROOT))),
            arguments.get(TEXT)),
        arguments.get(FROM).orElse(0L),
        arguments.get(TO).orElse(Times.MAX),
        order);
  }

  /** All that decides which rows there are. */
  private static String question(Arguments arguments) {
    return List.of(
            arguments.get(FROM),
            arguments.get(TO),
            arguments.get(PERSON).map(AuditAnswers::hex),
            arguments.get(ACTION),
            arguments.get(OUTCOME),
            arguments.get(TEXT))
        .toString();
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.bytes());
  }

  private static String next(Arguments arguments, RecordPlace last) {
    var link = new NextLink(PATH);
    arguments.get(FROM).ifPresent(time -> link.add(FROM.name(), Times.text(time)));
    arguments.get(TO).ifPresent(time -> link.add(TO.name(), Times.text(time)));
    arguments.get(PERSON).ifPresent(id -> link.add(PERSON.name(), hex(id)));
    arguments.get(ACTION).ifPresent(word -> link.add(ACTION.name(), word));
    arguments.get(OUTCOME).ifPresent(word -> link.add(OUTCOME.name(), word));
    arguments.get(TEXT).ifPresent(word -> link.add(TEXT.name(), word));
    arguments.get(LIMIT).ifPresent(limit -> link.add(LIMIT.name(), Long.toString(limit)));
    link.add(CURSOR.name(), Cursor.write(question(arguments), last.toString()));
    return link.toString();
  }

  private Answer export(Call call) throws IOException {
    Arguments arguments = call.arguments();
    AuditTrail.Wanted wanted = wanted(arguments, RecordQuery.Order.OLDEST_FIRST);
    if (wanted.to() < wanted.from()) {
      return backwards(wanted);
    }
    if (!room.tryAcquire()) {
      return Answer.problem(
          Problem.of(ProblemCode.BUSY, "Two exports are being made.").retryAfter(BUSY_RETRY_S));
    }
    AuditForm form = AuditForm.valueOf(arguments.require(FORMAT).toUpperCase(Locale.ROOT));
    return Answer.streamed(200, form.contentType(), new Export(wanted, form, call::isStillAllowed))
        .download("audit." + form.suffix());
  }

  /** The whole trail, oldest first, while it is written. */
  private final class Export implements Answer.Stream {
    private final AuditTrail.Wanted wanted;
    private final AuditForm form;
    private final BooleanSupplier isStillAllowed;

    Export(AuditTrail.Wanted wanted, AuditForm form, BooleanSupplier isStillAllowed) {
      this.wanted = wanted;
      this.form = form;
      this.isStillAllowed = isStillAllowed;
    }

    @Override
    public void to(OutputStream out) throws IOException {
      Optional<RecordPlace> after = Optional.empty();
      do {
        AuditTrail.Page page = trail.page(wanted, after, RecordQuery.LIMIT_MAX);
        for (AuditRow row : page.rows()) {
          out.write(form.line(row, writer));
        }
        after = page.next();
        if (after.isPresent() && !isStillAllowed.getAsBoolean()) {
          throw new IOException("whoever exports may no longer have the trail");
        }
      } while (after.isPresent());
    }

    @Override
    public void end() {
      room.release();
    }
  }
}
