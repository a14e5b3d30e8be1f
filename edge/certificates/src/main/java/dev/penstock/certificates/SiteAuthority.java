package dev.penstock.certificates;

import dev.penstock.signature.Signer;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The certificate authority of one site. Its key signs from the home it lives in and is never seen
 * here; beside it lie, in the folder of keys, its certificate, the register of what it issued, and
 * its revocation list. What is issued is in the register before anybody gets it. Safe for use by
 * several threads.
 *
 * <p>Req: 62443-4-2 CR 1.8
 */
public final class SiteAuthority {
  /** The authority's certificate, in the folder of keys. */
  public static final String CERTIFICATE_FILE = "site-ca.crt";

  /** The revocation list, in the folder of keys. */
  public static final String LIST_FILE = "site-ca.crl";

  /** Devices are trusted for as long as they stand in a plant; so is who vouches for them. */
  public static final Duration LIFETIME = Duration.ofDays(3_653);

  /** A clock that shows less was never set: what it dates would have ended when it is. */
  static final Instant CLOCK_MIN = Instant.parse("2026-01-01T00:00:00Z");

  /** Whoever has a list must ask for a new one after that. */
  static final Duration LIST_LIFETIME = Duration.ofDays(7);

  /** Clocks of clients may be that much behind ours. */
  private static final Duration BEFORE = Duration.ofHours(1);

  private static final int SERIAL_BITS = 128;
  private static final int CERTIFICATE_BYTES_MAX = 16 << 10;
  private static final int LIST_BYTES_MAX = 1 << 20;

  private final CertificateWriter writer;
  private final X509Certificate certificate;
  private final Register register;
  private final SmallFile listFile;
  private final Around around;

  /** Guarded by this. */
  private Optional<X509CRL> list;

  private SiteAuthority(
      CertificateWriter writer,
      X509Certificate certificate,
      Register register,
      SmallFile listFile,
      Around around)
      throws IOException {
    this.writer = writer;
    this.certificate = certificate;
    this.register = register;
    this.listFile = listFile;
    this.around = around;
    this.list = listFile.read().flatMap(Pem::list);
  }

  /** What an authority takes from the machine it runs on, and who hears of what it does. */
  public record Around(InstantSource clock, SecureRandom random, CertificateWatch watch) {}

  /**
   * Opens the authority of a folder, or makes it where there is none.
   *
   * @param folder of keys
   * @param signer of the authority's key, which must be of P-256
   * @param site the name of the site, which is the organization in the authority's name
   * @throws IOException also when the files contradict each other or the clock was never set, with
   *     one line that says what to do
   */
  public static SiteAuthority open(Storage folder, Signer signer, String site, Around around)
      throws IOException {
    Instant now = around.clock().instant();
    if (now.isBefore(CLOCK_MIN)) {
      throw new IOException(
          "the clock of this machine says " + now + "; set it: certificates would have ended");
    }
    var writer = new CertificateWriter(signer, site);
    var file = new SmallFile(folder, CERTIFICATE_FILE, CERTIFICATE_BYTES_MAX);
    var listFile = new SmallFile(folder, LIST_FILE, LIST_BYTES_MAX);
    Optional<byte[]> stored = file.read();
    Optional<Register> known = Register.open(folder);
    boolean isNew = stored.isEmpty();
    X509Certificate certificate;
    Register register;
    if (isNew) {
      // The register goes first: an authority without one would have forgotten what it revoked.
      register = known.isPresent() ? known.get() : Register.create(folder);
      certificate =
          writer.authority(
              serial(around.random()),
              start(now),
              now.truncatedTo(ChronoUnit.SECONDS).plus(LIFETIME));
      file.replace(Pem.text(certificate).getBytes(StandardCharsets.US_ASCII));
    } else {
      certificate = Pem.certificates(stored.get(), CERTIFICATE_FILE).getFirst();
      register =
          known.orElseThrow(() ->
              new IOException(
                  Register.FILE
                      + " is missing, and with it what was revoked; restore it beside "
                      + CERTIFICATE_FILE));
    }
    if (!certificate.getPublicKey().equals(writer.publicKey())) {
      throw new IOException(
          CERTIFICATE_FILE
              + " belongs to another key than the one of this node; restore both from one backup");
    }
    var authority = new SiteAuthority(writer, certificate, register, listFile, around);
    if (isNew) {
      around.watch().authorityMade(certificate);
    }
    boolean _ = authority.refreshList();
    return authority;
  }

