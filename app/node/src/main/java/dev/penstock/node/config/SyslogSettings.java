package dev.penstock.node.config;

import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.framessyslog.Framing;
import dev.penstock.syslog.SyslogOptions;
import dev.penstock.syslog.SyslogOptions.Way;
import dev.penstock.syslog.TlsFiles;
import dev.penstock.yaml.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one syslog listener of the settings; docs/syslog.md says what the fields mean. */
final class SyslogSettings {
  private static final int PORT_MAX = 65_535;

  /** What only a stream has. */
  private static final List<String> OF_TLS = List.of("tls", "framing", "connections", "message");

  private enum Over {
    TLS,
    UDP
  }

  private SyslogSettings() {}

  /** The listener, or empty when something about it is wrong; the section then says what. */
  static Optional<SyslogOptions> of(Section listener) {
    String name = listener.text("name", "the listener's name in records");
    Over over = listener.word("over", Map.of("tls", Over.TLS, "udp", Over.UDP), Over.TLS);
    String bind =
        listener.text("bind", "an address of this machine to listen at, or 0.0.0.0 for all");
    int usual = over == Over.TLS ? SyslogOptions.PORT_TLS : SyslogOptions.PORT_UDP;
    int port = listener.number("port", 1, PORT_MAX, usual);
    Way.Tls tls = tls(listener);
    var names =
        new NamingLimits(
            listener.number("sources", 1, 100_000, NamingLimits.DEFAULT.sources()),
            listener.number("points", 1, 1_000_000, NamingLimits.DEFAULT.topics()));
    if (over == Over.UDP) {
      OF_TLS.stream()
          .filter(listener::has)
          .forEach(field -> listener.refuse(field, "is of no use over udp"));
    } else if (!listener.has("tls")) {
      listener.refuse("tls", "is missing: chain and key, and clients who may vouch for senders");
    }
    try {
      Way way = over == Over.UDP ? new Way.Udp() : tls;
      return Optional.of(new SyslogOptions(name, bind, port, way, names));
    } catch (IllegalArgumentException e) {
      listener.refuse(
          String.valueOf(e.getMessage()).startsWith("bind") ? "bind" : "name",
          String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Way.Tls tls(Section listener) {
    TlsFiles files =
        listener.has("tls")
            ? listener.section("tls", SyslogSettings::files)
            : listener.section("tls", _ -> new TlsFiles(Path.of(""), Path.of(""), null));
    Framing framing =
        listener.word(
            "framing",
            Map.of("octet-counted", Framing.OCTET_COUNTED, "lines", Framing.LINES),
            Framing.OCTET_COUNTED);
    int connections =
        listener.number(
            "connections", 1, SyslogOptions.CONNECTIONS_MAX, SyslogOptions.CONNECTIONS_DEFAULT);
    long message =
        listener.bytes(
            "message",
            SyslogOptions.MESSAGE_BYTES_MIN,
            SyslogOptions.MESSAGE_BYTES_MAX,
            SyslogOptions.MESSAGE_BYTES_MAX);
    return new Way.Tls(files, framing, connections, (int) message);
  }

  private static TlsFiles files(Section tls) {
    return new TlsFiles(
        Path.of(tls.text("chain", "a PEM file with our certificate")),
        Path.of(tls.text("key", "a PEM file with its key")),
        tls.optionalText("clients").map(Path::of).orElse(null));
  }
}
