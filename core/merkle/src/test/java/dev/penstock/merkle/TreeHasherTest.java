package dev.penstock.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeHasherTest {
  private final TreeHasher hasher = new TreeHasher();

  /** SHA-256 of nothing, of one zero byte, and of 0x01 and 64 zero bytes (by sha256sum). */
  @Test
  void theThreeKindsOfHashAreThoseOfSha256() {
    assertThat(hasher.emptyRoot())
        .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(hasher.leaf(new byte[0]))
        .hasToString("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    Digest zeros = Digest.of(new byte[32]);
    assertThat(hasher.node(zeros, zeros))
        .hasToString("ae0798d0ecaed2b778eddebf18f071a561c53658c05e76cedecc27cafbdbc577");
  }

  @Test
  void aLeafBehindRoomForItsPrefixIsTheSameLeaf() {
    var hasher = new TreeHasher();
    for (int length = 0; length < 300; length++) {
      byte[] prefixed = new byte[3 + 1 + length];
      Arrays.fill(prefixed, (byte) (length + 1));
      byte[] entry = Arrays.copyOfRange(prefixed, 4, prefixed.length);
      byte[] hash = new byte[Digest.BYTES];
      hasher.leafBehind(prefixed, 3, 1 + length, hash, 0);
      assertThat(Digest.at(hash, 0)).isEqualTo(hasher.leaf(entry));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hasher.leafBehind(new byte[4], 0, 0, new byte[32], 0));
  }

  @Test
  void rootInPlaceEqualsTheDefinitionAndTouchesNothingBefore() {
    PlainTree plain = PlainTree.ofSize(300);
    for (int count = 1; count <= 300; count++) {
      byte[] work = new byte[64 + count * 32];
      Arrays.fill(work, 0, 64, (byte) 7);
      System.arraycopy(PlainTree.leafHashes(0, count), 0, work, 64, count * 32);
      hasher.rootInPlace(work, 64, count);
      assertThat(Digest.at(work, 64)).as("%d leaves", count).isEqualTo(plain.root(0, count));
      assertThat(Arrays.copyOf(work, 64)).containsOnly(7);
    }
  }

  @Test
  void aNodeMayBeWrittenOverItsInputs() {
    byte[] pair = new byte[64];
    pair[40] = 9;
    byte[] other = pair.clone();
    hasher.node(pair, 0, pair, 32, pair, 32);
    assertThat(Digest.at(pair, 32))
        .isEqualTo(hasher.node(Digest.at(other, 0), Digest.at(other, 32)));
  }

  @Test
  void misuseIsRefusedAndLeavesNothingBehind() {
    assertThatThrownBy(() -> hasher.rootInPlace(new byte[32], 0, 0))
        .hasMessageContaining("root over 0 hashes");
    assertThatThrownBy(() -> hasher.leaf(new byte[1], 0, 1, new byte[31], 0))
        .hasMessageContaining("no room");
    assertThatThrownBy(() -> hasher.leaf(new byte[1], 0, 2, new byte[32], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(hasher.leaf(new byte[5])).isEqualTo(new TreeHasher().leaf(new byte[5]));
  }

  @Test
  void digestsAndPathsAreValues() {
    byte[] bytes = HexFormat.of().parseHex("00".repeat(31) + "ff");
    Digest digest = Digest.of(bytes);
    bytes[0] = 1;
    assertThat(digest.bytes()[0]).isZero();
    assertThat(Digest.decode(new byte[31])).isEmpty();
    assertThat(Digest.decode(digest.bytes())).contains(digest);
    assertThat(digest).hasSameHashCodeAs(Digest.of(digest.bytes())).isNotEqualTo("other");
    assertThatThrownBy(() -> Digest.at(new byte[40], 9))
        .isInstanceOf(IndexOutOfBoundsException.class);
    HashPath path = HashPath.of(digest.bytes());
    assertThat(path).isEqualTo(HashPath.of(digest.bytes())).hasToString("1 hashes");
    assertThat(path.hash(0)).isEqualTo(digest);
    assertThatThrownBy(() -> path.hash(1)).hasMessage("hash 1 of 1");
    assertThatThrownBy(() -> HashPath.of(new byte[31])).hasMessageContaining("31 bytes");
    assertThat(HashPath.decode(new byte[(HashPath.HASHES_MAX + 1) * 32])).isEmpty();
    assertThat(HashPath.decode(List.of(new byte[32], new byte[31]))).isEmpty();
  }
}
