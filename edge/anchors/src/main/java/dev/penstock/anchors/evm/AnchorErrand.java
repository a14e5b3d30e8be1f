package dev.penstock.anchors.evm;

import dev.penstock.anchors.evm.ChainNode.Fees;
import dev.penstock.anchors.evm.ChainNode.Receipt;
import dev.penstock.anchors.evm.PendingAnchor.Attempt;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evm.Address;
import dev.penstock.evm.AnchorData;
import dev.penstock.evm.AnchorTransaction;
import dev.penstock.evm.BlockHeader;
import dev.penstock.evm.ChainAnchorVerdict;
import dev.penstock.evm.Keccak;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One statement on its way into a chain, from the first look to the proof or to the end of the time
 * it may take. Each step asks the node how things stand and does the one thing that follows, so
 * that it is the same whether the last step was a moment ago or before a crash:
 *
 * <ul>
 *   <li>one of our transactions stands in a block of the chain: wait for confirmations, then make
 *       the proof;
 *   <li>its nonce was used by another transaction, and deep enough to stay: sign with the next;
 *   <li>the node does not know it: send the same bytes again;
 *   <li>it waits too long: sign it again with the same nonce and higher fees.
 * </ul>
 */
final class AnchorErrand {
  /** A node that declines the same bytes so often in a row means it. */
  private static final int DECLINED_MAX = 3;

  /** In these words nodes say that they have a transaction; whoever lies makes us wait longer. */
  private static final Pattern KNOWN =
      Pattern.compile("already ?(known|imported)|known transaction", Pattern.CASE_INSENSITIVE);

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final EvmSettings settings;
  private final ChainKey key;
  private final Pace pace;
  private final ChainNode node;
  private final AnchorMemory memory;
  private final byte[] statement;
  private final Digest digest;
  private final Address sender;
  private PendingAnchor pending;

  /** How often in a row the node declined the last attempt, and what it said. */
  private int declinedCount;

  private String declined = "";

  AnchorErrand(
      EvmSettings settings,
      ChainKey key,
      Pace pace,
      ChainNode node,
      AnchorMemory memory,
      byte[] statement) {
    this.settings = settings;
    this.key = key;
    this.pace = pace;
    this.node = node;
    this.memory = memory;
    this.statement = statement.clone();
    digest = AnchorData.digest(statement);
    sender = key.address();
    pending = new PendingAnchor(settings.chainId(), sender, List.of());
  }

  Vouching run() throws IOException, InterruptedException {
    Instant end = pace.now().plus(settings.waits().total());
    long chainId = node.chainId();
    if (chainId != settings.chainId()) {
      return new Vouching.Refused(
          "the node at %s is of chain %d, and the settings say chain %d"
              .formatted(settings.nodeShown(), chainId, settings.chainId()));
    }
    pending = PendingAnchor.load(memory, chainId, sender);
    while (true) {
      @Nullable NodeException fault = null;
      try {
        Optional<Vouching> done = step();
        if (done.isPresent()) {
          return done.get();
        }
      } catch (NodeException e) {
        // A node that is away for a while is what the next step is for.
        fault = e;
      }
      if (!pace.now().isBefore(end)) {
        return unfinished(fault);
      }
      pace.sleep(settings.waits().poll());
    }
  }

  private Vouching unfinished(@Nullable NodeException fault) throws NodeException {
    if (fault != null) {
      throw fault;
    }
    String waiting =
        pending
            .last()
            .map(last ->
                "transaction %s with nonce %d, first sent at %s, offers up to %d wei a unit of gas and"
                    .formatted(last.hash(), last.nonce(), last.sentAt(), last.fee()))
            .orElse("it");
    return new Vouching.Refused(
        "%s has not the %d confirmations after %s; it is looked for again the next time%s"
            .formatted(
                waiting,
                settings.confirmations(),
                settings.waits().total(),
                declined.isEmpty() ? "" : " (" + declined + ")"));
  }

  private Optional<Vouching> step() throws IOException, InterruptedException {
    long head = node.blockNumber();
    for (Attempt attempt : pending.attempts().reversed()) {
      if (attempt.statement().equals(digest)) {
        Optional<Receipt> receipt = canonical(attempt.hash());
        if (receipt.isPresent()) {
          declinedCount = 0;
          return head - receipt.get().blockNumber() >= settings.confirmations()
              ? prove(attempt, receipt.get())
              : Optional.empty();
        }
      }
    }
    Optional<Attempt> last = pending.last();
    return last.isEmpty() ? begin() : goOn(last.get(), head);
  }

