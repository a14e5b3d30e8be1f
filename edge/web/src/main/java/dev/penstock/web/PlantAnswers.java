package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.Bytes;
import dev.penstock.access.PersonId;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.Acceptance;
import dev.penstock.plant.Model;
import dev.penstock.plant.validation.Observation;
import dev.penstock.plant.validation.Review;
import dev.penstock.plant.validation.Validation;
import dev.penstock.plant.validation.Validations;
import dev.penstock.plant.version.History;
import dev.penstock.plant.version.Pseudonym;
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
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The model of the plant: what is in force, whole or as far as somebody looks, and what was. */
final class PlantAnswers {
  static final String PATH = "/api/v1/plant";
  static final String VERSIONS = PATH + "/versions";
  static final String VALIDATIONS = PATH + "/validations";
  static final String YAML = "application/yaml";

  /** RFC 9512: the type of a YAML file. */
  private static final String FILE = "plant.yaml";

  private static final Parameter<String> FORM = Parameter.choice("form", "json", "yaml");
  private static final Parameter<Long> LIMIT = Parameter.number("limit", 1, 1_000);
  private static final Parameter<String> CURSOR = Parameter.cursor();
  static final Parameter<Digest> MODEL = Parameter.digest("model").inPath();
  private static final long LIMIT_DEFAULT = 100;

  private final PlantView plant;
  private final Optional<Reception> reception;
  private final InstantSource clock;

  PlantAnswers(WebParts parts) {
    this.clock = parts.clock();
    this.plant = parts.desks().plant();
    this.reception = parts.front().reception();
  }

  List<Route> routes() {
    return List.of(
        get(PATH, Route.Access.within(Action.PLANT_VIEW), List.of(FORM), this::active),
        get(VALIDATIONS, Route.Access.of(Action.PLANT_VIEW), List.of(), _ -> validations()),
        get(
            VERSIONS,
            Route.Access.of(Action.PLANT_VIEW),
            List.of(LIMIT, CURSOR),
            call -> versions(call)),
        get(VERSIONS + "/{model}", Route.Access.of(Action.PLANT_VIEW), List.of(MODEL), this::kept));
  }

  private static Route get(
      String path, Route.Access access, List<Parameter<?>> parameters, Route.Handler handler) {
    return new Route(
        Route.Method.GET, path, access, Route.Pace.QUERY, parameters, Set.of(200, 404), handler);
  }

  private static Answer none() {
    return Answer.problem(ProblemCode.PLANT_UNKNOWN, "No such model of the plant is kept here.");
  }

  private Answer active(Call call) throws IOException {
    Optional<PlantView.Shown> shown = plant.active();
    if (shown.isEmpty()) {
      return none();
    }
    if (call.arguments().get(FORM).filter(form -> form.equals("yaml")).isPresent()) {
      // A part of a model is no model, so the file is for who may see all of it.
      Optional<Answer> refusal = call.refusal(Optional.empty());
      return refusal.isPresent() ? refusal.get() : file(shown.get().version().model());
    }
    Sight sight = call.sight();
    return Answer.json(200, json -> write(json, shown.get(), sight));
  }

  private Answer kept(Call call) throws IOException {
    return file(call.arguments().require(MODEL));
  }

  private Answer file(Digest model) throws IOException {
    return plant
        .yaml(model)
        .map(bytes -> Answer.of(200, YAML, bytes).download(FILE))
        .orElseGet(PlantAnswers::none);
  }

  private static void write(JsonWriter json, PlantView.Shown shown, Sight sight) {
    Model model = shown.model();
    json.whole("number", shown.version().number());
    json.text("digest", hex(shown.version().digest()));
    json.text("model", hex(shown.version().model()));
    json.text("since", Times.text(shown.since()));
    json.bool("isWhole", sight.isWhole());
    PlantModelJson.write(json, model, sight);
  }

