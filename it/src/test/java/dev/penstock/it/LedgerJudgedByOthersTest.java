package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.disk.FileStorage;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.PublishedHead;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Peers;
import dev.penstock.ledger.FileLedger;
import dev.penstock.ledger.LedgerOpening;
import dev.penstock.ledger.LedgerOptions;
import dev.penstock.ledger.LedgerReader;
import dev.penstock.ledger.LedgerTiles;
import dev.penstock.ledger.ReaderOpening;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.tile.TileHashReader;
import dev.penstock.merkle.tile.TileView;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.KeyRotation;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.tiles.StaticTiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real ledger of random size, its proofs, tiles, checkpoints and cosignatures, before judges that
 * others wrote: the Go project's log code, Sigstore's verifier, and tessera's. What was changed
 * must be refused.
 */
class LedgerJudgedByOthersTest {
  private static final String ORIGIN = "plant.example/log";
  private static final HexFormat HEX = HexFormat.of();

  /** More than the tiles of the largest log here. */
  private static final int FSCK_WORKERS = 16;

  private final SplittableRandom random = new SplittableRandom(Seed.value());
  private final Peers peers = Peers.ofThisMachine();
  private final List<byte[]> entries = new ArrayList<>();

  @TempDir private Path temp;

  /** A key of the log: its signer, and what judges must be told of it. */
  private record LogKey(Signer bare, NoteSigner signer, KeyPair pair) {
    static LogKey make() throws Exception {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      Signer bare = new JdkSignatures().signer(SignatureAlgorithm.ED25519, pair);
      return new LogKey(bare, NoteSigner.ofLog(ORIGIN, bare), pair);
    }

    String vkey() {
      return signer.key().vkey();
    }

    Map<String, String> asSigstoreWantsIt(String note) {
      return Map.of(
          "note",
          note,
          "name",
          ORIGIN,
          "keyHash",
          HEX.toHexDigits(signer.key().id()),
          "key",
          HEX.formatHex(pair.getPublic().getEncoded()));
    }
  }

  private FileLedger create(Path folder) throws IOException {
    var options =
        LedgerOptions.of(
            InstantSource.system(), new SplittableRandom(1), "judged", PublishedHead.NONE);
    LedgerOpening opening =
        FileLedger.create(
            FileStorage.open(Files.createDirectory(folder)), ORIGIN, 1 << 20, options);
    assertThat(opening).isInstanceOf(LedgerOpening.Opened.class);
    return ((LedgerOpening.Opened) opening).ledger();
  }

  private void grow(FileLedger ledger, int count) throws InterruptedException {
    var batch = new EntryBatch.Builder();
    for (int i = 0; i < count; i++) {
      byte[] entry = new byte[random.nextInt(200)];
      random.nextBytes(entry);
      entries.add(entry);
      batch = batch.add(entry);
    }
    assertThat(ledger.append(batch.build(), 0)).isInstanceOf(AppendOutcome.Appended.class);
  }

  /** The statement of both keys is the next entry; no other way leads to a new key. */
  private void rotate(FileLedger ledger, LogKey from, LogKey to) throws Exception {
    byte[] statement =
        new KeyRotation(ORIGIN, from.bare().key(), to.bare().key(), entries.size())
            .sign(from.bare(), to.bare());
    assertThat(ledger.rotate(statement)).isInstanceOf(AppendOutcome.Appended.class);
    entries.add(statement);
  }

  private static PublishedCheckpoint publish(FileLedger ledger, LogKey key) {
    Publication publication = ledger.publish(key.signer());
    assertThat(publication).isInstanceOf(Publication.Published.class);
    return ((Publication.Published) publication).checkpoint();
  }

  private static String text(Note note) {
    return new String(note.encode(), StandardCharsets.UTF_8);
  }

