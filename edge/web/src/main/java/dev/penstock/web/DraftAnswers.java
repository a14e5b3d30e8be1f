package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.connections.diff.ConnectionsDiff;
import dev.penstock.connections.draft.Draft;
import dev.penstock.connections.form.Finding;
import dev.penstock.connections.sheet.PointSheet;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.Model;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Looks at connections that somebody has not proposed yet: what is wrong with them, and what they
 * would change. Nothing is kept, so nobody shows again who they are.
 *
 * <p>Req: 62443-4-2 CR 3.5
 */
final class DraftAnswers {
  private static final int BYTES_MAX = 1 << 20;
  private static final String CSV = "text/csv";

  /** Of findings: more are counted. */
  private static final int FINDINGS_MAX = 200;

  private static final Parameter<String> MODE = Parameter.choice("mode", "merge", "replace");
  private static final Parameter<Digest> OF = Parameter.digest("of");

  private final ConnectionsView view;
  private final PlantView plant;
  private final QueryGate gate;

  DraftAnswers(WebParts parts, QueryGate gate) {
    this.view = parts.desks().connections();
    this.plant = parts.desks().plant();
    this.gate = gate;
  }

  List<Route> routes() {
    return List.of(
        post("/drafts/check", List.of(), Set.of(200, 408, 413, 415), this::file),
        post(
            "/devices/{device}/points/import",
            List.of(ConnectionsAnswers.DEVICE, MODE, OF),
            Set.of(200, 404, 408, 409, 413, 415),
            this::table));
  }

  private static Route post(
      String path, List<Parameter<?>> parameters, Set<Integer> statuses, Route.Handler handler) {
    return new Route(
        Route.Method.POST,
        ConnectionsAnswers.PATH + path,
        Route.Access.of(Action.PLANT_CHANGE),
        Route.Pace.OWN,
        parameters,
        statuses,
        handler);
  }

  private Optional<Model> inForce() {
    return plant.active().map(VersionedView.Shown::model).map(SiteModel::plant);
  }

  private Answer file(Call call) throws IOException, InterruptedException {
    var kind = new Kind(VersionAnswers.YAML, ProblemCode.BODY_NOT_YAML);
    return body(
        call,
        kind,
        bytes ->
            paced(() -> {
              ConnectionsView.Drafted drafted = view.check(bytes, inForce());
              return Answer.json(200, json -> write(json, drafted));
            }));
  }

  /** What a table makes of a device of the version that somebody looked at. */
  private Answer table(Call call) throws IOException, InterruptedException {
    String device = call.arguments().require(ConnectionsAnswers.DEVICE);
    boolean isReplacing = call.arguments().get(MODE).filter("replace"::equals).isPresent();
    PointSheet.Mode mode = isReplacing ? PointSheet.Mode.REPLACE : PointSheet.Mode.MERGE;
    Optional<Digest> of = call.arguments().get(OF);
    return body(
        call,
        new Kind(CSV, ProblemCode.BODY_NOT_CSV),
        bytes -> {
          Optional<Digest> now = view.active().map(shown -> shown.version().model());
          if (of.isPresent() && !of.equals(now)) {
            return Answer.problem(
                ProblemCode.CONFLICT,
                "Another version came into force since; look at the device again.");
          }
          Optional<String> text = text(bytes);
          return text.isEmpty()
              ? Answer.problem(
                  Problem.of(ProblemCode.BODY_MALFORMED, "The table is not text in UTF-8.")
                      .at("body"))
              : paced(() -> table(device, text.get(), mode));
        });
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      ByteBuffer from = ByteBuffer.wrap(bytes);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(from).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private Answer table(String device, String text, PointSheet.Mode mode) {
    return view.check(device, text, mode, inForce())
        .map(made -> Answer.json(200, json -> write(json, made)))
        .orElseGet(() ->
            Answer.problem(
                ProblemCode.CONNECTIONS_UNKNOWN,
                "No device of this id is in the connections in force."));
  }

  /** To read a large text takes as much as a query does, so it takes a place among them. */
  private Answer paced(Callable<Answer> work) throws IOException, InterruptedException {
    return switch (gate.run(work)) {
      case QueryGate.Outcome.Answered(var answer) -> answer;
      case QueryGate.Outcome.Failed(var _, IOException why) -> throw why;
      case QueryGate.Outcome.Failed(var _, RuntimeException why) -> throw why;
      case QueryGate.Outcome.Failed(var _, var why) -> throw new IllegalStateException(why);
    };
  }

  /** What a body must call itself. */
  private record Kind(String type, ProblemCode otherwise) {}

  private static Answer body(Call call, Kind kind, Bodies.Use<byte[]> use)
      throws IOException, InterruptedException {
    String type = call.contentType().orElse("").toLowerCase(Locale.ROOT);
    if (!type.matches(kind.type() + "(; ?charset=utf-8)?")) {
      return Answer.problem(
          Problem.of(kind.otherwise(), "The request does not say that its body is one.")
              .at("Content-Type")
              .allowing(kind.type()));
    }
    return switch (call.body(BYTES_MAX)) {
      case Call.Body.TooLarge() ->
          Answer.problem(
              Problem.of(ProblemCode.BODY_TOO_LARGE, "What is sent to be looked at has a bound.")
                  .at("body")
                  .allowing("0 to " + BYTES_MAX + " bytes"));
      case Call.Body.TooSlow() ->
          Answer.problem(ProblemCode.TOO_SLOW_SENDER, "The body did not come to its end.");
      case Call.Body.Whole(var bytes) -> use.answer(bytes);
    };
  }

  private static void write(JsonWriter json, ConnectionsView.DraftedTable made) {
    write(json, made.drafted());
    json.array("notTaken");
    made.table().notTaken().forEach(json::text);
    json.end();
    ConnectionsDiff.Points points = made.table().points();
    json.object("points");
    json.number("added", points.added());
    json.number("removed", points.removed());
    json.number("changed", points.changed());
    json.end();
    json.text("table", made.table().device().map(PointSheet::write).orElse(null));
    json.text("yaml", made.yaml().orElse(null));
  }

  private static void write(JsonWriter json, ConnectionsView.Drafted drafted) {
    Draft draft = drafted.draft();
    json.bool("isSound", draft.connections().isPresent());
    json.bool("isInForce", drafted.isInForce());
    findings(json, "findings", draft.findings());
    json.whole("leftOut", draft.leftOut() + Math.max(0, draft.findings().size() - FINDINGS_MAX));
    findings(json, "misfits", draft.misfits());
    Wishes.diff(json, drafted.diff());
  }

  private static void findings(JsonWriter json, String name, List<Finding> findings) {
    json.array(name);
    for (Finding each : findings.subList(0, Math.min(FINDINGS_MAX, findings.size()))) {
      json.object();
      json.number("line", each.where().place().line());
      json.number("column", each.where().place().column());
      json.text("path", each.where().path());
      json.text("what", each.fault().what());
      json.text("allowed", each.fault().allowed());
      json.text("advice", each.fault().advice());
      json.end();
    }
    json.end();
  }
}
