package dev.penstock.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.driving.DeviceIdentity;
import dev.penstock.driving.LinkException;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.IdentificationAccess;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Response.DeviceIdentification;
import dev.penstock.framesmodbus.Response.ExceptionResponse;
import dev.penstock.framesmodbus.Response.IdentificationObject;
import dev.penstock.points.Quality;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exceptions, outcomes of writes, and who devices say they are. */
@Timeout(300)
class WordsOfDevicesTest {
  private static final PointSpec REGISTER = new PointSpec("holding:1", "int16");
  private static final Scalar ONE = new Scalar.Whole(1);

  private final Drivers drivers = new Drivers();

  private static ScriptedDevice answering(Function<Mbap, Response> script) throws Exception {
    return new ScriptedDevice(
        (frame, out) -> out.write(ScriptedDevice.answer(frame, script.apply(frame))));
  }

  private static ScriptedDevice refusing(int code) throws Exception {
    return answering(
        frame -> new ExceptionResponse(ScriptedDevice.request(frame).function(), code));
  }

  /** MODBUS V1.1b3 §7. */
  @ParameterizedTest
  @CsvSource({
    "1,80890000", "2,80890000", "3,80890000", "4,808B0000", "5,80000000", "6,80000000",
    "7,808B0000", "8,808B0000", "9,80000000", "10,80310000", "11,80310000", "99,80000000"
  })
  void eachExceptionHasItsQuality(int code, String quality) throws Exception {
    try (var device = refusing(code);
        Session session = drivers.tcp(device.port(), 1).open()) {
      assertThat(Told.of(session, List.of(REGISTER)).qualities())
          .containsExactly(Integer.parseUnsignedInt(quality, 16));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,the device does not have this function",
    "2,the device does not have this address",
    "3,the device does not take this value or count",
    "4,the device failed while it did it",
    "6,the device is busy with something else",
    "7,the device cannot do it now",
    "8,the device's memory is faulty",
    "10,the gateway has no way to this unit"
  })
  void whatRefusesAWriteIsSaid(int code, String text) throws Exception {
    try (var device = refusing(code);
        Session session = drivers.tcp(device.port(), 1).open()) {
      assertThat(session.write(new Setting(REGISTER, ONE)))
          .isEqualTo(new WriteOutcome.Refused(code, text));
      // The session goes on.
      assertThat(session.write(new Setting(REGISTER, ONE)))
          .isEqualTo(new WriteOutcome.Refused(code, text));
    }
  }

  /** Accepted, or sent on by a gateway that heard nothing then: it may have been done. */
  @ParameterizedTest
  @CsvSource({"5", "11"})
  void whatMayHaveBeenDoneIsUnknown(int code) throws Exception {
    try (var device = refusing(code);
        Session session = drivers.tcp(device.port(), 1).open()) {
      assertThat(session.write(new Setting(REGISTER, ONE)))
          .isInstanceOf(WriteOutcome.Unknown.class);
      assertThatThrownBy(() -> session.plan(List.of(REGISTER))).isInstanceOf(LinkException.class);
    }
  }

  @Test
  void aWriteThatIsNotAnsweredIsUnknownAndNeverSentAgain() throws Exception {
    try (var device = new ScriptedDevice((frame, out) -> {});
        Session session = drivers.tcp(device.port(), 1, Drivers.BRIEF).open()) {
      assertThat(session.write(new Setting(REGISTER, ONE)))
          .isEqualTo(new WriteOutcome.Unknown("no answer within 1000 ms"));
      assertThat(session.write(new Setting(REGISTER, ONE)))
          .isInstanceOf(WriteOutcome.NotSent.class);
      assertThat(device.frames).hasSize(1);
    }
  }

  @Test
  void aWriteThatIsAnsweredWithSomethingElseIsUnknown() throws Exception {
    try (var device =
            answering(frame -> new Response.Repeated(new Request.WriteSingleRegister(1, 2)));
        Session session = drivers.tcp(device.port(), 1).open()) {
      assertThat(session.write(new Setting(REGISTER, ONE)))
          .isEqualTo(
              new WriteOutcome.Unknown(
                  "the answer is none: the answer does not repeat the request"));
    }
  }

  @Test
  void aWriteWhoseConnectionBreaksIsUnknown() throws Exception {
    try (var device = new ScriptedDevice((frame, out) -> out.close());
        Session session = drivers.tcp(device.port(), 1).open()) {
      assertThat(session.write(new Setting(REGISTER, ONE)))
          .isInstanceOf(WriteOutcome.Unknown.class);
    }
  }

