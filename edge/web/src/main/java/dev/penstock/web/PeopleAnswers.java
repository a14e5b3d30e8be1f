package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.ApprovalGrades;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.Grant;
import dev.penstock.access.Language;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.PersonId;
import dev.penstock.access.Role;
import dev.penstock.json.JsonFields;
import dev.penstock.reception.Change;
import dev.penstock.reception.Handed;
import dev.penstock.reception.People;
import dev.penstock.reception.PersonView;
import dev.penstock.reception.Ties;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.form.ApprovalForm;
import dev.penstock.web.internal.form.PeopleForm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * How people are managed by others.
 *
 * <p>Req: 62443-4-2 CR 1.3, CR 1.4, CR 2.1
 */
final class PeopleAnswers {
  private static final String PATH = "/api/v1/people";
  private static final Parameter<Bytes> ID = Parameter.id("id", PersonId.SIZE_BYTES).inPath();
  private static final int NAME_MAX = 256;
  private static final int REASON_MAX = 1_000;
  private static final int TIES_MAX = 8;
  private static final int FINGERPRINT_HEX = 64;

  private final People people;
  private final ApprovalGrades grades;

  PeopleAnswers(People people, ApprovalGrades grades) {
    this.people = people;
    this.grades = grades;
  }

  /** Something that is done to a person without anything more being said. */
  private interface Deed {
    dev.penstock.reception.Answer<PersonView> on(Call call, PersonId id);
  }

  List<Route> routes() {
    return List.of(
        get(PATH, List.of(), Set.of(200), this::list),
        get(PATH + "/{id}", List.of(ID), Set.of(200, 404), this::one),
        post(PATH, Action.PEOPLE_MANAGE, List.of(), Set.of(201, 202, 409, 422), this::add),
        one("/rename", Set.of(200, 404, 409, 422), this::rename),
        deed("/disable", (call, id) -> people.disable(call.caller(), id)),
        deed("/enable", (call, id) -> people.enable(call.caller(), id)),
        deed("/unlock", (call, id) -> people.unlock(call.caller(), id)),
        one("/reset", Set.of(200, 202, 404, 409), this::reset),
        post(
            PATH + "/{id}/roles",
            Action.ROLES_GRANT,
            List.of(ID),
            Set.of(200, 202, 404, 409, 422),
            this::grant),
        one("/erase", Set.of(200, 202, 404, 409), this::erase),
        get(PATH + "/{id}/ties", List.of(ID), Set.of(200, 404), this::showTies),
        one(
            "/ties",
            Set.of(200, 202, 404, 409),
            call ->
                tie(
                    call,
                    ties ->
                        people.tie(call.caller(), id(call), ties.subjects(), ties.certificates()))),
        one(
            "/ties/add",
            Set.of(200, 202, 404, 409),
            call -> tie(call, ties -> people.addTies(call.caller(), id(call), ties))),
        one(
            "/ties/remove",
            Set.of(200, 202, 404, 409),
            call -> tie(call, ties -> people.removeTies(call.caller(), id(call), ties))),
        post(
            "/api/v1/break-glass/reset",
            Action.PEOPLE_MANAGE,
            List.of(),
            Set.of(200, 202, 404, 409),
            this::resetBreakGlass),
        new Route(
            Route.Method.GET,
            "/api/v1/roles",
            Route.Access.SESSION,
            Route.Pace.AT_ONCE,
            List.of(),
            Set.of(200),
            _ -> roles()));
  }

  private static Route get(
      String path, List<Parameter<?>> parameters, Set<Integer> statuses, Route.Handler handler) {
    return new Route(
        Route.Method.GET,
        path,
        Route.Access.of(Action.PEOPLE_VIEW),
        Route.Pace.AT_ONCE,
        parameters,
        statuses,
        handler);
  }

  private static Route post(
      String path,
      Action action,
      List<Parameter<?>> parameters,
      Set<Integer> statuses,
      Route.Handler handler) {
    Set<Integer> all = new HashSet<>(statuses);
    all.addAll(Bodies.STATUSES);
    return new Route(
        Route.Method.POST, path, Route.Access.of(action), Route.Pace.OWN, parameters, all, handler);
  }

  private static Route one(String what, Set<Integer> statuses, Route.Handler handler) {
    return post(PATH + "/{id}" + what, Action.PEOPLE_MANAGE, List.of(ID), statuses, handler);
  }

  private static Route deed(String what, Deed deed) {
    return one(
        what,
        Set.of(200, 404, 409),
        call ->
            Bodies.none(
                call, _ -> Replies.of(deed.on(call, id(call)), person -> shown(200, person))));
  }

  private static PersonId id(Call call) {
    return new PersonId(call.arguments().require(ID));
  }

  private static Answer shown(int status, PersonView person) {
    return PeopleForm.answer(status, person);
  }

  private Answer list(Call call) {
    return Replies.of(
        people.list(call.caller()),
        all ->
            Answer.json(
                200,
                json -> {
                  json.array("items");
                  all.forEach(person -> PeopleForm.write(json, person));
                  json.end();
                  json.text("next", null);
                }));
  }

  private Answer one(Call call) {
    return Replies.of(people.get(call.caller(), id(call)), person -> shown(200, person));
  }

