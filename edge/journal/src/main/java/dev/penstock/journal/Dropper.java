package dev.penstock.journal;

import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Pending;
import dev.penstock.flow.journal.Retention;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Retention: says what could be dropped and who would lose what, and drops it together with the
 * statement of that, in one commit.
 */
final class Dropper {
  private final JournalStore store;
  private final Committer committer;
  private final Cursors cursors;
  private final OpenFiles files;
  private final InstantSource clock;

  /** One drop at a time. */
  private final Object dropping = new Object();

  private final Object holding = new Object();

  /** How many want every file to stay; guarded by {@link #holding}, as below. */
  private int holds;

  /** What was dropped meanwhile. */
  private final List<SegmentHead> held = new ArrayList<>();

  Dropper(
      JournalStore store,
      Committer committer,
      Cursors cursors,
      OpenFiles files,
      InstantSource clock) {
    this.store = store;
    this.committer = committer;
    this.cursors = cursors;
    this.files = files;
    this.clock = clock;
  }

  DropPlanning plan(Retention retention) {
    Durable now = store.durable();
    List<DropPlan.Cut> cuts = new ArrayList<>();
    Set<String> heldBy = new TreeSet<>();
    for (Retention.Limit limit : retention.limits()) {
      cut(now, limit, cuts, heldBy);
    }
    if (cuts.isEmpty()) {
      return new DropPlanning.Nothing(List.copyOf(heldBy));
    }
    try {
      return new DropPlanning.Planned(new DropPlan(cuts, losses(now, cuts)));
    } catch (IOException e) {
      return new DropPlanning.Failed(Damage.finding(JournalFault.READ_FAILED, Names.SEGMENTS, e));
    }
  }

  /** As many of the oldest segments as the limit wants gone and no cursor holds. */
  private void cut(
      Durable now, Retention.Limit limit, List<DropPlan.Cut> cuts, Set<String> heldBy) {
    int code = ClassCode.of(limit.recordClass());
    long stored = now.storedBytes(code);
    long bytes = 0;
    int drop = 0;
    while (drop + 1 < now.count(code) && isBeyond(now, code, drop, stored - bytes, limit)) {
      List<String> holders = holders(code, now.behindOf(code, drop));
      if (!holders.isEmpty()) {
        boolean _ = heldBy.addAll(holders);
        break;
      }
      bytes += now.endOf(code, drop);
      drop++;
    }
    if (drop > 0) {
      cuts.add(
          new DropPlan.Cut(
              limit.recordClass(), now.goneBelow(code), now.behindOf(code, drop - 1), bytes));
    }
  }

  private boolean isBeyond(Durable now, int code, int index, long stored, Retention.Limit limit) {
    // Its newest record is no younger than the segment that came after it.
    long ageMs = clock.millis() - now.head(code, index + 1).createdMs();
    return stored > limit.bytesMax() || ageMs > limit.ageMax().toMillis();
  }

  /** Who must not be overtaken and has not dealt with everything before a position. */
  private List<String> holders(int code, long below) {
    return cursors.all().stream()
        .filter(cursor -> cursor.overtaking() == Overtaking.NEVER)
        .filter(cursor -> cursor.reads(code) && cursor.settled() < below)
        .map(FileCursor::name)
        .toList();
  }

  private List<DropPlan.Loss> losses(Durable now, List<DropPlan.Cut> cuts) throws IOException {
    List<DropPlan.Loss> losses = new ArrayList<>();
    for (FileCursor cursor : cursors.all()) {
      for (DropPlan.Cut cut : cuts) {
        int code = ClassCode.of(cut.recordClass());
        if (cursor.reads(code) && cursor.overtaking() != Overtaking.UNTOLD) {
          var lost = new LostRecords();
          for (Pending.Stretch stretch : cursor.pending().within(cut.from(), cut.below())) {
            lost.collect(store.storage(), now, code, stretch.from(), stretch.below());
          }
          lost.addTo(losses, cursor.name(), cut.recordClass());
        }
      }
    }
    return losses;
  }

