package dev.penstock.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.doctor.Finding;
import dev.penstock.cli.doctor.RollbackCheck;
import dev.penstock.cli.exit.ExitCode;
import dev.penstock.disk.FileStorage;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedHead;
import dev.penstock.ledger.FileLedger;
import dev.penstock.ledger.FilePublishedHead;
import dev.penstock.ledger.LedgerOpening;
import dev.penstock.ledger.LedgerOptions;
import dev.penstock.ledger.LedgerReader;
import dev.penstock.ledger.ReaderOpening;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.Signer;
import dev.penstock.testkit.HeldPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands over a real ledger in a real folder. */
class LogCommandsTest {
  private static final int ENTRIES = 1_000;
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-03T10:00:05Z"));

  @TempDir private Path temp;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path ledger;
  private NoteSigner log;

  @BeforeEach
  void makeALedger() throws Exception {
    ledger = Files.createDirectories(temp.resolve("data/ledger"));
    Signer signer = TestSigner.ed25519();
    log = NoteSigner.ofLog("plant.example/log", signer);
    var options = LedgerOptions.of(CLOCK, new SecureRandom(), "test", PublishedHead.NONE);
    LedgerOpening opening =
        FileLedger.create(FileStorage.open(ledger), "plant.example/log", 1 << 20, options);
    assertThat(opening).isInstanceOf(LedgerOpening.Opened.class);
    try (FileLedger open = ((LedgerOpening.Opened) opening).ledger()) {
      var batch = new EntryBatch.Builder();
      for (int i = 0; i < ENTRIES; i++) {
        var _ = batch.add(("entry " + i).getBytes(StandardCharsets.UTF_8));
      }
      assertThat(open.append(batch.build(), 0)).isInstanceOf(AppendOutcome.Appended.class);
      assertThat(open.publish(log)).isInstanceOf(Publication.Published.class);
    }
  }

  private int run(Object command, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private int fsck(String... arguments) {
    return run(new FsckCommand(JdkSignatures::new, Map.of()), arguments);
  }

  private String vkey() {
    return log.key().vkey();
  }

  private Path export() {
    Path target = temp.resolve("static");
    int exit =
        run(
            new ExportCommand(),
            "--data",
            temp.resolve("data").toString(),
            "--static",
            target.toString());
    assertThat(exit).as(err.toString()).isEqualTo(ExitCode.OK);
    return target;
  }

  @Test
  void aSoundLedgerIsVerifiedWithItsKeyAndOnlySelfConsistentWithout() {
    assertThat(fsck(temp.resolve("data").toString(), "--key", vkey())).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("plant.example/log", ENTRIES + " entries", "VERIFIED");
    assertThat(fsck(ledger.toString())).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("SELF-CONSISTENT only");
  }

  @Test
  void aLedgerSignedByAnotherKeyIsNotVerified() throws Exception {
    NoteSigner other = NoteSigner.ofLog("plant.example/log", TestSigner.ed25519());
    assertThat(fsck(ledger.toString(), "--key", other.key().vkey())).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).doesNotContain("verdict  VERIFIED");
  }

