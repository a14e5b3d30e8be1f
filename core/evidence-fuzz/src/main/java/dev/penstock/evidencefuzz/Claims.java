package dev.penstock.evidencefuzz;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.evidence.block.Ack;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.chain.BlockChecker;
import dev.penstock.evidence.chain.BlockLookup;
import dev.penstock.evidence.chain.ChainEvent;
import dev.penstock.evidence.chain.ChainPolicy;
import dev.penstock.evidence.chain.ChainState;
import dev.penstock.evidence.chain.ChainStateCodec;
import dev.penstock.evidence.chain.ChainVerifier;
import dev.penstock.evidence.chain.Checked;
import dev.penstock.evidence.chain.Finding;
import dev.penstock.evidence.chain.KeyStatus;
import dev.penstock.evidence.chain.Observer;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.evidence.chain.ObserverEventCodec;
import dev.penstock.evidence.chain.ObserverStateCodec;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.flow.sealing.BlockExtents;
import dev.penstock.signature.KeyRotation;
import dev.penstock.signature.KeyRotationCheck;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.util.Arrays;
import java.util.List;

/**
 * What is true of any bytes; each throws an {@link AssertionError} when it is not, and says whether
 * the bytes were taken.
 */
final class Claims {
  /** Takes every signature: what comes after that check is looked at too. */
  private static final Signatures CREDULOUS = key -> (message, signature) -> true;

  private static final BlockLookup NOTHING = (chain, seq) -> null;

  private Claims() {}

  /** A message that decodes is judged without an exception, whoever is trusted. */
  static boolean aMessageIsJudged(byte[] bytes) {
    var tree = new SaltedTree();
    return switch (BlockMessage.decode(bytes)) {
      case Decoded.Value<BlockMessage>(var message) -> {
        Block block = message.block();
        BlockHeader header = block.header();
        claim(
            Block.decode(block.leaf()) instanceof Decoded.Value<Block>(var again)
                && again.link().equals(block.link())
                && again.header().equals(header),
            "the leaf is another block");
        boolean isWhole = message.hasItsRecords(tree);
        var checker = new BlockChecker(CREDULOUS);
        VerificationKey key = VerificationKey.of(SignatureAlgorithm.ED25519, new byte[32]);
        Checked checked =
            checker.check(
                bytes,
                (kid, chain) ->
                    new KeyStatus.Known(key, header.origin(), header.chain(), 0, Long.MAX_VALUE));
        claim(isWhole || !(checked instanceof Checked.Valid), "valid without its records");
        yield isWhole;
      }
      case Decoded.Refused<BlockMessage>(var refusal) -> refused(bytes, refusal);
    };
  }

  static boolean aHeaderHasOneSpelling(byte[] bytes) {
    return switch (BlockHeader.decode(bytes)) {
      case Decoded.Value<BlockHeader>(var header) -> same(header.encode(), bytes);
      case Decoded.Refused<BlockHeader>(var refusal) -> refused(bytes, refusal);
    };
  }

  static boolean aRecordHasOneSpelling(byte[] bytes) {
    return switch (LedgerRecord.decode(bytes)) {
      case Decoded.Value<LedgerRecord>(var record) -> same(record.encode(), bytes);
      case Decoded.Refused<LedgerRecord>(var refusal) -> refused(bytes, refusal);
    };
  }

  /** An event has one spelling, and an observer that knows nobody takes it calmly. */
  static boolean anEventHasOneSpelling(byte[] bytes) {
    return switch (ObserverEventCodec.decode(bytes)) {
      case Decoded.Value<ObserverEvent>(var event) -> {
        var observer = new Observer(ChainPolicy.DEFAULT, CREDULOUS, NOTHING);
        claim(said(observer.take(event).findings()), "a finding without words");
        claim(said(observer.end()), "a finding without words");
        yield same(ObserverEventCodec.encode(event), bytes);
      }
      case Decoded.Refused<ObserverEvent>(var refusal) -> refused(bytes, refusal);
    };
  }

