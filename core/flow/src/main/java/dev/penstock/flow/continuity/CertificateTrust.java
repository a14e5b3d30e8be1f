package dev.penstock.flow.continuity;

import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.chain.KeyTrust;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.signature.VerificationKey;
import java.util.List;
import java.util.Optional;

/**
 * Whom an auditor trusts; it comes from the auditor, never from a certificate.
 *
 * @param log the logs and witnesses
 * @param blocks what is known of the key with this thumbprint that signs blocks of a chain
 * @param gateways the keys that sign certificates
 * @param devices which devices sign for which sources
 */
public record CertificateTrust(
    TrustPolicy log, KeyTrust blocks, List<Gateway> gateways, List<Device> devices) {
  /**
   * A device that signs its own blocks.
   *
   * @param gateway origin of the gateway's chains
   * @param origin of the device's chains
   * @param source what the gateway calls it
   */
  public record Device(String gateway, String origin, String source) {}

  /** A gateway by the origin of its chains, and the key that signs its certificates. */
  public record Gateway(String origin, VerificationKey key) {
    /** RFC 9679 thumbprint. */
    Digest kid() {
      return Digest.of(CoseKey.thumbprint(key));
    }
  }

  public CertificateTrust {
    gateways = List.copyOf(gateways);
    devices = List.copyOf(devices);
  }

  /** With no device that signs its own blocks. */
  public CertificateTrust(TrustPolicy log, KeyTrust blocks, List<Gateway> gateways) {
    this(log, blocks, gateways, List.of());
  }

  Optional<Gateway> gatewayOf(Digest kid) {
    return gateways.stream().filter(gateway -> gateway.kid().equals(kid)).findFirst();
  }
}
