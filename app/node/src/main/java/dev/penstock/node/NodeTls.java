package dev.penstock.node;

import dev.penstock.certificates.CertificateWatch;
import dev.penstock.certificates.IssuedCertificate;
import dev.penstock.certificates.KeyMaterial;
import dev.penstock.certificates.OwnServerIdentity;
import dev.penstock.certificates.Renewal;
import dev.penstock.certificates.ServerIdentity;
import dev.penstock.certificates.SiteAuthority;
import dev.penstock.certificates.SiteServerIdentity;
import dev.penstock.certificates.SubjectNames;
import dev.penstock.evidence.record.Configuration;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.pump.IntakePump;
import dev.penstock.storage.Storage;
import dev.penstock.web.CertificateShown;
import dev.penstock.web.HostName;
import dev.penstock.web.TlsIdentity;
import dev.penstock.web.WebOptions;
import dev.penstock.web.WebServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who the node is over TLS: the site's authority, which vouches for clients in any case, and what
 * the server shows, which is of that authority or of the operator's own choice.
 *
 * <p>Req: 62443-4-2 CR 1.8, CR 1.9
 */
final class NodeTls implements TlsIdentity, Closeable {
  private static final String KEYS = "keys";
  private static final String NO_HOST = "penstock";

  private final SiteAuthority authority;
  private final ServerIdentity identity;

  // Owned by the thread that starts and closes the node.
  private @Nullable Renewal renewal;

  private NodeTls(SiteAuthority authority, ServerIdentity identity) {
    this.authority = authority;
    this.identity = identity;
  }

  /** Opens the authority, or makes it at the first start, and what the server shows. */
  static NodeTls open(WebOptions options, WebOptions.Way.Tls way, NodeWeb.Ground ground)
      throws IOException, KeyHomeException {
    Storage keys = ground.folder().room(KEYS);
    SiteAuthority authority =
        SiteAuthority.open(
            keys,
            ground.keys().authority(),
            ground.origin(),
            new SiteAuthority.Around(
                ground.machine().clock(),
                ground.machine().random(),
                new Told(ground.log(), ground.intake())));
    ServerIdentity identity =
        way.own().isPresent()
            ? OwnServerIdentity.open(
                way.own().get().chain(), way.own().get().key(), ground.machine().clock())
            : SiteServerIdentity.open(
                keys, authority, names(options.bind(), way.hosts()), ground.machine().clock());
    return new NodeTls(authority, identity);
  }

  /** Every name and address that is this node itself; none where it serves no TLS. */
  static List<String> called(WebOptions options) {
    if (!(options.way() instanceof WebOptions.Way.Tls way)) {
      return List.of();
    }
    SubjectNames names = names(options.bind(), way.hosts());
    return Stream.concat(names.hosts().stream(), names.addresses().stream()).toList();
  }

  /** What the server is called by: what is configured, where it listens, and loopback. */
  static SubjectNames names(String bind, List<String> called) {
    Set<String> hosts = new LinkedHashSet<>();
    Set<String> addresses = new LinkedHashSet<>();
    List<String> all = new ArrayList<>(called);
    if (!InetAddress.ofLiteral(bind).isAnyLocalAddress()) {
      all.add(bind);
    }
    all.addAll(List.of("localhost", "127.0.0.1", "::1"));
    for (String each : all) {
      var _ =
          HostName.isAddress(each)
              ? addresses.add(InetAddress.ofLiteral(each).getHostAddress())
              : hosts.add(each);
    }
    String first = hosts.iterator().next();
    return new SubjectNames(
        SubjectNames.isCommon(first) && !first.equals("localhost") ? first : NO_HOST,
        List.copyOf(hosts),
        List.copyOf(addresses));
  }

  /** From now on what is new is shown by this server. */
  void keepYoung(WebServer server) {
    var started = new Renewal(identity, authority, server::reloadTls);
    renewal = started;
    started.start();
  }

  /** The authority that vouches for clients. */
  SiteAuthority authority() {
    return authority;
  }

  /** What the server shows, and who vouches for clients. */
  List<CertificateShown> certificates() {
    return List.of(
        shown("server", identity.current().certificate()),
        shown("authority", authority.certificate()));
  }

  private static CertificateShown shown(String name, X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new CertificateShown(
          name,
          certificate.getSubjectX500Principal().getName(),
          certificate.getIssuerX500Principal().getName(),
          certificate.getSerialNumber().toString(16),
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant(),
          HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("a certificate of ours has no SHA-256", e);
    }
  }

  /** The server's own certificate, as it is shown just now. */
  X509Certificate server() {
    return identity.current().certificate();
  }

  /** When what the server shows ends. */
  Instant end() {
    return identity.current().certificate().getNotAfter().toInstant();
  }

  /** What the operator must do about certificates. */
  Optional<String> obstacle() {
    Renewal started = renewal;
    return started == null ? Optional.empty() : started.obstacle();
  }

  @Override
  public Shown shown() {
    KeyMaterial current = identity.current();
    return new Shown(current.key(), current.chain());
  }

  @Override
  public List<X509Certificate> clientAuthorities() {
    return List.of(authority.certificate());
  }

  @Override
  public boolean isGood(X509Certificate client) {
    return authority.isGood(client);
  }

  @Override
  public void close() throws IOException {
    Renewal started = renewal;
    if (started != null) {
      started.close();
    }
  }

  /** Says in the node's log what the authority does. */
  private record Told(NodeLog log, IntakePump intake) implements CertificateWatch {
    @Override
    public void authorityMade(X509Certificate certificate) {
      log.say(
          LogLevel.INFO,
          "authority-made",
          "the site has a certificate authority now; clients must be told to trust it",
          "file",
          KEYS + "/" + SiteAuthority.CERTIFICATE_FILE);
    }

    @Override
    public void issued(IssuedCertificate certificate) {
      log.say(
          LogLevel.INFO,
          "certificate-issued",
          "a " + certificate.profile() + " certificate was issued",
          "serial",
          certificate.serialHex());
      state(certificate, Configuration.Action.CREATED, "");
    }

    @Override
    public void revoked(IssuedCertificate certificate) {
      log.say(
          LogLevel.INFO,
          "certificate-revoked",
          "a " + certificate.profile() + " certificate was revoked",
          "serial",
          certificate.serialHex());
      state(
          certificate,
          Configuration.Action.REMOVED,
          certificate.revocation().map(why -> why.reason().name()).orElse(""));
    }

    /**
     * Whom it is about may be a name, so it is not said; who wanted it stands in access records.
     */
    private void state(IssuedCertificate certificate, Configuration.Action action, String reason) {
      Map<String, SampleValue> details = new HashMap<>();
      details.put("kind", SampleValue.of(certificate.profile()));
      details.put("fingerprint", SampleValue.of(certificate.fingerprint()));
      details.put("until", SampleValue.of(certificate.notAfter().toString()));
      if (!reason.isEmpty()) {
        details.put("reason", SampleValue.of(reason));
      }
      var value =
          new Configuration(
              "certificate/" + certificate.serialHex(),
              action,
              null,
              null,
              null,
              null,
              null,
              List.of(),
              null,
              new Details(details));
      boolean _ = intake.offer(value, Receipt.NONE);
    }
  }
}
