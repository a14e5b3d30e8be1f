package dev.penstock.web.internal.form;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.reception.ApprovalView;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Requests that take two people, as JSON. */
public final class ApprovalForm {
  private ApprovalForm() {}

  /** One request, as it is. */
  public static Answer answer(ApprovalView approval) {
    var json = new JsonWriter();
    write(json, approval);
    return Answer.of(200, Answer.JSON, json.toBytes());
  }

  /** It waits for a second person. */
  public static Answer proposed(ApprovalView approval) {
    return Answer.json(202, json -> writeIfAny(json, approval));
  }

  /** What a change waits for; nothing where it waits for nobody. */
  public static void writeIfAny(JsonWriter json, @Nullable ApprovalView approval) {
    if (approval != null) {
      json.name("approval");
      write(json, approval);
    }
  }

  /** A request. */
  public static void write(JsonWriter json, ApprovalView approval) {
    json.object();
    json.text("id", approval.id().hex());
    json.text("kind", approval.kind().wireName());
    somebody(json, "author", approval.author());
    json.text("createdAt", Times.text(approval.createdAt()));
    json.text("expiresAt", Times.text(approval.expiresAt()));
    json.text("state", approval.state().wireName());
    json.text("digest", approval.digest().hex());
    json.text("request", approval.canonical());
    json.array("diff");
    for (ApprovalRequest.Difference each : approval.diff()) {
      json.object();
      json.text("path", each.path());
      json.text("before", each.before());
      json.text("after", each.after());
      json.end();
    }
    json.end();
    json.text("gradeNeeded", approval.gradeNeeded().wireName());
    json.bool("mayDecide", approval.mayDecide());
    json.array("decisions");
    for (ApprovalView.DecisionView each : approval.decisions()) {
      json.object();
      somebody(json, "person", each.person());
      json.text("decision", each.verdict().wireName());
      json.text("grade", each.grade().wireName());
      json.text("at", Times.text(each.at()));
      json.text("note", each.note());
      json.end();
    }
    json.end();
    json.text("outcome", approval.outcome().isEmpty() ? null : approval.outcome());
    json.end();
  }

  private static void somebody(JsonWriter json, String name, ApprovalView.Somebody somebody) {
    json.object(name);
    json.text("id", somebody.id().hex());
    json.text("name", somebody.name());
    json.end();
  }
}