  @Test
  void oneChangedByteInTheLedgerIsAFindingWithItsPlace() throws IOException {
    Path segment;
    try (var files = Files.list(ledger.resolve("headers"))) {
      segment = files.sorted().findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[6_000] ^= 1;
    var _ = Files.write(segment, bytes);
    assertThat(fsck(ledger.toString(), "--key", vkey())).isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .contains("FINDING", "NOT VERIFIED", segment.getFileName().toString());
  }

  @Test
  void anExportIsVerifiedAndAChangedExportIsNot() throws IOException {
    Path target = export();
    assertThat(fsck(target.toString(), "--key", vkey())).isEqualTo(ExitCode.OK);
    Path bundle = target.resolve("tile/entries/001");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[100] ^= 1;
    var _ = Files.write(bundle, bytes);
    assertThat(fsck(target.toString(), "--key", vkey())).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("FINDING", "NOT VERIFIED");
  }

  @Test
  void whatIsNoLogIsUnusableAndSaysWhatWasLookedFor() {
    assertThat(fsck(temp.toString())).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("neither a ledger").contains("nor tiles");
    assertThat(fsck(temp.resolve("nowhere").toString())).isEqualTo(ExitCode.UNUSABLE);
    assertThat(fsck(ledger.toString(), "--key", "nonsense")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("--key nonsense");
    assertThat(fsck("http://")).isEqualTo(ExitCode.UNUSABLE);
  }

  /** The node holds the folder's lock, and goes on appending. */
  @Test
  void anExportBesideARunningNodeHoldsWhatWasPublishedAndIsVerified() throws Exception {
    var options = LedgerOptions.of(CLOCK, new SecureRandom(), "the node", PublishedHead.NONE);
    LedgerOpening opening = FileLedger.open(FileStorage.open(ledger), options);
    assertThat(opening).isInstanceOf(LedgerOpening.Opened.class);
    try (FileLedger node = ((LedgerOpening.Opened) opening).ledger()) {
      assertThat(node.append(EntryBatch.of(new byte[] {1}), 0))
          .isInstanceOf(AppendOutcome.Appended.class);
      Path target = export();
      assertThat(out.toString()).contains("note: no published head is kept outside the folder");
      assertThat(node.publish(log)).isInstanceOf(Publication.Published.class);
      assertThat(fsck(target.toString(), "--key", vkey())).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).contains(ENTRIES + " entries, root");
      target = export();
      assertThat(fsck(target.toString(), "--key", vkey())).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).contains(ENTRIES + 1 + " entries, root");
      assertThat(fsck(ledger.toString(), "--key", vkey())).isEqualTo(ExitCode.OK);
      assertThat(out.toString())
          .contains("note     no published head is kept outside the folder", "VERIFIED");
    }
  }

  @Test
  void anExportOfADamagedLedgerSaysSoAndIsNoSuccess() throws IOException {
    Path leafHashes = ledger.resolve("levels/0");
    byte[] bytes = Files.readAllBytes(leafHashes);
    bytes[32 * ENTRIES - 1] ^= 1;
    var _ = Files.write(leafHashes, bytes);
    int exit =
        run(
            new ExportCommand(),
            "--data",
            temp.resolve("data").toString(),
            "--static",
            temp.resolve("static").toString());
    assertThat(exit).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("FINDING: LEVELS_DAMAGED");
    assertThat(temp.resolve("static/checkpoint")).doesNotExist();
  }

  @Test
  void theDoctorTellsWhetherARollbackOfTheFolderWouldBeSeen() throws Exception {
    Path data = temp.resolve("data");
    Path head = Files.createDirectory(temp.resolve("head"));
    var check = new RollbackCheck();
    assertThat(check.look(data))
        .isInstanceOfSatisfying(
            Finding.Notice.class,
            notice -> assertThat(notice.seen()).contains("replaced by an older copy"));
    assertThat(check.look(temp, Optional.of(head))).isInstanceOf(Finding.Good.class);
    assertThat(check.look(data, Optional.of(head)))
        .isInstanceOfSatisfying(
            Finding.Notice.class, notice -> assertThat(notice.seen()).contains("knows nothing"));
    assertThat(check.look(data, Optional.of(temp.resolve("nowhere"))))
        .isInstanceOf(Finding.Bad.class);
    var outside = new FilePublishedHead(FileStorage.open(head));
    Digest root = rootOfTheLedger();
    outside.advance("plant.example/log", ENTRIES, root, CLOCK.instant());
    assertThat(check.look(data, Optional.of(head)))
        .isInstanceOfSatisfying(
            Finding.Notice.class,
            notice -> assertThat(notice.seen()).contains("size 1000", "on the disk of the ledger"));
    outside.advance("plant.example/log", ENTRIES + 1, root, CLOCK.instant());
    assertThat(check.look(data, Optional.of(head)))
        .isInstanceOfSatisfying(
            Finding.Bad.class, bad -> assertThat(bad.seen()).contains("PUBLISHED_HEAD_AHEAD"));
  }

  private void append(int count) throws Exception {
    var options = LedgerOptions.of(CLOCK, new SecureRandom(), "test", PublishedHead.NONE);
    LedgerOpening opening = FileLedger.open(FileStorage.open(ledger), options);
    try (FileLedger open = ((LedgerOpening.Opened) opening).ledger()) {
      for (int i = 0; i < count; i++) {
        assertThat(open.append(EntryBatch.of(new byte[] {1}), 0))
            .isInstanceOf(AppendOutcome.Appended.class);
      }
    }
  }

