package dev.penstock.evidence.chain;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of {@link ChainState}, docs/formats/chain.md §4: four arrays, one behind the
 * other. The first is the fixed part and at most 512 bytes without the origin; the second holds the
 * blocks that wait, the third the gaps, the fourth the contradictions that were told.
 */
public final class ChainStateCodec {
  private static final int VERSION = 1;
  private static final int FIXED_FIELDS = 34;
  private static final int ORIGIN_BYTES_MAX = 255;
  private static final int LEAF_BYTES_MAX = 8192;

  /** 16 held blocks of the longest kind and 64 gaps. */
  private static final int BYTES_MAX = 256 * 1024;

  private ChainStateCodec() {}

  /** The state's one encoding. */
  public static byte[] encode(ChainState state) {
    var out = new CborWriter(1024);
    writeFixed(state, out);
    writeHeld(state, out);
    writeGaps(state, out);
    writeDisputes(state.disputes, out);
    return out.toByteArray();
  }

  /** Bytes of the fixed part without the origin. */
  static int fixedBytes(ChainState state) {
    var out = new CborWriter(1024);
    writeFixed(state, out);
    var origin = new CborWriter(256);
    origin.text(state.origin);
    return out.sizeBytes() - origin.sizeBytes();
  }

  private static void writeFixed(ChainState state, CborWriter out) {
    out.array(FIXED_FIELDS);
    out.unsigned(VERSION);
    out.text(state.origin);
    out.bytes(ChainId.BYTES, state.chain.value()::copyTo);
    out.integer(state.now);
    out.unsigned(state.wallNow);
    out.integer(state.head);
    digest(out, state.link);
    digest(out, state.kid);
    out.integer(state.firstAfter);
    out.integer(state.boot);
    out.integer(state.bootHigh);
    out.integer(state.end);
    out.integer(state.wall);
    out.unsigned(state.clockQuality);
    out.integer(state.base);
    digest(out, state.basePrevious);
    out.unsigned(state.baseFirst);
    out.integer(state.heardAt);
    out.unsigned(state.heardWall);
    out.integer(state.silentSince);
    out.unsigned64(state.session);
    out.array(state.oldSessions.size());
    for (long session : state.oldSessions) {
      out.unsigned64(session);
    }
    out.array(state.challenges.size());
    for (Challenge challenge : state.challenges) {
      out.bytes(Challenge.BYTES, challenge.value()::copyTo);
    }
    out.unsigned(flags(state));
    digest(out, state.pendingKeyChange);
    out.integer(state.anchoredSeq);
    digest(out, state.anchoredLink);
    out.integer(state.anchoredAt);
    out.integer(state.aheadSeq);
    out.integer(state.aheadAt);
    out.unsigned(state.duplicates);
    out.unsigned(state.contradictions);
    out.unsigned(state.clones);
    out.unsigned(state.clockSide);
  }

  private static int flags(ChainState state) {
    return (state.isChallengeConfirmed ? 1 : 0)
        | (state.hasEchoedSinceBoot ? 2 : 0)
        | (state.isAnchorMissingReported ? 4 : 0)
        | (state.isBaseAdmitted ? 8 : 0);
  }

  private static void writeHeld(ChainState state, CborWriter out) {
    out.array(state.held.size());
    for (Held held : state.held) {
      out.array(5);
      out.bytes(held.block().leaf());
      out.unsigned(held.at());
      out.unsigned(held.wall());
      digest(out, held.announcement());
      out.bool(held.isAdmitted());
    }
  }

  private static void writeGaps(ChainState state, CborWriter out) {
    out.array(4);
    out.integer(state.forgottenFirst);
    out.integer(state.forgottenLast);
    out.unsigned(state.forgottenBlocks);
    out.array(state.gaps.size());
    for (Gap gap : state.gaps) {
      out.array(11);
      out.unsigned(gap.first());
      out.unsigned(gap.last());
      out.unsigned(gap.from());
      out.unsigned(gap.to());
      out.unsigned(gap.openedAt());
      out.unsigned(gap.firstRecord());
      out.unsigned(gap.endRecord());
      digest(out, gap.next());
      out.bool(gap.isNextAdmitted());
      out.bool(gap.isBefore());
      out.bool(gap.isReported());
    }
  }

  private static void writeDisputes(Disputes disputes, CborWriter out) {
    out.array(5);
    out.unsigned(disputes.hour);
    out.unsigned(disputes.fresh);
    out.unsigned(disputes.more);
    digest(out, disputes.rolling);
    out.array(disputes.told.size());
    for (Disputes.Told told : disputes.told) {
      out.array(2);
      digest(out, told.key());
      out.unsigned(told.count());
    }
  }

  private static void digest(CborWriter out, @Nullable Digest digest) {
    if (digest == null) {
      out.nullValue();
    } else {
      out.bytes(Digest.BYTES, digest::copyTo);
    }
  }

