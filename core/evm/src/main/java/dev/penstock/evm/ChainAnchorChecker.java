package dev.penstock.evm;

import dev.penstock.evm.ChainAnchorVerdict.Contradicted;
import dev.penstock.evm.ChainAnchorVerdict.Part;
import dev.penstock.evm.ChainAnchorVerdict.Proven;
import dev.penstock.evm.ChainAnchorVerdict.Unproven;
import dev.penstock.evm.ChainAnchorVerdict.Why;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Judges a proof that a chain holds a statement's digest, from the proof alone and the blocks an
 * auditor trusts. Hashes tie the statement to the transaction, that to the block, and the block to
 * those after it; that one of these blocks is part of the chain is what only the auditor can say,
 * since anybody can make headers that fit together. So without a trusted block nothing is proven.
 */
public final class ChainAnchorChecker {
  private ChainAnchorChecker() {}

  /**
   * Judges a proof.
   *
   * @param proof as {@link ChainAnchor} writes it
   * @param statement the very bytes that are said to be vouched for
   * @param verifiedAt now, as far as whoever checks knows
   */
  public static ChainAnchorVerdict check(
      byte[] proof, byte[] statement, ChainTrust trust, Instant verifiedAt) {
    return switch (ChainAnchor.decode(proof)) {
      case Decoded.Malformed<ChainAnchor>(var why) -> notRead(proof, why);
      case Decoded.Value<ChainAnchor>(var anchor) -> check(anchor, statement, trust, verifiedAt);
    };
  }

  private static ChainAnchorVerdict notRead(byte[] proof, String why) {
    long version = ChainAnchor.versionOf(proof);
    return version > ChainAnchor.VERSION
        ? new Unproven(
            Why.UNKNOWN_FORM,
            "the proof has version %d, and this program knows version %d: use a newer one"
                .formatted(version, ChainAnchor.VERSION),
            Optional.empty())
        : new Contradicted(Part.PROOF, "the bytes are no proof of an anchor in a chain: " + why);
  }

  private static ChainAnchorVerdict check(
      ChainAnchor anchor, byte[] statement, ChainTrust trust, Instant verifiedAt) {
    List<BlockHeader> headers = new ArrayList<>();
    Optional<ChainAnchorVerdict> fault =
        readHeaders(anchor, headers)
            .or(() -> linkFault(headers))
            .or(() -> timeFault(headers, verifiedAt))
            .or(() -> transactionFault(anchor, headers.getFirst(), statement))
            .or(() -> trustFault(anchor.chainId(), headers, trust));
    return fault.orElseGet(() -> byTrust(anchor, headers, trust));
  }

  /** Reads the header of the block and those after it. */
  private static Optional<ChainAnchorVerdict> readHeaders(
      ChainAnchor anchor, List<BlockHeader> into) {
    List<byte[]> all = new ArrayList<>(List.of(anchor.header()));
    all.addAll(anchor.following());
    for (byte[] rlp : all) {
      switch (BlockHeader.decode(rlp)) {
        case Decoded.Value<BlockHeader>(var header) -> into.add(header);
        case Decoded.Malformed<BlockHeader>(var why) -> {
          return into.isEmpty()
              ? contradicted(Part.HEADER, why)
              : contradicted(
                  Part.FOLLOWING,
                  "of the headers that follow, number %d: %s".formatted(into.size(), why));
        }
      }
    }
    return Optional.empty();
  }

  /** Each block must name the one before as its parent, count on by one, and be no older. */
  private static Optional<ChainAnchorVerdict> linkFault(List<BlockHeader> headers) {
    for (int i = 1; i < headers.size(); i++) {
      BlockHeader before = headers.get(i - 1);
      BlockHeader header = headers.get(i);
      if (!header.parent().equals(before.hash())) {
        return contradicted(
            Part.FOLLOWING,
            "%s names %s as its parent and not %s".formatted(header, header.parent(), before));
      }
      if (header.number() != before.number() + 1) {
        return contradicted(Part.FOLLOWING, header + " cannot follow " + before);
      }
      if (header.time().isBefore(before.time())) {
        return contradicted(
            Part.FOLLOWING,
            "%s is of %s, before the block it follows, of %s"
                .formatted(header, header.time(), before.time()));
      }
    }
    return Optional.empty();
  }

