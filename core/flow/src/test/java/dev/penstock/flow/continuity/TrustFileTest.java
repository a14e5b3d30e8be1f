package dev.penstock.flow.continuity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.chain.KeyStatus;
import dev.penstock.flow.continuity.TrustFile.DeviceKeys;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustFileTest {
  private static final ChainId CHAIN = ChainId.of(new byte[ChainId.BYTES]);

  private final Gateway gateway = new Gateway();
  private final VerificationKey first = Gateway.signer(7).key();
  private final VerificationKey second = Gateway.signer(8).key();
  private final TrustFile.Own own =
      new TrustFile.Own(
          Gateway.ORIGIN,
          gateway.logSigner.key(),
          gateway.control.signer.key(),
          gateway.statements.key());

  private static Decoded<CertificateTrust> read(String text) {
    return TrustFile.decode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static CertificateTrust trust(String text) {
    return read(text).toOptional().orElseThrow(() -> new AssertionError(read(text)));
  }

  private static String refusal(String text) {
    return ((Decoded.Malformed<CertificateTrust>) read(text)).why();
  }

  private static KeyStatus status(CertificateTrust trust, VerificationKey key) {
    return trust.blocks().status(Digest.of(CoseKey.thumbprint(key)), CHAIN);
  }

  @Test
  void whatAGatewayNamesIsRead() {
    CertificateTrust trust = trust(own.text(List.of()));
    assertThat(trust.devices()).isEmpty();
    assertThat(trust.gateways()).hasSize(1);
    assertThat(status(trust, gateway.control.signer.key())).isInstanceOf(KeyStatus.Known.class);
    assertThat(status(trust, first)).isInstanceOf(KeyStatus.Unknown.class);
  }

  @Test
  void devicesAreNamedWithEachKeyTheyUsed() {
    CertificateTrust trust =
        trust(
            own.text(
                List.of(
                    new DeviceKeys("pump-7", "pump-7.example", List.of(first, second)),
                    new DeviceKeys("pump-8", "pump-8.example", List.of(second)))));
    assertThat(trust.devices())
        .contains(new CertificateTrust.Device(Gateway.ORIGIN, "pump-7.example", "pump-7"));
    for (VerificationKey key : List.of(first, second)) {
      assertThat(status(trust, key))
          .isInstanceOfSatisfying(
              KeyStatus.Known.class,
              known -> assertThat(known.origin()).isEqualTo("pump-7.example"));
    }
  }

  /** Whoever has blocks of one could show them as the other's. */
  @Test
  void twoDevicesOfOneOriginAreNamedAsNoSource() {
    String text =
        own.text(
            List.of(
                new DeviceKeys("pump-7", "rtu.example", List.of(first)),
                new DeviceKeys("valve-3", "rtu.example", List.of(second))));
    assertThat(trust(text).devices()).isEmpty();
    assertThat(text).contains("# not its own origin: device gateway.example rtu.example pump-7");
  }

  @Test
  void aDeviceIsOneSourceOfAGateway() {
    String file = own.text(List.of());
    String line = "device gateway.example pump-7.example pump-7\n";
    assertThat(trust(file + line + line).devices()).hasSize(1);
    assertThat(trust(file + line + "device other.example pump-7.example pump-9\n").devices())
        .hasSize(2);
    assertThat(refusal(file + line + "device gateway.example pump-7.example pump-9\n"))
        .contains("line 7", "pump-7.example is source pump-7 before");
    assertThat(refusal(file + "device gateway.example pump-7.example\n"))
        .contains("line 6", "must be: device <gateway's origin> <device's origin> <source>");
    assertThat(refusal(file + "device gateway.example gateway.example pump-7\n"))
        .contains("a gateway is no device of its own");
  }

  @Test
  void aPlantOfThousandsOfDevicesFits() {
    var lines = new StringBuilder(own.text(List.of()));
    for (int i = 0; i < 10_000; i++) {
      lines.append("device plant.example pump-%d.example pump-%d\n".formatted(i, i));
    }
    assertThat(trust(lines.toString()).devices()).hasSize(10_000);
    lines.append("\n".repeat(TrustFile.LINES_MAX));
    assertThat(refusal(lines.toString())).contains("at most " + TrustFile.LINES_MAX);
  }
}