  @Test
  void aBitOfARegisterIsNeverWrittenByReadingItFirst() throws Exception {
    try (var device = refusing(1);
        Session session = drivers.tcp(device.port(), 1).open()) {
      var bit = new PointSpec("holding:1.3", "bool");
      assertThat(session.write(new Setting(bit, new Scalar.Bool(true))))
          .isEqualTo(
              new WriteOutcome.Refused(
                  1,
                  "the device cannot write single bits of registers (function code 22); write the"
                      + " whole register"));
      assertThat(device.frames).hasSize(1);
      assertThat(ScriptedDevice.request(device.frames.getFirst()))
          .isEqualTo(new Request.MaskWriteRegister(1, 0xfff7, 8));
    }
  }

  @Test
  void aTableThatADeviceDoesNotHaveIsNotAskedForEachTime() throws Exception {
    try (var device =
            answering(frame ->
                ScriptedDevice.request(frame).function() == 4
                    ? new ExceptionResponse(4, 1)
                    : ScriptedDevice.addressesOf(frame));
        Session session = drivers.tcp(device.port(), 1).open()) {
      ReadPlan plan =
          session.plan(Told.points("uint16", "holding:1", "input:1", "input:100", "input:200"));
      for (int i = 0; i < 5; i++) {
        assertThat(Told.of(session, plan).qualities())
            .startsWith(Quality.GOOD, Quality.CONFIGURATION_ERROR);
      }
      assertThat(device.frames).hasSize(6);
      drivers.pass(Duration.ofMinutes(1));
      Told _ = Told.of(session, plan);
      assertThat(device.frames).hasSize(8);
    }
  }

  @Test
  void anIdentityIsAskedForInSeveralRounds() throws Exception {
    try (var device =
            answering(frame -> {
              var read = (Request.ReadDeviceIdentification) ScriptedDevice.request(frame);
              return switch (read.objectId()) {
                case 0 -> part(true, 2, object(0, "Acme"), object(1, "P-7"));
                case 2 -> part(true, 128, object(2, "1.2"), object(4, "Pump\0 controller "));
                default -> part(false, 0, object(128, "line 3"));
              };
            });
        Session session = drivers.tcp(device.port(), 1).open()) {
      assertThat(session.identify())
          .hasValue(
              new DeviceIdentity(
                  "Acme",
                  "P-7",
                  "1.2",
                  Map.of("ProductName", "Pump  controller", "Object128", "line 3")));
    }
  }

  @Test
  void aDeviceThatSendsItsAskerInCirclesIsAskedNoFurther() throws Exception {
    try (var device = answering(frame -> part(true, 1, object(0, "Acme")));
        Session session = drivers.tcp(device.port(), 1).open()) {
      assertThat(session.identify()).isPresent();
      assertThat(device.frames).hasSize(2);
    }
  }

  @Test
  void whoTellsOnlyTheBasicObjectsIsAskedForThese() throws Exception {
    try (var device =
            answering(frame -> {
              var read = (Request.ReadDeviceIdentification) ScriptedDevice.request(frame);
              return read.access() == IdentificationAccess.BASIC
                  ? new DeviceIdentification(
                      IdentificationAccess.BASIC, 1, false, 0, List.of(object(0, "Acme")))
                  : new ExceptionResponse(43, 3);
            });
        Session session = drivers.tcp(device.port(), 1).open()) {
      assertThat(session.identify()).hasValue(new DeviceIdentity("Acme", "", "", Map.of()));
    }
  }

  @Test
  void whoDoesNotKnowFunctionCode43IsAskedByFunctionCode17() throws Exception {
    try (var device =
            answering(frame ->
                ScriptedDevice.request(frame).function() == 17
                    ? new Response.ServerId(bytes("\u0001PLC"))
                    : new ExceptionResponse(43, 1));
        Session session = drivers.tcp(device.port(), 1).open()) {
      assertThat(session.identify())
          .hasValue(new DeviceIdentity("", "PLC", "", Map.of("ServerId", "01504c43")));
    }
  }

  @Test
  void whoDoesNotSayWhoItIsHasNoIdentity() throws Exception {
    try (var device = refusing(1);
        Session session = drivers.tcp(device.port(), 1).open()) {
      assertThat(session.identify()).isEmpty();
    }
    try (var device = new ScriptedDevice((frame, out) -> {});
        Session session = drivers.tcp(device.port(), 1, Drivers.SHORT).open()) {
      assertThat(session.identify()).isEmpty();
    }
  }

  private static DeviceIdentification part(
      boolean hasMore, int next, IdentificationObject... objects) {
    return new DeviceIdentification(
        IdentificationAccess.EXTENDED, 0x83, hasMore, next, List.of(objects));
  }

  private static IdentificationObject object(int id, String text) {
    return new IdentificationObject(id, bytes(text));
  }

  private static ByteString bytes(String text) {
    return ByteString.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