  private static Optional<ChainAnchorVerdict> timeFault(
      List<BlockHeader> headers, Instant verifiedAt) {
    // Times do not fall from header to header, so the last is the latest.
    BlockHeader last = headers.getLast();
    return last.time().isAfter(verifiedAt)
        ? contradicted(
            Part.TIME,
            "%s says that it was made at %s, and now is %s"
                .formatted(last, last.time(), verifiedAt))
        : Optional.empty();
  }

  private static Optional<ChainAnchorVerdict> transactionFault(
      ChainAnchor anchor, BlockHeader header, byte[] statement) {
    switch (TriePath.item(header.transactionsRoot(), anchor.index(), anchor.nodes())) {
      case Decoded.Malformed<byte[]>(var why) -> {
        return contradicted(Part.INCLUSION, why);
      }
      case Decoded.Value<byte[]>(var included) -> {
        if (!Arrays.equals(included, anchor.transaction())) {
          return contradicted(
              Part.INCLUSION,
              "%s holds another transaction at index %d, %s"
                  .formatted(header, anchor.index(), Keccak.over(included)));
        }
      }
    }
    return switch (ChainTransaction.decode(anchor.transaction())) {
      case Decoded.Malformed<ChainTransaction>(var why) ->
          // The block holds it, so the chain knows what it is and we do not.
          Optional.of(new Unproven(Why.UNKNOWN_FORM, why, Optional.empty()));
      case Decoded.Value<ChainTransaction>(var transaction) ->
          transactionFault(transaction, anchor.chainId(), statement);
    };
  }

  private static Optional<ChainAnchorVerdict> transactionFault(
      ChainTransaction transaction, long chainId, byte[] statement) {
    OptionalLong signedFor = transaction.chainId();
    if (signedFor.isPresent() && signedFor.getAsLong() != chainId) {
      return contradicted(
          Part.TRANSACTION,
          "%s was signed for chain %d and is shown as one of chain %d"
              .formatted(transaction, signedFor.getAsLong(), chainId));
    }
    Optional<Digest> anchored = AnchorData.read(transaction.data());
    if (anchored.isEmpty()) {
      return contradicted(Part.TRANSACTION, transaction + " does not anchor anything");
    }
    Digest digest = AnchorData.digest(statement);
    return anchored.get().equals(digest)
        ? Optional.empty()
        : contradicted(
            Part.STATEMENT,
            "%s vouches for a statement with digest %s, and the digest of this one is %s"
                .formatted(transaction, anchored.get(), digest));
  }

  /** A chain has one block of each number: another one there is another branch. */
  private static Optional<ChainAnchorVerdict> trustFault(
      long chainId, List<BlockHeader> headers, ChainTrust trust) {
    for (BlockHeader header : headers) {
      Optional<BlockId> trusted = trust.at(chainId, header.number());
      if (trusted.isPresent() && !trusted.get().hash().equals(header.hash())) {
        return contradicted(
            Part.TRUST,
            "%s is shown, and you trust that block %d of chain %d is %s"
                .formatted(header, header.number(), chainId, trusted.get().hash()));
      }
    }
    return Optional.empty();
  }

  /** All fits together; whether it is the chain, the auditor's blocks say. */
  private static ChainAnchorVerdict byTrust(
      ChainAnchor anchor, List<BlockHeader> headers, ChainTrust trust) {
    long chainId = anchor.chainId();
    BlockHeader header = headers.getFirst();
    BlockHeader last = headers.getLast();
    var block = new BlockId(chainId, header.number(), header.hash());
    for (BlockHeader one : headers) {
      Optional<BlockId> trusted = trust.at(chainId, one.number());
      if (trusted.isPresent()) {
        return new Proven(
            block,
            header.time(),
            headers.size() - 1,
            trusted.get(),
            Keccak.over(anchor.transaction()));
      }
    }
    String shown =
        headers.size() == 1
            ? block.toString()
            : "%s, or block %d, hash %s".formatted(block, last.number(), last.hash());
    return new Unproven(
        trust.knows(chainId) ? Why.TRUSTED_BLOCK_ELSEWHERE : Why.NO_TRUSTED_BLOCK,
        (trust.knows(chainId)
                ? "you trust blocks of chain %d, but none of blocks %d to %d, which are shown here"
                    .formatted(chainId, header.number(), last.number())
                : "you trust no block of chain " + chainId)
            + ": look up at a node or an explorer that you trust whether the chain has "
            + shown,
        Optional.of(block));
  }

  private static Optional<ChainAnchorVerdict> contradicted(Part where, String what) {
    return Optional.of(new Contradicted(where, what));
  }
}
