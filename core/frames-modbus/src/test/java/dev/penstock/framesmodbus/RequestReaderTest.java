package dev.penstock.framesmodbus;

import static dev.penstock.framesmodbus.Hex.pdu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.RequestReading.Illformed;
import dev.penstock.framesmodbus.RequestReading.Wellformed;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Req: 62443-4-2 CR 3.5 */
class RequestReaderTest {
  private static byte[] copy(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01 0000 07D0",
        "02 F830 07D0",
        "03 0000 007D",
        "04 FF83 007D",
        "04 FFFF 0001",
        "0F FFFF 0001 01 01",
        "17 0000 007D FFFF 0001 02 0000",
        "2B 0E 04 FF",
        "08 0001 FF00",
        "08 0003 0A00",
        "08 0000",
        "14 07 06 FFFF 270F 0001",
        "15 09 06 0001 270F 0001 0000"
      })
  void whatIsJustWithinTheLimitsIsTaken(String text) {
    assertThat(RequestReader.read(pdu(text))).isInstanceOf(Wellformed.class);
  }

  @ParameterizedTest
  @CsvSource({
    // Counts come before addresses, and both before what is done (the flow charts of §6).
    "01 0000 0000, 3",
    "01 0000 07D1, 3",
    "01 F831 07D0, 2",
    "02 0000 0000, 3",
    "02 0000 07D1, 3",
    "03 0000 0000, 3",
    "03 0000 007E, 3",
    "03 FF84 007D, 2",
    "03 FFFF 0000, 3",
    "04 0000 007E, 3",
    "04 FFFF 0002, 2",
    // Too short, too long.
    "03 0000 00, 3",
    "03, 3",
    "03 0000 0001 00, 3",
    "06 0000 00, 3",
    "07 00, 3",
    "0B 00, 3",
    "0C 00, 3",
    "11 00, 3",
    "18 00, 3",
    "16 0000 0000 00, 3",
    // §6.5: FF00 and 0000 alone.
    "05 0000 0001, 3",
    "05 0000 FF01, 3",
    "05 0000 FFFF, 3",
    // §6.8.
    "08 0001 0001, 3",
    "08 0002 0001, 3",
    "08 0003 0001, 3",
    "08 000A FF00, 3",
    "08 000B, 3",
    "08 000B 0000 0000, 3",
    "08 00, 3",
    "08 0000 00, 3",
    // §6.11, §6.12.
    "0F 0000 0000 00, 3",
    "0F 0000 000A 01 00, 3",
    "0F 0000 000A 03 000000, 3",
    "0F FFFF 0002 01 03, 2",
    "0F 0000 000A 02 00, 3",
    "10 0000 0000 00, 3",
    "10 0000 0001 04 00000000, 3",
    "10 FFFF 0002 04 00000000, 2",
    "10 0000 0002 04 000000, 3",
    "10 0000 0001 02 000000, 3",
    // §6.14, §6.15.
    "14 00, 3",
    "14 06 06 0001 0000 00, 3",
    "14 08 06 0001 0000 0001 00, 3",
    "14 07 07 0001 0000 0001, 2",
    "14 07 06 0000 0000 0001, 2",
    "14 07 06 0001 2710 0001, 2",
    "14 07 06 0001 270F 0002, 2",
    "14 07 06 0001 0000 0000, 2",
    "14 07 06 0001 0000 007D, 2",
    "15 07 06 0001 0000 0000, 3",
    "15 09 06 0001 0000 0002 0000, 3",
    "15 09 05 0001 0000 0001 0000, 2",
    "15 0A 06 0001 0000 0001 0000, 3",
    // §6.17: 121 to write, 125 to read.
    "17 0000 0000 0000 0001 02 0000, 3",
    "17 0000 007E 0000 0001 02 0000, 3",
    "17 0000 0001 0000 0000 00, 3",
    "17 0000 0001 0000 0001 03 000000, 3",
    "17 FFFF 0002 0000 0001 02 0000, 2",
    "17 0000 0001 FFFF 0002 04 00000000, 2",
    // §6.21.
    "2B, 3",
    "2B 0E, 3",
    "2B 0E 00 00, 3",
    "2B 0E 05 00, 3",
    "2B 0E 01 00 00, 3",
    // §4.1.
    "00, 1",
    "80, 1",
    "83 0000 0001, 1",
    "FF, 1"
  })
  void whatBreaksALimitIsAnsweredAsTheFlowChartsSay(String text, int code) {
    assertThat(RequestReader.read(pdu(text)))
        .isInstanceOfSatisfying(
            Illformed.class,
            illformed -> {
              assertThat(illformed.answer().code()).isEqualTo(code);
              assertThat(illformed.function()).isEqualTo(pdu(text).bytes()[0] & 0xff);
              assertThat(illformed.at()).isLessThanOrEqualTo(pdu(text).size());
              assertThat(illformed.reason()).isNotEmpty();
              assertThat(illformed.response().code()).isEqualTo(code);
            });
  }

  @Test
  void countsOfWritesEndAtTheirLimits() {
    for (int count : new int[] {1, 123, 124}) {
      var body = new byte[6 + 2 * count];
      body[0] = 16;
      body[4] = (byte) count;
      body[5] = (byte) (2 * count);
      assertThat(RequestReader.read(ByteString.of(body)) instanceof Wellformed)
          .as("%d registers", count)
          .isEqualTo(count <= 123);
    }
    for (int count : new int[] {1968, 1969}) {
      int length = (count + 7) / 8;
      var body = new byte[6 + length];
      body[0] = 15;
      body[3] = (byte) (count >> 8);
      body[4] = (byte) count;
      body[5] = (byte) length;
      assertThat(RequestReader.read(ByteString.of(body)) instanceof Wellformed)
          .as("%d coils", count)
          .isEqualTo(count <= 1968);
    }
    for (int count : new int[] {121, 122}) {
      var body = new byte[10 + 2 * count];
      body[0] = 23;
      body[4] = 1;
      body[8] = (byte) count;
      body[9] = (byte) (2 * count);
      assertThat(RequestReader.read(ByteString.of(body)) instanceof Wellformed)
          .as("%d registers read and written", count)
          .isEqualTo(count <= 121);
    }
  }

  @Test
  void aPduHasNoMoreThan253Bytes() {
    assertThat(RequestReader.read(ByteString.of(new byte[0]))).isInstanceOf(Illformed.class);
    byte[] bytes = new byte[254];
    bytes[0] = 100;
    assertThat(RequestReader.read(ByteString.of(bytes))).isInstanceOf(Illformed.class);
    assertThat(RequestReader.read(ByteString.of(copy(bytes, 0, 253))))
        .isInstanceOf(Wellformed.class);
  }

  @Test
  void functionsThatNobodyKnowsAreKeptAsTheyCame() {
    assertThat(RequestReader.read(pdu("5A 00 01 02")))
        .isEqualTo(new Wellformed(new Request.Other(0x5a, pdu("00 01 02"))));
    assertThat(RequestReader.read(pdu("2B 0D 01")))
        .isEqualTo(new Wellformed(new Request.Other(43, pdu("0D 01"))));
    assertThatIllegalArgumentException().isThrownBy(() -> new Request.Other(3, pdu("0000 0001")));
    assertThatIllegalArgumentException().isThrownBy(() -> new Request.Other(43, pdu("0E 01 00")));
  }

  /** Nothing that is neither checked nor recorded goes through a conduit in the unused bits. */
  @Test
  void bitsBehindTheLastCoilAreDropped() {
    assertThat(RequestReader.read(pdu("0F 0000 0001 01 FF")))
        .isEqualTo(new Wellformed(new Request.WriteMultipleCoils(0, Bits.of(true))));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 200_000)
        .holds(seed -> {
          Request request = Drawn.request(new SplittableRandom(seed));
          ByteString pdu = PduWriter.write(request);
          assertThat(pdu.size()).isBetween(1, 253);
          assertThat(RequestReader.read(pdu)).isEqualTo(new Wellformed(request));
        });
  }

  /** Any bytes, and good ones with some changed, cut off or doubled. */
  @Test
  void whateverComesIsReadOrRefused() {
    Property.forAll(Gen.seeds())
        .cases(5_000, 500_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] bytes = Mutated.bytes(random, PduWriter.write(Drawn.request(random)).bytes());
          switch (RequestReader.read(ByteString.of(bytes))) {
            case Wellformed(var request) -> {
              ByteString again = PduWriter.write(request);
              assertThat(again.size()).isEqualTo(bytes.length);
              assertThat(RequestReader.read(again)).isEqualTo(new Wellformed(request));
            }
            case Illformed illformed -> assertThat(illformed.at()).isBetween(0, bytes.length);
          }
        });
  }
}
