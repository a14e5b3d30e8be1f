package dev.penstock.evm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.cddl.Cddl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The vectors that docs/formats/chain-anchor.md speaks of, made from two proofs that came home from
 * chains of others; run with {@code -Dpenstock.vectors=write} to make the file anew.
 */
class ChainAnchorVectorsTest {
  private static final Path FILE =
      Vectors.root().resolve("docs/formats/vectors/chain-anchor/cases.json");
  private static final String STATEMENT =
      "example.com/penstock-vectors\n300\nWZ6cLIGs025tgk3wcWQ/Pfk+kl/eOspaogtEW5c0vJQ=\n";
  private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

  private final byte[] anvil = file("anvil");
  private final byte[] hardhat = file("hardhat");

  /** A proof, what is held against it, and what must come of it. */
  private static final class Case {
    private final String shows;
    private final byte[] proof;
    private final String statement;
    private final List<BlockId> trust;
    private final Instant verifiedAt;
    private final String verdict;

    Case(
        String shows,
        byte[] proof,
        String statement,
        List<BlockId> trust,
        Instant verifiedAt,
        String verdict) {
      this.shows = shows;
      this.proof = proof;
      this.statement = statement;
      this.trust = trust;
      this.verifiedAt = verifiedAt;
      this.verdict = verdict;
    }

    String judged() {
      ChainAnchorVerdict verdict =
          ChainAnchorChecker.check(
              proof, statement.getBytes(StandardCharsets.UTF_8), ChainTrust.of(trust), verifiedAt);
      return switch (verdict) {
        case ChainAnchorVerdict.Proven proven ->
            "PROVEN %s at %s".formatted(proven.block().text(), proven.time());
        case ChainAnchorVerdict.Contradicted contradicted -> "CONTRADICTED " + contradicted.where();
        case ChainAnchorVerdict.Unproven unproven -> "UNPROVEN " + unproven.why();
      };
    }

    String json() {
      List<String> blocks = trust.stream().map(block -> '"' + block.text() + '"').toList();
      return """
      { "shows": "%s",
        "verdict": "%s",
        "statement": "%s",
        "trust": [%s],
        "verifiedAt": "%s",
        "proof": "%s" }\
      """
          .formatted(
              shows,
              verdict,
              statement.replace("\n", "\\n"),
              String.join(", ", blocks),
              verifiedAt,
              HexFormat.of().formatHex(proof));
    }
  }

