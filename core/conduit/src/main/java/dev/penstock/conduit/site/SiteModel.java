package dev.penstock.conduit.site;

import dev.penstock.cbor.CborWriter;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.form.Finding;
import dev.penstock.conduit.form.PlantFit;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.CanonicalForm;
import dev.penstock.plant.Model;
import dev.penstock.plant.PlantFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plant and what may pass its conduits: what people agree to as one thing, and what is in force
 * as one thing. A site without a policy is the plant alone, with the plant's own digest.
 *
 * @param policy whose every channel goes through a conduit of this plant
 */
public record SiteModel(Model plant, Optional<Policy> policy) {
  private static final String FORMAT = "penstock-site-1";

  public SiteModel {
    if (policy.isPresent()) {
      if (plant.format() == PlantFormat.ONE) {
        throw new IllegalArgumentException("a plant of " + PlantFormat.ONE.word() + " has none");
      }
      List<Finding> findings = PlantFit.findings(policy.get(), Map.of(), plant);
      if (!findings.isEmpty()) {
        throw new IllegalArgumentException(findings.getFirst().text());
      }
    }
  }

  /** A plant by which nothing is enforced. */
  public static SiteModel of(Model plant) {
    return new SiteModel(plant, Optional.empty());
  }

  /** What is enforced: nothing passes where there is no policy. */
  public Policy enforced() {
    return policy.orElse(Policy.NOTHING);
  }

  /** The same, with its plant in the format that is written now. */
  public SiteModel inNewestFormat() {
    return new SiteModel(plant.inNewestFormat(), policy);
  }

  /**
   * What people agree to: the plant's digest, or where there is a policy the SHA-256 of both;
   * docs/formats/plant.md.
   */
  public Digest digest() {
    if (policy.isEmpty()) {
      return plant.digest();
    }
    var out = new CborWriter(128);
    out.array(3);
    out.text(FORMAT);
    out.bytes(plant.digest().bytes());
    out.bytes(policy.get().digest().bytes());
    return CanonicalForm.digest(out.toByteArray());
  }

  @Override
  public String toString() {
    return policy.isEmpty()
        ? plant.toString()
        : plant + ", a policy of " + policy.get().channels().size() + " channels";
  }
}
