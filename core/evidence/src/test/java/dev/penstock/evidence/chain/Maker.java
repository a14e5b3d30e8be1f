package dev.penstock.evidence.chain;

import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.block.SleepingBlocks;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.KeyChange;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.records.RecordGrammar;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A device for tests: makes real blocks of one chain, one a second. Copying it is copying the
 * device, with its key and its state.
 */
final class Maker {
  static final long SECOND = 1_000_000_000L;

  /** 2026-01-01T00:00:00Z, when the device was switched on. */
  static final long START = 1_767_225_600L * SECOND;

  final String origin;
  final ChainId chain;
  Signer signer;

  private BlockBuilder builder;
  private ChainTip tip;
  private long boot = 1;
  private long bootedAt;
  private long now;
  private long recordSeq;
  private long keys;

  /** How far the wall clock is off. */
  long wallOffset;

  /** How far the monotonic clock is off. */
  long tickOffset;

  @Nullable Challenge echo;
  boolean hasClock = true;

  /** Whether it is a gateway's chain of several sources. */
  boolean isGroup;

  Maker(String origin) {
    this(
        origin,
        ChainId.of(ByteString.at(Sha256.of(utf8(origin)).bytes(), 0, 16).bytes()),
        newSigner(SignatureAlgorithm.ED25519));
  }

  Maker(String origin, ChainId chain, Signer signer) {
    this.origin = origin;
    this.chain = chain;
    this.signer = signer;
    this.now = START;
    this.bootedAt = START;
    this.tip = ChainTip.start(origin, chain, boot);
    this.builder = builder();
  }

  private Maker(Maker other) {
    origin = other.origin;
    chain = other.chain;
    signer = other.signer;
    tip = other.tip;
    boot = other.boot;
    bootedAt = other.bootedAt;
    now = other.now;
    recordSeq = other.recordSeq;
    // Another copy draws other random numbers.
    keys = other.keys + 1_000_000;
    wallOffset = other.wallOffset;
    tickOffset = other.tickOffset;
    echo = other.echo;
    hasClock = other.hasClock;
    isGroup = other.isGroup;
    builder = builder();
  }

  /** A device with the same key and the same state. */
  Maker copy() {
    return new Maker(this);
  }

  /** A gateway with the chain of a zone. */
  static Maker group(String origin) {
    var maker = new Maker(origin);
    maker.isGroup = true;
    maker.builder = maker.builder();
    return maker;
  }

  private BlockBuilder builder() {
    return new BlockBuilder(tip, signer, SealingPace.DEFAULT, isGroup, now - bootedAt + tickOffset);
  }

  /** Wall clock of the world, not of the device. */
  long now() {
    return now;
  }

  void pass(long nanos) {
    now += nanos;
  }

  /** Switches off and on again. */
  void reboot() {
    reboot(boot + 1);
  }

  void reboot(long newBoot) {
    boot = newBoot;
    bootedAt = now;
    echo = null;
    tip = new ChainTip(origin, chain, tip.seq(), tip.first(), tip.previous(), newBoot, true, false);
    builder = builder();
  }

  /** Makes the chain tip say something else. */
  void tamperTip(ChainTip other) {
    tip = other;
    builder = builder();
  }

  ChainTip tip() {
    return tip;
  }

  /** A second later, a block with this many records. */
  SealedBlock block(int records) {
    pass(SECOND);
    for (int i = 0; i < records; i++) {
      var record =
          new LedgerRecord(
              recordSeq++, 0, 1L + i, now, null, 0, new Sample(SampleValue.of(i * 1.5)));
      var _ = RecordGrammar.checked(record.encode());
      if (!builder.add(record, now - bootedAt)) {
        throw new AssertionError("no room for record " + i);
      }
    }
    return close(records == 0 ? null : newKey());
  }

  SealedBlock block() {
    return block(3);
  }

  SealedBlock heartbeat() {
    return block(0);
  }

  /** A heartbeat that says it is the last for long. */
  SealedBlock putToSleep() {
    pass(SECOND);
    try {
      SealedBlock sealed = SleepingBlocks.heartbeat(builder, closing());
      tip = builder.tip();
      return sealed;
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  /** A block whose record 0 is this. */
  SealedBlock announce(BlockFlag flag, KeyChange change) {
    pass(SECOND);
    var record = new LedgerRecord(recordSeq++, 0, null, null, null, 0, change);
    var _ = RecordGrammar.checked(record.encode());
    builder.announce(flag, record, now - bootedAt);
    return close(newKey());
  }

  /** What the block before the first of the next key says, and that one too. */
  KeyChange keyChange(Signer next) {
    return new KeyChange(
        KeyChange.Use.BLOCKS,
        Block.kidOf(signer.key()),
        Block.kidOf(next.key()),
        ByteString.of(CoseKey.encode(next.key())),
        tip.seq() + 1,
        "yearly",
        Details.NONE);
  }

  void signWith(Signer next) {
    signer = next;
    builder.signWith(next);
  }

  private SealedBlock close(byte @Nullable [] key) {
    try {
      SealedBlock sealed = builder.close(closing(), key);
      tip = builder.tip();
      return sealed;
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  private Closing closing() {
    long end = now - bootedAt + tickOffset;
    return new Closing(end, hasClock ? now + wallOffset : null, hasClock ? 20 : 0, null, echo);
  }

  private byte[] newKey() {
    return Sha256.of(utf8(origin + " K " + keys++)).bytes();
  }

  static Signer newSigner(SignatureAlgorithm algorithm) {
    try {
      String name =
          switch (algorithm) {
            case ED25519 -> "Ed25519";
            case ECDSA_P256 -> "EC";
            case ML_DSA_44 -> "ML-DSA-44";
            case ML_DSA_65 -> "ML-DSA-65";
          };
      var generator = KeyPairGenerator.getInstance(name);
      if (algorithm == SignatureAlgorithm.ECDSA_P256) {
        generator.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
      }
      return new JdkSignatures().signer(algorithm, generator.generateKeyPair());
    } catch (GeneralSecurityException | SigningException e) {
      throw new AssertionError(e);
    }
  }

  static Digest digest(int n) {
    return Sha256.of(utf8("digest " + n));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
