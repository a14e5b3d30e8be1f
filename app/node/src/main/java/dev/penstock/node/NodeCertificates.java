package dev.penstock.node;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.access.Bytes;
import dev.penstock.certificates.CertificateProfile;
import dev.penstock.certificates.IssuedCertificate;
import dev.penstock.certificates.KeyMaterial;
import dev.penstock.certificates.RevocationReason;
import dev.penstock.certificates.SiteAuthority;
import dev.penstock.certificates.SubjectNames;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.web.CertificateView;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the site's authority does for people: it issues for a key of theirs, and revokes when two
 * want it. From then on the certificate opens nothing, on open connections either.
 *
 * <p>Req: 62443-4-2 CR 1.8, CR 1.9
 */
final class NodeCertificates implements CertificateView {
  private static final String DO = "revoke";
  private static final String LOCALHOST = "localhost";
  private static final String NO_AUTHORITY =
      "this node serves no TLS, so it has no authority; docs/tls.md";

  private final Supplier<Optional<SiteAuthority>> authority;
  private final Set<String> own;
  private final Consumer<Bytes> gone;

  /**
   * Those of an authority.
   *
   * @param authority empty while the node serves no TLS
   * @param own names and addresses of this node, for which people get no certificate: with one of
   *     them anybody could stand between the node and its users
   * @param gone hears the fingerprint of each that was revoked
   */
  NodeCertificates(
      Supplier<Optional<SiteAuthority>> authority, Collection<String> own, Consumer<Bytes> gone) {
    this.authority = authority;
    this.own = own.stream().map(NodeCertificates::spelled).collect(Collectors.toUnmodifiableSet());
    this.gone = gone;
  }

  @Override
  public List<Issued> issued() {
    return authority
        .get()
        .map(site -> site.issued().reversed().stream().map(NodeCertificates::shown).toList())
        .orElse(List.of());
  }

  private static Issued shown(IssuedCertificate entry) {
    return new Issued(
        entry.serialHex(),
        entry.profile(),
        entry.subject(),
        entry.notBefore(),
        entry.notAfter(),
        entry.fingerprint(),
        entry.revocation().map(IssuedCertificate.Revocation::at),
        entry.revocation().map(why -> word(why.reason())));
  }

