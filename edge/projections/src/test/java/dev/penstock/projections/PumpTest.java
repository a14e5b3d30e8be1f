package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.Snapshot;
import dev.penstock.flow.index.IndexedRecords;
import dev.penstock.pump.IndexPump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class PumpTest {
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private static void awaitNoLag(IndexPump pump) throws IOException, InterruptedException {
    while (pump.lag() > 0) {
      boolean _ = NEVER.await(5, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void theIndexFollowsWhatIsSealedAndGoesOnAfterARestart(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway();
        var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      for (int run = 0; run < 3; run++) {
        var pump = new IndexPump(gateway.follower(index));
        pump.start();
        for (int i = 0; i < 20; i++) {
          gateway.sample(1, 0, i);
          gateway.seal();
        }
        awaitNoLag(pump);
        assertThat(new IndexedRecords(gateway.evidence(), index).indexed())
            .isEqualTo(gateway.ledger.view().head().size());
        assertThat(pump.obstacle()).isEmpty();
        assertThat(pump.thrownAway()).isEmpty();
        pump.close();
        gateway.sample(1, 0, 99);
        gateway.seal();
        assertThat(pump.lag()).as("behind, and visible").isPositive();
      }
    }
  }

  @Test
  void aSnapshotIsTakenBetweenTwoSteps(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway();
        var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      gateway.sample(1, 0, 1);
      gateway.seal();
      var pump = new IndexPump(gateway.follower(index));
      pump.start();
      awaitNoLag(pump);
      Snapshot snapshot = pump.snapshotBefore(1);
      assertThat(snapshot.upTo()).isEqualTo(gateway.ledger.view().head().size());
      assertThat(gateway.blobs.get(snapshot.digest())).isPresent();
      assertThatThrownBy(() -> pump.snapshotBefore(1_000))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("must stay");
      pump.close();
      assertThatThrownBy(() -> pump.snapshotBefore(1)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatCannotBeReadIsSaidAndTriedAgain(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway()) {
      gateway.sample(1, 0, 1);
      gateway.seal();
      var pump = new IndexPump(gateway.follower(closed(folder)));
      pump.start();
      while (pump.obstacle().isEmpty()) {
        boolean _ = NEVER.await(5, TimeUnit.MILLISECONDS);
      }
      assertThat(pump.obstacle().orElseThrow()).contains("closed");
      pump.close();
    }
  }

  private static SqliteIndex closed(Path folder) throws IOException {
    try (var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      return index;
    }
  }
}
