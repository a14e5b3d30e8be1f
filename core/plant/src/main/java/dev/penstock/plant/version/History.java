package dev.penstock.plant.version;

import dev.penstock.merkle.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which versions of a site's model have been in force, the last of them now, and which models wait
 * to be wanted by somebody. Each version follows the one before it; none is ever taken out, but
 * that only the newest {@link #VERSIONS_MAX} are told.
 *
 * @param entries oldest first
 * @param waiting oldest first; no model twice
 */
public record History(List<Entry> entries, List<Waiting> waiting) {
  /** At 250 bytes each they stay below a MiB; at one change a day for eleven years. */
  public static final int VERSIONS_MAX = 4_000;

  /** Models that nobody has wanted yet; when there are more, the oldest are forgotten. */
  public static final int WAITING_MAX = 16;

  /** A site without a model. */
  public static final History NONE = new History(List.of(), List.of());

  public History {
    entries = List.copyOf(entries);
    waiting = List.copyOf(waiting);
    if (entries.size() > VERSIONS_MAX || waiting.size() > WAITING_MAX) {
      throw new IllegalArgumentException(entries.size() + " versions, " + waiting.size());
    }
    for (int i = 1; i < entries.size(); i++) {
      if (!entries.get(i).version().follows(entries.get(i - 1).version())) {
        throw new IllegalArgumentException(
            entries.get(i).version() + " does not follow " + entries.get(i - 1).version());
      }
    }
    if (waiting.stream().map(Waiting::model).distinct().count() < waiting.size()) {
      throw new IllegalArgumentException("a model waits twice: " + waiting);
    }
  }

  /** By which way a version came into force. */
  public enum Cause {
    /** It was the first: there was nothing that it could change. */
    FIRST,
    /** One person wanted it, another agreed. */
    TWO_PEOPLE,
    /** One person wanted it, and no second was due or there. */
    ONE_PERSON,
    /** Whoever runs the node wanted it, where its settings ask for no second person. */
    NODE_USER
  }

  /**
   * A version that is or was in force.
   *
   * @param author who wanted it; empty where nobody is known
   * @param approvers who agreed
   */
  public record Entry(
      ModelVersion version,
      Instant at,
      Cause cause,
      Optional<Pseudonym> author,
      List<Pseudonym> approvers) {
    public Entry {
      approvers = List.copyOf(approvers);
      if (author.isPresent() && approvers.contains(author.get())) {
        throw new IllegalArgumentException(author.get() + " approved its own version");
      }
      if ((cause == Cause.TWO_PEOPLE) == approvers.isEmpty()) {
        throw new IllegalArgumentException(cause + " with " + approvers.size() + " approvers");
      }
    }
  }

  /** Who laid down a model that waits. */
  public enum Origin {
    /** It stood in the file of the settings at a start. */
    FILE,
    /** Whoever runs the node. */
    NODE_USER,
    /** A person, who has asked a second one. */
    PERSON
  }

  /** A model that is sound and not in force. */
  public record Waiting(Digest model, Instant at, Origin origin) {}

  /** What is in force. */
  public Optional<Entry> active() {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast());
  }

  /** The version that this model would be if it came into force now. */
  public ModelVersion next(Digest model) {
    return active()
        .map(last ->
            new ModelVersion(
                Math.incrementExact(last.version().number()),
                model,
                Optional.of(last.version().digest())))
        .orElseGet(() -> new ModelVersion(1, model, Optional.empty()));
  }

  /** True when some version, or something that waits, is of this model. */
  public boolean knows(Digest model) {
    return entries.stream().anyMatch(entry -> entry.version().model().equals(model))
        || waiting.stream().anyMatch(one -> one.model().equals(model));
  }

  /** True when this model was in force once and is not now. */
  public boolean isOlder(Digest model) {
    return entries.stream()
        .limit(Math.max(0, entries.size() - 1))
        .anyMatch(entry -> entry.version().model().equals(model));
  }

  /** With a version in force that must follow the last; its model does not wait any more. */
  public History with(Entry entry) {
    List<Entry> all = new ArrayList<>(entries);
    all.add(entry);
    List<Entry> kept = all.subList(Math.max(0, all.size() - VERSIONS_MAX), all.size());
    return new History(kept, without(entry.version().model()));
  }

  /** With one more that waits; one that did so before waits from now on. */
  public History with(Waiting one) {
    List<Waiting> all = new ArrayList<>(without(one.model()));
    all.add(one);
    return new History(entries, all.subList(Math.max(0, all.size() - WAITING_MAX), all.size()));
  }

  private List<Waiting> without(Digest model) {
    return waiting.stream().filter(one -> !one.model().equals(model)).toList();
  }
}
