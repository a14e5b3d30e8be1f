package dev.penstock.flow.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.cose.CoseVerdict;
import dev.penstock.cbor.cose.CoseVerifier;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.Alarm;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.journal.Extent;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.Allocation;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SealingTest {
  private static final long SECOND = 1_000_000_000;
  private static final RecordValue VALUE = new Sample(SampleValue.of(1));

  private final FakeSigner signer = new FakeSigner();
  private final FakeJournal journal = new FakeJournal();
  private final List<ClosedBlock> blocks = new ArrayList<>();
  private final Map<Long, Long> nextSeq = new HashMap<>();
  private final Sealing sealing = sealing(SealingRules.DEFAULT, 1);

  private Sealing sealing(SealingRules rules, long boot) {
    var maker = new SealingMaker("gw", boot, signer, new SplittableRandom(boot));
    return new Sealing(rules, maker, 0, 0, blocks::add);
  }

  private void say(Sealing to, long source, int count, long now) throws SigningException {
    for (int i = 0; i < count; i++) {
      say(to, source, VALUE, now);
    }
  }

  private void say(Sealing to, long source, RecordValue value, long now) throws SigningException {
    long seq = nextSeq.merge(source, 1L, Long::sum) - 1;
    boolean isSample = value instanceof Sample;
    var record = new LedgerRecord(seq, source, isSample ? 1L : null, null, now, 0, value);
    assertThat(give(to, journal.append(record, 0), now)).isTrue();
  }

  private static boolean give(Sealing to, FakeJournal.Entry entry, long now)
      throws SigningException {
    byte[] bytes = entry.bytes().bytes();
    return to.take(
        entry.source(),
        entry.seq(),
        entry.kind(),
        entry.position(),
        entry.address(),
        bytes,
        0,
        bytes.length,
        Closing.at(now));
  }

  private List<Lane> lanes() {
    return blocks.stream().map(block -> block.extents().lane()).toList();
  }

  /** Without heartbeats. */
  private List<Lane> lanesWithRecords() {
    return blocks.stream()
        .map(ClosedBlock::extents)
        .filter(extents -> extents.count() > 0)
        .map(BlockExtents::lane)
        .toList();
  }

  @Test
  void quietSourcesOfAZoneShareOneBlockASecond() throws SigningException {
    sealing.assign(1, 5);
    sealing.assign(2, 5);
    sealing.assign(3, 6);
    say(sealing, 2, 1, 0);
    say(sealing, 1, 2, 0);
    say(sealing, 3, 1, 0);
    sealing.settle(Closing.at(SECOND - 1), true);
    assertThat(blocks).isEmpty();
    sealing.settle(Closing.at(SECOND), true);
    assertThat(lanes()).containsExactly(new Lane.Group(5), new Lane.Group(6));
    assertThat(new Auditor(journal).check(blocks.get(0)))
        .containsExactly(new Auditor.Name(1, 0), new Auditor.Name(1, 1), new Auditor.Name(2, 0));
    assertThat(blocks.get(0).block().header().has(BlockFlag.GROUP)).isTrue();
  }

  private static AnchorResults anchored(long size) {
    Digest root = Sha256.of(new byte[] {1});
    var result =
        new AnchorResults.Result(
            AnchorResults.Kind.RFC3161,
            "tsa",
            AnchorResults.Outcome.ANCHORED,
            1L,
            root,
            Details.NONE);
    return new AnchorResults("log", size, root, List.of(result));
  }

  @Test
  void noBlockIsMadeForWhatAnchorsSayButTheHeartbeatTakesItAlong() throws SigningException {
    sealing.settle(Closing.at(1), true);
    say(sealing, 0, anchored(7), 2);
    sealing.settle(Closing.at(5 * SECOND), true);
    assertThat(blocks).isEmpty();
    assertThat(sealing.low()).isZero();
    sealing.settle(Closing.at(10 * SECOND + 2), true);
    assertThat(blocks)
        .singleElement()
        .satisfies(block -> {
          assertThat(block.block().header().count()).isEqualTo(1);
          assertThat(block.isQuiet()).isTrue();
        });
    sealing.settle(Closing.at(20 * SECOND + 2), true);
    assertThat(blocks.get(1).block().header().count()).as("a heartbeat").isZero();
    assertThat(blocks.get(1).isQuiet()).isTrue();
  }

  @Test
  void whatAnchorsSayGoesWithTheNextRecordAndThatIsNews() throws SigningException {
    say(sealing, 0, anchored(7), 0);
    say(sealing, 1, 1, 4 * SECOND);
    sealing.settle(Closing.at(5 * SECOND - 1), true);
    assertThat(blocks).isEmpty();
    sealing.settle(Closing.at(5 * SECOND), true);
    assertThat(blocks)
        .singleElement()
        .satisfies(block -> {
          assertThat(block.block().header().count()).isEqualTo(2);
          assertThat(block.isQuiet()).isFalse();
        });
  }

  @Test
  void aRollCallOfNobodyIsNoNewsAndOneOfSomebodyIs() throws SigningException {
    say(sealing, 0, new RollCall(1, 2, List.of()), 0);
    sealing.settle(Closing.at(SECOND), true);
    var quiet = new RollCall.Run(3, 3, RollCall.State.LISTENING, 0, null);
    say(sealing, 0, new RollCall(2, 3, List.of(quiet)), SECOND);
    sealing.settle(Closing.at(2 * SECOND), true);
    assertThat(blocks).extracting(ClosedBlock::isQuiet).containsExactly(true, false);
  }

  @Test
  void aSourceNobodyAssignedBelongsToZoneZero() throws SigningException {
    say(sealing, 9, 1, 0);
    sealing.settle(Closing.at(SECOND), true);
    assertThat(lanes()).containsExactly(new Lane.Group(0));
  }

  @Test
  void sixtyFourRecordsInASecondGiveASourceItsOwnChain() throws SigningException {
    say(sealing, 1, 64, 0);
    say(sealing, 2, 63, 0);
    sealing.settle(Closing.at(SECOND), true);
    say(sealing, 1, 1, SECOND);
    say(sealing, 2, 1, SECOND);
    sealing.settle(Closing.at(2 * SECOND), true);
    assertThat(lanes()).containsExactly(new Lane.Group(0), new Lane.Group(0), new Lane.Own(1));
    assertThat(blocks.get(2).block().header().seq()).isZero();
    assertThat(blocks.get(2).block().header().has(BlockFlag.GROUP)).isFalse();
  }

  @Test
  void aSourceGoesBackAfterAMinuteOfCalmAndNotBefore() throws SigningException {
    say(sealing, 1, 64, 0);
    sealing.settle(Closing.at(SECOND), true);
    // Between calm and busy: it stays, however long.
    for (int second = 1; second < 200; second++) {
      say(sealing, 1, second % 59 == 0 ? 32 : 31, second * SECOND);
      sealing.settle(Closing.at((second + 1) * SECOND), true);
    }
    assertThat(lanesWithRecords()).hasSize(200);
    assertThat(lanesWithRecords().subList(1, 200)).containsOnly(new Lane.Own(1));
    blocks.clear();
    for (int second = 200; second < 260; second++) {
      say(sealing, 1, 1, second * SECOND);
      sealing.settle(Closing.at((second + 1) * SECOND), true);
    }
    assertThat(lanesWithRecords()).contains(new Lane.Own(1)).last().isEqualTo(new Lane.Group(0));
  }

  @Test
  void aChainThatSleptGoesOnWhereItStood() throws SigningException {
    var rules = new SealingRules(SealingPace.DEFAULT, 2, 1, 1, 1);
    Sealing quick = sealing(rules, 1);
    say(quick, 1, 2, 0);
    quick.settle(Closing.at(SECOND), true);
    say(quick, 1, 2, SECOND);
    quick.settle(Closing.at(2 * SECOND), true);
    quick.settle(Closing.at(3 * SECOND), true);
    // Asleep: its own chain said so and makes no heartbeat, and the zone's has its record.
    quick.settle(Closing.at(30 * SECOND), true);
    say(quick, 1, 200, 30 * SECOND);
    quick.settle(Closing.at(31 * SECOND), true);
    say(quick, 1, 1, 31 * SECOND);
    quick.settle(Closing.at(32 * SECOND), true);
    var own = new Lane.Own(1);
    var group = new Lane.Group(0);
    assertThat(lanes()).containsExactly(group, own, own, group, group, own);
    assertThat(blocks.get(1).block().header().has(BlockFlag.SLEEP)).isFalse();
    assertThat(blocks.get(2).block().header().has(BlockFlag.SLEEP)).isTrue();
    assertThat(blocks.get(2).block().header().count()).isZero();
    assertThat(blocks.get(5).block().header().seq()).isEqualTo(2);
    assertThat(blocks.get(5).block().header().has(BlockFlag.SLEEP)).isFalse();
    assertThat(blocks.get(5).block().header().previous()).isEqualTo(blocks.get(2).block().link());
    var auditor = new Auditor(journal);
    for (ClosedBlock block : blocks) {
      var _ = auditor.check(block);
    }
  }

  @Test
  void noMoreSourcesHaveTheirOwnChainThanAllowed() throws SigningException {
    Sealing tight = sealing(new SealingRules(SealingPace.DEFAULT, 2, 1, 1, 1), 1);
    say(tight, 1, 5, 0);
    say(tight, 2, 5, 0);
    tight.settle(Closing.at(SECOND), true);
    say(tight, 1, 5, SECOND);
    say(tight, 2, 5, SECOND);
    tight.settle(Closing.at(2 * SECOND), true);
    assertThat(lanes()).containsExactly(new Lane.Group(0), new Lane.Group(0), new Lane.Own(1));
  }

  @Test
  void nobodyMovesWhileTheReaderIsBehind() throws SigningException {
    say(sealing, 1, 640, 0);
    sealing.settle(Closing.at(SECOND), false);
    say(sealing, 1, 1, SECOND);
    sealing.settle(Closing.at(2 * SECOND), true);
    assertThat(lanes()).containsOnly(new Lane.Group(0));
  }

  @Test
  void aLongIntervalIsJudgedByItsRate() throws SigningException {
    say(sealing, 1, 64, 0);
    sealing.settle(Closing.at(2 * SECOND), true);
    say(sealing, 1, 1, 2 * SECOND);
    sealing.settle(Closing.at(3 * SECOND), true);
    assertThat(lanes()).containsOnly(new Lane.Group(0));
  }

  @Test
  void anAlarmClosesItsBlockAtOnceAndNoOther() throws SigningException {
    sealing.assign(2, 1);
    say(sealing, 1, 1, 0);
    say(sealing, 2, 1, 0);
    say(sealing, 1, new Alarm("high", Alarm.State.ACTIVE, 700, null, Details.NONE), 0);
    sealing.settle(Closing.at(0), true);
    assertThat(lanes()).containsExactly(new Lane.Group(0));
    assertThat(blocks.get(0).block().header().count()).isEqualTo(2);
  }

  @Test
  void aChainWithoutRecordsBeatsEveryTenSeconds() throws SigningException {
    sealing.assign(1, 3);
    for (int second = 1; second <= 30; second++) {
      sealing.settle(Closing.at(second * SECOND), true);
    }
    assertThat(blocks).hasSize(3);
    assertThat(blocks)
        .allSatisfy(beat -> {
          assertThat(beat.block().header().count()).isZero();
          assertThat(beat.extents().count()).isZero();
          assertThat(beat.extents().key().size()).isZero();
        });
  }

  @Test
  void aFullBlockClosesWithoutWaiting() throws SigningException {
    say(sealing, 1, 4097, 0);
    assertThat(blocks).hasSize(1);
    assertThat(blocks.get(0).block().header().count()).isEqualTo(4096);
  }

  @Test
  void neighboursInTheJournalAreOneExtent() throws SigningException {
    say(sealing, 1, 10, 0);
    sealing.settle(Closing.at(SECOND), true);
    BlockExtents extents = blocks.get(0).extents();
    assertThat(extents.count()).isOne();
    assertThat(extents.extent(0))
        .isEqualTo(new Extent(RecordClass.PLANT, 0, 0, journal.all().length));
  }

  @Test
  void theLowestPositionIsThatOfTheOldestOpenRecord() throws SigningException {
    sealing.assign(2, 1);
    say(sealing, 1, 1, 0);
    long second = journal.all().length;
    say(sealing, 2, 1, SECOND / 2);
    assertThat(sealing.low()).isZero();
    sealing.settle(Closing.at(SECOND), true);
    assertThat(sealing.low()).isEqualTo(second);
    sealing.closeAll(Closing.at(SECOND));
    assertThat(sealing.low()).as("the last one given is skipped then").isEqualTo(second);
  }

  @Test
  void whatABlockCoversIsSkippedAfterARestart() throws SigningException {
    say(sealing, 1, 10, 0);
    blocks.clear();
    Sealing next = sealing(SealingRules.DEFAULT, 2);
    next.covered(1, 6);
    int taken = 0;
    for (FakeJournal.Entry entry : journal.entries()) {
      taken += give(next, entry, 0) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(3);
    assertThat(next.skippedCount()).isEqualTo(7);
    next.closeAll(Closing.at(0));
    assertThat(new Auditor(journal).check(blocks.get(0)))
        .extracting(Auditor.Name::seq)
        .containsExactly(7L, 8L, 9L);
  }

  @Test
  void aResumedChainGoesOnWithABootBlock() throws SigningException {
    say(sealing, 1, 1, 0);
    sealing.closeAll(Closing.at(SECOND));
    ChainTip tip = ChainTip.behind(blocks.get(0).block());
    Sealing next = sealing(SealingRules.DEFAULT, 2);
    next.resume(new Lane.Group(0), tip);
    next.covered(1, 0);
    say(next, 1, 1, 0);
    next.closeAll(Closing.at(0));
    var header = blocks.get(1).block().header();
    assertThat(header.seq()).isOne();
    assertThat(header.boot()).isEqualTo(2);
    assertThat(header.has(BlockFlag.BOOT)).isTrue();
    assertThat(header.previous()).isEqualTo(blocks.get(0).block().link());
    assertThatIllegalStateException().isThrownBy(() -> next.resume(new Lane.Group(0), tip));
  }

  @Test
  void aChainThatWasAwakeIsAwakeAfterARestartAndOneThatSleptSleeps() throws SigningException {
    var rules = new SealingRules(SealingPace.DEFAULT, 2, 1, 2, 2);
    Sealing before = sealing(rules, 1);
    say(before, 1, 2, 0);
    before.settle(Closing.at(SECOND), true);
    before.settle(Closing.at(2 * SECOND), true);
    say(before, 2, 2, 2 * SECOND);
    before.settle(Closing.at(3 * SECOND), true);
    Map<Lane, ChainTip> tips = before.tips();
    assertThat(tips.get(new Lane.Own(1)).isAsleep()).isTrue();
    assertThat(tips.get(new Lane.Own(2)).isAsleep()).isFalse();
    blocks.clear();
    Sealing after = sealing(rules, 2);
    tips.forEach(after::resume);
    say(after, 1, 1, 0);
    say(after, 2, 1, 0);
    after.settle(Closing.at(SECOND), true);
    assertThat(lanes()).containsExactlyInAnyOrder(new Lane.Group(0), new Lane.Own(2));
    after.settle(Closing.at(2 * SECOND), true);
    after.settle(Closing.at(3 * SECOND), true);
    assertThat(lanes()).endsWith(new Lane.Own(2));
    assertThat(blocks.getLast().block().header().has(BlockFlag.SLEEP)).isTrue();
    assertThat(after.tips().get(new Lane.Own(2)).isAsleep()).isTrue();
  }

  @Test
  void aSleepThatCouldNotBeSignedIsNotPromisedByALaterBlock() throws SigningException {
    var rules = new SealingRules(SealingPace.DEFAULT, 2, 1, 1, 1);
    Sealing quick = sealing(rules, 1);
    say(quick, 1, 2, 0);
    quick.settle(Closing.at(SECOND), true);
    signer.goodLeft = 0;
    assertThatThrownBy(() -> quick.settle(Closing.at(2 * SECOND), true))
        .isInstanceOf(SigningException.class);
    say(quick, 1, 5, 2 * SECOND);
    quick.settle(Closing.at(3 * SECOND), false);
    assertThat(blocks.getLast().extents().lane()).isEqualTo(new Lane.Own(1));
    assertThat(blocks.getLast().block().header().has(BlockFlag.SLEEP)).isFalse();
  }

  @Test
  void aFailedSignatureLosesNothing() throws SigningException {
    say(sealing, 1, 3, 0);
    signer.goodLeft = 0;
    assertThatThrownBy(() -> sealing.settle(Closing.at(SECOND), true))
        .isInstanceOf(SigningException.class);
    assertThat(blocks).isEmpty();
    assertThat(sealing.low()).isZero();
    sealing.settle(Closing.at(SECOND), true);
    assertThat(new Auditor(journal).check(blocks.get(0))).hasSize(3);
  }

  @Test
  void aRecordBehindTheOneBeforeIsAMistakeOfTheReader() throws SigningException {
    say(sealing, 1, 2, 0);
    FakeJournal.Entry first = journal.entries().get(0);
    assertThatIllegalArgumentException().isThrownBy(() -> give(sealing, first, 0));
  }

  @Test
  void rulesOutOfOrderAreRefused() {
    SealingPace pace = SealingPace.DEFAULT;
    assertThatIllegalArgumentException().isThrownBy(() -> new SealingRules(pace, 31, 32, 60, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new SealingRules(pace, 64, 0, 60, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new SealingRules(pace, 64, 32, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Lane.Group(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Lane.Own(1L << 32));
  }

  @Test
  void blocksOfARealKeyVerify() throws SigningException, GeneralSecurityException {
    var signatures = new JdkSignatures();
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var real = signatures.signer(SignatureAlgorithm.ED25519, pair);
    var maker = new SealingMaker("gw", 1, real, new SplittableRandom(1));
    var signed = new Sealing(SealingRules.DEFAULT, maker, 0, 0, blocks::add);
    say(signed, 1, 3, 0);
    signed.closeAll(Closing.at(0));
    assertThat(blocks.get(0).block().verify(new CoseVerifier(signatures, real.key())))
        .isEqualTo(CoseVerdict.VERIFIED);
  }

  @Test
  void nothingIsAllocatedForARecordOnceTheBuffersHaveGrown() throws SigningException {
    byte[] record = new LedgerRecord(0, 7, 1L, 0L, 0L, 0, VALUE).encode();
    Closing now = Closing.at(0);
    var position = new long[1];
    Runnable block =
        () -> {
          try {
            for (int i = 0; i < 4096; i++) {
              long at = position[0]++;
              long address = at % 1000 * 64;
              var _ =
                  sealing.take(
                      7, at, RecordKind.SAMPLE, at, address, record, 0, record.length, now);
            }
          } catch (SigningException e) {
            throw new AssertionError(e);
          }
        };
    // Each round closes one block: its header, signature and extents, whatever the record count.
    long perBlock = Allocation.leastBytesOf(30, block);
    assertThat(perBlock).isLessThan(4096 * 20);
  }
}
