package dev.penstock.merkle.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.mirror.MirrorOutcome.Reason;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.merkle.tile.Fsck;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.merkle.witness.HeadConflict;
import dev.penstock.testkit.Seed;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorTest {
  private static final NoteSigner WITNESS = NoteKeys.cosigner("w.example/1", 5);
  private static final TrustPolicy POLICY =
      new TrustPolicy(
          List.of(new TrustPolicy.Log(SmallLog.KEY.key(), Optional.empty())),
          List.of(),
          List.of(),
          TrustPolicy.NONE);
  private static final TrustPolicy WITNESSED =
      new TrustPolicy(
          POLICY.logs(),
          List.of(new TrustPolicy.Witness("w", WITNESS.key(), Optional.empty())),
          List.of(),
          "w");

  private final MemoryTarget copy = new MemoryTarget();

  private static MirrorOutcome run(SmallLog log, MemoryTarget copy) throws IOException {
    return run(log, copy, POLICY);
  }

  private static MirrorOutcome run(SmallLog log, MemoryTarget copy, TrustPolicy policy)
      throws IOException {
    return new Mirror(log, copy, NoteKeys.SIGNATURES, policy, 0).run(MirrorProgress.NONE);
  }

  private static void refused(MirrorOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            MirrorOutcome.Refused.class,
            refused -> assertThat(refused.reason()).as(refused.why()).isEqualTo(reason));
  }

  private static void isWhole(MemoryTarget copy, SmallLog log, long size) {
    assertThat(copy.held).containsAllEntriesOf(log.resources(size));
    assertThat(copy.heads).containsEntry("checkpoint", log.checkpoint().orElseThrow());
    var report = Fsck.of(new HeldTiles(copy)).run(FsckProgress.NONE);
    assertThat(report.findings()).isEmpty();
    assertThat(report.entriesChecked()).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 255, 256, 257, 511, 512, 1_000, 65_535, 65_536, 65_793, 70_000})
  void aCopyHoldsExactlyWhatTheLogHas(int size) throws IOException {
    SmallLog log = SmallLog.of(size);
    assertThat(run(log, copy))
        .isInstanceOfSatisfying(
            MirrorOutcome.Advanced.class,
            advanced -> {
              assertThat(advanced.counts().entriesCopied()).isEqualTo(size);
              assertThat(advanced.counts().resources()).isEqualTo(log.resources(size).size());
            });
    assertThat(copy.held).containsExactlyInAnyOrderEntriesOf(log.resources(size));
    isWhole(copy, log, size);
    assertThat(run(log, copy)).isInstanceOf(MirrorOutcome.UpToDate.class);
  }

  @Test
  void nothingIsFetchedTwiceAndLeafHashesOnlyAtTheEdge() throws IOException {
    SmallLog log = SmallLog.of(70_000);
    assertThat(run(log, copy)).isInstanceOf(MirrorOutcome.Advanced.class);
    assertThat(new HashSet<>(log.asked)).hasSameSizeAs(log.asked);
    assertThat(log.asked.stream().filter(path -> path.startsWith("tile/0/")))
        .containsExactly("tile/0/273.p/112");
  }

  @Test
  void aCopyFollowsALogThatGrowsHoweverItGrows() throws IOException {
    var random = new SplittableRandom(Seed.value());
    SmallLog log = SmallLog.of(0);
    int size = 0;
    while (size < 5_000) {
      size +=
          switch (random.nextInt(3)) {
            case 0 -> 1 + random.nextInt(3);
            case 1 -> 1 + random.nextInt(300);
            default -> 1 + random.nextInt(1_500);
          };
      assertThat(run(log.grow(size), copy))
          .as("size %d", size)
          .isInstanceOf(MirrorOutcome.Advanced.class);
      isWhole(copy, log, size);
    }
  }

  /** The heart of it: what is wrong anywhere is seen before it is stored. */
  @Test
  void eachChangedByteOfEachResourceIsRefusedAndNothingWrongIsStored() throws IOException {
    var random = new SplittableRandom(Seed.value());
    SmallLog log = SmallLog.of(300);
    Map<String, byte[]> all = log.resources(300);
    for (Map.Entry<String, byte[]> resource : all.entrySet()) {
      if (resource.getKey().equals("tile/0/000")) {
        continue; // computed from the entries, never asked for
      }
      for (int at = 0; at < resource.getValue().length; at++) {
        byte[] changed = resource.getValue().clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        isRefused(log, resource.getKey(), changed, all);
      }
    }
  }

  @Test
  void whatIsCutShortLongerOrSwappedIsRefused() throws IOException {
    SmallLog log = SmallLog.of(66_000);
    Map<String, byte[]> all = log.resources(66_000);
    byte[] edge = all.get("tile/0/257.p/208");
    isRefused(log, "tile/0/257.p/208", Arrays.copyOf(edge, edge.length - 32), all);
    isRefused(log, "tile/0/257.p/208", Arrays.copyOf(edge, edge.length + 32), all);
    isRefused(log, "tile/1/000", all.get("tile/0/000"), all);
    byte[] first = all.get("tile/entries/000");
    isRefused(log, "tile/entries/003", first, all);
    isRefused(log, "tile/entries/000", all.get("tile/entries/256"), all);
    isRefused(log, "tile/entries/257.p/208", all.get("tile/entries/001"), all);
    for (int length : new int[] {0, 1, first.length / 2, first.length - 1, first.length + 1}) {
      isRefused(log, "tile/entries/000", Arrays.copyOf(first, length), all);
    }
  }

  private static void isRefused(SmallLog log, String path, byte[] bytes, Map<String, byte[]> all)
      throws IOException {
    log.instead.clear();
    var _ = log.instead.put(path, bytes);
    var copy = new MemoryTarget();
    refused(run(log, copy), Reason.WRONG_BYTES);
    assertThat(copy.heads).doesNotContainKey("checkpoint");
    assertThat(copy.held).doesNotContainKey(path);
    copy.held.forEach((name, held) -> assertThat(held).as(name).isEqualTo(all.get(name)));
    log.instead.clear();
  }

  @Test
  void eachChangedByteOfACheckpointIsRefusedAndNothingIsStored() throws IOException {
    SmallLog log = SmallLog.of(300);
    byte[] note = log.checkpoint().orElseThrow();
    for (int at = 0; at < note.length; at++) {
      byte[] changed = note.clone();
      changed[at] ^= 1;
      assertThat(run(log.show(changed), copy))
          .isInstanceOfSatisfying(
              MirrorOutcome.Refused.class,
              refused ->
                  assertThat(refused.reason()).isIn(Reason.NOT_A_CHECKPOINT, Reason.NOT_TRUSTED));
    }
    assertThat(copy.held).isEmpty();
    assertThat(copy.heads).isEmpty();
  }

  @Test
  void aHeadThatThePolicyDoesNotAcceptIsNotTaken() throws IOException {
    SmallLog log = SmallLog.of(300);
    refused(run(log, copy, WITNESSED), Reason.NOT_TRUSTED);
    refused(run(log.show(300, NoteKeys.log(SmallLog.ORIGIN, 2)), copy), Reason.NOT_TRUSTED);
    refused(run(log.show(300, WITNESS), copy, WITNESSED), Reason.NOT_TRUSTED);
    refused(run(log.show(new byte[0]), copy), Reason.NOTHING_PUBLISHED);
    assertThat(copy.held).isEmpty();
    assertThat(copy.heads).isEmpty();
    assertThat(run(log.show(300, SmallLog.KEY, WITNESS), copy, WITNESSED))
        .isInstanceOf(MirrorOutcome.Advanced.class);
    isWhole(copy, log, 300);
  }

  /** A stricter policy replaces a head that was taken under a weaker one, at the same size. */
  @Test
  void aHeadGetsItsWitnessesLater() throws IOException {
    SmallLog log = SmallLog.of(300);
    assertThat(run(log, copy)).isInstanceOf(MirrorOutcome.Advanced.class);
    refused(run(log, copy, WITNESSED), Reason.NOT_TRUSTED);
    assertThat(run(log.show(300, SmallLog.KEY, WITNESS), copy, WITNESSED))
        .isInstanceOf(MirrorOutcome.Advanced.class);
    assertThat(run(log, copy, WITNESSED)).isInstanceOf(MirrorOutcome.UpToDate.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 255, 256, 700, 999})
  void aLogThatChangedItsPastIsRefusedWithBothNotes(int forkedAt) throws IOException {
    SmallLog log = SmallLog.of(1_000);
    assertThat(run(log, copy)).isInstanceOf(MirrorOutcome.Advanced.class);
    Map<String, byte[]> before = new HashMap<>(copy.held);
    for (int size : new int[] {1_000, 1_001, 1_300, 3_000}) {
      SmallLog other = SmallLog.forked(forkedAt, size);
      HeadConflict conflict = contradicted(run(other, copy));
      assertThat(conflict.kind())
          .isEqualTo(size == 1_000 ? HeadConflict.Kind.SPLIT_VIEW : HeadConflict.Kind.REWRITE);
      assertThat(copy.evidence.values())
          .contains(log.checkpoint().orElseThrow(), other.checkpoint().orElseThrow());
    }
    assertThat(copy.held).containsExactlyInAnyOrderEntriesOf(before);
    isWhole(copy, log, 1_000);
  }

  private static HeadConflict contradicted(MirrorOutcome outcome) {
    assertThat(outcome).isInstanceOf(MirrorOutcome.Contradicted.class);
    return ((MirrorOutcome.Contradicted) outcome).conflict();
  }

  @Test
  void aSmallerHeadIsOlderOrAContradiction() throws IOException {
    SmallLog log = SmallLog.of(1_000);
    assertThat(run(log, copy)).isInstanceOf(MirrorOutcome.Advanced.class);
    refused(run(log.show(700, SmallLog.KEY), copy), Reason.OLDER);
    refused(run(log.show(0, SmallLog.KEY), copy), Reason.OLDER);
    assertThat(copy.evidence).isEmpty();
    HeadConflict conflict = contradicted(run(SmallLog.forked(500, 700), copy));
    assertThat(conflict.kind()).isEqualTo(HeadConflict.Kind.REWRITE);
    assertThat(copy.evidence.keySet()).anyMatch(name -> name.endsWith("/beginning.root"));
    assertThat(contradicted(run(SmallLog.forked(500, 700), copy))).isEqualTo(conflict);
    assertThat(copy.evidence).hasSize(5);
    isWhole(copy, log.show(1_000, SmallLog.KEY), 1_000);
  }

  @Test
  void anotherLogIsNeverMixedIn() throws IOException {
    assertThat(run(SmallLog.of(300), copy)).isInstanceOf(MirrorOutcome.Advanced.class);
    NoteSigner other = NoteKeys.log("example.com/other", 3);
    var theirs = new TrustPolicy.Log(other.key(), Optional.empty());
    var both =
        new TrustPolicy(
            List.of(POLICY.logs().getFirst(), theirs), List.of(), List.of(), TrustPolicy.NONE);
    var empty = new Checkpoint("example.com/other", 0, new TreeHasher().emptyRoot());
    byte[] foreign = NoteKeys.signed(empty, 0, other).encode();
    refused(run(SmallLog.of(300).show(foreign), copy), Reason.NOT_TRUSTED);
    refused(run(SmallLog.of(300).show(foreign), copy, both), Reason.OTHER_LOG);
    // A policy that does not list the copy's log cannot judge the copy.
    var only = new TrustPolicy(List.of(theirs), List.of(), List.of(), TrustPolicy.NONE);
    refused(run(SmallLog.of(300).show(foreign), copy, only), Reason.NOT_TRUSTED);
    isWhole(copy, SmallLog.of(300), 300);
  }

  /** Breaks at every operation, in both ways a remote write can fail, and goes on from there. */
  @Test
  void aRunThatIsCutOffAnywhereGoesOnWhereItWas() throws IOException {
    SmallLog log = SmallLog.of(66_000);
    var whole = new MemoryTarget();
    assertThat(run(log, whole)).isInstanceOf(MirrorOutcome.Advanced.class);
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < 60; i++) {
      int at = i < 30 ? i : random.nextInt(500);
      var torn = new MemoryTarget();
      if (random.nextBoolean()) {
        torn.failAfter(at);
      } else {
        torn.failAfterThatWasDone(at);
      }
      log.asked.clear();
      assertThatThrownBy(() -> run(log, torn)).as("at %d", at).isInstanceOf(IOException.class);
      var stored = new HashSet<>(torn.held.keySet());
      log.asked.clear();
      torn.failAfter(Long.MAX_VALUE);
      assertThat(run(log, torn)).as("at %d", at).isInstanceOf(MirrorOutcome.Advanced.class);
      assertThat(torn.held).containsExactlyInAnyOrderEntriesOf(whole.held);
      stored.removeIf(path -> path.contains(".p/"));
      assertThat(log.asked).as("not what was stored, at %d", at).noneMatch(stored::contains);
    }
  }

  /** What an unfinished run stored must not end up in the copy of another history. */
  @Test
  void aLogThatIsForkedWhileItIsCopiedIsFound() throws IOException {
    copy.failAfter(40);
    assertThatThrownBy(() -> run(SmallLog.of(66_000), copy)).isInstanceOf(IOException.class);
    copy.failAfter(Long.MAX_VALUE);
    Map<String, byte[]> before = new HashMap<>(copy.held);
    assertThat(contradicted(run(SmallLog.forked(100, 66_100), copy)).kind())
        .isEqualTo(HeadConflict.Kind.REWRITE);
    assertThat(contradicted(run(SmallLog.forked(100, 66_000), copy)).kind())
        .isEqualTo(HeadConflict.Kind.SPLIT_VIEW);
    refused(run(SmallLog.of(65_000), copy), Reason.OLDER);
    assertThat(copy.held).containsExactlyInAnyOrderEntriesOf(before);
    SmallLog later = SmallLog.of(67_000);
    assertThat(run(later, copy)).isInstanceOf(MirrorOutcome.Advanced.class);
    isWhole(copy, later, 67_000);
  }

  @Test
  void withoutItsPendingHeadACopyIsGoneThroughFromTheCheckpoint() throws IOException {
    SmallLog log = SmallLog.of(3_000);
    copy.failAfter(20);
    assertThatThrownBy(() -> run(log, copy)).isInstanceOf(IOException.class);
    copy.failAfter(Long.MAX_VALUE);
    copy.heads.clear();
    var _ = copy.held.put("tile/0/002", new byte[8_192]);
    refused(run(log, copy), Reason.COPY_DAMAGED);
    var _ = copy.held.remove("tile/0/002");
    assertThat(run(log, copy)).isInstanceOf(MirrorOutcome.Advanced.class);
    isWhole(copy, log, 3_000);
  }

  @Test
  void aRunThatIsToldToStopEndsBetweenTwoResources() throws IOException {
    SmallLog log = SmallLog.of(3_000);
    var mirror = new Mirror(log, copy, NoteKeys.SIGNATURES, POLICY, 0);
    assertThat(mirror.run((done, size) -> done < 1_024))
        .isInstanceOfSatisfying(
            MirrorOutcome.Stopped.class, stopped -> assertThat(stopped.entries()).isEqualTo(1_024));
    assertThat(mirror.run(MirrorProgress.NONE)).isInstanceOf(MirrorOutcome.Advanced.class);
    isWhole(copy, log, 3_000);
  }

  @Test
  void prunedEntriesAreCountedAndTheirHashesCopied() throws IOException {
    SmallLog log = SmallLog.of(3_000);
    log.prunedBelow = 1_030;
    assertThat(run(log, copy))
        .isInstanceOfSatisfying(
            MirrorOutcome.Advanced.class,
            advanced -> {
              assertThat(advanced.counts().entriesPruned()).isEqualTo(1_024);
              assertThat(advanced.counts().entriesCopied()).isEqualTo(3_000 - 1_024);
            });
    Map<String, byte[]> expected = log.resources(3_000);
    for (int i = 0; i < 4; i++) {
      var _ = expected.remove("tile/entries/00" + i);
    }
    assertThat(copy.held).containsExactlyInAnyOrderEntriesOf(expected);
    var report = Fsck.of(new HeldTiles(copy)).prunedBelow(1_024).run(FsckProgress.NONE);
    assertThat(report.findings()).isEmpty();
  }

  @Test
  void entriesThatAreMissingWithoutAWordAreNotTakenForPruned() throws IOException {
    SmallLog log = SmallLog.of(3_000);
    log.prunedBelow = 1_024;
    log.saysWhatIsGone = false;
    refused(run(log, copy), Reason.MISSING);
    assertThat(copy.heads).doesNotContainKey("checkpoint");
    MirrorOutcome allowed =
        new Mirror(log, copy, NoteKeys.SIGNATURES, POLICY, 1_024).run(MirrorProgress.NONE);
    assertThat(allowed).isInstanceOf(MirrorOutcome.Advanced.class);
  }

  /** Pruning takes the beginning of a log: who leaves out something later hides it. */
  @Test
  void entriesBehindThoseThatWereGivenAreNotPruned() throws IOException {
    SmallLog log = SmallLog.of(3_000);
    log.hole = 5;
    refused(run(log, copy), Reason.MISSING);
    assertThat(copy.heads).doesNotContainKey("checkpoint");
    assertThat(copy.held).containsKey("tile/0/004").doesNotContainKey("tile/0/005");
  }

  @Test
  void hashesOfPrunedEntriesAreVerifiedToo() throws IOException {
    SmallLog log = SmallLog.of(3_000);
    log.prunedBelow = 1_024;
    byte[] tile = log.hashes(0, 1, 256).orElseThrow();
    tile[77] ^= 4;
    var _ = log.instead.put("tile/0/001", tile);
    refused(run(log, copy), Reason.WRONG_BYTES);
    assertThat(copy.held).containsKey("tile/0/000").doesNotContainKey("tile/0/001");
  }
}
