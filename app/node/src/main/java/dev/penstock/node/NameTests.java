package dev.penstock.node;

import dev.penstock.passkeys.HostFacts;
import dev.penstock.passkeys.HostJudge;
import dev.penstock.passkeys.HostVerdict;
import dev.penstock.passkeys.RelyingParty;
import dev.penstock.web.NameTest;
import dev.penstock.web.WebOptions;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.security.Security;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tests a host name for whoever sets the node up: gathers what the machine and the settings say of
 * it, and lets {@link HostJudge} judge. A resolver may hang for as long as it likes; whoever waits
 * for it does so for {@link #PATIENCE} only, and no more than {@link #LOOKUPS_MAX} hang at a time.
 */
final class NameTests implements NameTest {
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Somebody types one name after the other; while so many hang, no more are asked for. */
  private static final int LOOKUPS_MAX = 2;

  /** A page shows so many, and no name of one node has more. */
  private static final int ADDRESSES_MAX = 16;

  /** RFC 5280 §4.2.1.6: which of the alternative names is a name in the DNS. */
  private static final int DNS_NAME = 2;

  private final WebOptions options;
  private final Optional<String> passkeyHost;
  private final Names names;
  private final Supplier<Optional<X509Certificate>> shown;
  private final InstantSource clock;
  private final Duration patience;
  private final Semaphore lookups = new Semaphore(LOOKUPS_MAX);

  /** What the machine says of names and of itself. */
  interface Names {
    /** Those of this machine. */
    Names HERE = new Here();

    /** Asks the resolver; may take as long as that likes. */
    List<InetAddress> of(String host) throws UnknownHostException;

    /** The addresses of this machine's interfaces that are up. */
    Set<InetAddress> own() throws IOException;
  }

  /**
   * A test of names for the API that these options describe.
   *
   * @param shown the server's certificate just now, where there is one
   */
  NameTests(
      WebOptions options,
      Optional<RelyingParty> party,
      Names names,
      Supplier<Optional<X509Certificate>> shown,
      InstantSource clock,
      Duration patience) {
    this.options = options;
    this.passkeyHost = party.map(RelyingParty::id);
    this.names = names;
    this.shown = shown;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * Has each name looked up anew. Else the runtime keeps a right answer for half a minute and a
   * wrong one for ten seconds, and whoever has corrected the DNS reads the same refusal again.
   * Counts only before the first look-up of the process.
   */
  static void keepNoAnswers() {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  @Override
  public HostVerdict test(String typed) throws InterruptedException {
    String host = HostJudge.plain(typed);
    Set<InetAddress> own = own();
    var facts =
        new HostFacts(
            options.way() instanceof WebOptions.Way.Tls,
            options.bind(),
            options.port(),
            options.way() instanceof WebOptions.Way.Tls tls ? tls.hosts() : List.of(),
            passkeyHost,
            own.stream()
                .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
                .sorted(Comparator.comparing(each -> !(each instanceof Inet4Address)))
                .map(NameTests::text)
                .limit(ADDRESSES_MAX)
                .toList(),
            HostJudge.isAskable(host) ? lookup(host, own) : new HostFacts.Lookup.Unasked(),
            shown.get().map(certificate -> certificate(certificate, host)));
    return HostJudge.judge(host, facts, FrontDoor.address(options, host));
  }

  private Set<InetAddress> own() {
    try {
      return names.own();
    } catch (IOException _) {
      // Then only loopback is known to be here, and the answer says where else the name leads.
      return Set.of();
    }
  }

  /** Asks in a thread of its own, which is left to itself when it takes too long. */
  private HostFacts.Lookup lookup(String host, Set<InetAddress> own) throws InterruptedException {
    if (!lookups.tryAcquire()) {
      return new HostFacts.Lookup.Busy();
    }
    var found = new AtomicReference<HostFacts.Lookup>(new HostFacts.Lookup.TooSlow());
    Thread asking =
        Thread.ofPlatform()
            .daemon()
            .name("set-up: asks the resolver")
            .start(() -> {
              try {
                found.set(found(host, own));
              } finally {
                lookups.release();
              }
            });
    boolean _ = asking.join(patience);
    return found.get();
  }

  private HostFacts.Lookup found(String host, Set<InetAddress> own) {
    try {
      List<HostFacts.Address> addresses =
          names.of(host).stream()
              .distinct()
              .limit(ADDRESSES_MAX)
              .map(each -> address(each, own))
              .toList();
      return addresses.isEmpty()
          ? new HostFacts.Lookup.Unknown()
          : new HostFacts.Lookup.Known(addresses);
    } catch (UnknownHostException _) {
      return new HostFacts.Lookup.Unknown();
    }
  }

  private HostFacts.Address address(InetAddress address, Set<InetAddress> own) {
    boolean isLoopback = address.isLoopbackAddress();
    boolean isOwn = isLoopback || own.contains(address);
    InetAddress bind = InetAddress.ofLiteral(options.bind());
    boolean isListened = isOwn && (bind.isAnyLocalAddress() || bind.equals(address));
    return new HostFacts.Address(text(address), isOwn, isLoopback, isListened);
  }

  private static String text(InetAddress address) {
    return address.getHostAddress().replaceAll("%.*", "");
  }

  private HostFacts.Certificate certificate(X509Certificate certificate, String host) {
    List<String> covered = dnsNames(certificate);
    return new HostFacts.Certificate(
        covered, covered.stream().anyMatch(each -> covers(each, host)), isInTime(certificate));
  }

  private static List<String> dnsNames(X509Certificate certificate) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      return all == null
          ? List.of()
          : all.stream()
              .filter(each -> each.getFirst().equals(DNS_NAME))
              .map(each -> each.getLast().toString())
              .toList();
    } catch (CertificateParsingException _) {
      // Browsers cannot read it either.
      return List.of();
    }
  }

  /** RFC 9525 §6.3: a star stands for one whole part, the first. */
  private static boolean covers(String pattern, String host) {
    int dot = host.indexOf('.');
    return pattern.equalsIgnoreCase(host)
        || (pattern.startsWith("*.")
            && dot > 0
            && pattern.substring(1).equalsIgnoreCase(host.substring(dot)));
  }

  private boolean isInTime(X509Certificate certificate) {
    try {
      certificate.checkValidity(Date.from(clock.instant()));
      return true;
    } catch (CertificateException _) {
      return false;
    }
  }

  /** See {@link Names#HERE}. */
  private static final class Here implements Names {
    @Override
    public List<InetAddress> of(String host) throws UnknownHostException {
      return Arrays.asList(InetAddress.getAllByName(host));
    }

    @Override
    public Set<InetAddress> own() throws IOException {
      return NetworkInterface.networkInterfaces()
          .flatMap(each -> isUp(each) ? each.inetAddresses() : Stream.empty())
          .collect(Collectors.toSet());
    }

    private static boolean isUp(NetworkInterface each) {
      try {
        return each.isUp();
      } catch (IOException _) {
        return false;
      }
    }
  }
}
