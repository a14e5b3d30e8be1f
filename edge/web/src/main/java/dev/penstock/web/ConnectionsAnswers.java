package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.DualControl;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.connections.Point;
import dev.penstock.connections.sheet.PointSheet;
import dev.penstock.reception.Reception;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Cursor;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Sight;
import dev.penstock.web.internal.call.Times;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the node connects: what is in force as far as somebody looks, the points of a device, how
 * each link stands, and the versions. Who sees one zone sees what lies in it.
 *
 * <p>Req: 62443-4-2 CR 2.1
 */
final class ConnectionsAnswers {
  static final String PATH = "/api/v1/connections";

  /** RFC 7111. */
  private static final String CSV = "text/csv; charset=utf-8";

  private static final VersionAnswers.Kind KIND =
      new VersionAnswers.Kind(
          PATH,
          Action.PLANT_VIEW,
          Action.PLANT_CHANGE,
          DualControl.Kind.CONNECTIONS_CHANGE,
          "connections.yaml",
          "version of the connections",
          ProblemCode.CONNECTIONS_UNKNOWN,
          ProblemCode.CONNECTIONS_UNSOUND);

  private static final Parameter<String> FORM = Parameter.choice("form", "json", "yaml");
  private static final Parameter<String> TABLE = Parameter.choice("form", "json", "csv");
  static final Parameter<String> DEVICE = Parameter.word("device").inPath();
  private static final Parameter<Long> LIMIT = Parameter.number("limit", 1, 1_000);
  private static final Parameter<String> CURSOR = Parameter.cursor();
  private static final long LIMIT_DEFAULT = 100;

  private final ConnectionsView view;
  private final PlantView plant;
  private final VersionAnswers versions;

  ConnectionsAnswers(WebParts parts) {
    this.view = parts.desks().connections();
    this.plant = parts.desks().plant();
    this.versions = new VersionAnswers(KIND, view, parts.front().reception());
  }

  List<Route> routes() {
    Route.Access access = Route.Access.within(Action.PLANT_VIEW);
    List<Route> routes = new ArrayList<>(versions.routes());
    routes.add(get(PATH, access, List.of(FORM), Set.of(200, 404), this::active));
    routes.add(get(PATH + "/links", access, List.of(), Set.of(200), this::links));
    routes.add(
        get(
            PATH + "/devices/{device}/points",
            access,
            List.of(DEVICE, TABLE, LIMIT, CURSOR),
            Set.of(200, 404),
            this::points));
    return routes;
  }

  /** Wishes for others. */
  List<Route> routes(Reception desk) {
    return new VersionWishes(KIND, view, desk).routes();
  }

  private static Route get(
      String path,
      Route.Access access,
      List<Parameter<?>> parameters,
      Set<Integer> statuses,
      Route.Handler handler) {
    return new Route(
        Route.Method.GET, path, access, Route.Pace.QUERY, parameters, statuses, handler);
  }

  private static Answer none() {
    return Answer.problem(ProblemCode.CONNECTIONS_UNKNOWN, "This node connects nothing.");
  }

  private SeenDevices seen(Connections all, Sight sight) {
    Optional<SiteModel> site = plant.active().map(VersionedView.Shown::model);
    return SeenDevices.of(all, sight, site);
  }

  private Answer active(Call call) throws IOException {
    Optional<VersionedView.Shown<Connections>> shown = view.active();
    if (shown.isEmpty()) {
      return none();
    }
    if (call.arguments().get(FORM).filter(form -> form.equals("yaml")).isPresent()) {
      // The file names what is in all zones, so it is for who may see all of them.
      Optional<Answer> refusal = call.refusal(Optional.empty());
      return refusal.isPresent() ? refusal.get() : versions.file(shown.get().version().model());
    }
    SeenDevices seen = seen(shown.get().model(), call.sight());
    return Answer.json(
        200,
        json -> {
          json.whole("number", shown.get().version().number());
          json.text("digest", VersionAnswers.hex(shown.get().version().digest()));
          json.text("model", VersionAnswers.hex(shown.get().version().model()));
          json.text("since", Times.text(shown.get().since()));
          json.bool("isWhole", seen.isWhole());
          ConnectionsJson.write(json, shown.get().model(), seen);
        });
  }

  private Answer links(Call call) {
    Connections all = view.active().map(VersionedView.Shown::model).orElse(Connections.NONE);
    Sight sight = call.sight();
    SeenDevices seen = seen(all, sight);
    ConnectionsView.Links links = view.links();
    return Answer.json(200, json -> LinksJson.write(json, links, seen, sight::reachesZone));
  }

  /** A page is of one version: where another one came into force the cursor leads nowhere. */
  private Answer points(Call call) {
    String id = call.arguments().require(DEVICE);
    Optional<VersionedView.Shown<Connections>> shown = view.active();
    Connections all = shown.map(VersionedView.Shown::model).orElse(Connections.NONE);
    if (!seen(all, call.sight()).seesDevice(id)) {
      Optional<Answer> refusal = call.refusal(Optional.empty());
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    Optional<Device> device = all.device(id);
    if (shown.isEmpty() || device.isEmpty()) {
      return Answer.problem(
          ProblemCode.CONNECTIONS_UNKNOWN, "No device of this id is in the connections in force.");
    }
    if (call.arguments().get(TABLE).filter(form -> form.equals("csv")).isPresent()) {
      byte[] table = PointSheet.write(device.get()).getBytes(StandardCharsets.UTF_8);
      return Answer.of(200, CSV, table).download(id + "-points.csv");
    }
    String path = PATH + "/devices/" + id + "/points";
    String question = path + " " + VersionAnswers.hex(shown.get().version().model());
    Optional<String> cursor = call.arguments().get(CURSOR);
    Optional<Integer> from =
        cursor
            .flatMap(text -> Cursor.read(question, text))
            .filter(text -> text.matches("[0-9]{1,6}"))
            .map(Integer::parseInt)
            .filter(index -> index <= device.get().points().size());
    if (cursor.isPresent() && from.isEmpty()) {
      return Answer.problem(
          Problem.of(
                  ProblemCode.CURSOR_INVALID,
                  "The cursor is none of this address and of the connections in force.")
              .at(CURSOR.name())
              .allowing(CURSOR.allowed()));
    }
    long limit = call.arguments().get(LIMIT).orElse(LIMIT_DEFAULT);
    return page(device.get().points(), from.orElse(0), limit, path, question);
  }

  private static Answer page(
      List<Point> points, int from, long limit, String path, String question) {
    int to = (int) Math.min(from + limit, points.size());
    return Answer.json(
        200,
        json -> {
          json.array("points");
          points.subList(from, to).forEach(point -> ConnectionsJson.write(json, point));
          json.end();
          if (to == points.size()) {
            json.text("next", null);
          } else {
            var next = new NextLink(path);
            next.add(LIMIT.name(), Long.toString(limit));
            next.add(CURSOR.name(), Cursor.write(question, Integer.toString(to)));
            json.text("next", next.toString());
          }
        });
  }
}
