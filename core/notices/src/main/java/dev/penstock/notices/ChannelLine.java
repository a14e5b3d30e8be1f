package dev.penstock.notices;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What waits for one channel, and how it does. Owned by its board's owner. */
final class ChannelLine {
  /** More are held back and counted; nobody reads so many at once. */
  static final int WAITING_MAX = 50;

  static final Duration WINDOW = Duration.ofHours(1);

  /** So many failures in a row, about a minute, and nobody waits for this channel any more. */
  static final int FAILURES_OF_THE_DEAF = 3;

  static final Duration RETRY_MIN = Duration.ofSeconds(10);
  static final Duration RETRY_MAX = Duration.ofMinutes(10);

  /** A message that nobody took for so long is given up; the condition may be told again. */
  static final Duration AGE_MAX = Duration.ofHours(1);

  private final ChannelRule rule;
  private final List<Errand> waiting = new ArrayList<>();
  private boolean isUnderWay;
  private Instant windowFrom = Instant.EPOCH;
  private int inWindow;
  private long held;
  private Instant heldSince = Instant.EPOCH;
  private int failures;
  private boolean isRefusing;
  private Instant nextAt = Instant.EPOCH;

  ChannelLine(ChannelRule rule) {
    this.rule = rule;
  }

  /** How a line does, apart from what waits in it. */
  record Figures(
      Instant windowFrom,
      int inWindow,
      long held,
      Instant heldSince,
      int failures,
      boolean isRefusing,
      Instant nextAt) {}

  Figures figures() {
    return new Figures(windowFrom, inWindow, held, heldSince, failures, isRefusing, nextAt);
  }

  /** Goes on as one did before; what was under way is tried again. */
  void restore(Figures figures, List<Errand> errands) {
    windowFrom = figures.windowFrom();
    inWindow = figures.inWindow();
    held = figures.held();
    heldSince = figures.heldSince();
    failures = figures.failures();
    isRefusing = figures.isRefusing();
    nextAt = figures.nextAt();
    boolean _ = waiting.addAll(errands);
  }

  String name() {
    return rule.name();
  }

  List<Errand> waiting() {
    return List.copyOf(waiting);
  }

  /** True while nothing that is sent by it arrives. */
  boolean isDeaf() {
    return isRefusing || failures >= FAILURES_OF_THE_DEAF;
  }

  /** False where the channel's limit holds it back. */
  boolean add(Errand errand) {
    for (int i = isUnderWay ? 1 : 0; i < waiting.size(); i++) {
      // What is newer about the same takes the place of what nobody was told of yet.
      if (waiting.get(i).notice().key().equals(errand.notice().key())) {
        waiting.set(i, errand);
        return true;
      }
    }
    if (inWindow == 0 && held == 0) {
      windowFrom = errand.madeAt();
    }
    boolean hasRoom =
        errand.occasion() == Occasion.SUMMARY
            || inWindow < rule.roomFor(errand.notice().severity());
    if (!hasRoom || waiting.size() >= WAITING_MAX) {
      if (held == 0) {
        heldSince = errand.madeAt();
      }
      held++;
      return false;
    }
    inWindow++;
    boolean _ = waiting.add(errand);
    return true;
  }

  /** The next one to be tried, whatever waits and however the channel did; one at a time. */
  void addFirst(Errand errand) {
    int from = isUnderWay ? 1 : 0;
    boolean _ =
        waiting.subList(from, waiting.size()).removeIf(each -> each.occasion() == Occasion.TEST);
    waiting.add(from, errand);
    nextAt = Instant.EPOCH;
  }

  /** How many were held back, and since when. */
  record HeldBack(long count, Instant since) {}

  /**
   * Begins a new hour when it is time; gives what was held back in the old one, or goes on counting
   * while there is no room to say so, or an older count is not sent yet.
   */
  Optional<HeldBack> roll(Instant now) {
    if ((inWindow == 0 && held == 0) || now.isBefore(windowFrom.plus(WINDOW))) {
      return Optional.empty();
    }
    inWindow = 0;
    windowFrom = now;
    boolean isCounted = waiting.stream().anyMatch(each -> each.occasion() == Occasion.SUMMARY);
    if (held == 0 || isCounted || waiting.size() >= WAITING_MAX) {
      return Optional.empty();
    }
    var back = new HeldBack(held, heldSince);
    held = 0;
    return Optional.of(back);
  }

  /** The next message to try, if one may be tried now; it is then under way. */
  Optional<Errand> next(Instant now) {
    if (isUnderWay || waiting.isEmpty() || now.isBefore(nextAt)) {
      return Optional.empty();
    }
    isUnderWay = true;
    waiting.set(0, waiting.getFirst().tried());
    return Optional.of(waiting.getFirst());
  }

  /** The message under way, where it has this id. */
  Optional<Errand> underWay(long id) {
    return isUnderWay && waiting.getFirst().id() == id
        ? Optional.of(waiting.getFirst())
        : Optional.empty();
  }

  void sent() {
    isUnderWay = false;
    failures = 0;
    isRefusing = false;
    Errand _ = waiting.removeFirst();
  }

  void refused() {
    isUnderWay = false;
    isRefusing = true;
    Errand _ = waiting.removeFirst();
  }

  /** Those that are given up now: a test, and what waited for too long. */
  List<Errand> failed(Instant now) {
    isUnderWay = false;
    failures = Math.min(failures + 1, 1_000);
    Duration wait = RETRY_MIN;
    for (int i = 1; i < failures && wait.compareTo(RETRY_MAX) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    nextAt = now.plus(wait.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : wait);
    Errand tried = waiting.getFirst();
    List<Errand> old =
        waiting.stream()
            .filter(each ->
                !now.isBefore(each.madeAt().plus(AGE_MAX))
                    || (each.equals(tried) && each.occasion() == Occasion.TEST))
            .toList();
    boolean _ = waiting.removeAll(old);
    return old;
  }

  /** The clock was set back by so much. */
  void shift(Duration by) {
    windowFrom = windowFrom.plus(by);
    nextAt = nextAt.plus(by);
    heldSince = heldSince.plus(by);
    waiting.replaceAll(each ->
        new Errand(
            each.id(),
            each.channel(),
            each.occasion(),
            each.notice(),
            each.madeAt().plus(by),
            each.attempts()));
  }
}
