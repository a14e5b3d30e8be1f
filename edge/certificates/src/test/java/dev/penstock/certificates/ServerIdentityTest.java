package dev.penstock.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerIdentityTest {
  private static final SubjectNames NAMES =
      new SubjectNames(
          "penstock", List.of("gate.example", "localhost"), List.of("127.0.0.1", "::1"));

  private final Site site = new Site();
  private final SimDisk disk = SimDisk.calm();

  private SiteServerIdentity identity(SubjectNames names) throws IOException {
    return SiteServerIdentity.open(disk, site.authority(disk), names, site.clock);
  }

  @Test
  void theSameIsShownAfterARestart() throws Exception {
    KeyMaterial first = identity(NAMES).current();
    assertThat(identity(NAMES).current().certificate()).isEqualTo(first.certificate());
    assertThat(first.chain()).hasSize(2);
    assertThat(first.toString()).matches("certificate [0-9a-f]{32}");
  }

  @Test
  void anotherNameNeedsAnotherCertificate() throws Exception {
    KeyMaterial first = identity(NAMES).current();
    var more = new SubjectNames("penstock", List.of("gate.example"), List.of("10.1.0.5"));
    assertThat(identity(more).current().certificate()).isNotEqualTo(first.certificate());
  }

  @Test
  void itIsRenewedWithANewKeyAtTwoThirdsOfItsLife() throws Exception {
    SiteServerIdentity identity = identity(NAMES);
    KeyMaterial first = identity.current();
    Duration twoThirds = CertificateProfile.SERVER.lifetime().multipliedBy(2).dividedBy(3);
    site.clock.advance(twoThirds.minus(Duration.ofHours(2)));
    assertThat(identity.refresh()).isFalse();
    site.clock.advance(Duration.ofHours(2));
    assertThat(identity.refresh()).isTrue();
    KeyMaterial second = identity.current();
    assertThat(second.certificate().getPublicKey())
        .isNotEqualTo(first.certificate().getPublicKey());
    assertThat(identity(NAMES).current().certificate()).isEqualTo(second.certificate());
  }

  @Test
  void aClockThatWasSetBackOrARevocationMakesANewOneToo() throws Exception {
    site.clock.advance(Duration.ofDays(100));
    SiteAuthority authority = site.authority(disk);
    var identity = SiteServerIdentity.open(disk, authority, NAMES, site.clock);
    site.clock.set(site.clock.instant().minus(Duration.ofDays(50)));
    assertThat(identity.refresh()).isTrue();
    assertThat(identity.refresh()).isFalse();
    SiteAuthority.Revoking _ =
        authority.revoke(
            identity.current().certificate().getSerialNumber(), RevocationReason.KEY_COMPROMISE);
    assertThat(identity.refresh()).isTrue();
  }

  @Test
  void aDamagedFileIsReplaced() throws Exception {
    KeyMaterial first = identity(NAMES).current();
    new SmallFile(disk, SiteServerIdentity.FILE, 1_000).replace(new byte[] {1, 2, 3});
    assertThat(identity(NAMES).current().certificate()).isNotEqualTo(first.certificate());
  }

  @Test
  void theEndOfTheAuthorityIsAnnouncedAYearBefore() throws Exception {
    SiteServerIdentity identity = identity(NAMES);
    assertThat(identity.remark()).isEmpty();
    site.clock.advance(SiteAuthority.LIFETIME.minus(Duration.ofDays(364)));
    assertThat(identity.remark()).hasValueSatisfying(line -> assertThat(line).contains("ends at"));
  }

  @Test
  void renewalTellsWhoServesAndWhatFailsIsSaidUntilItWorks() throws Exception {
    SiteAuthority authority = site.authority(disk);
    SiteServerIdentity identity = SiteServerIdentity.open(disk, authority, NAMES, site.clock);
    var told = new AtomicInteger();
    try (var renewal = new Renewal(identity, authority, told::incrementAndGet)) {
      renewal.start();
      renewal.look();
      assertThat(told).hasValue(0);
      site.clock.advance(Duration.ofDays(70));
      renewal.look();
      assertThat(told).hasValue(1);
      assertThat(renewal.obstacle()).isEmpty();
      site.clock.advance(SiteAuthority.LIFETIME);
      renewal.look();
      assertThat(renewal.obstacle().orElseThrow()).contains("no certificate is renewed");
    }
  }

  private static void write(Path folder, KeyMaterial material) throws IOException {
    Path _ = Files.writeString(folder.resolve("chain.pem"), Pem.text(material.certificate()));
    Path key = Files.writeString(folder.resolve("key.pem"), Pem.text(material.key()));
    Path _ = Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
  }

  private OwnServerIdentity own(Path folder) throws IOException {
    return OwnServerIdentity.open(
        folder.resolve("chain.pem"), folder.resolve("key.pem"), site.clock);
  }

  @Test
  void theOperatorsOwnIsTakenAnewWhenItsFilesAreReplaced(@TempDir Path folder) throws Exception {
    SiteAuthority authority = site.authority(disk);
    KeyMaterial first = authority.issueOwn(NAMES, CertificateProfile.SERVER);
    write(folder, first);
    OwnServerIdentity own = own(folder);
    assertThat(own.current().certificate()).isEqualTo(first.certificate());
    assertThat(own.refresh()).isFalse();
    KeyMaterial second = authority.issueOwn(NAMES, CertificateProfile.SERVER);
    // The new certificate is there and its key not yet: what was shown is shown on.
    Path _ = Files.writeString(folder.resolve("chain.pem"), Pem.text(second.certificate()));
    assertThatThrownBy(own::refresh).hasMessageContaining("is not the key of");
    assertThat(own.current().certificate()).isEqualTo(first.certificate());
    write(folder, second);
    assertThat(own.refresh()).isTrue();
    assertThat(own.current().certificate()).isEqualTo(second.certificate());
    assertThat(own.remark()).isEmpty();
    site.clock.advance(Duration.ofDays(80));
    assertThat(own.remark().orElseThrow()).contains("renew it");
    site.clock.advance(Duration.ofDays(11));
    assertThatThrownBy(() -> own(folder)).hasMessageContaining("ended at");
  }

  @Test
  void filesThatCannotBeUsedAreNamed(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> own(folder)).hasMessageContaining("chain.pem is not there");
    write(folder, site.authority(disk).issueOwn(NAMES, CertificateProfile.SERVER));
    Path key = folder.resolve("key.pem");
    Path _ = Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> own(folder)).hasMessageContaining("read by everybody");
    Path _ = Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Path _ = Files.writeString(key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    assertThatThrownBy(() -> own(folder)).hasMessageContaining("PKCS #8");
    Path _ = Files.writeString(folder.resolve("chain.pem"), "nothing");
    assertThatThrownBy(() -> own(folder)).hasMessageContaining("holds 0 certificates");
  }
}
