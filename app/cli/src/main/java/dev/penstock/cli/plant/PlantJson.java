package dev.penstock.cli.plant;

import dev.penstock.cli.json.JsonText;
import dev.penstock.plant.Change;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Finding;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelDiff;
import java.nio.file.Path;
import java.util.List;

/** The same for a program: one object for a file, one array of changes for two. */
final class PlantJson {
  private PlantJson() {}

  static List<String> of(Path file, Checked checked) {
    String body =
        switch (checked) {
          case Checked.Sound(var model) -> sound(model);
          case Checked.Unsound(var findings, var leftOut) ->
              "\"sound\":false,\"findings\":"
                  + JsonText.array(findings, PlantJson::finding)
                  + ",\"findings_left_out\":"
                  + leftOut;
        };
    return List.of("{\"file\":" + JsonText.of(file.toString()) + "," + body + "}");
  }

  private static String sound(Model model) {
    return "\"sound\":true,\"organisation\":"
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
        + JsonText.of(model.digest().toString())
        + ",\"findings\":[]";
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

  static List<String> of(ModelDiff diff) {
    return List.of(JsonText.array(diff.changes(), PlantJson::change));
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
