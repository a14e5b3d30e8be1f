package dev.penstock.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The vectors of transparency-dev/merkle, each with whether a checker must refuse it. */
class TreeVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ProofChecker checker = new ProofChecker(new TreeHasher());

  /** A case as the vectors have it; a digest or a path of wrong length is empty. */
  private record Case(
      JsonNode json, Optional<HashPath> path, Optional<Digest> first, Optional<Digest> second) {
    /** Numbers are unsigned in the vectors: those above 2^63 become negative here. */
    long number(String name) {
      BigInteger value = json.get(name).bigIntegerValue();
      return value.longValue();
    }
  }

  private interface Checked {
    ProofCheck check(Case oneCase, HashPath path, Digest first, Digest second);
  }

  @Test
  void everyInclusionVectorIsJudgedAsItSays() throws IOException {
    int run =
        run(
            "inclusion",
            "leafHash",
            "root",
            (c, path, leafHash, root) ->
                checker.inclusion(
                    new InclusionProof(c.number("leafIdx"), c.number("treeSize"), path),
                    leafHash,
                    root));
    assertThat(run).isEqualTo(98);
  }

  @Test
  void everyConsistencyVectorIsJudgedAsItSays() throws IOException {
    int run =
        run(
            "consistency",
            "root1",
            "root2",
            (c, path, root1, root2) ->
                checker.consistency(
                    new ConsistencyProof(c.number("size1"), c.number("size2"), path),
                    root1,
                    root2));
    assertThat(run).isEqualTo(98);
  }

  @Test
  void everySubtreeInclusionVectorIsJudgedAsItSays() throws IOException {
    int run =
        run(
            "subtreeinclusion",
            "leafHash",
            "root",
            (c, path, leafHash, root) ->
                checker.subtreeInclusion(
                    new SubtreeInclusionProof(
                        c.number("leafIdx"), c.number("start"), c.number("end"), path),
                    leafHash,
                    root));
    assertThat(run).isEqualTo(204);
  }

  @Test
  void everySubtreeConsistencyVectorIsJudgedAsItSays() throws IOException {
    int run =
        run(
            "subtreeconsistency",
            "root1",
            "root2",
            (c, path, root1, root2) ->
                checker.subtreeConsistency(
                    new SubtreeConsistencyProof(
                        c.number("start"), c.number("end"), c.number("size"), path),
                    root1,
                    root2));
    assertThat(run).isEqualTo(118);
  }

  private int run(String folder, String first, String second, Checked checked) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var walk = Files.walk(Vectors.folder("merkle").resolve(folder))) {
      walk.filter(file -> file.toString().endsWith(".json")).sorted().forEach(files::add);
    }
    for (Path file : files) {
      JsonNode json = JSON.readTree(Files.readAllBytes(file));
      var oneCase = new Case(json, path(json), digest(json, first), digest(json, second));
      boolean isAccepted =
          oneCase.path().isPresent()
              && oneCase.first().isPresent()
              && oneCase.second().isPresent()
              && checked
                  .check(
                      oneCase, oneCase.path().get(), oneCase.first().get(), oneCase.second().get())
                  .equals(new ProofCheck.Verified());
      assertThat(isAccepted)
          .as("%s: %s", file, json.get("desc"))
          .isEqualTo(!json.get("wantErr").booleanValue());
    }
    return files.size();
  }

  /**
   * Vectors about sizes alone carry placeholder roots that are no SHA-256 value; their hash stands
   * in for them, so that equal ones stay equal. A leaf hash of wrong length stays wrong.
   */
  private static Optional<Digest> digest(JsonNode json, String name) {
    byte[] value = Base64.getDecoder().decode(json.get(name).textValue());
    return value.length == Digest.BYTES || name.equals("leafHash")
        ? Digest.decode(value)
        : Optional.of(new TreeHasher().leaf(value));
  }

  private static Optional<HashPath> path(JsonNode json) {
    List<byte[]> hashes = new ArrayList<>();
    if (json.hasNonNull("proof")) {
      json.get("proof").forEach(hash -> hashes.add(Base64.getDecoder().decode(hash.textValue())));
    }
    return HashPath.decode(hashes);
  }
}
