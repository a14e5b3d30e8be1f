package dev.penstock.web;

import static dev.penstock.web.SourceLookup.SOURCE;

import dev.penstock.access.Action;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.flow.Entries;
import dev.penstock.flow.query.PointKnown;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.flow.shred.Seen;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Arguments;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Cursor;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Sight;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.form.RecordForm;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which sources there are, and which points, each with its last value. */
final class SourceAnswers {
  private static final String PATH = "/api/v1/sources";

  /** What a cursor is bound to that says a number in place of a name. */
  private static final String BY_NUMBER = PATH + " by number";

  /** One less than may be asked for, so that whether there is more is seen. */
  private static final Parameter<Long> LIMIT =
      Parameter.number("limit", 1, SealedRecords.NAMES_MAX - 1);

  /** Each point brings its last record, which may have 128 KiB. */
  private static final Parameter<Long> POINT_LIMIT = Parameter.number("limit", 1, 100);

  private static final long LIMIT_DEFAULT = 100;

  /** Who reaches a few of many sources goes on by "next", rather than wait for all at once. */
  private static final int LOOKS_MAX = 20;

  private static final Parameter<String> CURSOR = Parameter.cursor();
  private static final Parameter<Long> NUMBER =
      Parameter.number("number", 0, LedgerRecord.ID_MAX).inPath();

  private final SealedRecords records;
  private final SourceLookup lookup;
  private final InstantSource clock;
  private final AnchorView anchors;
  private final ValueOpening values;
  private final PlantView plant;
  private final int pageBytes;

  SourceAnswers(WebParts parts, WebLimits limits) {
    this.records = parts.records();
    this.lookup = new SourceLookup(records);
    this.clock = parts.clock();
    this.anchors = parts.anchors();
    this.values = parts.values();
    this.plant = parts.desks().plant();
    this.pageBytes = limits.pageBytes();
  }

  List<Route> routes() {
    return List.of(
        query(PATH, List.of(SOURCE, LIMIT, CURSOR), this::sources),
        query(PATH + "/{number}", List.of(NUMBER), this::one),
        query(PATH + "/{number}/points", List.of(NUMBER, POINT_LIMIT, CURSOR), this::points));
  }

  private static Route query(String path, List<Parameter<?>> parameters, Route.Handler handler) {
    return new Route(
        Route.Method.GET,
        path,
        Route.Access.within(Action.LIVE_VIEW),
        Route.Pace.QUERY,
        parameters,
        Set.of(200, 404),
        handler);
  }

  private Answer sources(Call call) throws IOException {
    Arguments arguments = call.arguments();
    if (arguments.get(SOURCE).isPresent()) {
      return switch (lookup.source(call)) {
        case SourceLookup.Found.One<SourceKnown>(var source) ->
            Answer.json(
                200,
                json -> {
                  json.array("sources");
                  write(json, source);
                  json.end();
                  json.text("next", null);
                  json.whole("indexed", records.indexed());
                });
        case SourceLookup.Found.Refused<SourceKnown>(var answer) -> answer;
        case SourceLookup.Found.Unnamed<SourceKnown>() ->
            throw new IllegalStateException("the request names a source");
      };
    }
    Optional<String> after = after(arguments);
    if (after.isEmpty()) {
      return badCursor();
    }
    long limit = arguments.get(LIMIT).orElse(LIMIT_DEFAULT);
    Names page = names(call.sight(), after.get(), (int) limit);
    return Answer.json(
        200,
        json -> {
          json.array("sources");
          page.shown().forEach(source -> write(json, source));
          json.end();
          json.text("next", page.next().map(cursor -> link(PATH, limit, cursor)).orElse(null));
          json.whole("indexed", records.indexed());
        });
  }

  /**
   * A page of sources.
   *
   * @param next the cursor of the next page; empty where there is none. It says no name that is not
   *     shown, for whoever holds it reads it
   */
  private record Names(List<SourceKnown> shown, Optional<String> next) {}

  private Names names(Sight sight, String after, int limit) throws IOException {
    List<SourceKnown> shown = new ArrayList<>();
    Optional<SourceKnown> last = Optional.empty();
    int portion = sight.isWhole() ? limit + 1 : SealedRecords.NAMES_MAX;
    for (int look = 0; look < LOOKS_MAX; look++) {
      List<SourceKnown> found = records.sources(last.map(SourceKnown::name).orElse(after), portion);
      for (SourceKnown source : found) {
        if (sight.reaches(source.name())) {
          if (shown.size() == limit) {
            return new Names(shown, Optional.of(Cursor.write(PATH, shown.getLast().name())));
          }
          shown.add(source);
        }
        last = Optional.of(source);
      }
      if (found.size() < portion) {
        return new Names(shown, Optional.empty());
      }
    }
    return new Names(
        shown, last.map(source -> Cursor.write(BY_NUMBER, Long.toString(source.number()))));
  }

  private Answer one(Call call) throws IOException {
    return switch (lookup.source(call, call.arguments().require(NUMBER))) {
      case SourceLookup.Found.One<SourceKnown>(var source) ->
          Answer.json(200, json -> fields(json, source));
      case SourceLookup.Found.Refused<SourceKnown>(var answer) -> answer;
      case SourceLookup.Found.Unnamed<SourceKnown>() ->
          throw new IllegalStateException("the path names a source");
    };
  }

