package dev.penstock.node;

import dev.penstock.cbor.Decoded;
import dev.penstock.clock.TimeReport;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerState;
import dev.penstock.flow.anchoring.AnchorState;
import dev.penstock.flow.continuity.SourceCodes;
import dev.penstock.flow.finding.NodeFinding;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalState;
import dev.penstock.node.config.NoticeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import dev.penstock.notices.Notice;
import dev.penstock.notices.NoticeBoard;
import dev.penstock.notices.NoticeEvent;
import dev.penstock.notices.NoticeKey;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.Standing;
import dev.penstock.notices.send.NoticePump;
import dev.penstock.notices.send.NoticeSender;
import dev.penstock.notices.send.mail.MailSender;
import dev.penstock.notices.send.snmp.SnmpSender;
import dev.penstock.notices.send.syslog.SyslogSender;
import dev.penstock.notices.send.webhook.WebhookSender;
import dev.penstock.pump.DestinationFigures;
import dev.penstock.storage.Storage;
import dev.penstock.web.CertificateShown;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who is told of what without having asked. It looks every few seconds how the node is, so that
 * nothing that matters waits for anybody to be told.
 *
 * <p>Req: 62443-4-2 CR 6.2
 */
final class NodeNotices implements Closeable {
  private static final String STATE = "notices";
  private static final int STATE_BYTES_MAX = 16 << 20;
  private static final Duration LOOK = Duration.ofSeconds(3);
  private static final Duration EXPIRY_SOON = Duration.ofDays(14);

  /** Worse than what a machine without any server drifts in a week, and good enough for nobody. */
  private static final Duration UNSURE = Duration.ofSeconds(1);

  private static final Duration TEST_MAX = Duration.ofSeconds(45);

  private final Node node;

  private final NoticePump pump;
  private final LongSupplier ticks;
  private final boolean hasChannels;

  /** Owned by the thread. */
  private final GatewayNotices gateway = new GatewayNotices();

  /** Owned by the thread. */
  private final Hindrances hindrances = new Hindrances();

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<String> fault = Optional.empty();

  /** Read by whoever asks; as many as there are conditions, and sources that are silent. */
  private final Map<NoticeKey, Map<String, String>> details = new ConcurrentHashMap<>();

  private NodeNotices(Node node, NoticePump pump, LongSupplier ticks, boolean hasChannels) {
    this.node = node;
    this.pump = pump;
    this.ticks = ticks;
    this.hasChannels = hasChannels;
    this.thread = Thread.ofPlatform().name("notices-look").daemon().unstarted(this::run);
  }

  /**
   * Starts, with what was told before the last end.
   *
   * @param record takes what was told, and what could not be, for the ledger
   */
  static NodeNotices start(
      Node node,
      Storage notes,
      String origin,
      NoticeSettings settings,
      Node.Machine machine,
      Consumer<RecordValue> record)
      throws IOException {
    byte[] kept = ReplacedFile.read(notes, STATE, STATE_BYTES_MAX);
    NoticeBoard board =
        switch (NoticeBoard.decode(
            kept, settings.rules(), machine.clock(), event -> told(event, record))) {
          case Decoded.Value<NoticeBoard>(var found) -> found;
          case Decoded.Refused<NoticeBoard> _ ->
              new NoticeBoard(settings.rules(), machine.clock(), event -> told(event, record));
        };
    var pump =
        new NoticePump(
            board,
            senders(origin, settings, machine),
            state -> ReplacedFile.write(notes, STATE, state));
    pump.start();
    var _ = pump.raise(NoticeKind.NODE_STARTED, origin, "The node has started.");
    var notices = new NodeNotices(node, pump, machine.ticks(), !settings.channels().isEmpty());
    notices.resumeDenials();
    notices.thread.start();
    return notices;
  }

  /** A start says nothing of whether it goes on; that it was quiet for a while does. */
  private void resumeDenials() {
    pump.open().stream()
        .map(Standing::notice)
        .filter(each -> each.kind() == NoticeKind.REQUESTS_DENIED)
        .forEach(each -> node.gateway().denied().resumed(each.subject(), each.text()));
  }

