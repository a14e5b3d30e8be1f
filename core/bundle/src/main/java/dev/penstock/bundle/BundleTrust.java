package dev.penstock.bundle;

import dev.penstock.flow.continuity.CertificateTrust;
import dev.penstock.flow.continuity.TrustFile;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.TrustPolicy;

/**
 * Whom an auditor trusts, from a file of the auditor's own, docs/formats/trust-file.md.
 *
 * @param keys the logs, witnesses, and keys of gateways and devices
 */
public record BundleTrust(CertificateTrust keys) {
  /** Reads a file. Never throws for any content. */
  public static Decoded<BundleTrust> decode(byte[] file) {
    return switch (TrustFile.decode(file)) {
      case Decoded.Value<CertificateTrust>(var keys) -> new Decoded.Value<>(new BundleTrust(keys));
      case Decoded.Malformed<CertificateTrust>(var why) -> new Decoded.Malformed<>(why);
    };
  }

  /** The same, asking for no cosignature. */
  CertificateTrust withoutQuorum() {
    TrustPolicy log = keys.log();
    var alone = new TrustPolicy(log.logs(), log.witnesses(), log.groups(), TrustPolicy.NONE);
    return new CertificateTrust(alone, keys.blocks(), keys.gateways());
  }
}
