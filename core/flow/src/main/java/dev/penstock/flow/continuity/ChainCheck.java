package dev.penstock.flow.continuity;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseVerdict;
import dev.penstock.cbor.cose.CoseVerifier;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.Disclosure;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.chain.KeyStatus;
import dev.penstock.evidence.chain.KeyTrust;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.flow.continuity.CertificateVerdict.ChainWord;
import dev.penstock.flow.continuity.CertificateVerdict.Contradicted;
import dev.penstock.flow.continuity.CertificateVerdict.Unproven;
import dev.penstock.flow.continuity.CertificateVerdict.Where;
import dev.penstock.flow.continuity.CertificateVerdict.Why;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.PolicyChecker;
import dev.penstock.merkle.note.TlogProof;
import dev.penstock.merkle.note.TlogProofCheck;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the chains of one certificate, one by one: signatures, links, places in the log, records.
 * Stops at the first thing that is wrong. One thread at a time.
 */
final class ChainCheck {
  private final Signatures signatures;
  private final PolicyChecker policy;
  private final KeyTrust trust;
  private final Note checkpoint;
  private final SaltedTree tree = new SaltedTree();
  private final TreeHasher hasher = new TreeHasher();
  private final Map<Digest, CoseVerifier> verifiers = new HashMap<>();

  private @Nullable CertificateVerdict fault;

  ChainCheck(Signatures signatures, PolicyChecker policy, KeyTrust trust, Note checkpoint) {
    this.signatures = signatures;
    this.policy = policy;
    this.trust = trust;
    this.checkpoint = checkpoint;
  }

  /**
   * A chain that holds.
   *
   * @param records all that are shown, in their order
   */
  record Held(ChainWord word, List<LedgerRecord> records) {}

  /** What was wrong; empty after {@link #check} gave a chain. */
  Optional<CertificateVerdict> fault() {
    return Optional.ofNullable(fault);
  }

  /** The chain, when everything about it holds; else {@link #fault} says what does not. */
  Optional<Held> check(ChainShown shown) {
    fault = null;
    List<BlockHeader> headers = headers(shown.blocks());
    if (fault == null) {
      checkPlaces(shown);
    }
    List<LedgerRecord> records = fault == null ? records(shown, headers) : List.of();
    if (fault != null) {
      return Optional.empty();
    }
    BlockHeader first = headers.get(0);
    BlockHeader last = headers.get(headers.size() - 1);
    long count = last.firstAfter() - first.first();
    var word =
        new ChainWord(
            first.origin(), first.chain(), first.seq(), last.seq(), count, count == records.size());
    return Optional.of(new Held(word, records));
  }

  /** The headers, each signed by an admitted key and named by the one after it. */
  private List<BlockHeader> headers(List<ByteString> leaves) {
    var headers = new ArrayList<BlockHeader>();
    Block before = null;
    for (ByteString leaf : leaves) {
      Block block = block(leaf);
      if (block == null || !isSigned(block) || (before != null && !follows(before, block))) {
        break;
      }
      headers.add(block.header());
      before = block;
    }
    return headers;
  }

  private @Nullable Block block(ByteString leaf) {
    return switch (Block.decode(leaf.bytes())) {
      case Decoded.Value<Block>(var block) -> block;
      case Decoded.Refused<Block>(var refusal) -> {
        fault = new Unproven(Why.MALFORMED, "a block does not decode: " + refusal);
        yield null;
      }
    };
  }

  private boolean isSigned(Block block) {
    BlockHeader header = block.header();
    KeyStatus status = trust.status(block.kid(), header.chain());
    VerificationKey key =
        switch (status) {
          case KeyStatus.Known known -> known.key();
          case KeyStatus.Elsewhere elsewhere -> elsewhere.key();
          case KeyStatus.Unknown _, KeyStatus.Revoked _ -> null;
        };
    if (key == null) {
      fault = new Unproven(Why.BLOCK_KEY_UNKNOWN, block + " is signed by a key not admitted");
      return false;
    }
    CoseVerifier verifier =
        verifiers.computeIfAbsent(block.kid(), _ -> new CoseVerifier(signatures, key));
    if (block.verify(verifier) != CoseVerdict.VERIFIED) {
      fault = new Contradicted(Where.BLOCK, block + " is not signed by its key");
      return false;
    }
    boolean isItsChain =
        status instanceof KeyStatus.Known known
            && header.origin().equals(known.origin())
            && known.covers(header.seq());
    if (!isItsChain) {
      fault = new Contradicted(Where.BLOCK, block + " is signed by a key of other blocks");
    }
    return isItsChain;
  }