  private static String word(RevocationReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<RevocationReason> reason(String word) {
    return Arrays.stream(RevocationReason.values())
        .filter(each -> word(each).equals(word))
        .findFirst();
  }

  /** Its label in the register is the kind. */
  static CertificateProfile profile(Kind kind, int days) {
    var purpose =
        kind == Kind.SERVER ? CertificateProfile.Purpose.SERVER : CertificateProfile.Purpose.CLIENT;
    return new CertificateProfile(
        kind.name().toLowerCase(Locale.ROOT), Duration.ofDays(days), Set.of(purpose));
  }

  /** What is wrong with what is asked, in one line. */
  static Optional<String> flaw(String subject, Kind kind, List<String> hosts, int days) {
    if (!SubjectNames.isCommon(subject)) {
      return Optional.of("the subject must have 1 to 64 bytes of UTF-8, no control characters");
    }
    long max =
        (kind == Kind.SERVER
                ? CertificateProfile.SERVER_LIFETIME_MAX
                : CertificateProfile.LIFETIME_MAX)
            .toDays();
    if (days < 1 || days > max) {
      return Optional.of("a certificate of this kind is good for 1 to " + max + " days");
    }
    if (kind == Kind.SERVER == hosts.isEmpty()) {
      return Optional.of("a server, and nothing else, has names of hosts");
    }
    return hosts.stream()
        .filter(host -> !SubjectNames.isHost(host) && !SubjectNames.isAddress(host))
        .findFirst()
        .map(host -> "\"" + host + "\" is neither a host name in lower case nor an address");
  }

  static SubjectNames names(String subject, List<String> hosts) {
    return new SubjectNames(
        subject,
        hosts.stream().filter(host -> !SubjectNames.isAddress(host)).toList(),
        hosts.stream().filter(SubjectNames::isAddress).toList());
  }

  private Optional<String> ownFlaw(List<String> hosts) {
    return hosts.stream()
        .filter(this::isOwn)
        .findFirst()
        .map(
            host -> "\"" + host + "\" is this node itself; only the node's own user issues for it");
  }

  private boolean isOwn(String host) {
    if (SubjectNames.isAddress(host)) {
      InetAddress address = InetAddress.ofLiteral(host);
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || own.contains(address.getHostAddress());
    }
    return host.equals(LOCALHOST) || host.endsWith("." + LOCALHOST) || own.contains(host);
  }

  /** One spelling for each: an address has many. */
  private static String spelled(String host) {
    return SubjectNames.isAddress(host) ? InetAddress.ofLiteral(host).getHostAddress() : host;
  }

  @Override
  public Issuing issue(Wanted wanted) throws IOException {
    Optional<SiteAuthority> site = authority.get();
    Optional<String> flaw =
        site.isEmpty()
            ? Optional.of(NO_AUTHORITY)
            : flaw(wanted.subject(), wanted.kind(), wanted.hosts(), wanted.days())
                .or(() -> ownFlaw(wanted.hosts()));
    if (site.isEmpty() || flaw.isPresent()) {
      return new Issuing.Refused(flaw.orElse(NO_AUTHORITY));
    }
    return switch (site.get()
        .issue(
            wanted.request().toArray(),
            names(wanted.subject(), wanted.hosts()),
            profile(wanted.kind(), wanted.days()))) {
      case dev.penstock.certificates.Issuing.Issued(var entry, var made) ->
          new Issuing.Made(shown(entry), KeyMaterial.pem(List.of(made, site.get().certificate())));
      case dev.penstock.certificates.Issuing.Packed packed ->
          throw new IllegalStateException("not asked for: " + packed);
      case dev.penstock.certificates.Issuing.Refused(var why) -> new Issuing.Refused(why);
    };
  }

  @Override
  public Revoking revoking(String serial, String reason) {
    Optional<IssuedCertificate> found =
        authority.get().flatMap(site -> site.issued(new BigInteger(serial, 16)));
    if (found.isEmpty()) {
      return new Revoking.Unknown();
    }
    if (found.get().revocation().isPresent()) {
      return new Revoking.Already();
    }
    // The subject stays out: a request is kept, and the subject may be a name.
    Json.Object request =
        new JsonObjectMaker().put("do", DO).put("serial", serial).put("reason", reason).make();
    String until = found.get().profile() + ", good until " + found.get().notAfter();
    return new Revoking.Request(
        request, List.of(new Difference("/certificates/" + serial, until, "revoked")));
  }

  /** Carries out what one or two people wanted. */
  String carryOut(Json.Object request) throws IOException {
    Optional<BigInteger> serial =
        request
            .text("serial")
            .filter(hex -> hex.matches("[0-9a-f]{32}"))
            .map(hex -> new BigInteger(hex, 16));
    Optional<RevocationReason> reason = request.text("reason").flatMap(NodeCertificates::reason);
    if (serial.isEmpty() || reason.isEmpty() || !request.text("do").equals(Optional.of(DO))) {
      throw new IOException("not a request for the revocation of a certificate");
    }
    return revoke(serial.get(), reason.get());
  }

  /** Revokes, and ends what the certificate opened. */
  String revoke(BigInteger serial, RevocationReason reason) throws IOException {
    SiteAuthority site = authority.get().orElseThrow(() -> new IOException(NO_AUTHORITY));
    Optional<IssuedCertificate> before = site.issued(serial);
    boolean wasRevoked = before.filter(NodeCertificates::isRevoked).isPresent();
    try {
      return switch (site.revoke(serial, reason)) {
        case SiteAuthority.Revoking.Revoked _ -> "the certificate is revoked";
        case SiteAuthority.Revoking.Already _ -> "the certificate was revoked before";
        case SiteAuthority.Revoking.Unknown _ ->
            throw new IOException("the authority knows no such certificate any more");
      };
    } catch (IOException e) {
      // The list is written again each time somebody asks for it, and looked at each minute.
      if (!wasRevoked && site.issued(serial).filter(NodeCertificates::isRevoked).isPresent()) {
        return "the certificate is revoked; the list follows";
      }
      throw e;
    } finally {
      // It counts from the moment the register has it, though the list may not be written yet.
      if (site.issued(serial).filter(NodeCertificates::isRevoked).isPresent()) {
        before.flatMap(entry -> Bytes.ofHex(entry.fingerprint())).ifPresent(gone);
      }
    }
  }

  private static boolean isRevoked(IssuedCertificate entry) {
    return entry.revocation().isPresent();
  }

  /** The authority, for the node's own user. */
  SiteAuthority site() throws IOException {
    return authority.get().orElseThrow(() -> new IOException(NO_AUTHORITY));
  }

  @Override
  public Optional<byte[]> list() throws IOException {
    Optional<SiteAuthority> site = authority.get();
    return site.isEmpty() ? Optional.empty() : Optional.of(site.get().list());
  }
}
