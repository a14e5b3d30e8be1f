package dev.penstock.node;

import dev.penstock.audit.AuditForm;
import dev.penstock.console.ConsoleFile;
import dev.penstock.console.ConsoleFiles;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.passkeys.HostFlaw;
import dev.penstock.passkeys.RelyingParty;
import dev.penstock.web.CertificateShown;
import dev.penstock.web.Front;
import dev.penstock.web.HostName;
import dev.penstock.web.NameTest;
import dev.penstock.web.OidcDoor;
import dev.penstock.web.Pages;
import dev.penstock.web.WebOptions;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What this node shows to people who come to its door: pages, notices, and by which name. */
final class FrontDoor {
  private static final String LOCALHOST = "localhost";
  private static final int NAME_CHARS_MAX = 64;

  /** RFC 6761 §6.3: what localhost stands for. */
  private static final Set<InetAddress> LOOPBACK =
      Set.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  private FrontDoor() {}

  static Front of(
      WebOptions options,
      NodePeople people,
      Optional<OidcDoor> oidc,
      NodeWeb.Ground ground,
      Supplier<List<CertificateShown>> certificates,
      NameTest names) {
    Optional<RelyingParty> party = party(options, ground.origin());
    return new Front(
        ground.live(),
        pages(ConsoleFiles.ofThisBuild()),
        people.reception(),
        party.map(RelyingParty::id),
        party.isPresent() ? "" : obstacle(options),
        ground.people().notice(),
        new AuditForm.Writer(NodeFacts.SOFTWARE, host(options)),
        ground.origin(),
        oidc,
        certificates,
        names);
  }

  /**
   * What passkeys are bound to: the first host name that allows it. A port of chance has none, for
   * an origin names its port.
   */
  static Optional<RelyingParty> party(WebOptions options, String name) {
    if (options.port() == 0) {
      return Optional.empty();
    }
    boolean isTls = options.way() instanceof WebOptions.Way.Tls;
    Optional<String> host =
        hosts(options).stream()
            .filter(each -> RelyingParty.flawOfHost(each, isTls).isEmpty())
            .findFirst();
    String shown = name.length() <= NAME_CHARS_MAX ? name : name.substring(0, NAME_CHARS_MAX);
    return host.map(id -> new RelyingParty(id, shown, List.of(origin(id, options.port(), isTls))));
  }

  private static String origin(String host, int port, boolean isTls) {
    boolean isUsual = port == (isTls ? 443 : 80);
    return (isTls ? "https://" : "http://")
        + HostName.inAuthority(host)
        + (isUsual ? "" : ":" + port);
  }

  /**
   * This node's address as a provider knows it, which browsers come back to: the first name of the
   * settings. Empty for a port of chance.
   */
  static Optional<String> home(WebOptions options) {
    return options.port() == 0
        ? Optional.empty()
        : Optional.of(
            origin(host(options), options.port(), options.way() instanceof WebOptions.Way.Tls));
  }

  /** What a browser opens to come to this node by a name. */
  static String address(WebOptions options, String host) {
    return origin(host, options.port(), options.way() instanceof WebOptions.Way.Tls) + "/";
  }

  private static List<String> hosts(WebOptions options) {
    List<String> hosts = new ArrayList<>();
    if (options.way() instanceof WebOptions.Way.Tls tls) {
      hosts.addAll(tls.hosts());
    }
    hosts.add(isLocalhost(options.bind()) ? LOCALHOST : options.bind());
    return hosts;
  }

  /** Whether who calls this machine localhost comes to this address. */
  private static boolean isLocalhost(String bind) {
    InetAddress address = InetAddress.ofLiteral(bind);
    return address.isAnyLocalAddress() || LOOPBACK.contains(address);
  }

  /** What this node is called: by its settings, or else by what leads to where it listens. */
  static String host(WebOptions options) {
    return hosts(options).getFirst();
  }

  private static String obstacle(WebOptions options) {
    boolean isTls = options.way() instanceof WebOptions.Way.Tls;
    Optional<HostFlaw> flaw = RelyingParty.flawOfHost(host(options), isTls);
    return "Passkeys are bound to a host name, and this node has none that serves: "
        + flaw.map(HostFlaw::text).orElse("its port is not fixed")
        + ". Give it a name under http: tls: hosts: in penstock.yaml.";
  }

  private static Pages pages(ConsoleFiles files) {
    return path ->
        files
            .at(path)
            .map(file ->
                new Pages.Page(
                    ByteString.of(file.bytes()),
                    file.contentType(),
                    tag(file),
                    file.isImmutable()));
  }

  /** Without its quotes, which the header adds. */
  private static String tag(ConsoleFile file) {
    String quoted = file.etag();
    return quoted.substring(1, quoted.length() - 1);
  }
}