  /** Where a transaction stands, if that block is part of the chain now. */
  private Optional<Receipt> canonical(Keccak transaction)
      throws NodeException, InterruptedException {
    Optional<Receipt> receipt = node.receipt(transaction);
    return receipt.isPresent()
            && node.hashAt(receipt.get().blockNumber())
                .equals(Optional.of(receipt.get().blockHash()))
        ? receipt
        : Optional.empty();
  }

  private Optional<Vouching> prove(Attempt attempt, Receipt receipt)
      throws IOException, InterruptedException {
    var maker = new ProofMaker(settings, node);
    return switch (maker.make(receipt, attempt.raw().bytes(), statement, pace.now())) {
      case ProofMaker.Made.Moved() -> Optional.empty();
      case ProofMaker.Made.Impossible(var why) -> Optional.of(new Vouching.Refused(why));
      case ProofMaker.Made.Proof(var bytes, var verdict) -> Optional.of(given(bytes, verdict));
    };
  }

  private static Vouching given(ByteString proof, ChainAnchorVerdict.Proven verdict) {
    long at = Math.multiplyExact(verdict.time().getEpochSecond(), NANOS_PER_SECOND);
    var details =
        new Details(
            Map.of(
                "chain", SampleValue.of(Long.toString(verdict.block().chainId())),
                "block", SampleValue.of(Long.toString(verdict.block().number())),
                "blockHash", SampleValue.of(verdict.block().hash().toString()),
                "transaction", SampleValue.of(verdict.transaction().toString()),
                "confirmations", SampleValue.of(Integer.toString(verdict.following()))));
    return new Vouching.Given(at, proof, details);
  }

  /** Nothing is on its way yet. */
  private Optional<Vouching> begin() throws IOException, InterruptedException {
    // Before anything is paid: whether a proof could be made of this chain's blocks at all.
    Optional<Json> newest = node.blockAt(node.blockNumber());
    if (newest.isPresent()
        && HeaderForm.header(newest.get()) instanceof Decoded.Malformed<BlockHeader>(var why)) {
      return Optional.of(new Vouching.Refused(why));
    }
    return offer(node.pendingCount(sender), BigInteger.ZERO, BigInteger.ZERO, false);
  }

  private Optional<Vouching> goOn(Attempt last, long head)
      throws IOException, InterruptedException {
    boolean isOurs = last.statement().equals(digest);
    long used = node.latestCount(sender);
    if (used > last.nonce()) {
      long deep = node.countAt(sender, Math.max(0, head - settings.confirmations()));
      // Its nonce is used: by another transaction for good, or by one for a head of before.
      return deep > last.nonce() || !isOurs ? beginAgain() : Optional.empty();
    }
    boolean isOld = !pace.now().isBefore(last.sentAt().plus(settings.waits().bumpAfter()));
    boolean isKnown = node.knows(last.hash());
    if (used < last.nonce() && isOld) {
      long free = node.pendingCount(sender);
      if (free < last.nonce()) {
        // One before it is gone, so it cannot be taken in until another takes that one's place.
        return offer(free, BigInteger.ZERO, BigInteger.ZERO, true);
      }
    }
    if (!isOurs) {
      return isKnown
          ? offerMore(last, false)
          : offer(last.nonce(), BigInteger.ZERO, BigInteger.ZERO, false);
    }
    boolean isTaken = isKnown || send(last);
    if (isOld && (isKnown || !isTaken)) {
      return offerMore(last, true);
    }
    return isTaken || declinedCount < DECLINED_MAX
        ? Optional.empty()
        : Optional.of(new Vouching.Refused(declined));
  }

  private Optional<Vouching> beginAgain() throws IOException, InterruptedException {
    pending = new PendingAnchor(settings.chainId(), sender, List.of());
    return begin();
  }

