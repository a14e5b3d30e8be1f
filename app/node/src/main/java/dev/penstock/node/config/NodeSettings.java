package dev.penstock.node.config;

import dev.penstock.clock.TimeServer;
import dev.penstock.clock.TimeWatch;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.devices.DevicePin;
import dev.penstock.flow.journal.Retention;
import dev.penstock.flow.shred.ShredPolicy;
import dev.penstock.mqtt.BrokerOptions;
import dev.penstock.node.log.LogForm;
import dev.penstock.node.log.LogLevel;
import dev.penstock.syslog.SyslogOptions;
import dev.penstock.web.WebOptions;
import dev.penstock.web.WebServer;
import dev.penstock.yaml.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a node; docs/node.md lists every field.
 *
 * @param origin of the log, C2SP tlog-checkpoint: unique in the world and for ever
 * @param passphraseFile opens the key file; without one the node makes a secret and keeps it beside
 *     the keys
 * @param publishedHead where the last published size and root are kept outside the data folder
 * @param retention of plant and access records in the journal
 * @param timeServers to compare the clock with
 * @param web where the HTTP API listens; empty when it is switched off
 * @param brokers to listen to
 * @param devices whose blocks are admitted, by their pinned keys
 * @param syslog listeners for systems that speak it
 * @param payloadsBytes of payloads beside the journal
 * @param cadences how often sources speak, by their names; the others' is learnt
 * @param anchors who outside is asked to vouch for checkpoints
 * @param witness what this node witnesses for others, if it does
 * @param shreddable whose values are sealed before they are written
 * @param notices who is told of what without having asked
 * @param people what their accounts and sessions are held to
 */
