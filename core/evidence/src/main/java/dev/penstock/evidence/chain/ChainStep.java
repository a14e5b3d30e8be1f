package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of {@link ChainVerifier}: works on its own copy of the state. */
final class ChainStep {
  private final ChainPolicy policy;
  private final ChainState state;
  private final BlockLookup lookup;
  private final Contradictions contradictions;
  private final NeighbourRules rules;
  private final LateRules lateRules;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Long> alsoLinked = new ArrayList<>();
  private final List<ChainVerifier.KeyEnd> keyEnds = new ArrayList<>();

  /** Linked in this step, so not yet in the store. */
  private @Nullable Block newest;

  /** True when a contradiction was found that had been told before. */
  private boolean isOldContradiction;

  ChainStep(ChainPolicy policy, ChainState state, BlockLookup lookup) {
    this.policy = policy;
    this.state = state;
    this.lookup = lookup;
    this.contradictions = new Contradictions(state, findings);
    this.rules = new NeighbourRules(policy, state, findings, contradictions);
    this.lateRules = new LateRules(policy, state, lookup, rules);
  }

  @Nullable Verdict take(ChainEvent event) {
    state.now = Math.max(state.now, event.steady());
    state.wallNow = event.at();
    return switch (event) {
      case ChainEvent.Arrived arrived -> arrived(arrived);
      case ChainEvent.Tick _ -> none(this::tick);
      case ChainEvent.ChallengeSent sent -> none(() -> challengeSent(sent.challenge()));
      case ChainEvent.Anchored anchored -> none(() -> anchored(anchored));
      case ChainEvent.KeyChanged changed -> none(() -> keyChanged(changed.at()));
      case ChainEvent.KeyDropped dropped -> none(() -> keyDropped(dropped.kid()));
      case ChainEvent.Ended _ -> none(this::ended);
    };
  }

  private static @Nullable Verdict none(Runnable action) {
    action.run();
    return null;
  }

  ChainVerifier.Outcome outcome(@Nullable Verdict verdict) {
    return new ChainVerifier.Outcome(state, verdict, findings, alsoLinked, keyEnds);
  }

  private Verdict arrived(ChainEvent.Arrived arrived) {
    var block =
        new Held(
            arrived.block(), state.now, arrived.at(), arrived.announcement(), arrived.isAdmitted());
    Verdict verdict = place(block);
    // A repeat can be sent by anybody who saw the first; it says nothing about sessions.
    if (verdict != Verdict.DUPLICATE && !isOldContradiction) {
      session(arrived.session());
    }
    return verdict;
  }

  private Verdict place(Held arrived) {
    long seq = arrived.seq();
    if (state.head == ChainState.NONE) {
      setBase(arrived);
      link(arrived, false);
      heard();
      return Verdict.LINKED;
    }
    if (seq <= state.head) {
      return behind(arrived);
    }
    return seq == state.head + 1 ? next(arrived) : ahead(arrived);
  }

  private void setBase(Held lowest) {
    state.base = lowest.seq();
    state.basePrevious = lowest.block().header().previous();
    state.baseFirst = lowest.block().header().first();
    state.isBaseAdmitted = lowest.isAdmitted();
  }

  // ---------------------------------------------------------------------------- in order

  private Verdict next(Held arrived) {
    Block block = arrived.block();
    if (!block.header().previous().equals(state.link)) {
      return contradict(FindingReason.PREVIOUS, stored(state.head), block);
    }
    heard();
    link(arrived, true);
    drain();
    return Verdict.LINKED;
  }

