package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.Bytes;
import dev.penstock.access.Grant;
import dev.penstock.access.ServiceAccount;
import dev.penstock.access.Session;
import dev.penstock.reception.Sessions;
import dev.penstock.reception.TokenView;
import dev.penstock.reception.Tokens;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.form.ApprovalForm;
import dev.penstock.web.internal.form.PeopleForm;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who is in just now, people and programs, and how they are put out again.
 *
 * <p>Req: 62443-4-2 CR 1.2, CR 2.6
 */
final class AdmittedAnswers {
  private static final String SESSIONS = "/api/v1/sessions";
  private static final String TOKENS = "/api/v1/tokens";
  private static final int TOKEN_ID_BYTES = 8;
  private static final Parameter<Bytes> SESSION = Parameter.id("id", Session.ID_BYTES).inPath();
  private static final Parameter<Bytes> TOKEN = Parameter.id("id", TOKEN_ID_BYTES).inPath();

  private final Sessions sessions;
  private final Tokens tokens;

  AdmittedAnswers(Sessions sessions, Tokens tokens) {
    this.sessions = sessions;
    this.tokens = tokens;
  }

  List<Route> routes() {
    return List.of(
        get(SESSIONS, Action.SESSIONS_END, this::sessions),
        post(
            SESSIONS + "/{id}/end",
            Route.Access.SESSION,
            List.of(SESSION),
            Set.of(204, 404),
            this::endSession),
        get(TOKENS, Action.TOKENS_MANAGE, this::tokens),
        post(
            TOKENS,
            Route.Access.of(Action.TOKENS_MANAGE),
            List.of(),
            Set.of(201, 202, 409, 422),
            this::create),
        post(
            TOKENS + "/{id}/revoke",
            Route.Access.of(Action.TOKENS_MANAGE),
            List.of(TOKEN),
            Set.of(200, 404, 409),
            this::revoke));
  }

  private static Route get(String path, Action action, Route.Handler handler) {
    return new Route(
        Route.Method.GET,
        path,
        Route.Access.of(action),
        Route.Pace.AT_ONCE,
        List.of(),
        Set.of(200),
        handler);
  }

  private static Route post(
      String path,
      Route.Access access,
      List<Parameter<?>> parameters,
      Set<Integer> statuses,
      Route.Handler handler) {
    Set<Integer> all = new HashSet<>(statuses);
    all.addAll(Bodies.STATUSES);
    return new Route(Route.Method.POST, path, access, Route.Pace.OWN, parameters, all, handler);
  }

  private Answer sessions(Call call) {
    return Replies.of(
        sessions.list(call.caller()),
        all ->
            Answer.json(
                200,
                json -> {
                  json.array("items");
                  all.forEach(session -> PeopleForm.write(json, session));
                  json.end();
                  json.text("next", null);
                }));
  }

  private Answer endSession(Call call) throws IOException, InterruptedException {
    return Bodies.none(
        call,
        _ ->
            Replies.of(
                sessions.end(call.caller(), call.arguments().require(SESSION)),
                _ -> Replies.done()));
  }

  private Answer tokens(Call call) {
    return Replies.of(
        tokens.list(call.caller()),
        all ->
            Answer.json(
                200,
                json -> {
                  json.array("items");
                  all.forEach(token -> PeopleForm.write(json, token));
                  json.end();
                  json.text("next", null);
                }));
  }

  private record NewToken(String label, List<Grant> roles, Instant until) {}

  private Answer create(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          var body =
              new NewToken(
                  in.text("label", ServiceAccount.LABEL_MAX),
                  PeopleForm.roles(in, "roles"),
                  in.instant("until"));
          return in.end(() -> body);
        },
        body ->
            Replies.of(
                tokens.create(call.caller(), body.label(), body.roles(), body.until()),
                made ->
                    Answer.json(
                        made.approval() == null ? 201 : 202,
                        json -> {
                          json.name("token");
                          PeopleForm.write(json, made.thing());
                          json.text("secret", made.secret());
                          ApprovalForm.writeIfAny(json, made.approval());
                        })));
  }

  private Answer revoke(Call call) throws IOException, InterruptedException {
    return Bodies.none(
        call,
        _ ->
            Replies.of(
                tokens.revoke(call.caller(), call.arguments().require(TOKEN).hex()),
                AdmittedAnswers::shown));
  }

  private static Answer shown(TokenView token) {
    return Answer.json(
        200,
        json -> {
          json.name("token");
          PeopleForm.write(json, token);
        });
  }
}
