package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerState;
import dev.penstock.flow.Pruning;
import dev.penstock.flow.Publication;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.testkit.disk.CrashCheck;
import dev.penstock.testkit.disk.SimDisk;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rotation of a log's key, docs/formats/keys.md, and who would like it to be overlooked. */
class RotationTest {
  private static final SignatureAlgorithm ED = SignatureAlgorithm.ED25519;
  private static final LogKeyring KEYS = LogKeyring.ed25519(4);
  private static final LogKeyring ML_DSA = LogKeyring.mlDsa44(2);

  private final SimDisk disk = SimDisk.calm();

  private static void published(FileLedger ledger, int key) {
    var _ = Logs.published(ledger.publish(KEYS.signer(key)));
  }

  private static LedgerFinding refused(Publication publication) {
    assertThat(publication).isInstanceOf(Publication.Refused.class);
    return ((Publication.Refused) publication).finding();
  }

  private static AppendOutcome rotate(FileLedger ledger, int from, int to)
      throws InterruptedException {
    return ledger.rotate(KEYS.statement(from, to, ledger.view().head().size()));
  }

  private static void rotated(FileLedger ledger, int from, int to) throws InterruptedException {
    assertThat(rotate(ledger, from, to)).isInstanceOf(AppendOutcome.Appended.class);
  }