  /** Makes this block the head. */
  private void link(Held held, boolean isNeighbour) {
    BlockHeader header = held.block().header();
    if (state.head != ChainState.NONE) {
      rules.check(held, isNeighbour, () -> stored(state.head));
      if (!held.block().kid().equals(state.kid)) {
        keyEnds.add(new ChainVerifier.KeyEnd(state.kid, header.seq() - 1));
      }
    }
    rules.checkClockAgainst(held);
    boolean isBoot = rules.isNewBoot(header);
    state.head = header.seq();
    state.link = held.block().link();
    state.kid = held.block().kid();
    state.firstAfter = header.firstAfter();
    state.boot = header.boot();
    state.bootHigh = Math.max(state.bootHigh, header.boot());
    state.end = header.end();
    if (header.wall() != null) {
      state.wall = header.wall();
      state.clockQuality = header.clockQuality();
    }
    rules.echo(held.block(), isBoot, () -> stored(header.seq() - 1));
    rules.keyAfter(held);
    newest = held.block();
    againstAnchor(held.block());
    anchorReached();
  }

  /** Links what was held and is next now. */
  private void drain() {
    while (!state.held.isEmpty() && state.held.get(0).seq() == state.head + 1) {
      Held held = state.held.remove(0);
      if (!held.block().header().previous().equals(state.link)) {
        var _ = contradict(FindingReason.PREVIOUS, stored(state.head), held.block());
        return;
      }
      link(held, true);
      alsoLinked.add(held.seq());
    }
  }

  // ---------------------------------------------------------------------------- ahead

  private Verdict ahead(Held arrived) {
    Block block = arrived.block();
    for (Held held : state.held) {
      if (held.seq() == arrived.seq()) {
        return held.block().link().equals(block.link())
            ? duplicate(block)
            : contradict(FindingReason.SAME_SEQ, ByteString.of(held.block().leaf()), block);
      }
    }
    heard();
    int place = 0;
    while (place < state.held.size() && state.held.get(place).seq() < arrived.seq()) {
      place++;
    }
    state.held.add(place, arrived);
    if (state.held.size() > Held.COUNT_MAX) {
      jump(false);
    }
    if (state.head >= arrived.seq()) {
      var _ = alsoLinked.remove(arrived.seq());
      return Verdict.LINKED;
    }
    return Verdict.HELD;
  }

  /** Stops waiting for what is missing before the first held block, and goes on from there. */
  private void jump(boolean isReported) {
    long openedAt = oldestHeldAt();
    Held held = state.held.remove(0);
    BlockHeader header = held.block().header();
    long first = state.head + 1;
    long last = held.seq() - 1;
    long endRecord = Math.max(state.firstAfter, header.first());
    var gap =
        new Gap(
            first,
            last,
            first,
            last,
            openedAt,
            state.firstAfter,
            endRecord,
            header.previous(),
            held.isAdmitted(),
            false,
            isReported);
    if (isReported) {
      found(FindingCode.GAP, null, first, last, gap.records());
    }
    state.gaps.add(gap);
    boundGaps();
    link(held, false);
    alsoLinked.add(held.seq());
    drain();
  }

  /** More holes than are kept apart: the lowest is told, and from then on only counted. */
  private void boundGaps() {
    if (state.gaps.size() <= Gap.COUNT_MAX) {
      return;
    }
    Gap lowest = state.gaps.remove(0);
    if (!lowest.isReported()) {
      found(FindingCode.GAP, null, lowest.first(), lowest.last(), lowest.records());
    }
    boolean isFirst = state.forgottenBlocks == 0;
    state.forgottenFirst =
        isFirst ? lowest.first() : Math.min(state.forgottenFirst, lowest.first());
    state.forgottenLast = isFirst ? lowest.last() : Math.max(state.forgottenLast, lowest.last());
    state.forgottenBlocks += lowest.blocks();
  }

  private long oldestHeldAt() {
    long oldest = Long.MAX_VALUE;
    for (Held held : state.held) {
      oldest = Math.min(oldest, held.at());
    }
    return oldest;
  }

  // ---------------------------------------------------------------------------- behind

