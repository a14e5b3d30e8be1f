package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What chain.md §3 says of one chain, written without any cleverness: maps of block numbers that
 * are looked through from end to end at every step. What it says is compared word for word.
 */
final class PlainChain {
  private static final long GAP_AFTER = 5 * Maker.SECOND;
  private static final long SILENT_AFTER = 25 * Maker.SECOND;
  private static final long HOUR = 3600 * Maker.SECOND;

  /** A block that came, and how. */
  record Came(Story.Made made, long at, boolean isAdmitted) {
    BlockHeader header() {
      return made.header();
    }

    Digest link() {
      return made.link();
    }
  }

  /** A number that is missing: since when, and the hole that it counts to. */
  private record Miss(long since, boolean isBefore, boolean isTold, long from, long to) {}

  final PlainKeys keys = new PlainKeys();
  final List<String> said = new ArrayList<>();
  private final PlainKeys.Told told = new PlainKeys.Told();
  private long toldHour;

  /** By number, the newest that made a leaf. */
  private final Map<Long, Came> onRecord = new TreeMap<>();

  private final TreeMap<Long, Came> waiting = new TreeMap<>();
  private final TreeMap<Long, Miss> missing = new TreeMap<>();

  /** Missing, told, and no longer kept apart. */
  private final TreeMap<Long, Boolean> counted = new TreeMap<>();

  long now;
  @Nullable Came head;
  long base = -1;
  private long bootHigh;
  private boolean hasEchoed;
  private boolean isConfirmed;
  private final List<Challenge> challenges = new ArrayList<>();
  private @Nullable Digest pending;
  private long anchoredSeq = -1;
  private @Nullable Digest anchoredLink;
  private long anchoredAt;
  private long aheadSeq = -1;
  private long aheadAt;
  private boolean isAheadTold;
  private long heardAt = -1;
  long silentSince = -1;
  int duplicates;
  int contradictions;
  private long session;
  private final List<Long> oldSessions = new ArrayList<>();

  // What one step came to, for the keys.
  private final List<Long> alsoLinked = new ArrayList<>();
  private final List<Runnable> keyEnds = new ArrayList<>();
  private boolean isRepeat;

  long headSeq() {
    return head == null ? -1 : head.header().seq();
  }

  long missingCount() {
    return (long) missing.size() + counted.size();
  }

  List<Long> waitingSeqs() {
    return List.copyOf(waiting.keySet());
  }

  boolean isAsleep() {
    return head != null && head.header().has(BlockFlag.SLEEP) && waiting.isEmpty();
  }

  boolean isGroup() {
    return head != null && head.header().has(BlockFlag.GROUP);
  }

  private void say(
      FindingCode code, @Nullable FindingReason reason, long first, long last, long n) {
    said.add(code + " " + reason + " " + first + "-" + last + " x" + n);
  }

  // ------------------------------------------------------------------------------ events

  Verdict arrive(Story.Made made, long at, long from) {
    now = Math.max(now, at);
    long seq = made.header().seq();
    Digest kid = made.kid();
    if (!keys.maySign(kid, seq)) {
      return Verdict.REFUSED;
    }
    alsoLinked.clear();
    keyEnds.clear();
    isRepeat = false;
    var came = new Came(made, now, keys.isByPerson(kid, seq));
    Verdict verdict = place(came);
    boolean isOld = verdict == Verdict.DUPLICATE || (verdict == Verdict.CONTRADICTING && isRepeat);
    if (!isOld) {
      session(from);
    }
    Story.Announced next = made.announced();
    if (next != null && made.header().has(BlockFlag.KEY_CHANGE)) {
      if (verdict == Verdict.LINKED) {
        follow(kid, next.kid(), next.from());
      } else if (verdict == Verdict.HELD) {
        keys.tryOut(made.link(), kid, next.kid(), next.from());
      }
    }
    settleKeys();
    if (verdict == Verdict.HELD && !waiting.containsKey(seq)) {
      return Verdict.REFUSED;
    }
    if (verdict.makesLeaf()) {
      onRecord.put(seq, came);
    }
    return verdict;
  }

