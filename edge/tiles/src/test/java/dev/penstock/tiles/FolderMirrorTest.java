package dev.penstock.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.merkle.mirror.HeldTiles;
import dev.penstock.merkle.mirror.Mirror;
import dev.penstock.merkle.mirror.MirrorOutcome;
import dev.penstock.merkle.mirror.MirrorProgress;
import dev.penstock.merkle.mirror.MirrorSource;
import dev.penstock.merkle.tile.Fsck;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.storage.Storage;
import dev.penstock.testkit.disk.CrashCheck;
import dev.penstock.testkit.disk.CrashStory;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FolderMirrorTest {
  private static final SignedTiles LOG = SignedTiles.of(1_000);

  private static MirrorOutcome copy(int size, Storage disk) throws IOException {
    var source = MirrorSource.ofLog(LOG.showing(size));
    return new Mirror(source, new FolderMirror(disk), SignedTiles.SIGNATURES, SignedTiles.POLICY, 0)
        .run(MirrorProgress.NONE);
  }

  private static long sizeOf(Storage disk) {
    var tiles = new HeldTiles(new FolderMirror(disk));
    var report = Fsck.of(tiles).run(FsckProgress.NONE);
    if (report.checkpoint().isEmpty()) {
      return -1;
    }
    assertThat(report.findings()).isEmpty();
    return report.checkpoint().get().size();
  }

  @Test
  void aPartialTileGoesWhenTheFullOneIsThere() throws IOException {
    var disk = SimDisk.calm();
    assertThat(copy(300, disk)).isInstanceOf(MirrorOutcome.Advanced.class);
    assertThat(copy(400, disk)).isInstanceOf(MirrorOutcome.Advanced.class);
    assertThat(disk.list("tile/0/001.p")).containsExactly("144", "44");
    assertThat(copy(600, disk)).isInstanceOf(MirrorOutcome.Advanced.class);
    assertThat(disk.list("tile/0")).containsExactly("000", "001", "002.p");
    assertThat(disk.list("tile/entries")).containsExactly("000", "001", "002.p");
    assertThat(sizeOf(disk)).isEqualTo(600);
    assertThat(disk.list("")).containsExactly("checkpoint", "mirror.pending", "tile");
  }

  @Test
  void otherBytesAreLeftAlone() throws IOException {
    var mirror = new FolderMirror(SimDisk.calm());
    var path = new TilePath.Hashes(0, 1_234, 256);
    assertThat(mirror.store(path, new byte[] {1})).isEqualTo(FolderMirror.Stored.NEW);
    assertThat(mirror.store(path, new byte[] {1})).isEqualTo(FolderMirror.Stored.ALREADY);
    assertThat(mirror.store(path, new byte[] {2})).isEqualTo(FolderMirror.Stored.OTHER_BYTES);
    assertThat(mirror.read(path)).contains(new byte[] {1});
    assertThat(mirror.has(path)).isTrue();
    assertThat(mirror.has(new TilePath.Hashes(0, 1_235, 256))).isFalse();
  }

  /** What a run said it holds is whole on every disk that a crash can leave. */
  @Test
  void whereverItCrashesTheCopyIsWholeAtItsHeadAndGoesOn() {
    CrashCheck.of(() -> new Story(-1)).runs(1, 10).everyForceIsNeeded(FolderMirror.At.values());
  }

  /** A copy that follows a log; each head it reports is a promise. */
  private static final class Story implements CrashStory {
    private long promised;

    Story(long promised) {
      this.promised = promised;
    }

    @Override
    public void work(SimDisk disk) throws Exception {
      for (int size : new int[] {255, 300, 520}) {
        if (size >= sizeOf(disk)) {
          switch (copy(size, disk)) {
            case MirrorOutcome.Advanced(var _, var head, var _) -> promised = head.size();
            case MirrorOutcome.UpToDate(var head) -> promised = head.size();
            case MirrorOutcome.Refused(var reason, var why, var _) ->
                // A run that was cut off was copying a larger head.
                assertThat(reason).as(why).isEqualTo(MirrorOutcome.Reason.OLDER);
            case MirrorOutcome.Stopped _, MirrorOutcome.Contradicted _ ->
                throw new AssertionError("neither stopped nor contradicted");
          }
        }
      }
      assertThat(sizeOf(disk)).isEqualTo(520);
    }

    @Override
    public void check(SimDisk disk) {
      assertThat(sizeOf(disk)).isGreaterThanOrEqualTo(promised);
    }

    @Override
    public CrashStory next() {
      return new Story(promised);
    }
  }
}
