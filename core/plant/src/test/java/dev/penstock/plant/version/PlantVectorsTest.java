package dev.penstock.plant.version;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.Asset;
import dev.penstock.plant.CanonicalForm;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Draft;
import dev.penstock.plant.Model;
import dev.penstock.plant.Organisation;
import dev.penstock.plant.Plants;
import dev.penstock.plant.Site;
import dev.penstock.plant.Zone;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.cddl.Cddl;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bytes that docs/formats/plant.md promises, made by another program. */
class PlantVectorsTest {
  private final JsonNode vectors =
      new ObjectMapper()
          .readTree(Vectors.root().resolve("docs/formats/vectors/plant/plant.json").toFile());
  private final Cddl grammar = Cddl.read(Vectors.root().resolve("docs/formats/plant.cddl"));

  PlantVectorsTest() throws Exception {}

  private static Model model(JsonNode json) {
    List<Zone> zones = new ArrayList<>();
    for (JsonNode each : json.path("zones")) {
      Optional<String> parent = Optional.ofNullable(each.get("parent")).map(JsonNode::asText);
      zones.add(new Zone(id(each), name(each), parent, texts(each.path("sources"))));
    }
    List<Conduit> conduits = new ArrayList<>();
    json.path("conduits")
        .forEach(
            each -> conduits.add(new Conduit(id(each), name(each), texts(each.get("between")))));
    List<Asset> assets = new ArrayList<>();
    json.path("assets")
        .forEach(each ->
            assets.add(new Asset(id(each), name(each), Optional.of(each.get("zone").asText()))));
    var organisation = json.get("organisation");
    var site = json.get("site");
    return Plants.model(
        Draft.of(
            new Organisation(id(organisation), name(organisation)),
            new Site(id(site), name(site)),
            zones,
            conduits,
            assets));
  }

  private static String id(JsonNode element) {
    return element.get("id").asText();
  }

  private static String name(JsonNode element) {
    return element.get("name").asText();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  @Test
  void modelsHaveTheBytesOfTheVectors() {
    assertThat(vectors.get("models")).hasSize(2);
    for (JsonNode vector : vectors.get("models")) {
      Model model = model(vector.get("model"));
      byte[] bytes = CanonicalForm.encode(model);
      assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(vector.get("cbor").asText());
      assertThat(model.digest()).hasToString(vector.get("sha256").asText());
      assertThat(CanonicalForm.decode(bytes)).isEqualTo(new Decoded.Value<>(model));
      assertThat(grammar.fault("plant", bytes)).isEmpty();
    }
  }

  @Test
  void versionsHaveTheBytesOfTheVectors() {
    Optional<Digest> previous = Optional.empty();
    assertThat(vectors.get("versions")).hasSize(3);
    for (JsonNode vector : vectors.get("versions")) {
      Model model = model(vectors.get("models").get(vector.get("of").asInt()).get("model"));
      var version = new ModelVersion(vector.get("number").asLong(), model.digest(), previous);
      byte[] bytes = version.encode();
      assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(vector.get("cbor").asText());
      assertThat(version.digest()).hasToString(vector.get("sha256").asText());
      assertThat(grammar.fault("version", bytes)).isEmpty();
      previous = Optional.of(version.digest());
    }
  }

  @Test
  void randomModelsKeepTheGrammar() {
    for (long seed = 0; seed < 50; seed++) {
      byte[] bytes = CanonicalForm.encode(Plants.model(Plants.random(seed)));
      assertThat(grammar.fault("plant", bytes)).isEmpty();
    }
  }
}