  /** docs/formats/block.md §3: two neighbours in one chain agree. */
  private boolean follows(Block before, Block block) {
    BlockHeader prior = before.header();
    BlockHeader header = block.header();
    if (!header.origin().equals(prior.origin()) || !header.chain().equals(prior.chain())) {
      fault = new Contradicted(Where.CHAIN, block + " stands behind " + before);
    } else if (header.seq() > prior.seq() + 1) {
      fault =
          new Unproven(
              Why.BLOCKS_NOT_SHOWN,
              "blocks " + (prior.seq() + 1) + " to " + (header.seq() - 1) + " are not shown");
    } else if (header.seq() <= prior.seq()) {
      fault = new Contradicted(Where.CHAIN, block + " stands behind " + before);
    } else if (!header.previous().equals(before.link())) {
      fault = new Contradicted(Where.CHAIN, block + " names another block before it");
    } else if (header.first() != prior.firstAfter() || header.boot() < prior.boot()) {
      fault = new Contradicted(Where.CHAIN, block + " does not count on from the one before");
    }
    return fault == null;
  }

  private void checkPlaces(ChainShown shown) {
    int count = shown.blocks().size();
    boolean isOrdered =
        count == 1
            ? shown.first().equals(shown.last())
            : shown.last().index() - shown.first().index() >= count - 1;
    if (!isOrdered) {
      fault = new Contradicted(Where.LOG_PLACE, "first and last block stand too close in the log");
      return;
    }
    checkPlace(shown.first(), shown.blocks().get(0));
    if (fault == null) {
      checkPlace(shown.last(), shown.blocks().get(count - 1));
    }
  }

  private void checkPlace(LogPlace place, ByteString leaf) {
    var proof = TlogProof.of(place.index(), place.path(), checkpoint);
    switch (policy.check(proof, hasher.leaf(leaf.bytes()))) {
      case TlogProofCheck.Verified _ -> {}
      case TlogProofCheck.NotIncluded(var flaw) ->
          fault =
              new Contradicted(
                  Where.LOG_PLACE, "leaf " + place.index() + " of the log: " + flaw.text());
      case TlogProofCheck.CheckpointRefused(var why) ->
          fault = new Unproven(Why.CHECKPOINT_REFUSED, why.toString());
    }
  }

  private List<LedgerRecord> records(ChainShown shown, List<BlockHeader> headers) {
    var records = new ArrayList<LedgerRecord>();
    int block = 0;
    long next = 0;
    for (ChainShown.Shown part : shown.records()) {
      Disclosure disclosure = part.disclosure();
      boolean isAscending =
          part.block() > block || (part.block() == block && disclosure.start() >= next);
      if (!isAscending || part.block() >= headers.size()) {
        fault = new Contradicted(Where.RECORDS, "records are shown out of order or twice");
        return records;
      }
      block = part.block();
      next = disclosure.start() + disclosure.records().size();
      BlockHeader header = headers.get(block);
      if (disclosure.check(header, tree) instanceof ProofCheck.Rejected(var flaw)) {
        fault =
            new Contradicted(
                Where.RECORDS, "records of block " + header.seq() + ": " + flaw.text());
        return records;
      }
      for (ByteString bytes : disclosure.records()) {
        take(bytes, header, records);
      }
    }
    return records;
  }

  private void take(ByteString bytes, BlockHeader header, List<LedgerRecord> records) {
    switch (LedgerRecord.decode(bytes.bytes())) {
      case Decoded.Value<LedgerRecord>(var record) -> records.add(record);
      case Decoded.Refused<LedgerRecord>(var refusal) ->
          fault =
              new Unproven(
                  Why.RECORD_UNREADABLE, "a record of block " + header.seq() + ": " + refusal);
    }
  }
}
