package dev.penstock.web;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.reception.Change;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.form.ApprovalForm;
import dev.penstock.web.internal.json.JsonWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a wish is answered with that may take a second person: it is done, or it waits. */
final class Wishes {
  private Wishes() {}

  /** An address that takes a wish. */
  static Route route(
      String path,
      Route.Access access,
      List<Parameter<?>> parameters,
      Set<Integer> statuses,
      Route.Handler handler) {
    Set<Integer> all = new HashSet<>(statuses);
    all.addAll(Bodies.STATUSES);
    return new Route(Route.Method.POST, path, access, Route.Pace.OWN, parameters, all, handler);
  }

  /**
   * The answer: 200 with what came of it, or 202 with the request.
   *
   * @param more said in both cases
   */
  static Answer answer(
      dev.penstock.reception.Answer<Change<String>> said, Consumer<JsonWriter> more) {
    return Replies.of(
        said,
        change ->
            switch (change) {
              case Change.Made<String>(var outcome) ->
                  Answer.json(
                      200,
                      json -> {
                        json.text("outcome", outcome);
                        more.accept(json);
                      });
              case Change.Proposed<String>(var approval) ->
                  Answer.json(
                      202,
                      json -> {
                        ApprovalForm.writeIfAny(json, approval);
                        more.accept(json);
                      });
            });
  }

  /** What would change, for people. */
  static void diff(JsonWriter json, List<ApprovalRequest.Difference> diff) {
    json.array("diff");
    for (ApprovalRequest.Difference each : diff) {
      json.object();
      json.text("path", each.path());
      json.text("before", each.before());
      json.text("after", each.after());
      json.end();
    }
    json.end();
  }
}
