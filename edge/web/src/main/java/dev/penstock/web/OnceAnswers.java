package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.driving.PointSpec;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.json.JsonFields;
import dev.penstock.reception.Caller;
import dev.penstock.reception.Reception;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.form.RecordForm;
import dev.penstock.web.internal.form.ValueForm;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads points of a device once, for who looks for an address. Whether they may be read, the policy
 * of the conduit says; that somebody wants to is written down before the device is asked.
 *
 * <p>Req: 62443-4-2 CR 2.1, CR 2.12, NDR 5.2
 */
final class OnceAnswers {
  /** A range of 32 registers in four types. */
  static final int POINTS_MAX = 128;

  /** Of what was asked for, as much as a record of access holds. */
  private static final int NOTED_CHARS_MAX = 400;

  private final ConnectionsView view;
  private final Reception desk;

  OnceAnswers(WebParts parts, Reception desk) {
    this.view = parts.desks().connections();
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.POST,
            ConnectionsAnswers.PATH + "/devices/{device}/read-once",
            Route.Access.of(Action.PLANT_CHANGE),
            Route.Pace.OWN,
            List.of(ConnectionsAnswers.DEVICE),
            Set.of(200, 404, 408, 409, 413, 415),
            this::read));
  }

  private static List<PointSpec> points(JsonFields in) {
    List<PointSpec> points = new ArrayList<>();
    for (JsonFields each : in.objects("points", POINTS_MAX)) {
      String address = each.text("address", PointSpec.ADDRESS_CHARS_MAX);
      String type = each.textIfAny("type", PointSpec.TYPE_CHARS_MAX).orElse("");
      if (address.isBlank()) {
        each.refuse("address", "must be an address in the words of the driver");
      } else {
        points.add(new PointSpec(address, type));
      }
    }
    if (points.isEmpty()) {
      in.refuse("points", "must be 1 to " + POINTS_MAX + " points");
    }
    return points;
  }

  private Answer read(Call call) throws IOException, InterruptedException {
    String device = call.arguments().require(ConnectionsAnswers.DEVICE);
    return Bodies.read(
        call,
        in -> {
          List<PointSpec> points = points(in);
          return in.end(() -> points);
        },
        points -> read(call, device, points));
  }

  private Answer read(Call call, String device, List<PointSpec> points)
      throws InterruptedException {
    if (view.active().flatMap(shown -> shown.model().device(device)).isEmpty()) {
      return Answer.problem(
          ProblemCode.CONNECTIONS_UNKNOWN, "No device of this id is in the connections in force.");
    }
    Caller caller = call.caller();
    if (desk.steppedUp(caller) instanceof dev.penstock.reception.Answer.Refused<?>(var why)) {
      return Replies.problem(why);
    }
    String object = device + "/read-once";
    if (desk.doing(caller, Action.PLANT_CHANGE, object, noted(points))
        instanceof dev.penstock.reception.Answer.Refused<?>(var why)) {
      return Replies.problem(why);
    }
    return answer(view.readOnce(device, points));
  }

  private static Details noted(List<PointSpec> points) {
    var addresses = new StringBuilder();
    for (PointSpec each : points) {
      addresses.append(addresses.isEmpty() ? "" : ", ").append(each.address());
    }
    String text =
        addresses.length() <= NOTED_CHARS_MAX
            ? addresses.toString()
            : addresses.substring(0, NOTED_CHARS_MAX) + "...";
    return new Details(
        Map.of(
            "points",
            new SampleValue.One(new Scalar.Whole(points.size())),
            "addresses",
            SampleValue.of(text)));
  }

  private static Answer answer(ConnectionsView.OnceRead read) {
    return switch (read) {
      case ConnectionsView.OnceRead.Done(var at, var points) ->
          Answer.json(
              200,
              json -> {
                json.text("at", Times.text(at));
                json.array("points");
                points.forEach(each -> write(json, each));
                json.end();
              });
      case ConnectionsView.OnceRead.Busy(var text) ->
          Answer.problem(Problem.of(ProblemCode.BUSY, sentence(text)).retryAfter(1));
      case ConnectionsView.OnceRead.NotRead(var text) ->
          Answer.problem(ProblemCode.CONFLICT, sentence(text));
    };
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private static void write(JsonWriter json, ConnectionsView.OncePoint each) {
    json.object();
    json.text("address", each.spec().address());
    json.text("type", each.spec().type().isEmpty() ? null : each.spec().type());
    ValueForm.glance(json, "value", new SampleValue.One(each.value()));
    RecordForm.quality(json, Integer.toUnsignedLong(each.quality()));
    json.text("reason", each.why().orElse(null));
    json.end();
  }
}