  private Answer validations() {
    Optional<PlantView.Shown> shown = plant.active();
    if (shown.isEmpty()) {
      return none();
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Review review = Validations.look(shown.get().model(), today);
    return Answer.json(
        200,
        json -> {
          json.whole("number", shown.get().version().number());
          json.text("day", today.toString());
          json.array("items");
          review.observations().forEach(each -> write(json, each));
          json.end();
          json.array("leftOut");
          review.leftOut().forEach((rule, count) -> write(json, rule, count));
          json.end();
        });
  }

  private static void write(JsonWriter json, Observation each) {
    json.object();
    json.text("rule", each.rule().name());
    json.text("severity", each.rule().severity().word());
    json.text("requirement", each.rule().requirement());
    json.bool("isAcceptable", each.rule().isAcceptable());
    json.text("at", each.subject().toString());
    json.text("what", each.what());
    json.text("acceptedUntil", each.accepted().map(by -> by.until().toString()).orElse(null));
    json.text("rationale", each.accepted().map(Acceptance::rationale).orElse(null));
    json.end();
  }

  private static void write(JsonWriter json, Validation rule, long count) {
    json.object();
    json.text("rule", rule.name());
    json.text("severity", rule.severity().word());
    json.whole("count", count);
    json.end();
  }

  private Answer versions(Call call) {
    Optional<String> cursor = call.arguments().get(CURSOR);
    Optional<Long> before =
        cursor.flatMap(text -> Cursor.read(VERSIONS, text)).map(Long::parseLong);
    if (cursor.isPresent() && before.isEmpty()) {
      return Answer.problem(
          Problem.of(ProblemCode.CURSOR_INVALID, "The cursor is none of this address.")
              .at(CURSOR.name())
              .allowing(CURSOR.allowed()));
    }
    long limit = call.arguments().get(LIMIT).orElse(LIMIT_DEFAULT);
    History history = plant.history();
    List<History.Entry> older =
        history.entries().reversed().stream()
            .filter(entry -> before.isEmpty() || entry.version().number() < before.get())
            .toList();
    List<History.Entry> page = older.subList(0, (int) Math.min(limit, older.size()));
    return Answer.json(
        200,
        json -> {
          json.array("items");
          page.forEach(entry -> write(json, entry, history));
          json.end();
          json.array("waiting");
          history.waiting().forEach(one -> write(json, one));
          json.end();
          boolean isMore = page.size() < older.size();
          json.text("next", isMore ? next(limit, page.getLast().version().number()) : null);
        });
  }

  private static String next(long limit, long number) {
    var link = new NextLink(VERSIONS);
    link.add(LIMIT.name(), Long.toString(limit));
    link.add(CURSOR.name(), Cursor.write(VERSIONS, Long.toString(number)));
    return link.toString();
  }

  private void write(JsonWriter json, History.Entry entry, History history) {
    json.object();
    json.whole("number", entry.version().number());
    json.text("digest", hex(entry.version().digest()));
    json.text("model", hex(entry.version().model()));
    json.text("at", Times.text(entry.at()));
    json.text("cause", word(entry.cause().name()));
    if (entry.author().isPresent()) {
      json.name("author");
      somebody(json, entry.author().get());
    } else {
      json.text("author", null);
    }
    json.array("approvedBy");
    entry.approvers().forEach(one -> somebody(json, one));
    json.end();
    json.bool("isActive", history.active().filter(entry::equals).isPresent());
    json.end();
  }

  private void somebody(JsonWriter json, Pseudonym who) {
    json.object();
    json.text("id", who.toString());
    json.text(
        "name",
        reception
            .flatMap(desk -> desk.displayName(new PersonId(Bytes.of(who.bytes()))))
            .orElse(null));
    json.end();
  }

  private static void write(JsonWriter json, History.Waiting one) {
    json.object();
    json.text("model", hex(one.model()));
    json.text("at", Times.text(one.at()));
    json.text("origin", word(one.origin().name()));
    json.end();
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String hex(Digest digest) {
    return HexFormat.of().formatHex(digest.bytes());
  }
}