  /** A state has one spelling, and whoever takes it goes on from there. */
  static boolean aChainStateIsGoneOnFrom(byte[] bytes) {
    return switch (ChainStateCodec.decode(bytes)) {
      case Decoded.Value<ChainState>(var state) -> {
        var verifier = new ChainVerifier(ChainPolicy.DEFAULT);
        var tick = new ChainEvent.Tick(1, Long.MAX_VALUE / 2, false);
        ChainVerifier.Outcome ticked = verifier.step(state, tick, NOTHING);
        claim(said(ticked.findings()), "a finding without words");
        var end = new ChainEvent.Ended(1, Long.MAX_VALUE / 2);
        ChainVerifier.Outcome ended = verifier.step(ticked.state(), end, NOTHING);
        claim(said(ended.findings()), "a finding without words");
        claim(ended.state().waiting() == 0, "a block still waits at the end");
        claim(ended.state().missing() >= state.missing(), "what is missing was forgotten");
        byte[] after = ChainStateCodec.encode(ended.state());
        claim(
            ChainStateCodec.decode(after) instanceof Decoded.Value<ChainState>,
            "the state after it is not read");
        yield same(ChainStateCodec.encode(state), bytes);
      }
      case Decoded.Refused<ChainState>(var refusal) -> refused(bytes, refusal);
    };
  }

  static boolean anObserverStateHasOneSpelling(byte[] bytes) {
    return switch (ObserverStateCodec.decode(bytes)) {
      case Decoded.Value<ObserverStateCodec.Stored>(var stored) -> {
        Observer observer =
            Observer.restored(ChainPolicy.DEFAULT, CREDULOUS, NOTHING, stored, List.of());
        yield same(observer.encode(), bytes);
      }
      case Decoded.Refused<ObserverStateCodec.Stored>(var refusal) -> refused(bytes, refusal);
    };
  }

  static boolean extentsHaveOneSpelling(byte[] bytes) {
    return switch (BlockExtents.decode(bytes)) {
      case Decoded.Value<BlockExtents>(var extents) -> {
        for (int i = 0; i < extents.count(); i++) {
          claim(extents.extent(i).length() > 0, "an empty extent was taken");
        }
        yield same(extents.encode(), bytes);
      }
      case Decoded.Refused<BlockExtents>(var refusal) -> refused(bytes, refusal);
    };
  }

  /** Whether it decodes; what it says is held against its own encoding by the vectors. */
  static boolean anAckIsReadOrRefused(byte[] bytes) {
    return switch (Ack.decode(bytes)) {
      case Decoded.Value<Ack.Received>(var received) -> {
        claim(received.ack().seq() >= 0 && received.ack().leaf() >= 0, "a negative number");
        yield true;
      }
      case Decoded.Refused<Ack.Received>(var refusal) -> refused(bytes, refusal);
    };
  }

  /** A statement that a key of a log was replaced: judged without an exception. */
  static boolean aRotationIsJudged(byte[] bytes) {
    return switch (KeyRotation.check(bytes, CREDULOUS)) {
      case KeyRotationCheck.Signed(var rotation) -> {
        claim(KeyRotation.isClaimedBy(bytes), "taken, and claims to be none");
        byte[] content = rotation.content();
        claim(
            Arrays.equals(content, Arrays.copyOf(bytes, content.length)),
            "another spelling was taken");
        yield true;
      }
      case KeyRotationCheck.BadSignature _ ->
          throw new AssertionError("a signature was refused that nobody looked at");
      case KeyRotationCheck.Malformed(var offset, var _) -> {
        claim(offset >= 0 && offset <= bytes.length, "the refusal points past the end");
        yield false;
      }
    };
  }

  private static boolean said(List<Finding> findings) {
    return findings.stream().noneMatch(finding -> finding.describe().isEmpty());
  }

  private static boolean same(byte[] again, byte[] bytes) {
    claim(Arrays.equals(again, bytes), "another spelling was taken");
    return true;
  }

  private static boolean refused(byte[] bytes, Refusal refusal) {
    claim(
        refusal.offset() >= 0 && refusal.offset() <= bytes.length,
        "the refusal points past the end");
    return false;
  }

  private static void claim(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
