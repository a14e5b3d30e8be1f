package dev.penstock.node.config;

import dev.penstock.node.config.NoticeSettings.Channel;
import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.Secret;
import dev.penstock.notices.send.TrustFiles;
import dev.penstock.notices.send.mail.MailOptions;
import dev.penstock.notices.send.mail.MailOptions.Login;
import dev.penstock.notices.send.mail.MailOptions.Security;
import dev.penstock.notices.send.snmp.Oid;
import dev.penstock.notices.send.snmp.SnmpOptions;
import dev.penstock.notices.send.snmp.SnmpOptions.Way;
import dev.penstock.notices.send.syslog.CollectorOptions;
import dev.penstock.notices.send.webhook.WebhookOptions;
import dev.penstock.yaml.Section;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one channel of the section {@code notices}; secrets come from files only. */
final class ChannelSections {
  private static final Duration LIMIT_MIN = Duration.ofSeconds(2);
  private static final Duration LIMIT_MAX = Duration.ofMinutes(5);
  private static final String UNNAMED = "unnamed.invalid";
  private static final URI NOWHERE = URI.create("https://unnamed.invalid/");
  private static final Map<String, Security> SECURITIES =
      Map.of("tls", Security.TLS, "starttls", Security.STARTTLS, "plain", Security.PLAIN);

  private enum Kind {
    MAIL,
    WEBHOOK,
    SYSLOG,
    SNMP
  }

  private enum Version {
    V2C,
    V3
  }

  private ChannelSections() {}

