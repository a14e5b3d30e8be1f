package dev.penstock.pump;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.numbering.Numbering;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * The access records that wait for room beside the intake's batches, so that people and plants do
 * not wait for each other; and what of them is let go, which is stated. The intake's thread alone
 * changes it; any may ask how it stands.
 */
final class AccessAside {
  private static final String GIVEN_UP = "nobody waits for it any more";

  private final SetAside<Item> kept = new SetAside<>();
  private final InstantSource clock;
  private final IntConsumer countAway;

  /**
   * Nothing is aside yet.
   *
   * @param countAway is told how many were let go that had been taken
   */
  AccessAside(InstantSource clock, IntConsumer countAway) {
    this.clock = clock;
    this.countAway = countAway;
  }

  /**
   * The rest of a batch: what plants say does not wait for what people do. That is kept, and tried
   * again by itself; who waits for it is answered when it waited long enough, and then does
   * nothing.
   *
   * <p>Req: 62443-4-2 CR 2.10
   */
  List<Item> without(List<Item> batch, Optional<JournalFinding> finding) {
    List<Item> access = batch.stream().filter(Item::isAccess).toList();
    if (access.isEmpty()) {
      return batch;
    }
    letGo(kept.add(access, finding), "too much waits for room");
    return batch.stream().filter(item -> !item.isAccess()).toList();
  }

  /** What people did later is not written earlier: it waits behind what is kept. */
  List<Item> behindOthers(List<Item> batch) {
    return kept.count() > 0 ? without(batch, Optional.empty()) : batch;
  }

  /** These are not written, and their number is to be stated. */
  private void letGo(List<Item> items, String why) {
    items.forEach(item -> item.receipt().refused(why));
    kept.giveUp(items.size(), clock.instant());
    countAway.accept(items.size());
  }

  /** These wait behind the others, and are due as soon as those are. */
  void add(List<Item> more) {
    letGo(kept.add(more, Optional.empty()), "too much waits for room");
  }

  /** These were not even taken. */
  void turnedAway(int many) {
    kept.giveUp(many, clock.instant());
  }

  /** Nobody tries them any more: who waits is answered. */
  void end() {
    letGo(kept.clear(), "there was no room before the end");
  }

  /** For how many more there is a place. */
  int room() {
    return SetAside.COUNT_MAX - kept.count();
  }

  /** What somebody still wants written: who has given up has done nothing that must be told. */
  List<Item> wanted(List<Item> batch) {
    List<Item> unwanted = batch.stream().filter(item -> !item.receipt().isWanted()).toList();
    if (unwanted.isEmpty()) {
      return batch;
    }
    letGo(unwanted, GIVEN_UP);
    Set<Item> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    boolean _ = gone.addAll(unwanted);
    return batch.stream().filter(item -> !gone.contains(item)).toList();
  }

  void dropUnwanted() {
    letGo(kept.removeIf(item -> !item.receipt().isWanted()), GIVEN_UP);
  }

  /** The oldest, for a try. One of {@link #putBack} and {@link #done} must follow. */
  List<Item> take() {
    dropUnwanted();
    return kept.take();
  }

  /** These, and behind them how many were let go, if any were. */
  List<Item> withStatement(List<Item> taken) {
    List<Item> batch = new ArrayList<>(taken);
    if (kept.givenUp() > 0) {
      batch.add(new Item.Own(Numbering.SELF, statement(), clock.instant(), Receipt.NONE));
    }
    return batch;
  }

  /** What was tried could not be written down in time, so it was refused; this says how much. */
  private Access statement() {
    return new Access(
        null,
        "audit",
        "access records",
        Access.Outcome.FAILED,
        null,
        null,
        new Details(
            Map.of(
                "count", SampleValue.of(kept.givenUp()),
                "since", SampleValue.of(kept.givenUpSince().toString()))));
  }

  /** The try failed. */
  void putBack(List<Item> taken, Optional<JournalFinding> why) {
    kept.putBack(taken, why);
  }

  /** What was taken is durable, with the statement. */
  void done() {
    kept.done();
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }

  boolean isDue() {
    return kept.isDue();
  }

  int count() {
    return kept.count();
  }

  Optional<JournalFinding> why() {
    return kept.why();
  }
}