  private Verdict behind(Held arrived) {
    Block block = arrived.block();
    long seq = arrived.seq();
    int gap = gapAt(seq);
    if (gap >= 0) {
      return fill(gap, arrived);
    }
    BlockLookup.Stored stored = lookup.find(state.chain, seq);
    if (stored != null) {
      return stored.link().equals(block.link())
          ? duplicate(block)
          : contradict(FindingReason.SAME_SEQ, stored.leaf(), block);
    }
    if (seq < state.base) {
      return beforeBase(arrived);
    }
    if (state.forgottenBlocks > 0 && state.forgottenFirst <= seq && seq <= state.forgottenLast) {
      return fillForgotten(arrived);
    }
    // On record once and dropped since: there is nothing to compare with, and nothing new in it.
    return duplicate(block);
  }

  /** Index of the hole a block number lies in, or -1. */
  private int gapAt(long seq) {
    for (int i = 0; i < state.gaps.size(); i++) {
      if (state.gaps.get(i).covers(seq)) {
        return i;
      }
    }
    return -1;
  }

  /** A block from before all others: what lies between is a hole from now on. */
  private Verdict beforeBase(Held arrived) {
    Block block = arrived.block();
    BlockHeader header = block.header();
    long base = state.base;
    if (header.seq() == base - 1 && !block.link().equals(state.basePrevious)) {
      return contradict(FindingReason.PREVIOUS, stored(base), block);
    }
    lateRules.check(arrived, ChainState.NONE, base, state.isBaseAdmitted);
    if (header.seq() < base - 1) {
      long first = header.seq() + 1;
      long endRecord = Math.max(header.firstAfter(), state.baseFirst);
      state.gaps.add(
          0,
          new Gap(
              first,
              base - 1,
              first,
              base - 1,
              state.now,
              header.firstAfter(),
              endRecord,
              state.basePrevious,
              state.isBaseAdmitted,
              true,
              false));
      boundGaps();
    }
    setBase(arrived);
    againstAnchor(block);
    return Verdict.FILLED;
  }

  private Verdict fill(int index, Held arrived) {
    Gap gap = state.gaps.get(index);
    Block block = arrived.block();
    long seq = arrived.seq();
    if (seq == gap.first()) {
      BlockLookup.Stored before = lookup.find(state.chain, seq - 1);
      if (before != null && !before.link().equals(block.header().previous())) {
        return contradict(FindingReason.PREVIOUS, before.leaf(), block);
      }
    }
    if (seq == gap.last() && !block.link().equals(gap.next())) {
      return contradict(FindingReason.PREVIOUS, stored(seq + 1), block);
    }
    lateRules.check(arrived, gap.first() - 1, gap.last() + 1, gap.isNextAdmitted());
    againstAnchor(block);
    state.gaps.remove(index);
    state.gaps.addAll(index, gap.without(arrived));
    boundGaps();
    if (gap.isReported()) {
      if (gap.first() == gap.last()) {
        found(FindingCode.CLOSED_LATE, null, gap.from(), gap.to(), 1);
      }
    } else if (!gap.isBefore()) {
      found(FindingCode.REORDERED, null, seq, seq, 1);
    }
    return Verdict.FILLED;
  }

  /** A block from a hole of which only the number of missing blocks is known. */
  private Verdict fillForgotten(Held arrived) {
    Block block = arrived.block();
    long seq = arrived.seq();
    BlockLookup.Stored before = gapAt(seq - 1) < 0 ? lookup.find(state.chain, seq - 1) : null;
    if (before != null && !before.link().equals(block.header().previous())) {
      return contradict(FindingReason.PREVIOUS, before.leaf(), block);
    }
    Block after = gapAt(seq + 1) < 0 ? lateRules.stored(seq + 1) : null;
    if (after != null && !after.header().previous().equals(block.link())) {
      return contradict(FindingReason.PREVIOUS, ByteString.of(after.leaf()), block);
    }
    lateRules.check(
        arrived,
        before == null ? ChainState.NONE : seq - 1,
        after == null ? ChainState.NONE : seq + 1,
        true);
    againstAnchor(block);
    state.forgottenBlocks--;
    if (state.forgottenBlocks == 0) {
      state.forgottenFirst = ChainState.NONE;
      state.forgottenLast = ChainState.NONE;
    }
    found(FindingCode.CLOSED_LATE, null, seq, seq, 1);
    return Verdict.FILLED;
  }