  private static Map<String, NoticeSender> senders(
      String origin, NoticeSettings settings, Node.Machine machine) {
    Map<String, NoticeSender> senders = new HashMap<>();
    for (NoticeSettings.Channel channel : settings.channels()) {
      var _ =
          senders.put(
              channel.name(),
              switch (channel) {
                case NoticeSettings.Mail(var _, var options) ->
                    new MailSender(origin, options, machine.clock());
                case NoticeSettings.Webhook(var _, var options) ->
                    new WebhookSender(origin, options, machine.clock());
                case NoticeSettings.Collector(var _, var options) ->
                    new SyslogSender(origin, options, machine.clock());
                case NoticeSettings.Snmp(var _, var options) ->
                    new SnmpSender(origin, options, machine.clock(), machine.random());
              });
    }
    return senders;
  }

  /** What people were told, and by which channel, is part of the evidence. */
  static void told(NoticeEvent event, Consumer<RecordValue> record) {
    String about = event.key().kind().wireName() + " " + event.key().subject();
    switch (event) {
      case NoticeEvent.Sent(var _, var channel, var occasion, var _) ->
          record.accept(
              finding(NodeFinding.NOTICE_SENT, channel + " was told: " + about + ", " + occasion));
      case NoticeEvent.GaveUp(var _, var channel, var _, var why) ->
          record.accept(
              finding(
                  NodeFinding.NOTICE_LOST, channel + " could not be told: " + about + ": " + why));
      case NoticeEvent.Acknowledged(var _, var by) ->
          record.accept(finding(NodeFinding.NOTICE_ACKNOWLEDGED, by + " knows: " + about));
      case NoticeEvent.Escalated(var _, var step) ->
          record.accept(
              finding(
                  NodeFinding.NOTICE_ESCALATED, "nobody answered, step " + step + ": " + about));
      case NoticeEvent.Refused _ ->
          record.accept(
              finding(NodeFinding.NOTICE_LOST, "there is no room for another notice: " + about));
      case NoticeEvent.Raised _,
          NoticeEvent.Cleared _,
          NoticeEvent.Failed _,
          NoticeEvent.Held _ -> {
        // What it is about is recorded where it was found; a try is not the end.
      }
    }
  }

  private static FindingMade finding(NodeFinding code, String text) {
    return new FindingMade(
        code.name(), null, null, null, null, null, 1, List.of(), null, text, Details.NONE);
  }

