package dev.penstock.framesmodbus;

import static dev.penstock.framesmodbus.Hex.bytes;
import static dev.penstock.framesmodbus.Hex.pdu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Decoded.Incomplete;
import dev.penstock.framesmodbus.Decoded.Malformed;
import dev.penstock.framesmodbus.Decoded.Message;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Req: 62443-4-2 CR 3.5 */
class FramesTest {
  private interface Decoder<T> {
    Decoded<T> decode(byte[] wire, int from, int to);
  }

  private static <T> Decoded<T> whole(Decoder<T> decoder, String text) {
    byte[] wire = bytes(text);
    return decoder.decode(wire, 0, wire.length);
  }

  /**
   * Gives as many bytes as are wanted, and never looks at more: what was made of a beginning does
   * not depend on what stands behind it.
   */
  private static <T> Decoded<T> asTheyCome(Decoder<T> decoder, byte[] wire, int bytesMax) {
    int count = 0;
    while (true) {
      byte[] behind = wire.clone();
      Arrays.fill(behind, count, behind.length, (byte) 0x5a);
      Decoded<T> decoded = decoder.decode(behind, 0, count);
      if (!(decoded instanceof Incomplete<T>(var wanted))) {
        return decoded;
      }
      assertThat(wanted).isGreaterThan(count).isLessThanOrEqualTo(bytesMax);
      if (wanted > wire.length) {
        return decoded;
      }
      count = wanted;
    }
  }

  @Test
  void aFrameOnTcpIsReadAndWritten() {
    var mbap = new Mbap(0x1501, 0xff, pdu("03 0004 0001"));
    assertThat(whole(Mbap::decode, "1501 0000 0006 FF 03 0004 0001"))
        .isEqualTo(new Message<>(mbap, 12));
    assertThat(mbap.encode()).isEqualTo(bytes("1501 0000 0006 FF 03 0004 0001"));
  }

  @Test
  void anAnswerRepeatsTransactionAndUnit() {
    var asked = new Mbap(7, 1, pdu("07"));
    assertThat(new Mbap(7, 1, pdu("07 6D")).repeats(asked)).isTrue();
    assertThat(new Mbap(8, 1, pdu("07 6D")).repeats(asked)).isFalse();
    assertThat(new Mbap(7, 2, pdu("07 6D")).repeats(asked)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0001 0001, 2",
    "0001 FF00 0006 01, 2",
    "0001 0000 0000, 4",
    "0001 0000 0001 01, 4",
    "0001 0000 00FF 01, 4",
    "0001 0000 FFFF, 4",
    "4745 5420 2F20, 2"
  })
  void aHeaderThatIsNoneIsRefusedAtOnce(String text, int at) {
    assertThat(whole(Mbap::decode, text))
        .isInstanceOfSatisfying(
            Malformed.class, malformed -> assertThat(malformed.at()).isEqualTo(at));
  }

  @Test
  void theLongestFrameOnTcpHas260Bytes() {
    byte[] longest = new byte[253];
    longest[0] = 100;
    byte[] wire = new Mbap(1, 1, ByteString.of(longest)).encode();
    assertThat(wire).hasSize(260);
    assertThat(Mbap.decode(wire, 0, wire.length)).isInstanceOf(Message.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mbap(1, 1, ByteString.of(new byte[254])));
  }

  /** MODBUS over Serial Line V1.02 §6.2.2: of the bytes 02 07 it is 1241, its low byte first. */
  @Test
  void theCheckIsThatOfTheSpecification() {
    assertThat(Crc16.of(bytes("02 07"), 0, 2)).isEqualTo(0x1241);
    var rtu = new Rtu(2, pdu("07"));
    assertThat(rtu.encode()).isEqualTo(bytes("02 07 41 12"));
    assertThat(whole(Rtu::decode, "02 07 41 12")).isEqualTo(new Message<>(rtu, 4));
    assertThat(whole(Rtu::decodeRequest, "02 07 41 12")).isEqualTo(new Message<>(rtu, 4));
  }

