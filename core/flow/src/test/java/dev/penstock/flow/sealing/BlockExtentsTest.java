package dev.penstock.flow.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockExtentsTest {
  private static BlockExtents random(SplittableRandom random) {
    boolean isEmpty = random.nextInt(5) == 0;
    long id = random.nextLong(1L << 32);
    Lane lane = random.nextBoolean() ? new Lane.Group(id) : new Lane.Own(id);
    long[] places = new long[isEmpty ? 0 : 2 * (1 + random.nextInt(20))];
    long at = random.nextInt(3) == 0 ? 0 : random.nextLong(1L << 40);
    for (int i = 0; i < places.length; i++) {
      places[i] = at;
      at += 1 + random.nextLong(1L << random.nextInt(1, 30));
    }
    byte[] key = new byte[isEmpty ? 0 : 32];
    random.nextBytes(key);
    return BlockExtents.of(lane, ByteString.of(key), places, places.length);
  }

  @Test
  void whatIsWrittenIsRead() {
    Property.forAll(Gen.seeds())
        .cases(500, 100_000)
        .holds(seed -> {
          BlockExtents extents = random(new SplittableRandom(seed));
          assertThat(BlockExtents.decode(extents.encode())).isEqualTo(new Decoded.Value<>(extents));
        });
  }

  @Test
  void otherBytesAreRefusedOrMeanSomethingElse() {
    Property.forAll(Gen.seeds())
        .cases(500, 100_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          BlockExtents extents = random(random);
          byte[] bytes = extents.encode();
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          switch (BlockExtents.decode(bytes)) {
            case Decoded.Value<BlockExtents>(var other) -> {
              assertThat(other).isNotEqualTo(extents);
              assertThat(other.encode()).isEqualTo(bytes);
            }
            case Decoded.Refused<BlockExtents>(var refusal) ->
                assertThat(refusal.offset()).isBetween(0, bytes.length);
          }
        });
  }

  /** The worked example of docs/formats/extents.md. */
  @Test
  void theWorkedExampleHolds() {
    byte[] key = HexFormat.of().parseHex("00112233445566778899aabbccddeeff".repeat(2));
    long[] places = {4128, 4348, 4392, 4430};
    var extents = BlockExtents.of(new Lane.Group(3), ByteString.of(key), places, 4);
    assertThat(HexFormat.of().formatHex(extents.encode()))
        .isEqualTo(
            "85010003"
                + "5820"
                + "00112233445566778899aabbccddeeff".repeat(2)
                + "84"
                + "191020"
                + "18dc"
                + "182c"
                + "1826");
    assertThat(extents.count()).isEqualTo(2);
    assertThat(extents.endOf(1)).isEqualTo(4430);
  }

  private static boolean isRefused(String hex) {
    return BlockExtents.decode(HexFormat.of().parseHex(hex)) instanceof Decoded.Refused;
  }

  @Test
  void extentsThatCannotBeAreRefused() {
    String key = "5820" + "00".repeat(32);
    assertThat(isRefused("85010003" + key + "820001")).isFalse();
    assertThat(isRefused("85020003" + key + "820001")).as("version 2").isTrue();
    assertThat(isRefused("85010203" + key + "820001")).as("a third kind of lane").isTrue();
    assertThat(isRefused("85010003" + key + "820000")).as("no length").isTrue();
    assertThat(isRefused("85010003" + key + "8400010001")).as("touching").isTrue();
    assertThat(isRefused("85010003" + key + "8100")).as("half an extent").isTrue();
    assertThat(isRefused("85010003" + key + "80")).as("K without records").isTrue();
    assertThat(isRefused("85010003f6820001")).as("records without K").isTrue();
    assertThat(isRefused("85010003" + key + "821b7fffffffffffffff01")).as("too far").isTrue();
    assertThat(isRefused("")).isTrue();
  }
}
