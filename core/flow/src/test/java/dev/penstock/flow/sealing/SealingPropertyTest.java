package dev.penstock.flow.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.flow.sealing.Auditor.Name;
import dev.penstock.flow.sealing.PlainSealing.PlainBlock;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SealingPropertyTest {
  private static final long MS = 1_000_000;

  /** Small numbers, so that sources move often. */
  private static final SealingRules RULES =
      new SealingRules(new SealingPace(Duration.ofSeconds(1), Duration.ofSeconds(3)), 40, 20, 2, 3);

  private final FakeSigner signer = new FakeSigner();

  private SealingMaker maker(long boot, long seed) {
    return new SealingMaker("gw", boot, signer, new SplittableRandom(seed));
  }

  /** Calls again after a failure, as the reader does. */
  private interface Call {
    void run() throws SigningException;
  }

  private static void untilItSucceeds(Call call) {
    for (int tries = 0; tries < 100; tries++) {
      try {
        call.run();
        return;
      } catch (SigningException e) {
        assertThat(e).hasMessage("the token is out");
      }
    }
    throw new AssertionError("fails for ever");
  }

  private static void take(Sealing sealing, FakeJournal.Entry entry, long now) {
    untilItSucceeds(() -> {
      var _ =
          sealing.take(
              entry.source(),
              entry.seq(),
              entry.kind(),
              entry.position(),
              entry.address(),
              entry.bytes().bytes(),
              0,
              entry.bytes().size(),
              Closing.at(now));
    });
  }

  @Test
  void blocksAreThoseOfThePlainModelAndProveTheirRecords() {
    Property.forAll(Gen.seeds()).cases(25, 2000).holds(this::compareWithTheModel);
  }

  private void compareWithTheModel(long seed) {
    var random = new SplittableRandom(seed);
    var journal = new FakeJournal();
    var plant = new Plant(random, journal);
    var blocks = new ArrayList<ClosedBlock>();
    var sealing = new Sealing(RULES, maker(1, seed), 0, 0, blocks::add);
    var model = new PlainSealing(RULES);
    long now = 0;
    int given = 0;
    for (int step = 0; step < 120; step++) {
      if (random.nextInt(10) == 0) {
        long source = random.nextInt(Plant.SOURCES);
        long zone = random.nextInt(3);
        sealing.assign(source, zone);
        model.assign(source, zone, now);
      }
      if (random.nextInt(3) > 0) {
        plant.talk();
      }
      for (; given < journal.entries().size(); given++) {
        FakeJournal.Entry entry = journal.entries().get(given);
        take(sealing, entry, now);
        model.take(
            new Name(entry.source(), entry.seq()),
            entry.bytes().size(),
            entry.kind().closesBlock(),
            now);
      }
      now += random.nextInt(8) == 0 ? 4000 * MS : random.nextInt(600) * MS;
      boolean isAtEnd = random.nextInt(10) > 0;
      long at = now;
      untilItSucceeds(() -> sealing.settle(Closing.at(at), isAtEnd));
      model.settle(now, isAtEnd);
    }
    long end = now;
    untilItSucceeds(() -> sealing.closeAll(Closing.at(end)));
    model.closeAll(now);
    var auditor = new Auditor(journal);
    List<PlainBlock> found =
        blocks.stream()
            .map(block -> new PlainBlock(block.extents().lane(), auditor.check(block)))
            .toList();
    assertThat(found).isEqualTo(model.blocks());
    assertThat(auditor.sealed()).containsExactlyInAnyOrderElementsOf(names(journal));
    found.forEach(SealingPropertyTest::checkSourcesAreTogether);
  }

  private static List<Name> names(FakeJournal journal) {
    return journal.entries().stream().map(entry -> new Name(entry.source(), entry.seq())).toList();
  }

  private static void checkSourcesAreTogether(PlainBlock block) {
    List<Long> sources = block.records().stream().map(Name::source).toList();
    Map<Long, Long> counts =
        sources.stream().collect(Collectors.groupingBy(one -> one, Collectors.counting()));
    counts.forEach((source, count) ->
        assertThat(sources.lastIndexOf(source) - sources.indexOf(source) + 1)
            .isEqualTo(count.intValue()));
  }

  /** A ledger that keeps what was committed, and may lose the rest. */
  private static final class CommittedBlocks {
    final List<ClosedBlock> committed = new ArrayList<>();
    final List<ClosedBlock> closed = new ArrayList<>();
    long low;

    void commit(Sealing sealing) {
      committed.addAll(closed);
      closed.clear();
      low = sealing.low();
    }
  }

  @Test
  void everyRecordIsSealedOnceAndInOrderWhereverTheGatewayCrashes() {
    Property.forAll(Gen.seeds()).cases(25, 2000).holds(this::crashAndGoOn);
  }

  private void crashAndGoOn(long seed) {
    var random = new SplittableRandom(seed);
    var journal = new FakeJournal();
    var plant = new Plant(random, journal);
    var ledger = new CommittedBlocks();
    int runs = 2 + random.nextInt(4);
    for (int boot = 1; boot <= runs; boot++) {
      Sealing sealing = restart(journal, ledger, boot, seed + boot);
      long from = ledger.low;
      int given = 0;
      long now = 0;
      for (int step = 0; step < 60; step++) {
        plant.talk();
        signer.goodLeft = random.nextInt(4) == 0 ? random.nextInt(3) : -1;
        for (; given < journal.entries().size(); given++) {
          if (journal.entries().get(given).position() >= from) {
            take(sealing, journal.entries().get(given), now);
          }
        }
        now += random.nextInt(500) * MS;
        long at = now;
        untilItSucceeds(() -> sealing.settle(Closing.at(at), true));
        if (random.nextBoolean()) {
          ledger.commit(sealing);
        }
      }
      if (boot == runs) {
        long at = now;
        untilItSucceeds(() -> sealing.closeAll(Closing.at(at)));
        ledger.commit(sealing);
        assertThat(sealing.low()).isEqualTo(journal.entries().getLast().position());
      }
      ledger.closed.clear();
    }
    var auditor = new Auditor(journal);
    for (ClosedBlock block : ledger.committed) {
      var _ = auditor.check(block);
    }
    assertThat(auditor.sealed()).containsExactlyInAnyOrderElementsOf(names(journal));
  }

  /** A new run that knows only what the ledger kept. */
  private Sealing restart(FakeJournal journal, CommittedBlocks ledger, long boot, long seed) {
    var auditor = new Auditor(journal);
    for (ClosedBlock block : ledger.committed) {
      var _ = auditor.check(block);
    }
    var sealing = new Sealing(RULES, maker(boot, seed), ledger.low, 0, ledger.closed::add);
    auditor.tips().forEach(sealing::resume);
    auditor.lastSeq().forEach(sealing::covered);
    for (long source = 0; source < Plant.SOURCES; source++) {
      sealing.assign(source, source % 2);
    }
    return sealing;
  }
}
