package dev.penstock.flow.index;

import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordHead;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.evidence.record.Snapshot;
import dev.penstock.flow.continuity.ContinuityFinding;
import dev.penstock.flow.devices.DeviceFrames;
import dev.penstock.flow.query.SealedRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes out of blocks, one after the other, what the index holds of them. Pure: the same blocks in
 * the same order give the same rows, however they are cut into batches. One thread.
 */
final class BlockFacts {
  private final RecordHead head = new RecordHead();
  private final PointSet.Builder points = new PointSet.Builder();

  /** Grounds that nothing has ended yet, by what they began. */
  private final Map<String, List<Ground>> open = new HashMap<>();

  private long calledTo;
  private long callEntry;
  private int callRecord;

  // Of the block at hand.
  private long timeMin;
  private long timeMax;

  // Of the records of one source that stand together.
  private long source = -1;
  private long count;
  private long time;

  BlockFacts(IndexHead from, List<Ground> open) {
    this.calledTo = from.calledTo();
    this.callEntry = from.callEntry();
    this.callRecord = from.callRecord();
    open.forEach(this::begun);
  }

  long calledTo() {
    return calledTo;
  }

  long callEntry() {
    return callEntry;
  }

  int callRecord() {
    return callRecord;
  }

  /**
   * Adds what is to be known of a block.
   *
   * @param before entry of the block before in its chain; -1 for none
   */
  Summary take(BlockContent content, long before, IndexBatch into) throws IOException {
    BlockHeader header = content.block().header();
    Long wall = header.wall();
    timeMin = Long.MAX_VALUE;
    timeMax = -1;
    RecordBatch batch = content.records();
    for (int i = 0; i < batch.count(); i++) {
      if (batch.sourceOf(i) != DeviceFrames.NOBODY) {
        take(content, i, wall == null ? 0 : wall, into);
      }
    }
    if (content.isDevices()) {
      into.deviceBlock(header.chain(), header.seq(), content.entry());
    }
    flush(into);
    byte[] set = points.build();
    boolean isEmpty = timeMax < 0;
    return Summary.of(
        0,
        content.entry(),
        isEmpty ? 0 : timeMin,
        isEmpty ? -1 : timeMax,
        before,
        set,
        batch.count() == 0 ? new byte[0] : content.cover());
  }

  /** A block of which nobody here can say what was in it, but that it was sealed at this time. */
  static Summary ofDropped(long entry, BlockHeader header, long before) {
    Long wall = header.wall();
    long to = wall == null ? Long.MAX_VALUE : wall;
    return Summary.of(0, entry, 0, to, before, PointSet.any(), new byte[0]);
  }

  /** An entry without records of ours. */
  static Summary ofOther(long entry, long before) {
    return Summary.of(0, entry, 0, -1, before, new PointSet.Builder().build(), new byte[0]);
  }

  private void take(BlockContent content, int index, long wall, IndexBatch into)
      throws IOException {
    RecordBatch batch = content.records();
    int at = batch.startOf(index);
    int length = batch.startOf(index + 1) - at;
    if (!head.read(batch.buffer(), at, length)) {
      throw new IOException("record " + index + " of block " + content.entry() + " is none");
    }
    RecordKind kind = head.kind();
    long of = batch.sourceOf(index);
    long point = head.point();
    long received = head.receivedTime() >= 0 ? head.receivedTime() : content.arrivedAt();
    long when = received >= 0 ? received : head.sourceTime() >= 0 ? head.sourceTime() : wall;
    timeMin = Math.min(timeMin, when);
    timeMax = Math.max(timeMax, when);
    points.add(of, Math.max(0, point));
    if (of != source) {
      flush(into);
      source = of;
    }
    count++;
    time = Math.max(time, when);
    int place = content.placeOf(index);
    if (point >= 0 && kind.recordClass() == RecordClass.PLANT) {
      into.last(of, point, head.seq(), content.entry(), place);
    }
    if (isLookedInto(kind)) {
      SealedRecord sealed = content.sealed(index);
      if (content.isDevices()) {
        lookIntoDevices(sealed, into);
      } else {
        lookInto(sealed.record(), content.entry(), place, into);
      }
    }
  }

  private void flush(IndexBatch into) {
    if (count > 0) {
      into.records(source, count, time);
    }
    source = -1;
    count = 0;
    time = -1;
  }

  /** The time by which a record is found, docs/formats/index.md. */
  static long timeOf(SealedRecord sealed) {
    Long received = sealed.receivedTime();
    Long sent = sealed.record().sourceTime();
    Long wall = sealed.header().wall();
    if (received != null) {
      return received;
    }
    if (sent != null) {
      return sent;
    }
    return wall == null ? 0 : wall;
  }

