package dev.penstock.certificates;

import dev.penstock.storage.Storage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A server certificate from the site's authority that renews itself when two thirds of its time are
 * over, with a new key each time. Key and certificate are in one file, so that no crash parts them.
 */
public final class SiteServerIdentity implements ServerIdentity {
  /** Key and certificates, in the folder of keys. */
  public static final String FILE = "site-server.pem";

  private static final int FILE_BYTES_MAX = 64 << 10;

  /** RFC 5280 §4.2.1.6: kinds of alternative names. */
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;
  private static final Duration AUTHORITY_WARNING = Duration.ofDays(365);

  private final SiteAuthority authority;
  private final SubjectNames names;
  private final SmallFile file;
  private final InstantSource clock;

  /** Guarded by this. */
  private KeyMaterial current;

  private SiteServerIdentity(
      SiteAuthority authority,
      SubjectNames names,
      SmallFile file,
      InstantSource clock,
      KeyMaterial current) {
    this.authority = authority;
    this.names = names;
    this.file = file;
    this.clock = clock;
    this.current = current;
  }

  /**
   * Opens what is in the folder, where it is still of use, or has a new one made.
   *
   * @param names the server is called by
   */
  public static SiteServerIdentity open(
      Storage folder, SiteAuthority authority, SubjectNames names, InstantSource clock)
      throws IOException {
    var file = new SmallFile(folder, FILE, FILE_BYTES_MAX);
    Optional<KeyMaterial> stored = stored(file, authority, names);
    KeyMaterial first =
        stored.isPresent() && !isDue(stored.get().certificate(), clock.instant())
            ? stored.get()
            : made(file, authority, names);
    return new SiteServerIdentity(authority, names, file, clock, first);
  }

  @Override
  public synchronized KeyMaterial current() {
    return current;
  }

  @Override
  public synchronized boolean refresh() throws IOException {
    boolean isDue =
        isDue(current.certificate(), clock.instant()) || !authority.isGood(current.certificate());
    if (isDue) {
      current = made(file, authority, names);
    }
    return isDue;
  }

  @Override
  public Optional<String> remark() {
    Instant end = authority.certificate().getNotAfter().toInstant();
    return clock.instant().isAfter(end.minus(AUTHORITY_WARNING))
        ? Optional.of("the site's certificate authority ends at " + end + "; see docs/tls.md")
        : Optional.empty();
  }

  private static KeyMaterial made(SmallFile file, SiteAuthority authority, SubjectNames names)
      throws IOException {
    KeyMaterial made = authority.issueOwn(names, CertificateProfile.SERVER);
    var text = new StringBuilder(Pem.text(made.key()));
    made.chain().forEach(each -> text.append(Pem.text(each)));
    file.replace(text.toString().getBytes(StandardCharsets.US_ASCII));
    return made;
  }

  /** Two thirds of its time are over, or the clock was set back before its start. */
  static boolean isDue(X509Certificate certificate, Instant now) {
    Instant start = certificate.getNotBefore().toInstant();
    Duration life = Duration.between(start, certificate.getNotAfter().toInstant());
    return now.isBefore(start) || !now.isBefore(start.plus(life.multipliedBy(2).dividedBy(3)));
  }

  /** Empty for whatever cannot be shown: it is only a copy, and a new one is made. */
  private static Optional<KeyMaterial> stored(
      SmallFile file, SiteAuthority authority, SubjectNames names) throws IOException {
    Optional<byte[]> content = file.read();
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      PrivateKey key = Pem.privateKey(content.get(), FILE);
      List<X509Certificate> chain = Pem.certificates(content.get(), FILE);
      boolean isUsable =
          KeyMatch.isPair(key, chain.getFirst().getPublicKey())
              && authority.isGood(chain.getFirst())
              && chain.getLast().equals(authority.certificate())
              && namesOf(chain.getFirst(), DNS_NAME).equals(new TreeSet<>(names.hosts()))
              && namesOf(chain.getFirst(), IP_ADDRESS).equals(plain(names.addresses()));
      return isUsable ? Optional.of(new KeyMaterial(key, chain)) : Optional.empty();
    } catch (IOException | GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  private static Set<String> namesOf(X509Certificate certificate, int kind)
      throws GeneralSecurityException {
    Collection<List<?>> all = certificate.getSubjectAlternativeNames();
    var found = new TreeSet<String>();
    if (all != null) {
      all.stream()
          .filter(name -> name.getFirst().equals(kind))
          .forEach(name -> found.add(String.valueOf(name.getLast())));
    }
    return found;
  }

  /** Addresses as the JDK writes those of certificates. */
  private static Set<String> plain(List<String> addresses) throws IOException {
    var found = new TreeSet<String>();
    for (String address : addresses) {
      found.add(InetAddress.ofLiteral(address).getHostAddress());
    }
    return found;
  }
}