  /** Reads a state from a store; damaged bytes are refused, never guessed at. */
  public static Decoded<ChainState> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIXED_FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    String origin = in.text(ORIGIN_BYTES_MAX);
    var state = new ChainState(origin, ChainId.of(in.bytesExactly(ChainId.BYTES)));
    readPlace(in, state);
    readRest(in, state);
    readHeld(in, state);
    readGaps(in, state);
    readDisputes(in, state.disputes);
    return in.end(() -> state);
  }

  private static void readPlace(CborReader in, ChainState state) {
    state.now = in.integer(0, Long.MAX_VALUE);
    state.wallNow = in.unsigned();
    state.head = in.integer(ChainState.NONE, Long.MAX_VALUE);
    state.link = digest(in);
    state.kid = digest(in);
    state.firstAfter = in.unsigned();
    state.boot = in.unsigned();
    state.bootHigh = in.unsigned();
    state.end = in.unsigned();
    state.wall = in.integer(ChainState.NONE, Long.MAX_VALUE);
    state.clockQuality = (int) in.unsigned(62);
    state.base = in.integer(ChainState.NONE, Long.MAX_VALUE);
    state.basePrevious = digest(in);
    state.baseFirst = in.unsigned();
    state.heardAt = in.integer(ChainState.NONE, Long.MAX_VALUE);
    state.heardWall = in.unsigned();
    state.silentSince = in.integer(ChainState.NONE, Long.MAX_VALUE);
    state.session = in.unsigned64();
  }

  private static void readRest(CborReader in, ChainState state) {
    int sessions = bounded(in, in.array(), ChainState.SESSIONS_MAX);
    for (int i = 0; i < sessions; i++) {
      state.oldSessions.add(in.unsigned64());
    }
    int challenges = bounded(in, in.array(), ChainState.CHALLENGES_MAX);
    for (int i = 0; i < challenges; i++) {
      state.challenges.add(Challenge.of(in.bytesExactly(Challenge.BYTES)));
    }
    long flags = in.unsigned(15);
    state.isChallengeConfirmed = (flags & 1) != 0;
    state.hasEchoedSinceBoot = (flags & 2) != 0;
    state.isAnchorMissingReported = (flags & 4) != 0;
    state.isBaseAdmitted = (flags & 8) != 0;
    state.pendingKeyChange = in.takeNull() ? null : digest(in);
    state.anchoredSeq = in.integer(ChainState.NONE, Long.MAX_VALUE);
    state.anchoredLink = digest(in);
    state.anchoredAt = in.integer(ChainState.NONE, Long.MAX_VALUE);
    state.aheadSeq = in.integer(ChainState.NONE, Long.MAX_VALUE);
    state.aheadAt = in.integer(ChainState.NONE, Long.MAX_VALUE);
    state.duplicates = in.unsigned();
    state.contradictions = in.unsigned();
    state.clones = in.unsigned();
    state.clockSide = (int) in.unsigned(2);
  }

  private static void readHeld(CborReader in, ChainState state) {
    int count = bounded(in, in.array(), Held.COUNT_MAX);
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(5);
      byte[] leaf = in.bytes(LEAF_BYTES_MAX);
      int leafAt = in.contentAt();
      long at = in.unsigned();
      long wall = in.unsigned();
      Digest announcement = in.takeNull() ? null : digest(in);
      boolean isAdmitted = in.bool();
      switch (Block.decode(leaf)) {
        case Decoded.Value<Block>(var block) ->
            state.held.add(new Held(block, at, wall, announcement, isAdmitted));
        case Decoded.Refused<Block>(var refusal) ->
            in.refuse(leafAt + refusal.offset(), refusal.reason());
      }
    }
  }

  private static void readGaps(CborReader in, ChainState state) {
    in.expectArray(4);
    state.forgottenFirst = in.integer(ChainState.NONE, Long.MAX_VALUE);
    state.forgottenLast = in.integer(ChainState.NONE, Long.MAX_VALUE);
    state.forgottenBlocks = in.unsigned();
    int count = bounded(in, in.array(), Gap.COUNT_MAX);
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(11);
      state.gaps.add(
          new Gap(
              in.unsigned(),
              in.unsigned(),
              in.unsigned(),
              in.unsigned(),
              in.unsigned(),
              in.unsigned(),
              in.unsigned(),
              digest(in),
              in.bool(),
              in.bool(),
              in.bool()));
    }
  }

  private static void readDisputes(CborReader in, Disputes disputes) {
    in.expectArray(5);
    disputes.hour = in.unsigned();
    disputes.fresh = (int) in.unsigned(Disputes.KEPT_MAX);
    disputes.more = in.unsigned();
    disputes.rolling = digest(in);
    int count = bounded(in, in.array(), Disputes.KEPT_MAX);
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(2);
      disputes.told.add(new Disputes.Told(digest(in), in.unsigned()));
    }
  }

  private static int bounded(CborReader in, int count, int max) {
    if (count > max) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    return Math.min(count, max);
  }

  private static Digest digest(CborReader in) {
    return Digest.of(in.bytesExactly(Digest.BYTES));
  }
}
