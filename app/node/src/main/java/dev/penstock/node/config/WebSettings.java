package dev.penstock.node.config;

import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import dev.penstock.web.WebOptions.OwnCertificate;
import dev.penstock.web.WebOptions.Way;
import dev.penstock.yaml.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads where and how the HTTP API listens; docs/node.md and docs/tls.md say what is meant. */
final class WebSettings {
  private static final int PORT_MAX = 65_535;
  private static final int RATE_MAX = 1_000_000;
  private static final String TLS = "tls";

  /** Who vouches for the node where the field is a word. */
  private enum Source {
    SITE_CA
  }

  private WebSettings() {}

  /** The options, or empty when the API is off or something about it is wrong. */
  static Optional<WebOptions> of(Section http) {
    boolean isOn = http.yes("enabled", true);
    String bind = http.text("bind", "an address", WebOptions.BIND_DEFAULT);
    int port = http.number("port", 1, PORT_MAX, WebOptions.PORT_DEFAULT);
    WebLimits limits = WebLimits.DEFAULT.with(http.section("rates", WebSettings::rates));
    Optional<Way> way = way(http);
    if (way.isEmpty()) {
      return Optional.empty();
    }
    try {
      var options = new WebOptions(bind, port, limits, way.get());
      return isOn ? Optional.of(options) : Optional.empty();
    } catch (IllegalArgumentException e) {
      boolean isPlain = way.get() instanceof Way.Plain;
      http.refuse(
          "bind",
          isPlain
              ? "must be a loopback address, as 127.0.0.1 or ::1, unless there is tls"
              : "must be an address of this machine, or 0.0.0.0 for all");
      return Optional.empty();
    }
  }

  private static WebLimits.Rates rates(Section rates) {
    WebLimits.Rates usual = WebLimits.Rates.DEFAULT;
    return new WebLimits.Rates(
        rates.number("per-second", 1, RATE_MAX, usual.perSecond()),
        rates.number("burst", 1, RATE_MAX, usual.burst()),
        rates.number("sign-ins-per-minute", 1, RATE_MAX, usual.signInsPerMinute()),
        rates.number("sign-in-burst", 1, RATE_MAX, usual.signInBurst()),
        usual.origins());
  }

  /** Empty when it is wrong; the section then says what. */
  private static Optional<Way> way(Section http) {
    if (!http.has(TLS)) {
      return Optional.of(new Way.Plain());
    }
    if (http.isText(TLS)) {
      Source _ = http.word(TLS, Map.of("site-ca", Source.SITE_CA), Source.SITE_CA);
      return Optional.of(new Way.Tls(List.of(), Optional.empty()));
    }
    return http.section(TLS, WebSettings::tls);
  }

  private static Optional<Way> tls(Section tls) {
    List<String> hosts = tls.texts("hosts");
    Optional<Path> chain = tls.optionalText("certificate").map(Path::of);
    Optional<Path> key = tls.optionalText("key").map(Path::of);
    if (chain.isPresent() != key.isPresent()) {
      tls.refuse(
          chain.isPresent() ? "certificate" : "key",
          "certificate and key go together; without both the site's authority makes them");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Way.Tls(hosts, chain.map(file -> new OwnCertificate(file, key.orElseThrow()))));
    } catch (IllegalArgumentException e) {
      tls.refuse("hosts", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