  @Test
  void aVerdictCoversWhatIsSignedAndNamesTheRest() throws Exception {
    append(5);
    assertThat(fsck(ledger.toString(), "--key", vkey())).isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .contains("entries 1000..1004: nobody vouches", "VERIFIED only up to size 1000");
    assertThat(fsck(ledger.toString(), "--key", vkey(), "--unsigned-tail", "4"))
        .isEqualTo(ExitCode.NO);
    assertThat(fsck(ledger.toString(), "--key", vkey(), "--unsigned-tail", "5"))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("VERIFIED up to size 1000");
  }

  @Test
  void aWitnessThatSignedDoesNotMakeALogTheLog() throws Exception {
    NoteSigner witness = NoteSigner.ofCosigner("witness.example", TestSigner.ed25519());
    Path file = export().resolve("checkpoint");
    Note note = ((Decoded.Value<Note>) Note.decode(Files.readAllBytes(file))).value();
    Checkpoint head = ((Decoded.Value<Checkpoint>) Checkpoint.decode(note.text())).value();
    byte[] cosigned = note.with(witness.sign(head, 1)).encode();
    var _ = Files.write(file, cosigned);
    String witnessKey = witness.key().vkey();
    String target = file.getParent().toString();
    // A key that only ever cosigns cannot say whose log it is.
    assertThat(fsck(target, "--key", witnessKey)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("no --key is an Ed25519 key of a log");
    assertThat(fsck(target, "--key", witnessKey, "--key", vkey())).isEqualTo(ExitCode.OK);
    NoteSigner other = NoteSigner.ofLog("other.example", TestSigner.ed25519());
    var _ = Files.write(file, note.with(other.sign(head, 1)).encode());
    assertThat(fsck(target, "--key", other.key().vkey())).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("of the given keys only other.example+", "not the log's");
  }

  @Test
  void whatCannotBeReachedIsNotJudged() throws Exception {
    int port = HeldPorts.next();
    assertThat(fsck("http://127.0.0.1:" + port + "/log")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("cannot be read");
    assertThat(out.toString()).doesNotContain("VERIFIED");
  }

  @Test
  void textOfOthersCannotDrawAVerdict() {
    assertThat(PlainText.of("plant\u001b[2J\u009b31m\u202eVERIFIED\n"))
        .isEqualTo("plant?[2J?31m?VERIFIED?");
    assertThat(PlainText.of("Größe 3 µm, 工厂")).isEqualTo("Größe 3 µm, 工厂");
  }

  private Digest rootOfTheLedger() throws IOException {
    ReaderOpening opening = LedgerReader.open(FileStorage.open(ledger), PublishedHead.NONE);
    assertThat(opening).isInstanceOf(ReaderOpening.Opened.class);
    try (LedgerReader reader = ((ReaderOpening.Opened) opening).reader()) {
      return reader.view().head().root();
    }
  }

  private int restore(String first, String second, String key, Path folder) {
    return run(
        new RestoreCommand(JdkSignatures::new),
        "--data",
        folder.toString(),
        "--checkpoint",
        temp.resolve("static/checkpoint").toString(),
        "--key",
        key,
        "--reason",
        "disk lost",
        "--approver",
        first,
        "--approver",
        second);
  }

  @Test
  void aNewLogBindsTheLastCheckpointOfTheOldOne() {
    Path checkpoint = export().resolve("checkpoint");
    assertThat(checkpoint).exists();
    Path fresh = temp.resolve("new");
    assertThat(restore("ana", "ben", vkey(), fresh)).as(err.toString()).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("plant.example/log/r2", "size " + ENTRIES);
    assertThat(fsck(fresh.toString())).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("SELF-CONSISTENT", "1 entries");
    assertThat(restore("ana", "ben", vkey(), fresh)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("is there already");
    assertThat(
            run(
                new RestoreCommand(JdkSignatures::new),
                "--data",
                temp + "/x",
                "--reason",
                "r",
                "--approver",
                "a",
                "--approver",
                "b"))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("name a BACKUP, or --checkpoint and --key");
  }

  @Test
  void oneApproverOrAForeignCheckpointStartsNothing() throws Exception {
    Path checkpoint = export().resolve("checkpoint");
    assertThat(checkpoint).exists();
    Path fresh = temp.resolve("new");
    assertThat(restore("ana", "Ana", vkey(), fresh)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("two people");
    String other = NoteSigner.ofLog("plant.example/log", TestSigner.ed25519()).key().vkey();
    assertThat(restore("ana", "ben", other, fresh)).isEqualTo(ExitCode.NO);
    assertThat(fresh).doesNotExist();
  }
}