public record NodeSettings(
    String origin,
    Optional<Path> passphraseFile,
    Optional<Path> publishedHead,
    Retention retention,
    List<TimeServer> timeServers,
    Optional<WebOptions> web,
    List<BrokerOptions> brokers,
    List<DevicePin> devices,
    List<SyslogOptions> syslog,
    long payloadsBytes,
    Map<String, Duration> cadences,
    Logging logging,
    List<AnchorSettings> anchors,
    Optional<WitnessSettings> witness,
    ShredPolicy shreddable,
    NoticeSettings notices,
    PeopleSettings people) {
  private static final long BYTES_MIN = 256L << 20;
  private static final long BYTES_MAX = 1L << 50;
  private static final long PLANT_BYTES_DEFAULT = 20L << 30;
  private static final long ACCESS_BYTES_DEFAULT = 2L << 30;
  private static final long PAYLOADS_BYTES_DEFAULT = 20L << 30;
  private static final Duration CADENCE_MIN = Duration.ofSeconds(1);
  private static final Duration CADENCE_MAX = Duration.ofDays(365);
  private static final Duration AGE_MIN = Duration.ofHours(1);
  private static final Duration AGE_MAX = Duration.ofDays(40_000);

  /** As long as the disk lasts. */
  private static final Duration PLANT_AGE_DEFAULT = AGE_MAX;

  /** 24 months. */
  private static final Duration ACCESS_AGE_DEFAULT = Duration.ofDays(731);

  public NodeSettings {
    timeServers = List.copyOf(timeServers);
    brokers = List.copyOf(brokers);
    devices = List.copyOf(devices);
    syslog = List.copyOf(syslog);
    cadences = Map.copyOf(cadences);
    anchors = List.copyOf(anchors);
  }

  /** As where nothing was set of what is not named here. */
  public NodeSettings(
      String origin,
      Optional<Path> passphraseFile,
      Optional<Path> publishedHead,
      Retention retention,
      List<TimeServer> timeServers,
      Optional<WebOptions> web,
      List<BrokerOptions> brokers,
      List<DevicePin> devices) {
    this(
        origin,
        passphraseFile,
        publishedHead,
        retention,
        timeServers,
        web,
        brokers,
        devices,
        List.of());
  }

  /** The same, with syslog. */
  public NodeSettings(
      String origin,
      Optional<Path> passphraseFile,
      Optional<Path> publishedHead,
      Retention retention,
      List<TimeServer> timeServers,
      Optional<WebOptions> web,
      List<BrokerOptions> brokers,
      List<DevicePin> devices,
      List<SyslogOptions> syslog) {
    this(
        origin,
        passphraseFile,
        publishedHead,
        retention,
        timeServers,
        web,
        brokers,
        devices,
        syslog,
        PAYLOADS_BYTES_DEFAULT,
        Map.of(),
        Logging.DEFAULT,
        List.of(),
        Optional.empty());
  }

  /** Nothing is shreddable, and nobody is told. */
  public NodeSettings(
      String origin,
      Optional<Path> passphraseFile,
      Optional<Path> publishedHead,
      Retention retention,
      List<TimeServer> timeServers,
      Optional<WebOptions> web,
      List<BrokerOptions> brokers,
      List<DevicePin> devices,
      List<SyslogOptions> syslog,
      long payloadsBytes,
      Map<String, Duration> cadences,
      Logging logging,
      List<AnchorSettings> anchors,
      Optional<WitnessSettings> witness) {
    this(
        origin,
        passphraseFile,
        publishedHead,
        retention,
        timeServers,
        web,
        brokers,
        devices,
        syslog,
        payloadsBytes,
        cadences,
        logging,
        anchors,
        witness,
        ShredPolicy.NONE,
        NoticeSettings.NONE,
        PeopleSettings.DEFAULT);
  }

  /** The same settings, and values of these sources are sealed. */
  public NodeSettings withShreddable(ShredPolicy policy) {
    return new NodeSettings(
        origin,
        passphraseFile,
        publishedHead,
        retention,
        timeServers,
        web,
        brokers,
        devices,
        syslog,
        payloadsBytes,
        cadences,
        logging,
        anchors,
        witness,
        policy,
        notices,
        people);
  }

  /** The same settings, and these are told. */
  public NodeSettings withNotices(NoticeSettings others) {
    return new NodeSettings(
        origin,
        passphraseFile,
        publishedHead,
        retention,
        timeServers,
        web,
        brokers,
        devices,
        syslog,
        payloadsBytes,
        cadences,
        logging,
        anchors,
        witness,
        shreddable,
        others,
        people);
  }

  /** The same settings with these anchors. */
  public NodeSettings withAnchors(List<AnchorSettings> others) {
    return new NodeSettings(
        origin,
        passphraseFile,
        publishedHead,
        retention,
        timeServers,
        web,
        brokers,
        devices,
        syslog,
        payloadsBytes,
        cadences,
        logging,
        others,
        witness,
        shreddable,
        notices,
        people);
  }

  /** Reads the fields of a settings file. */
  public static NodeSettings of(Section file) {
    int _ = file.number("version", 1, 1, 1);
    String origin =
        file.parsed(
            "origin",
            "must be the log's name, unique for ever, as plant7.example/log",
            "unnamed.invalid/log",
            NodeSettings::originOf);
    Optional<Path> passphraseFile = file.optionalText("passphrase-file").map(Path::of);
    Optional<Path> publishedHead = file.optionalText("published-head").map(Path::of);
    Kept kept =
        file.section("journal", journal -> new Kept(retention(journal), payloadsBytes(journal)));
    List<TimeServer> timeServers =
        file.sections(
            "time-servers",
            server ->
                new TimeServer(
                    server.text("host", "the name or address of an NTP server", "unnamed.invalid"),
                    server.number("port", 1, 65_535, TimeServer.PORT_DEFAULT)));
    if (timeServers.size() > TimeWatch.SERVERS_MAX) {
      file.refuse("time-servers", "must have at most " + TimeWatch.SERVERS_MAX + " items");
      timeServers = List.of();
    }
    Optional<WebOptions> web = file.section("http", WebSettings::of);
    List<BrokerOptions> brokers =
        file.sections("brokers", BrokerSettings::of).stream().flatMap(Optional::stream).toList();
    if (brokers.stream().map(BrokerOptions::name).distinct().count() < brokers.size()) {
      file.refuse("brokers", "each needs a name of its own");
    }
    List<SyslogOptions> syslog =
        file.sections("syslog", SyslogSettings::of).stream().flatMap(Optional::stream).toList();
    if (!haveOwnNames(brokers, syslog)) {
      file.refuse("syslog", "each needs a name of its own, that no broker has, and not http");
    }
    List<DevicePin> devices = DeviceSettings.of(file, origin);
    return new NodeSettings(
        origin,
        passphraseFile,
        publishedHead,
        kept.retention(),
        timeServers,
        web,
        brokers,
        devices,
        syslog,
        kept.payloadsBytes(),
        cadences(file),
        logging(file),
        AnchorSections.of(file),
        witness(file, web),
        ShredSettings.of(file, devices),
        NoticeSections.of(file),
        file.section("people", PeopleSettings::of));
  }

  private static Optional<WitnessSettings> witness(Section file, Optional<WebOptions> web) {
    Optional<WitnessSettings> witness = AnchorSections.witness(file);
    if (witness.isPresent() && web.isEmpty()) {
      file.refuse("witness", "needs http: neighbours ask it there");
    }
    return witness;
  }

  /** Records name the listener by which they came. */
  private static boolean haveOwnNames(List<BrokerOptions> brokers, List<SyslogOptions> syslog) {
    Set<String> taken = new HashSet<>(Set.of(WebServer.LISTENER));
    brokers.forEach(each -> taken.add(each.name()));
    return syslog.stream().allMatch(each -> taken.add(each.name()));
  }

  /** What is kept of the journal, and beside it. */
  private record Kept(Retention retention, long payloadsBytes) {}

  private static Map<String, Duration> cadences(Section file) {
    Map<String, Duration> cadences = new HashMap<>();
    List<String> names =
        file.sections(
            "sources",
            source -> {
              String name = source.text("name", "the source's name in records");
              Duration cadence =
                  source.duration("cadence", CADENCE_MIN, CADENCE_MAX, Duration.ofMinutes(1));
              if (!source.has("cadence")) {
                source.refuse("cadence", "is missing: how often the source speaks, as '10 s'");
              }
              Duration _ = cadences.put(name, cadence);
              return name;
            });
    if (names.size() > cadences.size()) {
      file.refuse("sources", "each needs a name of its own");
    }
    return cadences;
  }

  private static Logging logging(Section file) {
    Map<String, LogLevel> levels =
        Map.of("info", LogLevel.INFO, "warning", LogLevel.WARNING, "error", LogLevel.ERROR);
    LogForm form =
        file.word("log", Map.of("text", LogForm.TEXT, "json", LogForm.JSON), LogForm.TEXT);
    LogLevel least = file.word("log-level", levels, LogLevel.INFO);
    return new Logging(file.has("log") ? Optional.of(form) : Optional.empty(), least);
  }

  private static long payloadsBytes(Section journal) {
    return journal.section(
        "payloads",
        payloads -> payloads.bytes("bytes", BYTES_MIN, BYTES_MAX, PAYLOADS_BYTES_DEFAULT));
  }

  private static Retention retention(Section journal) {
    return new Retention(
        List.of(
            journal.section(
                "plant",
                plant -> limit(plant, RecordClass.PLANT, PLANT_BYTES_DEFAULT, PLANT_AGE_DEFAULT)),
            journal.section(
                "access",
                access ->
                    limit(access, RecordClass.ACCESS, ACCESS_BYTES_DEFAULT, ACCESS_AGE_DEFAULT))));
  }

  private static Retention.Limit limit(
      Section section, RecordClass recordClass, long bytes, Duration age) {
    return new Retention.Limit(
        recordClass,
        section.bytes("bytes", BYTES_MIN, BYTES_MAX, bytes),
        section.duration("age", AGE_MIN, AGE_MAX, age));
  }

  /** C2SP tlog-checkpoint: no spaces, no plus, no control characters. */
  private static String originOf(String text) {
    boolean isPlain = text.chars().allMatch(c -> c > ' ' && c < 127 && c != '+');
    if (!isPlain || text.length() > 200) {
      throw new IllegalArgumentException("1..200 visible ASCII characters without +");
    }
    return text;
  }
}
