package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random repeats, losses and disorder of one honest stream, against {@link PlainModel}. */
class InterleavingTest {
  private static final long SECOND = Maker.SECOND;
  private static final int LENGTH = 60;
  private static final List<Block> STREAM = new ArrayList<>();
  private static Maker maker;

  @BeforeAll
  static void makeTheStream() {
    maker = new Maker("pump-7");
    // Without a clock: times of receipt are drawn freely here.
    maker.hasClock = false;
    for (int i = 0; i < LENGTH; i++) {
      if (i == 20 || i == 41) {
        maker.reboot();
      }
      STREAM.add(maker.block(i % 4).block());
    }
  }

  @Test
  void everyInterleavingEndsWhereThePlainModelSays() {
    var seeds = new SplittableRandom(Seed.value());
    for (int i = 0; i < Deep.cases(20_000, 1_000_000); i++) {
      long seed = seeds.nextLong();
      run(new SplittableRandom(seed), "case seed " + seed + ", " + Seed.describe());
    }
  }

  private void run(SplittableRandom random, String name) {
    var policy = ChainPolicy.DEFAULT;
    var verifier = new ChainVerifier(policy);
    var model = new PlainModel(policy.gapAfter().toNanos());
    var store = new SeenBlocks();
    ChainState state = ChainState.fresh(maker.origin, maker.chain);
    var said = new ArrayList<String>();
    long now = Maker.START;
    for (int seq : arrivals(random)) {
      now += random.nextLong(SECOND / 2);
      Block block = STREAM.get(seq);
      var outcome =
          verifier.step(state, new ChainEvent.Arrived(now, now, block, 1, null, true), store);
      if (outcome.verdict().makesLeaf()) {
        store.add(block);
      }
      state = outcome.state();
      collect(outcome.findings(), said);
      model.arrive(seq, now);
      if (random.nextInt(3) == 0) {
        now += random.nextInt(8) == 0 ? random.nextLong(8 * SECOND) : 0;
        outcome = verifier.step(state, new ChainEvent.Tick(now, now), store);
        state = outcome.state();
        collect(outcome.findings(), said);
        model.tick(now);
      }
      if (random.nextInt(16) == 0) {
        state = throughStore(state);
      }
      assertThat(state.head()).as(name).isEqualTo(model.head);
    }
    assertThat(state.base()).as(name).isEqualTo(model.base);
    assertThat(state.duplicates()).as(name).isEqualTo(model.duplicates);
    assertThat(missing(state)).as(name).isEqualTo(model.missing());
    assertThat(reported(state)).as(name).isEqualTo(model.reported());
    assertThat(state.held.stream().map(Held::seq).toList())
        .as(name)
        .isEqualTo(List.copyOf(model.waiting()));
    assertThat(said).as(name).isEqualTo(model.said);
    assertThat(state.contradictions).as(name).isZero();
  }

  /** Block numbers of a stream that lost some, repeated some and shook the rest. */
  private static List<Integer> arrivals(SplittableRandom random) {
    int lossPercent = random.nextInt(4) * 5;
    int repeatPercent = random.nextInt(4) * 5;
    int swaps = random.nextInt(4) * 15;
    int reach = 1 + random.nextInt(30);
    var arrivals = new ArrayList<Integer>();
    for (int seq = 0; seq < LENGTH; seq++) {
      if (random.nextInt(100) < lossPercent) {
        continue;
      }
      arrivals.add(seq);
      if (random.nextInt(100) < repeatPercent) {
        arrivals.add(random.nextInt(seq + 1));
      }
    }
    for (int i = 0; i < swaps && arrivals.size() > 1; i++) {
      int from = random.nextInt(arrivals.size());
      int to = Math.min(arrivals.size() - 1, from + random.nextInt(reach));
      Integer moved = arrivals.get(from);
      arrivals.subList(from, from + 1).clear();
      arrivals.add(to, moved);
    }
    return arrivals;
  }

  /** Findings as the model says them: one entry for each block of a gap; closings not at all. */
  private static void collect(List<Finding> findings, List<String> said) {
    for (Finding finding : findings) {
      switch (finding.code()) {
        case GAP -> {
          for (long seq = finding.first(); seq <= finding.last(); seq++) {
            said.add("GAP " + seq);
          }
        }
        case DUPLICATE, REORDERED -> said.add(finding.code() + " " + finding.first());
        case CLOSED_LATE, SILENT, RESUMED -> {
          // The model has no opinion on these; DetectionMatrixTest has.
        }
        case TAMPERED, FOREIGN, FORK, REWRITE, INCONSISTENT, CLONE_SUSPECT, CLOCK_BACK ->
            throw new AssertionError(finding.describe());
      }
    }
  }

  private static Set<Long> missing(ChainState state) {
    var missing = new TreeSet<Long>();
    for (Gap gap : state.gaps) {
      for (long seq = gap.first(); seq <= gap.last(); seq++) {
        missing.add(seq);
      }
    }
    return missing;
  }

  private static Set<Long> reported(ChainState state) {
    var reported = new TreeSet<Long>();
    for (Gap gap : state.gaps) {
      for (long seq = gap.first(); gap.isReported() && seq <= gap.last(); seq++) {
        reported.add(seq);
      }
    }
    return reported;
  }

  private static ChainState throughStore(ChainState state) {
    return switch (ChainStateCodec.decode(ChainStateCodec.encode(state))) {
      case Decoded.Value<ChainState>(var again) -> {
        assertThat(again).isEqualTo(state);
        yield again;
      }
      case Decoded.Refused<ChainState>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  @Test
  void moreGapsThanAreKeptAreStillClosedLate() {
    var long70 = new Maker("pump-8");
    long70.hasClock = false;
    var blocks = new ArrayList<Block>();
    for (int i = 0; i < 160; i++) {
      blocks.add(long70.block(1).block());
    }
    var verifier = new ChainVerifier(ChainPolicy.DEFAULT);
    var store = new SeenBlocks();
    ChainState state = ChainState.fresh(long70.origin, long70.chain);
    long now = Maker.START;
    var codes = new ArrayList<FindingCode>();
    for (int i = 0; i < 160; i += 2) {
      now += 6 * SECOND;
      store.add(blocks.get(i));
      state =
          verifier
              .step(state, new ChainEvent.Arrived(now, now, blocks.get(i), 1, null, true), store)
              .state();
      state =
          verifier
              .step(state, new ChainEvent.Tick(now + 6 * SECOND, now + 6 * SECOND), store)
              .state();
    }
    assertThat(state.gaps).hasSize(Gap.COUNT_MAX);
    assertThat(state.missing()).isEqualTo(79);
    assertThat(ChainStateCodec.fixedBytes(state)).isLessThanOrEqualTo(ChainState.BYTES_MAX);
    for (int i = 1; i < 158; i += 2) {
      var outcome =
          verifier.step(
              state, new ChainEvent.Arrived(now, now, blocks.get(i), 1, null, true), store);
      assertThat(outcome.verdict()).isEqualTo(Verdict.FILLED);
      outcome.findings().forEach(finding -> codes.add(finding.code()));
      state = outcome.state();
      store.add(blocks.get(i));
    }
    assertThat(codes).hasSize(79).containsOnly(FindingCode.CLOSED_LATE);
    assertThat(state.missing()).isZero();
    assertThat(throughStore(state)).isEqualTo(state);
  }
}
