package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.merkle.tile.TileResponse;
import dev.penstock.merkle.tile.TileView;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The log as C2SP tlog-tiles has it. Checkpoint and hashes are for everybody, for they show nothing
 * but that the log only grows; entries are for who may read.
 */
final class LogAnswers {
  private static final String PREFIX = "/log/";
  private static final Parameter<String> TILE = Parameter.word("path").inPath();

  private final TileView tiles;

  LogAnswers(WebParts parts) {
    this.tiles = parts.tiles();
  }

  List<Route> routes() {
    return List.of(
        route("/log/checkpoint", Route.Access.OPEN, List.of(), this::open),
        // In this order, for the first that fits decides.
        route(
            "/log/tile/entries/<path>",
            Route.Access.of(Action.EVIDENCE_VIEW),
            List.of(TILE),
            this::any),
        route("/log/tile/<path>", Route.Access.OPEN, List.of(TILE), this::open));
  }

  private static Route route(
      String path, Route.Access access, List<Parameter<?>> parameters, Route.Handler handler) {
    return new Route(
        Route.Method.GET,
        path,
        access,
        Route.Pace.QUERY,
        parameters,
        parameters.isEmpty() ? Set.of(200, 404) : Set.of(200, 404, 410),
        handler);
  }

  /** Whatever way a path took to get here, entries are not handed out without the token. */
  private Answer open(Call call) throws IOException {
    String path = pathOf(call);
    boolean isOfEntries =
        TilePath.decode(path) instanceof Decoded.Value<TilePath>(var resource)
            && resource instanceof TilePath.Entries;
    return isOfEntries
        ? Answer.problem(ProblemCode.NOT_FOUND, "Entries have another address.")
        : answer(path);
  }

  private Answer any(Call call) throws IOException {
    return answer(pathOf(call));
  }

  private static String pathOf(Call call) {
    return call.path().startsWith(PREFIX) ? call.path().substring(PREFIX.length()) : call.path();
  }

  private Answer answer(String path) throws IOException {
    TileResponse response = tiles.answer(path);
    return switch (response.status()) {
      case 200 ->
          Answer.of(200, response.contentType(), response.body())
              .with("Cache-Control", response.cacheControl());
      case 410 -> Answer.problem(ProblemCode.PRUNED, words(response));
      default -> Answer.problem(ProblemCode.NOT_IN_LOG, words(response));
    };
  }

  private static String words(TileResponse response) {
    return "The log says: " + new String(response.body(), StandardCharsets.UTF_8).strip() + ".";
  }
}