  private void follow(Digest old, Digest next, long from) {
    if (!keys.follow(old, next, from)) {
      say(FindingCode.INCONSISTENT, FindingReason.KEY_CHANGE, from - 1, from - 1, 1);
    }
  }

  private void settleKeys() {
    boolean isSettled = false;
    while (!isSettled) {
      isSettled = List.copyOf(keys.trials).stream().noneMatch(this::settle);
    }
    keyEnds.forEach(Runnable::run);
    keyEnds.clear();
  }

  /** True when a trial is over: what it throws out may end another one. */
  private boolean settle(PlainKeys.Trial trial) {
    long seq = trial.from() - 1;
    boolean isLinked = alsoLinked.contains(seq);
    Came waits = waiting.get(seq);
    if (!isLinked && waits != null && waits.link().equals(trial.link())) {
      return false;
    }
    keys.trials.remove(trial);
    if (isLinked) {
      follow(trial.old(), trial.next(), trial.from());
    }
    if (!keys.maySign(trial.next(), trial.from())) {
      for (Came one : List.copyOf(waiting.values())) {
        if (one.made().kid().equals(trial.next())) {
          long at = one.header().seq();
          waiting.remove(at);
          say(FindingCode.FOREIGN, FindingReason.KEY_NOT_VALID, at, at, 1);
        }
      }
    }
    return true;
  }

  void tick(long at, boolean isSpokenFor) {
    now = Math.max(now, at);
    turn();
    alsoLinked.clear();
    while (!waiting.isEmpty() && now - oldestWaiting() >= GAP_AFTER) {
      stopWaiting(true);
    }
    tellHoles(GAP_AFTER);
    tellAnchor(GAP_AFTER);
    boolean isLate = heardAt >= 0 && now - heardAt >= SILENT_AFTER;
    if (isLate && !(isAsleep() && isSpokenFor) && silentSince < 0) {
      silentSince = heardAt;
      say(FindingCode.SILENT, null, -1, -1, 1);
    }
    settleKeys();
  }

  void end() {
    alsoLinked.clear();
    while (!waiting.isEmpty()) {
      stopWaiting(true);
    }
    tellHoles(0);
    tellAnchor(0);
    flush();
    told.begin();
    settleKeys();
  }

  void admit(Digest kid, long from, long at) {
    now = Math.max(now, at);
    keys.admit(kid, from);
    if (heardAt < 0) {
      heardAt = now;
    }
    alsoLinked.clear();
    settleKeys();
  }

  void challenge(Challenge challenge, long at) {
    now = Math.max(now, at);
    if (!challenges.isEmpty() && challenges.getLast().equals(challenge)) {
      return;
    }
    if (challenges.size() == 4) {
      challenges.remove(isConfirmed ? 1 : 0);
    }
    challenges.add(challenge);
    alsoLinked.clear();
    settleKeys();
  }

  void anchor(long seq, Digest link, long at) {
    now = Math.max(now, at);
    Came known = seq == headSeq() ? head : onRecord.get(seq);
    if (seq <= headSeq() && !missing.containsKey(seq)) {
      if (known != null && !known.link().equals(link)) {
        say(FindingCode.REWRITE, FindingReason.ANCHOR, seq, seq, 1);
      }
    }
    if (seq >= anchoredSeq) {
      if (seq == anchoredSeq && !link.equals(anchoredLink) && seq > headSeq()) {
        say(FindingCode.REWRITE, FindingReason.ANCHOR, seq, seq, 1);
      }
      anchoredSeq = seq;
      anchoredLink = link;
      anchoredAt = now;
      if (seq > headSeq() && aheadSeq < 0) {
        aheadSeq = seq;
        aheadAt = now;
      }
    }
    alsoLinked.clear();
    settleKeys();
  }

  // ------------------------------------------------------------------------------ places

