package dev.penstock.flow.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.sealing.FreshBlocks.FreshBlock;
import dev.penstock.signature.SigningException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FreshBlocksTest {
  private static final Closing NOW = Closing.at(0);

  private final FakeSigner signer = new FakeSigner();
  private final List<ClosedBlock> closed = new ArrayList<>();
  private long seq;

  private Sealing sealing(FreshBlocks fresh) {
    var maker = new SealingMaker("gw", 1, signer, new SplittableRandom(1));
    return new Sealing(SealingRules.DEFAULT, maker, 0, 0, closed::add, fresh);
  }

  /** Records of two sources in turn, so that the block has to sort them. */
  private ClosedBlock sealed(Sealing sealing, int count) throws SigningException {
    for (int i = 0; i < count; i++) {
      long source = 9L - i % 2;
      var value = new Sample(SampleValue.of(seq));
      byte[] record = new LedgerRecord(seq, source, 1L, null, seq, 0, value).encode();
      var _ =
          sealing.take(
              source, seq, RecordKind.SAMPLE, seq, 64 * seq, record, 0, record.length, NOW);
      seq++;
    }
    sealing.closeAll(NOW);
    return closed.getLast();
  }

  private static Optional<RecordBatch> taken(FreshBlocks fresh, ClosedBlock block) {
    return fresh.take(block.block().link()).map(FreshBlock::records);
  }

  @Test
  void aBlockIsTakenOnceWithTheRecordsThatItsRootIsOf() throws SigningException {
    var fresh = new FreshBlocks(1 << 20);
    Sealing sealing = sealing(fresh);
    ClosedBlock one = sealed(sealing, 5);
    ClosedBlock two = sealed(sealing, 8);
    for (ClosedBlock block : List.of(one, two)) {
      FreshBlock known = fresh.take(block.block().link()).orElseThrow();
      assertThat(known.closed()).isSameAs(block);
      byte[] key = block.extents().key().bytes();
      assertThat(new SaltedTree().root(key, known.records()))
          .isEqualTo(block.block().header().root());
      assertThat(taken(fresh, block)).isEmpty();
    }
  }

  @Test
  void whoFollowsTheLogDoesNotComeBack() throws SigningException {
    var fresh = new FreshBlocks(1 << 20);
    Sealing sealing = sealing(fresh);
    ClosedBlock one = sealed(sealing, 1);
    ClosedBlock two = sealed(sealing, 2);
    ClosedBlock three = sealed(sealing, 3);
    assertThat(taken(fresh, two)).isPresent();
    assertThat(taken(fresh, one)).isEmpty();
    assertThat(taken(fresh, three).map(RecordBatch::count)).hasValue(3);
  }

  @Test
  void whatHasNoRoomIsNotKeptAndSealedAllTheSame() throws SigningException {
    var fresh = new FreshBlocks(12_000);
    Sealing sealing = sealing(fresh);
    List<ClosedBlock> blocks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      blocks.add(sealed(sealing, 1));
    }
    long kept = blocks.stream().filter(block -> taken(fresh, block).isPresent()).count();
    assertThat(kept).isBetween(1L, 9L);
    assertThat(taken(fresh, sealed(sealing, 1))).as("what was taken made room").isPresent();
    assertThat(closed).hasSize(11);
    assertThat(new FreshBlocks(0).room(1)).isEmpty();
  }

  @Test
  void buffersThatAreGivenBackAreUsedAgain() throws SigningException {
    var fresh = new FreshBlocks(1 << 20);
    Sealing sealing = sealing(fresh);
    RecordBatch first = taken(fresh, sealed(sealing, 4)).orElseThrow();
    fresh.giveBack(first);
    RecordBatch second = taken(fresh, sealed(sealing, 2)).orElseThrow();
    assertThat(second).isSameAs(first);
    assertThat(second.count()).isEqualTo(2);
  }

  @Test
  void aBlockThatWasNotSignedIsNotKept() throws SigningException {
    var fresh = new FreshBlocks(1 << 20);
    Sealing sealing = sealing(fresh);
    signer.goodLeft = 0;
    assertThatThrownBy(() -> sealed(sealing, 3)).isInstanceOf(SigningException.class);
    sealing.closeAll(NOW);
    assertThat(closed).hasSize(1);
    assertThat(taken(fresh, closed.getFirst()).map(RecordBatch::count)).hasValue(3);
  }
}
