package dev.penstock.conduit.site;

import dev.penstock.conduit.form.PlantFit;
import dev.penstock.conduit.form.PolicyReader;
import dev.penstock.conduit.form.PolicyWriter;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Finding;
import dev.penstock.plant.Model;
import dev.penstock.plant.form.PlantReader;
import dev.penstock.plant.form.PlantWriter;
import dev.penstock.plant.form.Reading;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.List;
import java.util.Optional;

/** A site as the tree of a file: a plant, with its policy under {@code policy}. */
public final class SiteForm {
  private static final int FINDINGS_MAX = 50;

  private SiteForm() {}

  /** Reads and checks. */
  public static SiteReading read(Tree root) {
    return switch (PlantReader.read(root)) {
      case Reading.NoPlant(var place, var why) -> unsound(place, why);
      case Reading.Plant(Checked.Unsound(var findings, var leftOut), _) ->
          unsound(findings.stream().map(SiteForm::line).toList(), leftOut);
      case Reading.Plant(Checked.Sound(var plant), var policy) ->
          policy.isEmpty() ? new SiteReading.Sound(SiteModel.of(plant)) : read(plant, policy.get());
    };
  }

  private static SiteReading read(Model plant, Tree policy) {
    return switch (PolicyReader.read(policy)) {
      case dev.penstock.conduit.form.Reading.NoPolicy(var place, var why) ->
          unsound(place, "policy: " + why);
      case dev.penstock.conduit.form.Reading.Unsound(var findings, var leftOut) ->
          unsound(ofPolicy(findings), leftOut);
      case dev.penstock.conduit.form.Reading.Sound(var read, var places) -> {
        List<dev.penstock.conduit.form.Finding> misfits = PlantFit.findings(read, places, plant);
        yield misfits.isEmpty()
            ? new SiteReading.Sound(new SiteModel(plant, Optional.of(read)))
            : unsound(ofPolicy(misfits), 0);
      }
    };
  }

  private static List<SiteReading.Line> ofPolicy(List<dev.penstock.conduit.form.Finding> findings) {
    return findings.stream().map(SiteForm::line).toList();
  }

  private static SiteReading.Line line(dev.penstock.conduit.form.Finding finding) {
    String path = finding.where().path().isEmpty() ? "" : "." + finding.where().path();
    return new SiteReading.Line(
        finding.where().place(), "policy" + path + ": " + finding.fault().text());
  }

  private static SiteReading.Line line(Finding finding) {
    String path = finding.where().path().isEmpty() ? "" : finding.where().path() + ": ";
    return new SiteReading.Line(
        finding.where().place(), finding.rule().word() + ": " + path + finding.what());
  }

  private static SiteReading unsound(Place place, String why) {
    return unsound(List.of(new SiteReading.Line(place, why)), 0);
  }

  private static SiteReading unsound(List<SiteReading.Line> findings, long leftOut) {
    List<SiteReading.Line> shown = findings.subList(0, Math.min(FINDINGS_MAX, findings.size()));
    return new SiteReading.Unsound(shown, leftOut + findings.size() - shown.size());
  }

  /** A site in the one order that everybody writes it in. */
  public static Tree.Fields write(SiteModel site) {
    return PlantWriter.write(site.plant(), site.policy().map(PolicyWriter::write));
  }
}
