package dev.penstock.evidence.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseProfile;
import dev.penstock.cbor.cose.CoseSign1;
import dev.penstock.evidence.record.Alarm;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.Hands;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.Allocation;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.records.RecordGrammar;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockBuilderTest {
  private static final long SECOND = 1_000_000_000L;
  private static final byte[] K = new byte[32];

  private final Signer signer = signer();
  private final BlockBuilder builder = builder(false);

  private static Signer signer() {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new JdkSignatures().signer(SignatureAlgorithm.ED25519, pair);
    } catch (GeneralSecurityException | SigningException e) {
      throw new AssertionError(e);
    }
  }

  private BlockBuilder builder(boolean isGroup) {
    var tip = ChainTip.start("gw", ChainId.of(new byte[16]), 1);
    return new BlockBuilder(tip, signer, SealingPace.DEFAULT, isGroup, 0);
  }

  private static LedgerRecord sample(long seq) {
    return checked(new LedgerRecord(seq, 1, 1L, null, seq, 0, new Sample(SampleValue.of(seq))));
  }

  private static LedgerRecord alarm(long seq) {
    var high = new Alarm("high", Alarm.State.ACTIVE, 700, null, Details.NONE);
    return checked(new LedgerRecord(seq, 1, null, null, seq, 0, high));
  }

  private static LedgerRecord checked(LedgerRecord record) {
    var _ = RecordGrammar.checked(record.encode());
    return record;
  }

  @Test
  void aBlockClosesOneSecondAfterItsFirstRecord() {
    assertThat(builder.add(sample(0), 5 * SECOND)).isTrue();
    assertThat(builder.due(6 * SECOND - 1)).isEqualTo(BlockBuilder.Due.WAIT);
    assertThat(builder.due(6 * SECOND)).isEqualTo(BlockBuilder.Due.CLOSE);
  }

  @Test
  void aBlockWithAnAlarmClosesAtOnce() {
    assertThat(builder.add(sample(0), 0)).isTrue();
    assertThat(builder.due(0)).isEqualTo(BlockBuilder.Due.WAIT);
    assertThat(builder.add(alarm(1), 0)).isTrue();
    assertThat(builder.due(0)).isEqualTo(BlockBuilder.Due.CLOSE);
  }

  @Test
  void alarmsCommandsConfigurationAndAccessCloseABlockAndNothingElseDoes() {
    for (RecordKind kind : RecordKind.values()) {
      assertThat(kind.closesBlock())
          .as("%s", kind)
          .isEqualTo(
              List.of(
                      RecordKind.ALARM,
                      RecordKind.COMMAND_REQUESTED,
                      RecordKind.COMMAND_DISPATCHED,
                      RecordKind.COMMAND_RESULT,
                      RecordKind.CONFIGURATION,
                      RecordKind.ACCESS)
                  .contains(kind));
    }
  }

  @Test
  void aBlockClosesAt4096RecordsAndTakesNoMore() {
    for (int i = 0; i < RecordBatch.COUNT_MAX; i++) {
      assertThat(builder.due(0)).isEqualTo(BlockBuilder.Due.WAIT);
      assertThat(builder.sample(i, 1, 1, 0, 0, 0, i, 0)).isTrue();
    }
    assertThat(builder.due(0)).isEqualTo(BlockBuilder.Due.CLOSE);
    assertThat(builder.sample(4096, 1, 1, 0, 0, 0, 1.0, 0)).isFalse();
  }

  @Test
  void aBlockThatIsFullByBytesIsDue() {
    byte[] record =
        new LedgerRecord(0, 1, 1L, null, null, 0, new Sample(SampleValue.of("x".repeat(100_000))))
            .encode();
    while (builder.addEncoded(RecordKind.SAMPLE, 1, record, 0, record.length, 0)) {
      assertThat(builder.due(0)).isEqualTo(BlockBuilder.Due.WAIT);
    }
    assertThat(builder.due(0)).isEqualTo(BlockBuilder.Due.CLOSE);
  }

  @Test
  void aHeartbeatIsDueWhenNothingCameForTenSeconds() throws SigningException {
    assertThat(builder.due(10 * SECOND - 1)).isEqualTo(BlockBuilder.Due.WAIT);
    assertThat(builder.due(10 * SECOND)).isEqualTo(BlockBuilder.Due.HEARTBEAT);
    SealedBlock beat = builder.close(Closing.at(10 * SECOND), null);
    assertThat(beat.block().header().count()).isZero();
    assertThat(beat.block().header().has(BlockFlag.BOOT)).isTrue();
    assertThat(builder.due(20 * SECOND - 1)).isEqualTo(BlockBuilder.Due.WAIT);
    assertThat(builder.due(20 * SECOND)).isEqualTo(BlockBuilder.Due.HEARTBEAT);
  }

  @Test
  void blocksFollowEachOther() throws SigningException {
    BlockHeader before = null;
    for (int i = 0; i < 5; i++) {
      assertThat(builder.add(sample(2L * i), i * SECOND)).isTrue();
      assertThat(builder.add(sample(2L * i + 1), i * SECOND)).isTrue();
      ChainTip tip = builder.tip();
      SealedBlock sealed = builder.close(Closing.at((i + 1) * SECOND), K);
      BlockHeader header = sealed.block().header();
      assertThat(header.seq()).isEqualTo(i);
      assertThat(header.first()).isEqualTo(2L * i);
      assertThat(header.previous()).isEqualTo(tip.previous());
      assertThat(header.has(BlockFlag.BOOT)).isEqualTo(i == 0);
      if (before != null) {
        assertThat(header.start()).isEqualTo(before.end());
      }
      before = header;
      assertThat(builder.tip().previous()).isEqualTo(sealed.block().link());
      assertThat(BlockMessage.decode(sealed.message())).isInstanceOf(Decoded.Value.class);
      if (BlockMessage.decode(sealed.message()) instanceof Decoded.Value<BlockMessage>(var m)) {
        assertThat(m.hasItsRecords(new SaltedTree())).isTrue();
      }
    }
  }

  @Test
  void aGroupBlockIsSortedBySource() throws SigningException {
    BlockBuilder group = builder(true);
    for (int i = 0; i < 30; i++) {
      assertThat(group.sample(i, 7 - i % 7, 1, i, i, 0, i, 0)).isTrue();
    }
    SealedBlock sealed = group.close(Closing.at(SECOND), K);
    assertThat(sealed.block().header().has(BlockFlag.GROUP)).isTrue();
    var sorted = new RecordBatch();
    for (int source = 1; source <= 7; source++) {
      for (int i = 0; i < 30; i++) {
        if (7 - i % 7 == source) {
          assertThat(sorted.sample(i, source, 1, i, i, 0, (double) i)).isTrue();
        }
      }
    }
    assertThat(BlockMessage.decode(sealed.message())).isInstanceOf(Decoded.Value.class);
    if (BlockMessage.decode(sealed.message()) instanceof Decoded.Value<BlockMessage>(var m)) {
      assertThat(m.records()).isEqualTo(sorted.toByteArray());
    }
  }

  @Test
  void whenSigningFailsNothingHasChanged() throws SigningException {
    var failing = new FailingSigner(signer);
    var tip = ChainTip.start("gw", ChainId.of(new byte[16]), 1);
    var careful = new BlockBuilder(tip, failing, SealingPace.DEFAULT, false, 0);
    assertThat(careful.add(sample(0), 0)).isTrue();
    failing.isFailing = true;
    assertThatThrownBy(() -> careful.close(Closing.at(SECOND), K))
        .isInstanceOf(SigningException.class);
    assertThat(careful.tip()).isEqualTo(tip);
    assertThat(careful.count()).isEqualTo(1);
    failing.isFailing = false;
    assertThat(careful.close(Closing.at(SECOND), K).block().header().count()).isEqualTo(1);
  }

  private static final class FailingSigner implements Signer {
    private final Signer inner;
    private boolean isFailing;

    FailingSigner(Signer inner) {
      this.inner = inner;
    }

    @Override
    public VerificationKey key() {
      return inner.key();
    }

    @Override
    public byte[] sign(byte[] message) throws SigningException {
      if (isFailing) {
        throw new SigningException("the token is gone", new IllegalStateException());
      }
      return inner.sign(message);
    }
  }

  @Test
  void sealingWithoutAMessageAllocatesNothingPerRecord() throws SigningException {
    long least = Long.MAX_VALUE;
    for (int block = 0; block < 40; block++) {
      long before = Allocation.bytesOfThisThread();
      for (int i = 0; i < 4000; i++) {
        var _ = builder.sample(i, 1, 1, i, i, 0, i * 0.1, block);
      }
      Block sealed = builder.seal(Closing.at(block), K);
      least = Math.min(least, Allocation.bytesOfThisThread() - before);
      assertThat(sealed.header().count()).isEqualTo(4000);
    }
    // The block itself, its signature and its header; not ten bytes for each record.
    assertThat(least).isLessThan(40_000);
  }

  @Test
  void keyIsNeededWithRecordsAndRefusedWithout() {
    assertThatThrownBy(() -> builder.close(Closing.at(1), K))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(builder.add(sample(0), 0)).isTrue();
    assertThatThrownBy(() -> builder.close(Closing.at(1), null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.close(Closing.at(1), new byte[31]))
        .hasMessageContaining("31 bytes");
  }

  @Test
  void receiptsAreStrippedAndNothingElseIs() throws SigningException {
    assertThat(builder.add(sample(0), 0)).isTrue();
    byte[] leaf = builder.close(Closing.at(1), K).block().leaf();
    assertThat(CoseSign1.decode(leaf, CoseProfile.open(9999))).isInstanceOf(Decoded.Value.class);
    if (CoseSign1.decode(leaf, CoseProfile.open(9999)) instanceof Decoded.Value<CoseSign1>(var m)) {
      byte[] withReceipt = m.withUnprotected(map(394));
      assertThat(Block.decode(withReceipt)).isInstanceOf(Decoded.Refused.class);
      assertThat(Block.withoutReceipts(withReceipt))
          .isInstanceOfSatisfying(
              Decoded.Value.class, value -> assertThat(value.value()).isEqualTo(leaf));
      assertThat(Block.withoutReceipts(m.withUnprotected(map(395))))
          .isInstanceOf(Decoded.Refused.class);
      assertThat(Block.withoutReceipts(leaf))
          .isInstanceOfSatisfying(
              Decoded.Value.class, value -> assertThat(value.value()).isEqualTo(leaf));
    }
  }

  private static CborValue.Map map(int label) {
    return new CborValue.Map(
        List.of(new CborValue.Pair(CborValue.of(label), CborValue.of("receipt"))));
  }

  /** However many hands, in whatever order: the same root as leaf by leaf, RFC 9162 §2.1.1. */
  @Test
  void theRootOfABlockDoesNotDependOnWhoHashesIt() {
    var three =
        new Hands() {
          @Override
          public int count() {
            return 3;
          }

          @Override
          public void each(int pieces, Piece piece) {
            for (int number = pieces - 1; number >= 0; number--) {
              piece.run(number % 3, number);
            }
          }
        };
    var random = new SplittableRandom(Seed.value());
    byte[] key = new byte[SaltedTree.KEY_BYTES];
    var tree = new SaltedTree(three);
    for (int count : new int[] {0, 1, 2, 255, 256, 257, 511, 512, 513, 1_000, 4_095, 4_096}) {
      random.nextBytes(key);
      var batch = new RecordBatch();
      for (int i = 0; i < count; i++) {
        assertThat(batch.sample(i, 1, 1, i, i, 0, random.nextDouble())).isTrue();
      }
      var hasher = new TreeHasher();
      Digest expected = hasher.emptyRoot();
      if (count > 0) {
        byte[] leaves = new SaltedTree().leafHashes(key, batch);
        hasher.rootInPlace(leaves, 0, count);
        expected = Digest.at(leaves, 0);
      }
      assertThat(tree.root(key, batch)).as("%d, %s", count, Seed.describe()).isEqualTo(expected);
    }
  }
}
