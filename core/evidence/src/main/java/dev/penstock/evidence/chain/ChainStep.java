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
  private final NeighbourRules rules;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Long> alsoLinked = new ArrayList<>();

  /** Linked in this step, so not yet in the store. */
  private @Nullable Block newest;

  ChainStep(ChainPolicy policy, ChainState state, BlockLookup lookup) {
    this.policy = policy;
    this.state = state;
    this.lookup = lookup;
    this.rules = new NeighbourRules(policy, state, findings);
  }

  ChainState state() {
    return state;
  }

  List<Finding> findings() {
    return findings;
  }

  List<Long> alsoLinked() {
    return alsoLinked;
  }

  @Nullable Verdict take(ChainEvent event) {
    state.now = Math.max(state.now, event.at());
    return switch (event) {
      case ChainEvent.Arrived arrived -> arrived(arrived);
      case ChainEvent.Tick _ -> {
        tick();
        yield null;
      }
      case ChainEvent.ChallengeSent(var _, var challenge) -> {
        challengeSent(challenge);
        yield null;
      }
      case ChainEvent.Anchored anchored -> {
        anchored(anchored);
        yield null;
      }
      case ChainEvent.KeyChanged(var _, var kid) -> {
        state.admittedKid = kid;
        state.pendingKeyChange = null;
        yield null;
      }
    };
  }

  private Verdict arrived(ChainEvent.Arrived arrived) {
    var block = new Held(arrived.block(), arrived.at(), arrived.announcement());
    Verdict verdict = place(block);
    // A repeat can be sent by anybody who saw the first; it says nothing about sessions.
    if (verdict != Verdict.DUPLICATE) {
      session(arrived.session());
    }
    return verdict;
  }

  private Verdict place(Held arrived) {
    long seq = arrived.seq();
    if (state.head == ChainState.NONE) {
      state.base = seq;
      state.basePrevious = arrived.block().header().previous();
      link(arrived, false);
      heard();
      return Verdict.LINKED;
    }
    if (seq <= state.head) {
      return behind(arrived.block());
    }
    return seq == state.head + 1 ? next(arrived) : ahead(arrived);
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
            : contradict(FindingReason.SAME_SEQ, held.block().leaf(), block);
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

  private void boundGaps() {
    if (state.gaps.size() > Gap.COUNT_MAX) {
      state.gaps.remove(0);
      state.hasForgottenGaps = true;
    }
  }

  private long oldestHeldAt() {
    long oldest = Long.MAX_VALUE;
    for (Held held : state.held) {
      oldest = Math.min(oldest, held.at());
    }
    return oldest;
  }

  // ---------------------------------------------------------------------------- behind

  private Verdict behind(Block block) {
    long seq = block.header().seq();
    for (int i = 0; i < state.gaps.size(); i++) {
      if (state.gaps.get(i).covers(seq)) {
        return fill(i, block);
      }
    }
    BlockLookup.Stored stored = lookup.find(state.chain, seq);
    if (stored != null) {
      return stored.link().equals(block.link())
          ? duplicate(block)
          : contradict(FindingReason.SAME_SEQ, stored.leaf(), block);
    }
    if (seq < state.base) {
      return beforeBase(block);
    }
    if (state.hasForgottenGaps) {
      found(FindingCode.CLOSED_LATE, null, seq, seq, 1);
      againstAnchor(block);
      return Verdict.FILLED;
    }
    // On record once and dropped since: there is nothing to compare with, and nothing new in it.
    return duplicate(block);
  }

  /** A block from before the first one ever seen: nothing was said to be missing there. */
  private Verdict beforeBase(Block block) {
    BlockHeader header = block.header();
    if (header.seq() == state.base - 1) {
      if (!block.link().equals(state.basePrevious)) {
        return contradict(FindingReason.PREVIOUS, stored(state.base), block);
      }
      state.base = header.seq();
      state.basePrevious = header.previous();
    }
    againstAnchor(block);
    return Verdict.FILLED;
  }

  private Verdict fill(int index, Block block) {
    Gap gap = state.gaps.get(index);
    BlockHeader header = block.header();
    long seq = header.seq();
    if (seq == gap.first()) {
      BlockLookup.Stored before = lookup.find(state.chain, seq - 1);
      if (before != null && !before.link().equals(header.previous())) {
        return contradict(FindingReason.PREVIOUS, before.leaf(), block);
      }
    }
    if (seq == gap.last() && !block.link().equals(gap.next())) {
      return contradict(FindingReason.PREVIOUS, stored(seq + 1), block);
    }
    againstAnchor(block);
    state.gaps.remove(index);
    state.gaps.addAll(index, gap.without(header));
    boundGaps();
    if (!gap.isReported()) {
      found(FindingCode.REORDERED, null, seq, seq, 1);
    } else if (gap.first() == gap.last()) {
      found(FindingCode.CLOSED_LATE, null, gap.from(), gap.to(), 1);
    }
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

  private Verdict contradict(FindingReason reason, byte[] known, Block block) {
    state.contradictions++;
    if (isReported(state.contradictions)) {
      long seq = block.header().seq();
      boolean isAnchored = state.anchoredSeq >= seq;
      FindingCode code = isAnchored ? FindingCode.REWRITE : FindingCode.FORK;
      findings.add(
          Finding.of(code, reason, state, seq, seq)
              .withCount(state.contradictions)
              .withEvidence(List.of(ByteString.of(known), ByteString.of(block.leaf()))));
    }
    return Verdict.CONTRADICTING;
  }

  private Verdict contradict(FindingReason reason, ByteString known, Block block) {
    return contradict(reason, known.bytes(), block);
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
    boolean isBack = state.oldSessions.remove(session);
    if (isBack) {
      state.clones++;
      if (isReported(state.clones)) {
        found(FindingCode.CLONE_SUSPECT, null, -1, -1, state.clones);
      }
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
    if (state.silentSince != ChainState.NONE) {
      findings.add(
          Finding.of(FindingCode.RESUMED, null, state, -1, -1).withSince(state.silentSince));
      state.silentSince = ChainState.NONE;
    }
  }

  private void tick() {
    long gapAfter = policy.gapAfter().toNanos();
    while (!state.held.isEmpty() && state.now - oldestHeldAt() >= gapAfter) {
      jump(true);
    }
    for (int i = 0; i < state.gaps.size(); i++) {
      Gap gap = state.gaps.get(i);
      if (!gap.isReported() && state.now - gap.openedAt() >= gapAfter) {
        state.gaps.set(i, gap.reported());
        found(FindingCode.GAP, null, gap.first(), gap.last(), gap.records());
      }
    }
    missingUnderAnchor(gapAfter);
    boolean isLate =
        state.heardAt != ChainState.NONE
            && state.now - state.heardAt >= policy.silentAfter().toNanos();
    if (isLate && state.silentSince == ChainState.NONE) {
      state.silentSince = state.heardAt;
      findings.add(
          Finding.of(FindingCode.SILENT, null, state, -1, -1).withSince(state.silentSince));
    }
  }

  // ---------------------------------------------------------------------------- anchors, echoes

  private void anchored(ChainEvent.Anchored anchored) {
    if (anchored.seq() <= state.head) {
      Digest known = linkOf(anchored.seq());
      if (known != null && !known.equals(anchored.link())) {
        rewritten(anchored.seq(), stored(anchored.seq()));
      }
    }
    if (anchored.seq() >= state.anchoredSeq) {
      state.anchoredSeq = anchored.seq();
      state.anchoredLink = anchored.link();
      state.anchoredAt = state.now;
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
    boolean isMissing =
        state.anchoredSeq > state.head
            && state.anchoredAt != ChainState.NONE
            && state.now - state.anchoredAt >= gapAfter;
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
