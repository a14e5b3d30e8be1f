package dev.penstock.passkeys;

import dev.penstock.passkeys.HostCheck.Kind;
import dev.penstock.passkeys.HostCheck.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * Judges whether passkeys will work under a host name before anybody relies on it. A passkey is
 * bound to the name by which the page is open (WebAuthn §5.1.3), so a name that is chosen wrongly
 * costs everybody theirs.
 *
 * <p>Req: 62443-4-2 CR 1.1
 */
public final class HostJudge {
  private static final int PORT_SUGGESTED = 7_640;
  private static final String ANYWHERE = "0.0.0.0";
  private static final String LOCALHOST = "localhost";

  /** What settings take for a host: RFC 1123 §2.1, which has no underscores. */
  private static final Pattern LABELS =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  private final String host;
  private final HostFacts facts;

  private HostJudge(String host, HostFacts facts) {
    this.host = host;
    this.facts = facts;
  }

  /** A name as somebody typed it: in lower case, without blanks around it and a dot behind it. */
  public static String plain(String typed) {
    String name = typed.strip().toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** True where a resolver can be asked for the name at all. */
  public static boolean isAskable(String host) {
    Optional<HostFlaw> flaw = flaw(host, true);
    return flaw.isEmpty() || flaw.get() == HostFlaw.NO_DOMAIN;
  }

  private static Optional<HostFlaw> flaw(String host, boolean isTls) {
    Optional<HostFlaw> flaw = RelyingParty.flawOfHost(host, isTls);
    boolean isName = !host.contains(":") && LABELS.matcher(host).matches();
    return flaw.isEmpty() && !isName ? Optional.of(HostFlaw.MALFORMED) : flaw;
  }

  /**
   * The verdict.
   *
   * @param host as {@link #plain} has it
   * @param address what to open when all is right
   */
  public static HostVerdict judge(String host, HostFacts facts, String address) {
    return new HostJudge(host, facts).verdict(address);
  }

  private HostVerdict verdict(String address) {
    List<HostCheck> checks = new ArrayList<>();
    checks.add(form());
    if (isAskable(host)) {
      checks.add(lookup());
      checks.add(listens());
      checks.add(answers());
      checks.add(certificate());
      checks.add(passkeys());
    } else {
      for (Kind kind : Kind.values()) {
        if (kind != Kind.FORM) {
          checks.add(open(kind, "unasked", "This is looked at when the name has its form."));
        }
      }
    }
    List<String> lines = settings(checks);
    var verdict = new HostVerdict(host, checks, lines, Optional.empty());
    return verdict.isGood() ? new HostVerdict(host, checks, lines, Optional.of(address)) : verdict;
  }

  private HostCheck form() {
    Optional<HostFlaw> flaw = flaw(host, facts.isTls());
    if (flaw.isEmpty()) {
      return ok(Kind.FORM, "domain", "", "It is a name that a passkey can belong to.");
    }
    String remedy =
        switch (flaw.get()) {
          case ADDRESS, MALFORMED -> "Type a host name such as penstock.plant7.example.";
          case NO_DOMAIN -> "Type the full name, such as " + first() + ".plant7.example.";
          case NOT_SECURE -> "Let the node speak TLS: see the lines for penstock.yaml.";
        };
    return failed(Kind.FORM, flaw.get().wireName(), "", sentence(flaw.get().text()), remedy);
  }

  /** The name's first part, for an example; cut where it is longer than one may be. */
  private String first() {
    return host.isEmpty() || host.contains(".") ? "penstock" : host;
  }

  private HostCheck lookup() {
    return switch (facts.lookup()) {
      case HostFacts.Lookup.Known(var addresses) ->
          ok(
              Kind.LOOKUP,
              "known",
              texts(addresses, _ -> true),
              "This machine's resolver leads it to " + texts(addresses, _ -> true) + ".");
      case HostFacts.Lookup.Unknown() ->
          failed(
              Kind.LOOKUP,
              "unknown",
              entry(),
              "This machine's resolver does not know " + host + ".",
              "Have it entered in the plant's DNS. Where there is none, add the line \""
                  + entry()
                  + "\" to the file of hosts on this machine and on each that opens the console.");
      case HostFacts.Lookup.TooSlow() ->
          failed(
              Kind.LOOKUP,
              "too-slow",
              "",
              "This machine's resolver did not answer in time.",
              "See why its name server does not answer, and test again.");
      case HostFacts.Lookup.Busy() ->
          failed(
              Kind.LOOKUP,
              "busy",
              "",
              "Other names are being looked up just now, so this one was not.",
              "Test it again in a moment. Where that does not end, see why this machine's name"
                  + " server does not answer.");
      case HostFacts.Lookup.Unasked() ->
          open(Kind.LOOKUP, "unasked", "The resolver was not asked.");
    };
  }

  /** As a line of a file of hosts: hosts(5). */
  private String entry() {
    return (facts.machine().isEmpty() ? "192.0.2.7" : facts.machine().getFirst()) + " " + host;
  }

  private HostCheck listens() {
    if (!(facts.lookup() instanceof HostFacts.Lookup.Known(var addresses))) {
      return open(Kind.LISTENS, "unasked", "Nobody knows yet where the name leads.");
    }
    String elsewhere = texts(addresses, each -> !each.isOwn());
    if (!elsewhere.isEmpty()) {
      return failed(
          Kind.LISTENS,
          "elsewhere",
          elsewhere,
          "It leads to " + elsewhere + ", which is no address of this machine.",
          "Correct the entry in the DNS or the file of hosts. Where a proxy or a translation of"
              + " addresses stands there, this test cannot see through it.");
    }
    String deaf = texts(addresses, each -> !each.isListened());
    // Browsers try all addresses of localhost, and each machine has two of them.
    boolean isHeard = addresses.stream().anyMatch(HostFacts.Address::isListened);
    if (!deaf.isEmpty() && !(isHeard && host.equals(LOCALHOST))) {
      return failed(
          Kind.LISTENS,
          "not-listening",
          deaf,
          "It leads to " + deaf + ", and the node listens at " + facts.bind() + ".",
          "Let the node listen there: see the lines for penstock.yaml.");
    }
    String all = texts(addresses, _ -> true);
    boolean isLocal = addresses.stream().allMatch(HostFacts.Address::isLoopback);
    return isLocal
        ? ok(
            Kind.LISTENS,
            "loopback",
            all,
            "Here it leads to "
                + all
                + ", which each machine takes for itself; on other machines"
                + " the name must lead to an address of this one.")
        : ok(Kind.LISTENS, "listens", all, "The node listens at " + all + ".");
  }

  private HostCheck answers() {
    boolean isCalled = host.equals(LOCALHOST) || (facts.isTls() && facts.hosts().contains(host));
    return isCalled
        ? ok(Kind.ANSWERS, "answers", "", "The node answers to " + host + ".")
        : failed(
            Kind.ANSWERS,
            "not-named",
            "",
            "The node answers no request that calls it " + host + " (421).",
            "Name it in the settings: see the lines for penstock.yaml.");
  }

  private HostCheck certificate() {
    if (facts.certificate().isEmpty()) {
      return host.equals(LOCALHOST)
          ? ok(
              Kind.CERTIFICATE,
              "plain",
              "",
              "Over plain HTTP none is shown; browsers trust localhost without one.")
          : open(Kind.CERTIFICATE, "plain", "Over plain HTTP none is shown.");
    }
    HostFacts.Certificate shown = facts.certificate().get();
    String names = String.join(", ", shown.names());
    if (!shown.isCovering()) {
      return failed(
          Kind.CERTIFICATE,
          "not-covered",
          names,
          "The certificate that is shown is good for " + names + ".",
          "The site's authority makes another one when the name stands in the settings and the"
              + " node starts. A certificate of your own must name it.");
    }
    return shown.isInTime()
        ? ok(
            Kind.CERTIFICATE,
            "covered",
            "",
            "The certificate that is shown is good for it. The browser must trust who signed it.")
        : failed(
            Kind.CERTIFICATE,
            "out-of-time",
            "",
            "The certificate that is shown has ended, or has not begun.",
            "Check the machine's clock, or bring another certificate.");
  }

  private HostCheck passkeys() {
    String bound = facts.passkeyHost().orElse("");
    if (bound.equals(host)) {
      return ok(Kind.PASSKEYS, "bound", "", "Passkeys of this node are bound to " + host + ".");
    }
    if (facts.port() == 0) {
      return failed(
          Kind.PASSKEYS,
          "no-port",
          "",
          "The node's port is one of chance, and passkeys are bound to an address with its port.",
          "Give it a port: see the lines for penstock.yaml.");
    }
    return bound.isEmpty()
        ? failed(
            Kind.PASSKEYS,
            "no-name",
            "",
            "The node has no name yet that passkeys could be bound to.",
            "Name it in the settings: see the lines for penstock.yaml.")
        : failed(
            Kind.PASSKEYS,
            "other-name",
            bound,
            "Passkeys of this node are bound to "
                + bound
                + ", the first of its names that will"
                + " do.",
            "Open the console by that name, or put "
                + host
                + " first: see the lines for"
                + " penstock.yaml.");
  }

  /** What must stand under http, so that the next start does what was found missing. */
  private List<String> settings(List<HostCheck> checks) {
    boolean isPossible =
        isAskable(host) && checks.stream().noneMatch(check -> check.code().equals("no-domain"));
    List<String> missing =
        checks.stream()
            .filter(check -> check.state() == State.FAILED)
            .map(HostCheck::code)
            .toList();
    boolean isNameDue =
        missing.stream()
            .anyMatch(List.of("not-secure", "not-named", "no-name", "other-name")::contains);
    boolean isBindDue =
        missing.contains("not-listening") || (missing.contains("not-secure") && !isLocalName());
    boolean isPortDue = missing.contains("no-port");
    if (!isPossible || !(isNameDue || isBindDue || isPortDue)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("http:");
    if (isBindDue) {
      lines.add("  bind: " + scalar(bindDue()));
    }
    if (isPortDue) {
      lines.add("  port: " + PORT_SUGGESTED);
    }
    if (isNameDue) {
      List<String> names = new ArrayList<>(List.of(host));
      facts.hosts().stream().filter(each -> !each.equals(host)).forEach(names::add);
      lines.add("  tls:");
      lines.add("    hosts:");
      names.forEach(name -> lines.add("      - " + scalar(name)));
    }
    return List.copyOf(lines);
  }

  /**
   * Where the node must listen to be found by the name, and nowhere else: another interface may be
   * that of the control network.
   */
  private String bindDue() {
    List<String> led =
        facts.lookup() instanceof HostFacts.Lookup.Known(var addresses)
            ? addresses.stream()
                .filter(HostFacts.Address::isOwn)
                .map(HostFacts.Address::text)
                .distinct()
                .toList()
            : List.of();
    return switch (led.size()) {
      // As in the line for the file of hosts.
      case 0 -> facts.machine().isEmpty() ? ANYWHERE : facts.machine().getFirst();
      case 1 -> led.getFirst();
      // The settings take one address.
      default -> ANYWHERE;
    };
  }

  /** An IPv6 address is quoted, for a colon means something else in YAML. */
  private static String scalar(String name) {
    return name.contains(":") ? "\"" + name + "\"" : name;
  }

  private static Collector<CharSequence, ?, String> joining() {
    return Collectors.joining(", ");
  }

  /** Whether the name leads to this machine alone, so that nobody beyond it could come. */
  private boolean isLocalName() {
    return facts.lookup() instanceof HostFacts.Lookup.Known(var addresses)
        && addresses.stream().allMatch(HostFacts.Address::isLoopback);
  }

  private static String texts(
      List<HostFacts.Address> addresses, Predicate<HostFacts.Address> wanted) {
    return addresses.stream().filter(wanted).map(HostFacts.Address::text).collect(joining());
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  private static HostCheck ok(Kind kind, String code, String about, String why) {
    return new HostCheck(kind, State.OK, code, about, why, "");
  }

  private static HostCheck failed(Kind kind, String code, String about, String why, String remedy) {
    return new HostCheck(kind, State.FAILED, code, about, why, remedy);
  }

  private static HostCheck open(Kind kind, String code, String why) {
    return new HostCheck(kind, State.OPEN, code, "", why, "");
  }
}
