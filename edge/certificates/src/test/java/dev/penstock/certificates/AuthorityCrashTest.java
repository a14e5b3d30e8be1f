package dev.penstock.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.disk.CrashCheck;
import dev.penstock.testkit.disk.CrashStory;
import dev.penstock.testkit.disk.SimDisk;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a crash leaves: what left the authority is known to it, and what it revoked stays so.
 */
class AuthorityCrashTest {
  @Test
  void whatWasIssuedAndRevokedSurvivesACrashAtEveryOperation() {
    CrashCheck.of(Life::new).holds();
  }

  @ParameterizedTest
  @EnumSource
  void withoutThisForceACrashLosesSomething(StoreForce point) {
    assertThat(CrashCheck.of(Life::new).missing(point)).isPresent();
  }

  private static final class Life implements CrashStory {
    private final Site site = new Site();
    private Optional<X509Certificate> authority = Optional.empty();
    private final List<X509Certificate> issued = new ArrayList<>();
    private final List<BigInteger> revoked = new ArrayList<>();
    private Optional<KeyMaterial> server = Optional.empty();

    @Override
    public void work(SimDisk disk) throws Exception {
      SiteAuthority open = site.authority(disk);
      authority = Optional.of(open.certificate());
      server = Optional.of(identity(disk, open).current());
      for (String name : List.of("display 1", "display 2")) {
        issued.add(
            Site.issued(
                open.issue(
                    Requests.of(EcKeys.generate(site.random)),
                    SubjectNames.of(name),
                    CertificateProfile.DEVICE)));
      }
      BigInteger gone = issued.getFirst().getSerialNumber();
      SiteAuthority.Revoking _ = open.revoke(gone, RevocationReason.KEY_COMPROMISE);
      revoked.add(gone);
    }

    private ServerIdentity identity(SimDisk disk, SiteAuthority open) throws Exception {
      var names = new SubjectNames("penstock", List.of("localhost"), List.of("127.0.0.1"));
      return SiteServerIdentity.open(disk, open, names, site.clock);
    }

    @Override
    public void check(SimDisk disk) throws Exception {
      SiteAuthority open = site.authority(disk);
      authority.ifPresent(known -> assertThat(open.certificate()).isEqualTo(known));
      for (X509Certificate each : issued) {
        assertThat(open.issued(each.getSerialNumber())).isPresent();
      }
      for (BigInteger each : revoked) {
        assertThat(open.issued(each).orElseThrow().revocation()).isPresent();
        assertThat(Pem.list(open.list()).orElseThrow().getRevokedCertificate(each)).isNotNull();
      }
      KeyMaterial shown = identity(disk, open).current();
      assertThat(open.isGood(shown.certificate())).isTrue();
      server.ifPresent(known -> assertThat(shown.certificate()).isEqualTo(known.certificate()));
    }
  }
}
