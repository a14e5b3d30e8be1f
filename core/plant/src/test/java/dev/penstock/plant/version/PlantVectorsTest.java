package dev.penstock.plant.version;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.CanonicalForm;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Model;
import dev.penstock.plant.Plants;
import dev.penstock.plant.form.PlantReader;
import dev.penstock.plant.form.Reading;
import dev.penstock.plant.form.Trees;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.cddl.Cddl;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bytes that docs/formats/plant.md promises, made by another program. */
class PlantVectorsTest {
  private final JsonNode vectors =
      new ObjectMapper()
          .readTree(Vectors.root().resolve("docs/formats/vectors/plant/plant.json").toFile());
  private final Cddl grammar = Cddl.read(Vectors.root().resolve("docs/formats/plant.cddl"));

  PlantVectorsTest() throws Exception {}

  /** The vectors are what files hold. */
  private static Model model(JsonNode json) {
    return switch (PlantReader.read(Trees.of(json))) {
      case Reading.Plant(Checked.Sound(var model), _) -> model;
      case Reading other -> throw new AssertionError(other.toString());
    };
  }

  @Test
  void modelsHaveTheBytesOfTheVectors() {
    assertThat(vectors.get("models")).hasSize(4);
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
    assertThat(vectors.get("versions")).hasSize(4);
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
