package dev.penstock.framesmodbus;

import static dev.penstock.framesmodbus.Hex.pdu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.ResponseReading.Illformed;
import dev.penstock.framesmodbus.ResponseReading.Wellformed;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Req: 62443-4-2 CR 3.5 */
class ResponseReaderTest {
  private static Request request(String text) {
    return switch (RequestReader.read(pdu(text))) {
      case RequestReading.Wellformed(var request) -> request;
      case RequestReading.Illformed illformed -> throw new AssertionError(illformed);
    };
  }

  @ParameterizedTest
  @CsvSource({
    // Another function, another count, another place, another value.
    "03 0000 0002, 04 04 00000000",
    "03 0000 0002, 03 02 0000",
    "03 0000 0002, 03 06 000000000000",
    "03 0000 0002, 03 04 000000",
    "03 0000 0002, 03 04 0000000000",
    "03 0000 0002, 84 02",
    "03 0000 0002, 83",
    "03 0000 0002, 83 02 00",
    "01 0000 0009, 01 01 00",
    "01 0000 0009, 01 03 000000",
    "05 0001 FF00, 05 0001 0000",
    "05 0001 FF00, 05 0002 FF00",
    "06 0001 0003, 06 0001 0004",
    "06 0001 0003, 06 0001 00",
    "0F 0000 0001 01 01, 0F 0000 0002",
    "0F 0000 0001 01 01, 0F 0001 0001",
    "10 0000 0001 02 0000, 10 0000 0001 00",
    "16 0004 00F2 0025, 16 0004 00F2 0026",
    "07, 07",
    "07, 07 00 00",
    "08 0000 A537, 08 0000 A538",
    "08 0000 A537, 08 0001 A537",
    "08 000B 0000, 08 000B",
    "0B, 0B 0000",
    "0C, 0C 05 0000 0000 00",
    "0C, 0C 08 0000 0000 0000 00",
    "11, 11 03 0000",
    "11, 11 01 0000",
    "14 07 06 0004 0001 0002, 14 06 05 06 0000 00",
    "14 07 06 0004 0001 0002, 14 06 05 07 00000000",
    "14 07 06 0004 0001 0002, 14 04 03 06 0000",
    "17 0000 0001 0000 0001 02 0000, 17 04 00000000",
    "18 0000, 18 0002 0001",
    "18 0000, 18 0004 0000 0000",
    "18 0000, 18 0006 0001 0000",
    "2B 0E 01 00, 2B 0E 02 01 00 00 00",
    "2B 0E 01 00, 2B 0D 01 01 00 00 00",
    "2B 0E 01 00, 2B 0E 01 04 00 00 00",
    "2B 0E 01 00, 2B 0E 01 01 01 00 00",
    "2B 0E 01 00, 2B 0E 01 01 FF 00 01 00 00",
    "2B 0E 01 00, 2B 0E 01 01 FF 00 00",
    "2B 0E 01 00, 2B 0E 01 01 00 00 01 00 05 00",
    "2B 0E 01 00, 2B 0E 01 01 00 00 01 00 00 01 00",
    "2B 0E 04 03, 2B 0E 04 81 00 00 01 04 00",
    "2B 0E 04 03, 2B 0E 04 81 00 00 00"
  })
  void whatDoesNotFitTheRequestIsNoAnswer(String asked, String answered) {
    assertThat(ResponseReader.read(request(asked), pdu(answered)))
        .isInstanceOfSatisfying(
            Illformed.class,
            illformed -> assertThat(illformed.at()).isBetween(0, pdu(answered).size()));
  }

  @Test
  void anExceptionSaysWhatItMeansWhereTheStandardDoes() {
    assertThat(ResponseReader.read(request("03 0000 0001"), pdu("83 02")))
        .isInstanceOfSatisfying(
            Wellformed.class,
            wellformed ->
                assertThat(((Response.ExceptionResponse) wellformed.response()).meaning())
                    .contains(ExceptionCode.ILLEGAL_DATA_ADDRESS));
    assertThat(new Response.ExceptionResponse(3, 0xe0).meaning()).isEmpty();
  }

  /** §6.8.1: it is silent from there on. */
  @Test
  void noAnswerIsDueToListenOnly() {
    assertThat(request("08 0004 0000").isAnswered()).isFalse();
    assertThat(request("08 0000 0000").isAnswered()).isTrue();
    assertThat(request("03 0000 0001").isAnswered()).isTrue();
  }

  @Test
  void bitsBehindTheLastOneAreDropped() {
    assertThat(ResponseReader.read(request("02 0000 0003"), pdu("02 01 FF")))
        .isEqualTo(new Wellformed(new Response.BitsRead(2, Bits.of(true, true, true))));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 200_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          Request request = Drawn.request(random);
          Response response = Drawn.response(random, request);
          ByteString pdu = PduWriter.write(response);
          assertThat(pdu.size()).isBetween(1, 253);
          assertThat(ResponseReader.read(request, pdu)).isEqualTo(new Wellformed(response));
        });
  }

  @Test
  void whateverComesIsReadOrRefused() {
    Property.forAll(Gen.seeds())
        .cases(5_000, 500_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          Request request = Drawn.request(random);
          byte[] good = PduWriter.write(Drawn.response(random, request)).bytes();
          byte[] bytes = Mutated.bytes(random, good);
          switch (ResponseReader.read(request, ByteString.of(bytes))) {
            case Wellformed(var response) ->
                assertThat(ResponseReader.read(request, PduWriter.write(response)))
                    .isEqualTo(new Wellformed(response));
            case Illformed illformed -> assertThat(illformed.at()).isBetween(0, bytes.length);
          }
        });
  }
}
