package dev.penstock.framesmodbus;

import static dev.penstock.framesmodbus.Hex.pdu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.framesmodbus.Operation.Diagnose;
import dev.penstock.framesmodbus.Operation.Identify;
import dev.penstock.framesmodbus.Operation.MaskRegister;
import dev.penstock.framesmodbus.Operation.Read;
import dev.penstock.framesmodbus.Operation.ReadFile;
import dev.penstock.framesmodbus.Operation.Unknown;
import dev.penstock.framesmodbus.Operation.WriteCoils;
import dev.penstock.framesmodbus.Operation.WriteFile;
import dev.penstock.framesmodbus.Operation.WriteRegisters;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Req: 62443-4-2 NDR 5.2 */
class OperationTest {
  private static List<Operation> of(String text) {
    return switch (RequestReader.read(pdu(text))) {
      case RequestReading.Wellformed(var request) -> Operation.of(request);
      case RequestReading.Illformed illformed -> throw new AssertionError(illformed);
    };
  }

  @Test
  void aReadSaysItsTableAndBothEnds() {
    assertThat(of("01 0013 0013")).containsExactly(new Read(Table.COILS, 19, 37));
    assertThat(of("04 FFFF 0001")).containsExactly(new Read(Table.INPUT_REGISTERS, 65535, 65535));
  }

  @Test
  void aWriteSaysItsValues() {
    assertThat(of("05 00AC FF00")).containsExactly(new WriteCoils(172, Bits.of(true)));
    assertThat(of("06 0001 0003")).containsExactly(new WriteRegisters(1, Words.of(3)));
    assertThat(of("10 0001 0002 04 000A 0102"))
        .containsExactly(new WriteRegisters(1, Words.of(10, 0x102)));
    assertThat(((WriteRegisters) of("10 0001 0002 04 000A 0102").getFirst()).last()).isEqualTo(2);
    assertThat(((WriteCoils) of("0F 0013 000A 02 CD 01").getFirst()).last()).isEqualTo(28);
  }

  /** A policy that looked at the read alone would let the write through. */
  @Test
  void whatWritesAndReadsIsBoth() {
    assertThat(of("17 0003 0006 000E 0003 06 00FF 00FF 00FF"))
        .containsExactly(
            new WriteRegisters(14, Words.of(255, 255, 255)),
            new Read(Table.HOLDING_REGISTERS, 3, 8));
  }

  @Test
  void aMaskSaysBetweenWhatTheRegisterWillLie() {
    assertThat(of("16 0004 00F2 0025")).containsExactly(new MaskRegister(4, 0xf2, 0x25));
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          int and = random.nextInt(0x10000);
          int or = random.nextInt(0x10000);
          int result = new Request.MaskWriteRegister(0, and, or).appliedTo(random.nextInt(0x10000));
          var mask = new MaskRegister(0, and, or);
          assertThat(result).isBetween(mask.leastValue(), mask.greatestValue());
          assertThat(mask.greatestValue()).isLessThanOrEqualTo(0xffff);
        });
  }

  @Test
  void aQueueReachesAsFarAsItMay() {
    assertThat(of("18 04DE")).containsExactly(new Read(Table.HOLDING_REGISTERS, 1246, 1277));
    assertThat(of("18 FFFE")).containsExactly(new Read(Table.HOLDING_REGISTERS, 65534, 65535));
  }

  @Test
  void filesAreNamedSectionBySection() {
    assertThat(of("14 0E 06 0004 0001 0002 06 0003 0009 0002"))
        .containsExactly(new ReadFile(4, 1, 2), new ReadFile(3, 9, 10));
    assertThat(of("15 0D 06 0004 0007 0003 06AF 04BE 100D"))
        .containsExactly(new WriteFile(4, 7, Words.of(0x6af, 0x4be, 0x100d)));
  }

  @ParameterizedTest
  @CsvSource({
    "08 0000 A537, DIAGNOSE", "08 0002 0000, DIAGNOSE", "08 000B 0000, DIAGNOSE",
    "08 0012 0000, DIAGNOSE", "08 0001 0000, CONTROL", "08 0003 0A00, CONTROL",
    "08 0004 0000, CONTROL", "08 000A 0000, CONTROL", "08 0014 0000, CONTROL",
    "08 0013 0000, UNKNOWN", "08 0015, UNKNOWN", "08 0005 0000, UNKNOWN"
  })
  void whatSilencesADeviceIsNoDiagnosis(String text, OperationClass expected) {
    int subFunction = pdu(text).bytes()[2];
    assertThat(of(text)).containsExactly(new Diagnose(8, subFunction, expected));
  }

  @Test
  void theRestIsNamedForWhatItIs() {
    assertThat(of("07")).containsExactly(new Diagnose(7, 0, OperationClass.DIAGNOSE));
    assertThat(of("0B")).containsExactly(new Diagnose(11, 0, OperationClass.DIAGNOSE));
    assertThat(of("0C")).containsExactly(new Diagnose(12, 0, OperationClass.DIAGNOSE));
    assertThat(of("11")).containsExactly(new Identify());
    assertThat(of("2B 0E 01 00")).containsExactly(new Identify());
    assertThat(of("2B 0D 01 00")).containsExactly(new Unknown(43));
    assertThat(of("5A 00 01")).containsExactly(new Unknown(0x5a));
  }

  /** Nothing is asked of a device that a policy would not get to see. */
  @Test
  void noRequestDoesNothing() {
    Property.forAll(Gen.seeds())
        .cases(1_000, 10_000)
        .holds(seed ->
            assertThat(Operation.of(Drawn.request(new SplittableRandom(seed)))).isNotEmpty());
  }
}