  /** The authority's own certificate: who trusts it trusts what it issued. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The same as text, RFC 7468. */
  public String pem() {
    return Pem.text(certificate);
  }

  /** SHA-256 of it, 64 digits: what people compare before they trust it. */
  public String fingerprint() {
    return Pem.fingerprint(certificate);
  }

  /** Everything issued that has not ended long ago, oldest first. */
  public synchronized List<IssuedCertificate> issued() {
    return register.all();
  }

  /** The one with this serial number. */
  public synchronized Optional<IssuedCertificate> issued(BigInteger serial) {
    return register.find(serial);
  }

  /**
   * Whether a certificate that this authority signed may be believed now: it is in the register,
   * not revoked, and has not ended.
   */
  public synchronized boolean isGood(X509Certificate shown) {
    Instant now = around.clock().instant();
    return shown.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())
        && register
            .find(shown.getSerialNumber())
            .filter(entry -> entry.fingerprint().equals(Pem.fingerprint(shown)))
            .filter(entry -> entry.revocation().isEmpty())
            .filter(entry -> now.isBefore(entry.notAfter()) && !now.isBefore(entry.notBefore()))
            .isPresent();
  }

  /**
   * Issues a certificate for a key that its owner made.
   *
   * @param request of PKCS #10 (RFC 2986), DER or PEM. Its key is taken and nothing else: who it is
   *     about is for the caller to know, and the request merely claims it.
   */
  public Issuing issue(byte[] request, SubjectNames names, CertificateProfile profile)
      throws IOException {
    return switch (SigningRequest.read(request)) {
      case SigningRequest.Reading.Good(var key) ->
          issueFor(key, names, profile, Register.Use.OTHERS);
      case SigningRequest.Reading.Bad(var why) -> new Issuing.Refused(why);
    };
  }

  /**
   * Makes a key and its certificate for somebody who makes none: the key is in the file that is
   * given back and nowhere else.
   *
   * @param passphrase opens the file; the caller overwrites it
   */
  public Issuing pack(SubjectNames names, CertificateProfile profile, char[] passphrase)
      throws IOException {
    if (passphrase.length < ClientKeyFile.PASSPHRASE_CHARS_MIN) {
      return new Issuing.Refused(
          "the passphrase has fewer than " + ClientKeyFile.PASSPHRASE_CHARS_MIN + " characters");
    }
    var pair = EcKeys.generate(around.random());
    return switch (issueFor(pair.getPublic(), names, profile, Register.Use.OTHERS)) {
      case Issuing.Issued(var entry, var made) ->
          new Issuing.Packed(
              entry, ClientKeyFile.of(new KeyMaterial(pair.getPrivate(), chain(made)), passphrase));
      case Issuing.Packed packed -> packed;
      case Issuing.Refused refused -> refused;
    };
  }

  /**
   * Makes a key and its certificate for the node itself, for which the register keeps room; the key
   * is in what is given back and nowhere else.
   *
   * @throws IOException also when nothing was issued, with one line that says why
   */
  public KeyMaterial issueOwn(SubjectNames names, CertificateProfile profile) throws IOException {
    return withKey(names, profile, Register.Use.OWN);
  }

  /** As above, for another machine. */
  public KeyMaterial issueWithKey(SubjectNames names, CertificateProfile profile)
      throws IOException {
    return withKey(names, profile, Register.Use.OTHERS);
  }

  private KeyMaterial withKey(SubjectNames names, CertificateProfile profile, Register.Use use)
      throws IOException {
    var pair = EcKeys.generate(around.random());
    return switch (issueFor(pair.getPublic(), names, profile, use)) {
      case Issuing.Issued(var _, var made) -> new KeyMaterial(pair.getPrivate(), chain(made));
      case Issuing.Packed packed -> throw new IllegalStateException("not asked for: " + packed);
      case Issuing.Refused(var why) -> throw new IOException(why);
    };
  }

  private List<X509Certificate> chain(X509Certificate made) {
    return List.of(made, certificate);
  }

  private synchronized Issuing issueFor(
      PublicKey key, SubjectNames names, CertificateProfile profile, Register.Use use)
      throws IOException {
    Instant now = around.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    Instant caEnd = certificate.getNotAfter().toInstant();
    if (!now.isBefore(caEnd)) {
      return new Issuing.Refused(
          "the site's authority ended at " + caEnd + "; docs/tls.md says how to make a new one");
    }
    if (!register.hasRoom(use, now)) {
      return new Issuing.Refused(
          "the register has as many certificates as it takes; those that ended leave it after 30"
              + " days");
    }
    Instant end = now.plus(profile.lifetime());
    var content =
        new CertificateWriter.Content(
            freeSerial(), start(now), end.isBefore(caEnd) ? end : caEnd, names, profile, key);
    X509Certificate made = writer.leaf(content);
    var entry =
        new IssuedCertificate(
            content.serial(),
            profile.label(),
            names.common(),
            content.notBefore(),
            content.notAfter(),
            Pem.fingerprint(made),
            Optional.empty());
    register.put(entry, now);
    around.watch().issued(entry);
    return new Issuing.Issued(entry, made);
  }

  /** What came of revoking. */
  public sealed interface Revoking {
    /** It is in the register and in the list. */
    record Revoked(IssuedCertificate entry) implements Revoking {}

    /** It was revoked before; nothing has changed. */
    record Already(IssuedCertificate entry) implements Revoking {}

    /** This authority issued none with this number, or it ended long ago. */
    record Unknown() implements Revoking {}
  }

  /**
   * Revokes a certificate. It counts from the moment the register has it; should the list then not
   * be written, that is thrown, and the next {@link #refreshList} writes it.
   */
  public synchronized Revoking revoke(BigInteger serial, RevocationReason reason)
      throws IOException {
    Optional<IssuedCertificate> found = register.find(serial);
    if (found.isEmpty()) {
      return new Revoking.Unknown();
    }
    if (found.get().revocation().isPresent()) {
      return new Revoking.Already(found.get());
    }
    Instant now = around.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    IssuedCertificate entry = found.get().revoked(now, reason);
    register.put(entry, now);
    around.watch().revoked(entry);
    boolean _ = refreshList();
    return new Revoking.Revoked(entry);
  }

  /** The revocation list, DER: who serves it needs no secret. */
  public synchronized byte[] list() throws IOException {
    boolean _ = refreshList();
    return Pem.encoded(list.orElseThrow());
  }

  /**
   * Writes the list anew when it lacks a certificate or half of its time is over.
   *
   * @return true when it was written
   */
  public synchronized boolean refreshList() throws IOException {
    Instant now = around.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    List<IssuedCertificate> revoked =
        register.all().stream().filter(entry -> entry.revocation().isPresent()).toList();
    if (list.filter(known -> isCurrent(known, revoked, now)).isPresent()) {
      return false;
    }
    byte[] made = writer.list(register.nextList(), now, now.plus(LIST_LIFETIME), revoked);
    listFile.replace(made);
    list = Pem.list(made);
    return true;
  }

  private static boolean isCurrent(X509CRL known, List<IssuedCertificate> revoked, Instant now) {
    Instant made = known.getThisUpdate().toInstant();
    var named = known.getRevokedCertificates();
    return !now.isBefore(made)
        && now.isBefore(made.plus(LIST_LIFETIME.dividedBy(2)))
        && (named == null ? 0 : named.size()) == revoked.size()
        && revoked.stream().allMatch(entry -> known.getRevokedCertificate(entry.serial()) != null);
  }

  private static Instant start(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).minus(BEFORE);
  }

  private BigInteger freeSerial() {
    BigInteger serial = serial(around.random());
    return register.find(serial).isEmpty() ? serial : freeSerial();
  }

  /** RFC 5280 §4.1.2.2: above zero, and nobody can guess the next one. */
  private static BigInteger serial(SecureRandom random) {
    BigInteger drawn = new BigInteger(SERIAL_BITS, random);
    return drawn.signum() > 0 ? drawn : serial(random);
  }
}