  JournalOutcome drop(DropPlan plan, FrameBatch statement) throws InterruptedException {
    synchronized (dropping) {
      Durable before = store.durable();
      // What a reader settles from here on counts afterwards: what the statement says stays true.
      cursors.freeze();
      JournalOutcome outcome;
      try {
        outcome = dropFrozen(plan, statement, before);
      } finally {
        cursors.thaw();
      }
      if (outcome instanceof JournalOutcome.Appended) {
        unlink(before, store.durable());
        committer.spaceFreed();
      }
      return outcome;
    }
  }

  private JournalOutcome dropFrozen(DropPlan plan, FrameBatch statement, Durable before)
      throws InterruptedException {
    String flaw;
    try {
      flaw = flaw(plan, before);
    } catch (IOException e) {
      return new JournalOutcome.Refused(
          Damage.finding(JournalFault.READ_FAILED, Names.SEGMENTS, e));
    }
    if (!flaw.isEmpty()) {
      return new JournalOutcome.Refused(
          new JournalFinding(JournalFault.PLAN_OUTDATED, "plan", flaw));
    }
    int[] oldest = {before.row(0).oldest(), before.row(1).oldest(), before.row(2).oldest()};
    for (DropPlan.Cut cut : plan.cuts()) {
      int code = ClassCode.of(cut.recordClass());
      oldest[code] = before.head(code, before.indexAt(code, cut.below())).number();
    }
    return committer
        .submitDrop(statement, oldest[ClassCode.PLANT], oldest[ClassCode.ACCESS])
        .await();
  }

  /** Why a plan no longer holds, or an empty text. */
  private String flaw(DropPlan plan, Durable now) throws IOException {
    for (DropPlan.Cut cut : plan.cuts()) {
      int code = ClassCode.of(cut.recordClass());
      if (cut.from() != now.goneBelow(code) || !isEndOfSegment(now, code, cut.below())) {
        return cut + " does not fit the segments any more";
      }
      List<String> holders = holders(code, cut.below());
      if (!holders.isEmpty()) {
        return cut + " is held by " + holders;
      }
    }
    return losses(now, plan.cuts()).equals(plan.losses())
        ? ""
        : "a cursor has moved or was opened since it was made";
  }

  private static boolean isEndOfSegment(Durable now, int code, long below) {
    for (int index = 0; index + 1 < now.count(code); index++) {
      if (now.behindOf(code, index) == below) {
        return true;
      }
    }
    return false;
  }

  /** The files go; a process that dies meanwhile leaves that to the next start. */
  private void unlink(Durable before, Durable after) {
    for (int code = 0; code < ClassCode.COUNT; code++) {
      for (int index = 0; index < before.count(code); index++) {
        SegmentHead head = before.head(code, index);
        if (after.indexOf(code, head.number()) < 0) {
          deleteUnlessHeld(head);
        }
      }
    }
  }

  private void deleteUnlessHeld(SegmentHead head) {
    synchronized (holding) {
      if (holds > 0) {
        boolean _ = held.add(head);
      } else {
        delete(head);
      }
    }
  }

  /** From now on no file goes; what is dropped goes with the last {@link #release}. */
  void hold() {
    synchronized (holding) {
      holds++;
    }
  }

  void release() {
    synchronized (holding) {
      holds--;
      if (holds == 0) {
        held.forEach(this::delete);
        held.clear();
      }
    }
    committer.spaceFreed();
  }

  private void delete(SegmentHead head) {
    try {
      store.storage().delete(head.fileName());
    } catch (IOException e) {
      // What was said is said, and nobody reads the file any more; the next start tries again.
      cursors.found();
    }
    // Afterwards: nobody can open it again, so it is gone from the disk too.
    files.letGo(head.fileName());
  }
}
