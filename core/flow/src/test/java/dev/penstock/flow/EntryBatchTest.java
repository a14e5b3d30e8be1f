package dev.penstock.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EntryBatchTest {
  @Test
  void entriesComeBackAsTheyWentIn() {
    var random = new SplittableRandom(1);
    var entries = new ArrayList<byte[]>();
    for (int length : new int[] {0, 1, 255, 256, 257, 40_000, 65_535, 3}) {
      byte[] entry = new byte[length];
      random.nextBytes(entry);
      entries.add(entry);
    }
    EntryBatch batch = EntryBatch.of(entries.toArray(byte[][]::new));
    var seen = new ArrayList<byte[]>();
    batch.forEach((position, source, from, length) ->
        seen.add(Arrays.copyOfRange(source, from, from + length)));
    assertThat(seen.toArray(byte[][]::new)).isDeepEqualTo(entries.toArray(byte[][]::new));
    assertThat(batch.entry(5)).isEqualTo(entries.get(5));
    assertThat(batch.count()).isEqualTo(8);
  }

  @Test
  void theBodyIsAnEntryBundle() {
    // C2SP tlog-tiles, entry bundles: big-endian uint16 length, then the entry.
    EntryBatch batch = EntryBatch.of(new byte[] {7}, new byte[0], new byte[] {8, 9});
    var body = ByteBuffer.allocate(batch.bodyBytes());
    batch.copyTo(body);
    assertThat(body.array()).isEqualTo(new byte[] {0, 1, 7, 0, 0, 0, 2, 8, 9});
  }

  @Test
  void anEntryThatIsTooLongIsRefused() {
    var builder = new EntryBatch.Builder();
    assertThatThrownBy(() -> builder.add(new byte[65_536]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
  }

  @Test
  void aBatchDoesNotChangeWhenItsBuilderGoesOn() {
    var builder = new EntryBatch.Builder();
    EntryBatch first = builder.add(new byte[] {1}).build();
    EntryBatch second = builder.add(new byte[] {2}).build();
    assertThat(first).isEqualTo(EntryBatch.of(new byte[] {1})).isNotEqualTo(second);
    assertThat(builder.count()).isZero();
  }
}
