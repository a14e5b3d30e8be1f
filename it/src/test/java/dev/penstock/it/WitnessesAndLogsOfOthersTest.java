package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.anchors.witness.FileHeads;
import dev.penstock.anchors.witness.WitnessAnchor;
import dev.penstock.anchors.witness.WitnessPeer;
import dev.penstock.disk.FileStorage;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.flow.anchoring.Growth;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Peers;
import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.witness.AddCheckpoint;
import dev.penstock.merkle.witness.CosignatureCheck;
import dev.penstock.merkle.witness.CosignatureChecker;
import dev.penstock.merkle.witness.CosigningWitness;
import dev.penstock.merkle.witness.HeadChecker;
import dev.penstock.merkle.witness.Witness;
import dev.penstock.merkle.witness.WitnessAnswer;
import dev.penstock.merkle.witness.WitnessRules;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.web.AccessToken;
import dev.penstock.web.AnchorView;
import dev.penstock.web.BundleView;
import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import dev.penstock.web.WebParts;
import dev.penstock.web.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * C2SP tlog-witness between us and others: the witness of transparency-dev cosigns our log and sees
 * when it is rolled back or split, a log of tessera publishes with our cosignature, and the judges
 * of notes open what came of it.
 */
class WitnessesAndLogsOfOthersTest {
  private static final String ORIGIN = "plant7.example/log";
  private static final JdkSignatures SIGNATURES = new JdkSignatures();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Peers peers = Peers.ofThisMachine();

  private static Signer newKey(SignatureAlgorithm algorithm) {
    try {
      String name = algorithm == SignatureAlgorithm.ED25519 ? "Ed25519" : "ML-DSA-44";
      return SIGNATURES.signer(algorithm, KeyPairGenerator.getInstance(name).generateKeyPair());
    } catch (GeneralSecurityException | SigningException e) {
      throw new AssertionError(e);
    }
  }

  private static NoteKey key(String vkey) {
    return NoteKey.decode(vkey).toOptional().orElseThrow(() -> new AssertionError(vkey));
  }

  /** A log of ours with a key of its own, which can be forked. */
  private static final class OurLog implements Growth {
    private final TreeHasher hasher = new TreeHasher();
    private final LeafTree tree = new LeafTree(hasher);
    private final NoteSigner signer;

    OurLog(NoteSigner signer, int forkedAt, int size) {
      this.signer = signer;
      for (int i = 0; i < size; i++) {
        String entry = (i < forkedAt ? "entry " : "other ") + i;
        tree.append(hasher.leaf(entry.getBytes(StandardCharsets.UTF_8)).bytes(), 0, 1);
      }
    }

    @Override
    public long size() {
      return tree.size();
    }

    @Override
    public Digest root(long size) throws IOException {
      return size == 0 ? hasher.emptyRoot() : new ProofMaker(hasher, tree).root(size);
    }

    @Override
    public ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
      return new ProofMaker(hasher, tree).consistency(oldSize, newSize);
    }