  private static void grow(FileLedger ledger, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      assertThat(ledger.append(EntryBatch.of(Logs.entry(i)), 0))
          .isInstanceOf(AppendOutcome.Appended.class);
    }
  }

  private LedgerCheck fsck(int... trusted) {
    return LedgerFsck.of(disk).signedBy(KEYS.trusting(trusted)).run(FsckProgress.NONE);
  }

  /** 10 entries under key 0, the statement at 10, and more under key 1. */
  private FileLedger rotatedLedger() throws InterruptedException {
    FileLedger ledger = Logs.create(disk, Logs.options(1));
    grow(ledger, 10);
    published(ledger, 0);
    rotated(ledger, 0, 1);
    published(ledger, 1);
    grow(ledger, 5);
    published(ledger, 1);
    return ledger;
  }

  @Test
  void fsckFollowsTheRotationFromWhicheverKeyItIsGiven() throws Exception {
    try (FileLedger ledger = rotatedLedger()) {
      assertThat(ledger.keys(ED).orElseThrow().keyAt(10)).isEqualTo(KEYS.raw(0).key());
      assertThat(ledger.keys(ED).orElseThrow().keyAt(11)).isEqualTo(KEYS.raw(1).key());
    }
    for (int[] trusted : new int[][] {{0}, {1}, {0, 1}, {1, 0}}) {
      LedgerCheck check = fsck(trusted);
      assertThat(check.findings()).isEmpty();
      assertThat(check.signaturesVerified()).isEqualTo(3);
      assertThat(check.signedSize()).isEqualTo(16);
    }
    assertThat(fsck(2).findings()).hasSize(3);
  }

  @Test
  void theKeyThatWasGivenUpSignsNothingMore() throws Exception {
    try (FileLedger ledger = rotatedLedger()) {
      assertThat(refused(ledger.publish(KEYS.signer(0))).fault())
          .isEqualTo(LedgerFault.KEY_NOT_CURRENT);
      assertThat(ledger.checkpoints().count()).isEqualTo(3);
      assertThat(ledger.state()).isInstanceOf(LedgerState.Running.class);
      published(ledger, 1);
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(2))) {
      assertThat(refused(ledger.publish(KEYS.signer(0))).fault())
          .isEqualTo(LedgerFault.KEY_NOT_CURRENT);
      published(ledger, 1);
    }
  }

  @Test
  void anotherKeySignsNothingWithoutARotation() throws Exception {
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      grow(ledger, 3);
      published(ledger, 0);
      assertThat(refused(ledger.publish(KEYS.signer(1))).detail())
          .contains("did not sign the last");
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(2))) {
      assertThat(refused(ledger.publish(KEYS.signer(1))).fault())
          .isEqualTo(LedgerFault.KEY_NOT_CURRENT);
      published(ledger, 0);
    }
  }

  @Test
  void theSecondKeyIsHeldToTheSameRules() throws Exception {
    NoteSigner log = KEYS.signer(0);
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      grow(ledger, 3);
      var _ = Logs.published(ledger.publish(log, ML_DSA.signer(0)));
      published(ledger, 0);
      assertThat(refused(ledger.publish(log, ML_DSA.signer(1))).fault())
          .isEqualTo(LedgerFault.KEY_NOT_CURRENT);
      assertThat(ledger.rotate(ML_DSA.statement(0, 1, 3)))
          .isInstanceOf(AppendOutcome.Appended.class);
      assertThat(refused(ledger.publish(log, ML_DSA.signer(0))).fault())
          .isEqualTo(LedgerFault.KEY_NOT_CURRENT);
      var _ = Logs.published(ledger.publish(log, ML_DSA.signer(1)));
      published(ledger, 0);
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(2))) {
      var _ = Logs.published(ledger.publish(log, ML_DSA.signer(1)));
      assertThat(ledger.keys(ED)).isEmpty();
      assertThat(ledger.keys(SignatureAlgorithm.ML_DSA_44).orElseThrow().current())
          .isEqualTo(ML_DSA.raw(1).key());
    }
    assertThat(fsck(0).findings()).isEmpty();
  }

  @Test
  void twoRotationsInARowAreFollowed() throws Exception {
    try (FileLedger ledger = rotatedLedger()) {
      rotated(ledger, 1, 2);
      rotated(ledger, 2, 3);
      assertThat(refused(ledger.publish(KEYS.signer(2))).fault())
          .isEqualTo(LedgerFault.KEY_NOT_CURRENT);
      published(ledger, 3);
    }
    for (int trusted = 0; trusted < 4; trusted++) {
      assertThat(fsck(trusted).findings()).isEmpty();
      assertThat(fsck(trusted).signedSize()).isEqualTo(18);
    }
  }

  @Test
  void whatDoesNotContinueTheKeysIsNotEntered() throws Exception {
    try (FileLedger ledger = rotatedLedger()) {
      long size = ledger.view().head().size();
      byte[] good = KEYS.statement(1, 2, size);
      byte[] badOld = good.clone();
      badOld[good.length - 128] ^= 1;
      byte[] badNew = good.clone();
      badNew[good.length - 1] ^= 1;
      List<byte[]> bad =
          List.of(
              badOld,
              badNew,
              new byte[] {1},
              new byte[60_000],
              KEYS.statement(1, 2, size - 1),
              KEYS.statement(1, 2, size + 1),
              KEYS.statement(0, 2, size),
              KEYS.statement(2, 3, size),
              KEYS.statement(1, 0, size),
              LogKeyring.statement("other.example/log", KEYS.raw(1), KEYS.raw(2), size),
              LogKeyring.statement(Logs.ORIGIN, KEYS.raw(1), ML_DSA.raw(0), size));
      for (byte[] statement : bad) {
        AppendOutcome outcome = ledger.rotate(statement);
        assertThat(outcome).isInstanceOf(AppendOutcome.Refused.class);
        assertThat(((AppendOutcome.Refused) outcome).finding().fault())
            .isEqualTo(LedgerFault.KEY_NOT_CURRENT);
      }
      assertThat(ledger.view().head().size()).isEqualTo(size);
      published(ledger, 1);
      assertThat(ledger.rotate(good)).isInstanceOf(AppendOutcome.Appended.class);
    }
    assertThat(fsck(0).findings()).isEmpty();
  }

  /** Who holds the stolen old key and the disk writes a row with a perfect signature. */
  @Test
  void aRowOfTheOldKeyBehindTheRotationIsFound() throws Exception {
    long size;
    try (FileLedger ledger = rotatedLedger()) {
      size = ledger.view().head().size();
    }
    forgeRow(KEYS.signer(0), size);
    for (int[] trusted : new int[][] {{0}, {1}, {0, 1}}) {
      assertThat(fsck(trusted).findings())
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.fault()).isEqualTo(LedgerFault.CHECKPOINT_CONTRADICTS);
            assertThat(finding.place()).isEqualTo("checkpoints row 3");
            assertThat(finding.detail()).contains("up to size 10, and the size is 16");
          });
    }
  }

  @Test
  void aRowOfTheNewKeyBeforeTheRotationIsFound() throws Exception {
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      grow(ledger, 10);
    }
    forgeRow(KEYS.signer(1), 10);
    // The owner would not go on under a key that did not sign the last checkpoint.
    try (FileLedger ledger = Logs.open(disk, Logs.options(2))) {
      assertThat(rotate(ledger, 0, 1)).isInstanceOf(AppendOutcome.Refused.class);
    }
    assertThat(fsck(0).findings()).hasSize(1);
  }

  private void forgeRow(NoteSigner signer, long size) throws Exception {
    LogFormat format = Examination.readFormat(disk);
    try (CheckpointFile rows = CheckpointFile.open(disk, format, true);
        Levels levels = Levels.open(disk, false)) {
      var root = new ProofMaker(new TreeHasher(), levels).root(size);
      var checkpoint = new Checkpoint(format.origin(), size, root);
      var _ =
          rows.append(
              checkpoint, Instant.ofEpochSecond(5), signer.sign(checkpoint, 5), Optional.empty());
    }
  }

  /** A folder taken back to before the rotation looks sound to who knows only the old key. */
  @Test
  void aLogThatEndsBeforeTheRotationIsRefusedByWhoKnowsTheNewKeyOrTheHead() throws Exception {
    var outside = new FilePublishedHead(SimDisk.calm());
    try (FileLedger ledger = Logs.create(disk, Logs.options(1, outside))) {
      grow(ledger, 10);
      published(ledger, 0);
    }
    SimDisk before = disk.backup();
    try (FileLedger ledger = Logs.open(disk, Logs.options(2, outside))) {
      rotated(ledger, 0, 1);
      published(ledger, 1);
    }
    LedgerFsck old = LedgerFsck.of(before);
    assertThat(old.signedBy(KEYS.trusting(0)).run(FsckProgress.NONE).findings()).isEmpty();
    assertThat(old.signedBy(KEYS.trusting(1)).run(FsckProgress.NONE).findings()).isNotEmpty();
    assertThat(old.signedBy(KEYS.trusting(0, 1)).run(FsckProgress.NONE).findings())
        .extracting(LedgerFinding::fault)
        .containsExactly(LedgerFault.KEYS_CONTRADICT);
    assertThat(old.signedBy(KEYS.trusting(0)).against(outside).run(FsckProgress.NONE).findings())
        .extracting(LedgerFinding::fault)
        .contains(LedgerFault.PUBLISHED_HEAD_AHEAD);
  }

  @Test
  void aRotationWhoseEntryWasDroppedByPolicyIsStillProvenByItsHash() throws Exception {
    try (FileLedger ledger = rotatedLedger()) {
      while (disk.list(Names.HEADERS).size() < 4) {
        grow(ledger, 20);
      }
      published(ledger, 1);
      long size = ledger.view().head().size();
      assertThat(ledger.prune(size - 20, "two years", size - 1))
          .isInstanceOfSatisfying(
              Pruning.Pruned.class, pruned -> assertThat(pruned.segmentsDropped()).isPositive());
    }
    for (int[] trusted : new int[][] {{0}, {1}, {0, 1}}) {
      LedgerCheck check = fsck(trusted);
      assertThat(check.entriesPruned()).isGreaterThan(10);
      assertThat(check.findings()).isEmpty();
      assertThat(check.signedSize()).isEqualTo(check.size());
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(3))) {
      assertThat(refused(ledger.publish(KEYS.signer(0))).fault())
          .isEqualTo(LedgerFault.KEY_NOT_CURRENT);
      published(ledger, 1);
    }
    disk.delete(Names.ROTATIONS);
    assertThat(fsck(0).findings()).as("nothing leads from key 0 to key 1").isNotEmpty();
    assertThat(fsck(0, 1).findings()).isNotEmpty();
  }

  @Test
  void aRotationInTheLogThatNoRowHasIsAFinding() throws Exception {
    try (FileLedger ledger = rotatedLedger()) {
      assertThat(ledger.state()).isInstanceOf(LedgerState.Running.class);
    }
    disk.delete(Names.ROTATIONS);
    assertThat(fsck(0).findings())
        .extracting(LedgerFinding::fault)
        .containsExactly(LedgerFault.ROTATIONS_DAMAGED);
  }

  @Test
  void everyChangedBitOfARowIsFound() throws Exception {
    try (FileLedger ledger = rotatedLedger()) {
      rotated(ledger, 1, 2);
      published(ledger, 2);
    }
    // Of the first row: the last one may be a row that was never finished.
    for (int at = 0; at < RotationFile.ROW_BYTES; at += at < 400 ? 11 : 611) {
      SimDisk other = disk.backup();
      flip(other, at);
      assertThat(LedgerFsck.of(other).signedBy(KEYS.trusting(0)).run(FsckProgress.NONE).findings())
          .as("byte %d", at)
          .isNotEmpty();
      try (FileLedger ledger = Logs.opened(FileLedger.open(other, Logs.options(4)))) {
        assertThat(Logs.finding(ledger).fault()).isEqualTo(LedgerFault.ROTATIONS_DAMAGED);
      }
    }
  }

  private static void flip(SimDisk disk, int at) throws Exception {
    try (var file = disk.open(Names.ROTATIONS)) {
      var one = ByteBuffer.allocate(1);
      file.readFully(one, at);
      file.writeFully(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1)}), at);
    }
  }

  /** Whoever appends a statement by hand, beside the way there is, has no key changed by it. */
  @Test
  void aStatementAppendedAsAPlainEntryIsFoundByFsck() throws Exception {
    try (FileLedger ledger = rotatedLedger()) {
      long size = ledger.view().head().size();
      assertThat(ledger.append(EntryBatch.of(KEYS.statement(1, 2, size)), 0))
          .isInstanceOf(AppendOutcome.Appended.class);
    }
    assertThat(fsck(0).findings())
        .extracting(LedgerFinding::fault)
        .containsExactly(LedgerFault.ROTATIONS_DAMAGED);
  }

  /** A crash between row and entry, and the same owner trying again: the row stands there twice. */
  @Test
  void aRotationThatWasBrokenOffIsTriedAgain() throws Exception {
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      grow(ledger, 10);
      published(ledger, 0);
    }
    for (int i = 0; i < 2; i++) {
      try (RotationFile rows = RotationFile.open(disk, Examination.readFormat(disk), true)) {
        rows.append(10, KEYS.statement(0, 1, 10));
      }
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(2))) {
      assertThat(ledger.keys(ED)).isEmpty();
      assertThat(refused(ledger.publish(KEYS.signer(1))).fault())
          .isEqualTo(LedgerFault.KEY_NOT_CURRENT);
      published(ledger, 0);
    }
    LedgerCheck before = fsck(0);
    assertThat(before.findings()).isEmpty();
    assertThat(before.notes()).contains("2 key rotations were begun and never entered");
    try (FileLedger ledger = Logs.open(disk, Logs.options(3))) {
      rotated(ledger, 0, 1);
      published(ledger, 1);
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(4))) {
      published(ledger, 1);
    }
    assertThat(fsck(0).findings()).isEmpty();
  }

  @Test
  void noCrashLosesARotationOrLeavesTheLogBetweenTwoKeys() {
    CrashCheck.of(() -> new RotationStory(KEYS)).runs(1, 10).realCrashes(4, 40).holds();
  }

  @Test
  void bothForcesOfARotationAreNeeded() {
    CrashCheck.of(() -> new RotationStory(KEYS))
        .runs(1, 2)
        .realCrashes(1, 5)
        .everyForceIsNeeded(ForceAt.ROTATION, ForceAt.ROTATION_NAME);
  }
}