  // ---------------------------------------------------------------------------- verdicts

  private Verdict duplicate(Block block) {
    state.duplicates++;
    if (isReported(state.duplicates)) {
      long seq = block.header().seq();
      found(FindingCode.DUPLICATE, null, seq, seq, state.duplicates);
    }
    return Verdict.DUPLICATE;
  }

  private Verdict contradict(FindingReason reason, ByteString known, Block block) {
    boolean isAnchored = state.anchoredSeq >= block.header().seq();
    FindingCode code = isAnchored ? FindingCode.REWRITE : FindingCode.FORK;
    isOldContradiction = contradictions.found(code, reason, known, block);
    return Verdict.CONTRADICTING;
  }

  /** The 1st, 2nd, 4th, 8th … time: a flood of repeats costs a handful of findings. */
  static boolean isReported(long count) {
    return Long.bitCount(count) == 1;
  }

  private void found(
      FindingCode code, @Nullable FindingReason reason, long first, long last, long count) {
    findings.add(Finding.of(code, reason, state, first, last).withCount(count));
  }

  /** The bytes of a block on record, that of this very step among them. */
  private ByteString stored(long seq) {
    if (newest != null && newest.header().seq() == seq) {
      return ByteString.of(newest.leaf());
    }
    BlockLookup.Stored stored = seq < 0 ? null : lookup.find(state.chain, seq);
    return stored == null ? ByteString.EMPTY : stored.leaf();
  }

  // ---------------------------------------------------------------------------- sessions, time

  private void session(long session) {
    if (session == 0 || session == state.session) {
      return;
    }
    if (state.oldSessions.remove(session)) {
      contradictions.clone(session);
    }
    if (state.session != 0) {
      state.oldSessions.add(0, state.session);
      if (state.oldSessions.size() > ChainState.SESSIONS_MAX) {
        state.oldSessions.remove(ChainState.SESSIONS_MAX);
      }
    }
    state.session = session;
  }

  private void heard() {
    state.heardAt = state.now;
    state.heardWall = state.wallNow;
    if (state.silentSince != ChainState.NONE) {
      findings.add(
          Finding.of(FindingCode.RESUMED, null, state, -1, -1).withSince(state.silentSince));
      state.silentSince = ChainState.NONE;
    }
  }

  /** A chain whose key a person admitted is expected to speak; a reader's word starts nothing. */
  private void keyChanged(long at) {
    if (state.heardAt == ChainState.NONE && at > 0) {
      state.heardAt = state.now;
      state.heardWall = at;
    }
  }

  private void keyDropped(Digest kid) {
    for (int i = state.held.size() - 1; i >= 0; i--) {
      Held held = state.held.get(i);
      if (held.block().kid().equals(kid)) {
        state.held.remove(i);
        findings.add(
            Finding.of(
                    FindingCode.FOREIGN, FindingReason.KEY_NOT_VALID, state, held.seq(), held.seq())
                .withEvidence(List.of(ByteString.of(held.block().leaf()))));
      }
    }
  }

  private void tick() {
    contradictions.turn();
    long gapAfter = policy.gapAfter().toNanos();
    while (!state.held.isEmpty() && state.now - oldestHeldAt() >= gapAfter) {
      jump(true);
    }
    reportGaps(gapAfter);
    missingUnderAnchor(gapAfter);
    boolean isLate =
        state.heardAt != ChainState.NONE
            && state.now - state.heardAt >= policy.silentAfter().toNanos();
    if (isLate && state.silentSince == ChainState.NONE) {
      state.silentSince = state.heardWall;
      findings.add(
          Finding.of(FindingCode.SILENT, null, state, -1, -1).withSince(state.silentSince));
    }
  }

