package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.merkle.Digest;
import dev.penstock.plantmap.dryrun.DryRuns;
import dev.penstock.plantmap.dryrun.Tried;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Arguments;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Sight;
import dev.penstock.web.internal.call.Times;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What another model of the plant would have made of the last day of traffic, or of a stretch that
 * is asked for. Who sees some zones sees the requests from and to these.
 *
 * <p>Req: 62443-4-2 CR 2.1
 */
final class DryRunAnswers {
  static final String PATH = PlantAnswers.KIND.versions() + "/{model}/dry-run";

  private static final Parameter<Long> FROM = Parameter.time("from");
  private static final Parameter<Long> TO = Parameter.time("to");
  private static final long DAY_NANOS = Duration.ofDays(1).toNanos();
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final DryRunView dryRuns;
  private final InstantSource clock;

  DryRunAnswers(WebParts parts) {
    this.dryRuns = parts.desks().dryRuns();
    this.clock = parts.clock();
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.GET,
            PATH,
            Route.Access.within(Action.LIVE_VIEW),
            Route.Pace.QUERY,
            List.of(VersionAnswers.MODEL, FROM, TO),
            Set.of(200, 404),
            this::look));
  }

  private Answer look(Call call) throws IOException {
    Arguments arguments = call.arguments();
    long now = Math.max(0, clock.millis()) * NANOS_PER_MILLI;
    // The end of the minute that runs, so that who asks again meanwhile asks for the same.
    long end = (now / MINUTE_NANOS + 1) * MINUTE_NANOS;
    long to = Math.min(end, arguments.get(TO).orElse(end));
    long from = arguments.get(FROM).orElse(Math.max(0, to - DAY_NANOS));
    if (from >= to || to - from > DryRuns.STRETCH_MAX.toNanos()) {
      return Answer.problem(
          Problem.of(
                  ProblemCode.PARAMETER_INVALID,
                  "The stretch is empty, lies in the future, or is too long.")
              .at(FROM.name())
              .given(Times.text(from))
              .allowing(
                  "a time before to, %s, by at most %d days"
                      .formatted(Times.text(to), DryRuns.STRETCH_MAX.toDays())));
    }
    Digest model = arguments.require(VersionAnswers.MODEL);
    Optional<DryRunView.Look> look = dryRuns.look(model, from, to);
    if (look.isEmpty()) {
      return Answer.problem(ProblemCode.PLANT_UNKNOWN, "No such model of the plant is kept here.");
    }
    Sight sight = call.sight();
    Tried tried = look.get().tried();
    Tried seen = sight.isWhole() ? tried : tried.within(sight::reachesZone);
    return Answer.json(
        200,
        json -> {
          json.text("model", VersionAnswers.hex(model));
          json.whole("number", look.get().number().orElse(null));
          json.bool("isWhole", sight.isWhole());
          DryRunJson.write(json, seen);
        });
  }
}
