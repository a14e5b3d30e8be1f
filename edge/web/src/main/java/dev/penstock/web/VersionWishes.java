package dev.penstock.web;

import dev.penstock.merkle.Digest;
import dev.penstock.reception.Reception;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Wishes for another version of something: a new file, one that waits, or one that was in force.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
final class VersionWishes {
  private static final int BYTES_MAX = 1 << 20;

  private final VersionAnswers.Kind kind;
  private final VersionedView<?> view;
  private final Reception desk;

  VersionWishes(VersionAnswers.Kind kind, VersionedView<?> view, Reception desk) {
    this.kind = kind;
    this.view = view;
    this.desk = desk;
  }

  List<Route> routes() {
    Set<Integer> statuses = Set.of(200, 202, 404);
    Route.Access access = Route.Access.of(kind.change());
    return List.of(
        Wishes.route(kind.versions(), access, List.of(), statuses, this::propose),
        Wishes.route(
            kind.versions() + "/{model}/propose",
            access,
            List.of(VersionAnswers.MODEL),
            statuses,
            call ->
                Bodies.none(call, _ -> ask(call, call.arguments().require(VersionAnswers.MODEL)))));
  }

  private Answer propose(Call call) throws IOException {
    String type = call.contentType().orElse("").toLowerCase(Locale.ROOT);
    if (!type.matches(VersionAnswers.YAML + "(; ?charset=utf-8)?")) {
      return Answer.problem(
          Problem.of(ProblemCode.BODY_NOT_YAML, "The request does not say that its body is YAML.")
              .at("Content-Type")
              .allowing(VersionAnswers.YAML));
    }
    if (desk.steppedUp(call.caller())
        instanceof dev.penstock.reception.Answer.Refused<?>(var why)) {
      return Replies.problem(why);
    }
    return switch (call.body(BYTES_MAX)) {
      case Call.Body.TooLarge() ->
          Answer.problem(
              Problem.of(ProblemCode.BODY_TOO_LARGE, "A model that is sent has at most 1 MiB.")
                  .at("body")
                  .allowing("0 to " + BYTES_MAX + " bytes"));
      case Call.Body.TooSlow() ->
          Answer.problem(ProblemCode.TOO_SLOW_SENDER, "The body did not come to its end.");
      case Call.Body.Whole(var bytes) ->
          switch (view.lay(bytes)) {
            case VersionedView.Laid.Unsound(var findings) ->
                Answer.problem(
                    Problem.of(
                            kind.unsound(),
                            "The body is no sound model: " + findings.getFirst() + ".")
                        .at("body")
                        .because(findings));
            case VersionedView.Laid.Kept(var model) -> ask(call, model);
          };
    };
  }

  private Answer ask(Call call, Digest model) throws IOException {
    return switch (view.asking(model)) {
      case VersionedView.Asking.Unknown() ->
          Answer.problem(kind.unknown(), "No model of this digest is kept.");
      case VersionedView.Asking.InForce() ->
          Answer.problem(ProblemCode.CONFLICT, "This model is in force already.");
      case VersionedView.Asking.Request(var version, var request, var diff, var needsTwo) ->
          Wishes.answer(
              desk.approvals().propose(call.caller(), kind.request(), request, diff, needsTwo),
              json -> {
                json.whole("number", version.number());
                json.text("version", VersionAnswers.hex(version.digest()));
                json.text("model", VersionAnswers.hex(version.model()));
                Wishes.diff(json, diff);
              });
    };
  }
}
