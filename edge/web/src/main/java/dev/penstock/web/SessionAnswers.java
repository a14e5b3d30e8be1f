package dev.penstock.web;

import dev.penstock.access.Bytes;
import dev.penstock.json.JsonFields;
import dev.penstock.json.JsonForm;
import dev.penstock.passkeys.HostJudge;
import dev.penstock.passkeys.HostVerdict;
import dev.penstock.reception.Entry;
import dev.penstock.reception.Origin;
import dev.penstock.reception.PasskeyAnswer;
import dev.penstock.reception.Proving;
import dev.penstock.reception.SessionView;
import dev.penstock.reception.SignIns;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.form.HostForm;
import dev.penstock.web.internal.form.PasskeyForm;
import dev.penstock.web.internal.form.PeopleForm;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How people come in, stay and leave.
 *
 * <p>Req: 62443-4-2 CR 1.1, CR 1.10, CR 1.12, CR 2.5
 */
final class SessionAnswers {
  private static final String PATH = "/api/v1/session";

  private static final int NAME_MAX = 256;
  private static final int SECRET_MAX = 1_024;
  private static final int TOTP_MAX = 16;

  private final Front front;
  private final SignIns signIns;

  SessionAnswers(Front front, SignIns signIns) {
    this.front = front;
    this.signIns = signIns;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.GET,
            PATH,
            Route.Access.OPEN,
            Route.Pace.OWN,
            List.of(),
            Set.of(200),
            this::view),
        post("/api/v1/set-up", Route.Access.OPEN, Set.of(201, 401, 403, 409, 422), this::setUp),
        post("/api/v1/set-up/host", Route.Access.OPEN, Set.of(200, 403), this::testHost),
        post(PATH, Route.Access.OPEN, Set.of(200, 401, 403), this::byPassword),
        post(PATH + "/passkey/begin", Route.Access.OPEN, Set.of(200, 422), this::beginPasskey),
        post(PATH + "/passkey", Route.Access.OPEN, Set.of(200, 401), this::byPasskey),
        post(PATH + "/certificate", Route.Access.OPEN, Set.of(200, 401), this::byCertificate),
        post(PATH + "/unlock", Route.Access.SESSION, Set.of(200, 422), this::unlock),
        post(PATH + "/lock", Route.Access.SESSION, Set.of(200), this::lock),
        post(PATH + "/end", Route.Access.SESSION, Set.of(204), this::end),
        post(PATH + "/step-up", Route.Access.SESSION, Set.of(200, 422), this::stepUp));
  }

  private static Route post(
      String path, Route.Access access, Set<Integer> statuses, Route.Handler handler) {
    Set<Integer> all = new HashSet<>(statuses);
    all.addAll(Bodies.STATUSES);
    return new Route(Route.Method.POST, path, access, Route.Pace.OWN, List.of(), all, handler);
  }

  private Answer view(Call call) {
    return session(200, call, signIns.view(call.caller()));
  }

  private Answer session(int status, Call call, SessionView view) {
    return Answer.json(status, json -> write(json, call, view));
  }

  private void write(JsonWriter json, Call call, SessionView view) {
    json.text("state", view.state().wireName());
    json.object("notice");
    json.text("title", front.notice().title());
    json.text("text", front.notice().text());
    json.end();
    Optional<PasskeyObstacle> obstacle = passkeyObstacle(call);
    json.array("ways");
    json.text("password");
    if (obstacle.isEmpty()) {
      json.text("passkey");
    }
    if (front.oidc().isPresent()) {
      json.text("oidc");
    }
    if (call.certificate().isPresent()) {
      json.text("certificate");
    }
    json.end();
    json.text("oidcName", front.oidc().map(OidcDoor::name).orElse(null));
    json.object("hostOk");
    json.bool("isPasskeyPossible", obstacle.isEmpty());
    json.text("why", obstacle.map(PasskeyObstacle::text).orElse(null));
    json.text("code", obstacle.map(PasskeyObstacle::code).orElse(null));
    json.text("name", front.passkeyHost().orElse(null));
    json.end();
    json.object("node");
    json.text("name", front.nodeName());
    json.text("version", front.writer().version());
    json.end();
    SessionView.Open open = view.open();
    if (open != null) {
      PeopleForm.write(json, open);
    }
  }

  private Optional<PasskeyObstacle> passkeyObstacle(Call call) {
    return PasskeyObstacle.of(front, call.host(), call.isSecure());
  }

  private Answer came(int status, Call call, dev.penstock.reception.Answer<Entry> said) {
    return Replies.of(
        said,
        entry ->
            Cookies.leave(session(status, call, entry.session()), entry.secret(), entry.device()));
  }

  private record SetUpBody(String code, String name, String displayName, String password) {
    @Override
    public String toString() {
      return "SetUpBody";
    }
  }

  private Answer setUp(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          var body =
              new SetUpBody(
                  in.text("code", NAME_MAX),
                  in.text("name", NAME_MAX),
                  in.text("displayName", NAME_MAX),
                  in.text("password", SECRET_MAX));
          return in.end(() -> body);
        },
        body ->
            came(
                201,
                call,
                signIns.setUp(
                    origin(call), body.code(), body.name(), body.displayName(), body.password())));
  }

  private record HostBody(String code, String host) {
    @Override
    public String toString() {
      return "HostBody";
    }
  }

  /** Only who holds the code makes the node ask a resolver. */
  private Answer testHost(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          var body = new HostBody(in.text("code", NAME_MAX), in.text("host", NAME_MAX));
          return in.end(() -> body);
        },
        body ->
            switch (signIns.testsHost(origin(call), body.code(), askedFor(body.host()))) {
              case dev.penstock.reception.Answer.Refused<?>(var why) -> Replies.problem(why);
              case dev.penstock.reception.Answer.Given<?> _ -> {
                HostVerdict verdict = front.names().test(body.host());
                yield Answer.json(200, json -> HostForm.write(json, verdict));
              }
            });
  }

  /** What else was typed there may be anything, and goes into no record. */
  private static String askedFor(String typed) {
    String host = HostJudge.plain(typed);
    return HostJudge.isAskable(host) ? host : "";
  }

  private record SignInBody(String name, String password, Optional<String> totp) {
    @Override
    public String toString() {
      return "SignInBody";
    }
  }

  private Answer byPassword(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          var body =
              new SignInBody(
                  in.text("name", NAME_MAX),
                  in.text("password", SECRET_MAX),
                  in.textIfAny("totp", TOTP_MAX));
          return in.end(() -> body);
        },
        body ->
            came(
                200,
                call,
                signIns.byPassword(
                    origin(call), body.name(), body.password(), body.totp().orElse(null))));
  }

  private Answer beginPasskey(Call call) throws IOException, InterruptedException {
    return Bodies.none(
        call,
        _ -> {
          Optional<PasskeyObstacle> obstacle = passkeyObstacle(call);
          return obstacle.isPresent()
              ? Answer.problem(ProblemCode.PASSKEY_REFUSED, obstacle.get().text())
              : Replies.of(
                  signIns.beginPasskey(call.caller()),
                  begun -> Answer.json(200, json -> PasskeyForm.write(json, begun, call.host())));
        });
  }

  private Answer byPasskey(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          PasskeyAnswer answer = PasskeyForm.answer(in);
          return in.end(() -> answer);
        },
        answer -> came(200, call, signIns.byPasskey(origin(call), answer)));
  }

  private Answer byCertificate(Call call) throws IOException, InterruptedException {
    return Bodies.none(
        call,
        _ -> {
          Optional<X509Certificate> shown = call.certificate();
          return shown.isEmpty()
              ? Answer.problem(ProblemCode.SIGN_IN_REFUSED, "The browser has shown no certificate.")
              : came(
                  200,
                  call,
                  signIns.byCertificate(
                      origin(call),
                      fingerprint(shown.get()),
                      () -> call.certificate().isPresent()));
        });
  }

  private static Bytes fingerprint(X509Certificate certificate) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Bytes.of(sha256.digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a verified certificate has no encoding", e);
    }
  }

  private Answer unlock(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        SessionAnswers::proving,
        proving ->
            Replies.of(signIns.unlock(call.caller(), proving), view -> session(200, call, view)));
  }

  private static JsonForm<Proving> proving(JsonFields in) {
    Proving proving = PasskeyForm.proving(in);
    return in.end(() -> proving);
  }

  private Answer lock(Call call) throws IOException, InterruptedException {
    return Bodies.none(
        call, _ -> Replies.of(signIns.lock(call.caller()), view -> session(200, call, view)));
  }

  private Answer end(Call call) throws IOException, InterruptedException {
    return Bodies.none(
        call, _ -> Replies.of(signIns.end(call.caller()), _ -> Cookies.forget(Replies.done())));
  }

  private Answer stepUp(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        SessionAnswers::proving,
        proving ->
            Replies.of(signIns.stepUp(call.caller(), proving), view -> session(200, call, view)));
  }

  private static Origin origin(Call call) {
    return call.caller().origin();
  }
}
