package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an observer remembers of one chain between two events; at most 512 bytes without the origin,
 * whatever happened (docs/formats/chain.md). Never changed once it was handed out: the verifier
 * works on a copy.
 */
public final class ChainState {
  /** The chain's fixed part is never longer in its binary form. */
  public static final int BYTES_MAX = 512;

  static final int SESSIONS_MAX = 4;
  static final int CHALLENGES_MAX = 4;
  static final long NONE = -1;

  final String origin;
  final ChainId chain;

  /** Observer's steady time, never going back: what is late is judged by it. */
  long now;

  /** Observer's wall clock at the newest event: what findings are dated by. */
  long wallNow;

  /** Newest block in order, or NONE while no block was seen; all below it are its properties. */
  long head = NONE;

  Digest link = BlockHeader.NO_LINK;
  Digest kid = BlockHeader.NO_LINK;
  long firstAfter;
  long boot;
  long bootHigh;
  long end;
  long wall = NONE;
  int clockQuality;

  /** The lowest block seen, and what the one before it must fit. */
  long base = NONE;

  Digest basePrevious = BlockHeader.NO_LINK;
  long baseFirst;
  boolean isBaseAdmitted;

  /** Of the last news: the steady time, NONE when silence is not judged, and the wall clock. */
  long heardAt = NONE;

  long heardWall;
  long silentSince = NONE;

  /** The session of the newest block; those it replaced, newest first. */
  long session;

  List<Long> oldSessions = new ArrayList<>();

  /** Sent and not yet outdated, oldest first; the first is confirmed if any is. */
  List<Challenge> challenges = new ArrayList<>();

  boolean isChallengeConfirmed;
  boolean hasEchoedSinceBoot;

  /** Digest of a key change that the next block must confirm. */
  @Nullable Digest pendingKeyChange;

  long anchoredSeq = NONE;
  Digest anchoredLink = BlockHeader.NO_LINK;
  long anchoredAt = NONE;

  /** The oldest anchored block that was not reached yet, and since when; NONE: none. */
  long aheadSeq = NONE;

  long aheadAt = NONE;
  boolean isAnchorMissingReported;

  long duplicates;
  long contradictions;
  long clones;

  /** Whether the head says that no heartbeat comes until the next block. */
  boolean isAsleep;

  /** Whether the head is of a group chain, which never sleeps. */
  boolean isGroup;

  /** Which side of the time of receipt the wall clock was last: 0 inside, 1 ahead, 2 behind. */
  int clockSide;

  /**
   * Holes beyond those kept apart: all of them lie in this range, NONE when there are none, and so
   * many blocks are missing in it.
   */
  long forgottenFirst = NONE;

  long forgottenLast = NONE;
  long forgottenBlocks;

  /** Contradictions that were told. Bounded apart from the fixed part. */
  Disputes disputes = new Disputes();

  /** Ahead of a missing block, by ascending seq. Bounded apart from the fixed part. */
  List<Held> held = new ArrayList<>();

  /** Holes behind the head, by ascending seq. Bounded apart from the fixed part. */
  List<Gap> gaps = new ArrayList<>();

  ChainState(String origin, ChainId chain) {
    this.origin = origin;
    this.chain = chain;
  }

  /** Nothing seen yet of this chain. */
  public static ChainState fresh(String origin, ChainId chain) {
    return new ChainState(origin, chain);
  }

  ChainState copy() {
    var copy = new ChainState(origin, chain);
    copy.now = now;
    copy.wallNow = wallNow;
    copy.head = head;
    copy.link = link;
    copy.kid = kid;
    copy.firstAfter = firstAfter;
    copy.boot = boot;
    copy.bootHigh = bootHigh;
    copy.end = end;
    copy.wall = wall;
    copy.clockQuality = clockQuality;
    copy.base = base;
    copy.basePrevious = basePrevious;
    copy.baseFirst = baseFirst;
    copy.isBaseAdmitted = isBaseAdmitted;
    copy.heardAt = heardAt;
    copy.heardWall = heardWall;
    copy.silentSince = silentSince;
    copy.session = session;
    copy.oldSessions = new ArrayList<>(oldSessions);
    copy.challenges = new ArrayList<>(challenges);
    copy.isChallengeConfirmed = isChallengeConfirmed;
    copy.hasEchoedSinceBoot = hasEchoedSinceBoot;
    copy.pendingKeyChange = pendingKeyChange;
    copy.anchoredSeq = anchoredSeq;
    copy.anchoredLink = anchoredLink;
    copy.anchoredAt = anchoredAt;
    copy.aheadSeq = aheadSeq;
    copy.aheadAt = aheadAt;
    copy.isAnchorMissingReported = isAnchorMissingReported;
    copy.duplicates = duplicates;
    copy.contradictions = contradictions;
    copy.clones = clones;
    copy.isAsleep = isAsleep;
    copy.isGroup = isGroup;
    copy.clockSide = clockSide;
    copy.forgottenFirst = forgottenFirst;
    copy.forgottenLast = forgottenLast;
    copy.forgottenBlocks = forgottenBlocks;
    copy.disputes = disputes.copy();
    copy.held = new ArrayList<>(held);
    copy.gaps = new ArrayList<>(gaps);
    return copy;
  }

  public String origin() {
    return origin;
  }

  public ChainId chain() {
    return chain;
  }

  /** The newest block in order, or -1 while none was seen. */
  public long head() {
    return head;
  }

  /** Link of the newest block in order. */
  public Digest link() {
    return link;
  }

  /** The first block ever seen, or -1: nothing is said about what came before it. */
  public long base() {
    return base;
  }

  /** How many blocks are missing behind the head, in holes too many to be kept apart as well. */
  public long missing() {
    return forgottenBlocks + gaps.stream().mapToLong(Gap::blocks).sum();
  }

  /** How many blocks are seen ahead of the head and wait for those before them. */
  public int waiting() {
    return held.size();
  }

  /** How many blocks between the head and the newest one seen were not. */
  public long missingAhead() {
    return held.isEmpty() ? 0 : held.get(held.size() - 1).seq() - head - held.size();
  }

  /** True when every block of this chain from that one to the newest one seen is on record. */
  public boolean isWholeFrom(long first) {
    return head != NONE && base <= first && missing() == 0 && missingAhead() == 0;
  }

  boolean holds(long seq, Digest blockLink) {
    return held.stream().anyMatch(one -> one.seq() == seq && one.block().link().equals(blockLink));
  }

  /** Since when nothing new came, or -1. */
  public long silentSince() {
    return silentSince;
  }

  /** True when the newest block says that no heartbeat comes until the next one. */
  public boolean isAsleep() {
    return isAsleep && held.isEmpty();
  }

  /** True when it carries records of several sources; such a chain never sleeps. */
  public boolean isGroup() {
    return isGroup;
  }

  /** How often a block came again. */
  public long duplicates() {
    return duplicates;
  }

  /** True when no challenge is on its way, so that the next ack should carry a new one. */
  public boolean isChallengeDue() {
    return challenges.isEmpty() || (isChallengeConfirmed && challenges.size() == 1);
  }

  /** The challenge that every ack carries until it comes back; null when a new one is due. */
  public @Nullable Challenge openChallenge() {
    return isChallengeDue() ? null : challenges.getLast();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChainState that
        && Arrays.equals(ChainStateCodec.encode(this), ChainStateCodec.encode(that));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ChainStateCodec.encode(this));
  }

  @Override
  public String toString() {
    return "chain " + chain + " of " + origin + " at " + head + ", gaps " + gaps + ", held " + held;
  }
}
