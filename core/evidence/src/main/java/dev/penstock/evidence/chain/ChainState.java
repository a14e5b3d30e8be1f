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

  /** Observer's time, never going back. */
  long now;

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

  /** First block ever seen, and the link of the one before it. */
  long base = NONE;

  Digest basePrevious = BlockHeader.NO_LINK;

  long heardAt = NONE;
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

  /** A key that a person admitted and no block has used yet. */
  @Nullable Digest admittedKid;

  long anchoredSeq = NONE;
  Digest anchoredLink = BlockHeader.NO_LINK;
  long anchoredAt = NONE;
  boolean isAnchorMissingReported;

  long duplicates;
  long contradictions;
  long clones;

  /** Which side of the time of receipt the wall clock was last: 0 inside, 1 ahead, 2 behind. */
  int clockSide;

  /** True when a gap was dropped because there were too many. */
  boolean hasForgottenGaps;

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
    copy.heardAt = heardAt;
    copy.silentSince = silentSince;
    copy.session = session;
    copy.oldSessions = new ArrayList<>(oldSessions);
    copy.challenges = new ArrayList<>(challenges);
    copy.isChallengeConfirmed = isChallengeConfirmed;
    copy.hasEchoedSinceBoot = hasEchoedSinceBoot;
    copy.pendingKeyChange = pendingKeyChange;
    copy.admittedKid = admittedKid;
    copy.anchoredSeq = anchoredSeq;
    copy.anchoredLink = anchoredLink;
    copy.anchoredAt = anchoredAt;
    copy.isAnchorMissingReported = isAnchorMissingReported;
    copy.duplicates = duplicates;
    copy.contradictions = contradictions;
    copy.clones = clones;
    copy.clockSide = clockSide;
    copy.hasForgottenGaps = hasForgottenGaps;
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

  /** How many blocks are missing behind the head. */
  public long missing() {
    return gaps.stream().mapToLong(gap -> gap.last() - gap.first() + 1).sum();
  }

  /** Since when nothing new came, or -1. */
  public long silentSince() {
    return silentSince;
  }

  /** How often a block came again. */
  public long duplicates() {
    return duplicates;
  }

  /** True when no challenge is on its way, so that the next ack should carry a new one. */
  public boolean isChallengeDue() {
    return challenges.isEmpty() || (isChallengeConfirmed && challenges.size() == 1);
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
