package dev.penstock.web;

import dev.penstock.access.Bytes;
import dev.penstock.access.Language;
import dev.penstock.access.Passkey;
import dev.penstock.reception.Account;
import dev.penstock.reception.RegistrationAnswer;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.form.PasskeyForm;
import dev.penstock.web.internal.form.PeopleForm;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What people do with their own account.
 *
 * <p>Req: 62443-4-2 CR 1.5
 */
final class AccountAnswers {
  private static final String PATH = "/api/v1/account";
  private static final int SECRET_MAX = 1_024;
  private static final int TOTP_MAX = 16;

  private final Front front;
  private final Account account;

  AccountAnswers(Front front, Account account) {
    this.front = front;
    this.account = account;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.GET,
            PATH,
            Route.Access.SESSION,
            Route.Pace.AT_ONCE,
            List.of(),
            Set.of(200),
            call ->
                Replies.of(
                    account.view(call.caller()),
                    view -> Answer.json(200, json -> PeopleForm.write(json, view)))),
        post("/password", Set.of(204, 422), this::changePassword),
        post("/totp/begin", Set.of(200, 409), this::beginTotp),
        post("/totp/confirm", Set.of(204, 401, 409), this::confirmTotp),
        post("/totp/remove", Set.of(204, 409), this::removeTotp),
        post("/passkeys/begin", Set.of(200, 409, 422), this::beginPasskey),
        post("/passkeys/finish", Set.of(201, 409, 422), this::finishPasskey),
        post("/passkeys/remove", Set.of(204, 409, 422), this::removePasskey),
        post("/language", Set.of(204), this::speak));
  }

  private static Route post(String path, Set<Integer> statuses, Route.Handler handler) {
    Set<Integer> all = new HashSet<>(statuses);
    all.addAll(Bodies.STATUSES);
    return new Route(
        Route.Method.POST,
        PATH + path,
        Route.Access.SESSION,
        Route.Pace.OWN,
        List.of(),
        all,
        handler);
  }

  private record Passwords(String old, String changed) {
    @Override
    public String toString() {
      return "Passwords";
    }
  }

  private Answer changePassword(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          var body = new Passwords(in.text("old", SECRET_MAX), in.text("new", SECRET_MAX));
          return in.end(() -> body);
        },
        body ->
            Replies.of(
                account.changePassword(call.caller(), body.old(), body.changed()),
                _ -> Replies.done()));
  }

  private Answer beginTotp(Call call) throws IOException, InterruptedException {
    return Bodies.none(
        call,
        _ ->
            Replies.of(
                account.beginTotp(call.caller()),
                begun ->
                    Answer.json(
                        200,
                        json -> {
                          json.text("secret", begun.base32());
                          json.text("uri", begun.uri());
                        })));
  }

  private Answer confirmTotp(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> PeopleForm.oneText(in, "totp", TOTP_MAX),
        totp -> Replies.of(account.confirmTotp(call.caller(), totp), _ -> Replies.done()));
  }

  private Answer removeTotp(Call call) throws IOException, InterruptedException {
    return Bodies.none(
        call, _ -> Replies.of(account.removeTotp(call.caller()), _ -> Replies.done()));
  }

  private Answer beginPasskey(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> PeopleForm.oneText(in, "label", Passkey.LABEL_MAX),
        label -> {
          boolean isHere = front.passkeyHost().filter(call.host()::equals).isPresent();
          return isHere
              ? Replies.of(
                  account.beginPasskey(call.caller(), label),
                  begun ->
                      Answer.json(
                          200,
                          json -> PasskeyForm.write(json, begun, call.host(), front.nodeName())))
              : Answer.problem(
                  ProblemCode.PASSKEY_REFUSED,
                  front
                      .passkeyHost()
                      .map(host -> "Passkeys of this node are bound to the name " + host + ".")
                      .orElse(front.passkeyObstacle()));
        });
  }

  private Answer finishPasskey(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          RegistrationAnswer answer = PasskeyForm.registration(in);
          return in.end(() -> answer);
        },
        answer ->
            Replies.of(
                account.finishPasskey(call.caller(), answer),
                passkey ->
                    Answer.json(
                        201,
                        json -> {
                          json.name("passkey");
                          PeopleForm.write(json, passkey);
                        })));
  }

  private Answer removePasskey(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          Bytes id = PeopleForm.bytes(in, "id", Passkey.ID_BYTES_MAX);
          return in.end(() -> id);
        },
        id -> Replies.of(account.removePasskey(call.caller(), id), _ -> Replies.done()));
  }

  private Answer speak(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          Language language = PeopleForm.language(in, "language");
          return in.end(() -> language);
        },
        language -> Replies.of(account.speak(call.caller(), language), _ -> Replies.done()));
  }
}
