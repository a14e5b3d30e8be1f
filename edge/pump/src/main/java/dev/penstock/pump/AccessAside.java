package dev.penstock.pump;

import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.pump.Item.Share;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * The access records that wait for room beside the intake's batches, so that people and plants do
 * not wait for each other; and what of them is let go, which is stated. What somebody waits for and
 * what has happened anyway have places of their own. The intake's thread alone changes it; any may
 * ask how it stands.
 */
final class AccessAside {
  private static final String GIVEN_UP = "nobody waits for it any more";

  /** For each of the two shares. */
  static final int PLACES = SetAside.COUNT_MAX / 2;

  private final SetAside<Item> kept = new SetAside<>();
  private final LetGo letGo = new LetGo();
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
    keep(access, finding);
    return batch.stream().filter(item -> !item.isAccess()).toList();
  }

  /** What people did later is not written earlier: it waits behind what is kept. */
  List<Item> behindOthers(List<Item> batch) {
    return kept.count() > 0 ? without(batch, Optional.empty()) : batch;
  }

  /** These wait behind the others, and are due as soon as those are. */
  void add(List<Item> more) {
    keep(more, Optional.empty());
  }

  private void keep(List<Item> more, Optional<JournalFinding> finding) {
    List<Item> out = new ArrayList<>();
    for (Item item : more) {
      boolean hasPlace = room(item.share()) > 0;
      if (!hasPlace && item.share() == Share.HAPPENED) {
        Optional<Item> gone = Crowd.oldestOfMost(kept.all(), item);
        gone.ifPresent(one -> out.addAll(kept.removeIf(one::isSame)));
        hasPlace = gone.isPresent();
      }
      if (hasPlace) {
        out.addAll(kept.add(List.of(item), Optional.empty()));
      } else {
        out.add(item);
      }
    }
    out.addAll(kept.add(List.of(), finding));
    letGo(out, Crowd.REASON);
  }

  /** These are not written, and their number is to be stated. */
  private void letGo(List<Item> items, String why) {
    items.forEach(item -> item.receipt().refused(why));
    items.forEach(item -> letGo.add(item, clock.instant()));
    countAway.accept(items.size());
  }

  /** These were let go before they came here. */
  void letGo(LetGo others) {
    letGo.add(others);
  }

  /** Nobody tries them any more: who waits is answered. */
  void end() {
    letGo(kept.clear(), "there was no room before the end");
  }

  /** For how many more of a share there is a place. */
  int room(Share share) {
    return PLACES - (int) kept.all().stream().filter(item -> item.share() == share).count();
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

  /**
   * The oldest, for a try. One of {@link #putBack}, {@link #done} and {@link #refused} must follow.
   *
   * @param most so many at most
   */
  List<Item> take(int most) {
    dropUnwanted();
    return kept.take(most);
  }

  /** These, and behind them how many were let go, if any were. */
  List<Item> withStatement(List<Item> taken) {
    List<Item> batch = new ArrayList<>(taken);
    if (!letGo.isEmpty()) {
      batch.add(new Item.Own(Numbering.SELF, letGo.statement(), clock.instant(), Receipt.NONE));
    }
    return batch;
  }

  /** The try failed. */
  void putBack(List<Item> taken, Optional<JournalFinding> why) {
    kept.putBack(taken, why);
  }

  /** What was taken is durable, with the statement. */
  void done() {
    kept.done();
    letGo.stated();
  }

  /** What was taken is never written, and who waits was told. */
  void refused() {
    kept.done();
  }

  boolean isEmpty() {
    return kept.isEmpty() && letGo.isEmpty();
  }

  boolean isDue() {
    return !isEmpty() && kept.isTime();
  }

  int count() {
    return kept.count();
  }

  Optional<JournalFinding> why() {
    return kept.why();
  }
}
