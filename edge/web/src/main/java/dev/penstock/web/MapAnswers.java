package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.plantmap.ConduitShown;
import dev.penstock.plantmap.ConduitUse;
import dev.penstock.plantmap.Drawn;
import dev.penstock.plantmap.Picture;
import dev.penstock.plantmap.PrintedMap;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Arguments;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Sight;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The zone and conduit map: for screens with the places of all that is on it, for paper, and of one
 * conduit its policy beside what was observed. Who sees some zones sees these, and what ends in
 * them.
 *
 * <p>Req: 62443-4-2 CR 2.1, CR 6.1
 */
final class MapAnswers {
  static final String PATH = "/api/v1/map";

  private static final Parameter<Long> AT = Parameter.time("at");
  private static final Parameter<Long> MINUTES = Parameter.number("minutes", 15, 1_440);
  private static final Parameter<String> PAPER = Parameter.choice("paper", "a3", "a4");
  private static final Parameter<String> LANGUAGE = Parameter.choice("language", "en", "de");
  private static final Parameter<String> CONDUIT = Parameter.word("conduit").inPath();

  private static final long MINUTES_DEFAULT = 60;
  private static final long NANOS = 1_000_000_000L;
  private static final String SVG = "image/svg+xml";

  /** What stands in the file is drawn and never run, wherever it is opened. */
  private static final String NOTHING_BUT_STYLE = "default-src 'none'; style-src 'unsafe-inline'";

  private final MapView map;
  private final InstantSource clock;

  MapAnswers(WebParts parts) {
    this.map = parts.desks().map();
    this.clock = parts.clock();
  }

  List<Route> routes() {
    return List.of(
        route(PATH, List.of(AT, MINUTES), Set.of(200, 404), this::screen),
        route(
            PATH + ".svg",
            List.of(AT, MINUTES, PAPER, LANGUAGE),
            Set.of(200, 404, 422),
            this::paper),
        route(
            PATH + "/conduits/{conduit}",
            List.of(CONDUIT, AT, MINUTES),
            Set.of(200, 404),
            this::conduit));
  }

  private static Route route(
      String path, List<Parameter<?>> parameters, Set<Integer> statuses, Route.Handler handler) {
    return new Route(
        Route.Method.GET,
        path,
        Route.Access.within(Action.LIVE_VIEW),
        Route.Pace.QUERY,
        parameters,
        statuses,
        handler);
  }

  private Optional<MapView.Look> look(Arguments arguments) throws IOException {
    Instant now = clock.instant();
    Instant at =
        arguments
            .get(AT)
            .map(nanos -> Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS))
            .filter(asked -> asked.isBefore(now))
            .orElse(now);
    long minutes = arguments.get(MINUTES).orElse(MINUTES_DEFAULT);
    return map.look(at, Duration.ofMinutes(minutes));
  }

  private static Answer none() {
    return Answer.problem(
        ProblemCode.PLANT_UNKNOWN, "No model of the plant was in force at that time.");
  }

  private static Picture seen(MapView.Look look, Sight sight) {
    return sight.isWhole() ? look.picture() : look.picture().within(sight::reachesZone);
  }

  private Answer screen(Call call) throws IOException {
    Optional<MapView.Look> look = look(call.arguments());
    if (look.isEmpty()) {
      return none();
    }
    Sight sight = call.sight();
    Picture picture = seen(look.get(), sight);
    Optional<Drawn> drawn = Drawn.of(picture, map.layout());
    return Answer.json(
        200,
        json -> {
          MapJson.moment(json, look.get(), sight);
          MapJson.picture(json, picture, drawn);
        });
  }

  private Answer paper(Call call) throws IOException {
    Optional<MapView.Look> look = look(call.arguments());
    if (look.isEmpty()) {
      return none();
    }
    Optional<Drawn> drawn = Drawn.of(seen(look.get(), call.sight()), map.layout());
    if (drawn.isEmpty()) {
      return Answer.problem(
          ProblemCode.MAP_IMPOSSIBLE, "There is no zone, or there are too many of them.");
    }
    MapView.Look seen = look.get();
    var head =
        new PrintedMap.Head(
            seen.site().plant().site().name(),
            seen.version().number(),
            VersionAnswers.hex(seen.version().digest()).substring(0, 16),
            seen.flows().from(),
            // The quarter of an hour that runs ends with now.
            Math.min(seen.flows().to(), Math.max(clock.millis() * 1_000_000, seen.flows().from())));
    String paper = call.arguments().get(PAPER).orElse("a3").toUpperCase(Locale.ROOT);
    String language = call.arguments().get(LANGUAGE).orElse("en").toUpperCase(Locale.ROOT);
    String svg =
        PrintedMap.svg(
            drawn.get(),
            head,
            PrintedMap.Paper.valueOf(paper),
            PrintedMap.Language.valueOf(language));
    String moment = seen.at().toString().replaceAll("\\..*", "");
    return Answer.of(200, SVG, svg.getBytes(StandardCharsets.UTF_8))
        .download("map-" + moment + ".svg")
        .with("Content-Security-Policy", NOTHING_BUT_STYLE);
  }

  private Answer conduit(Call call) throws IOException {
    Optional<MapView.Look> look = look(call.arguments());
    if (look.isEmpty()) {
      return none();
    }
    Sight sight = call.sight();
    String id = call.arguments().require(CONDUIT);
    Optional<ConduitShown> conduit =
        seen(look.get(), sight).conduits().stream()
            .filter(each -> each.id().equals(id))
            .findFirst();
    if (conduit.isEmpty()) {
      return Answer.problem(
          ProblemCode.CONDUIT_UNKNOWN, "No such conduit was there, or you do not see its zones.");
    }
    ConduitUse use = ConduitUse.of(look.get().site(), conduit.get(), look.get().flows());
    return Answer.json(
        200,
        json -> {
          MapJson.moment(json, look.get(), sight);
          MapJson.use(json, look.get(), conduit.get(), use);
        });
  }
}