  private Answer points(Call call) throws IOException {
    return switch (lookup.source(call, call.arguments().require(NUMBER))) {
      case SourceLookup.Found.One<SourceKnown>(var source) -> points(call.arguments(), source);
      case SourceLookup.Found.Refused<SourceKnown>(var answer) -> answer;
      case SourceLookup.Found.Unnamed<SourceKnown>() ->
          throw new IllegalStateException("the path names a source");
    };
  }

  private Answer points(Arguments arguments, SourceKnown source) throws IOException {
    String path = PATH + "/" + source.number() + "/points";
    Optional<String> after = after(arguments, path);
    if (after.isEmpty()) {
      return badCursor();
    }
    long limit = arguments.get(POINT_LIMIT).orElse(LIMIT_DEFAULT);
    List<PointKnown> found = records.points(source.number(), after.get(), (int) limit + 1);
    long verified = Times.nanos(clock.instant());
    List<Seen> seen = seen(found);
    return Answer.json(
        200,
        json -> {
          json.object("source");
          fields(json, source);
          json.end();
          json.array("points");
          int written = 0;
          while (written < Math.min(found.size(), limit) && json.length() < pageBytes) {
            write(json, source, found.get(written), verified, seen.get(written));
            written++;
          }
          json.end();
          boolean isMore = found.size() > written;
          json.text("next", isMore ? next(path, limit, found.get(written - 1).name()) : null);
          json.whole("indexed", records.indexed());
        });
  }

  /** What can be shown of the last value of each. */
  private List<Seen> seen(List<PointKnown> points) throws IOException {
    List<Seen> seen = new ArrayList<>();
    for (PointKnown point : points) {
      Optional<SealedRecord> last = point.last();
      seen.add(last.isEmpty() ? new Seen.Plain() : values.see(last.get().record()));
    }
    return seen;
  }

  private void write(JsonWriter json, SourceKnown source) {
    json.object();
    fields(json, source);
    json.end();
  }

  private void fields(JsonWriter json, SourceKnown source) {
    json.number("number", source.number());
    json.text("name", source.name());
    // The model says it for all; what a source's own dictionary says is a claim of whoever sent it.
    json.text(
        "zone", plant.zonesOf(source.name()).stream().findFirst().or(source::zone).orElse(null));
    json.text("protocol", source.protocol().orElse(null));
    json.whole("pointCount", source.points());
    json.whole("recordCount", source.records());
    json.text("lastTime", source.lastTime().map(Times::text).orElse(null));
    json.text("points", PATH + "/" + source.number() + "/points");
  }

  private void write(
      JsonWriter json, SourceKnown source, PointKnown point, long verified, Seen seen) {
    json.object();
    json.number("number", point.number());
    json.text("name", point.name());
    json.text("dataType", point.dataType().orElse(null));
    json.text("unit", point.unit().orElse(null));
    json.text("contentType", point.contentType().orElse(null));
    Optional<SealedRecord> last = point.last();
    if (last.isPresent()) {
      json.name("last");
      var names = new RecordForm.Names(Optional.of(source.name()), Optional.of(point.name()));
      Long anchored = new AnchoredTimes(anchors).of(last.get().place().entry());
      RecordForm.write(json, last.get(), names, anchored, verified, seen);
    } else {
      json.text("last", null);
    }
    // The last value may have been dropped: never to be shown as a point that never spoke.
    json.text("lastPruned", point.pruned().map(SourceAnswers::words).orElse(null));
    json.end();
  }

  private static String words(Entries.Pruned gone) {
    return "The last value was dropped by policy "
        + gone.policy()
        + " on "
        + Times.text(gone.at())
        + ".";
  }

  /** The name after which a page of sources begins; as below. */
  private Optional<String> after(Arguments arguments) throws IOException {
    Optional<String> number =
        arguments.get(CURSOR).flatMap(cursor -> Cursor.read(BY_NUMBER, cursor));
    if (number.isEmpty()) {
      return after(arguments, PATH);
    }
    // Anybody can write a cursor: what is no number of a source is a bad one.
    return number.get().matches("[0-9]{1,9}")
        ? records.source(Long.parseLong(number.get())).map(SourceKnown::name)
        : Optional.empty();
  }

  /** The name after which the page begins: empty for the first; absent for a bad cursor. */
  private static Optional<String> after(Arguments arguments, String question) {
    Optional<String> cursor = arguments.get(CURSOR);
    return cursor.isEmpty() ? Optional.of("") : Cursor.read(question, cursor.get());
  }

  private static Answer badCursor() {
    return Answer.problem(
        Problem.of(ProblemCode.CURSOR_INVALID, "The cursor is none of this address.")
            .at(CURSOR.name())
            .allowing(CURSOR.allowed()));
  }

  private static String next(String path, long limit, String last) {
    return link(path, limit, Cursor.write(path, last));
  }

  private static String link(String path, long limit, String cursor) {
    var link = new NextLink(path);
    link.add(LIMIT.name(), Long.toString(limit));
    link.add(CURSOR.name(), cursor);
    return link.toString();
  }
}
