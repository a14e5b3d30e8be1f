package dev.penstock.anchors.evm;

import dev.penstock.anchors.evm.ChainNode.Receipt;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evm.BlockHeader;
import dev.penstock.evm.BlockId;
import dev.penstock.evm.ChainAnchor;
import dev.penstock.evm.ChainAnchorChecker;
import dev.penstock.evm.ChainAnchorVerdict;
import dev.penstock.evm.ChainTrust;
import dev.penstock.evm.IndexTrie;
import dev.penstock.evm.Keccak;
import dev.penstock.merkle.Decoded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Brings a proof home: the block with all its transactions, and the headers that follow. Nothing
 * the node tells is taken over without its hash: headers must have theirs, transactions theirs, and
 * all of them together the root in the header.
 */
final class ProofMaker {
  private final EvmSettings settings;
  private final ChainNode node;

  ProofMaker(EvmSettings settings, ChainNode node) {
    this.settings = settings;
    this.node = node;
  }

  /** What came of it. */
  sealed interface Made {
    /** A proof that holds, as far as this node's word for its newest block does. */
    record Proof(ByteString bytes, ChainAnchorVerdict.Proven verdict) implements Made {}

    /** No proof can be made; asking again would not help. */
    record Impossible(String why) implements Made {}

    /** The chain moved meanwhile. */
    record Moved() implements Made {}
  }

  Made make(Receipt receipt, byte[] raw, byte[] statement, Instant now)
      throws NodeException, InterruptedException {
    Optional<Json> block = node.block(receipt.blockHash());
    if (block.isEmpty()) {
      return new Made.Moved();
    }
    switch (HeaderForm.header(block.get())) {
      case Decoded.Malformed<BlockHeader>(var why) -> {
        return new Made.Impossible(why);
      }
      case Decoded.Value<BlockHeader>(var header) -> {
        return header.hash().equals(receipt.blockHash())
            ? make(header, block.get(), receipt, raw, statement, now)
            : new Made.Impossible("the node gave another block than the one it was asked for");
      }
    }
  }

  private Made make(
      BlockHeader header, Json block, Receipt receipt, byte[] raw, byte[] statement, Instant now)
      throws NodeException, InterruptedException {
    List<byte[]> transactions = new ArrayList<>();
    Optional<String> fault = transactions(header, block, transactions);
    if (fault.isPresent()) {
      return new Made.Impossible(fault.get());
    }
    IndexTrie trie = IndexTrie.of(transactions);
    if (!trie.root().equals(header.transactionsRoot())) {
      return new Made.Impossible(
          "the transactions of " + header + " do not have the root that its header names");
    }
    long index = receipt.index();
    if (index >= transactions.size() || !Arrays.equals(transactions.get((int) index), raw)) {
      return new Made.Impossible(
          "%s does not hold transaction %s at index %d, where the node says that it stands"
              .formatted(header, Keccak.over(raw), index));
    }
    List<BlockHeader> following = new ArrayList<>();
    Optional<Made> stopped = following(header, following);
    if (stopped.isPresent()) {
      return stopped.get();
    }
    ChainAnchor anchor =
        ChainAnchor.of(
            settings.chainId(), header, (int) index, raw, trie.path((int) index), following);
    BlockHeader last = following.isEmpty() ? header : following.getLast();
    return checked(anchor.encode(), last, statement, now);
  }

  /** Collects the bytes of all transactions of a block, or says why that cannot be done. */
  private Optional<String> transactions(BlockHeader header, Json block, List<byte[]> into)
      throws NodeException, InterruptedException {
    if (!(block instanceof Json.Fields fields
        && fields.get("transactions").orElse(new Json.Nothing())
            instanceof Json.Items(var items))) {
      return Optional.of("the node does not tell the transactions of " + header);
    }
    for (Json item : items) {
      Optional<byte[]> raw = TransactionForm.raw(item);
      if (raw.isEmpty()) {
        raw = node.raw(header.hash(), into.size());
      }
      if (raw.isEmpty()) {
        return Optional.of(
            ("transaction %d of %s is of a form that cannot be made again from what the node tells"
                    + " of it, and the node does not give its bytes")
                .formatted(into.size(), header));
      }
      into.add(raw.get());
    }
    return Optional.empty();
  }

  /** Collects the headers up to the last confirmation; what stopped that, if anything. */
  private Optional<Made> following(BlockHeader header, List<BlockHeader> into)
      throws NodeException, InterruptedException {
    BlockHeader before = header;
    for (int i = 1; i <= settings.confirmations(); i++) {
      Optional<Json> block = node.blockAt(header.number() + i);
      if (block.isEmpty()) {
        return Optional.of(new Made.Moved());
      }
      switch (HeaderForm.header(block.get())) {
        case Decoded.Malformed<BlockHeader>(var why) -> {
          return Optional.of(new Made.Impossible(why));
        }
        case Decoded.Value<BlockHeader>(var next) -> {
          if (!next.parent().equals(before.hash())) {
            return Optional.of(new Made.Moved());
          }
          into.add(next);
          before = next;
        }
      }
    }
    return Optional.empty();
  }

  /** No proof leaves that would not hold for whoever trusts the last block in it. */
  private Made checked(byte[] proof, BlockHeader last, byte[] statement, Instant now) {
    var trust = ChainTrust.of(new BlockId(settings.chainId(), last.number(), last.hash()));
    Instant verifiedAt = now.plus(settings.waits().clockAheadMax());
    return switch (ChainAnchorChecker.check(proof, statement, trust, verifiedAt)) {
      case ChainAnchorVerdict.Proven proven -> new Made.Proof(ByteString.of(proof), proven);
      case ChainAnchorVerdict.Contradicted(var where, var what) ->
          new Made.Impossible("what the node tells is no proof (" + where + "): " + what);
      case ChainAnchorVerdict.Unproven(var why, var what, _) ->
          new Made.Impossible("what the node tells is no proof (" + why + "): " + what);
    };
  }
}
