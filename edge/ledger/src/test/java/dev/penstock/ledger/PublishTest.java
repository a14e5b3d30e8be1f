package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.flow.Entries;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerState;
import dev.penstock.flow.Pruning;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.NoteCheck;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.note.NoteVerifier;
import dev.penstock.merkle.note.TrustedKeys;
import dev.penstock.merkle.tile.Fsck;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.merkle.tile.TileView;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.disk.SimDisk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PublishTest {
  private static final NoteSigner SIGNER = Logs.signer();
  private static final NoteSigner ML_DSA = Logs.mlDsaSigner();

  private static TrustedKeys verifier() {
    return new TrustedKeys(new JdkSignatures(), List.of(SIGNER.key(), ML_DSA.key()));
  }

  private static LedgerOptions options(long seed, FakeClock clock) {
    return LedgerOptions.of(
            clock, new SplittableRandom(seed), "test", dev.penstock.flow.PublishedHead.NONE)
        .withUpkeep(4096, 64);
  }

  @Test
  void aPublishedCheckpointIsSignedAndKeptForEver() throws Exception {
    var disk = SimDisk.calm();
    PublishedCheckpoint first;
    PublishedCheckpoint second;
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 20, 7);
      first = Logs.published(ledger.publish(SIGNER));
      Logs.grow(ledger, 50, 7);
      second = Logs.published(ledger.publish(SIGNER, ML_DSA));
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(2))) {
      assertThat(ledger.checkpoints().get(0)).isEqualTo(first);
      assertThat(ledger.checkpoints().get(1)).isEqualTo(second);
      assertThat(ledger.checkpoints().latest()).contains(second);
      assertThat(first.checkpoint().root()).isEqualTo(Logs.root(20));
      assertThat(second.checkpoint().root()).isEqualTo(Logs.root(50));
      assertThat(second.note().signatures()).hasSize(2);
      var both = new NoteVerifier(new JdkSignatures(), List.of(SIGNER.key(), ML_DSA.key()));
      assertThat(both.check(second.note()))
          .isInstanceOfSatisfying(
              NoteCheck.Verified.class, verified -> assertThat(verified.signatures()).hasSize(2));
      assertThat(LedgerFsck.of(disk).signedBy(verifier()).run(FsckProgress.NONE))
          .satisfies(check -> {
            assertThat(check.findings()).isEmpty();
            assertThat(check.signaturesVerified()).isEqualTo(2);
          });
    }
  }

  @Test
  void fsckWithAnotherKeySaysThatNobodyKnownSigned() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 20, 7);
      var _ = Logs.published(ledger.publish(SIGNER));
    }
    var other = new TrustedKeys(new JdkSignatures(), List.of(Logs.signer().key()));
    assertThat(LedgerFsck.of(disk).signedBy(other).run(FsckProgress.NONE).findings())
        .extracting(finding -> finding.fault())
        .containsExactly(LedgerFault.CHECKPOINT_CONTRADICTS);
  }

  @Test
  void theHistoryIsFoundBySizeAndByTimeAlsoWhenTheClockSteppedBack() throws Exception {
    var clock = FakeClock.at(Logs.NOW);
    List<PublishedCheckpoint> all = new ArrayList<>();
    try (FileLedger ledger =
        Logs.running(
            FileLedger.create(
                SimDisk.calm(), Logs.ORIGIN, Logs.SEGMENT_BYTES, options(1, clock)))) {
      var random = new SplittableRandom(5);
      for (int i = 0; i < 60; i++) {
        if (random.nextInt(3) > 0) {
          Logs.grow(ledger, ledger.view().head().size() + 1 + random.nextInt(9), 20);
        }
        // One reading in eight is earlier than the one before.
        long step = random.nextInt(8) == 0 ? -random.nextInt(200) : random.nextInt(60);
        clock.set(clock.instant().plusSeconds(step));
        all.add(Logs.published(ledger.publish(SIGNER)));
      }
      for (long size = 0; size <= ledger.view().head().size() + 1; size++) {
        long asked = size;
        assertThat(ledger.checkpoints().atMost(size))
            .isEqualTo(
                all.reversed().stream().filter(c -> c.checkpoint().size() <= asked).findFirst());
        assertThat(ledger.checkpoints().covering(size))
            .isEqualTo(all.stream().filter(c -> c.checkpoint().size() >= asked).findFirst());
      }
      for (long second = -400; second < 1500; second += 7) {
        Instant asked = Logs.NOW.plusSeconds(second);
        assertThat(ledger.checkpoints().asOf(asked))
            .isEqualTo(all.reversed().stream().filter(c -> !c.time().isAfter(asked)).findFirst());
      }
    }
  }

  @Test
  void aKeyThatFailsPublishesNothingAndDoesNotStopTheLog() throws Exception {
    var broken =
        NoteSigner.ofLog(
            Logs.ORIGIN,
            new Signer() {
              @Override
              public VerificationKey key() {
                return SIGNER.key().key();
              }

              @Override
              public byte[] sign(byte[] message) throws SigningException {
                throw new SigningException("token unplugged");
              }
            });
    try (FileLedger ledger = Logs.create(SimDisk.calm(), Logs.options(1))) {
      Logs.grow(ledger, 20, 7);
      assertThat(ledger.publish(broken))
          .isInstanceOfSatisfying(
              Publication.Refused.class,
              refused ->
                  assertThat(refused.finding().fault()).isEqualTo(LedgerFault.SIGNING_FAILED));
      assertThat(ledger.checkpoints().count()).isZero();
      assertThat(ledger.state()).isEqualTo(new LedgerState.Running());
      assertThat(Logs.published(ledger.publish(SIGNER)).number()).isZero();
    }
  }

  @Test
  void aKeyOfAnotherNameIsAMistakeOfTheCaller() throws Exception {
    NoteSigner other = Logs.signer("other.example/log", SignatureAlgorithm.ED25519, "Ed25519");
    try (FileLedger ledger = Logs.create(SimDisk.calm(), Logs.options(1))) {
      assertThatThrownBy(() -> ledger.publish(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("other.example/log");
      assertThatThrownBy(() -> ledger.publish(ML_DSA)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void entriesPrunedByPolicyAreNamedAsSuchAndAllProofsStillHold() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 600, 20);
      var _ = Logs.published(ledger.publish(SIGNER));
      int before = disk.list(Names.HEADERS).size();
      Pruning pruning = ledger.prune(333, "24 months", 599);
      assertThat(pruning).isInstanceOf(Pruning.Pruned.class);
      assertThat(((Pruning.Pruned) pruning).segmentsDropped()).isPositive();
      assertThat(disk.list(Names.HEADERS).size()).isLessThan(before);
      checkPruned(ledger);
      Logs.grow(ledger, 800, 20);
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(2))) {
      checkPruned(ledger);
      LedgerCheck check = LedgerFsck.of(disk).signedBy(verifier()).run(FsckProgress.NONE);
      assertThat(check.findings()).isEmpty();
      assertThat(check.entriesPruned()).isPositive();
      assertThat(check.root()).isEqualTo(Logs.root(800));
    }
  }

  private static void checkPruned(FileLedger ledger) throws Exception {
    var gone = new Entries.Pruned(333, "24 months", Logs.NOW, 599);
    assertThat(ledger.view().entries(0, 1)).isEqualTo(gone);
    assertThat(ledger.view().entries(332, 1)).isEqualTo(gone);
    assertThat(Logs.entries(ledger, 333, 600)).hasSize(267);
    assertThat(((Entries.Found) ledger.view().entries(333, 1)).batch().entry(0))
        .isEqualTo(Logs.entry(333));
    var checker = new ProofChecker(new TreeHasher());
    for (long index = 0; index < 600; index += 31) {
      var proof = ledger.view().inclusion(index, 600);
      assertThat(checker.inclusion(proof, ledger.view().leafHash(index), Logs.root(600)))
          .isInstanceOf(ProofCheck.Verified.class);
    }
  }

  @Test
  void aDropWithoutAPublishedRecordOfItIsAMistakeOfTheCaller() throws Exception {
    try (FileLedger ledger = Logs.create(SimDisk.calm(), Logs.options(1))) {
      Logs.grow(ledger, 600, 20);
      assertThatThrownBy(() -> ledger.prune(300, "p", 599))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("published size 0");
      var _ = Logs.published(ledger.publish(SIGNER));
      assertThatThrownBy(() -> ledger.prune(300, "p", 299))
          .isInstanceOf(IllegalArgumentException.class);
      var _ = ledger.prune(300, "p", 599);
      assertThatThrownBy(() -> ledger.prune(200, "p", 599))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theTilesServeWhatIsPublishedAndAStrangerCanCheckThem() throws Exception {
    try (FileLedger ledger = Logs.create(SimDisk.calm(), Logs.options(1))) {
      Logs.grow(ledger, 700, 20);
      var tiles = new LedgerTiles(ledger);
      assertThat(new TileView(tiles).answer("checkpoint").status()).isEqualTo(404);
      var published = Logs.published(ledger.publish(SIGNER));
      assertThat(new TileView(tiles).answer("checkpoint").body())
          .isEqualTo(published.note().encode());
      Logs.grow(ledger, 900, 20);
      // The log is larger than what is published; nothing beyond that is served.
      assertThat(new TileView(tiles).answer("tile/0/002.p/188").status()).isEqualTo(200);
      assertThat(new TileView(tiles).answer("tile/0/002").status()).isEqualTo(404);
      assertThat(Fsck.of(tiles).signedBy(verifier()).run(FsckProgress.NONE).findings()).isEmpty();
      var _ = ledger.prune(512, "24 months", 699);
      assertThat(new TileView(tiles).answer("tile/entries/001").status()).isEqualTo(410);
      assertThat(
              Fsck.of(tiles)
                  .signedBy(verifier())
                  .prunedBelow(512)
                  .run(FsckProgress.NONE)
                  .findings())
          .isEmpty();
    }
  }

  @Test
  void aRestoredLogStartsWithWhatIsKnownOfTheOld() throws Exception {
    var statement =
        new RestoreStatement(
            LedgerRestore.nextOrigin(Logs.ORIGIN),
            Logs.ORIGIN,
            400,
            Logs.root(400),
            Logs.NOW,
            List.of("alice", "bob"),
            "controller disk failed, newest backup is two days old");
    LedgerOpening opening =
        LedgerRestore.start(SimDisk.calm(), statement, Logs.SEGMENT_BYTES, Logs.options(1));
    try (FileLedger ledger = Logs.running(opening)) {
      assertThat(ledger.origin()).isEqualTo("plant7.example/log/r2");
      byte[] entry = ((Entries.Found) ledger.view().entries(0, 1)).batch().entry(0);
      assertThat(RestoreStatement.decode(entry)).isEqualTo(new Decoded.Value<>(statement));
      assertThat(LedgerRestore.nextOrigin(ledger.origin())).isEqualTo("plant7.example/log/r3");
    }
  }

  @Test
  void aRestoreNeedsTwoPeople() {
    assertThatThrownBy(() ->
            new RestoreStatement(
                "a/r2", "a", 1, Logs.root(1), Logs.NOW, List.of("alice", " Alice"), "why"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            new RestoreStatement("a/r2", "a", 1, Logs.root(1), Logs.NOW, List.of("alice"), "why"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            new RestoreStatement(
                "a", "a", 1, Logs.root(1), Logs.NOW, List.of("alice", "bob"), "why"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRestoreStatementWithAnyByteChangedIsAnotherOrNone() {
    var statement =
        new RestoreStatement(
            "a/r2", "a", 17, Logs.root(3), Logs.NOW, List.of("alice", "bob"), "it broke");
    byte[] entry = statement.encode();
    for (int i = 0; i < entry.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] other = entry.clone();
        other[i] ^= (byte) (1 << bit);
        Decoded<RestoreStatement> decoded = RestoreStatement.decode(other);
        if (decoded instanceof Decoded.Value<RestoreStatement>(var value)) {
          assertThat(value).isNotEqualTo(statement);
          assertThat(value.encode()).isEqualTo(other);
        }
      }
    }
  }
}