  private record NewPerson(String name, String displayName, List<Grant> roles, Language language) {}

  private Answer add(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          var body =
              new NewPerson(
                  in.text("name", NAME_MAX),
                  in.text("displayName", NAME_MAX),
                  PeopleForm.roles(in, "roles"),
                  PeopleForm.language(in, "language"));
          return in.end(() -> body);
        },
        body ->
            Replies.of(
                people.add(
                    call.caller(), body.name(), body.displayName(), body.roles(), body.language()),
                made -> handed(201, made)));
  }

  /** A person with a first password, which is shown this once. */
  private static Answer handed(int status, Handed<PersonView> made) {
    return Answer.json(
        status,
        json -> {
          json.name("person");
          PeopleForm.write(json, made.thing());
          json.text("initialPassword", made.secret());
          ApprovalForm.writeIfAny(json, made.approval());
        });
  }

  private Answer rename(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> PeopleForm.oneText(in, "displayName", NAME_MAX),
        name ->
            Replies.of(people.rename(call.caller(), id(call), name), person -> shown(200, person)));
  }

  private Answer reset(Call call) throws IOException, InterruptedException {
    return Bodies.none(
        call,
        _ ->
            Replies.of(
                people.reset(call.caller(), id(call)),
                made -> handed(made.approval() == null ? 200 : 202, made)));
  }

  private Answer resetBreakGlass(Call call) throws IOException, InterruptedException {
    return Bodies.none(
        call,
        _ ->
            Replies.of(
                people.resetBreakGlass(call.caller()),
                made -> handed(made.approval() == null ? 200 : 202, made)));
  }

  private record NewRoles(List<Grant> roles, String reason) {}

  private Answer grant(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          var body = new NewRoles(PeopleForm.roles(in, "roles"), in.text("reason", REASON_MAX));
          return in.end(() -> body);
        },
        body ->
            Replies.of(
                people.grant(call.caller(), id(call), body.roles(), body.reason()),
                PeopleAnswers::changed));
  }

  private static Answer changed(Change<PersonView> change) {
    return switch (change) {
      case Change.Made<PersonView>(var now) -> shown(200, now);
      case Change.Proposed<PersonView>(var approval) -> ApprovalForm.proposed(approval);
    };
  }

  private Answer erase(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> PeopleForm.oneText(in, "reason", REASON_MAX),
        reason ->
            Replies.of(people.erase(call.caller(), id(call), reason), PeopleAnswers::changed));
  }

  private Answer showTies(Call call) {
    return Replies.of(
        people.ties(call.caller(), id(call)),
        ties ->
            Answer.json(
                200,
                json -> {
                  json.array("subjects");
                  for (OidcSubject each : ties.subjects()) {
                    json.object();
                    json.text("issuer", each.issuer());
                    json.text("subject", each.subject());
                    json.end();
                  }
                  json.end();
                  json.array("certificates");
                  ties.certificates().forEach(each -> json.text(each.hex()));
                  json.end();
                }));
  }

  private static Answer tie(
      Call call, Function<Ties, dev.penstock.reception.Answer<Change<PersonView>>> step)
      throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          Ties body = ties(in);
          return in.end(() -> body);
        },
        body -> Replies.of(step.apply(body), PeopleAnswers::changed));
  }

  private static Ties ties(JsonFields in) {
    List<OidcSubject> subjects = new ArrayList<>();
    for (JsonFields each : in.objects("subjects", TIES_MAX)) {
      String issuer = each.text("issuer", OidcSubject.ISSUER_MAX);
      String subject = each.text("subject", OidcSubject.SUBJECT_MAX);
      if (issuer.isBlank() || subject.isBlank()) {
        each.refuse("issuer", "and subject must not be empty");
      } else {
        subjects.add(new OidcSubject(issuer, subject));
      }
    }
    List<Bytes> certificates = new ArrayList<>();
    for (String hex : in.texts("certificates", TIES_MAX, FINGERPRINT_HEX)) {
      if (hex.length() == FINGERPRINT_HEX && Bytes.ofHex(hex).isPresent()) {
        certificates.add(Bytes.ofHex(hex).get());
      } else {
        in.refuse("certificates", "must be SHA-256 fingerprints of 64 digits 0-9 and a-f");
      }
    }
    return new Ties(subjects, certificates);
  }

  /** What each role may do, and what takes two people: the same for everybody. */
  private Answer roles() {
    return Answer.json(
        200,
        json -> {
          json.array("items");
          for (Role role : Role.values()) {
            json.object();
            json.text("role", role.wireName());
            json.array("actions");
            role.actions().forEach(action -> json.text(action.wireName()));
            json.end();
            json.array("separatedFrom");
            role.separatedFrom().stream().map(Role::wireName).sorted().forEach(json::text);
            json.end();
            json.end();
          }
          json.end();
          json.array("dualControl");
          for (DualControl.Kind kind : DualControl.Kind.values()) {
            json.object();
            json.text("kind", kind.wireName());
            json.array("approvers");
            kind.approvers().stream().map(Role::wireName).sorted().forEach(json::text);
            json.end();
            json.text("grade", grades.of(kind).wireName());
            json.text("why", kind.why());
            json.end();
          }
          json.end();
        });
  }
}
