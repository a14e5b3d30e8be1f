package dev.penstock.plant.version;

import dev.penstock.cbor.CborWriter;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.CanonicalForm;
import dev.penstock.plant.Model;
import java.util.Optional;

/**
 * One state of a site's model in its history. A version names the digest of the version before it,
 * so that who agrees to one agrees to all that led there, and a model that comes back after others
 * is not the same version.
 *
 * @param number from 1, without a gap
 * @param model digest of the model's canonical form
 * @param previous digest of the version before; empty for the first alone
 */
public record ModelVersion(long number, Digest model, Optional<Digest> previous) {
  private static final String FORMAT = "penstock-plant-version-1";

  public ModelVersion {
    if (number < 1 || (number == 1) != previous.isEmpty()) {
      throw new IllegalArgumentException("version " + number + " after " + previous);
    }
  }

  /** The first version of a site. */
  public static ModelVersion first(Model model) {
    return new ModelVersion(1, model.digest(), Optional.empty());
  }

  /** The version after this one. */
  public ModelVersion next(Model changed) {
    return new ModelVersion(Math.incrementExact(number), changed.digest(), Optional.of(digest()));
  }

  /** True when this is the version right after that one. */
  public boolean follows(ModelVersion before) {
    return number == before.number + 1 && previous.equals(Optional.of(before.digest()));
  }

  /** True when this version is of this model. */
  public boolean isOf(Model some) {
    return model.equals(some.digest());
  }

  /** What people agree to: SHA-256 of number, model and previous version. */
  public Digest digest() {
    return CanonicalForm.digest(encode());
  }

  /** The bytes that are hashed; docs/formats/plant.md. */
  public byte[] encode() {
    var out = new CborWriter(128);
    out.array(4);
    out.text(FORMAT);
    out.unsigned(number);
    out.bytes(model.bytes());
    previous.ifPresentOrElse(digest -> out.bytes(digest.bytes()), out::nullValue);
    return out.toByteArray();
  }
}
