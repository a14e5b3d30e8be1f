package dev.penstock.cli.plant;

import dev.penstock.plant.Checked;
import dev.penstock.plant.Model;
import dev.penstock.plant.form.Places;
import dev.penstock.plant.form.PlantReader;
import dev.penstock.plant.form.Reading;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import dev.penstock.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that describes a plant, sound or not.
 *
 * @param policy what stands there about policy, which is not read here
 * @param places where the things of the plant stand in it
 */
record PlantFile(Path file, Checked checked, Optional<Tree> policy, Places places) {
  /** Room for the largest model there may be. */
  private static final int BYTES_MAX = 1 << 26;

  static PlantFile read(Path file) throws UnusableException {
    return switch (YamlReader.read(file, BYTES_MAX)) {
      case YamlReader.Parsed.Unreadable(var place, var why) ->
          throw new UnusableException(at(file, place) + why);
      case YamlReader.Parsed.Root(var tree) ->
          switch (PlantReader.read(tree)) {
            case Reading.NoPlant(var place, var why) ->
                throw new UnusableException(at(file, place) + "is no plant: " + why);
            case Reading.Plant(var checked, var policy) ->
                new PlantFile(file, checked, policy, Places.of(tree));
          };
    };
  }

  Model sound() throws UnusableException {
    return switch (checked) {
      case Checked.Sound(var model) -> model;
      case Checked.Unsound unsound ->
          throw new UnusableException(PlantText.of(file, unsound.findings().getFirst()));
    };
  }

  static String at(Path file, Place place) {
    String line = place.equals(Place.NONE) ? "" : ":" + place.line() + ":" + place.column();
    return file + line + ": ";
  }
}