  private void reportGaps(long after) {
    for (int i = 0; i < state.gaps.size(); i++) {
      Gap gap = state.gaps.get(i);
      if (!gap.isReported() && state.now - gap.openedAt() >= after) {
        state.gaps.set(i, gap.reported());
        found(FindingCode.GAP, null, gap.first(), gap.last(), gap.records());
      }
    }
  }

  private void ended() {
    while (!state.held.isEmpty()) {
      jump(true);
    }
    reportGaps(0);
    missingUnderAnchor(0);
    contradictions.flush();
    state.disputes.begin(state.now);
  }

  // ---------------------------------------------------------------------------- anchors, echoes

  private void anchored(ChainEvent.Anchored anchored) {
    if (anchored.seq() <= state.head && gapAt(anchored.seq()) < 0) {
      Digest known = linkOf(anchored.seq());
      if (known != null && !known.equals(anchored.link())) {
        rewritten(anchored.seq(), stored(anchored.seq()));
      }
    }
    if (anchored.seq() >= state.anchoredSeq) {
      boolean isOther =
          anchored.seq() == state.anchoredSeq && !anchored.link().equals(state.anchoredLink);
      if (isOther && anchored.seq() > state.head) {
        rewritten(anchored.seq(), ByteString.EMPTY);
      }
      state.anchoredSeq = anchored.seq();
      state.anchoredLink = anchored.link();
      state.anchoredAt = state.now;
      if (anchored.seq() > state.head && state.aheadSeq == ChainState.NONE) {
        state.aheadSeq = anchored.seq();
        state.aheadAt = state.now;
      }
    }
  }

  /** Once the oldest anchor ahead is reached, the newest is the one to reach, if it is ahead. */
  private void anchorReached() {
    if (state.aheadSeq != ChainState.NONE && state.aheadSeq <= state.head) {
      boolean isAhead = state.anchoredSeq > state.head;
      state.aheadSeq = isAhead ? state.anchoredSeq : ChainState.NONE;
      state.aheadAt = isAhead ? state.anchoredAt : ChainState.NONE;
      state.isAnchorMissingReported = false;
    }
  }

  private @Nullable Digest linkOf(long seq) {
    if (seq == state.head) {
      return state.link;
    }
    BlockLookup.Stored stored = lookup.find(state.chain, seq);
    return stored == null ? null : stored.link();
  }

  private void againstAnchor(Block block) {
    if (block.header().seq() == state.anchoredSeq && !block.link().equals(state.anchoredLink)) {
      rewritten(state.anchoredSeq, ByteString.of(block.leaf()));
    }
  }

  private void rewritten(long seq, ByteString leaf) {
    findings.add(
        Finding.of(FindingCode.REWRITE, FindingReason.ANCHOR, state, seq, seq)
            .withEvidence(List.of(leaf)));
  }

  private void missingUnderAnchor(long gapAfter) {
    boolean isMissing = state.aheadSeq != ChainState.NONE && state.now - state.aheadAt >= gapAfter;
    if (isMissing && !state.isAnchorMissingReported) {
      state.isAnchorMissingReported = true;
      found(FindingCode.GAP, FindingReason.ANCHOR_AHEAD, state.head + 1, state.anchoredSeq, 0);
    }
  }

  private void challengeSent(Challenge challenge) {
    int count = state.challenges.size();
    if (count > 0 && state.challenges.get(count - 1).equals(challenge)) {
      return;
    }
    if (count == ChainState.CHALLENGES_MAX) {
      state.challenges.remove(state.isChallengeConfirmed ? 1 : 0);
    }
    state.challenges.add(challenge);
  }
}
