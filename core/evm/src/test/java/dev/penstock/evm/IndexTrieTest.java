package dev.penstock.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Decoded;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IndexTrieTest {
  private static IndexTrie.Entry entry(String key, String value) {
    return new IndexTrie.Entry(
        Nibbles.of(key.getBytes(StandardCharsets.US_ASCII)),
        value.getBytes(StandardCharsets.US_ASCII));
  }

  private static List<byte[]> items(SplittableRandom random, int count, int bytesMax) {
    List<byte[]> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] item = new byte[random.nextInt(1, bytesMax)];
      random.nextBytes(item);
      items.add(item);
    }
    return items;
  }

  /** The examples that the tests of all Ethereum nodes share. */
  @Test
  void hasTheKnownRoots() {
    assertThat(IndexTrie.of(List.of()).root())
        .hasToString("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");
    assertThat(
            new IndexTrie(
                    List.of(
                        entry("doe", "reindeer"),
                        entry("dog", "puppy"),
                        entry("dogglesworth", "cat")))
                .root())
        .hasToString("0x8aad789dff2f538bca5d8ea56e8abe10f4c7ba3a5dea95fea4cd6e7c3a1168d3");
    assertThat(
            new IndexTrie(
                    List.of(
                        entry("do", "verb"),
                        entry("horse", "stallion"),
                        entry("doge", "coin"),
                        entry("dog", "puppy")))
                .root())
        .hasToString("0x5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84");
    assertThat(new IndexTrie(List.of(entry("foo", "bar"), entry("food", "bass"))).root())
        .hasToString("0x17beaa1648bafa633cda809c90c04af50fc8aed3cb40d16efbddee6fdf63c4c3");
  }

  @Test
  void eachItemIsFoundByItsPathAndNoOther() {
    Property.forAll(Gen.seeds())
        .cases(60, 2_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          int count = random.nextInt(1, 320);
          // Short items make nodes that stand inside others.
          List<byte[]> items = items(random, count, random.nextBoolean() ? 4 : 120);
          IndexTrie trie = IndexTrie.of(items);
          Keccak root = trie.root();
          for (int i = 0; i < 5; i++) {
            int index = random.nextInt(count);
            List<byte[]> path = trie.path(index);
            assertThat(item(root, index, path)).isEqualTo(items.get(index));
            int other = random.nextInt(count + 2);
            byte[] found = item(root, other, path);
            if (found.length > 0) {
              // A short neighbour may stand in the same nodes; it is still the right one.
              assertThat(found).isEqualTo(items.get(other));
            }
          }
        });
  }

  @Test
  void aChangedNodeIsFound() {
    var random = new SplittableRandom(7);
    List<byte[]> items = items(random, 200, 100);
    IndexTrie trie = IndexTrie.of(items);
    Keccak root = trie.root();
    for (int index : List.of(0, 1, 127, 128, 199)) {
      List<byte[]> path = trie.path(index);
      for (int node = 0; node < path.size(); node++) {
        for (int bit = 0; bit < 8 * path.get(node).length; bit++) {
          List<byte[]> changed = new ArrayList<>(path);
          byte[] bytes = path.get(node).clone();
          bytes[bit / 8] = (byte) (bytes[bit / 8] ^ 1 << bit % 8);
          changed.set(node, bytes);
          assertThat(item(root, index, changed)).isEmpty();
        }
      }
    }
  }

  @Test
  void aMissingAndANeedlessNodeAreFound() {
    List<byte[]> items = items(new SplittableRandom(1), 40, 90);
    IndexTrie trie = IndexTrie.of(items);
    List<byte[]> path = trie.path(7);
    assertThat(path).hasSizeGreaterThan(1);
    assertThat(item(trie.root(), 7, path.subList(0, path.size() - 1))).isEmpty();
    List<byte[]> longer = new ArrayList<>(path);
    longer.add(path.getLast());
    assertThat(item(trie.root(), 7, longer)).isEmpty();
    assertThat(item(trie.root(), 7, List.of())).isEmpty();
    assertThatThrownBy(() -> trie.path(40)).hasMessageContaining("index 40 of 40");
  }

  private static byte[] item(Keccak root, long index, List<byte[]> nodes) {
    return TriePath.item(root, index, nodes) instanceof Decoded.Value<byte[]>(var item)
        ? item
        : new byte[0];
  }
}
