package dev.penstock.plant.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Finding;
import dev.penstock.plant.Model;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** Files of plants for tests, written as JSON: without quotes around names, with single ones. */
public final class Trees {
  private static final JsonMapper READER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  private Trees() {}

  /** The tree of something that is JSON. */
  @SuppressWarnings("exports") // Tests of other packages read with the same library.
  public static Tree of(JsonNode json) {
    if (json.isArray()) {
      List<Tree> items = new ArrayList<>();
      json.forEach(each -> items.add(of(each)));
      return new Tree.Items(Place.NONE, items);
    }
    if (json.isObject()) {
      List<Tree.Field> fields = new ArrayList<>();
      json.properties()
          .forEach(each ->
              fields.add(
                  new Tree.Field(new Tree.Scalar(Place.NONE, each.getKey()), of(each.getValue()))));
      return new Tree.Fields(Place.NONE, fields);
    }
    return new Tree.Scalar(Place.NONE, json.asText());
  }

  private static Tree plant(String more) {
    String begin = "{format:'penstock-plant-2',organisation:{id:'works'},site:{id:'east'},";
    try {
      return of(READER.readTree(begin + more + "}"));
    } catch (JsonProcessingException e) {
      throw new AssertionError(more, e);
    }
  }

  /** A sound plant of the newest format that has these fields. */
  public static Model model(String fields) {
    return switch (PlantReader.read(plant(fields))) {
      case Reading.Plant(Checked.Sound(var model), _) -> model;
      case Reading other -> throw new AssertionError(other.toString());
    };
  }

  /** What is wrong with a plant that has these fields. */
  public static List<Finding> findings(String fields) {
    return switch (PlantReader.read(plant(fields))) {
      case Reading.Plant(Checked.Unsound(var findings, _), _) -> findings;
      case Reading.Plant(Checked.Sound _, _) -> List.of();
      case Reading.NoPlant no -> throw new AssertionError(no.why());
    };
  }
}
