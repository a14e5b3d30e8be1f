package dev.penstock.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.testkit.disk.SimDisk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Req: 62443-4-2 CR 1.8 */
class SiteAuthorityTest {
  private static final char[] PASSPHRASE = "twelve chars".toCharArray();

  private final Site site = new Site();
  private final SimDisk disk = SimDisk.calm();

  private static SubjectNames server() {
    return new SubjectNames("penstock", List.of("gate.plant7.example"), List.of("10.1.0.5"));
  }

  private X509Certificate issue(SiteAuthority authority, CertificateProfile profile)
      throws Exception {
    return Site.issued(
        authority.issue(Requests.of(EcKeys.generate(site.random)), server(), profile));
  }

  private static X509CRL listOf(SiteAuthority authority) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509")
            .generateCRL(new ByteArrayInputStream(authority.list()));
  }

  /** RFC 5280 §4.2: what an authority must be marked as, and what it must not be able to do. */
  @Test
  void theAuthorityVouchesForNoOtherAuthorityAndSignsNothingElse() throws Exception {
    X509Certificate certificate = site.authority(disk).certificate();
    assertThat(certificate.getBasicConstraints()).isZero();
    assertThat(certificate.getCriticalExtensionOIDs()).contains("2.5.29.15", "2.5.29.19");
    assertThat(certificate.getKeyUsage())
        .containsExactly(false, false, false, false, false, true, true, false, false);
    assertThat(certificate.getSubjectX500Principal().getName()).contains("O=plant7.example/log");
    assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
    assertThat(certificate.getSerialNumber().signum()).isEqualTo(1);
    Duration life =
        Duration.between(
            certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    assertThat(life).isGreaterThan(Duration.ofDays(3_652));
    certificate.verify(certificate.getPublicKey());
    assertThat(site.heard).containsExactly("made");
  }

  @Test
  void theAuthorityStaysTheSameAndIsMadeOnce() throws Exception {
    SiteAuthority first = site.authority(disk);
    SiteAuthority second = site.authority(disk);
    assertThat(second.certificate()).isEqualTo(first.certificate());
    assertThat(second.fingerprint()).matches("[0-9a-f]{64}").isEqualTo(first.fingerprint());
    assertThat(second.pem()).startsWith("-----BEGIN CERTIFICATE-----\n");
    assertThat(site.heard).containsExactly("made");
  }

  @Test
  void anotherKeyIsNotTakenForTheAuthoritys() throws Exception {
    SiteAuthority _ = site.authority(disk);
    var other = new Site();
    assertThatThrownBy(() -> other.authority(disk)).hasMessageContaining("another key");
  }

  @Test
  void anAuthorityThatForgotWhatItRevokedDoesNotOpen() throws Exception {
    SiteAuthority _ = site.authority(disk);
    disk.delete(Register.FILE);
    assertThatThrownBy(() -> site.authority(disk)).hasMessageContaining("what was revoked");
  }

  @Test
  void aClockThatWasNeverSetDatesNothing() {
    site.clock.set(Instant.parse("1970-01-01T00:05:00Z"));
    assertThatThrownBy(() -> site.authority(disk)).hasMessageContaining("set it");
  }

  @Test
  void whatIsIssuedLeadsToTheAuthorityByTheRulesOfPkix() throws Exception {
    SiteAuthority authority = site.authority(disk);
    X509Certificate certificate = issue(authority, CertificateProfile.SERVER);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(2, "gate.plant7.example"), List.of(7, "10.1.0.5"));
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=penstock");
    var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
    var rules = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
    rules.setRevocationEnabled(false);
    rules.setDate(Date.from(site.clock.instant()));
    assertThat(CertPathValidator.getInstance("PKIX").validate(path, rules)).isNotNull();
    assertThat(authority.isGood(certificate)).isTrue();
  }

  @Test
  void aClientsCertificateIsNoServers() throws Exception {
    SiteAuthority authority = site.authority(disk);
    assertThat(issue(authority, CertificateProfile.PERSON).getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(site.heard).containsExactly("made", "issued person");
  }

  /** The request claims to be an administrator; whoever issues knows better. */
  @Test
  void nothingButTheKeyIsTakenFromARequest() throws Exception {
    KeyPair pair = EcKeys.generate(site.random);
    Issuing outcome =
        site.authority(disk)
            .issue(Requests.of(pair), SubjectNames.of("display 3"), CertificateProfile.DEVICE);
    X509Certificate certificate = Site.issued(outcome);
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=display 3");
    assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
    assertThat(certificate.getSubjectAlternativeNames()).isNull();
  }

  @Test
  void aRequestInPemIsTakenToo() throws Exception {
    byte[] pem =
        Pem.text("CERTIFICATE REQUEST", Requests.of(EcKeys.generate(site.random)))
            .getBytes(StandardCharsets.US_ASCII);
    assertThat(site.authority(disk).issue(pem, server(), CertificateProfile.DEVICE))
        .isInstanceOf(Issuing.Issued.class);
  }

  @Test
  void aRequestForSomebodyElsesKeyIsRefused() throws Exception {
    byte[] request =
        Requests.of(EcKeys.generate(site.random), EcKeys.generate(site.random), "SHA256withECDSA");
    assertThat(site.authority(disk).issue(request, server(), CertificateProfile.DEVICE))
        .isEqualTo(new Issuing.Refused("the request is not signed by its own key"));
  }

  @Test
  void weakKeysAreRefused() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1_024);
    KeyPairGenerator p521 = KeyPairGenerator.getInstance("EC");
    p521.initialize(new ECGenParameterSpec("secp521r1"));
    SiteAuthority authority = site.authority(disk);
    KeyPair small = rsa.generateKeyPair();
    KeyPair other = p521.generateKeyPair();
    for (byte[] request :
        List.of(
            Requests.of(small, small, "SHA256withRSA"),
            Requests.of(other, other, "SHA256withECDSA"))) {
      assertThat(authority.issue(request, server(), CertificateProfile.DEVICE))
          .isInstanceOfSatisfying(
              Issuing.Refused.class, refused -> assertThat(refused.reason()).contains("kind"));
    }
  }

  @Test
  void noBytesMakeTheReaderOfRequestsThrow() throws Exception {
    byte[] good = Requests.of(EcKeys.generate(site.random));
    SiteAuthority authority = site.authority(disk);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 0x41;
      assertThat(authority.issue(bad, server(), CertificateProfile.DEVICE))
          .as("byte %d", at)
          .isInstanceOf(Issuing.Refused.class);
    }
    assertThat(authority.issue(new byte[17_000], server(), CertificateProfile.DEVICE))
        .isInstanceOf(Issuing.Refused.class);
    assertThat(authority.issued()).isEmpty();
  }

  @Test
  void serialNumbersAreLongAndDiffer() throws Exception {
    SiteAuthority authority = site.authority(disk);
    Set<BigInteger> seen = new HashSet<>();
    int bits = 0;
    for (int i = 0; i < 50; i++) {
      BigInteger serial = issue(authority, CertificateProfile.DEVICE).getSerialNumber();
      assertThat(seen.add(serial)).isTrue();
      bits = Math.max(bits, serial.bitLength());
    }
    assertThat(bits).isBetween(120, 128);
  }

  @Test
  void aRevokedCertificateIsOnTheListAndNoLongerGood() throws Exception {
    SiteAuthority authority = site.authority(disk);
    X509Certificate gone = issue(authority, CertificateProfile.PERSON);
    X509Certificate stays = issue(authority, CertificateProfile.PERSON);
    X509CRL before = listOf(authority);
    assertThat(authority.revoke(gone.getSerialNumber(), RevocationReason.CESSATION))
        .isInstanceOf(SiteAuthority.Revoking.Revoked.class);
    X509CRL after = listOf(authority);
    after.verify(authority.certificate().getPublicKey());
    assertThat(after.isRevoked(gone)).isTrue();
    assertThat(after.isRevoked(stays)).isFalse();
    assertThat(after.getRevokedCertificate(gone.getSerialNumber()).getRevocationReason().name())
        .isEqualTo("CESSATION_OF_OPERATION");
    assertThat(number(after)).isGreaterThan(number(before));
    assertThat(after.getNextUpdate()).isAfter(after.getThisUpdate());
    assertThat(authority.isGood(gone)).isFalse();
    assertThat(authority.isGood(stays)).isTrue();
    SiteAuthority again = site.authority(disk);
    assertThat(again.isGood(gone)).isFalse();
    assertThat(again.revoke(gone.getSerialNumber(), RevocationReason.UNSPECIFIED))
        .isInstanceOf(SiteAuthority.Revoking.Already.class);
    assertThat(again.revoke(BigInteger.TEN, RevocationReason.UNSPECIFIED))
        .isEqualTo(new SiteAuthority.Revoking.Unknown());
    assertThat(site.heard).contains("revoked penstock");
  }

  /** RFC 5280 §5.2.3: the number of a list, from its extension. */
  private static int number(X509CRL list) {
    byte[] extension = list.getExtensionValue("2.5.29.20");
    return extension[extension.length - 1];
  }

  @Test
  void theListIsNewBeforeTheOldOneEnds() throws Exception {
    SiteAuthority authority = site.authority(disk);
    assertThat(authority.refreshList()).as("just made").isFalse();
    site.clock.advance(SiteAuthority.LIST_LIFETIME.dividedBy(2).plusSeconds(1));
    assertThat(authority.refreshList()).isTrue();
    site.clock.set(site.clock.instant().minus(Duration.ofDays(5)));
    assertThat(authority.refreshList()).as("dated in the future").isTrue();
  }

  @Test
  void nothingIsGoodAfterItsEndOrOfAnotherAuthority() throws Exception {
    SiteAuthority authority = site.authority(disk);
    X509Certificate certificate = issue(authority, CertificateProfile.DEVICE);
    X509Certificate foreign =
        issue(new Site().authority(SimDisk.calm()), CertificateProfile.DEVICE);
    assertThat(authority.isGood(foreign)).isFalse();
    site.clock.advance(CertificateProfile.DEVICE.lifetime().plusSeconds(1));
    assertThat(authority.isGood(certificate)).isFalse();
  }

  @Test
  void nothingOutlivesTheAuthority() throws Exception {
    SiteAuthority authority = site.authority(disk);
    Instant end = authority.certificate().getNotAfter().toInstant();
    site.clock.set(end.minus(Duration.ofDays(3)));
    assertThat(issue(authority, CertificateProfile.DEVICE).getNotAfter().toInstant())
        .isEqualTo(end);
    site.clock.set(end);
    assertThat(
            authority.issue(
                Requests.of(EcKeys.generate(site.random)), server(), CertificateProfile.DEVICE))
        .isInstanceOfSatisfying(
            Issuing.Refused.class, refused -> assertThat(refused.reason()).contains("ended"));
  }

  /** A register with so many certificates of clients. */
  private SiteAuthority filled(int count, String subject) throws Exception {
    SiteAuthority first = site.authority(disk);
    assertThat(first.issued()).isEmpty();
    long from = site.clock.instant().getEpochSecond();
    var text = new StringBuilder("penstock site certificates 1\nlists 1\n");
    for (int i = 0; i < count; i++) {
      text.append(
          "%032x client %d %d %064x - %s\n"
              .formatted(i + 1, from, from + 86_400 * 300, i, subject));
    }
    byte[] file = text.append("end\n").toString().getBytes(StandardCharsets.UTF_8);
    new SmallFile(disk, Register.FILE, 1 << 20).replace(file);
    return site.authority(disk);
  }

  @ParameterizedTest
  @CsvSource({"2999, 1", "2000, 64"})
  void peopleFillTheRegisterAndTheNodeGoesOn(int count, int chars) throws Exception {
    SiteAuthority authority = filled(count, "\u5236".repeat(chars));
    byte[] request = Requests.of(EcKeys.generate(site.random));
    Issuing outcome = authority.issue(request, server(), CertificateProfile.DEVICE);
    for (int i = 0; outcome instanceof Issuing.Issued && i < 1_000; i++) {
      outcome = authority.issue(request, server(), CertificateProfile.DEVICE);
    }
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Issuing.Refused.class, refused -> assertThat(refused.reason()).contains("register"));
    assertThat(authority.pack(server(), CertificateProfile.DEVICE, PASSPHRASE.clone()))
        .isInstanceOf(Issuing.Refused.class);
    assertThatThrownBy(() -> authority.issueWithKey(server(), CertificateProfile.SERVER))
        .hasMessageContaining("register");
    for (int i = 0; i < 10; i++) {
      KeyMaterial own = authority.issueOwn(server(), CertificateProfile.SERVER);
      assertThat(authority.isGood(own.certificate())).isTrue();
      assertThat(authority.revoke(BigInteger.valueOf(i + 1), RevocationReason.KEY_COMPROMISE))
          .isInstanceOf(SiteAuthority.Revoking.Revoked.class);
    }
    assertThat(site.authority(disk).issued()).isEqualTo(authority.issued());
  }

  @Test
  void aNameIsBoundedInBytes() {
    assertThat(SubjectNames.isCommon("\u5236".repeat(21))).isTrue();
    assertThat(SubjectNames.isCommon("\u5236".repeat(22))).isFalse();
  }

  @Test
  void aPackedKeyOpensWithItsPassphraseAlone() throws Exception {
    SiteAuthority authority = site.authority(disk);
    Issuing outcome =
        authority.pack(SubjectNames.of("00ff"), CertificateProfile.PERSON, PASSPHRASE.clone());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Issuing.Packed.class,
            packed -> {
              assertThat(packed.toString()).doesNotContain("PRIVATE");
              assertThat(packed.entry().subject()).isEqualTo("00ff");
            });
    byte[] file = ((Issuing.Packed) outcome).file().bytes();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(file), PASSPHRASE);
    assertThat(store.getKey("penstock", PASSPHRASE)).isInstanceOf(PrivateKey.class);
    assertThat(store.getCertificateChain("penstock")).hasSize(2).contains(authority.certificate());
    assertThatThrownBy(() ->
            KeyStore.getInstance("PKCS12")
                .load(new ByteArrayInputStream(file), "wrong passphrase".toCharArray()))
        .isInstanceOf(IOException.class);
    assertThat(
            authority.pack(
                SubjectNames.of("00ff"), CertificateProfile.PERSON, "elevenchars".toCharArray()))
        .isInstanceOf(Issuing.Refused.class);
  }

  @Test
  void namesAreReadBackAsTheyWere() throws Exception {
    SiteAuthority authority = site.authority(disk);
    for (String name : List.of("Leitstand Süd", "a", "x".repeat(64), "- 1 end", "\u5236\u5fa1 3")) {
      Issuing _ =
          authority.pack(SubjectNames.of(name), CertificateProfile.DEVICE, PASSPHRASE.clone());
    }
    assertThat(site.authority(disk).issued()).isEqualTo(authority.issued()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " a", "a\n", "\u0007"})
  void namesThatWouldBreakALineAreNoNames(String name) {
    assertThatThrownBy(() -> SubjectNames.of(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hostsAndAddressesAreToldApart() {
    assertThat(List.of("plant7", "gate.plant7.example", "a-b.example", "xn--bcher-kva.example"))
        .allMatch(SubjectNames::isHost);
    assertThat(List.of("", "10.1.0.5", "1", "Plant7", "a..b", "-a", "a_b", "*.example", "a.1"))
        .noneMatch(SubjectNames::isHost);
    assertThat(List.of("10.1.0.5", "::1", "fe80::1")).allMatch(SubjectNames::isAddress);
    assertThat(List.of("", "10.1", "plant7", "300.1.1.1")).noneMatch(SubjectNames::isAddress);
  }

  @Test
  void aServersLifetimeHasTheLimitThatClientsSet() {
    assertThatThrownBy(() ->
            new CertificateProfile(
                "server", Duration.ofDays(398), Set.of(CertificateProfile.Purpose.SERVER)))
        .hasMessageContaining("lifetime");
  }
}