  /** The channel, or empty when something about it is wrong; the section then says what. */
  static Optional<Channel> of(Section one, String name) {
    if (!one.has("kind")) {
      one.refuse("kind", "is missing: one of mail, snmp, syslog, webhook");
    }
    Kind kind =
        one.word(
            "kind",
            Map.of(
                "mail", Kind.MAIL,
                "webhook", Kind.WEBHOOK,
                "syslog", Kind.SYSLOG,
                "snmp", Kind.SNMP),
            Kind.MAIL);
    try {
      return switch (kind) {
        case MAIL -> Optional.of(new NoticeSettings.Mail(name, mail(one)));
        case WEBHOOK -> Optional.of(new NoticeSettings.Webhook(name, webhook(one)));
        case SYSLOG -> Optional.of(new NoticeSettings.Collector(name, collector(one)));
        case SNMP -> Optional.of(new NoticeSettings.Snmp(name, snmp(one)));
      };
    } catch (IllegalArgumentException e) {
      one.refuse("kind", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static MailOptions mail(Section one) {
    Security security = one.word("security", SECURITIES, Security.TLS);
    int port =
        switch (security) {
          case TLS -> 465;
          case STARTTLS -> 587;
          case PLAIN -> 25;
        };
    Endpoint server = endpoint(one, port);
    TrustFiles trust = trust(one);
    Optional<Login> login = login(one);
    String from = one.text("from", "the address that mail comes from");
    List<String> to = one.texts("to");
    boolean isPlainAllowed = one.yes("allow-plain", false);
    return new MailOptions(
        server,
        security,
        trust,
        login,
        from,
        to,
        isPlainAllowed,
        limit(one, MailOptions.LIMIT_DEFAULT));
  }

  private static Optional<Login> login(Section one) {
    Optional<String> user = one.optionalText("user");
    Optional<Secret> password = optionalSecret(one, "password-file");
    if (user.isPresent() != one.has("password-file")) {
      one.refuse(user.isPresent() ? "password-file" : "user", "is missing: give both, or neither");
    }
    return user.isPresent() && password.isPresent()
        ? Optional.of(new Login(user.get(), password.get()))
        : Optional.empty();
  }

  private static WebhookOptions webhook(Section one) {
    URI address = address(one);
    return new WebhookOptions(
        address,
        secret(one, "key-file", "a file with the key for signatures"),
        trust(one),
        limit(one, WebhookOptions.LIMIT_DEFAULT));
  }

  private static URI address(Section one) {
    Optional<String> plain = one.optionalText("url");
    Optional<String> inFile = optionalSecret(one, "url-file").map(ChannelSections::word);
    if (one.has("url") == one.has("url-file")) {
      one.refuse("url", "or url-file must be there, and not both");
      return NOWHERE;
    }
    try {
      return plain.or(() -> inFile).map(URI::create).orElse(NOWHERE);
    } catch (IllegalArgumentException e) {
      // What is in the file may be a secret, and so may be what is wrong with it.
      one.refuse(one.has("url") ? "url" : "url-file", "holds no address");
      return NOWHERE;
    }
  }

  private static String word(Secret secret) {
    return new String(secret.bytes(), StandardCharsets.UTF_8);
  }

  private static CollectorOptions collector(Section one) {
    return new CollectorOptions(
        endpoint(one, CollectorOptions.PORT_DEFAULT),
        trust(one),
        one.number("facility", 0, CollectorOptions.FACILITY_MAX, CollectorOptions.FACILITY_DEFAULT),
        limit(one, CollectorOptions.LIMIT_DEFAULT));
  }

  private static SnmpOptions snmp(Section one) {
    Endpoint manager = endpoint(one, SnmpOptions.PORT_DEFAULT);
    Oid base =
        one.parsed(
            "oid",
            "must be an object identifier of your own, below your enterprise's number",
            Oid.of("1.3.6.1.4.1.0"),
            Oid::of);
    Version version = one.word("version", Map.of("2c", Version.V2C, "3", Version.V3), Version.V2C);
    Way way =
        switch (version) {
          case V2C ->
              new Way.Community(
                  secret(one, "community-file", "a file with the community"),
                  one.yes("inform", true));
          case V3 ->
              new Way.User(
                  one.text("user", "the user that the manager knows"),
                  secret(one, "authentication-file", "a file with the first password"),
                  secret(one, "privacy-file", "a file with the second password"));
        };
    return new SnmpOptions(manager, base, way, limit(one, SnmpOptions.LIMIT_DEFAULT));
  }

  private static Endpoint endpoint(Section one, int portUsual) {
    String server = one.text("server", "the name or address of the other side");
    int port = one.number("port", 1, 65_535, portUsual);
    try {
      return new Endpoint(server.isEmpty() ? UNNAMED : server, port);
    } catch (IllegalArgumentException e) {
      one.refuse("server", String.valueOf(e.getMessage()));
      return new Endpoint(UNNAMED, port);
    }
  }

  private static Duration limit(Section one, Duration usual) {
    return one.duration("time-limit", LIMIT_MIN, LIMIT_MAX, usual);
  }

  private static TrustFiles trust(Section one) {
    Optional<Path> authorities = one.optionalText("authorities").map(Path::of);
    Optional<Path> chain = one.optionalText("certificate").map(Path::of);
    Optional<Path> key = one.optionalText("key").map(Path::of);
    if (chain.isPresent() != key.isPresent()) {
      one.refuse(chain.isPresent() ? "key" : "certificate", "is missing: give both, or neither");
    }
    return new TrustFiles(
        authorities,
        chain.isPresent() && key.isPresent()
            ? Optional.of(new TrustFiles.Own(chain.get(), key.get()))
            : Optional.empty());
  }

  /** A secret that must be there. */
  private static Secret secret(Section one, String field, String what) {
    String _ = one.text(field, what);
    Optional<Secret> read = optionalSecret(one, field);
    // Long enough for everything, so that what is told is that it is missing.
    return read.orElseGet(() -> Secret.of("0".repeat(32)));
  }

  private static Optional<Secret> optionalSecret(Section one, String field) {
    Optional<String> file = one.optionalText(field);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      String line = Files.readString(Path.of(file.get())).lines().findFirst().orElse("");
      if (!line.isEmpty()) {
        return Optional.of(Secret.of(line));
      }
      one.refuse(field, "has nothing in its first line");
    } catch (IOException e) {
      one.refuse(field, "cannot be read");
    }
    return Optional.empty();
  }
}
