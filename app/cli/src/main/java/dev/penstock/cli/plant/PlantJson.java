package dev.penstock.cli.plant;

import dev.penstock.cli.json.JsonText;
import dev.penstock.conduit.site.SiteReading;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.Acceptance;
import dev.penstock.plant.Change;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Finding;
import dev.penstock.plant.Model;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.validation.Observation;
import dev.penstock.plant.validation.Review;
import java.util.List;
import java.util.Optional;

/** The same for a program: one object for a file, one array of changes for two. */
final class PlantJson {
  private PlantJson() {}

  static List<String> of(PlantFile file, Optional<Review> review) {
    String body =
        switch (file.checked()) {
          case Checked.Sound(var model) -> sound(file, model, review.orElseThrow());
          case Checked.Unsound(var findings, var leftOut) ->
              "\"sound\":false,\"findings\":"
                  + JsonText.array(findings, PlantJson::finding)
                  + ",\"findings_left_out\":"
                  + leftOut;
        };
    return List.of("{\"file\":" + JsonText.of(file.file().toString()) + "," + body + "}");
  }

  private static String sound(PlantFile file, Model model, Review review) {
    long leftOut = review.leftOut().values().stream().mapToLong(Long::longValue).sum();
    return "\"sound\":"
        + file.policyFindings().isEmpty()
        + ",\"format\":"
        + JsonText.of(model.format().word())
        + ",\"organisation\":"
        + JsonText.of(model.organisation().id())
        + ",\"site\":"
        + JsonText.of(model.site().id())
        + ",\"zones\":"
        + model.zones().size()
        + ",\"conduits\":"
        + model.conduits().size()
        + ",\"assets\":"
        + model.assets().size()
        + ",\"digest\":"
        + JsonText.of(digest(file, model).toString())
        + ",\"findings\":"
        + JsonText.array(file.policyFindings(), PlantJson::finding)
        + ",\"observations\":"
        + JsonText.array(review.observations(), each -> observation(file, each))
        + ",\"observations_left_out\":"
        + leftOut;
  }

  private static Digest digest(PlantFile file, Model model) {
    return file.site().orElseThrow() instanceof SiteReading.Sound(var site)
        ? site.digest()
        : model.digest();
  }

  private static String finding(SiteReading.Line line) {
    return "{\"rule\":\"policy\",\"line\":"
        + line.place().line()
        + ",\"column\":"
        + line.place().column()
        + ",\"what\":"
        + JsonText.of(line.text())
        + "}";
  }

  private static String observation(PlantFile file, Observation each) {
    Place place = file.places().of(each.subject().toString());
    return "{\"rule\":"
        + JsonText.of(each.rule().name())
        + ",\"severity\":"
        + JsonText.of(each.rule().severity().word())
        + ",\"requirement\":"
        + JsonText.of(each.rule().requirement())
        + ",\"at\":"
        + JsonText.of(each.subject().toString())
        + ",\"line\":"
        + place.line()
        + ",\"column\":"
        + place.column()
        + ",\"what\":"
        + JsonText.of(each.what())
        + ",\"why\":"
        + JsonText.of(each.rule().why())
        + ",\"remedy\":"
        + JsonText.of(each.rule().remedy())
        + ",\"accepted\":"
        + each.accepted().map(PlantJson::acceptance).orElse("null")
        + "}";
  }

  private static String acceptance(Acceptance by) {
    return "{\"rationale\":"
        + JsonText.of(by.rationale())
        + ",\"until\":"
        + JsonText.of(by.until().toString())
        + "}";
  }

  private static String finding(Finding finding) {
    return "{\"rule\":"
        + JsonText.of(finding.rule().word())
        + ",\"path\":"
        + JsonText.of(finding.where().path())
        + ",\"line\":"
        + finding.where().place().line()
        + ",\"column\":"
        + finding.where().place().column()
        + ",\"what\":"
        + JsonText.of(finding.what())
        + ",\"why\":"
        + JsonText.of(finding.why())
        + "}";
  }

  static List<String> of(List<Change> changes) {
    return List.of(JsonText.array(changes, PlantJson::change));
  }

  private static String change(Change change) {
    return "{\"path\":"
        + JsonText.of(change.path())
        + ",\"before\":"
        + JsonText.of(change.before().orElse(null))
        + ",\"after\":"
        + JsonText.of(change.after().orElse(null))
        + "}";
  }
}
