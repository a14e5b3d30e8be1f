package dev.penstock.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.CborWriter;
import dev.penstock.evm.ChainAnchorVerdict.Contradicted;
import dev.penstock.evm.ChainAnchorVerdict.Part;
import dev.penstock.evm.ChainAnchorVerdict.Proven;
import dev.penstock.evm.ChainAnchorVerdict.Unproven;
import dev.penstock.evm.ChainAnchorVerdict.Why;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChainAnchorCheckerTest {
  private static final int INDEX = 5;

  private final byte[] ours = Chains.transaction(Chains.CHAIN_ID, Chains.STATEMENT);
  private final IndexTrie trie = IndexTrie.of(Chains.transactions(20, INDEX, ours));
  private final BlockHeader block =
      Chains.header(Keccak.over(new byte[0]), trie.root(), 100, Chains.MADE);
  private final List<BlockHeader> following = Chains.following(block, 3);
  private final BlockHeader last = following.getLast();

  private ChainAnchor anchor(List<BlockHeader> after) {
    return ChainAnchor.of(Chains.CHAIN_ID, block, INDEX, ours, trie.path(INDEX), after);
  }

  private byte[] proof() {
    return anchor(following).encode();
  }

  private static ChainAnchorVerdict check(byte[] proof, ChainTrust trust) {
    return ChainAnchorChecker.check(proof, Chains.STATEMENT, trust, Chains.NOW);
  }

  private ChainAnchorVerdict checkTrustingLast(byte[] proof) {
    return check(proof, ChainTrust.of(Chains.id(last)));
  }

  private static void assertContradicted(ChainAnchorVerdict verdict, Part where, String what) {
    assertThat(verdict).isInstanceOf(Contradicted.class);
    assertThat(((Contradicted) verdict).where()).isEqualTo(where);
    assertThat(((Contradicted) verdict).what()).contains(what);
  }

  @Test
  void isProvenByTrustInTheBlockItself() {
    assertThat(check(proof(), ChainTrust.of(Chains.id(block))))
        .isEqualTo(
            new Proven(Chains.id(block), Chains.MADE, 3, Chains.id(block), Keccak.over(ours)));
  }

  @Test
  void isProvenByTrustInABlockThatFollows() {
    for (BlockHeader trusted : following) {
      assertThat(check(proof(), ChainTrust.of(Chains.id(trusted))))
          .isEqualTo(
              new Proven(Chains.id(block), Chains.MADE, 3, Chains.id(trusted), Keccak.over(ours)));
    }
  }

  @Test
  void withoutTrustItSaysWhichBlockToLookUp() {
    assertThat(check(proof(), ChainTrust.NONE))
        .isInstanceOfSatisfying(
            Unproven.class,
            unproven -> {
              assertThat(unproven.why()).isEqualTo(Why.NO_TRUSTED_BLOCK);
              assertThat(unproven.lookUp()).contains(Chains.id(block));
              assertThat(unproven.what())
                  .contains("block 100 of chain 31337, hash " + block.hash())
                  .contains("or block 103, hash " + last.hash());
            });
  }

  @Test
  void trustInOtherBlocksProvesNothing() {
    var before = new BlockId(Chains.CHAIN_ID, 99, block.parent());
    var later = Chains.id(Chains.after(last));
    var elsewhere = new BlockId(1, last.number(), last.hash());
    assertThat(check(proof(), ChainTrust.of(before, later)))
        .isInstanceOfSatisfying(
            Unproven.class,
            unproven -> assertThat(unproven.why()).isEqualTo(Why.TRUSTED_BLOCK_ELSEWHERE));
    assertThat(check(proof(), ChainTrust.of(elsewhere)))
        .isInstanceOfSatisfying(
            Unproven.class, unproven -> assertThat(unproven.why()).isEqualTo(Why.NO_TRUSTED_BLOCK));
    // The right hash under another number is no name of this block.
    assertThat(check(proof(), ChainTrust.of(new BlockId(Chains.CHAIN_ID, 7, last.hash()))))
        .isInstanceOf(Unproven.class);
  }

  @Test
  void anotherBlockTrustedInThePlaceOfOneShownContradicts() {
    var other = new BlockId(Chains.CHAIN_ID, 102, Keccak.over(new byte[] {9}));
    assertContradicted(
        check(proof(), ChainTrust.of(other)), Part.TRUST, "you trust that block 102");
    assertContradicted(
        check(proof(), ChainTrust.of(other, Chains.id(block))), Part.TRUST, "block 102");
  }

  @Test
  void anotherStatementContradicts() {
    assertContradicted(
        ChainAnchorChecker.check(
            proof(), new byte[] {1}, ChainTrust.of(Chains.id(last)), Chains.NOW),
        Part.STATEMENT,
        "vouches for a statement with digest " + AnchorData.digest(Chains.STATEMENT));
  }

  @Test
  void aTimeThatHasNotComeContradicts() {
    assertContradicted(
        ChainAnchorChecker.check(
            proof(), Chains.STATEMENT, ChainTrust.of(Chains.id(last)), Chains.MADE),
        Part.TIME,
        "block 103");
    Instant justNow = last.time();
    assertThat(
            ChainAnchorChecker.check(
                proof(), Chains.STATEMENT, ChainTrust.of(Chains.id(last)), justNow))
        .isInstanceOf(Proven.class);
  }

  @Test
  void aTransactionForAnotherChainContradicts() {
    byte[] foreign = Chains.transaction(1, Chains.STATEMENT);
    IndexTrie other = IndexTrie.of(List.of(foreign));
    BlockHeader header = Chains.header(block.parent(), other.root(), 100, Chains.MADE);
    byte[] proof =
        ChainAnchor.of(Chains.CHAIN_ID, header, 0, foreign, other.path(0), List.of()).encode();
    assertContradicted(
        check(proof, ChainTrust.of(Chains.id(header))), Part.TRANSACTION, "signed for chain 1 ");
  }

  @Test
  void aTransactionThatAnchorsNothingContradicts() {
    byte[] legacy =
        Rlp.list(
            List.of(
                Rlp.number(1),
                Rlp.number(2),
                Rlp.number(21_000),
                Rlp.bytes(Chains.to().bytes()),
                Rlp.number(0),
                Rlp.bytes(AnchorData.digest(Chains.STATEMENT).bytes()),
                Rlp.number(2 * Chains.CHAIN_ID + 35),
                Rlp.number(5),
                Rlp.number(6)));
    IndexTrie other = IndexTrie.of(List.of(legacy));
    BlockHeader header = Chains.header(block.parent(), other.root(), 100, Chains.MADE);
    byte[] proof =
        ChainAnchor.of(Chains.CHAIN_ID, header, 0, legacy, other.path(0), List.of()).encode();
    assertContradicted(
        check(proof, ChainTrust.of(Chains.id(header))), Part.TRANSACTION, "does not anchor");
  }

  @Test
  void anUnknownEnvelopeIsNeitherProvenNorContradicted() {
    byte[] unknown = Arrays.copyOf(ours, ours.length);
    unknown[0] = 0x7e;
    IndexTrie other = IndexTrie.of(List.of(unknown));
    BlockHeader header = Chains.header(block.parent(), other.root(), 100, Chains.MADE);
    byte[] proof =
        ChainAnchor.of(Chains.CHAIN_ID, header, 0, unknown, other.path(0), List.of()).encode();
    assertThat(check(proof, ChainTrust.of(Chains.id(header))))
        .isInstanceOfSatisfying(
            Unproven.class, unproven -> assertThat(unproven.why()).isEqualTo(Why.UNKNOWN_FORM));
  }

  @Test
  void partsOfAnotherProofContradict() {
    byte[] other = Chains.transaction(Chains.CHAIN_ID, new byte[] {3});
    assertContradicted(
        checkTrustingLast(
            ChainAnchor.of(Chains.CHAIN_ID, block, INDEX, other, trie.path(INDEX), following)
                .encode()),
        Part.INCLUSION,
        "holds another transaction at index 5");
    assertContradicted(
        checkTrustingLast(
            ChainAnchor.of(Chains.CHAIN_ID, block, 6, ours, trie.path(INDEX), following).encode()),
        Part.INCLUSION,
        "");
    BlockHeader stranger = Chains.header(block.parent(), block.receiptsRoot(), 100, Chains.MADE);
    assertContradicted(
        checkTrustingLast(
            ChainAnchor.of(Chains.CHAIN_ID, stranger, INDEX, ours, trie.path(INDEX), List.of())
                .encode()),
        Part.INCLUSION,
        "the one named above");
    List<BlockHeader> gap = List.of(following.get(0), following.get(2));
    assertContradicted(checkTrustingLast(anchor(gap).encode()), Part.FOLLOWING, "as its parent");
  }

  @Test
  void headersThatCountOrTellTimeBackwardsContradict() {
    Keccak none = IndexTrie.of(List.of()).root();
    BlockHeader skipped = Chains.header(block.hash(), none, 102, Chains.NOW.minusSeconds(9));
    assertContradicted(
        check(anchor(List.of(skipped)).encode(), ChainTrust.of(Chains.id(skipped))),
        Part.FOLLOWING,
        "cannot follow");
    BlockHeader older = Chains.header(block.hash(), none, 101, Chains.MADE.minusSeconds(1));
    assertContradicted(
        check(anchor(List.of(older)).encode(), ChainTrust.of(Chains.id(older))),
        Part.FOLLOWING,
        "before the block it follows");
  }

  @Test
  void aLaterVersionIsNotJudged() {
    var out = new CborWriter(16);
    out.array(2);
    out.unsigned(2);
    out.text("what comes next");
    assertThat(checkTrustingLast(out.toByteArray()))
        .isInstanceOfSatisfying(
            Unproven.class,
            unproven -> {
              assertThat(unproven.why()).isEqualTo(Why.UNKNOWN_FORM);
              assertThat(unproven.what()).contains("version 2");
            });
    assertContradicted(checkTrustingLast(new byte[0]), Part.PROOF, "no proof");
    assertContradicted(
        checkTrustingLast(new byte[ChainAnchor.BYTES_MAX + 1]), Part.PROOF, "no proof");
  }

  @Test
  void eachChangedBitBelowTheTrustedBlockIsCaught() {
    byte[] proof = proof();
    for (int bit = 0; bit < 8 * proof.length; bit++) {
      byte[] changed = proof.clone();
      changed[bit / 8] = (byte) (changed[bit / 8] ^ 1 << bit % 8);
      assertThat(checkTrustingLast(changed)).as("bit %d", bit).isNotInstanceOf(Proven.class);
    }
  }

  @Test
  void noBytesMakeItThrowAndNoneProve() {
    byte[] proof = proof();
    Property.forAll(Gen.seeds())
        .cases(400, 20_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] bytes = Arrays.copyOf(proof, random.nextInt(proof.length + 20));
          for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          boolean isProven = checkTrustingLast(bytes) instanceof Proven;
          assertThat(isProven).isEqualTo(Arrays.equals(bytes, proof));
        });
  }

  @Test
  void theProofHasOneSpelling() {
    ChainAnchor anchor = anchor(following);
    assertThat(ChainAnchor.decode(anchor.encode()).toOptional()).contains(anchor);
    List<byte[]> nodes = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      nodes.add(new byte[] {1});
    }
    assertThatThrownBy(() -> ChainAnchor.of(Chains.CHAIN_ID, block, INDEX, ours, nodes, following))
        .hasMessageContaining("21 nodes");
  }

  @Test
  void trustInTwoBlocksOfOneNumberIsAMistake() {
    assertThatThrownBy(() ->
            ChainTrust.of(Chains.id(block), new BlockId(Chains.CHAIN_ID, 100, Keccak.over(ours))))
        .hasMessageContaining("a chain has one block of a number");
  }
}
