package dev.penstock.merkle.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.InclusionProof;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.RangeProof;
import dev.penstock.merkle.SubtreeConsistencyProof;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.merkle.note.NoteVerifier;
import dev.penstock.merkle.note.PolicyChecker;
import dev.penstock.merkle.note.TlogProof;
import dev.penstock.merkle.note.TlogProofCheck;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.merkle.receipt.Receipt;
import dev.penstock.merkle.receipt.ReceiptCheck;
import dev.penstock.merkle.receipt.ReceiptChecker;
import dev.penstock.merkle.tile.Fsck;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.merkle.tile.FsckReport;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.merkle.tile.TileSource;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The checked-in vectors are what the generator makes, and mean what they should. */
class LogVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ProofCheck VERIFIED = new ProofCheck.Verified();

  private final TreeHasher hasher = new TreeHasher();
  private final ProofChecker checker = new ProofChecker(hasher);

  private static byte[] file(String name) {
    try (InputStream in = LogVectorsTest.class.getResourceAsStream("/vectors/" + name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<NoteKey> keys() {
    return new String(file("vkeys.txt"), StandardCharsets.UTF_8)
        .lines()
        .map(NoteKey::decode)
        .map(NoteKeys::value)
        .toList();
  }

  private Digest leaf(int i) {
    return hasher.leaf(LogVectors.entry(i));
  }

  @Test
  void theCheckedInFilesAreThoseTheGeneratorMakes() throws IOException, SigningException {
    Map<String, String> made = new HashMap<>();
    Map<String, String> kept = new HashMap<>();
    LogVectors.all()
        .forEach((name, bytes) -> {
          made.put(name, comparable(bytes));
          kept.put(name, comparable(file(name)));
        });
    assertThat(kept).isEqualTo(made);
  }

  /** Without the lines of ML-DSA-44 signatures, which are random. */
  private static String comparable(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> !line.matches("â\u0080\u0094 .{3000,}"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void theStaticLogIsWholeAndSignedByAllFourKeys() {
    var source =
        new TileSource() {
          @Override
          public Optional<byte[]> checkpoint() {
            return Optional.of(file("log/checkpoint"));
          }

          @Override
          public Optional<byte[]> hashes(int level, long number, int width) {
            return Optional.of(file("log/" + new TilePath.Hashes(level, number, width).text()));
          }

          @Override
          public Optional<byte[]> entries(long number, int width) {
            return Optional.of(file("log/" + new TilePath.Entries(number, width).text()));
          }
        };
    for (NoteKey key : keys()) {
      var verifier = new NoteVerifier(NoteKeys.SIGNATURES, List.of(key));
      FsckReport report = Fsck.of(source).signedBy(verifier).run(FsckProgress.NONE);
      assertThat(report.derivedRoot()).isPresent();
      // All four signed, and only the log's own keys speak for the log.
      boolean isLogs = key.name().equals(report.checkpoint().orElseThrow().origin());
      assertThat(report.isSigned()).as("%s", key).isEqualTo(isLogs);
      assertThat(report.isWhole()).as("%s", key).isEqualTo(isLogs);
      assertThat(report.entriesChecked()).isEqualTo(LogVectors.SIZE);
    }
  }

  @Test
  void theProofFilesVerifyUnderThePolicy() {
    TrustPolicy policy = NoteKeys.value(TrustPolicy.decode(file("policy.txt")));
    var policies = new PolicyChecker(NoteKeys.SIGNATURES, policy);
    for (String name : List.of("entry-7.tlog-proof", "entry-7-extra.tlog-proof")) {
      TlogProof proof = NoteKeys.value(TlogProof.decode(file(name)));
      assertThat(proof.encode()).isEqualTo(file(name));
      assertThat(policies.check(proof, leaf(7)))
          .isInstanceOfSatisfying(
              TlogProofCheck.Verified.class,
              verified -> {
                assertThat(verified.index()).isEqualTo(7);
                assertThat(verified.checkpoint().cosigned())
                    .extracting(cosigned -> cosigned.time())
                    .containsExactly(LogVectors.TIME, LogVectors.TIME);
              });
    }
  }

  @Test
  void theReceiptsVerify() throws IOException {
    var receipts =
        new ReceiptChecker(NoteKeys.SIGNATURES, keys().getFirst().key(), LogVectors.ORIGIN);
    Digest root = Digest.of(HexFormat.of().parseHex(root(LogVectors.SIZE)));
    var inclusion =
        (Receipt.OfInclusion) NoteKeys.value(Receipt.decode(file("entry-7.receipt.cbor")));
    assertThat(receipts.inclusion(inclusion, leaf(7))).isEqualTo(new ReceiptCheck.Verified(root));
    var consistency =
        (Receipt.OfConsistency) NoteKeys.value(Receipt.decode(file("from-255.receipt.cbor")));
    Digest old = Digest.of(HexFormat.of().parseHex(root(255)));
    assertThat(receipts.consistency(consistency, 255, old))
        .isEqualTo(new ReceiptCheck.Verified(root));
  }

  private static JsonNode tree() throws IOException {
    return JSON.readTree(file("tree.json"));
  }

  private static String root(int size) throws IOException {
    for (JsonNode one : tree().get("roots")) {
      if (one.get("size").intValue() == size) {
        return one.get("root").textValue();
      }
    }
    throw new AssertionError("no root of size " + size);
  }

  private static HashPath path(JsonNode one) {
    List<byte[]> hashes = new ArrayList<>();
    one.get("path").forEach(hash -> hashes.add(HexFormat.of().parseHex(hash.textValue())));
    return HashPath.decode(hashes).orElseThrow();
  }

  private static int number(JsonNode one, String name) {
    return one.get(name).intValue();
  }

  /** Sizes without a root of their own in the file are derived from the leaves. */
  private Digest derivedRoot(int from, int to) {
    byte[] hashes = new byte[Math.max(1, to - from) * 32];
    for (int i = from; i < to; i++) {
      leaf(i).copyTo(hashes, (i - from) * 32);
    }
    if (from == to) {
      return hasher.emptyRoot();
    }
    hasher.rootInPlace(hashes, 0, to - from);
    return Digest.at(hashes, 0);
  }

  @Test
  void theTreeVectorsVerify() throws IOException {
    for (JsonNode one : tree().get("roots")) {
      assertThat(derivedRoot(0, number(one, "size"))).hasToString(one.get("root").textValue());
    }
    for (JsonNode one : tree().get("inclusion")) {
      var proof = new InclusionProof(number(one, "index"), number(one, "size"), path(one));
      Digest root = derivedRoot(0, number(one, "size"));
      assertThat(checker.inclusion(proof, leaf(number(one, "index")), root)).isEqualTo(VERIFIED);
    }
    for (JsonNode one : tree().get("consistency")) {
      int old = number(one, "oldSize");
      int size = number(one, "newSize");
      var proof = new ConsistencyProof(old, size, path(one));
      assertThat(checker.consistency(proof, derivedRoot(0, old), derivedRoot(0, size)))
          .isEqualTo(VERIFIED);
    }
    for (JsonNode one : tree().get("range")) {
      int start = number(one, "start");
      int end = number(one, "end");
      byte[] leaves = new byte[(end - start) * 32];
      for (int i = start; i < end; i++) {
        leaf(i).copyTo(leaves, (i - start) * 32);
      }
      var proof = new RangeProof(start, end, number(one, "size"), path(one));
      assertThat(checker.range(proof, leaves, derivedRoot(0, number(one, "size"))))
          .isEqualTo(VERIFIED);
    }
    for (JsonNode one : tree().get("subtreeConsistency")) {
      int start = number(one, "start");
      int end = number(one, "end");
      int size = number(one, "size");
      Digest subtreeRoot = derivedRoot(start, end);
      assertThat(subtreeRoot).hasToString(one.get("subtreeRoot").textValue());
      var proof = new SubtreeConsistencyProof(start, end, size, path(one));
      assertThat(checker.subtreeConsistency(proof, subtreeRoot, derivedRoot(0, size)))
          .isEqualTo(VERIFIED);
    }
  }

  @Test
  void whatMustBeRefusedIs() throws IOException {
    JsonNode all = JSON.readTree(file("refused.json"));
    assertThat(all).hasSizeGreaterThan(40);
    for (JsonNode one : all) {
      String text = one.get("text").textValue();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Decoded<?> decoded =
          switch (one.get("what").textValue()) {
            case "note" -> Note.decode(bytes);
            case "checkpoint" -> Checkpoint.decode(text);
            case "tlog-proof" -> TlogProof.decode(bytes);
            case "tile-path" -> TilePath.decode(text);
            case "policy" -> TrustPolicy.decode(bytes);
            case "vkey" -> NoteKey.decode(text);
            default -> throw new AssertionError(one);
          };
      assertThat(decoded).as("%s", one).isInstanceOf(Decoded.Malformed.class);
    }
  }
}