  @Test
  void eachChangedBitOfAFrameOnALineIsSeen() {
    byte[] wire = new Rtu(17, pdu("03 006B 0003")).encode();
    for (int bit = 0; bit < 8 * wire.length; bit++) {
      byte[] changed = wire.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(Rtu.decode(changed, 0, changed.length)).isInstanceOf(Malformed.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "02", "02 07 41", "02 07 12 41"})
  void whatIsNoFrameBetweenTwoSilencesIsRefused(String text) {
    assertThat(whole(Rtu::decode, text)).isInstanceOf(Malformed.class);
  }

  @Test
  void theLongestFrameOnALineHas256Bytes() {
    byte[] longest = new byte[253];
    longest[0] = 100;
    byte[] wire = new Rtu(1, ByteString.of(longest)).encode();
    assertThat(wire).hasSize(256);
    assertThat(Rtu.decode(wire, 0, 256)).isInstanceOf(Message.class);
    assertThat(Rtu.decode(Arrays.copyOf(wire, 257), 0, 257)).isInstanceOf(Malformed.class);
    assertThat(Rtu.decodeRequest(new byte[300], 0, 300)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01 0F 0000 FFFF F8",
        "01 10 0000 007B F8",
        "01 14 FC 00",
        "01 15 FC 00",
        "01 17 0000 0001 0000 00FF F4"
      })
  void aCountThatLeadsBehindAFrameIsRefusedWhenItIsSeen(String text) {
    assertThat(whole(Rtu::decodeRequest, text)).isInstanceOf(Malformed.class);
  }

  @Test
  void aCountThatLeadsBehindAFrameIsRefusedInAnswersToo() {
    byte[] wire = bytes("01 03 FC 00");
    assertThat(Rtu.decodeResponse(new Request.Read(Table.HOLDING_REGISTERS, 0, 1), wire, 0, 4))
        .isInstanceOf(Malformed.class);
    wire = bytes("01 18 FF FF");
    assertThat(Rtu.decodeResponse(new Request.ReadFifoQueue(0), wire, 0, 4))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void anAnswerOfAnotherFunctionIsRefusedAtOnce() {
    var request = new Request.Read(Table.COILS, 0, 1);
    byte[] wire = new Rtu(1, pdu("03 02 0000")).encode();
    assertThat(Rtu.decodeResponse(request, wire, 0, wire.length)).isInstanceOf(Malformed.class);
  }

  @Test
  void framesOnTcpAreFoundInAStream() {
    Property.forAll(Gen.seeds())
        .cases(500, 50_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          ByteString pdu = PduWriter.write(Drawn.request(random));
          var mbap = new Mbap(random.nextInt(0x10000), random.nextInt(256), pdu);
          byte[] wire = mbap.encode();
          byte[] stream = Arrays.copyOf(wire, wire.length + random.nextInt(20));
          assertThat(asTheyCome(Mbap::decode, stream, 260))
              .isEqualTo(new Message<>(mbap, wire.length));
        });
  }

  /**
   * Where a function code does not say how long it is, the shortest piece with a right check is
   * taken: now and then one that ends too early, never one that ends too late.
   */
  private static void isFound(Decoded<Rtu> found, Rtu sent, Request request) {
    int length = sent.encode().length;
    boolean isUnsaid =
        request instanceof Request.Other
            || request instanceof Request.ReadDeviceIdentification
            || (request instanceof Request.Diagnostics(var subFunction, _)
                && (subFunction == 0 || subFunction > 20));
    if (isUnsaid
        && found instanceof Message<Rtu>(var shorter, var lengthBytes)
        && lengthBytes < length) {
      byte[] beginning = Arrays.copyOf(sent.encode(), lengthBytes);
      assertThat(shorter.encode()).isEqualTo(beginning);
    } else {
      assertThat(found).isEqualTo(new Message<>(sent, length));
    }
  }

  /** Without silence, by function codes alone; what follows on the stream is left alone. */
  @Test
  void framesWithoutSilenceAreFoundInAStream() {
    Property.forAll(Gen.seeds())
        .cases(1_000, 100_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          Request request = Drawn.request(random);
          var asked = new Rtu(random.nextInt(256), PduWriter.write(request));
          byte[] wire = asked.encode();
          byte[] stream = Arrays.copyOf(wire, wire.length + random.nextInt(20));
          isFound(asTheyCome(Rtu::decodeRequest, stream, 256), asked, request);

          Response response = Drawn.response(random, request);
          var answered = new Rtu(asked.unit(), PduWriter.write(response));
          wire = answered.encode();
          stream = Arrays.copyOf(wire, wire.length + random.nextInt(20));
          isFound(
              asTheyCome(
                  (bytes, from, to) -> Rtu.decodeResponse(request, bytes, from, to), stream, 256),
              answered,
              request);
        });
  }

  @Test
  void anIdentificationThatCountsAllItsObjectsIsFoundInAStream() {
    var request = new Request.ReadDeviceIdentification(IdentificationAccess.BASIC, 2);
    var answered = new Rtu(9, pdu("2B 0E 01 01 00 00 03 02 05 56322E3131"));
    byte[] wire = answered.encode();
    assertThat(
            asTheyCome(
                (bytes, from, to) -> Rtu.decodeResponse(request, bytes, from, to), wire, 256))
        .isEqualTo(new Message<>(answered, wire.length));
  }

  @Test
  void whateverComesIsReadOrRefused() {
    Property.forAll(Gen.seeds())
        .cases(3_000, 300_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          Request request = Drawn.request(random);
          Response response = Drawn.response(random, request);
          ByteString asked = PduWriter.write(request);
          ByteString answered = PduWriter.write(response);
          byte[] tcp = Mutated.bytes(random, new Mbap(1, 1, asked).encode());
          byte[] there = Mutated.bytes(random, new Rtu(1, asked).encode());
          byte[] back = Mutated.bytes(random, new Rtu(1, answered).encode());
          assertThat(asTheyCome(Mbap::decode, tcp, 260)).isNotNull();
          assertThat(asTheyCome(Rtu::decodeRequest, there, 256)).isNotNull();
          assertThat(
                  asTheyCome(
                      (bytes, from, to) -> Rtu.decodeResponse(request, bytes, from, to), back, 256))
              .isNotNull();
          if (Rtu.decode(back, 0, back.length) instanceof Message<Rtu>(var rtu, var length)) {
            assertThat(rtu.encode()).isEqualTo(back);
            assertThat(length).isEqualTo(back.length);
          }
        });
  }
}
