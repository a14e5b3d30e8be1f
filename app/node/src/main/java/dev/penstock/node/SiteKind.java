package dev.penstock.node;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.conduit.site.SiteForm;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.conduit.site.SiteReading;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.tree.Tree;
import java.util.List;
import java.util.Optional;

/** The plant with the policy of its conduits, docs/formats/plant.md. */
final class SiteKind implements KeptKind<SiteModel> {
  @Override
  public String word() {
    return "plant";
  }

  @Override
  public String name() {
    return "the model of the plant";
  }

  @Override
  public String withoutOne() {
    return "roles in a zone open nothing";
  }

  @Override
  public Digest digest(SiteModel one) {
    return one.digest();
  }

  @Override
  public Read<SiteModel> read(Tree tree) {
    return switch (SiteForm.read(tree)) {
      case SiteReading.Sound(var site) -> new Read.Sound<>(site);
      case SiteReading.Unsound(var findings, _) ->
          new Read.Unsound<>(findings.stream().map(SiteReading.Line::toString).toList());
    };
  }

  @Override
  public Tree write(SiteModel one) {
    return SiteForm.write(one);
  }

  @Override
  public SiteModel inNewestFormat(SiteModel one) {
    return one.inNewestFormat();
  }

  @Override
  public List<Difference> differences(Optional<SiteModel> before, SiteModel after) {
    return PlantDifferences.between(before, after);
  }
}