    AnchorHead head(long size) throws IOException, SigningException {
      var head = new Checkpoint(ORIGIN, size, root(size));
      return new AnchorHead(head, new Note(head.text(), List.of(signer.sign(head, 0))));
    }
  }

  /** What an anchor remembers. */
  private static final class Memory implements AnchorMemory {
    private byte[] bytes = new byte[0];

    @Override
    public byte[] load() {
      return bytes.clone();
    }

    @Override
    public void store(byte[] more) {
      bytes = more.clone();
    }
  }

  /** The witness of others, as our client sees it. */
  private record Foreign(List<NoteKey> keys, WitnessPeer peer) {
    static Foreign start(Judge program, NoteSigner log) {
      JsonNode started =
          program.ask("start", Map.of("log", log.key().vkey(), "name", "witness.example/w1"));
      List<NoteKey> keys = new ArrayList<>();
      started.get("vkeys").forEach(vkey -> keys.add(key(vkey.asText())));
      URI url = URI.create(started.get("url").asText());
      return new Foreign(keys, new WitnessPeer("w1", url, url, keys, TIMEOUT));
    }

    Vouching vouch(OurLog log, long size, AnchorMemory memory, HttpClient client)
        throws IOException, InterruptedException, SigningException {
      var checker = new HeadChecker(ORIGIN, SIGNATURES, List.of(log.signer.key()));
      return new WitnessAnchor(peer, checker, log, SIGNATURES, client)
          .vouch(log.head(size), memory);
    }
  }

  @Test
  void theWitnessOfOthersCosignsOurLogAsItGrows() throws Exception {
    NoteSigner signer = NoteSigner.ofLog(ORIGIN, newKey(SignatureAlgorithm.ED25519));
    var log = new OurLog(signer, 300, 300);
    try (Judge program = peers.witness();
        Judge formats = peers.cosignatureJudge();
        HttpClient client = HttpClient.newHttpClient()) {
      Foreign witness = Foreign.start(program, signer);
      var memory = new Memory();
      for (long size : new long[] {1, 2, 2, 7, 64, 65, 255, 256, 257, 300}) {
        Vouching vouching = witness.vouch(log, size, memory, client);
        assertThat(vouching).as("size %d", size).isInstanceOf(Vouching.Given.class);
        byte[] lines = ((Vouching.Given) vouching).proof().bytes();
        CosignatureCheck check =
            new CosignatureChecker(SIGNATURES, witness.keys())
                .check(log.head(size).checkpoint(), lines);
        assertThat(check)
            .isInstanceOfSatisfying(
                CosignatureCheck.Good.class,
                good -> assertThat(good.cosigned()).as("both kinds of key").hasSize(2));
        String note =
            new String(log.head(size).note().encode(), StandardCharsets.UTF_8)
                + new String(lines, StandardCharsets.UTF_8);
        assertThat(
                formats.accepts(
                    "open-note",
                    Map.of(
                        "note", note,
                        "keys", List.of(signer.key().vkey()),
                        "cosigners", List.of(witness.keys().getFirst().vkey()))))
            .isTrue();
      }
      assertThat(witness.vouch(log, 300, new Memory(), client))
          .as("with its memory lost")
          .isInstanceOf(Vouching.Given.class);
    }
  }

  @Test
  void theWitnessOfOthersShowsThatWeWereRolledBackOrSplit() throws Exception {
    NoteSigner signer = NoteSigner.ofLog(ORIGIN, newKey(SignatureAlgorithm.ED25519));
    try (Judge program = peers.witness();
        HttpClient client = HttpClient.newHttpClient()) {
      Foreign witness = Foreign.start(program, signer);
      var memory = new Memory();
      assertThat(witness.vouch(new OurLog(signer, 300, 300), 200, memory, client))
          .isInstanceOf(Vouching.Given.class);
      var back = new OurLog(signer, 150, 150);
      var split = new OurLog(signer, 150, 250);
      for (AnchorMemory one : List.of(memory, new Memory())) {
        assertThat(witness.vouch(back, 150, one, client))
            .isInstanceOfSatisfying(
                Vouching.Contradicted.class,
                found -> assertThat(found.why()).contains("put back to an older state"));
      }
      for (AnchorMemory one : List.of(memory, new Memory())) {
        assertThat(witness.vouch(split, 200, one, client))
            .isInstanceOfSatisfying(
                Vouching.Contradicted.class,
                found -> assertThat(found.why()).contains("two different roots for one size"));
      }
      for (AnchorMemory one : List.of(memory, new Memory())) {
        assertThat(witness.vouch(split, 250, one, client))
            .isInstanceOf(Vouching.Contradicted.class);
      }
      assertThat(witness.vouch(new OurLog(signer, 300, 300), 300, memory, client))
          .as("the true log goes on")
          .isInstanceOf(Vouching.Given.class);
    }
  }

  /** A server whose witness keeps its state on a real disk, and that does nothing else. */
  private static WebServer serve(Path folder, Witness witness) throws IOException {
    var token = AccessToken.open(folder.resolve("http.token"), new SecureRandom());
    var parts =
        new WebParts(
            token,
            null,
            null,
            null,
            (_, _, _) -> {},
            null,
            null,
            null,
            (_, request, why) -> {
              throw new AssertionError(request, why);
            },
            AnchorView.NONE,
            (_, _, _, _, _) -> new BundleView.Prepared.Impossible("No source is here."),
            InstantSource.system());
    return WebServer.start(new WebOptions("127.0.0.1", 0, WebLimits.DEFAULT), parts.with(witness));
  }

  private static CosigningWitness ourWitness(Path folder, List<NoteSigner> keys, NoteKey log)
      throws IOException {
    return new CosigningWitness(
        new WitnessRules(SIGNATURES, List.of(log)),
        keys,
        new FileHeads(FileStorage.open(folder)),
        InstantSource.system(),
        _ -> {});
  }

  @Test
  void aLogOfOthersPublishesWithOurCosignature(@TempDir Path folder) throws Exception {
    NoteSigner cosigner =
        NoteSigner.ofCosigner("plant8.example/witness", newKey(SignatureAlgorithm.ED25519));
    try (Judge log = peers.witnessedLog();
        Judge formats = peers.cosignatureJudge()) {
      NoteKey logKey =
          key(log.ask("key", Map.of("name", "tessera.example/log")).get("vkey").asText());
      Path state = Files.createDirectory(folder.resolve("witness"));
      Witness witness = ourWitness(state, List.of(cosigner), logKey);
      try (WebServer server = serve(folder, witness);
          HttpClient client = HttpClient.newHttpClient()) {
        String url = "http://127.0.0.1:" + server.port() + "/witness";
        var _ =
            log.ask(
                "open",
                Map.of(
                    "folder", folder.resolve("tessera").toString(),
                    "witness", cosigner.key().vkey(),
                    "url", url));
        String last = "";
        for (int count : new int[] {1, 3, 40}) {
          JsonNode added = log.ask("add", Map.of("count", count));
          assertThat(added.get("ok").asBoolean()).as(added.toString()).isTrue();
          last = added.get("note").asText();
          assertThat(
                  formats
                      .ask(
                          "open-note",
                          Map.of(
                              "note", last,
                              "keys", List.of(logKey.vkey()),
                              "cosigners", List.of(cosigner.key().vkey())))
                      .get("names"))
              .hasSize(2);
        }
        assertThat(last).contains("\n44\n");
        byte[] shown = shown(client, url, logKey.name());
        assertThat(Note.decode(shown).toOptional().orElseThrow().text())
            .isEqualTo(last.substring(0, last.indexOf("\n\n") + 1));
        assertThat(aForkIsRefused(state, cosigner, logKey, shown)).isTrue();
      }
    }
  }

  private static byte[] shown(HttpClient client, String url, String origin)
      throws IOException, InterruptedException {
    URI at = URI.create(url + "/" + CosigningWitness.hash(origin) + "/checkpoint");
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(at).timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  /** After a start on the same folder the witness knows where the log of others stood. */
  private static boolean aForkIsRefused(
      Path state, NoteSigner cosigner, NoteKey logKey, byte[] shown) throws IOException {
    var again = ourWitness(state, List.of(cosigner), logKey);
    if (!(Note.decode(shown) instanceof Decoded.Value<Note>(var note))) {
      throw new AssertionError("what is shown is no note");
    }
    return again
        .add(new AddCheckpoint(0, HashPath.EMPTY, note).encode())
        .equals(new WitnessAnswer.OtherSize(44));
  }
}
