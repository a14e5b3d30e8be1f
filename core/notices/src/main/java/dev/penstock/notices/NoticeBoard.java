package dev.penstock.notices;

import dev.penstock.cbor.Decoded;
import dev.penstock.notices.Notice.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The board: which conditions are open, who was told of them, and what is to be sent now.
 *
 * <p>Others say what is so with {@link #raise}, {@link #clear} and {@link #settle}; people say that
 * they know with {@link #acknowledge}. Whoever sends asks for {@link #due} messages, at most one of
 * a channel at a time, and comes back with {@link #sent}, {@link #failed} or {@link #refused}. A
 * message whose fate is not known, because the node ended, is sent again: a receiver may see it
 * twice, and its id says so. Nothing here waits, and every list has a bound. One thread at a time.
 *
 * <p>Req: 62443-4-2 CR 6.2. Req: 62443-4-2 CR 2.10. Req: 62443-4-2 CR 2.9 RE(1).
 */
public final class NoticeBoard {
  /** One for each source of a large plant that fell silent at once is not read by anybody. */
  public static final int OPEN_MAX = 500;

  /** Room that only critical notices have. */
  static final int CRITICAL_MAX = 50;

  /** A clock that went back by less is disciplined, not set. */
  private static final Duration SET_BACK_MIN = Duration.ofMinutes(1);

  private final NoticeRules rules;
  private final InstantSource clock;
  private final NoticeListener listener;
  private final SequencedMap<NoticeKey, OpenNotice> open = new LinkedHashMap<>();
  private final SequencedMap<String, ChannelLine> lines = new LinkedHashMap<>();
  private long nextId = 1;
  private Instant lookedAt;
  private boolean isFullTold;
  private long revision;

  /** A board with nothing on it. */
  public NoticeBoard(NoticeRules rules, InstantSource clock, NoticeListener listener) {
    this.rules = rules;
    this.clock = clock;
    this.listener = listener;
    this.lookedAt = now();
    for (ChannelRule each : rules.channels()) {
      var _ = lines.put(each.name(), new ChannelLine(each));
    }
  }

  /**
   * The board that {@link #encode} wrote. Channels that are no longer there are forgotten with what
   * waited for them; open notices stay and follow the rules as they are now.
   */
  public static Decoded<NoticeBoard> decode(
      byte[] state, NoticeRules rules, InstantSource clock, NoticeListener listener) {
    return BoardCodec.decode(state)
        .map(kept -> {
          var board = new NoticeBoard(rules, clock, listener);
          board.take(kept);
          return board;
        });
  }

  private void take(BoardCodec.Kept kept) {
    lookedAt = kept.lookedAt();
    nextId = kept.nextId();
    kept.open()
        .forEach(each -> {
          each.forgetOthers(lines.keySet());
          var _ = open.put(each.key(), each);
        });
    kept.lines()
        .forEach(each -> {
          ChannelLine line = lines.get(each.name());
          if (line != null) {
            line.restore(each.figures(), each.errands());
          }
        });
  }

  /** Everything that must outlive the node, docs/formats/notices.md. */
  public byte[] encode() {
    return BoardCodec.encode(lookedAt, nextId, open.values(), lines.values());
  }

  private Instant now() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return now.isBefore(Instant.EPOCH) ? Instant.EPOCH : now;
  }

  /** What came of raising a notice. */
  public enum Raising {
    /** It is new. */
    NEW,
    /** It was open already. */
    OPEN,
    /** It happened; nobody can clear it. */
    MOMENT,
    /** There is no room; nobody will be told. */
    FULL
  }

  /** Says that something is so, with the severity that its kind usually has. */
  public Raising raise(NoticeKind kind, String subject, String text) {
    return raise(kind, subject, kind.usual(), text);
  }

  /** Says that something is so, or has happened. */
  public Raising raise(NoticeKind kind, String subject, Severity severity, String text) {
    if (!kind.isRaisable()) {
      throw new IllegalArgumentException("only the board makes a notice of kind " + kind);
    }
    NoticeKey key = NoticeKey.of(kind, subject);
    String words = PlainText.of(text, Notice.TEXT_BYTES_MAX);
    Instant now = now();
    if (kind.nature() == NoticeKind.Nature.MOMENT) {
      return happened(key, severity, words, now);
    }
    OpenNotice known = open.get(key);
    if (known != null) {
      revision += known.again(severity, words, now) ? 1 : 0;
      return Raising.OPEN;
    }
    int room = severity == Severity.CRITICAL ? OPEN_MAX + CRITICAL_MAX : OPEN_MAX;
    if (open.size() >= room) {
      if (!isFullTold) {
        isFullTold = true;
        say(new NoticeEvent.Refused(key));
      }
      return Raising.FULL;
    }
    var made = new OpenNotice(key, severity, words, now);
    var _ = open.put(key, made);
    say(new NoticeEvent.Raised(made.notice(State.RAISED)));
    return Raising.NEW;
  }

  private Raising happened(NoticeKey key, Severity severity, String words, Instant now) {
    var notice = new Notice(key.kind(), key.subject(), severity, words, now, State.CLEARED);
    say(new NoticeEvent.Raised(notice));
    Optional<Route> route = rules.routeFor(key.kind(), severity);
    if (route.isPresent()) {
      for (String channel : route.get().steps().getFirst().channels()) {
        boolean _ = tell(channel, Occasion.HAPPENED, notice, now);
      }
    }
    return Raising.MOMENT;
  }

  /** Says that it is over; false when it was not open. Those who were told are told so. */
  public boolean clear(NoticeKind kind, String subject) {
    OpenNotice known = open.remove(NoticeKey.of(kind, subject));
    if (known == null) {
      return false;
    }
    isFullTold = false;
    Notice notice = known.notice(State.CLEARED);
    say(new NoticeEvent.Cleared(notice));
    Instant now = now();
    for (String channel : known.told()) {
      boolean _ = tell(channel, Occasion.CLEARED, notice, now);
    }
    return true;
  }

  /**
   * Says that of this kind exactly these are so: others are cleared.
   *
   * @param texts what is so, by subject
   */
  public void settle(NoticeKind kind, Map<String, String> texts) {
    List<NoticeKey> wanted = texts.keySet().stream().map(s -> NoticeKey.of(kind, s)).toList();
    List<NoticeKey> over =
        open.keySet().stream().filter(key -> key.kind() == kind && !wanted.contains(key)).toList();
    over.forEach(key -> {
      boolean _ = clear(kind, key.subject());
    });
    texts.forEach((subject, text) -> {
      var _ = raise(kind, subject, text);
    });
  }

  /** What came of an acknowledgement. */
  public enum Acknowledging {
    DONE,
    /** Somebody had done so before. */
    ALREADY,
    /** No such notice is open. */
    UNKNOWN
  }

  /**
   * Somebody says that they know: no further step is taken, and nothing is repeated.
   *
   * @param by a pseudonym, or what else asked; no name of a person
   */
  public Acknowledging acknowledge(NoticeKey key, String by) {
    OpenNotice known = open.get(key);
    if (known == null) {
      return Acknowledging.UNKNOWN;
    }
    if (known.isAcknowledged()) {
      return Acknowledging.ALREADY;
    }
    String who = PlainText.of(by, Standing.Acknowledgement.BY_BYTES_MAX);
    known.acknowledge(new Standing.Acknowledgement(who, now()));
    say(new NoticeEvent.Acknowledged(key, who));
    return Acknowledging.DONE;
  }

  /** Writes a test message for a channel, to be tried at once; empty when there is no such one. */
  public Optional<Long> test(String channel, String by) {
    ChannelLine line = lines.get(channel);
    if (line == null) {
      return Optional.empty();
    }
    Instant now = now();
    String words = PlainText.of("This is a test, asked for by " + by, Notice.TEXT_BYTES_MAX);
    var notice = new Notice(NoticeKind.TEST, channel, Severity.INFO, words, now, State.CLEARED);
    long id = nextId++;
    line.addFirst(new Errand(id, channel, Occasion.TEST, notice, now, 0));
    revision++;
    return Optional.of(id);
  }

  /** Messages to send now, at most one for each channel; call it about once a second. */
  public List<Errand> due() {
    Instant now = now();
    followClock(now);
    for (OpenNotice each : List.copyOf(open.values())) {
      each.route(rules).ifPresent(route -> follow(each, route, now));
    }
    List<Errand> due = new ArrayList<>();
    for (ChannelLine line : lines.values()) {
      line.roll(now).ifPresent(back -> summarize(line, back, now));
      line.next(now).ifPresent(due::add);
    }
    return due;
  }

  /** After a clock was set back, nothing waits for longer than it would have. */
  private void followClock(Instant now) {
    if (now.isBefore(lookedAt.minus(SET_BACK_MIN))) {
      Duration by = Duration.between(lookedAt, now);
      open.values().forEach(each -> each.shift(by));
      lines.values().forEach(each -> each.shift(by));
    }
    lookedAt = now;
  }

  private void follow(OpenNotice notice, Route route, Instant now) {
    List<String> again = notice.dueAgain(route, now);
    again.forEach(channel -> tell(notice, channel, Occasion.REPEATED, now));
    Optional<Step> step = notice.dueStep(route, now, isDeaf(notice, route));
    // Bounded by the steps of a route; several may be due after a long pause.
    while (step.isPresent()) {
      int before = notice.take(now);
      Occasion why = before == 0 ? Occasion.RAISED : Occasion.ESCALATED;
      if (before > 0) {
        say(new NoticeEvent.Escalated(notice.key(), before));
      }
      step.get().channels().forEach(channel -> tell(notice, channel, why, now));
      step = notice.dueStep(route, now, isDeaf(notice, route));
    }
  }

  /** Whether nothing arrives at any of those who were told. */
  private boolean isDeaf(OpenNotice notice, Route route) {
    return notice.channelsTaken(route).stream().allMatch(name -> isDeaf(lines.get(name)));
  }

  private static boolean isDeaf(@Nullable ChannelLine line) {
    return line == null || line.isDeaf();
  }

  private void tell(OpenNotice notice, String channel, Occasion occasion, Instant now) {
    boolean isAboutIt =
        notice.key().kind() == NoticeKind.CHANNEL_FAILED && notice.key().subject().equals(channel);
    // Nobody is told by a channel that it does not work.
    if (!isAboutIt && tell(channel, occasion, notice.notice(State.RAISED), now)) {
      notice.toldBy(channel);
    }
  }

  /** False where there is no such channel or no room in it. */
  private boolean tell(String channel, Occasion occasion, Notice notice, Instant now) {
    ChannelLine line = lines.get(channel);
    if (line == null) {
      return false;
    }
    boolean isTaken = line.add(new Errand(nextId, channel, occasion, notice, now, 0));
    if (isTaken) {
      nextId++;
      revision++;
    } else {
      say(new NoticeEvent.Held(notice.key(), channel));
    }
    return isTaken;
  }

  private void summarize(ChannelLine line, ChannelLine.HeldBack back, Instant now) {
    String words =
        back.count() + " messages were held back by this channel's limit; open now: " + open.size();
    var notice =
        new Notice(
            NoticeKind.HELD_BACK,
            line.name(),
            NoticeKind.HELD_BACK.usual(),
            words,
            back.since(),
            State.CLEARED);
    boolean _ = tell(line.name(), Occasion.SUMMARY, notice, now);
  }

  /** The channel has taken it. */
  public void sent(Errand errand) {
    ChannelLine line = lines.get(errand.channel());
    if (line == null || line.underWay(errand.id()).isEmpty()) {
      return;
    }
    line.sent();
    say(
        new NoticeEvent.Sent(
            errand.notice().key(), errand.channel(), errand.occasion(), errand.attempts()));
    boolean _ = clear(NoticeKind.CHANNEL_FAILED, errand.channel());
  }

  /** The channel could not be reached, or broke off; it is tried again, later each time. */
  public void failed(Errand errand, String why) {
    ChannelLine line = lines.get(errand.channel());
    if (line == null || line.underWay(errand.id()).isEmpty()) {
      return;
    }
    String reason = PlainText.of(why, Notice.TEXT_BYTES_MAX);
    say(new NoticeEvent.Failed(errand.notice().key(), errand.channel(), errand.attempts(), reason));
    for (Errand each : line.failed(now())) {
      gaveUp(each, reason);
    }
    tellOfDeaf(line, reason);
  }

  /** The channel has answered that it will not take it, so it is not tried again. */
  public void refused(Errand errand, String why) {
    ChannelLine line = lines.get(errand.channel());
    if (line == null || line.underWay(errand.id()).isEmpty()) {
      return;
    }
    String reason = PlainText.of(why, Notice.TEXT_BYTES_MAX);
    line.refused();
    gaveUp(errand, reason);
    tellOfDeaf(line, reason);
  }

  private void gaveUp(Errand errand, String reason) {
    say(new NoticeEvent.GaveUp(errand.notice().key(), errand.channel(), errand.attempts(), reason));
  }

  private void tellOfDeaf(ChannelLine line, String reason) {
    if (line.isDeaf()) {
      var _ = raise(NoticeKind.CHANNEL_FAILED, line.name(), reason);
    }
  }

  private void say(NoticeEvent event) {
    revision++;
    listener.happened(event);
  }

  /** Grows with every change that is worth keeping. */
  public long revision() {
    return revision;
  }

  /** What is open, the oldest first. */
  public List<Standing> open() {
    return open.values().stream().map(OpenNotice::standing).toList();
  }

  /** How one channel does. */
  public record ChannelState(
      String name, int waiting, int failuresInARow, boolean isFailing, long held) {}

  public List<ChannelState> channels() {
    return lines.values().stream()
        .map(line ->
            new ChannelState(
                line.name(),
                line.waiting().size(),
                line.figures().failures(),
                line.isDeaf(),
                line.figures().held()))
        .toList();
  }
}
