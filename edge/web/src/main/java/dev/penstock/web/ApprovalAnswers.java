package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.Approval;
import dev.penstock.access.Bytes;
import dev.penstock.access.SecretHash;
import dev.penstock.json.JsonFields;
import dev.penstock.reception.ApprovalView;
import dev.penstock.reception.Approvals;
import dev.penstock.reception.PasskeyAnswer;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.form.ApprovalForm;
import dev.penstock.web.internal.form.PasskeyForm;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests that take two people.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE 4
 */
final class ApprovalAnswers {
  private static final String PATH = "/api/v1/approvals";
  private static final Parameter<Bytes> ID = Parameter.id("id", Approval.ID_BYTES).inPath();
  private static final Parameter<String> STATE =
      Parameter.choice("state", "open", "decided", "all");
  private static final int NOTE_MAX = Approval.Decision.NOTE_MAX;

  private final Approvals approvals;

  ApprovalAnswers(Approvals approvals) {
    this.approvals = approvals;
  }

  List<Route> routes() {
    Set<Integer> decided = Set.of(200, 404, 409, 422);
    return List.of(
        get(PATH, List.of(STATE), Set.of(200), this::list),
        get(PATH + "/{id}", List.of(ID), Set.of(200, 404), this::one),
        post("/begin", Route.Access.of(Action.APPROVE), Set.of(200, 404, 409), this::begin),
        post("/approve", Route.Access.of(Action.APPROVE), decided, this::approve),
        post("/refuse", Route.Access.of(Action.APPROVE), decided, this::refuse),
        post("/withdraw", Route.Access.SESSION, Set.of(200, 404, 409), this::withdraw));
  }

  private static Route get(
      String path, List<Parameter<?>> parameters, Set<Integer> statuses, Route.Handler handler) {
    return new Route(
        Route.Method.GET,
        path,
        Route.Access.SESSION,
        Route.Pace.AT_ONCE,
        parameters,
        statuses,
        handler);
  }

  private static Route post(
      String what, Route.Access access, Set<Integer> statuses, Route.Handler handler) {
    Set<Integer> all = new HashSet<>(statuses);
    all.addAll(Bodies.STATUSES);
    return new Route(
        Route.Method.POST,
        PATH + "/{id}" + what,
        access,
        Route.Pace.OWN,
        List.of(ID),
        all,
        handler);
  }

  private static Bytes id(Call call) {
    return call.arguments().require(ID);
  }

  private static Answer shown(ApprovalView approval) {
    return ApprovalForm.answer(approval);
  }

  private Answer list(Call call) {
    var which =
        Approvals.Which.valueOf(
            call.arguments().get(STATE).orElse("open").toUpperCase(Locale.ROOT));
    return Replies.of(
        approvals.list(call.caller(), which),
        all ->
            Answer.json(
                200,
                json -> {
                  json.array("items");
                  all.forEach(approval -> ApprovalForm.write(json, approval));
                  json.end();
                  json.text("next", null);
                }));
  }

  private Answer one(Call call) {
    return Replies.of(approvals.get(call.caller(), id(call)), ApprovalAnswers::shown);
  }

  private Answer begin(Call call) throws IOException, InterruptedException {
    return Bodies.none(
        call,
        _ ->
            Replies.of(
                approvals.begin(call.caller(), id(call)),
                begun -> Answer.json(200, json -> PasskeyForm.write(json, begun, call.host()))));
  }

  private record Word(Bytes digest, String note, @Nullable PasskeyAnswer passkey) {
    static Word read(JsonFields in) {
      String hex = in.text("digest", 2 * SecretHash.SIZE_BYTES);
      if (Bytes.ofHex(hex).isEmpty()) {
        in.refuse("digest", "must be the digest of the request, 64 digits 0-9 and a-f");
      }
      return new Word(
          Bytes.ofHex(hex).orElse(Bytes.of(new byte[0])),
          in.textIfAny("note", NOTE_MAX).orElse(""),
          PasskeyForm.answerIfAny(in));
    }
  }

  private Answer approve(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          Word word = Word.read(in);
          return in.end(() -> word);
        },
        word ->
            Replies.of(
                approvals.approve(
                    call.caller(), id(call), word.digest(), word.note(), word.passkey()),
                ApprovalAnswers::shown));
  }

  private Answer refuse(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          Word word = Word.read(in);
          return in.end(() -> word);
        },
        word ->
            Replies.of(
                approvals.refuse(call.caller(), id(call), word.digest(), word.note()),
                ApprovalAnswers::shown));
  }

  private Answer withdraw(Call call) throws IOException, InterruptedException {
    return Bodies.none(
        call, _ -> Replies.of(approvals.withdraw(call.caller(), id(call)), ApprovalAnswers::shown));
  }
}
