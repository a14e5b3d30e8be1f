package dev.penstock.flow.sealing;

import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.signature.SigningException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts the records of a journal into blocks: each record into exactly one, those of a source in
 * order. One reader of the journal owns it, gives it every record in the order of the journal, and
 * carries what it closes to the ledger, in the order in which it closes it.
 *
 * <p><b>Lanes.</b> A source with {@link SealingRules#busyFrom} records in an interval gets a chain
 * of its own, and goes back to its zone's chain after a long calm. It moves at the end of an
 * interval only, and only when no record of it is in an open block. So of two records of a source
 * the earlier is always in the earlier block, and what is sealed of a source is all up to some seq.
 * While the reader is behind, nobody moves: an hour of slow records read in a second says nothing
 * about their source.
 *
 * <p><b>Sleep.</b> The own chain of a source that went back is no longer fed, not even by
 * heartbeats, and its last block says so; it goes on where it stood when the source is busy again.
 * That sealing never paused is shown by the zones' chains, which never sleep, and that nothing of
 * the source is missing by its seq. A chain that was awake when the run ended is awake in the next
 * one, until its source is calm.
 *
 * <p><b>Exactly once.</b> After a crash the reader says how far the blocks in the ledger go ({@link
 * #resume}, {@link #covered}), and gives every record again from the {@link #low} position that the
 * ledger kept. What a block covers is skipped.
 *
 * <p>Allocates nothing per record once its buffers have grown. One thread at a time.
 */
public final class Sealing {
  private final SealingRules rules;
  private final SealingMaker maker;
  private final Consumer<ClosedBlock> ledger;
  private final FreshBlocks fresh;
  private final SaltedTree tree;

  private final LongTable<SealedSource> sources = new LongTable<>();
  private final Map<Long, OpenChain> groups = new HashMap<>();

  /** Chains that take records, in the order in which they were opened. */
  private final List<OpenChain> open = new ArrayList<>();

  /** Sources with a record in this interval. */
  private final List<SealedSource> heard = new ArrayList<>();

  /** Sources with an open chain of their own. */
  private final List<SealedSource> busy = new ArrayList<>();

  /** Sources whose zone is another than that of the chain which takes their records. */
  private final List<SealedSource> rezoned = new ArrayList<>();

  /** The latest monotonic time given. */
  private long now;

  private long intervalAt;
  private long readTo;
  private long skippedCount;

  /**
   * @param from the journal position from which records will be given
   * @param now ns since boot
   * @param ledger takes each block as it is closed
   */
  public Sealing(
      SealingRules rules, SealingMaker maker, long from, long now, Consumer<ClosedBlock> ledger) {
    this(rules, maker, from, now, ledger, new FreshBlocks(0));
  }

  /**
   * As above.
   *
   * @param fresh keeps what is closed with its records for a while, as far as it has room
   */
  public Sealing(
      SealingRules rules,
      SealingMaker maker,
      long from,
      long now,
      Consumer<ClosedBlock> ledger,
      FreshBlocks fresh) {
    this.rules = rules;
    this.maker = maker;
    this.tree = new SaltedTree(maker.hands());
    this.ledger = ledger;
    this.fresh = fresh;
    this.readTo = from;
    this.now = now;
    this.intervalAt = now;
  }

  /**
   * Goes on with a chain of an earlier run. To be called before any source is assigned and any
   * record given.
   */
  public void resume(Lane lane, ChainTip tip) {
    ChainTip booted = tip.boot() < maker.boot() ? tip.afterBoot(maker.boot()) : tip;
    switch (lane) {
      case Lane.Group(var zone) -> {
        if (groups.containsKey(zone)) {
          throw new IllegalStateException("zone " + zone + " has a chain already");
        }
        groups.put(zone, open(lane, booted));
      }
      case Lane.Own(var id) -> {
        SealedSource known = source(id);
        if (booted.isAsleep()) {
          known.ownTip = booted;
        } else {
          wake(known, booted);
        }
      }
      case Lane.Device _ -> throw new IllegalArgumentException(lane + " is nobody's to resume");
    }
  }

  /** Says that a frame was read which has no record for a block of the gateway. */
  public void passOver(long position) {
    readTo = Math.max(readTo, position);
  }

  /**
   * Says that blocks in the ledger hold every record of a source up to this one. To be called
   * before any record is given.
   */
  public void covered(long source, long throughSeq) {
    SealedSource known = source(source);
    known.nextSeq = Math.max(known.nextSeq, throughSeq + 1);
  }

  /**
   * Says which zone a source belongs to; zone 0 until then. One that has records already moves at
   * the end of the interval.
   */
  public void assign(long source, long zone) {
    SealedSource known = source(source);
    OpenChain zones = group(zone);
    known.zone = zone;
    if (known.chain != null && known.chain != zones) {
      rezoned.add(known);
    }
  }

  /**
   * Gives the next record of the journal. When signing fails nothing has changed, and the same call
   * can be repeated.
   *
   * @param seq ascending for each source; what is below the last one given is skipped
   * @param position of its frame in the journal, not below that of the record before
   * @param address where its bytes stand, as {@link BlockExtents#address} says it
   * @param closing of a block that is closed because this record has no room in it
   * @return false when the record was skipped, because a block covers it
   */
  public boolean take(
      long source,
      long seq,
      RecordKind kind,
      long position,
      long address,
      byte[] from,
      int at,
      int length,
      Closing closing)
      throws SigningException {
    if (position < readTo) {
      throw new IllegalArgumentException("frame " + position + " after frame " + readTo);
    }
    SealedSource known = source(source);
    if (seq < known.nextSeq) {
      readTo = position;
      skippedCount++;
      return false;
    }
    now = Math.max(now, closing.end());
    OpenChain chain = chainOf(known);
    if (!chain.add(kind, source, from, at, length, position, address, now)) {
      close(chain, closing);
      if (!chain.add(kind, source, from, at, length, position, address, now)) {
        throw new IllegalStateException("an empty block has no room for " + length + " bytes");
      }
    }
    readTo = position;
    known.nextSeq = seq + 1;
    if (known.heard++ == 0) {
      heard.add(known);
    }
    return true;
  }

  /**
   * Closes what is due: blocks that are full, old enough or urgent, heartbeats, and at the end of
   * an interval those of sources that move. To be called whenever all records at hand are given,
   * and at least a few times in each interval. When signing fails, what was closed is closed, and
   * the call can be repeated.
   *
   * @param isAtEnd whether the reader has given every record that the journal has
   */
  public void settle(Closing closing, boolean isAtEnd) throws SigningException {
    now = Math.max(now, closing.end());
    for (OpenChain chain : open) {
      switch (chain.builder().due(now)) {
        case CLOSE, HEARTBEAT -> close(chain, closing);
        case WAIT -> {}
      }
    }
    long elapsed = now - intervalAt;
    if (elapsed >= rules.pace().close().toNanos()) {
      if (isAtEnd) {
        moveTheBusy(elapsed, closing);
        moveTheCalm(elapsed, closing);
      }
      moveTheRezoned(closing);
      for (SealedSource source : heard) {
        source.heard = 0;
      }
      heard.clear();
      intervalAt = now;
    }
  }

  /** Closes every block that has records: before an orderly end. */
  public void closeAll(Closing closing) throws SigningException {
    now = Math.max(now, closing.end());
    for (OpenChain chain : open) {
      closeRecords(chain, closing);
    }
  }

  /**
   * The journal position from which a reader must begin after a crash, once all blocks closed so
   * far are durable: that of the first record in any open block, or else of the last one given.
   */
  public long low() {
    long low = readTo;
    for (OpenChain chain : open) {
      if (!chain.isEmpty()) {
        low = Math.min(low, chain.low());
      }
    }
    return low;
  }

  /** Where each chain stands after the blocks closed so far: what {@link #resume} is told. */
  public Map<Lane, ChainTip> tips() {
    Map<Lane, ChainTip> tips = new HashMap<>();
    for (long id : sources.sortedKeys()) {
      ChainTip own = source(id).ownTip;
      if (own != null) {
        tips.put(new Lane.Own(id), own);
      }
    }
    for (OpenChain chain : open) {
      tips.put(chain.lane(), chain.builder().tip());
    }
    return tips;
  }

  /** How many records were skipped because a block covers them. */
  public long skippedCount() {
    return skippedCount;
  }

  private void moveTheBusy(long elapsed, Closing closing) throws SigningException {
    for (SealedSource source : heard) {
      boolean isBusy = !isBelow(source.heard, rules.busyFrom(), elapsed);
      if (isBusy && !source.isOnItsOwn() && busy.size() < rules.ownChainsMax()) {
        closeRecords(chainOf(source), closing);
        ChainTip tip = source.ownTip;
        if (tip == null) {
          tip = start();
        }
        wake(source, tip);
      }
    }
  }

  private void wake(SealedSource source, ChainTip tip) {
    source.chain = open(new Lane.Own(source.id), tip);
    source.calm = 0;
    busy.add(source);
  }

  private void moveTheCalm(long elapsed, Closing closing) throws SigningException {
    for (int i = busy.size() - 1; i >= 0; i--) {
      SealedSource source = busy.get(i);
      boolean isCalm = isBelow(source.heard, rules.calmBelow(), elapsed);
      source.calm = isCalm ? source.calm + 1 : 0;
      if (source.calm >= rules.calmIntervals()) {
        OpenChain own = chainOf(source);
        ledger.accept(own.sleep(closing, maker, readTo));
        source.ownTip = own.builder().tip();
        var _ = open.remove(own);
        var _ = busy.remove(i);
        source.chain = group(source.zone);
      }
    }
  }

  private void moveTheRezoned(Closing closing) throws SigningException {
    for (SealedSource source : rezoned) {
      if (!source.isOnItsOwn()) {
        closeRecords(chainOf(source), closing);
        source.chain = group(source.zone);
      }
    }
    rezoned.clear();
  }

  /** Whether so many records in this time are below so many in an interval. */
  private boolean isBelow(long count, int limit, long elapsed) {
    return count * rules.pace().close().toNanos() < limit * elapsed;
  }

  private void closeRecords(OpenChain chain, Closing closing) throws SigningException {
    if (!chain.isEmpty()) {
      close(chain, closing);
    }
  }

  private void close(OpenChain chain, Closing closing) throws SigningException {
    ledger.accept(chain.close(closing, maker, readTo, fresh));
  }

  private SealedSource source(long id) {
    SealedSource known = sources.get(id);
    if (known == null) {
      known = new SealedSource(id);
      sources.add(id, known);
    }
    return known;
  }

  private OpenChain chainOf(SealedSource source) {
    OpenChain chain = source.chain;
    if (chain == null) {
      chain = group(source.zone);
      source.chain = chain;
    }
    return chain;
  }

  private OpenChain group(long zone) {
    OpenChain known = groups.get(zone);
    if (known != null) {
      return known;
    }
    OpenChain chain = open(new Lane.Group(zone), start());
    groups.put(zone, chain);
    return chain;
  }

  private ChainTip start() {
    return ChainTip.start(maker.origin(), maker.freshChain(), maker.boot());
  }

  private OpenChain open(Lane lane, ChainTip tip) {
    boolean isGroup = lane instanceof Lane.Group;
    var builder = new BlockBuilder(tip, maker.signer(), rules.pace(), isGroup, now, tree);
    var chain = new OpenChain(lane, builder);
    open.add(chain);
    return chain;
  }
}
