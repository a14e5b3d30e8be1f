package dev.penstock.node.config;

import dev.penstock.audit.AuditForm;
import dev.penstock.notices.ChannelRule;
import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.TrustFiles;
import dev.penstock.notices.send.syslog.CollectorOptions;
import dev.penstock.yaml.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Another system that gets the audit trail as it happens, docs/people.md.
 *
 * @param name what operators call it, and what its position is kept under
 * @param isNamed whether names of people go along with their pseudonyms
 */
public record TrailSettings(
    String name, AuditForm form, boolean isNamed, CollectorOptions collector) {
  /** One for the plant, one for the company, and each of them twice. */
  public static final int DESTINATIONS_MAX = 4;

  private static final String UNNAMED = "unnamed";
  private static final Duration LIMIT_MIN = Duration.ofSeconds(2);
  private static final Duration LIMIT_MAX = Duration.ofMinutes(5);
  private static final Map<String, AuditForm> FORMS =
      Map.of("syslog", AuditForm.SYSLOG, "cef", AuditForm.CEF);

  static List<TrailSettings> of(Section people) {
    List<TrailSettings> all = people.sections("trail-to", TrailSettings::one);
    Set<String> names = new HashSet<>();
    for (TrailSettings each : all) {
      if (!names.add(each.name())) {
        people.refuse("trail-to", "names '" + each.name() + "' twice");
      }
    }
    if (all.size() > DESTINATIONS_MAX) {
      people.refuse("trail-to", "has " + all.size() + " entries, at most " + DESTINATIONS_MAX);
      return List.of();
    }
    return all;
  }

  private static TrailSettings one(Section one) {
    String name =
        one.parsed("name", "must be a name for the system, as soc", UNNAMED, TrailSettings::name);
    Endpoint at = endpoint(one);
    AuditForm form = one.word("form", FORMS, AuditForm.SYSLOG);
    boolean isNamed = one.yes("names", false);
    Duration limit =
        one.duration("time-limit", LIMIT_MIN, LIMIT_MAX, CollectorOptions.LIMIT_DEFAULT);
    TrustFiles trust = one.section("tls", TrailSettings::trust);
    return new TrailSettings(
        name,
        form,
        isNamed,
        new CollectorOptions(at, trust, CollectorOptions.FACILITY_DEFAULT, limit));
  }

  private static String name(String text) {
    if (!ChannelRule.isName(text)) {
      throw new IllegalArgumentException("1..64 of a-z, 0-9 and -, the first no -");
    }
    return text;
  }

  private static Endpoint endpoint(Section one) {
    String host = one.text("host", "the name or address of the other side");
    int port = one.number("port", 1, 65_535, CollectorOptions.PORT_DEFAULT);
    try {
      return new Endpoint(host.isEmpty() ? UNNAMED : host, port);
    } catch (IllegalArgumentException e) {
      one.refuse("host", String.valueOf(e.getMessage()));
      return new Endpoint(UNNAMED, port);
    }
  }

  private static TrustFiles trust(Section tls) {
    Optional<Path> authorities = tls.optionalText("ca-file").map(Path::of);
    Optional<Path> chain = tls.optionalText("certificate-file").map(Path::of);
    Optional<Path> key = tls.optionalText("key-file").map(Path::of);
    if (chain.isPresent() != key.isPresent()) {
      tls.refuse(
          chain.isPresent() ? "key-file" : "certificate-file", "is missing: give both, or neither");
    }
    return new TrustFiles(
        authorities,
        chain.isPresent() && key.isPresent()
            ? Optional.of(new TrustFiles.Own(chain.get(), key.get()))
            : Optional.empty());
  }
}
