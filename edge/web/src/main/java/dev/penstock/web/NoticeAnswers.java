package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.PersonId;
import dev.penstock.evidence.record.Details;
import dev.penstock.json.JsonFields;
import dev.penstock.notices.NoticeKey;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.Standing;
import dev.penstock.reception.Caller;
import dev.penstock.reception.Reception;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What people must know just now; and somebody says that they do.
 *
 * <p>Req: 62443-4-2 CR 6.2
 */
final class NoticeAnswers {
  private static final String PATH = "/api/v1/notices";

  /** The longest wire name has fewer. */
  private static final int KIND_MAX = 64;

  private final NoticeView notices;
  private final Reception desk;

  NoticeAnswers(WebParts parts, Reception desk) {
    this.notices = parts.desks().notices();
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.GET,
            PATH,
            Route.Access.of(Action.HEALTH_VIEW),
            Route.Pace.OWN,
            List.of(),
            Set.of(200),
            this::open),
        Wishes.route(
            PATH + "/acknowledge",
            Route.Access.of(Action.NOTICES_MANAGE),
            List.of(),
            Set.of(204, 404),
            this::acknowledge));
  }

  private Answer open(Call call) {
    List<Standing> all = notices.open();
    boolean isNamed = mayKnowNames(call.caller());
    return Answer.json(
        200,
        json -> {
          json.array("items");
          all.forEach(each -> write(json, each, isNamed));
          json.end();
          json.text("next", null);
        });
  }

  /** Who is locked out is not for everybody who passes the screen on the wall. */
  private boolean mayKnowNames(Caller caller) {
    return desk.isAllowed(caller, Action.PEOPLE_VIEW) || desk.isAllowed(caller, Action.AUDIT_VIEW);
  }

  private void write(JsonWriter json, Standing each, boolean isNamed) {
    json.object();
    json.text("kind", each.notice().kind().wireName());
    json.text("subject", each.notice().subject());
    json.text("subjectName", isNamed ? name(each.notice().subject()).orElse(null) : null);
    json.text("severity", each.notice().severity().wireName());
    json.text("text", each.notice().text());
    json.text("remedy", each.notice().kind().advice());
    json.object("details");
    new TreeMap<>(notices.details(each.notice().key())).forEach(json::text);
    json.end();
    json.text("since", Times.text(each.notice().since()));
    Optional<Standing.Acknowledgement> known = each.acknowledged();
    json.text("acknowledgedBy", known.map(Standing.Acknowledgement::by).orElse(null));
    json.text(
        "acknowledgedByName", isNamed ? known.flatMap(one -> name(one.by())).orElse(null) : null);
    json.text("acknowledgedAt", known.map(one -> Times.text(one.at())).orElse(null));
    json.array("told");
    each.told().forEach(json::text);
    json.end();
    json.end();
  }

  /** Names are joined for who looks, and kept nowhere else. */
  private Optional<String> name(String by) {
    return PersonId.ofHex(by).flatMap(desk::displayName);
  }

  private static NoticeKey key(JsonFields in) {
    Optional<NoticeKind> kind =
        in.meaningIfAny("kind", KIND_MAX, NoticeKind::ofWireName, "a kind of docs/notices.md");
    if (kind.isEmpty() && !in.isRefused()) {
      in.refuse("kind", "is missing");
    }
    return NoticeKey.of(
        kind.orElse(NoticeKind.NODE_STARTED), in.text("subject", NoticeKey.SUBJECT_BYTES_MAX));
  }

  private Answer acknowledge(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          NoticeKey key = key(in);
          return in.end(() -> key);
        },
        key -> acknowledged(call, key));
  }

  private Answer acknowledged(Call call, NoticeKey key) {
    if (notices.open().stream().noneMatch(each -> each.notice().key().equals(key))) {
      return unknown();
    }
    return Replies.of(
        desk.doing(
            call.caller(),
            Action.NOTICES_MANAGE,
            "acknowledge " + key.kind().wireName() + "/" + key.subject(),
            Details.NONE),
        _ ->
            switch (notices.acknowledge(key, by(call.caller()))) {
              // Two who say so at once both know.
              case DONE, ALREADY -> Replies.done();
              case UNKNOWN -> unknown();
            });
  }

  private static Answer unknown() {
    return Answer.problem(ProblemCode.NOTICE_UNKNOWN, "No such notice goes on: it may be over.");
  }

  private static String by(Caller caller) {
    return switch (caller) {
      case Caller.InSession(var _, var person, var _, var _) -> person.hex();
      case Caller.Service(var id, var _) -> "service account " + id;
      case Caller.Machine _ -> "node token";
      case Caller.Nobody _ -> "nobody";
    };
  }
}