  private Verdict place(Came came) {
    long seq = came.header().seq();
    if (head == null) {
      base = seq;
      link(came, false);
      heard();
      return Verdict.LINKED;
    }
    if (seq <= headSeq()) {
      return behind(came);
    }
    if (seq == headSeq() + 1) {
      if (!came.header().previous().equals(head.link())) {
        return contradict(FindingReason.PREVIOUS, came);
      }
      heard();
      link(came, true);
      goOn();
      return Verdict.LINKED;
    }
    Came same = waiting.get(seq);
    if (same != null) {
      return same.link().equals(came.link())
          ? duplicate(seq)
          : contradict(FindingReason.SAME_SEQ, came);
    }
    heard();
    waiting.put(seq, came);
    if (waiting.size() > 16) {
      stopWaiting(false);
    }
    if (waiting.containsKey(seq)) {
      return Verdict.HELD;
    }
    return alsoLinked.remove(seq) ? Verdict.LINKED : Verdict.CONTRADICTING;
  }

  private Verdict behind(Came came) {
    long seq = came.header().seq();
    if (missing.containsKey(seq)) {
      return fill(came);
    }
    Came known = seq == headSeq() ? head : onRecord.get(seq);
    if (known != null) {
      return known.link().equals(came.link())
          ? duplicate(seq)
          : contradict(FindingReason.SAME_SEQ, came);
    }
    if (seq < base) {
      return beforeBase(came);
    }
    if (!counted.containsKey(seq)) {
      throw new AssertionError("block " + seq + " is neither there nor missing");
    }
    Came before = isAway(seq - 1) ? null : onRecord.get(seq - 1);
    Came after = isAway(seq + 1) ? null : onRecord.get(seq + 1);
    boolean isTorn =
        (before != null && !before.link().equals(came.header().previous()))
            || (after != null && !after.header().previous().equals(came.link()));
    if (isTorn) {
      return contradict(FindingReason.PREVIOUS, came);
    }
    late(before, came, after, true);
    againstAnchor(came);
    counted.remove(seq);
    say(FindingCode.CLOSED_LATE, null, seq, seq, 1);
    return Verdict.FILLED;
  }

  private boolean isAway(long seq) {
    return missing.containsKey(seq);
  }

  private Verdict fill(Came came) {
    long seq = came.header().seq();
    long first = seq;
    while (missing.containsKey(first - 1)) {
      first--;
    }
    long last = seq;
    while (missing.containsKey(last + 1)) {
      last++;
    }
    Came before = onRecord.get(first - 1);
    Came after = onRecord.get(last + 1);
    boolean isTorn =
        (seq == first && before != null && !before.link().equals(came.header().previous()))
            || (seq == last && after != null && !after.header().previous().equals(came.link()));
    if (isTorn) {
      return contradict(FindingReason.PREVIOUS, came);
    }
    late(before, came, after, after != null && after.isAdmitted());
    againstAnchor(came);
    Miss miss = missing.remove(seq);
    for (long left = first; left < seq; left++) {
      long to = seq == last ? miss.to : seq;
      missing.put(left, new Miss(miss.since, miss.isBefore, miss.isTold, miss.from, to));
    }
    for (long right = seq + 1; right <= last; right++) {
      long from = seq == first ? miss.from : seq + 1;
      missing.put(right, new Miss(miss.since, miss.isBefore, miss.isTold, from, miss.to));
    }
    onRecord.put(seq, came);
    countTheLowest();
    if (miss.isTold && first == last) {
      say(FindingCode.CLOSED_LATE, null, miss.from, miss.to, 1);
    } else if (!miss.isTold && !miss.isBefore) {
      say(FindingCode.REORDERED, null, seq, seq, 1);
    }
    return Verdict.FILLED;
  }

