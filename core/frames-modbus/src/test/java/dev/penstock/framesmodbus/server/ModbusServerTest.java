package dev.penstock.framesmodbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.IdentificationAccess;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.RequestReader;
import dev.penstock.framesmodbus.RequestReading;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Response.DeviceIdentification;
import dev.penstock.framesmodbus.Response.IdentificationObject;
import dev.penstock.framesmodbus.ResponseReader;
import dev.penstock.framesmodbus.ResponseReading;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModbusServerTest {
  private static final int SIZE = 100;

  /** A device with a hundred of each, as in the example of MODBUS V1.1b3 §7. */
  private static final class Memory implements Registers {
    private final boolean[] coils = new boolean[SIZE];
    private final int[] holding = new int[SIZE];
    private final List<String> steps = new ArrayList<>();
    private boolean isBroken;

    @Override
    public boolean has(Table table, int address, int count) {
      return address + count <= SIZE;
    }

    @Override
    public Held<Bits> bits(Table table, int address, int count) {
      if (isBroken) {
        return new Held.Unavailable<>(ExceptionCode.SERVER_DEVICE_FAILURE);
      }
      boolean[] bits = new boolean[count];
      System.arraycopy(coils, address, bits, 0, count);
      return new Held.Value<>(Bits.of(bits));
    }

    @Override
    public Held<Words> registers(Table table, int address, int count) {
      steps.add("read");
      if (isBroken) {
        return new Held.Unavailable<>(ExceptionCode.SERVER_DEVICE_FAILURE);
      }
      int[] words = new int[count];
      System.arraycopy(holding, address, words, 0, count);
      return new Held.Value<>(Words.of(words));
    }

    @Override
    public Optional<ExceptionCode> writeCoils(int address, Bits values) {
      if (isBroken) {
        return Optional.of(ExceptionCode.SERVER_DEVICE_FAILURE);
      }
      for (int i = 0; i < values.count(); i++) {
        coils[address + i] = values.at(i);
      }
      return Optional.empty();
    }

    @Override
    public Optional<ExceptionCode> writeRegisters(int address, Words values) {
      steps.add("write");
      if (isBroken) {
        return Optional.of(ExceptionCode.SERVER_DEVICE_FAILURE);
      }
      for (int i = 0; i < values.count(); i++) {
        holding[address + i] = values.at(i);
      }
      return Optional.empty();
    }
  }

  private final Memory memory = new Memory();
  private final ModbusServer server =
      new ModbusServer(memory, DeviceIdentity.of("Penstock", "gateway", "1.0"));

  private static ByteString pdu(String text) {
    return ByteString.of(HexFormat.of().parseHex(text.replace(" ", "")));
  }

  private ByteString answered(String text) {
    return PduWriter.write(server.answer(RequestReader.read(pdu(text))));
  }

  @ParameterizedTest
  @CsvSource({
    // §7: of a hundred registers 96 to 99 are there, and 100 is not.
    "03 0060 0004, 03 08 0000 0000 0000 0000",
    "03 0060 0005, 83 02",
    "04 0064 0001, 84 02",
    "01 0060 0005, 81 02",
    "02 0060 0004, 02 01 00",
    "05 0064 FF00, 85 02",
    "06 0064 0001, 86 02",
    "0F 0060 0005 01 00, 8F 02",
    "10 0063 0002 04 0000 0000, 90 02",
    "16 0064 0000 0000, 96 02",
    "17 0064 0001 0000 0001 02 0000, 97 02",
    "17 0000 0001 0064 0001 02 0000, 97 02",
    // Counts are judged before addresses.
    "03 FFFF 0000, 83 03",
    "01 FFFF 07D1, 81 03",
    "05 FFFF 0001, 85 03",
    "10 FFFF 0001 03 000000, 90 03",
    "17 FFFF 007E 0000 0001 02 0000, 97 03",
    // Behind the end of the table there is nothing.
    "03 FFFF 0002, 83 02",
    // What this server does not do.
    "07, 87 01",
    "0B, 8B 01",
    "0C, 8C 01",
    "11, 91 01",
    "18 0000, 98 01",
    "14 07 06 0001 0000 0001, 94 01",
    "14 00, 94 01",
    "15 09 06 0001 0000 0001 0000, 95 01",
    "08 0001 0000, 88 01",
    "08 0004 0000, 88 01",
    "5A 00, DA 01",
    "2B 0D 00, AB 01",
    "63, E3 01",
    "80, 80 01",
    "00, 80 01",
    "08 0000 A537, 08 0000 A537",
    "2B 0E 05 00, AB 03",
    "2B 0E 04 07, AB 02"
  })
  void itAnswersAsTheFlowChartsSay(String asked, String expected) {
    assertThat(answered(asked)).isEqualTo(pdu(expected));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(answered("06 0005 1234")).isEqualTo(pdu("06 0005 1234"));
    assertThat(answered("03 0005 0001")).isEqualTo(pdu("03 02 1234"));
    assertThat(answered("10 0006 0002 04 0001 0002")).isEqualTo(pdu("10 0006 0002"));
    assertThat(answered("03 0005 0003")).isEqualTo(pdu("03 06 1234 0001 0002"));
    assertThat(answered("05 0009 FF00")).isEqualTo(pdu("05 0009 FF00"));
    assertThat(answered("0F 000A 0003 01 05")).isEqualTo(pdu("0F 000A 0003"));
    assertThat(answered("01 0008 0006")).isEqualTo(pdu("01 01 16"));
  }

  @Test
  void aMaskChangesItsBitsAlone() {
    memory.holding[4] = 0x12;
    assertThat(answered("16 0004 00F2 0025")).isEqualTo(pdu("16 0004 00F2 0025"));
    assertThat(memory.holding[4]).isEqualTo(0x17);
  }

  /** §6.17. */
  @Test
  void theWriteIsDoneBeforeTheRead() {
    assertThat(answered("17 0003 0002 0003 0001 02 ABCD")).isEqualTo(pdu("17 04 ABCD 0000"));
    assertThat(memory.steps).containsExactly("write", "read");
  }

  @Test
  void nothingIsWrittenWhereTheReadCannotBe() {
    assertThat(answered("17 0064 0001 0000 0001 02 ABCD")).isEqualTo(pdu("97 02"));
    assertThat(memory.steps).isEmpty();
  }

  @Test
  void aBrokenDeviceSaysSo() {
    memory.isBroken = true;
    for (String asked :
        List.of(
            "01 0000 0001",
            "03 0000 0001",
            "05 0000 FF00",
            "06 0000 0001",
            "0F 0000 0001 01 01",
            "10 0000 0001 02 0000",
            "16 0000 0000 0000",
            "17 0000 0001 0000 0001 02 0000")) {
      ByteString answer = answered(asked);
      assertThat(answer.bytes()[0] & 0x7f).isEqualTo(pdu(asked).bytes()[0]);
      assertThat(answer.bytes()[1]).isEqualTo((byte) 4);
    }
  }

  @Test
  void itSaysWhatItIs() {
    List<IdentificationObject> objects = identified(server, IdentificationAccess.EXTENDED);
    assertThat(objects).hasSize(3);
    assertThat(objects.getFirst().value())
        .isEqualTo(ByteString.of("Penstock".getBytes(StandardCharsets.US_ASCII)));
    assertThat(answered("2B 0E 04 02")).isEqualTo(pdu("2B 0E 04 81 00 00 01 02 03 312E30"));
    // §6.21: an object that is none begins the stream anew.
    assertThat(answered("2B 0E 01 05")).isEqualTo(answered("2B 0E 01 00"));
  }

  @Test
  void aLongIdentityComesInSeveralAnswers() {
    var values = new HashMap<>(Map.of(0, "v", 1, "p", 2, "r", 3, "u".repeat(200)));
    for (int id = 128; id < 140; id++) {
      values.put(id, "x".repeat(100 + id));
    }
    var large = new ModbusServer(memory, DeviceIdentity.of(values));
    assertThat(identified(large, IdentificationAccess.EXTENDED)).hasSize(16);
    assertThat(identified(large, IdentificationAccess.REGULAR)).hasSize(4);
    assertThat(identified(large, IdentificationAccess.BASIC)).hasSize(3);
  }

  private static List<IdentificationObject> identified(
      ModbusServer server, IdentificationAccess access) {
    List<IdentificationObject> objects = new ArrayList<>();
    int next = 0;
    do {
      var request = new Request.ReadDeviceIdentification(access, next);
      ByteString pdu = PduWriter.write(server.answer(request));
      assertThat(pdu.size()).isLessThanOrEqualTo(253);
      if (!(ResponseReader.read(request, pdu)
          instanceof ResponseReading.Wellformed(DeviceIdentification answer))) {
        throw new AssertionError("no identification: " + pdu);
      }
      objects.addAll(answer.objects());
      next = answer.nextObjectId();
    } while (next != 0);
    return objects;
  }

  @Test
  void anIdentityNamesWhatIsDue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceIdentity.of(Map.of(0, "v", 1, "p", 3, "u")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceIdentity.of(Map.of(0, "v", 1, "p", 2, "r", 7, "x")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceIdentity.of("v".repeat(245), "p", "r"));
  }

  /** Whatever is asked, its client can read the answer. */
  @Test
  void eachAnswerBelongsToItsRequest() {
    Property.forAll(Gen.seeds())
        .cases(3_000, 300_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] bytes = new byte[1 + random.nextInt(20)];
          random.nextBytes(bytes);
          bytes[0] = (byte) random.nextInt(26);
          for (int i = 1; i < bytes.length; i += 2) {
            bytes[i] = 0;
          }
          RequestReading reading = RequestReader.read(ByteString.of(bytes));
          Response response = server.answer(reading);
          ByteString pdu = PduWriter.write(response);
          if (reading instanceof RequestReading.Wellformed(var request)) {
            assertThat(ResponseReader.read(request, pdu))
                .isEqualTo(new ResponseReading.Wellformed(response));
          } else {
            assertThat(pdu.size()).isEqualTo(2);
          }
        });
  }
}
