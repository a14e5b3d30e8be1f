package dev.penstock.cli.plant;

import dev.penstock.plant.Change;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Finding;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelDiff;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was found, for people: one line for each finding or difference. */
final class PlantText {
  private PlantText() {}

  static List<String> of(Path file, Checked checked) {
    return switch (checked) {
      case Checked.Sound(var model) -> sound(file, model);
      case Checked.Unsound(var findings, var leftOut) -> {
        List<String> lines = new ArrayList<>();
        findings.forEach(finding -> lines.add(of(file, finding)));
        if (leftOut > 0) {
          lines.add(file + ": and " + leftOut + " more findings");
        }
        yield lines;
      }
    };
  }

  private static List<String> sound(Path file, Model model) {
    return List.of(
        file + ": sound",
        "  organisation  " + model.organisation().name(),
        "  site          " + model.site().name(),
        "  zones         " + model.zones().size(),
        "  conduits      " + model.conduits().size(),
        "  assets        " + model.assets().size(),
        "  digest        " + model.digest());
  }

  static String of(Path file, Finding finding) {
    String path = finding.where().path().isEmpty() ? "" : finding.where().path() + ": ";
    return PlantCommand.at(file, finding.where().place())
        + finding.rule().word()
        + ": "
        + path
        + finding.what()
        + "; "
        + finding.why();
  }

  static List<String> of(ModelDiff diff) {
    return diff.isEmpty()
        ? List.of("no difference")
        : diff.changes().stream().map(PlantText::of).toList();
  }

  private static String of(Change change) {
    if (change.before().isEmpty()) {
      return "+ " + change.path() + ": " + change.after().orElse("");
    }
    if (change.after().isEmpty()) {
      return "- " + change.path() + ": " + change.before().get();
    }
    return "~ " + change.path() + ": " + change.before().get() + " -> " + change.after().get();
  }
}
