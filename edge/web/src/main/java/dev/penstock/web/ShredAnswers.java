package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.DualControl;
import dev.penstock.json.JsonFields;
import dev.penstock.reception.Reception;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes the wish that sealed values become unreadable: two people want it, or it is not done.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4), CR 4.2
 */
final class ShredAnswers {
  private static final int NAME_MAX = 255;
  private static final int REASON_MAX = 250;

  private final ShredView shredding;
  private final Reception desk;
  private final QueryGate gate;

  ShredAnswers(WebParts parts, Reception desk, QueryGate gate) {
    this.gate = gate;
    this.shredding = parts.desks().shredding();
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        Wishes.route(
            "/api/v1/shred",
            Route.Access.of(Action.SHRED),
            List.of(),
            Set.of(200, 202),
            this::shred));
  }

  private static ShredView.Wanted wanted(JsonFields in) {
    String source = in.text("source", NAME_MAX);
    long from = Times.nanos(in.instant("from"));
    long to = Times.nanos(in.instant("to"));
    String reason = in.text("reason", REASON_MAX);
    if (reason.isBlank() || reason.chars().anyMatch(Character::isISOControl)) {
      in.refuse("reason", "must be one line that says why");
    }
    if (to <= from) {
      in.refuse("to", "must be after from");
    }
    return new ShredView.Wanted(source, from, to, reason);
  }

  private Answer shred(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          ShredView.Wanted body = wanted(in);
          return in.end(() -> body);
        },
        body ->
            desk.steppedUp(call.caller())
                    instanceof dev.penstock.reception.Answer.Refused<?>(var why)
                ? Replies.problem(why)
                : planned(call, body));
  }

  /**
   * To plan is to read as much as a query does, so it takes a place among them; to ask does not.
   */
  private Answer planned(Call call, ShredView.Wanted body)
      throws IOException, InterruptedException {
    var plan = new AtomicReference<Optional<ShredView.Planned>>(Optional.empty());
    QueryGate.Outcome outcome =
        gate.run(() -> {
          plan.set(Optional.of(shredding.plan(body)));
          return Replies.done();
        });
    return switch (outcome) {
      case QueryGate.Outcome.Answered(var answer) -> {
        Optional<ShredView.Planned> made = plan.get();
        yield made.isPresent() ? proposed(call, made.get()) : answer;
      }
      case QueryGate.Outcome.Failed(var _, var why) -> throw failure(why);
    };
  }

  private static IOException failure(Throwable why) {
    return switch (why) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(why);
    };
  }

  private Answer proposed(Call call, ShredView.Planned plan) {
    return switch (plan) {
      case ShredView.Planned.Impossible(var reason) ->
          Answer.problem(
              Problem.of(ProblemCode.REQUEST_REFUSED, "Nothing is shredded: " + reason + "."));
      case ShredView.Planned.Request(var request, var diff, var lines, var figures) ->
          Wishes.answer(
              desk.approvals().propose(call.caller(), DualControl.Kind.SHRED, request, diff),
              json -> {
                json.array("plan");
                lines.forEach(json::text);
                json.end();
                write(json, figures);
              });
    };
  }

  private static void write(JsonWriter json, ShredView.Figures figures) {
    json.object("figures");
    json.whole("recordCount", figures.records());
    json.whole("blockCount", figures.blocks());
    json.bool("isAll", figures.isAll());
    write(json, "goes", figures.goes());
    json.number("goesCount", figures.goesCount());
    write(json, "stays", figures.stays());
    json.number("staysCount", figures.staysCount());
    json.whole("clearCount", figures.clear());
    json.number("orderedCount", figures.ordered());
    json.number("goneCount", figures.gone());
    json.end();
  }

  private static void write(JsonWriter json, String name, List<ShredView.Period> periods) {
    json.array(name);
    for (ShredView.Period each : periods) {
      json.object();
      json.text("from", Times.text(each.from()));
      json.text("to", Times.text(each.to()));
      json.end();
    }
    json.end();
  }
}
