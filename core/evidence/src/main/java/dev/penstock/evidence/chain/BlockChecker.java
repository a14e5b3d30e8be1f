package dev.penstock.evidence.chain;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.cbor.cose.CoseVerdict;
import dev.penstock.cbor.cose.CoseVerifier;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.KeyChange;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks messages one by one: form, key, signature, records. Needs no past, so many checkers can
 * work side by side; each belongs to one thread.
 */
public final class BlockChecker {
  /** Prepared verifiers are kept for this many keys; a site has fewer busy devices per core. */
  private static final int VERIFIERS_MAX = 4096;

  private final Signatures signatures;
  private final SaltedTree tree = new SaltedTree();
  private final Map<VerificationKey, CoseVerifier> verifiers =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<VerificationKey, CoseVerifier> eldest) {
          return size() > VERIFIERS_MAX;
        }
      };

  public BlockChecker(Signatures signatures) {
    this.signatures = signatures;
  }

  /**
   * A check together with what it rests on, so that it may be made before its turn.
   *
   * @param kid of the key the message names, or null where it does not decode
   * @param chain that the message names, or null
   * @param status what was known of that key when the check was made
   */
  public record Ahead(
      Checked checked, @Nullable Digest kid, @Nullable ChainId chain, KeyStatus status) {
    /** True while the check would still come out the same. */
    public boolean holds(KeyTrust trust) {
      return kid == null || chain == null || trust.status(kid, chain).equals(status);
    }
  }

  /** Checks bytes from outside. Never throws for anything they say. */
  public Checked check(byte[] message, KeyTrust trust) {
    return ahead(message, trust).checked();
  }

  /** Checks what arrived. */
  public Checked check(ObserverEvent.Arrived arrived, KeyTrust trust) {
    return ahead(arrived, trust).checked();
  }

  /** As {@link #check}, for an arrival whose turn has not come yet. */
  public Ahead ahead(ObserverEvent.Arrived arrived, KeyTrust trust) {
    ObserverEvent.Cut cut = arrived.cut();
    if (cut == null) {
      return ahead(arrived.message().bytes(), trust);
    }
    return malformed("it is longer than any block");
  }

  private Ahead ahead(byte[] message, KeyTrust trust) {
    return switch (BlockMessage.decode(message)) {
      case Decoded.Value<BlockMessage>(var decoded) -> {
        Digest kid = decoded.block().kid();
        ChainId chain = decoded.block().header().chain();
        KeyStatus status = trust.status(kid, chain);
        yield new Ahead(check(decoded, status), kid, chain, status);
      }
      case Decoded.Refused<BlockMessage>(var refusal) -> malformed(refusal.toString());
    };
  }

  private static Ahead malformed(String why) {
    var refused =
        new Checked.Refused(
            FindingCode.TAMPERED, FindingReason.MALFORMED, null, null, -1, why, null);
    return new Ahead(refused, null, null, new KeyStatus.Unknown());
  }

  private Checked check(BlockMessage message, KeyStatus status) {
    return switch (status) {
      case KeyStatus.Unknown() ->
          refused(message, FindingCode.FOREIGN, FindingReason.UNKNOWN_KEY, null, null);
      case KeyStatus.Revoked(var origin, var chain) ->
          refused(message, FindingCode.FOREIGN, FindingReason.KEY_NOT_VALID, origin, chain);
      case KeyStatus.Elsewhere(var key, var origin, var chain) -> {
        boolean isSigned = isSigned(message.block(), key);
        FindingReason fault = isSigned ? FindingReason.OTHER_CHAIN : FindingReason.SIGNATURE;
        yield refused(message, codeOf(fault), fault, origin, chain);
      }
      case KeyStatus.Known known -> {
        FindingReason fault = faultUnder(known, message);
        if (fault == null) {
          yield new Checked.Valid(message.block(), announcement(message), message.isSorted());
        }
        yield refused(message, codeOf(fault), fault, known.origin(), known.chain());
      }
    };
  }

  /** The signature first: nothing a header says is worth a word before. */
  private boolean isSigned(Block block, VerificationKey signer) {
    CoseVerifier verifier =
        verifiers.computeIfAbsent(signer, key -> new CoseVerifier(signatures, key));
    return block.verify(verifier) == CoseVerdict.VERIFIED;
  }

  private @Nullable FindingReason faultUnder(KeyStatus.Known known, BlockMessage message) {
    Block block = message.block();
    BlockHeader header = block.header();
    if (!isSigned(block, known.key())) {
      return FindingReason.SIGNATURE;
    }
    if (!header.origin().equals(known.origin())) {
      return FindingReason.OTHER_ORIGIN;
    }
    if (!header.chain().equals(known.chain())) {
      return FindingReason.OTHER_CHAIN;
    }
    if (!known.covers(header.seq())) {
      return FindingReason.KEY_NOT_VALID;
    }
    return message.hasItsRecords(tree) ? null : FindingReason.RECORDS;
  }

  private static FindingCode codeOf(FindingReason fault) {
    return fault == FindingReason.SIGNATURE || fault == FindingReason.RECORDS
        ? FindingCode.TAMPERED
        : FindingCode.FOREIGN;
  }

  private static Checked refused(
      BlockMessage message,
      FindingCode code,
      FindingReason reason,
      @Nullable String origin,
      @Nullable ChainId chain) {
    BlockHeader header = message.block().header();
    String note =
        "says it is block "
            + header.seq()
            + " of "
            + header.chain()
            + " by "
            + Visible.of(header.origin());
    ByteString leaf = ByteString.of(message.block().leaf());
    return new Checked.Refused(code, reason, origin, chain, header.seq(), note, leaf);
  }

  /** The change of key that record 0 states, where the flags promise one and it is one. */
  private static Checked.@Nullable Announcement announcement(BlockMessage message) {
    Block block = message.block();
    BlockHeader header = block.header();
    boolean isConfirm = header.has(BlockFlag.KEY_CONFIRM);
    if (!isConfirm && !header.has(BlockFlag.KEY_CHANGE)) {
      return null;
    }
    var decoded = LedgerRecord.decode(message.firstRecord().bytes());
    if (!(decoded instanceof Decoded.Value<LedgerRecord>(var record))
        || !(record.value() instanceof KeyChange change)
        || change.use() != KeyChange.Use.BLOCKS
        || !(CoseKey.decode(change.nextKey().bytes())
            instanceof Decoded.Value<VerificationKey>(var next))) {
      return null;
    }
    long from = isConfirm ? header.seq() : header.seq() + 1;
    Digest signedBy = isConfirm ? change.next() : change.old();
    boolean isRight =
        change.from() == from
            && Objects.equals(block.kid(), signedBy)
            && Block.kidOf(next).equals(change.next());
    return isRight ? new Checked.Announcement(digestOf(change), next, from) : null;
  }

  /** Over the announcement alone, so that both of its blocks give the same. */
  private static Digest digestOf(KeyChange change) {
    return Sha256.of(new LedgerRecord(0, 0, null, null, null, 0, change).encode());
  }
}
