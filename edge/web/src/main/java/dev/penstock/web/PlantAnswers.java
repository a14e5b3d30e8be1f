package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.DualControl;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.conduit.site.SiteValidations;
import dev.penstock.plant.Acceptance;
import dev.penstock.plant.Model;
import dev.penstock.plant.validation.Observation;
import dev.penstock.plant.validation.Review;
import dev.penstock.plant.validation.Validation;
import dev.penstock.plantmap.Observed;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Sight;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The model of the plant: what is in force, whole or as far as somebody looks, and what was. */
final class PlantAnswers {
  static final String PATH = "/api/v1/plant";
  static final String VALIDATIONS = PATH + "/validations";

  static final VersionAnswers.Kind KIND =
      new VersionAnswers.Kind(
          PATH,
          Action.PLANT_VIEW,
          Action.PLANT_CHANGE,
          DualControl.Kind.PLANT_CHANGE,
          "plant.yaml",
          "model of the plant",
          ProblemCode.PLANT_UNKNOWN,
          ProblemCode.PLANT_UNSOUND);

  private static final Parameter<String> FORM = Parameter.choice("form", "json", "yaml");

  private final PlantView plant;
  private final VersionAnswers versions;
  private final MapView map;
  private final InstantSource clock;

  PlantAnswers(WebParts parts, VersionAnswers versions) {
    this.versions = versions;
    this.clock = parts.clock();
    this.plant = parts.desks().plant();
    this.map = parts.desks().map();
  }

  List<Route> routes() {
    return List.of(
        get(PATH, Route.Access.within(Action.PLANT_VIEW), List.of(FORM), this::active),
        get(VALIDATIONS, Route.Access.of(Action.PLANT_VIEW), List.of(), _ -> validations()));
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
    Optional<VersionedView.Shown<SiteModel>> shown = plant.active();
    if (shown.isEmpty()) {
      return none();
    }
    if (call.arguments().get(FORM).filter(form -> form.equals("yaml")).isPresent()) {
      // A part of a model is no model, so the file is for who may see all of it.
      Optional<Answer> refusal = call.refusal(Optional.empty());
      return refusal.isPresent() ? refusal.get() : versions.file(shown.get().version().model());
    }
    Sight sight = call.sight();
    return Answer.json(200, json -> write(json, shown.get(), sight));
  }

  private static void write(JsonWriter json, VersionedView.Shown<SiteModel> shown, Sight sight) {
    Model model = shown.model().plant();
    json.whole("number", shown.version().number());
    json.text("digest", VersionAnswers.hex(shown.version().digest()));
    json.text("model", VersionAnswers.hex(shown.version().model()));
    json.text("since", Times.text(shown.since()));
    json.bool("isWhole", sight.isWhole());
    PlantModelJson.write(json, model, sight);
    PolicyJson.write(json, shown.model(), sight);
  }

  private Answer validations() throws IOException {
    Optional<VersionedView.Shown<SiteModel>> shown = plant.active();
    if (shown.isEmpty()) {
      return none();
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    SiteModel site = shown.get().model();
    // No role has the model of the whole site without its live data: GrantRules.
    Observed observed = map.observed(site);
    Review review = SiteValidations.look(site, today, observed.told());
    return Answer.json(
        200,
        json -> {
          json.whole("number", shown.get().version().number());
          json.text("day", today.toString());
          json.bool("isRead", observed.isRead());
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
}