  private static byte[] file(String name) {
    try (InputStream in =
        ChainAnchorVectorsTest.class.getResourceAsStream("/vectors/" + name + ".hex")) {
      String digits = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
      return HexFormat.of().parseHex(digits);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static ChainAnchor anchor(byte[] proof) {
    return ChainAnchor.decode(proof).toOptional().orElseThrow();
  }

  private static BlockHeader header(byte[] rlp) {
    return BlockHeader.decode(rlp).toOptional().orElseThrow();
  }

  private static BlockId block(byte[] proof) {
    return Chains.id(header(anchor(proof).header()));
  }

  private static BlockId last(byte[] proof) {
    return Chains.id(header(anchor(proof).following().getLast()));
  }

  private static byte[] changed(byte[] proof, Consumer<byte[]> change) {
    byte[] copy = proof.clone();
    change.accept(copy);
    return copy;
  }

  private static byte[] with(
      byte[] proof, long chainId, int index, List<byte[]> nodes, List<byte[]> following) {
    ChainAnchor anchor = anchor(proof);
    return ChainAnchor.of(
            chainId,
            header(anchor.header()),
            index,
            anchor.transaction(),
            nodes,
            following.stream().map(ChainAnchorVectorsTest::header).toList())
        .encode();
  }

  private static int placeOf(byte[] part, byte[] whole) {
    for (int at = 0; at + part.length <= whole.length; at++) {
      if (Arrays.equals(part, 0, part.length, whole, at, at + part.length)) {
        return at;
      }
    }
    throw new IllegalArgumentException("not a part");
  }

  private Case of(String shows, byte[] proof, List<BlockId> trust, String verdict) {
    return new Case(shows, proof, STATEMENT, trust, LATER, verdict);
  }

  private Case trustingLast(String shows, byte[] proof, String verdict) {
    return of(shows, proof, List.of(last(anvil)), verdict);
  }

  private String proven(byte[] proof) {
    return "PROVEN %s at %s".formatted(block(proof).text(), header(anchor(proof).header()).time());
  }

  private List<Case> cases() {
    List<Case> cases = new ArrayList<>(wholeCases());
    cases.addAll(alteredCases());
    return cases;
  }

  /** Proofs as they came home, under this trust and that. */
  private List<Case> wholeCases() {
    List<BlockHeader> following =
        anchor(anvil).following().stream().map(ChainAnchorVectorsTest::header).toList();
    BlockId other = new BlockId(Chains.CHAIN_ID, last(anvil).number(), Keccak.over(new byte[0]));
    List<Case> cases = new ArrayList<>();
    cases.add(of("trust in the block itself", anvil, List.of(block(anvil)), proven(anvil)));
    cases.add(trustingLast("trust in the last block shown", anvil, proven(anvil)));
    cases.add(of("another chain's maker", hardhat, List.of(last(hardhat)), proven(hardhat)));
    cases.add(of("no trust", anvil, List.of(), "UNPROVEN NO_TRUSTED_BLOCK"));
    cases.add(
        of(
            "trust in a block of another chain",
            anvil,
            List.of(new BlockId(1, last(anvil).number(), last(anvil).hash())),
            "UNPROVEN NO_TRUSTED_BLOCK"));
    cases.add(
        of(
            "trust in a block that is not shown",
            anvil,
            List.of(new BlockId(Chains.CHAIN_ID, 99, Keccak.over(new byte[0]))),
            "UNPROVEN TRUSTED_BLOCK_ELSEWHERE"));
    cases.add(of("trust in another branch", anvil, List.of(other), "CONTRADICTED TRUST"));
    cases.add(
        new Case(
            "another statement",
            anvil,
            STATEMENT.replace("300", "301"),
            List.of(last(anvil)),
            LATER,
            "CONTRADICTED STATEMENT"));
    cases.add(
        new Case(
            "a time that has not come",
            anvil,
            STATEMENT,
            List.of(last(anvil)),
            following.getLast().time().minusSeconds(1),
            "CONTRADICTED TIME"));
    return cases;
  }

  /** One part of a proof is not what it was. */
  private List<Case> alteredCases() {
    ChainAnchor anchor = anchor(anvil);
    List<byte[]> nodes = anchor.nodes();
    List<byte[]> following = anchor.following();
    int index = anchor.index();
    int transactionAt = placeOf(anchor.transaction(), anvil);
    List<Case> cases = new ArrayList<>();
    cases.add(
        trustingLast(
            "a changed byte in the transaction",
            changed(anvil, bytes -> bytes[transactionAt + 60] = 0x55),
            "CONTRADICTED INCLUSION"));
    cases.add(
        trustingLast(
            "another index",
            with(anvil, Chains.CHAIN_ID, index + 1, nodes, following),
            "CONTRADICTED INCLUSION"));
    cases.add(
        trustingLast(
            "a node less",
            with(anvil, Chains.CHAIN_ID, index, nodes.subList(0, 1), following),
            "CONTRADICTED INCLUSION"));
    cases.add(
        of(
            "another chain id",
            with(anvil, 1, index, nodes, following),
            List.of(new BlockId(1, last(anvil).number(), last(anvil).hash())),
            "CONTRADICTED TRANSACTION"));
    cases.add(
        trustingLast(
            "a header left out",
            with(anvil, Chains.CHAIN_ID, index, nodes, following.subList(1, 2)),
            "CONTRADICTED FOLLOWING"));
    cases.add(
        trustingLast(
            "a header of another chain",
            with(anvil, Chains.CHAIN_ID, index, nodes, anchor(hardhat).following()),
            "CONTRADICTED FOLLOWING"));
    cases.add(
        trustingLast("no header", changed(anvil, bytes -> bytes[8] = 0), "CONTRADICTED HEADER"));
    cases.add(
        trustingLast("cut off", Arrays.copyOf(anvil, anvil.length - 1), "CONTRADICTED PROOF"));
    cases.add(
        trustingLast("version 0", changed(anvil, bytes -> bytes[1] = 0), "CONTRADICTED PROOF"));
    cases.add(
        trustingLast("version 2", changed(anvil, bytes -> bytes[1] = 2), "UNPROVEN UNKNOWN_FORM"));
    return cases;
  }

  @Test
  void theFileIsWhatTheCodeSays() throws IOException {
    List<String> all = cases().stream().map(Case::json).toList();
    String text = "[\n" + String.join(",\n", all) + "\n]\n";
    if ("write".equals(System.getProperty("penstock.vectors"))) {
      Files.writeString(FILE, text);
    }
    assertThat(FILE).hasContent(text);
  }

  @Test
  void eachCaseIsJudgedAsItSays() {
    for (Case each : cases()) {
      assertThat(each.judged()).as(each.shows).isEqualTo(each.verdict);
    }
  }

  @Test
  void theProofsFitTheirGrammar() throws IOException {
    Cddl grammar = Cddl.read(Vectors.root().resolve("docs/formats/chain-anchor.cddl"));
    assertThat(grammar.fault("chain-anchor", anvil)).isEmpty();
    assertThat(grammar.fault("chain-anchor", hardhat)).isEmpty();
    assertThat(grammar.fault("chain-anchor", changed(anvil, bytes -> bytes[1] = 2))).isPresent();
  }

  @Test
  void thePageTakesTheFirstOneApart() throws IOException {
    String page = Files.readString(Vectors.root().resolve("docs/formats/chain-anchor.md"));
    ChainAnchor anchor = anchor(anvil);
    assertThat(page)
        .contains(HexFormat.of().formatHex(anchor.transaction()))
        .contains(block(anvil).hash().toString())
        .contains(last(anvil).hash().toString())
        .contains(Keccak.over(anchor.transaction()).toString())
        .contains(AnchorData.digest(STATEMENT.getBytes(StandardCharsets.UTF_8)).toString())
        .contains(header(anchor.header()).transactionsRoot().toString())
        .contains(header(anchor.header()).time().toString())
        .contains(HexFormat.of().formatHex(anvil, 0, 12));
    for (byte[] node : anchor.nodes()) {
      assertThat(page).contains(Keccak.over(node).toString());
    }
  }
}
