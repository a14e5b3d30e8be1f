package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description that is served says what the server does: addresses, parameters, statuses. */
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private House house;
  private JsonNode document;
  private List<Route> routes;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    house = new House(folder);
    document =
        JSON.valueToTree(
            new Load(LoadSettings.builder().build())
                .loadFromString(
                    new String(
                        house.getOpen("/openapi").body(),
                        java.nio.charset.StandardCharsets.UTF_8)));
    routes =
        WebServer.routes(
            house.parts.getFirst(),
            House.LIMITS,
            new QueryGate(House.LIMITS),
            new Traffic(),
            new LiveAnswers(house.parts.getFirst()));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static String described(Route route) {
    return route.path().replace('<', '{').replace('>', '}');
  }

  private JsonNode operation(Route route) {
    return document
        .get("paths")
        .path(described(route))
        .path(route.method().name().toLowerCase(Locale.ROOT));
  }

  @Test
  void everyAddressIsDescribedAndNoOther() {
    Set<String> served =
        routes.stream()
            .map(route -> route.method().name().toLowerCase(Locale.ROOT) + " " + described(route))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> said = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method -> said.add(method + " " + path.getKey())));
    assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
    assertThat(said).isEqualTo(served).hasSizeGreaterThan(15);
  }

  @Test
  void everyParameterHasItsPlaceAndItsRange() {
    int compared = 0;
    for (Route route : routes) {
      List<String> said = new ArrayList<>();
      operation(route).path("parameters").forEach(one -> said.add(saidOf(one)));
      List<String> served = route.parameters().stream().map(OpenApiTest::servedOf).toList();
      assertThat(said).as(route.path()).isEqualTo(served);
      compared += served.size();
    }
    assertThat(compared).isGreaterThan(25);
  }

  private static String saidOf(JsonNode parameter) {
    JsonNode schema = parameter.get("schema");
    List<String> choices = new ArrayList<>();
    schema.path("enum").forEach(choice -> choices.add(choice.asText()));
    return parameter.get("name").asText()
        + " in "
        + parameter.get("in").asText()
        + (parameter.path("required").asBoolean() ? ", required, " : ", ")
        + schema.get("type").asText()
        + " "
        + schema.path("minimum").asText("")
        + ".."
        + schema.path("maximum").asText("")
        + " "
        + choices;
  }

  private static String servedOf(Parameter<?> parameter) {
    Parameter.Schema schema = parameter.schema();
    return parameter.name()
        + " in "
        + (parameter.isInPath() ? "path" : "query")
        + (parameter.isRequired() ? ", required, " : ", ")
        + schema.type()
        + " "
        + schema.minimum().map(String::valueOf).orElse("")
        + ".."
        + schema.maximum().map(String::valueOf).orElse("")
        + " "
        + schema.choices();
  }

  @Test
  void everyStatusIsDescribedAndNoOther() {
    for (Route route : routes) {
      Set<String> said = new TreeSet<>();
      operation(route).path("responses").fieldNames().forEachRemaining(said::add);
      Set<String> served =
          Stream.of(
                  route.statuses().stream(),
                  Route.COMMON.stream(),
                  route.access() instanceof Route.Access.Open
                      ? Stream.<Integer>empty()
                      : Route.REFUSALS.stream())
              .flatMap(all -> all)
              .map(String::valueOf)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(said).as(route.path()).isEqualTo(served);
    }
  }

  @Test
  void whatIsOpenIsSaidToBeOpen() {
    for (Route route : routes) {
      boolean isSaidOpen =
          operation(route).has("security") && operation(route).get("security").isEmpty();
      assertThat(isSaidOpen)
          .as(route.path())
          .isEqualTo(route.access() instanceof Route.Access.Open);
    }
  }

  @Test
  void theCodesOfProblemsAreAllThere() {
    Set<String> said = new HashSet<>();
    document
        .at("/components/schemas/Problem/properties/code/enum")
        .forEach(code -> said.add(code.asText()));
    Set<String> served =
        Stream.of(ProblemCode.values()).map(ProblemCode::code).collect(Collectors.toSet());
    assertThat(said).isEqualTo(served);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> references = document.findValues("$ref");
    assertThat(references).hasSizeGreaterThan(50);
    for (JsonNode reference : references) {
      assertThat(document.at(reference.asText().substring(1)).isMissingNode())
          .as(reference.asText())
          .isFalse();
    }
  }

  /** Answers have exactly the fields that their schema names. */
  @Test
  void answersHaveTheFieldsThatAreDescribed() throws Exception {
    mustHaveFieldsOf("SourcePage", house.json("/api/v1/sources"));
    mustHaveFieldsOf("Source", house.json("/api/v1/sources/1"));
    mustHaveFieldsOf("PointPage", house.json("/api/v1/sources/1/points"));
    mustHaveFieldsOf("Point", house.json("/api/v1/sources/1/points").at("/points/0"));
    mustHaveFieldsOf("RecordPage", house.json("/api/v1/records"));
    mustHaveFieldsOf("Record", house.json("/api/v1/records").at("/records/0"));
    mustHaveFieldsOf("Record", house.json("/api/v1/records/0.0"));
    mustHaveFieldsOf("Proof", house.json("/api/v1/records/0.0/proof"));
    mustHaveFieldsOf(
        "Continuity",
        house.json(
            "/api/v1/continuity?source=pump1&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z"));
    mustHaveFieldsOf("Node", house.json("/api/v1/node"));
    mustHaveFieldsOf("Anchors", house.json("/api/v1/anchors"));
    mustHaveFieldsOf("Anchor", house.json("/api/v1/anchors").at("/anchors/0"));
    mustHaveFieldsOf("AnchorResultPage", house.json("/api/v1/anchors/results"));
    mustHaveFieldsOf("AnchorResult", house.json("/api/v1/anchors/results").at("/results/0"));
    mustHaveFieldsOf("Topics", house.json("/api/v1/node/topics"));
    mustHaveFieldsOfConnections();
    mustHaveFieldsOf("Live", house.json("/health/live"));
    mustHaveFieldsOf("Ready", house.json("/health/ready"));
    mustHaveFieldsOf(
        "EventTaken", House.json(house.post("/api/v1/events?source=s&point=p", new byte[] {1})));
  }

  private void mustHaveFieldsOfConnections() throws Exception {
    JsonNode plant = house.json("/api/v1/plant");
    mustHaveFieldsOf("Plant", plant);
    mustHaveFieldsOf("PlantPolicy", plant.get("policy"));
    mustHaveFieldsOf("PolicyChannel", plant.at("/policy/channels/1"));
    mustHaveFieldsOf("PolicyRule", plant.at("/policy/channels/1/rules/0"));
    String path = "/api/v1/connections";
    JsonNode connections = house.json(path);
    mustHaveFieldsOf("Connections", connections);
    mustHaveFieldsOf("ConnectionDevice", connections.at("/devices/0"));
    mustHaveFieldsOf("ConnectionDestination", connections.at("/destinations/0"));
    mustHaveFieldsOf("ConnectionProxy", connections.at("/proxies/0"));
    mustHaveFieldsOf("ConnectionPointPage", house.json(path + "/devices/plc-1/points"));
    for (JsonNode point : house.json(path + "/devices/plc-1/points").get("points")) {
      mustHaveFieldsOf("ConnectionPoint", point);
    }
    JsonNode links = house.json(path + "/links");
    mustHaveFieldsOf("ConnectionLinks", links);
    mustHaveFieldsOf("DeviceLink", links.at("/devices/0"));
    mustHaveFieldsOf("DestinationLink", links.at("/destinations/0"));
    mustHaveFieldsOf("ProxyLink", links.at("/proxies/0"));
    mustHaveFieldsOf("ServerLink", links.at("/servers/0"));
    Browser engineer = engineer();
    String table = path + "/devices/plc-1/points/import";
    JsonNode made = engineer.json(200, engineer.postAs("text/csv", table, "sound"));
    mustHaveFieldsOf("ConnectionTableDraft", made);
    String check = path + "/drafts/check";
    JsonNode draft = engineer.json(200, engineer.postAs("application/yaml", check, "none"));
    mustHaveFieldsOf("ConnectionDraft", draft);
    mustHaveFieldsOf("ConnectionFinding", draft.at("/findings/0"));
    engineer.stepUp();
    String once = path + "/devices/plc-1/read-once";
    JsonNode read = engineer.json(200, engineer.post(once, "{\"points\": [{\"address\": \"p\"}]}"));
    mustHaveFieldsOf("OnceRead", read);
    mustHaveFieldsOf("OncePoint", read.at("/points/0"));
    String model = HexFormat.of().formatHex(FakeConnections.OLDER.digest().bytes());
    mustHaveFieldsOf("VersionDifference", house.json(path + "/versions/" + model + "/difference"));
  }

  private Browser engineer() throws Exception {
    Browser admin = Browser.ofFirst(house);
    Browser officer = Browser.of(house, admin, "p-officer", "[{\"role\": \"security-officer\"}]");
    officer.addApp();
    Browser engineer = Browser.of(house, admin, "p-engineer", "[{\"role\": \"engineer\"}]");
    officer.approveAll();
    return engineer;
  }

  @Test
  void aDryRunIsAsDescribed() throws Exception {
    String model = HexFormat.of().formatHex(FakeDryRuns.MODEL.bytes());
    JsonNode run = house.json("/api/v1/plant/versions/" + model + "/dry-run");
    mustHaveFieldsOf("DryRun", run);
    mustHaveFieldsOf("DryRunChange", run.at("/changes/0"));
    mustHaveFieldsOf("DryRunAnswer", run.at("/changes/0/before"));
    mustHaveFieldsOf("DryRunExample", run.at("/changes/0/examples/0"));
    mustHaveFieldsOf("DryRunReads", run.at("/reads/0"));
  }

  private void mustHaveFieldsOf(String schema, JsonNode answer) {
    Set<String> described = new TreeSet<>();
    document
        .at("/components/schemas/" + schema + "/required")
        .forEach(field -> described.add(field.asText()));
    Set<String> there = new TreeSet<>();
    answer.fieldNames().forEachRemaining(there::add);
    assertThat(there).as(schema).isEqualTo(described);
  }
}