  private Verdict beforeBase(Came came) {
    long seq = came.header().seq();
    Came lowest = onRecord.get(base);
    if (seq == base - 1 && !came.link().equals(lowest.header().previous())) {
      return contradict(FindingReason.PREVIOUS, came);
    }
    late(null, came, lowest, lowest.isAdmitted());
    onRecord.put(seq, came);
    for (long between = seq + 1; between < base; between++) {
      missing.put(between, new Miss(now, true, false, seq + 1, base - 1));
    }
    countTheLowest();
    base = seq;
    againstAnchor(came);
    return Verdict.FILLED;
  }

  private Verdict duplicate(long seq) {
    duplicates++;
    if (Long.bitCount(duplicates) == 1) {
      say(FindingCode.DUPLICATE, null, seq, seq, duplicates);
    }
    return Verdict.DUPLICATE;
  }

  private Verdict contradict(FindingReason reason, Came came) {
    boolean isAnchored = anchoredSeq >= came.header().seq();
    fork(isAnchored ? FindingCode.REWRITE : FindingCode.FORK, reason, came);
    return Verdict.CONTRADICTING;
  }

  private void fork(FindingCode code, FindingReason reason, Came came) {
    contradictions++;
    String what = reason + " " + came.link();
    isRepeat = told.isKnown(what);
    turn();
    int count = told.take(what);
    if (count > 0) {
      say(code, reason, came.header().seq(), came.header().seq(), count);
    }
  }

  private void turn() {
    if (now / HOUR > toldHour) {
      flush();
      told.begin();
      toldHour = now / HOUR;
    }
  }

  private void flush() {
    if (told.more > 0) {
      say(FindingCode.FORK, null, -1, -1, told.more);
    }
  }

  private void session(long from) {
    if (from == session) {
      return;
    }
    if (oldSessions.remove(from)) {
      clones++;
      turn();
      if (told.take("session " + from) > 0) {
        say(FindingCode.CLONE_SUSPECT, null, -1, -1, clones);
      }
    }
    if (session != 0) {
      oldSessions.add(0, session);
      if (oldSessions.size() > 4) {
        oldSessions.removeLast();
      }
    }
    session = from;
  }

  private int clones;

  private void heard() {
    heardAt = now;
    if (silentSince >= 0) {
      silentSince = -1;
      say(FindingCode.RESUMED, null, -1, -1, 1);
    }
  }

  // ------------------------------------------------------------------------------ order

  private void link(Came came, boolean isNext) {
    BlockHeader header = came.header();
    Came before = head;
    if (before != null) {
      boolean isBack =
          header.boot() < before.header().boot()
              || (header.has(BlockFlag.BOOT) && header.boot() <= bootHigh);
      List<FindingReason> faults = faults(before, came, isNext, came.isAdmitted());
      faults.remove(FindingReason.BOOT);
      faults.remove(FindingReason.KEY_CONFIRM);
      if (isBack) {
        faults.remove(FindingReason.BOOT_FLAG);
        faults.add(FindingReason.BOOT);
      }
      if (isNext && isKeyWrong(before, came)) {
        faults.add(FindingReason.KEY_CONFIRM);
      }
      faults.forEach(fault -> tell(fault, came));
      Digest old = before.made().kid();
      if (!old.equals(came.made().kid())) {
        keyEnds.add(() -> keys.end(old, header.seq() - 1));
      }
    }
    boolean isNewBoot = before == null || before.header().boot() != header.boot();
    bootHigh = Math.max(bootHigh, header.boot());
    head = came;
    onRecord.put(header.seq(), came);
    echo(came, isNewBoot);
    boolean isChange = header.has(BlockFlag.KEY_CHANGE);
    Story.Announced next = came.made().announced();
    pending = isChange && next != null ? next.digest() : null;
    if (isChange && next == null) {
      tell(FindingReason.KEY_CHANGE, came);
    }
    againstAnchor(came);
    if (aheadSeq >= 0 && aheadSeq <= header.seq()) {
      boolean isAhead = anchoredSeq > header.seq();
      aheadSeq = isAhead ? anchoredSeq : -1;
      aheadAt = anchoredAt;
      isAheadTold = false;
    }
  }