  private static boolean isLookedInto(RecordKind kind) {
    return switch (kind) {
      case DICTIONARY, BOOT, ROLL_CALL, GAP, FINDING, SNAPSHOT -> true;
      case SAMPLE,
          EVENT,
          ACCESS,
          ALARM,
          COMMAND_REQUESTED,
          COMMAND_DISPATCHED,
          COMMAND_RESULT,
          CONFIGURATION,
          POLICY_DECISION,
          KEY_CHANGE,
          CHAIN_RESET,
          ARRIVAL,
          ACK,
          ATTESTATION,
          ANCHOR,
          STATEMENT ->
          false;
    };
  }

  private void lookInto(LedgerRecord record, long entry, int place, IndexBatch into) {
    switch (record.value()) {
      case DictionaryEntry named -> takeName(record, named, into);
      case RollCall call when record.source() == 0 -> {
        into.ground(new Ground(0, call.from(), call.to(), entry, place, "", -1, -1));
        calledTo = call.to();
        callEntry = entry;
        callRecord = place;
      }
      case Boot _ when record.source() == 0 -> takeBoot(record, entry, place, into);
      case Snapshot made when made.projection().equals(Snapshots.PROJECTION) ->
          into.snapshot(new SnapshotSealed(entry, made.upTo(), made.digest()));
      default -> takeFinding(record, entry, place, into);
    }
    if (record.value() instanceof Gap gap) {
      takeDrop(record, gap, entry, place, into);
    }
  }

  /** A device names its points; whatever else it says speaks for nobody. */
  private static void lookIntoDevices(SealedRecord sealed, IndexBatch into) {
    LedgerRecord record = sealed.record();
    Long point = record.point();
    if (record.value() instanceof DictionaryEntry named && point != null) {
      into.named(sealed.source(), point, named);
    }
  }

  private static void takeName(LedgerRecord record, DictionaryEntry named, IndexBatch into) {
    Long point = record.point();
    if (point == null) {
      into.named(record.source(), named);
    } else {
      into.named(record.source(), point, named);
    }
  }

  /** As in a report: a boot interrupted what the roll-call before it ended with. */
  private void takeBoot(LedgerRecord record, long entry, int place, IndexBatch into) {
    Long received = record.receivedTime();
    if (received != null && calledTo >= 0) {
      long from = Math.min(calledTo, received);
      into.ground(new Ground(0, from, received, entry, place, "", callEntry, callRecord));
    }
  }

  private void takeFinding(LedgerRecord record, long entry, int place, IndexBatch into) {
    ContinuityFinding finding = ContinuityFinding.of(record, record.source()).orElse(null);
    if (finding == null) {
      return;
    }
    Long to = finding.to();
    String name = nameOf(finding);
    if (to == null) {
      var ground =
          new Ground(record.source(), finding.from(), Long.MAX_VALUE, entry, place, name, -1, -1);
      begun(ground);
      into.ground(ground);
      return;
    }
    var ground = new Ground(record.source(), finding.from(), to, entry, place, "", -1, -1);
    into.ground(end(ground, finding, name, into));
  }

  private void begun(Ground ground) {
    boolean _ = open.computeIfAbsent(ground.open(), _ -> new ArrayList<>()).add(ground);
  }

  /** Names what a finding begins or ends: the same for both. */
  private static String nameOf(ContinuityFinding finding) {
    return switch (finding.code()) {
      case "SILENT", "RESUMED" -> "SILENT";
      default -> finding.code() + "/" + finding.reason() + "/" + finding.first();
    };
  }

  /**
   * Ends what it ends. Where more than one ground could be meant, or one under another source, each
   * report has to decide by the records it sees: then all of them are part of every later report,
   * and so is this one.
   */
  private Ground end(Ground ground, ContinuityFinding finding, String name, IndexBatch into) {
    boolean isAnyBeginning = finding.from() == 0 && !finding.code().equals("RESUMED");
    List<Ground> meant =
        open.getOrDefault(name, List.of()).stream()
            .filter(known -> isAnyBeginning || known.from() == finding.from())
            .toList();
    if (meant.isEmpty()) {
      return ground;
    }
    Ground only = meant.getFirst();
    if (meant.size() > 1 || only.source() != ground.source()) {
      return ground.ended(Long.MAX_VALUE);
    }
    into.changed(only, only.ended(ground.to()));
    List<Ground> rest = open.getOrDefault(name, new ArrayList<>());
    boolean _ = rest.remove(only);
    if (rest.isEmpty()) {
      List<Ground> _ = open.remove(name);
    }
    return ground;
  }

  private static void takeDrop(
      LedgerRecord record, Gap gap, long entry, int place, IndexBatch into) {
    Long last = gap.last();
    String policy = gap.policy();
    Long made = record.receivedTime();
    boolean isDrop = gap.cause() == Gap.Cause.PRUNED && gap.scope() == Gap.Scope.JOURNAL_POSITIONS;
    if (isDrop && last != null && made != null) {
      into.dropped(
          new DropStated(
              entry, place, last + 1, policy == null ? "an unnamed rule" : policy, made));
    }
  }
}
