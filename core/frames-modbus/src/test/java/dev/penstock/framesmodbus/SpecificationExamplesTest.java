package dev.penstock.framesmodbus;

import static dev.penstock.framesmodbus.Hex.pdu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Request.FileData;
import dev.penstock.framesmodbus.Request.FileSection;
import dev.penstock.framesmodbus.Response.IdentificationObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked examples of MODBUS V1.1b3 §6 and §7, each request with its response. */
class SpecificationExamplesTest {
  private static ByteString ascii(String text) {
    return ByteString.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  static Stream<Arguments> examples() {
    return Stream.of(tables(), singleWrites(), diagnoses(), multipleWrites(), files())
        .flatMap(each -> each);
  }

  private static Stream<Arguments> tables() {
    return Stream.of(
        arguments(
            "6.1",
            "01 0013 0013",
            new Request.Read(Table.COILS, 19, 19),
            "01 03 CD 6B 05",
            new Response.BitsRead(1, Bits.ofPacked(new byte[] {(byte) 0xcd, 0x6b, 0x05}, 19))),
        arguments(
            "6.2",
            "02 00C4 0016",
            new Request.Read(Table.DISCRETE_INPUTS, 196, 22),
            "02 03 AC DB 35",
            new Response.BitsRead(
                2, Bits.ofPacked(new byte[] {(byte) 0xac, (byte) 0xdb, 0x35}, 22))),
        arguments(
            "6.3",
            "03 006B 0003",
            new Request.Read(Table.HOLDING_REGISTERS, 107, 3),
            "03 06 022B 0000 0064",
            new Response.RegistersRead(3, Words.of(555, 0, 100))),
        arguments(
            "6.4",
            "04 0008 0001",
            new Request.Read(Table.INPUT_REGISTERS, 8, 1),
            "04 02 000A",
            new Response.RegistersRead(4, Words.of(10))));
  }

  private static Stream<Arguments> singleWrites() {
    var mask = new Request.MaskWriteRegister(4, 0xf2, 0x25);
    var coil = new Request.WriteSingleCoil(172, true);
    var register = new Request.WriteSingleRegister(1, 3);
    return Stream.of(
        arguments("6.5", "05 00AC FF00", coil, "05 00AC FF00", new Response.Repeated(coil)),
        arguments("6.6", "06 0001 0003", register, "06 0001 0003", new Response.Repeated(register)),
        arguments(
            "6.16", "16 0004 00F2 0025", mask, "16 0004 00F2 0025", new Response.Repeated(mask)));
  }

  private static Stream<Arguments> diagnoses() {
    return Stream.of(
        arguments(
            "6.7",
            "07",
            new Request.ReadExceptionStatus(),
            "07 6D",
            new Response.ExceptionStatus(0x6d)),
        arguments(
            "6.8",
            "08 0000 A537",
            new Request.Diagnostics(0, Words.of(0xa537)),
            "08 0000 A537",
            new Response.Diagnosed(0, Words.of(0xa537))),
        arguments(
            "6.9",
            "0B",
            new Request.GetCommEventCounter(),
            "0B FFFF 0108",
            new Response.CommEventCounter(0xffff, 264)),
        arguments(
            "6.10",
            "0C",
            new Request.GetCommEventLog(),
            "0C 08 0000 0108 0121 20 00",
            new Response.CommEventLog(0, 264, 289, pdu("2000"))));
  }

  private static Stream<Arguments> multipleWrites() {
    return Stream.of(
        arguments(
            "6.11",
            "0F 0013 000A 02 CD 01",
            new Request.WriteMultipleCoils(19, Bits.ofPacked(new byte[] {(byte) 0xcd, 1}, 10)),
            "0F 0013 000A",
            new Response.Written(15, 19, 10)),
        arguments(
            "6.12",
            "10 0001 0002 04 000A 0102",
            new Request.WriteMultipleRegisters(1, Words.of(10, 0x0102)),
            "10 0001 0002",
            new Response.Written(16, 1, 2)),
        arguments(
            "6.17",
            "17 0003 0006 000E 0003 06 00FF 00FF 00FF",
            new Request.ReadWriteMultipleRegisters(3, 6, 14, Words.of(0xff, 0xff, 0xff)),
            "17 0C 00FE 0ACD 0001 0003 000D 00FF",
            new Response.RegistersRead(23, Words.of(0xfe, 0xacd, 1, 3, 13, 0xff))));
  }

  private static Stream<Arguments> files() {
    var file =
        new Request.WriteFileRecord(List.of(new FileData(4, 7, Words.of(0x06af, 0x04be, 0x100d))));
    return Stream.of(
        arguments(
            "6.14",
            "14 0E 06 0004 0001 0002 06 0003 0009 0002",
            new Request.ReadFileRecord(List.of(new FileSection(4, 1, 2), new FileSection(3, 9, 2))),
            "14 0C 05 06 0DFE 0020 05 06 33CD 0040",
            new Response.FileRecords(List.of(Words.of(0x0dfe, 0x20), Words.of(0x33cd, 0x40)))),
        arguments(
            "6.15",
            "15 0D 06 0004 0007 0003 06AF 04BE 100D",
            file,
            "15 0D 06 0004 0007 0003 06AF 04BE 100D",
            new Response.Repeated(file)),
        arguments(
            "6.18",
            "18 04DE",
            new Request.ReadFifoQueue(1246),
            "18 0006 0002 01B8 1284",
            new Response.FifoQueue(Words.of(440, 0x1284))),
        arguments(
            "7",
            "01 04A1 0001",
            new Request.Read(Table.COILS, 1185, 1),
            "81 02",
            new Response.ExceptionResponse(1, 2)));
  }

  @ParameterizedTest(name = "section {0}")
  @MethodSource("examples")
  void theExamplesAreReadAndWritten(
      String section, String asked, Request request, String answered, Response response) {
    assertThat(RequestReader.read(pdu(asked))).isEqualTo(new RequestReading.Wellformed(request));
    assertThat(PduWriter.write(request)).isEqualTo(pdu(asked));
    assertThat(ResponseReader.read(request, pdu(answered)))
        .isEqualTo(new ResponseReading.Wellformed(response));
    assertThat(PduWriter.write(response)).isEqualTo(pdu(answered));
  }

  /** §6.21, with a text of the length that the example states. */
  @Test
  void theBasicIdentificationIsReadAndWritten() {
    var request = new Request.ReadDeviceIdentification(IdentificationAccess.BASIC, 0);
    var response =
        new Response.DeviceIdentification(
            IdentificationAccess.BASIC,
            1,
            false,
            0,
            List.of(
                new IdentificationObject(0, ascii("Company identification")),
                new IdentificationObject(1, ascii("Product cd XX")),
                new IdentificationObject(2, ascii("V2.11"))));
    String answered =
        "2B 0E 01 01 00 00 03 00 16 436F6D70616E79206964656E74696669636174696F6E"
            + " 01 0D 50726F64756374206364205858 02 05 56322E3131";
    assertThat(RequestReader.read(pdu("2B 0E 01 00")))
        .isEqualTo(new RequestReading.Wellformed(request));
    assertThat(PduWriter.write(request)).isEqualTo(pdu("2B 0E 01 00"));
    assertThat(ResponseReader.read(request, pdu(answered)))
        .isEqualTo(new ResponseReading.Wellformed(response));
    assertThat(PduWriter.write(response)).isEqualTo(pdu(answered));
  }

  /** §6.21: in the example of two transactions each says 3 objects, and the second holds one. */
  @Test
  void theNumberOfObjectsMayBeThatOfAllTransactions() {
    var request = new Request.ReadDeviceIdentification(IdentificationAccess.BASIC, 2);
    assertThat(ResponseReader.read(request, pdu("2B 0E 01 01 00 00 03 02 05 56322E3131")))
        .isEqualTo(
            new ResponseReading.Wellformed(
                new Response.DeviceIdentification(
                    IdentificationAccess.BASIC,
                    1,
                    false,
                    0,
                    List.of(new IdentificationObject(2, ascii("V2.11"))))));
  }

  /** §6.1: output 20 is the lowest bit of the first byte, output 38 the third of the last. */
  @Test
  void coilsStandLowestFirst() {
    var bits = Bits.ofPacked(new byte[] {(byte) 0xcd, 0x6b, 0x05}, 19);
    assertThat(bits).hasToString("1011001111010110101");
    assertThat(bits.at(0)).isTrue();
    assertThat(bits.at(1)).isFalse();
    assertThat(bits.at(18)).isTrue();
  }

  /** §6.16: 12 with the masks F2 and 25 becomes 17. */
  @Test
  void masksAreAppliedAsInTheExample() {
    assertThat(new Request.MaskWriteRegister(4, 0xf2, 0x25).appliedTo(0x12)).isEqualTo(0x17);
  }
}