  private boolean isKeyWrong(Came before, Came came) {
    boolean isSameKey = before.made().kid().equals(came.made().kid());
    boolean isConfirm = came.header().has(BlockFlag.KEY_CONFIRM);
    if (!isSameKey && came.isAdmitted()) {
      return false;
    }
    Story.Announced said = came.made().announced();
    return pending == null
        ? !isSameKey || isConfirm
        : isSameKey || !isConfirm || said == null || !pending.equals(said.digest());
  }

  private void echo(Came came, boolean isNewBoot) {
    hasEchoed &= !isNewBoot;
    Challenge echo = came.header().echo();
    if (echo == null) {
      if (hasEchoed) {
        tell(FindingReason.ECHO, came);
      }
      return;
    }
    int place = challenges.indexOf(echo);
    if (place >= 0) {
      challenges.subList(0, place).clear();
      isConfirmed = true;
      hasEchoed = true;
    } else if (isConfirmed) {
      tell(FindingReason.ECHO, came);
    }
  }

  private void goOn() {
    while (waiting.containsKey(headSeq() + 1)) {
      Came next = waiting.remove(headSeq() + 1);
      if (head == null || !next.header().previous().equals(head.link())) {
        var _ = contradict(FindingReason.PREVIOUS, next);
        return;
      }
      link(next, true);
      alsoLinked.add(next.header().seq());
    }
  }

  private long oldestWaiting() {
    return waiting.values().stream().mapToLong(Came::at).min().orElseThrow();
  }

  private void stopWaiting(boolean isTold) {
    long since = oldestWaiting();
    Came next = waiting.pollFirstEntry().getValue();
    long first = headSeq() + 1;
    long last = next.header().seq() - 1;
    for (long seq = first; seq <= last; seq++) {
      missing.put(seq, new Miss(since, false, isTold, first, last));
    }
    if (isTold) {
      say(FindingCode.GAP, null, first, last, recordsBetween(head, next));
    }
    onRecord.put(next.header().seq(), next);
    countTheLowest();
    link(next, false);
    alsoLinked.add(next.header().seq());
    goOn();
  }

  private static long recordsBetween(@Nullable Came before, @Nullable Came after) {
    if (before == null || after == null) {
      throw new AssertionError("a hole without sides");
    }
    return Math.max(0, after.header().first() - before.header().firstAfter());
  }

  /** The holes, each as its first and last missing number. */
  private List<long[]> holes() {
    var holes = new ArrayList<long[]>();
    for (long seq : missing.keySet()) {
      if (!holes.isEmpty() && holes.getLast()[1] == seq - 1) {
        holes.getLast()[1] = seq;
      } else {
        holes.add(new long[] {seq, seq});
      }
    }
    return holes;
  }

  private void countTheLowest() {
    List<long[]> holes = holes();
    if (holes.size() <= 64) {
      return;
    }
    long first = holes.getFirst()[0];
    long last = holes.getFirst()[1];
    if (!missing.get(first).isTold) {
      tellHole(first, last);
    }
    for (long seq = first; seq <= last; seq++) {
      missing.remove(seq);
      counted.put(seq, true);
    }
  }

  private void tellHole(long first, long last) {
    long records = recordsBetween(onRecord.get(first - 1), onRecord.get(last + 1));
    say(FindingCode.GAP, null, first, last, records);
  }

  private void tellHoles(long after) {
    for (long[] hole : holes()) {
      Miss miss = missing.get(hole[0]);
      if (!miss.isTold && now - miss.since >= after) {
        tellHole(hole[0], hole[1]);
        for (long seq = hole[0]; seq <= hole[1]; seq++) {
          missing.put(seq, new Miss(miss.since, miss.isBefore, true, hole[0], hole[1]));
        }
      }
    }
  }

  private void tellAnchor(long after) {
    if (aheadSeq >= 0 && now - aheadAt >= after && !isAheadTold) {
      isAheadTold = true;
      say(FindingCode.GAP, FindingReason.ANCHOR_AHEAD, headSeq() + 1, anchoredSeq, 0);
    }
  }