  private static List<String> hexes(HashPath path) {
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < path.count(); i++) {
      hashes.add(path.hash(i).toString());
    }
    return hashes;
  }

  private String withOneBitFlipped(String hex) {
    byte[] bytes = HEX.parseHex(hex);
    int bit = random.nextInt(bytes.length * 8);
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return HEX.formatHex(bytes);
  }

  /** All that a changed proof can be: one hash another, one missing, one too many. */
  private List<List<String>> tampered(List<String> proof) {
    List<List<String>> all = new ArrayList<>();
    List<String> longer = new ArrayList<>(proof);
    longer.add("00".repeat(32));
    all.add(longer);
    if (!proof.isEmpty()) {
      int at = random.nextInt(proof.size());
      List<String> other = new ArrayList<>(proof);
      var _ = other.set(at, withOneBitFlipped(other.get(at)));
      all.add(other);
      List<String> shorter = new ArrayList<>(proof);
      var _ = shorter.remove(at);
      all.add(shorter);
    }
    return all;
  }

  private Map<String, Object> inclusion(long index, long size, String root, List<String> proof) {
    byte[] entry = entries.get((int) index);
    return Map.of(
        "leaf", HEX.formatHex(entry),
        "leafHash", new TreeHasher().leaf(entry).toString(),
        "index", index,
        "size", size,
        "root", root,
        "proof", proof);
  }

  private static Map<String, Object> consistency(
      long oldSize, String oldRoot, long size, String root, List<String> proof) {
    return Map.of(
        "oldSize", oldSize, "oldRoot", oldRoot, "size", size, "root", root, "proof", proof);
  }

  /** Proofs by the ledger itself, and by one who has only the tiles it serves. */
  @Test
  void bothAcceptOurProofsFromTheLedgerAndFromItsTilesAndRefuseChangedOnes() throws Exception {
    try (Judge go = peers.goJudge();
        Judge npm = peers.npmJudge()) {
      for (int log = 0; log < Deep.cases(6, 200); log++) {
        entries.clear();
        try (FileLedger ledger = create(temp.resolve("log" + log))) {
          int size = 1 + random.nextInt(log % 3 == 0 ? 1_500 : 300);
          for (int left = size; left > 0; ) {
            int count = Math.min(left, 1 + random.nextInt(400));
            grow(ledger, count);
            left -= count;
          }
          PublishedCheckpoint _ = publish(ledger, LogKey.make());
          LedgerView view = ledger.view();
          var tiles =
              new ProofMaker(new TreeHasher(), new TileHashReader(new LedgerTiles(ledger), size));
          for (int i = 0; i < 12; i++) {
            long asOf = i < 6 ? size : 1 + random.nextLong(size);
            String root = view.root(asOf).toString();
            long index = random.nextLong(asOf);
            List<String> proof = hexes(view.inclusion(index, asOf).path());
            if (asOf == size) {
              assertThat(hexes(tiles.inclusion(index, asOf).path())).isEqualTo(proof);
            }
            judgeInclusion(List.of(go, npm), index, asOf, root, proof);
            long oldSize = 1 + random.nextLong(asOf);
            judgeConsistency(
                go,
                oldSize,
                view.root(oldSize),
                asOf,
                root,
                hexes(view.consistency(oldSize, asOf).path()));
          }
        }
      }
    }
  }

  private void judgeInclusion(
      List<Judge> judges, long index, long size, String root, List<String> proof) {
    String asked = "entry %d of %d, %s".formatted(index, size, Seed.describe());
    for (Judge judge : judges) {
      assertThat(judge.accepts("check-inclusion", inclusion(index, size, root, proof)))
          .as(asked)
          .isTrue();
      for (List<String> other : tampered(proof)) {
        assertThat(judge.accepts("check-inclusion", inclusion(index, size, root, other)))
            .as(asked)
            .isFalse();
      }
      String otherRoot = withOneBitFlipped(root);
      assertThat(judge.accepts("check-inclusion", inclusion(index, size, otherRoot, proof)))
          .as(asked)
          .isFalse();
    }
  }

  private void judgeConsistency(
      Judge go, long oldSize, Digest oldRoot, long size, String root, List<String> proof) {
    String asked = "%d to %d, %s".formatted(oldSize, size, Seed.describe());
    String old = oldRoot.toString();
    assertThat(go.accepts("check-consistency", consistency(oldSize, old, size, root, proof)))
        .as(asked)
        .isTrue();
    for (List<String> other : tampered(proof)) {
      assertThat(go.accepts("check-consistency", consistency(oldSize, old, size, root, other)))
          .as(asked)
          .isFalse();
    }
    assertThat(
            go.accepts(
                "check-consistency",
                consistency(oldSize, withOneBitFlipped(old), size, root, proof)))
        .as(asked)
        .isFalse();
  }

  /** The key is changed now and then; each checkpoint is judged by the key of its time. */
  @Test
  void bothAcceptEachCheckpointUnderTheKeyOfItsTimeAndNoOther() throws Exception {
    try (Judge go = peers.goJudge();
        Judge npm = peers.npmJudge();
        FileLedger ledger = create(temp.resolve("rotated"))) {
      LogKey key = LogKey.make();
      for (int i = 0; i < Deep.cases(12, 200); i++) {
        LogKey before = key;
        boolean isRotated = i > 0 && random.nextInt(3) == 0;
        if (isRotated) {
          key = LogKey.make();
          rotate(ledger, before, key);
        }
        grow(ledger, 1 + random.nextInt(40));
        PublishedCheckpoint published = publish(ledger, key);
        String note = text(published.note());
        String root = published.checkpoint().root().toString();
        assertThat(goOpens(go, note, List.of(key.vkey()))).isTrue();
        var read = npm.ask("check-checkpoint", key.asSigstoreWantsIt(note));
        assertThat(read.get("ok").asBoolean()).isTrue();
        assertThat(read.get("root").asText()).isEqualTo(root);
        assertThat(read.get("size").asLong()).isEqualTo(entries.size());
        // Who holds both keys, as an auditor does over a rotation, accepts it too.
        assertThat(goOpens(go, note, List.of(before.vkey(), LogKey.make().vkey())))
            .isEqualTo(!isRotated);
        if (isRotated) {
          assertThat(goOpens(go, note, List.of(before.vkey(), key.vkey()))).isTrue();
          assertThat(npm.accepts("check-checkpoint", before.asSigstoreWantsIt(note))).isFalse();
        }
        String size = "\n" + entries.size() + "\n";
        String changed = note.replace(size, "\n" + (entries.size() + 1) + "\n");
        assertThat(goOpens(go, changed, List.of(key.vkey()))).isFalse();
        assertThat(npm.accepts("check-checkpoint", key.asSigstoreWantsIt(changed))).isFalse();
      }
    }
  }

  private static boolean goOpens(Judge go, String note, List<String> keys) {
    return go.accepts("open-note", Map.of("note", note, "keys", keys));
  }

  @Test
  void othersAcceptOurCosignaturesAndRefuseThoseWithAnotherTimeOrText() throws Exception {
    try (Judge judge = peers.cosignatureJudge();
        FileLedger ledger = create(temp.resolve("cosigned"))) {
      LogKey key = LogKey.make();
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      NoteSigner witness =
          NoteSigner.ofCosigner(
              "witness.example/w1", new JdkSignatures().signer(SignatureAlgorithm.ED25519, pair));
      for (int i = 0; i < Deep.cases(8, 200); i++) {
        grow(ledger, 1 + random.nextInt(40));
        PublishedCheckpoint published = publish(ledger, key);
        NoteSignature own = published.note().signatures().getFirst();
        NoteSignature cosignature =
            witness.sign(published.checkpoint(), 1_700_000_000L + random.nextInt(1 << 30));
        String text = published.checkpoint().text();
        String good = text(new Note(text, List.of(own, cosignature)));
        assertThat(opens(judge, good, key, witness)).isTrue();
        byte[] blob = cosignature.signature();
        blob[random.nextInt(blob.length)] ^= (byte) (1 << random.nextInt(8));
        NoteSignature other = NoteSignature.of(cosignature.name(), cosignature.keyId(), blob);
        assertThat(opens(judge, text(new Note(text, List.of(own, other))), key, witness))
            .as(Seed.describe())
            .isFalse();
      }
    }
  }

  private static boolean opens(Judge judge, String note, LogKey key, NoteSigner witness) {
    return judge.accepts(
        "open-note",
        Map.of(
            "note", note,
            "keys", List.of(key.vkey()),
            "cosigners", List.of(witness.key().vkey())));
  }

  @Test
  void tesseraDerivesTheSameRootFromOurTilesServedAndExportedAndSeesChanges() throws Exception {
    Path fsck = peers.tesseraFsck();
    for (int log = 0; log < Deep.cases(2, 30); log++) {
      entries.clear();
      Path folder = temp.resolve("served" + log);
      LogKey key = LogKey.make();
      Path vkey = Files.writeString(temp.resolve("vkey" + log), key.vkey());
      try (FileLedger ledger = create(folder)) {
        grow(ledger, 1 + random.nextInt(700));
        grow(ledger, 1 + random.nextInt(700));
        PublishedCheckpoint published = publish(ledger, key);
        grow(ledger, 1 + random.nextInt(10));
        assertThat(served(fsck, vkey, ledger)).as(Seed.describe()).contains(success(published));
        String url = export(folder, temp.resolve("export" + log));
        assertThat(run(fsck, vkey, url)).as(Seed.describe()).contains(success(published));
        Path changed = changeAByte(temp.resolve("export" + log + "/tile"));
        assertThat(run(fsck, vkey, url))
            .as("%s, %s", changed, Seed.describe())
            .contains("fsck failed")
            .doesNotContain("Successfully");
        Path other = Files.writeString(temp.resolve("other" + log), LogKey.make().vkey());
        assertThat(served(fsck, other, ledger)).doesNotContain("Successfully");
      }
    }
  }

  /** What fsck says about the tile view behind a small server of this process. */
  private String served(Path fsck, Path vkey, FileLedger ledger) throws Exception {
    var view = new TileView(new LedgerTiles(ledger));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var _ =
        server.createContext(
            "/log/",
            exchange -> {
              var answer = view.answer(exchange.getRequestURI().getPath().substring(5));
              exchange.sendResponseHeaders(answer.status(), answer.body().length);
              exchange.getResponseBody().write(answer.body());
              exchange.close();
            });
    server.start();
    try {
      return run(fsck, vkey, "http://localhost:" + server.getAddress().getPort() + "/log/");
    } finally {
      server.stop(0);
    }
  }

  /** Exported by a reader beside the writer, which is open meanwhile; its address. */
  private static String export(Path folder, Path target) throws IOException {
    ReaderOpening opening = LedgerReader.open(FileStorage.open(folder), PublishedHead.NONE);
    assertThat(opening).isInstanceOf(ReaderOpening.Opened.class);
    try (LedgerReader reader = ((ReaderOpening.Opened) opening).reader()) {
      long _ =
          new StaticTiles(new LedgerTiles(reader), Files.createDirectory(target))
              .write((done, size) -> {})
              .files();
    }
    return "file://" + target + "/";
  }

  private Path changeAByte(Path tiles) throws IOException {
    List<Path> all;
    try (var files = Files.walk(tiles)) {
      all = files.filter(Files::isRegularFile).sorted().toList();
    }
    Path changed = all.get(random.nextInt(all.size()));
    byte[] bytes = Files.readAllBytes(changed);
    bytes[random.nextInt(bytes.length)] ^= 1;
    return Files.write(changed, bytes);
  }

  /**
   * What fsck says. Its exit code tells nothing: only the line about success is a verdict. It is
   * given more workers than there are tiles, because with fewer it never ends after a bad one.
   */
  private String run(Path fsck, Path vkey, String url) throws Exception {
    Path said = Files.createTempFile(temp, "fsck", ".txt");
    Process process =
        new ProcessBuilder(
                fsck.toString(),
                "--ui=false",
                "--N=" + FSCK_WORKERS,
                "--storage_url=" + url,
                "--public_key=" + vkey)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean isOver = process.waitFor(300, TimeUnit.SECONDS);
    Process _ = process.destroyForcibly();
    String text = Files.readString(said);
    assertThat(isOver).as("fsck of %s ends; it said %s", url, text).isTrue();
    return text;
  }

  private static String success(PublishedCheckpoint published) {
    return "Successfully fsck'd log with size %d and root %s"
        .formatted(
            published.checkpoint().size(),
            Base64.getEncoder().encodeToString(published.checkpoint().root().bytes()));
  }
}
