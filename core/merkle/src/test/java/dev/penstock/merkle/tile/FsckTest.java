package dev.penstock.merkle.tile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.merkle.note.TrustedKeys;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FsckTest {
  private static final int SIZE = 700;

  private final MemoryLog log = new MemoryLog(SIZE);
  private final TrustedKeys verifier =
      new TrustedKeys(NoteKeys.SIGNATURES, List.of(MemoryLog.SIGNER.key()));

  private FsckReport run() {
    return Fsck.of(log).run(FsckProgress.NONE);
  }

  private Checkpoint earlier(long size) throws IOException {
    Digest root = new ProofMaker(log.hasher, log.tree).root(size);
    return new Checkpoint("example.com/log", size, root);
  }

  @Test
  void aWholeLogIsWholeAndEachResourceIsReadOnce() {
    List<Long> heard = new ArrayList<>();
    FsckReport report =
        Fsck.of(log)
            .signedBy(verifier)
            .run((entries, size) -> {
              assertThat(size).isEqualTo(SIZE);
              return heard.add(entries);
            });
    assertThat(report.isWhole()).isTrue();
    assertThat(report.isSigned()).isTrue();
    assertThat(report.entriesChecked()).isEqualTo(SIZE);
    assertThat(report.entriesPruned()).isZero();
    assertThat(report.rootsCompared()).isEqualTo(1);
    assertThat(report.derivedRoot()).contains(log.tree.root());
    assertThat(report.checkpoint()).contains(log.head());
    assertThat(heard).containsExactly(256L, 512L, 700L);
    assertThat(log.asked)
        .containsExactly(
            "checkpoint",
            "tile/entries/000",
            "tile/0/000",
            "tile/entries/001",
            "tile/0/001",
            "tile/entries/002.p/188",
            "tile/0/002.p/188",
            "tile/1/000.p/2");
  }

  @Test
  void logsOfEverySizeAreWhole() {
    for (int size : new int[] {0, 1, 2, 255, 256, 257, 511, 512, 513}) {
      FsckReport report = Fsck.of(new MemoryLog(size)).run(FsckProgress.NONE);
      assertThat(report.isWhole()).as("size %d", size).isTrue();
      assertThat(report.entriesChecked()).as("size %d", size).isEqualTo(size);
      assertThat(report.isSigned()).isFalse();
    }
  }

  @Test
  void aLogOfThreeTileLevelsIsWhole() {
    var large = new MemoryLog(65_536 + 300);
    assertThat(Fsck.of(large).run(FsckProgress.NONE).isWhole()).isTrue();
    assertThat(large.asked).contains("tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1");
    large.replaced.put("tile/1/000", Optional.of(new byte[8_192]));
    assertThat(Fsck.of(large).run(FsckProgress.NONE).findings()).hasSize(256);
  }

  @Test
  void everyChangedBitOfEveryResourceIsFound() {
    Property.forAll(Gen.seeds())
        .cases(80, 3_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          log.replaced.clear();
          log.asked.clear();
          assertThat(run().isWhole()).isTrue();
          String path = log.asked.get(random.nextInt(1, log.asked.size()));
          byte[] bytes = read(path);
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          log.replaced.put(path, Optional.of(bytes));
          FsckReport report = run();
          assertThat(report.isWhole()).as(path).isFalse();
          assertThat(report.findings()).as(path).isNotEmpty();
          report.findings().forEach(finding -> assertThat(finding.text()).isNotBlank());
        });
  }

  private byte[] read(String path) {
    try {
      return switch (NoteKeys.value(TilePath.decode(path))) {
        case TilePath.Head() -> log.checkpoint().orElseThrow();
        case TilePath.Hashes(var level, var number, var width) ->
            log.hashes(level, number, width).orElseThrow();
        case TilePath.Entries(var number, var width) -> log.entries(number, width).orElseThrow();
      };
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aChangedEntryIsNamedWithBothHashesAndChangesTheRoot() {
    byte[] bundle = read("tile/entries/001");
    bundle[2] ^= 1;
    log.replaced.put("tile/entries/001", Optional.of(bundle));
    byte[] changed = log.entries.get(256).clone();
    changed[0] ^= 1;
    FsckReport report = run();
    assertThat(report.findings().getFirst())
        .isEqualTo(
            new FsckFinding.LeafMismatch(256, log.hasher.leaf(changed), log.tree.leafHash(256)));
    assertThat(report.findings())
        .hasSize(3)
        .satisfiesOnlyOnce(f -> assertThat(f).isInstanceOf(FsckFinding.HashMismatch.class))
        .satisfiesOnlyOnce(f -> assertThat(f).isInstanceOf(FsckFinding.RootMismatch.class));
  }

  @Test
  void aForeignRootUnderAGoodSignatureIsFound() {
    var other = new Checkpoint("example.com/log", SIZE, new TreeHasher().leaf(new byte[0]));
    log.replaced.put(
        "checkpoint", Optional.of(NoteKeys.signed(other, 0, MemoryLog.SIGNER).encode()));
    FsckReport report = Fsck.of(log).signedBy(verifier).run(FsckProgress.NONE);
    assertThat(report.isSigned()).isTrue();
    assertThat(report.findings())
        .containsExactly(new FsckFinding.RootMismatch(other, log.tree.root()));
    assertThat(report.isWhole()).isFalse();
  }

  @Test
  void checkpointsThatAreMissingMalformedOrNotSignedAreFound() {
    log.replaced.put("checkpoint", Optional.empty());
    assertThat(run().findings()).containsExactly(new FsckFinding.NoCheckpoint());
    assertThat(run().isWhole()).isFalse();
    log.replaced.put("checkpoint", null);
    assertThat(run().findings())
        .containsExactly(new FsckFinding.Unreadable("checkpoint", "bad sector"));
    log.replaced.put("checkpoint", Optional.of(new byte[3]));
    assertThat(run().findings())
        .singleElement()
        .isInstanceOf(FsckFinding.CheckpointMalformed.class);
    var signature = NoteSignature.of("n", 1, new byte[1]);
    var hello = new Note("hello\n", List.of(signature));
    log.replaced.put("checkpoint", Optional.of(hello.encode()));
    assertThat(run().findings())
        .singleElement()
        .isInstanceOf(FsckFinding.CheckpointMalformed.class);
    var unsigned = new Note(log.head().text(), List.of(signature));
    log.replaced.put("checkpoint", Optional.of(unsigned.encode()));
    assertThat(run().isWhole()).isTrue();
    assertThat(Fsck.of(log).signedBy(verifier).run(FsckProgress.NONE).findings())
        .containsExactly(new FsckFinding.CheckpointNotSigned("no signature of a given key"));
    var forged =
        unsigned.with(
            NoteSignature.of("example.com/log", MemoryLog.SIGNER.key().id(), new byte[64]));
    log.replaced.put("checkpoint", Optional.of(forged.encode()));
    FsckReport report = Fsck.of(log).signedBy(verifier).run(FsckProgress.NONE);
    assertThat(report.isSigned()).isFalse();
    assertThat(report.findings())
        .singleElement()
        .isInstanceOf(FsckFinding.CheckpointNotSigned.class);
  }

  @Test
  void earlierCheckpointsAreComparedOnTheWay() throws IOException {
    List<Checkpoint> history = new ArrayList<>();
    for (long size : new long[] {0, 600, 1, 256, 257, 511, 700, 256}) {
      history.add(earlier(size));
    }
    FsckReport report = Fsck.of(log).passing(history).run(FsckProgress.NONE);
    assertThat(report.isWhole()).isTrue();
    assertThat(report.rootsCompared()).isEqualTo(9);
    var forked = new Checkpoint("example.com/log", 300, new TreeHasher().leaf(new byte[0]));
    history.add(forked);
    assertThat(Fsck.of(log).passing(history).run(FsckProgress.NONE).findings())
        .containsExactly(new FsckFinding.RootMismatch(forked, earlier(300).root()));
  }

  @Test
  void aShrunkOrRenamedLogIsFound() throws IOException {
    var larger = new Checkpoint("example.com/log", 701, new TreeHasher().leaf(new byte[0]));
    assertThat(Fsck.of(log).passing(List.of(larger)).run(FsckProgress.NONE).findings())
        .containsExactly(new FsckFinding.Shrunk(larger, 700));
    var renamed = new Checkpoint("example.com/other", 300, earlier(300).root());
    assertThat(Fsck.of(log).passing(List.of(renamed)).run(FsckProgress.NONE).findings())
        .containsExactly(new FsckFinding.OriginDiffers("example.com/log", "example.com/other"));
  }

  @Test
  void missingOrDamagedBundlesAreFoundAndTheTreeIsStillDerived() {
    log.replaced.put("tile/entries/001", Optional.empty());
    FsckReport missing = run();
    assertThat(missing.findings()).containsExactly(new FsckFinding.EntriesMissing(256, 256));
    assertThat(missing.derivedRoot()).contains(log.tree.root());
    assertThat(missing.entriesChecked()).isEqualTo(SIZE - 256);
    log.replaced.put("tile/entries/001", Optional.of(new byte[1]));
    assertThat(run().findings()).singleElement().isInstanceOf(FsckFinding.EntriesMalformed.class);
    log.replaced.put("tile/entries/001", null);
    assertThat(run().findings())
        .containsExactly(new FsckFinding.Unreadable("tile/entries/001", "bad sector"));
  }

  @Test
  void missingOrDamagedTilesAreFound() {
    log.replaced.put("tile/0/001", Optional.empty());
    assertThat(run().findings()).containsExactly(new FsckFinding.TileMissing(0, 1, 256));
    log.replaced.put("tile/0/001", Optional.of(new byte[31]));
    assertThat(run().findings()).containsExactly(new FsckFinding.TileMalformed(0, 1, 256, 31));
    log.replaced.put("tile/0/001", null);
    assertThat(run().findings())
        .containsExactly(new FsckFinding.Unreadable("tile/0/001", "bad sector"));
    log.replaced.clear();
    log.replaced.put("tile/1/000.p/2", Optional.empty());
    assertThat(run().findings()).containsExactly(new FsckFinding.TileMissing(1, 0, 2));
  }

  @Test
  void aHoleInBothIsBridgedByTheLevelAbove() {
    log.replaced.put("tile/entries/001", Optional.empty());
    log.replaced.put("tile/0/001", Optional.empty());
    FsckReport report = run();
    assertThat(report.findings())
        .containsExactly(
            new FsckFinding.EntriesMissing(256, 256), new FsckFinding.TileMissing(0, 1, 256));
    assertThat(report.derivedRoot()).contains(log.tree.root());
    assertThat(report.isWhole()).isFalse();
  }

  @Test
  void aHoleThatNothingBridgesStopsTheCheck() {
    log.replaced.put("tile/entries/002.p/188", Optional.empty());
    log.replaced.put("tile/0/002.p/188", Optional.empty());
    FsckReport report = run();
    assertThat(report.derivedRoot()).isEmpty();
    assertThat(report.isWhole()).isFalse();
    assertThat(report.findings().getLast()).isInstanceOf(FsckFinding.Stopped.class);
  }

  @Test
  void prunedEntriesMayBeMissingAndAreCounted() throws IOException {
    log.replaced.put("tile/entries/000", Optional.empty());
    log.replaced.put("tile/entries/001", Optional.empty());
    FsckReport report = Fsck.of(log).prunedBelow(512).run(FsckProgress.NONE);
    assertThat(report.isWhole()).isTrue();
    assertThat(report.entriesPruned()).isEqualTo(512);
    assertThat(report.entriesChecked()).isEqualTo(188);
    log.replaced.put("tile/0/000", Optional.empty());
    log.replaced.put("tile/0/001", Optional.empty());
    FsckReport bridged =
        Fsck.of(log)
            .prunedBelow(512)
            .passing(List.of(earlier(100), earlier(512)))
            .run(FsckProgress.NONE);
    assertThat(bridged.isWhole()).isTrue();
    assertThat(bridged.entriesPruned()).isEqualTo(512);
    assertThat(bridged.rootsCompared()).as("size 100 has no root to compare").isEqualTo(2);
    assertThat(Fsck.of(log).prunedBelow(511).run(FsckProgress.NONE).isWhole()).isFalse();
  }

  @Test
  void aLongPrunedBeginningIsBridgedByTheLargestSubtrees() {
    var large = new MemoryLog(65_536 + 600);
    for (int i = 0; i < 258; i++) {
      large.replaced.put(new TilePath.Entries(i, 256).text(), Optional.empty());
      large.replaced.put(new TilePath.Hashes(0, i, 256).text(), Optional.empty());
    }
    large.replaced.put("tile/1/000", Optional.empty());
    FsckReport report = Fsck.of(large).prunedBelow(65_536 + 512).run(FsckProgress.NONE);
    assertThat(report.findings()).isEmpty();
    assertThat(report.isWhole()).isTrue();
    assertThat(report.entriesPruned()).isEqualTo(65_536 + 512);
    assertThat(large.asked).hasSizeLessThan(20);
  }

  @Test
  void aCheckCanBeStopped() {
    FsckReport report = Fsck.of(log).run((entries, size) -> entries < 300);
    assertThat(report.derivedRoot()).isEmpty();
    assertThat(report.findings()).containsExactly(new FsckFinding.Stopped(512, "asked to stop"));
  }

  @Test
  void aRottenLogIsNotReadToItsEnd() {
    int size = 256 * Deep.cases(12, 40);
    var rotten = new MemoryLog(size);
    for (int i = 0; i < size / 256; i++) {
      rotten.replaced.put(new TilePath.Hashes(0, i, 256).text(), Optional.of(new byte[8_192]));
    }
    FsckReport report = Fsck.of(rotten).run(FsckProgress.NONE);
    assertThat(report.findings()).hasSize(Fsck.FINDINGS_MAX + 1);
    assertThat(report.findings().getLast())
        .isEqualTo(new FsckFinding.Stopped(1_024, "too much is wrong"));
  }
}