  private void againstAnchor(Came came) {
    long seq = came.header().seq();
    if (seq == anchoredSeq && !came.link().equals(anchoredLink)) {
      say(FindingCode.REWRITE, FindingReason.ANCHOR, seq, seq, 1);
    }
  }

  // ------------------------------------------------------------------------------ neighbours

  private void tell(FindingReason reason, Came came) {
    long seq = came.header().seq();
    switch (reason) {
      case BOOT, ECHO -> {
        boolean was = isRepeat;
        fork(FindingCode.FORK, reason, came);
        isRepeat = was;
      }
      case MONOTONIC -> say(FindingCode.CLOCK_BACK, reason, seq, seq, 1);
      default -> say(FindingCode.INCONSISTENT, reason, seq, seq, 1);
    }
  }

  private static List<FindingReason> faults(Came a, Came b, boolean isNext, boolean isAdmitted) {
    var faults = new ArrayList<FindingReason>();
    BlockHeader before = a.header();
    BlockHeader after = b.header();
    boolean isBoot = after.has(BlockFlag.BOOT);
    long first = before.first() + before.count();
    if (after.first() < first || (isNext && after.first() > first)) {
      faults.add(FindingReason.FIRST);
    }
    if (after.boot() < before.boot() || (isBoot && after.boot() == before.boot())) {
      faults.add(FindingReason.BOOT);
    }
    if (isNext && !isBoot && after.boot() > before.boot()) {
      faults.add(FindingReason.BOOT_FLAG);
    }
    if (!isBoot && after.boot() == before.boot() && after.start() < before.end()) {
      faults.add(FindingReason.MONOTONIC);
    }
    boolean isSameKey = a.made().kid().equals(b.made().kid());
    boolean isConfirm = after.has(BlockFlag.KEY_CONFIRM);
    boolean isAnnounced = before.has(BlockFlag.KEY_CHANGE);
    boolean isRight = isAnnounced ? !isSameKey && isConfirm : isSameKey && !isConfirm;
    if (isNext && !isRight && (isSameKey || !isAdmitted)) {
      faults.add(FindingReason.KEY_CONFIRM);
    }
    return faults;
  }

  private void late(
      @Nullable Came before, Came came, @Nullable Came after, boolean isAfterAdmitted) {
    long seq = came.header().seq();
    if (before != null) {
      boolean isNext = before.header().seq() == seq - 1;
      faults(before, came, isNext, came.isAdmitted()).forEach(fault -> tell(fault, came));
    }
    if (after != null) {
      boolean isNext = after.header().seq() == seq + 1;
      List<FindingReason> faults = faults(came, after, isNext, isAfterAdmitted);
      if (before != null) {
        faults.removeAll(faults(before, after, false, true));
      }
      faults.forEach(fault -> tell(fault, after));
    }
    lateEcho(before, came, after);
    if (came.header().has(BlockFlag.KEY_CHANGE) && came.made().announced() == null) {
      tell(FindingReason.KEY_CHANGE, came);
    }
  }

  private void lateEcho(@Nullable Came before, Came came, @Nullable Came after) {
    long boot = came.header().boot();
    Challenge echo = came.header().echo();
    Challenge earlier =
        before == null || before.header().boot() != boot ? null : before.header().echo();
    boolean isOneRun =
        after != null && after.header().boot() == boot && !after.header().has(BlockFlag.BOOT);
    Challenge later = isOneRun ? after.header().echo() : null;
    boolean isStray = earlier != null && earlier.equals(later) && !earlier.equals(echo);
    if (earlier != null && (echo == null || isStray)) {
      tell(FindingReason.ECHO, came);
    } else if (isOneRun && echo != null) {
      if (later == null || challenges.indexOf(echo) > challenges.indexOf(later)) {
        tell(FindingReason.ECHO, after);
      }
    }
  }
}