  private void run() {
    try {
      do {
        tryToLook();
      } while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The loop's owner: what cannot be looked at now may be the next time, and the rest was told. */
  private void tryToLook() {
    try {
      look();
      fault = Optional.empty();
    } catch (RuntimeException e) {
      fault = Optional.of("what people must know is not looked for, an error of our own: " + e);
    }
  }

  private void settle(NoticeKind kind, Map<String, NoticeSaid> now) {
    Map<String, String> texts = new HashMap<>();
    Map<NoticeKey, Map<String, String>> pieces = new HashMap<>();
    now.forEach((subject, said) -> {
      var _ = texts.put(subject, said.text());
      var _ = pieces.put(NoticeKey.of(kind, subject), said.details());
    });
    details.keySet().removeIf(key -> key.kind() == kind && !pieces.containsKey(key));
    details.putAll(pieces);
    pump.settle(kind, texts);
  }

  private void look() {
    settle(NoticeKind.LEDGER_STOPPED, stoppedLedger(node.ledger().state()));
    settle(NoticeKind.DISK_SHORT, fullDisk());
    settle(NoticeKind.PART_HINDERED, hindered());
    settle(NoticeKind.EVIDENCE_CONTRADICTED, contradicted());
    settle(NoticeKind.CLOCK_UNSURE, unsureClock(node.clock()));
    settle(
        NoticeKind.AUDIT_UNWRITABLE,
        node.auditUnwritten()
            .map(why ->
                Map.of(
                    "audit",
                    NoticeSaid.of("What people do cannot be written down: " + why, "why", why)))
            .orElse(Map.of()));
    settle(NoticeKind.ACCOUNT_LOCKED, closedNames());
    int open = node.doors().approvalsOpen();
    settle(
        NoticeKind.APPROVAL_WAITING,
        open == 0
            ? Map.of()
            : Map.of(
                "approvals",
                NoticeSaid.of(
                    open + " requests wait for a second person.",
                    "count",
                    Integer.toString(open))));
    settle(NoticeKind.CERTIFICATE_EXPIRY, endingCertificates());
    lookAtTheGateway(ticks.getAsLong());
  }

  private void lookAtTheGateway(long nanos) {
    Map<String, DestinationFigures> destinations = GatewayNotices.destinations(node);
    settle(NoticeKind.LINK_DOWN, gateway.links(GatewayNotices.downNow(node), nanos));
    settle(NoticeKind.DESTINATION_BEHIND, gateway.behind(destinations, nanos));
    settle(
        NoticeKind.DESTINATION_LOSING,
        gateway.losing(destinations, node.evidence().upkeep().losing(), nanos));
    settle(NoticeKind.REQUESTS_DENIED, GatewayNotices.denied(node.gateway().denied().standing()));
  }

  private Map<String, NoticeSaid> endingCertificates() {
    Instant soon = node.now().plus(EXPIRY_SOON);
    Map<String, NoticeSaid> ending = new HashMap<>();
    for (CertificateShown each : node.doors().certificates()) {
      if (each.notAfter().isBefore(soon)) {
        var _ =
            ending.put(
                each.name(),
                NoticeSaid.of(
                    "The certificate called " + each.name() + " ends on " + each.notAfter() + ".",
                    "notAfter",
                    each.notAfter().toString()));
      }
    }
    return ending;
  }

  /** By pseudonym: what is told is kept, and names are kept in the vault alone. */
  private Map<String, NoticeSaid> closedNames() {
    Map<String, NoticeSaid> closed = new HashMap<>();
    for (String person : node.doors().namesClosed()) {
      var _ =
          closed.put(
              person,
              NoticeSaid.of("Wrong passwords have closed this name for places nobody knows."));
    }
    return closed;
  }

  /** Where nobody was named who knows the time, nobody expects to be told of it. */
  static Map<String, NoticeSaid> unsureClock(TimeReport report) {
    boolean isAsked = !report.servers().isEmpty();
    OptionalLong bound = report.boundNanos();
    if (!isAsked || (bound.isPresent() && bound.getAsLong() <= UNSURE.toNanos())) {
      return Map.of();
    }
    return Map.of(
        "clock",
        bound.isEmpty()
            ? NoticeSaid.of("Nobody can say how far the clock is off.")
            : NoticeSaid.of(
                "The clock may be " + Duration.ofNanos(bound.getAsLong()) + " off.",
                "seconds",
                Long.toString(Duration.ofNanos(bound.getAsLong()).toSeconds())));
  }

  /** Somebody holds another history of this log, or a file does. */
  private Map<String, NoticeSaid> contradicted() {
    Map<String, NoticeSaid> all = new HashMap<>();
    for (AnchorState anchor : node.anchors().states()) {
      if (anchor.contradiction().isPresent()) {
        var _ =
            all.put(
                anchor.name(),
                NoticeSaid.of(
                    "It holds a head of this log that contradicts it; the finding has both."));
      }
    }
    all.putAll(contradictedJournal(node.journal().state()));
    return all;
  }

  static Map<String, NoticeSaid> contradictedJournal(JournalState state) {
    return state instanceof JournalState.Stopped(var finding)
        ? Map.of(
            "journal",
            NoticeSaid.of("The journal contradicts itself: " + finding, "why", seen(finding))
                .and("finding", finding.fault().name()))
        : Map.of();
  }

  static Map<String, NoticeSaid> stoppedLedger(LedgerState state) {
    return state instanceof LedgerState.Stopped(var finding)
        ? Map.of(
            "ledger",
            NoticeSaid.of("The ledger has stopped: " + finding, "why", seen(finding))
                .and("finding", finding.fault().name()))
        : Map.of();
  }

  private Map<String, NoticeSaid> fullDisk() {
    Map<String, NoticeSaid> full = new HashMap<>();
    Predicate<JournalFinding> isFull = why -> why.fault() == JournalFault.DISK_FULL;
    full.putAll(
        fullJournal(
            node.intake().accessObstacle().filter(isFull),
            node.intake().obstacle().filter(isFull),
            node.journal().state()));
    full.putAll(fullLedger(node.ledger().state()));
    return full;
  }

  /**
   * What finds no room in the journal.
   *
   * @param people why what people do does not go in, if so
   * @param taking why nothing more goes in, if so
   */
  static Map<String, NoticeSaid> fullJournal(
      Optional<JournalFinding> people, Optional<JournalFinding> taking, JournalState state) {
    if (people.isPresent()) {
      JournalFinding why = people.get();
      return Map.of(
          "journal",
          NoticeSaid.of("The journal has no room for what people do: " + why, "why", seen(why))
              .and("what", "access"));
    }
    Optional<JournalFinding> known =
        state instanceof JournalState.Full(var finding) ? Optional.of(finding) : Optional.empty();
    return taking
        .or(() -> known)
        .map(why ->
            Map.of(
                "journal",
                NoticeSaid.of("The journal takes nothing more: " + why, "why", seen(why))))
        .orElse(Map.of());
  }

  static Map<String, NoticeSaid> fullLedger(LedgerState state) {
    return state instanceof LedgerState.Full(var finding)
        ? Map.of(
            "ledger",
            NoticeSaid.of("The ledger takes nothing more: " + finding, "why", seen(finding)))
        : Map.of();
  }

  /** Where, and what was seen there: what to do is said in the language of who reads it. */
  private static String seen(JournalFinding finding) {
    return finding.place() + ": " + finding.detail();
  }

  private static String seen(LedgerFinding finding) {
    return finding.place() + ": " + finding.detail();
  }

  private Map<String, NoticeSaid> hindered() {
    Set<String> told =
        pump.open().stream()
            .map(Standing::notice)
            .filter(each -> each.kind() == NoticeKind.PART_HINDERED)
            .map(Notice::subject)
            .collect(Collectors.toSet());
    return hindrances.of(node.obstacles(), told, ticks.getAsLong());
  }

  /** A source fell silent, or speaks again. */
  void heardOf(String source, FindingMade finding) {
    if (finding.code().equals(SourceCodes.SILENT)) {
      Long since = finding.since();
      var _ =
          details.put(
              NoticeKey.of(NoticeKind.SOURCE_SILENT, source),
              since == null ? Map.of() : Map.of("since", instant(since).toString()));
      var _ = pump.raise(NoticeKind.SOURCE_SILENT, source, finding.text());
    } else if (finding.code().equals(SourceCodes.RESUMED)) {
      var _ = details.remove(NoticeKey.of(NoticeKind.SOURCE_SILENT, source));
      boolean _ = pump.clear(NoticeKind.SOURCE_SILENT, source);
    }
  }

  private static Instant instant(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }

  /** What people must know just now. */
  List<Standing> open() {
    return pump.open();
  }

  /** The pieces of what is said of it, as it was looked at last. */
  Map<String, String> details(NoticeKey key) {
    return details.getOrDefault(key, Map.of());
  }

  /** Somebody knows. */
  NoticeBoard.Acknowledging acknowledge(NoticeKey key, String by) {
    return pump.acknowledge(key, by);
  }

  /** Sends a test by the channel that the only word names. */
  ControlAnswer test(List<String> words, LongCommand.Progress progress) {
    if (!hasChannels) {
      return new ControlAnswer.Refused("penstock.yaml names no channel of notices");
    }
    if (words.size() != 1) {
      return new ControlAnswer.Refused("name one channel");
    }
    String channel = words.getFirst();
    try {
      return switch (pump.test(channel, "the operator", TEST_MAX)) {
        case NoticePump.Tested.Taken(var note) ->
            new ControlAnswer.Done(List.of(channel + " took it: " + note));
        case NoticePump.Tested.NotTaken(var why) ->
            new ControlAnswer.Refused(channel + " did not take it: " + why);
        case NoticePump.Tested.Unknown(var channels) ->
            new ControlAnswer.Refused("there is no channel " + channel + "; there are " + channels);
        case NoticePump.Tested.Waiting() ->
            new ControlAnswer.Refused("nobody knows yet: it did not answer in " + TEST_MAX);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ControlAnswer.Refused("the node ends");
    }
  }

  /** Why what was told is not kept, if so. */
  Optional<String> obstacle() {
    return pump.obstacle().or(() -> fault);
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    try {
      Ended.within(Ended.PATIENCE, thread, "looking for what people must know");
    } finally {
      pump.close();
    }
  }
}
