package dev.penstock.cli.plant;

import dev.penstock.conduit.Policy;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.conduit.site.SiteReading;
import dev.penstock.plant.Change;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Finding;
import dev.penstock.plant.Model;
import dev.penstock.plant.PlantFormat;
import dev.penstock.plant.validation.Observation;
import dev.penstock.plant.validation.Review;
import dev.penstock.plant.validation.Severity;
import dev.penstock.plant.validation.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was found, for people: one line for each finding or difference. */
final class PlantText {
  private PlantText() {}

  static List<String> of(PlantFile file, Optional<Review> review) {
    return switch (file.checked()) {
      case Checked.Sound(var model) -> sound(file, model, review.orElseThrow());
      case Checked.Unsound(var findings, var leftOut) -> {
        List<String> lines = new ArrayList<>();
        findings.forEach(finding -> lines.add(of(file.file(), finding)));
        if (leftOut > 0) {
          lines.add(file.file() + ": and " + leftOut + " more findings");
        }
        yield lines;
      }
    };
  }

  private static List<String> sound(PlantFile file, Model model, Review review) {
    List<String> lines = new ArrayList<>();
    lines.add(file.file() + (file.policyFindings().isEmpty() ? ": sound" : ": policy not sound"));
    for (SiteReading.Line each : file.policyFindings()) {
      lines.add(PlantFile.at(file.file(), each.place()) + each.text());
    }
    lines.add("  organisation  " + model.organisation().name());
    lines.add("  site          " + model.site().name());
    model.system().ifPresent(system -> lines.add("  system        " + system.name()));
    lines.add("  zones         " + model.zones().size());
    lines.add("  conduits      " + model.conduits().size());
    lines.add("  assets        " + model.assets().size());
    lines.add("  format        " + model.format().word());
    Optional<SiteModel> site =
        file.site().orElseThrow() instanceof SiteReading.Sound(var read)
            ? Optional.of(read)
            : Optional.empty();
    lines.add("  digest        " + site.map(SiteModel::digest).orElseGet(model::digest));
    if (model.format() != PlantFormat.newest()) {
      lines.add("  as a change   " + model.inNewestFormat().digest());
    }
    site.flatMap(SiteModel::policy).ifPresent(policy -> lines.add(summary(policy)));
    lines.add("  validations   " + summary(review));
    review.observations().forEach(each -> lines.add(of(file, each)));
    review
        .leftOut()
        .forEach((rule, count) -> lines.add("and " + count + " more of " + rule.name()));
    return lines;
  }

  private static String summary(Policy policy) {
    long rules = policy.channels().stream().mapToLong(channel -> channel.rules().size()).sum();
    return "  policy        channels " + policy.channels().size() + ", rules " + rules;
  }

  private static String summary(Review review) {
    List<String> counts = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      counts.add(severity.word() + " " + review.openCount(severity));
    }
    return String.join(", ", counts) + ", accepted " + review.acceptedCount();
  }

  private static String of(PlantFile file, Observation each) {
    Validation rule = each.rule();
    String begin =
        PlantFile.at(file.file(), file.places().of(each.subject().toString())) + rule.name() + " ";
    String what = " (" + rule.requirement() + "): " + each.subject() + " " + each.what() + "; ";
    return each.accepted()
        .map(by -> begin + "accepted until " + by.until() + what + by.rationale())
        .orElseGet(() -> begin + rule.severity().word() + what + rule.why() + "; " + rule.remedy());
  }

  static String of(Path file, Finding finding) {
    String path = finding.where().path().isEmpty() ? "" : finding.where().path() + ": ";
    return PlantFile.at(file, finding.where().place())
        + finding.rule().word()
        + ": "
        + path
        + finding.what()
        + "; "
        + finding.why();
  }

  static List<String> of(List<Change> changes) {
    return changes.isEmpty()
        ? List.of("no difference")
        : changes.stream().map(PlantText::of).toList();
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
