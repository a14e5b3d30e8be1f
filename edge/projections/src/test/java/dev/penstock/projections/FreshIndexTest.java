package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.index.BlockReader;
import dev.penstock.flow.index.IndexFollower;
import dev.penstock.flow.sealing.FreshBlocks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks that are indexed from the sealer's memory, beside the same from the journal. */
class FreshIndexTest {
  private static final int SEGMENT_BYTES = 64 << 10;
  private static final int BLOCKS = 60;

  private final AtomicInteger reads = new AtomicInteger();

  private IndexFollower follower(TestGateway gateway, SqliteIndex index, FreshBlocks fresh) {
    BlockReader.Evidence evidence =
        gateway.evidence((extent, into) -> {
          int _ = reads.incrementAndGet();
          return gateway.journal.read(extent, into);
        });
    return new IndexFollower(
        evidence, gateway.extents, index, gateway.blobs, Optional.empty(), fresh);
  }

  private static void follow(IndexFollower follower) throws IOException {
    while (!follower.step()) {
      // There is more.
    }
  }

  /** Records of all classes, some of them in one block, so that it needs a cover. */
  private static void live(TestGateway gateway, int block) {
    for (int i = 0; i < 12; i++) {
      gateway.sample(1 + i % 3, i / 3, block);
    }
    gateway.pass(Duration.ofSeconds(1));
    switch (block % 4) {
      case 0 -> gateway.name(1 + block % 3, "pump" + block, "flow", "heat");
      case 1 -> {
        var run = new RollCall.Run(1, 3, RollCall.State.HEARD, 20, null);
        var call = new RollCall(gateway.now() - 1, gateway.now(), List.of(run));
        var _ = gateway.record(0, null, call);
      }
      case 2 -> {
        var boot = new Boot(block, "penstock", Boot.Before.UNKNOWN, null, Details.NONE);
        var _ = gateway.record(0, null, boot);
      }
      default -> {}
    }
    gateway.seal();
  }

  private List<String> lived(Path folder, FreshBlocks fresh) throws IOException {
    try (var gateway = new TestGateway(SEGMENT_BYTES, fresh);
        var index = SqliteIndex.open(folder.resolve("live.db"));
        var anew = SqliteIndex.open(folder.resolve("anew.db"))) {
      try (IndexFollower live = follower(gateway, index, fresh)) {
        for (int block = 0; block < BLOCKS; block++) {
          live(gateway, block);
          if (block % 5 == 4) {
            follow(live);
          }
        }
      }
      gateway.follow(anew);
      assertThat(index.head().indexed()).isEqualTo(BLOCKS);
      List<String> rows = Dump.of(index);
      assertThat(rows).isEqualTo(Dump.of(anew));
      return rows;
    }
  }

  @Test
  void anIndexMadeFromMemoryIsTheOneMadeFromTheJournal(@TempDir Path folder) throws Exception {
    assertThat(lived(folder, new FreshBlocks(1 << 20))).hasSizeGreaterThan(BLOCKS);
    assertThat(reads).as("reads of the journal").hasValue(0);
  }

  @Test
  void whatHadNoRoomInMemoryIsReadFromTheJournal(@TempDir Path folder) throws Exception {
    // Two blocks of the five between two looks have room.
    assertThat(lived(folder, new FreshBlocks(12_000))).hasSizeGreaterThan(BLOCKS);
    assertThat(reads.get()).as("reads of the journal").isPositive();
  }
}
