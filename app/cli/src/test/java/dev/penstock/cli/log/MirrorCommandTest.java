package dev.penstock.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.node.UpCommand;
import dev.penstock.disk.FileStorage;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedHead;
import dev.penstock.ledger.FileLedger;
import dev.penstock.ledger.LedgerOpening;
import dev.penstock.ledger.LedgerOptions;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.testkit.HeldPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command over a real ledger, into a real folder. */
class MirrorCommandTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-03T10:00:05Z"));

  private static final Map<String, String> ENVIRONMENT =
      Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "a-secret");

  /** Nobody says stop. */
  private static final UpCommand.Stop NEVER =
      time -> {
        // As a signal that does not come: the thread that waits is ended by an interrupt.
        new CountDownLatch(1).await();
        return false;
      };

  @TempDir private Path temp;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path ledger;
  private Path policy;
  private Path copy;
  private NoteSigner log;

  @BeforeEach
  void makeALedger() throws Exception {
    ledger = Files.createDirectories(temp.resolve("data/ledger"));
    copy = temp.resolve("copy");
    log = NoteSigner.ofLog("plant.example/log", TestSigner.ed25519());
    policy = policyOf(log, "policy");
    LedgerOpening opening =
        FileLedger.create(FileStorage.open(ledger), "plant.example/log", 1 << 20, options());
    assertThat(opening).isInstanceOf(LedgerOpening.Opened.class);
    try (FileLedger open = ((LedgerOpening.Opened) opening).ledger()) {
      grow(open, 1_000);
    }
  }

  private Path policyOf(NoteSigner signer, String name) throws IOException {
    return Files.writeString(temp.resolve(name), "log " + signer.key().vkey() + "\nquorum none\n");
  }

  private static LedgerOptions options() {
    return LedgerOptions.of(CLOCK, new SecureRandom(), "test", PublishedHead.NONE);
  }

  private void grow(FileLedger open, int entries) throws Exception {
    var batch = new EntryBatch.Builder();
    for (int i = 0; i < entries; i++) {
      var _ = batch.add(("entry " + i).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(open.append(batch.build(), 0)).isInstanceOf(AppendOutcome.Appended.class);
    assertThat(open.publish(log)).isInstanceOf(Publication.Published.class);
  }

  private void grow(int entries) {
    try {
      LedgerOpening opening = FileLedger.open(FileStorage.open(ledger), options());
      try (FileLedger open = ((LedgerOpening.Opened) opening).ledger()) {
        grow(open, entries);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
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

  private int mirror(String... arguments) {
    return mirror(NEVER, arguments);
  }

  private int mirror(UpCommand.Stop stop, String... arguments) {
    return run(new MirrorCommand(JdkSignatures::new, stop, ENVIRONMENT), arguments);
  }

  private String[] from(Path source, String... more) {
    var all =
        new ArrayList<>(List.of(source.toString(), copy.toString(), "--policy", policy.toString()));
    boolean _ = all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static Map<String, String> files(Path folder) throws IOException {
    var all = new TreeMap<String, String>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (!Set.of("mirror.lock", "mirror.pending").contains(name)) {
          String _ =
              all.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return all;
  }

  @Test
  void theCopyEqualsTheExportAndFsckVerifiesIt() throws IOException {
    assertThat(mirror(from(temp.resolve("data")))).as(err.toString()).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("log      plant.example/log", "copied   1000 entries", "UP TO DATE at size 1000");
    Path export = temp.resolve("static");
    int exported =
        run(new ExportCommand(), "--data", temp + "/data", "--static", export.toString());
    assertThat(exported).isEqualTo(ExitCode.OK);
    assertThat(files(copy)).isEqualTo(files(export));
    int checked =
        run(
            new FsckCommand(JdkSignatures::new, Map.of()),
            copy.toString(),
            "--key",
            log.key().vkey());
    assertThat(checked).as(out.toString()).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("VERIFIED: whole");
    assertThat(mirror(from(temp.resolve("data")))).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).doesNotContain("copied").contains("UP TO DATE");
    // And from the export, as from any folder of tiles.
    copy = temp.resolve("second");
    assertThat(mirror(from(export, "--json"))).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .startsWith("{\"event\":\"advanced\",\"origin\":\"plant.example/log\",\"size\":1000,")
        .endsWith("}\n");
    assertThat(files(copy)).isEqualTo(files(export));
  }

  @Test
  void aFollowerGoesOnWhileTheLogGrowsAndEndsInOrder() {
    var rounds = new AtomicInteger();
    Thread worker = Thread.currentThread();
    UpCommand.Stop stop =
        time -> {
          if (!Thread.currentThread().equals(worker)) {
            return NEVER.await(time);
          }
          assertThat(time).isEqualTo(Duration.ofSeconds(5));
          if (rounds.incrementAndGet() < 4) {
            grow(300);
            return false;
          }
          return true;
        };
    assertThat(mirror(stop, from(temp.resolve("data"), "--follow", "--every", "5s")))
        .as(err.toString())
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("size 1000", "size 1300", "size 1600", "size 1900");
    int checked =
        run(
            new FsckCommand(JdkSignatures::new, Map.of()),
            copy.toString(),
            "--key",
            log.key().vkey());
    assertThat(checked).as(out.toString()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aFollowerKeepsTryingWithLongerPausesAndSaysSo() throws IOException {
    Path source = Files.createDirectory(temp.resolve("tiles"));
    Path hidden = temp.resolve("hidden");
    int exported =
        run(new ExportCommand(), "--data", temp + "/data", "--static", hidden.toString());
    assertThat(exported).isEqualTo(ExitCode.OK);
    var waits = new ArrayList<Duration>();
    Thread worker = Thread.currentThread();
    UpCommand.Stop stop =
        time -> {
          if (!Thread.currentThread().equals(worker)) {
            return NEVER.await(time);
          }
          boolean _ = waits.add(time);
          try {
            if (waits.size() == 3) {
              Files.delete(source);
              var _ = Files.move(hidden, source);
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return waits.size() == 4;
        };
    assertThat(mirror(stop, from(source, "--follow"))).isEqualTo(ExitCode.OK);
    assertThat(waits)
        .containsExactly(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(40),
            Duration.ofSeconds(10));
    assertThat(out.toString())
        .containsOnlyOnce("has published no checkpoint yet")
        .contains("over     the copy goes on after 3 failed rounds", "UP TO DATE");
  }

  @Test
  void theWordToStopEndsARunBetweenTwoResources() {
    var asked = new AtomicInteger();
    UpCommand.Stop atOnce =
        time -> {
          var _ = asked.incrementAndGet();
          return true;
        };
    int exit = mirror(atOnce, from(temp.resolve("data")));
    assertThat(exit).isIn(ExitCode.OK, ExitCode.BROKEN);
    assertThat(mirror(from(temp.resolve("data")))).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("UP TO DATE at size 1000");
    assertThat(asked).hasPositiveValue();
  }

  @Test
  void aLogThatWasRewrittenIsRefusedWithBothNotes() throws Exception {
    assertThat(mirror(from(temp.resolve("data")))).isEqualTo(ExitCode.OK);
    Path other = Files.createDirectories(temp.resolve("other/ledger"));
    LedgerOpening opening =
        FileLedger.create(FileStorage.open(other), "plant.example/log", 1 << 20, options());
    try (FileLedger open = ((LedgerOpening.Opened) opening).ledger()) {
      grow(open, 7);
      grow(open, 1_200);
    }
    byte[] before = Files.readAllBytes(copy.resolve("checkpoint"));
    assertThat(mirror(from(temp.resolve("other"), "--follow"))).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("FINDING  REWRITE", "evidence", "conflicts/rewrite-");
    try (Stream<Path> kept = Files.walk(copy.resolve("conflicts"))) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .contains("smaller.note", "larger.note", "beginning.root", "why.txt");
    }
    assertThat(Files.readAllBytes(copy.resolve("checkpoint"))).isEqualTo(before);
    assertThat(mirror(from(temp.resolve("other"), "--json"))).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("\"event\":\"contradicted\",\"kind\":\"REWRITE\"");
    assertThat(mirror(from(temp.resolve("data")))).isEqualTo(ExitCode.OK);
  }

  @Test
  void aHeadThatThePolicyDoesNotKnowIsRefused() throws Exception {
    policy = policyOf(NoteSigner.ofLog("plant.example/log", TestSigner.ed25519()), "other");
    assertThat(mirror(from(temp.resolve("data")))).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("FINDING", "plant.example/log", "REFUSED");
    assertThat(copy.resolve("tile")).doesNotExist();
  }

  @Test
  void aChangedTileOfTheSourceIsNamed() throws IOException {
    Path export = temp.resolve("static");
    int exported =
        run(new ExportCommand(), "--data", temp + "/data", "--static", export.toString());
    assertThat(exported).isEqualTo(ExitCode.OK);
    Path bundle = export.resolve("tile/entries/002");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[100] ^= 1;
    var _ = Files.write(bundle, bytes);
    assertThat(mirror(from(export, "--json"))).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("\"reason\":\"WRONG_BYTES\"", "tile/entries/002");
    assertThat(copy.resolve("tile/entries/002")).doesNotExist();
    assertThat(copy.resolve("checkpoint")).doesNotExist();
    Files.delete(bundle);
    assertThat(mirror(from(export))).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("does not say that it was pruned", "--pruned-below 768");
  }

  @Test
  void whatCannotBeUsedIsOneLineThatSaysWhatToDo() throws IOException {
    unusable("is no time such as", from(temp.resolve("data"), "--every", "soon"));
    unusable("exclude each other", from(temp.resolve("data"), "--once", "--follow"));
    unusable("neither a folder nor", from(temp.resolve("nowhere")));
    unusable("use https", "http://plant.example/log", copy.toString(), "--policy", policy + "");
    unusable("holds no token", from(temp.resolve("data"), "--token-file", policy.toString()));
    Path token = Files.writeString(temp.resolve("token"), "secret\n");
    unusable(
        "is for a SOURCE that is a URL",
        from(temp.resolve("data"), "--token-file", token.toString()));
    String data = temp.resolve("data").toString();
    unusable("a node's own folder", data, data, "--policy", policy.toString());
    unusable("cannot be read", data, copy.toString(), "--policy", temp + "/none");
    Path empty = Files.writeString(temp.resolve("empty"), "quorum none\n");
    unusable("lists no log", data, copy.toString(), "--policy", empty.toString());
    unusable("holds other files", data, temp.toString(), "--policy", policy.toString());
  }

  @Test
  void anObjectStoreIsAskedForWhatItCannotDo() throws IOException {
    String data = temp.resolve("data").toString();
    List<String> call = List.of(data, "s3://plant7/log", "--policy", policy.toString());
    unusable("either --retain DAYS or --no-lock", call.toArray(String[]::new));
    unusable("must be 1..36500 days", with(call, "--retain", "0"));
    unusable("use https", with(call, "--retain", "9", "--endpoint", "http://store.example"));
    unusable("nothing behind it", with(call, "--no-lock", "--endpoint", "https://x/y"));
    Path keys = Files.writeString(temp.resolve("keys"), "[default]\naws_access_key_id = x\n");
    unusable("needs the lines", with(call, "--no-lock", "--credentials", keys.toString()));
    assertThat(err.toString()).doesNotContain("a-secret");
    unusable("are for s3://", from(temp.resolve("data"), "--retain", "9"));
    unusable("is no s3://bucket/prefix", data, "s3://X", "--policy", policy + "", "--no-lock");
    int port = HeldPorts.next();
    // A link that is down is no reason to give up: 3, and tried again by who follows.
    String[] call9 = with(call, "--retain", "9", "--endpoint", "http://127.0.0.1:" + port);
    assertThat(mirror(call9)).isEqualTo(ExitCode.BROKEN);
    assertThat(out.toString()).contains("trouble", "tried 4 times").doesNotContain("a-secret");
  }

  private static String[] with(List<String> call, String... more) {
    return Stream.concat(call.stream(), Stream.of(more)).toArray(String[]::new);
  }

  private void unusable(String why, String... arguments) {
    assertThat(mirror(arguments)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString().lines()).singleElement().asString().contains(why);
  }

  @Test
  void twoMirrorsNeverWriteOneFolder() throws Exception {
    var _ = Files.createDirectory(copy);
    try (MirrorTo held = MirrorTo.folder(copy)) {
      assertThat(held.place("x")).endsWith("x");
      unusable("is being written by another mirror", from(temp.resolve("data")));
    }
    assertThat(mirror(from(temp.resolve("data")))).isEqualTo(ExitCode.OK);
  }

  @Test
  void aPaceLetsThroughWhatItSays() {
    var pace = new LinkPace(80);
    long now = System.nanoTime();
    long waited = 0;
    for (int i = 0; i < 100; i++) {
      waited = pace.waitFor(1_000, now);
    }
    // 100 kB at 80 kbit/s take ten seconds, less what may come at once.
    assertThat(Duration.ofNanos(waited))
        .isBetween(Duration.ofMillis(9_500), Duration.ofMillis(10_100));
    assertThat(pace.waitFor(0, now + Duration.ofSeconds(11).toNanos())).isZero();
    assertThat(new LinkPace(0).waitFor(1 << 30, now)).isZero();
  }
}
