package dev.penstock.cli.plant;

import dev.penstock.conduit.site.SiteForm;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.conduit.site.SiteReading;
import dev.penstock.conduit.site.SiteValidations;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Model;
import dev.penstock.plant.form.Places;
import dev.penstock.plant.form.PlantReader;
import dev.penstock.plant.form.Reading;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.validation.Review;
import dev.penstock.plant.validation.Validations;
import dev.penstock.yaml.YamlReader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A file that describes a plant, sound or not.
 *
 * @param site the plant with its policy; empty where the plant is not sound
 * @param places where the things of the plant stand in it
 */
record PlantFile(Path file, Checked checked, Optional<SiteReading> site, Places places) {
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
            case Reading.Plant(Checked.Sound sound, _) ->
                new PlantFile(file, sound, Optional.of(SiteForm.read(tree)), Places.of(tree));
            case Reading.Plant(Checked.Unsound unsound, _) ->
                new PlantFile(file, unsound, Optional.empty(), Places.of(tree));
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

  /** The plant with its policy, sound both. */
  SiteModel soundSite() throws UnusableException {
    Model _ = sound();
    return switch (site.orElseThrow()) {
      case SiteReading.Sound(var read) -> read;
      case SiteReading.Unsound(var findings, _) ->
          throw new UnusableException(
              at(file, findings.getFirst().place()) + findings.getFirst().text());
    };
  }

  /**
   * What validations say of it; nothing where the plant is not sound. Where only the policy is not,
   * those that need it are not asked.
   */
  Optional<Review> review(LocalDate today) {
    return switch (checked) {
      case Checked.Unsound _ -> Optional.empty();
      case Checked.Sound(var model) ->
          Optional.of(
              site.orElseThrow() instanceof SiteReading.Sound(var read)
                  ? SiteValidations.look(read, today)
                  : Validations.look(model, today));
    };
  }

  /** What is wrong with its policy, a line for each thing. */
  List<SiteReading.Line> policyFindings() {
    return site.isPresent() && site.get() instanceof SiteReading.Unsound(var findings, _)
        ? findings
        : List.of();
  }

  static String at(Path file, Place place) {
    String line = place.equals(Place.NONE) ? "" : ":" + place.line() + ":" + place.column();
    return file + line + ": ";
  }
}
