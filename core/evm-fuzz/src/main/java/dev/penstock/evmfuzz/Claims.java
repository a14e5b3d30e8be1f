package dev.penstock.evmfuzz;

import dev.penstock.evm.BlockHeader;
import dev.penstock.evm.BlockId;
import dev.penstock.evm.ChainAnchor;
import dev.penstock.evm.ChainAnchorChecker;
import dev.penstock.evm.ChainAnchorVerdict;
import dev.penstock.evm.ChainTransaction;
import dev.penstock.evm.ChainTrust;
import dev.penstock.evm.RlpReader;
import dev.penstock.merkle.Decoded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * What is true of any bytes; each throws an {@link AssertionError} when it is not, and says whether
 * the bytes were taken.
 */
final class Claims {
  /** Later than any header can say. */
  private static final Instant NOW = Instant.parse("9999-12-31T23:59:59Z");

  /** The statement that the kept proofs vouch for. */
  private static final byte[] STATEMENT =
      "example.com/penstock-vectors\n300\nWZ6cLIGs025tgk3wcWQ/Pfk+kl/eOspaogtEW5c0vJQ=\n"
          .getBytes(StandardCharsets.UTF_8);

  private Claims() {}

  /** Items are stepped over whole, and every step goes on. */
  static boolean rlpIsReadWholeOrRefused(byte[] bytes) {
    var in = new RlpReader(bytes);
    while (in.hasNext()) {
      int from = in.at();
      in.skip();
      claim(in.isRefused() || in.at() > from, "a step went nowhere");
    }
    claim(in.at() <= bytes.length, "the reader left its input");
    return in.end().isEmpty() && bytes.length > 0;
  }

  static boolean aHeaderHasOneSpelling(byte[] bytes) {
    if (!(BlockHeader.decode(bytes) instanceof Decoded.Value<BlockHeader>(var header))) {
      return false;
    }
    claim(Arrays.equals(header.rlp(), bytes), "a header came back otherwise");
    return true;
  }

  static boolean aTransactionHasOneSpelling(byte[] bytes) {
    if (!(ChainTransaction.decode(bytes)
        instanceof Decoded.Value<ChainTransaction>(var transaction))) {
      return false;
    }
    claim(Arrays.equals(transaction.raw(), bytes), "a transaction came back otherwise");
    return true;
  }

  static boolean aProofHasOneSpelling(byte[] bytes) {
    if (!(ChainAnchor.decode(bytes) instanceof Decoded.Value<ChainAnchor>(var anchor))) {
      return false;
    }
    claim(Arrays.equals(anchor.encode(), bytes), "another spelling of a proof was taken");
    return true;
  }

  /** Who trusts no block is shown no proof, and who trusts the block it names is. */
  static boolean nothingIsProvenWithoutTrust(byte[] bytes) {
    switch (ChainAnchorChecker.check(bytes, STATEMENT, ChainTrust.NONE, NOW)) {
      case ChainAnchorVerdict.Proven _ -> throw new AssertionError("proven without trust");
      case ChainAnchorVerdict.Contradicted _ -> {
        return false;
      }
      case ChainAnchorVerdict.Unproven unproven -> {
        unproven.lookUp().ifPresent(block -> claimProven(bytes, block));
        return unproven.lookUp().isPresent();
      }
    }
  }

  private static void claimProven(byte[] bytes, BlockId block) {
    claim(
        ChainAnchorChecker.check(bytes, STATEMENT, ChainTrust.of(block), NOW)
            instanceof ChainAnchorVerdict.Proven,
        "trust in the block that was named proves nothing");
  }

  private static void claim(boolean isTrue, String otherwise) {
    if (!isTrue) {
      throw new AssertionError(otherwise);
    }
  }
}
