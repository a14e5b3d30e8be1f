package dev.penstock.flow.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.Extent;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockExtentsTest {
  private static BlockExtents random(SplittableRandom random) {
    boolean isEmpty = random.nextInt(5) == 0;
    long id = random.nextLong(1L << 32);
    Lane lane =
        switch (random.nextInt(3)) {
          case 0 -> new Lane.Group(id);
          case 1 -> new Lane.Own(id);
          default -> new Lane.Device(id, random.nextLong(1L << 62));
        };
    long[] places = new long[isEmpty ? 0 : 2 * (1 + random.nextInt(20))];
    for (int i = 0; i < places.length; i += 2) {
      int length = 1 + random.nextInt(1 << random.nextInt(1, 17));
      long before = i == 0 ? -1 : places[i - 1];
      do {
        RecordClass anyClass = List.of(RecordClass.values()).get(random.nextInt(3));
        int offset = random.nextInt(1 << 30);
        places[i] = BlockExtents.address(anyClass, random.nextInt(1 << 30), offset);
      } while (places[i] == before);
      places[i + 1] = places[i] + length;
    }
    byte[] key = new byte[isEmpty ? 0 : 32];
    random.nextBytes(key);
    return BlockExtents.of(
        lane, random.nextLong(1L << 40), ByteString.of(key), places, places.length);
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
    long first = BlockExtents.address(RecordClass.PLANT, 0, 4128);
    long second = BlockExtents.address(RecordClass.PLANT, 0, 4392);
    long third = BlockExtents.address(RecordClass.CONTROL, 1, 4096);
    long[] places = {first, first + 220, second, second + 38, third, third + 50};
    var extents = BlockExtents.of(new Lane.Group(3), 17, ByteString.of(key), places, 6);
    assertThat(HexFormat.of().formatHex(extents.encode()))
        .isEqualTo(
            "8601000311"
                + "5820"
                + "00112233445566778899aabbccddeeff".repeat(2)
                + "86"
                + "191020"
                + "18dc"
                + "182c"
                + "1826"
                + "1b00000002fffffeb2"
                + "1832");
    assertThat(extents.count()).isEqualTo(3);
    assertThat(extents.extent(1)).isEqualTo(new Extent(RecordClass.PLANT, 0, 4392, 38));
    assertThat(extents.extent(2)).isEqualTo(new Extent(RecordClass.CONTROL, 1, 4096, 50));
  }

  private static boolean isRefused(String hex) {
    return BlockExtents.decode(HexFormat.of().parseHex(hex)) instanceof Decoded.Refused;
  }

  @Test
  void extentsThatCannotBeAreRefused() {
    String key = "5820" + "00".repeat(32);
    assertThat(isRefused("8601000311" + key + "820001")).isFalse();
    assertThat(isRefused("8602000311" + key + "820001")).as("version 2").isTrue();
    assertThat(isRefused("8601020311" + key + "820001")).as("a third kind of lane").isTrue();
    assertThat(isRefused("8601000311" + key + "820000")).as("no length").isTrue();
    assertThat(isRefused("8601000311" + key + "8400010001")).as("touching").isTrue();
    assertThat(isRefused("8601000311" + key + "8100")).as("half an extent").isTrue();
    assertThat(isRefused("8601000311" + key + "80")).as("K without records").isTrue();
    assertThat(isRefused("8601000311f6820001")).as("records without K").isTrue();
    assertThat(isRefused("8601000311" + key + "821b7fffffffffffffff01")).as("too far").isTrue();
    assertThat(isRefused("8601000311" + key + "822001")).as("before the first byte").isTrue();
    assertThat(isRefused("8601000311" + key + "821b000000018000000001")).as("class 3").isTrue();
    assertThat(isRefused("8601000311" + key + "82001a80000000")).as("over the end").isTrue();
    assertThat(isRefused("")).isTrue();
  }
}
