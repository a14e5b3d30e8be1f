package dev.penstock.merkle.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.note.TlogProof;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.merkle.receipt.ReceiptIssuer;
import dev.penstock.merkle.tile.EntryBundle;
import dev.penstock.merkle.tile.TileLayout;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes the vectors in {@code src/test/resources/vectors}: one small log with everything that can
 * be said about it. Run {@link #main} with that folder to write them again; only the ML-DSA-44
 * signatures come out different each time.
 */
public final class LogVectors {
  static final String ORIGIN = "example.com/penstock-vectors";
  static final int SIZE = 300;
  static final long TIME = 1_767_225_600L;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<String, byte[]> files = new TreeMap<>();
  private final TreeHasher hasher = new TreeHasher();
  private final LeafTree tree = new LeafTree(hasher);
  private final ProofMaker maker = new ProofMaker(hasher, tree);
  private final NoteSigner log = NoteKeys.log(ORIGIN, 1);
  private final NoteSigner logMlDsa = NoteKeys.mlDsaCosigner(ORIGIN, 2);
  private final NoteSigner w1 = NoteKeys.cosigner("witness.example/w1", 3);
  private final NoteSigner w2 = NoteKeys.mlDsaCosigner("witness.example/w2", 4);

  private LogVectors() {
    for (int i = 0; i < SIZE; i++) {
      tree.append(hasher.leaf(entry(i)).bytes(), 0, 1);
    }
  }

  /** Entry i: i mod 37 bytes, each of value i mod 256. The first is empty. */
  static byte[] entry(int i) {
    byte[] entry = new byte[i % 37];
    Arrays.fill(entry, (byte) i);
    return entry;
  }

  /** Writes all files into this folder. */
  public static void main(String[] arguments) throws IOException, SigningException {
    for (Map.Entry<String, byte[]> file : all().entrySet()) {
      Path path = Path.of(arguments[0]).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  /** All files by name. */
  static Map<String, byte[]> all() throws IOException, SigningException {
    var vectors = new LogVectors();
    vectors.writeLog();
    vectors.writeProofs();
    vectors.writeTrust();
    vectors.files.put("refused.json", json(Refused.json(JSON)));
    return vectors.files;
  }

  private void writeLog() throws SigningException {
    files.put("log/checkpoint", checkpoint().encode());
    for (int level = 0; TileLayout.hashCount(level, SIZE) > 0; level++) {
      for (long number = 0; TileLayout.width(level, number, SIZE) > 0; number++) {
        int width = TileLayout.width(level, number, SIZE);
        byte[] hashes = new byte[width * Digest.BYTES];
        tree.read(level, number * TilePath.WIDTH, width, hashes, 0);
        files.put("log/" + new TilePath.Hashes(level, number, width).text(), hashes);
      }
    }
    for (int first = 0; first < SIZE; first += TilePath.WIDTH) {
      List<byte[]> entries = new ArrayList<>();
      for (int i = first; i < Math.min(SIZE, first + TilePath.WIDTH); i++) {
        entries.add(entry(i));
      }
      String path = new TilePath.Entries(first / TilePath.WIDTH, entries.size()).text();
      files.put("log/" + path, EntryBundle.encode(entries));
    }
  }

  private Note checkpoint() throws SigningException {
    var head = new Checkpoint(ORIGIN, SIZE, tree.root());
    return NoteKeys.signed(head, TIME, log, logMlDsa, w1, w2);
  }

  private void writeProofs() throws IOException {
    ObjectNode all = JSON.createObjectNode();
    ArrayNode roots = all.putArray("roots");
    for (int size : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 255, 256, 257, SIZE}) {
      roots.addObject().put("size", size).put("root", maker.root(size).toString());
    }
    ArrayNode inclusion = all.putArray("inclusion");
    for (int[] one : new int[][] {{0, 1}, {0, 2}, {2, 3}, {3, 7}, {6, 7}, {255, 257}, {299, 300}}) {
      var proof = maker.inclusion(one[0], one[1]);
      path(inclusion.addObject().put("index", one[0]).put("size", one[1]), proof.path());
    }
    ArrayNode consistency = all.putArray("consistency");
    for (int[] one : new int[][] {{1, 1}, {1, 2}, {3, 7}, {4, 7}, {6, 8}, {255, 300}, {256, 300}}) {
      var proof = maker.consistency(one[0], one[1]);
      path(consistency.addObject().put("oldSize", one[0]).put("newSize", one[1]), proof.path());
    }
    ArrayNode range = all.putArray("range");
    for (int[] one : new int[][] {{0, 1, 1}, {0, 7, 7}, {2, 5, 7}, {3, 4, 7}, {250, 290, 300}}) {
      var proof = maker.range(one[0], one[1], one[2]);
      path(
          range.addObject().put("start", one[0]).put("end", one[1]).put("size", one[2]),
          proof.path());
    }
    ArrayNode subtree = all.putArray("subtreeConsistency");
    for (int[] one : new int[][] {{0, 3, 7}, {4, 7, 7}, {4, 6, 7}, {128, 200, 300}}) {
      var proof = maker.subtreeConsistency(one[0], one[1], one[2]);
      Digest root = maker.subtreeRoot(one[0], one[1], one[2]);
      path(
          subtree
              .addObject()
              .put("start", one[0])
              .put("end", one[1])
              .put("size", one[2])
              .put("subtreeRoot", root.toString()),
          proof.path());
    }
    files.put("tree.json", json(all));
  }

  private static void path(ObjectNode into, HashPath path) {
    ArrayNode hashes = into.putArray("path");
    for (int i = 0; i < path.count(); i++) {
      hashes.add(path.hash(i).toString());
    }
  }

  private void writeTrust() throws IOException, SigningException {
    var vkeys = new StringBuilder();
    for (NoteSigner signer : List.of(log, logMlDsa, w1, w2)) {
      vkeys.append(signer.key().vkey()).append('\n');
    }
    files.put("vkeys.txt", vkeys.toString().getBytes(StandardCharsets.UTF_8));
    var policy =
        new TrustPolicy(
            List.of(new TrustPolicy.Log(log.key(), Optional.of("https://example.com/log/"))),
            List.of(
                new TrustPolicy.Witness("w1", w1.key(), Optional.empty()),
                new TrustPolicy.Witness("w2", w2.key(), Optional.empty())),
            List.of(new TrustPolicy.Group("both", 2, List.of("w1", "w2"))),
            "both");
    files.put("policy.txt", policy.encode());
    var proof = TlogProof.of(7, maker.inclusion(7, SIZE).path(), checkpoint());
    files.put("entry-7.tlog-proof", proof.encode());
    files.put("entry-7-extra.tlog-proof", proof.withExtra(entry(7)).encode());
    var issuer = new ReceiptIssuer(NoteKeys.signer(SignatureAlgorithm.ED25519, 1), ORIGIN);
    byte[] inclusion = issuer.issue(maker.inclusion(7, SIZE), tree.root());
    files.put("entry-7.receipt.cbor", inclusion);
    byte[] consistency = issuer.issue(maker.consistency(255, SIZE), tree.root());
    files.put("from-255.receipt.cbor", consistency);
  }

  private static byte[] json(Object node) {
    try {
      return (JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
