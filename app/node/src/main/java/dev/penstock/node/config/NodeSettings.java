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
 * The settings of a node; docs/node.md lists every field. They stand in sections: another one is a
 * component here with its {@code with}, and a line in {@link #of}.
 *
 * @param identity which log it is, and what opens its keys
 * @param listeners whom it hears, and where it is reached
 * @param kept what is kept of that
 * @param assurance who outside is asked about time and log
 * @param logging how the node's log reads
 * @param notices who is told of what without having asked
 * @param people what their accounts and sessions are held to
 * @param plant where the model of the plant is
 * @param gateway what is connected
 */
public record NodeSettings(
    Identity identity,
    Listeners listeners,
    Kept kept,
    Assurance assurance,
    Logging logging,
    NoticeSettings notices,
    PeopleSettings people,
    PlantSettings plant,
    GatewaySettings gateway) {
  private static final long BYTES_MIN = 256L << 20;
  private static final long BYTES_MAX = 1L << 50;
  private static final long PLANT_BYTES_DEFAULT = 20L << 30;
  private static final long ACCESS_BYTES_DEFAULT = 2L << 30;
  private static final Duration CADENCE_MIN = Duration.ofSeconds(1);
  private static final Duration CADENCE_MAX = Duration.ofDays(365);
  private static final Duration AGE_MIN = Duration.ofHours(1);
  private static final Duration AGE_MAX = Duration.ofDays(40_000);

  /** As long as the disk lasts. */
  private static final Duration PLANT_AGE_DEFAULT = AGE_MAX;

  /** 24 months. */
  private static final Duration ACCESS_AGE_DEFAULT = Duration.ofDays(731);

  /** A node that keeps this log: it hears nobody, is reached by nobody, and keeps everything. */
  public static NodeSettings named(String origin) {
    return new NodeSettings(
        new Identity(origin, Optional.empty(), Optional.empty()),
        Listeners.NONE,
        Kept.ALL,
        Assurance.NONE,
        Logging.DEFAULT,
        NoticeSettings.NONE,
        PeopleSettings.DEFAULT,
        PlantSettings.NONE,
        GatewaySettings.NONE);
  }

  /** The same with another section. */
  public NodeSettings with(Identity other) {
    return new NodeSettings(
        other, listeners, kept, assurance, logging, notices, people, plant, gateway);
  }

  /** The same with another section. */
  public NodeSettings with(Listeners other) {
    return new NodeSettings(
        identity, other, kept, assurance, logging, notices, people, plant, gateway);
  }

  /** The same with another section. */
  public NodeSettings with(Kept other) {
    return new NodeSettings(
        identity, listeners, other, assurance, logging, notices, people, plant, gateway);
  }

  /** The same with another section. */
  public NodeSettings with(Assurance other) {
    return new NodeSettings(
        identity, listeners, kept, other, logging, notices, people, plant, gateway);
  }

  /** The same with another section. */
  public NodeSettings with(Logging other) {
    return new NodeSettings(
        identity, listeners, kept, assurance, other, notices, people, plant, gateway);
  }

  /** The same with another section. */
  public NodeSettings with(NoticeSettings other) {
    return new NodeSettings(
        identity, listeners, kept, assurance, logging, other, people, plant, gateway);
  }

  /** The same with another section. */
  public NodeSettings with(PeopleSettings other) {
    return new NodeSettings(
        identity, listeners, kept, assurance, logging, notices, other, plant, gateway);
  }

  /** The same with another section. */
  public NodeSettings with(PlantSettings other) {
    return new NodeSettings(
        identity, listeners, kept, assurance, logging, notices, people, other, gateway);
  }

  /** The same with another section. */
  public NodeSettings with(GatewaySettings other) {
    return new NodeSettings(
        identity, listeners, kept, assurance, logging, notices, people, plant, other);
  }

  /** The same with the HTTP API there. */
  public NodeSettings withWeb(WebOptions these) {
    return with(
        new Listeners(
            Optional.of(these),
            listeners.brokers(),
            listeners.devices(),
            listeners.syslog(),
            listeners.cadences()));
  }

  /** The same with these brokers. */
  public NodeSettings withBrokers(List<BrokerOptions> these) {
    return with(
        new Listeners(
            listeners.web(), these, listeners.devices(), listeners.syslog(), listeners.cadences()));
  }

  /** The same with these devices. */
  public NodeSettings withDevices(List<DevicePin> these) {
    return with(
        new Listeners(
            listeners.web(), listeners.brokers(), these, listeners.syslog(), listeners.cadences()));
  }

  /** The same with these listeners for syslog. */
  public NodeSettings withSyslog(List<SyslogOptions> these) {
    return with(
        new Listeners(
            listeners.web(),
            listeners.brokers(),
            listeners.devices(),
            these,
            listeners.cadences()));
  }

  /** The same with what is said of how often sources speak. */
  public NodeSettings withCadences(Map<String, Duration> these) {
    return with(
        new Listeners(
            listeners.web(), listeners.brokers(), listeners.devices(), listeners.syslog(), these));
  }

  /** The same with what opens the file of keys. */
  public NodeSettings withPassphraseFile(Path file) {
    return with(new Identity(origin(), Optional.of(file), publishedHead()));
  }

  /** The same with this much kept of the journal. */
  public NodeSettings withRetention(Retention retention) {
    return with(new Kept(retention, payloadsBytes(), shreddable()));
  }

  /** The same, and values of these sources are sealed. */
  public NodeSettings withShreddable(ShredPolicy policy) {
    return with(new Kept(retention(), payloadsBytes(), policy));
  }

  /** The same with these anchors. */
  public NodeSettings withAnchors(List<AnchorSettings> anchors) {
    return with(new Assurance(timeServers(), anchors, witness()));
  }

  /** The same as a witness of others. */
  public NodeSettings withWitness(WitnessSettings witness) {
    return with(new Assurance(timeServers(), anchors(), Optional.of(witness)));
  }

  /** Of {@link #identity}. */
  public String origin() {
    return identity.origin();
  }

  /** Of {@link #identity}. */
  public Optional<Path> passphraseFile() {
    return identity.passphraseFile();
  }

  /** Of {@link #identity}. */
  public Optional<Path> publishedHead() {
    return identity.publishedHead();
  }

  /** Of {@link #listeners}. */
  public Optional<WebOptions> web() {
    return listeners.web();
  }

  /** Of {@link #listeners}. */
  public List<BrokerOptions> brokers() {
    return listeners.brokers();
  }

  /** Of {@link #listeners}. */
  public List<DevicePin> devices() {
    return listeners.devices();
  }

  /** Of {@link #listeners}. */
  public List<SyslogOptions> syslog() {
    return listeners.syslog();
  }

  /** Of {@link #listeners}. */
  public Map<String, Duration> cadences() {
    return listeners.cadences();
  }

  /** Of {@link #kept}. */
  public Retention retention() {
    return kept.retention();
  }

  /** Of {@link #kept}. */
  public long payloadsBytes() {
    return kept.payloadsBytes();
  }

  /** Of {@link #kept}. */
  public ShredPolicy shreddable() {
    return kept.shreddable();
  }

  /** Of {@link #assurance}. */
  public List<TimeServer> timeServers() {
    return assurance.timeServers();
  }

  /** Of {@link #assurance}. */
  public List<AnchorSettings> anchors() {
    return assurance.anchors();
  }

  /** Of {@link #assurance}. */
  public Optional<WitnessSettings> witness() {
    return assurance.witness();
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
    Kept journal =
        file.section(
            "journal", each -> new Kept(retention(each), payloadsBytes(each), ShredPolicy.NONE));
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
        new Identity(origin, passphraseFile, publishedHead),
        new Listeners(web, brokers, devices, syslog, cadences(file)),
        new Kept(journal.retention(), journal.payloadsBytes(), ShredSettings.of(file, devices)),
        new Assurance(timeServers, AnchorSections.of(file), witness(file, web)),
        logging(file),
        NoticeSections.of(file),
        file.section("people", PeopleSettings::of),
        file.section("plant", PlantSettings::of),
        GatewaySettings.of(file));
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
        payloads -> payloads.bytes("bytes", BYTES_MIN, BYTES_MAX, Kept.PAYLOADS_BYTES_DEFAULT));
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