  /**
   * The same nonce with fees that are an eighth higher, which is more than nodes ask of a
   * replacement.
   *
   * @param mayWait whether what was offered before may stand when the settings allow no more
   */
  private Optional<Vouching> offerMore(Attempt last, boolean mayWait)
      throws IOException, InterruptedException {
    BigInteger priority = more(last.priorityFee());
    BigInteger fee = more(last.fee());
    boolean isWithin =
        fee.compareTo(BigInteger.valueOf(settings.feePerGasMax())) <= 0
            && priority.compareTo(BigInteger.valueOf(settings.priorityFeePerGasMax())) <= 0;
    if (isWithin) {
      return offer(last.nonce(), priority, fee, mayWait);
    }
    if (declinedCount >= DECLINED_MAX) {
      return Optional.of(new Vouching.Refused(declined));
    }
    return Optional.empty();
  }

  private static BigInteger more(long fee) {
    return BigInteger.valueOf(fee).add(BigInteger.valueOf(fee / 8 + 1));
  }

  /**
   * Signs, remembers and sends.
   *
   * @param priorityMin least that is offered to the block's maker
   * @param feeMin least that is offered in all
   * @param mayWait whether another offer stands already
   */
  private Optional<Vouching> offer(
      long nonce, BigInteger priorityMin, BigInteger feeMin, boolean mayWait)
      throws IOException, InterruptedException {
    if (pending.attempts().size() == PendingAnchor.ATTEMPTS_MAX) {
      return Optional.of(
          new Vouching.Refused(
              "chain %d took in none of %d transactions: look at what happens to nonce %d of %s"
                  .formatted(settings.chainId(), PendingAnchor.ATTEMPTS_MAX, nonce, sender)));
    }
    Fees fees = node.fees();
    BigInteger feeMax = BigInteger.valueOf(settings.feePerGasMax());
    BigInteger priority =
        fees.priority().min(BigInteger.valueOf(settings.priorityFeePerGasMax())).max(priorityMin);
    if (fees.base().add(priority).compareTo(feeMax) > 0) {
      return mayWait
          ? Optional.empty()
          : Optional.of(
              new Vouching.Refused(
                  "chain %d asks %s wei for a unit of gas and %s for the block's maker; the settings allow %d"
                      .formatted(
                          settings.chainId(), fees.base(), priority, settings.feePerGasMax())));
    }
    // Twice the base fee is enough for six full blocks in a row.
    BigInteger fee = fees.base().shiftLeft(1).add(priority).max(feeMin).min(feeMax);
    Address to = settings.recipient().orElse(sender);
    long gas;
    try {
      gas = node.gas(sender, to, AnchorData.of(digest));
    } catch (NodeException.Declined e) {
      return Optional.of(new Vouching.Refused(String.valueOf(e.getMessage())));
    }
    // What is asked for may change until the block; what is not used is not paid.
    long gasLimit = Math.addExact(gas, gas / 8);
    if (gas < 1 || gasLimit > settings.gasMax()) {
      return Optional.of(
          new Vouching.Refused(
              "a transaction needs %d gas with reserve; the settings allow %d"
                  .formatted(gasLimit, settings.gasMax())));
    }
    var transaction =
        new AnchorTransaction(
            settings.chainId(),
            nonce,
            priority.longValueExact(),
            fee.longValueExact(),
            gasLimit,
            to,
            digest);
    return sendFirst(transaction);
  }

  private Optional<Vouching> sendFirst(AnchorTransaction transaction)
      throws IOException, InterruptedException {
    var attempt =
        new Attempt(
            digest,
            transaction.nonce(),
            transaction.priorityFeePerGas(),
            transaction.feePerGas(),
            Instant.ofEpochMilli(pace.now().toEpochMilli()),
            ByteString.of(key.sign(transaction)));
    PendingAnchor next = pending.with(attempt);
    // From here on it may be in the chain, whatever happens to us.
    next.store(memory);
    pending = next;
    declinedCount = 0;
    boolean _ = send(attempt);
    return Optional.empty();
  }

  /** Hands a transaction in; false when the node declined it. */
  private boolean send(Attempt attempt) throws NodeException, InterruptedException {
    try {
      node.send(attempt.raw().bytes());
      declinedCount = 0;
      declined = "";
      return true;
    } catch (NodeException.Declined e) {
      declined = String.valueOf(e.getMessage());
      // It may decline what it has already and does not show, or what waits for a block there.
      boolean isThere =
          KNOWN.matcher(declined).find() || node.pendingCount(sender) > attempt.nonce();
      declinedCount = isThere ? 0 : declinedCount + 1;
      return false;
    }
  }
}
