package dev.penstock.merkle.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryBundleTest {
  private final TreeHasher hasher = new TreeHasher();

  @Test
  void entriesReadBackWithTheirLeafHashes() {
    Property.forAll(Gen.lists(Gen.bytes(0, 400), 1, 256))
        .cases(60, 2_000)
        .holds(entries -> {
          byte[] bytes = EntryBundle.encode(entries);
          EntryBundle bundle = NoteKeys.value(EntryBundle.decode(bytes, entries.size()));
          byte[] hashes = new byte[entries.size() * Digest.BYTES];
          bundle.leafHashes(hasher, hashes, 0);
          List<byte[]> read = new ArrayList<>();
          for (int i = 0; i < bundle.count(); i++) {
            read.add(bundle.entry(i));
            assertThat(Digest.at(hashes, i * 32)).isEqualTo(hasher.leaf(entries.get(i)));
          }
          assertThat(read).usingElementComparator(Arrays::compare).isEqualTo(entries);
          assertThat(EntryBundle.encode(read)).isEqualTo(bytes);
        });
  }

  @Test
  void lengthsAreTwoBytesBigEndian() {
    assertThat(EntryBundle.encode(List.of(new byte[] {7}, new byte[0])))
        .containsExactly(0, 1, 7, 0, 0);
    byte[] large = EntryBundle.encode(List.of(new byte[65_535]));
    assertThat(large).hasSize(65_537).startsWith(0xFF, 0xFF);
    assertThat(NoteKeys.value(EntryBundle.decode(large, 1)).entry(0)).hasSize(65_535);
  }

  @Test
  void everyCutAndEverySurplusIsMalformed() {
    byte[] bytes = EntryBundle.encode(List.of(new byte[3], new byte[0], new byte[300]));
    for (int i = 0; i < bytes.length; i++) {
      assertThat(EntryBundle.decode(Arrays.copyOf(bytes, i), 3))
          .isInstanceOf(Decoded.Malformed.class);
    }
    assertThat(EntryBundle.decode(Arrays.copyOf(bytes, bytes.length + 1), 3))
        .isEqualTo(new Decoded.Malformed<>("1 bytes behind the last entry"));
    assertThat(EntryBundle.decode(bytes, 2)).isInstanceOf(Decoded.Malformed.class);
    assertThat(EntryBundle.decode(bytes, 4)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void misuseIsRefused() {
    assertThatThrownBy(() -> EntryBundle.encode(List.of())).hasMessageContaining("0 entries");
    assertThatThrownBy(() -> EntryBundle.encode(Collections.nCopies(257, new byte[0])))
        .hasMessageContaining("257 entries");
    assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[65_536])))
        .hasMessageContaining("65536 bytes");
    assertThatThrownBy(() -> EntryBundle.decode(new byte[0], 0)).hasMessageContaining("width 0");
    EntryBundle one = NoteKeys.value(EntryBundle.decode(new byte[2], 1));
    assertThatThrownBy(() -> one.entry(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
