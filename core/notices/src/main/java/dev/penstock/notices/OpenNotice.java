package dev.penstock.notices;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A condition that goes on, and how far telling of it has come. Owned by its board's owner. */
final class OpenNotice {
  private final NoticeKey key;
  private final Instant since;
  private Severity severity;
  private String text;
  private Standing.@Nullable Acknowledgement acknowledged;

  /** From when the steps count: the beginning, or when it became more severe. */
  private Instant stepsFrom;

  private int stepsTaken;
  private Instant toldAt;
  private final SequencedSet<String> told = new LinkedHashSet<>();

  OpenNotice(NoticeKey key, Severity severity, String text, Instant since) {
    this.key = key;
    this.severity = severity;
    this.text = text;
    this.since = since;
    this.stepsFrom = since;
    this.toldAt = since;
  }

  /** One as it was, with what a state on disk knows of it. */
  static OpenNotice of(Standing standing, Instant stepsFrom, Instant toldAt) {
    Notice notice = standing.notice();
    var made = new OpenNotice(notice.key(), notice.severity(), notice.text(), notice.since());
    made.acknowledged = standing.acknowledged().orElse(null);
    made.stepsTaken = standing.stepsTaken();
    made.stepsFrom = stepsFrom;
    made.toldAt = toldAt;
    boolean _ = made.told.addAll(standing.told());
    return made;
  }

  NoticeKey key() {
    return key;
  }

  Instant stepsFrom() {
    return stepsFrom;
  }

  Instant toldAt() {
    return toldAt;
  }

  Notice notice(Notice.State state) {
    return new Notice(key.kind(), key.subject(), severity, text, since, state);
  }

  Standing standing() {
    return new Standing(
        notice(Notice.State.RAISED),
        Optional.ofNullable(acknowledged),
        stepsTaken,
        List.copyOf(told));
  }

  /** It is raised once more; true for a higher severity, which begins its route anew. */
  boolean again(Severity severe, String words, Instant now) {
    text = words;
    if (!severe.isAtLeast(severity) || severe == severity) {
      return false;
    }
    severity = severe;
    acknowledged = null;
    stepsFrom = now;
    stepsTaken = 0;
    return true;
  }

  boolean isAcknowledged() {
    return acknowledged != null;
  }

  void acknowledge(Standing.Acknowledgement by) {
    acknowledged = by;
  }

  Optional<Route> route(NoticeRules rules) {
    return rules.routeFor(key.kind(), severity);
  }

  /**
   * The next step of its route when it is due.
   *
   * @param isDeaf whether none of those who were told can be reached: then nobody waits for them
   */
  Optional<Step> dueStep(Route route, Instant now, boolean isDeaf) {
    if (isAcknowledged() || stepsTaken >= route.steps().size()) {
      return Optional.empty();
    }
    Step next = route.steps().get(stepsTaken);
    boolean isTime = !now.isBefore(stepsFrom.plus(next.after()));
    return isTime || (stepsTaken > 0 && isDeaf) ? Optional.of(next) : Optional.empty();
  }

  /** Counts the step as taken; the number of steps before it. */
  int take(Instant now) {
    toldAt = now;
    return stepsTaken++;
  }

  /** Channels of the steps that were taken, when it is time to tell them again. */
  List<String> dueAgain(Route route, Instant now) {
    boolean isDue =
        route.repeat().isPresent()
            && !isAcknowledged()
            && stepsTaken > 0
            && !now.isBefore(toldAt.plus(route.repeat().get()));
    if (!isDue) {
      return List.of();
    }
    toldAt = now;
    return channelsTaken(route);
  }

  /** Channels of the steps that were taken, each once. */
  List<String> channelsTaken(Route route) {
    List<String> all = new ArrayList<>();
    for (Step each : route.steps().subList(0, Math.min(stepsTaken, route.steps().size()))) {
      each.channels().stream().filter(name -> !all.contains(name)).forEach(all::add);
    }
    return all;
  }

  void toldBy(String channel) {
    boolean _ = told.add(channel);
  }

  /** These are no longer there. */
  void forgetOthers(Set<String> channels) {
    boolean _ = told.retainAll(channels);
  }

  List<String> told() {
    return List.copyOf(told);
  }

  /** The clock was set back by so much; waits go on for as long as they would have. */
  void shift(Duration by) {
    stepsFrom = stepsFrom.plus(by);
    toldAt = toldAt.plus(by);
  }
}
