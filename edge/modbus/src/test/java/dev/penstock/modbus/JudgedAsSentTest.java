package dev.penstock.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.driving.Intended;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.asked.AskedParts;
import dev.penstock.modbus.ModbusOptions.Pace;
import dev.penstock.modbus.ModbusOptions.Way;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy is asked about a write is what the wire then carries. Req: 62443-4-2 NDR 5.2 */
@Timeout(300)
class JudgedAsSentTest {
  /** What is compared here is what is sent; a machine that is busy may take its time. */
  private static final Pace PATIENT =
      new Pace(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          1,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1));

  private static final List<String> ORDERS = List.of("ABCD", "CDAB", "BADC", "DCBA");
  private static final List<String> TYPES =
      List.of(
          "int16",
          "uint16",
          "int32",
          "uint32",
          "int64",
          "uint64",
          "float32",
          "float64",
          "bcd16",
          "bcd32",
          "string 9",
          "bool",
          "coil");

  private static ModbusDriver driver(int port, boolean isByMultiple) {
    ModbusOptions plain = ModbusOptions.of(new Way.Tcp("127.0.0.1", port), 7);
    return new ModbusDriver(
        new ModbusOptions(plain.way(), 7, PATIENT, plain.rules(), isByMultiple), System::nanoTime);
  }

  /** A device that does what it is asked. */
  private static ScriptedDevice willing() throws IOException {
    // An answer to a write repeats the request, or its first five bytes: MODBUS V1.1b3 §6.5 ff.
    return new ScriptedDevice((frame, out) -> {
      byte[] pdu = frame.pdu().bytes();
      int length = pdu[0] == 22 ? 7 : 5;
      out.write(
          new Mbap(frame.transactionId(), frame.unit(), ByteString.at(pdu, 0, length)).encode());
    });
  }

  private static Setting drawn(SplittableRandom random) {
    String type = TYPES.get(random.nextInt(TYPES.size()));
    int address = random.nextInt(1_000);
    return switch (type) {
      case "coil" ->
          new Setting(
              new PointSpec("coil:" + address, "bool"), new Scalar.Bool(random.nextBoolean()));
      case "bool" ->
          new Setting(
              new PointSpec("holding:" + address + "." + random.nextInt(16), "bool"),
              new Scalar.Bool(random.nextBoolean()));
      case "string 9" ->
          new Setting(
              new PointSpec("holding:" + address, type + (random.nextBoolean() ? " BADC" : "")),
              new Scalar.Text("pump " + random.nextInt(1_000)));
      default ->
          new Setting(
              new PointSpec(
                  "holding:" + address, type + " " + ORDERS.get(random.nextInt(ORDERS.size()))),
              number(type, random));
    };
  }

  private static Scalar number(String type, SplittableRandom random) {
    return switch (type) {
      case "int16" -> new Scalar.Whole((short) random.nextInt());
      case "uint16" -> new Scalar.Whole(random.nextInt(1 << 16));
      case "int32" -> new Scalar.Whole(random.nextInt());
      case "uint32" -> new Scalar.Whole(random.nextLong(1L << 32));
      case "int64" -> new Scalar.Whole(random.nextLong());
      case "uint64" ->
          random.nextBoolean()
              ? new Scalar.Large(random.nextLong() | Long.MIN_VALUE)
              : new Scalar.Whole(random.nextLong() & Long.MAX_VALUE);
      case "bcd16" -> new Scalar.Whole(random.nextInt(10_000));
      case "bcd32" -> new Scalar.Whole(random.nextInt(100_000_000));
      default -> new Scalar.Real(random.nextInt() / 1_000.0);
    };
  }

  private static int u16(byte[] pdu, int at) {
    return (pdu[at] & 0xff) << 8 | (pdu[at + 1] & 0xff);
  }

  /** What the bytes do, read once more and plainly: MODBUS V1.1b3 §6.5, 6.6, 6.11, 6.12, 6.16. */
  private static Part plain(byte[] pdu) {
    int address = u16(pdu, 1);
    return switch (pdu[0]) {
      case 5 -> part("coil", address, Values.of(u16(pdu, 3) == 0xff00 ? 1 : 0));
      case 6 -> part("holding", address, Values.of(u16(pdu, 3)));
      case 15 -> part("coil", address, Values.of(pdu[6] & 1));
      case 16 -> {
        double[] values = new double[u16(pdu, 3)];
        for (int i = 0; i < values.length; i++) {
          values[i] = u16(pdu, 6 + 2 * i);
        }
        yield part("holding", address, Values.of(values));
      }
      // Of a register of which one bit is set, nobody knows what it becomes.
      case 22 ->
          part("holding", address, AskedParts.unread(Arrays.copyOfRange(pdu, 3, pdu.length)));
      default -> throw new AssertionError("function " + pdu[0]);
    };
  }

  private static Part part(String space, int address, Values values) {
    int count = Math.max(1, values.count());
    return new Part(new Target.Numbers(space, 7, address, address + count - 1), values);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofEachTypeAndOrderThatIsJudgedWhichTheWireCarries(boolean isByMultiple) throws Exception {
    try (var device = willing()) {
      ModbusDriver driver = driver(device.port(), isByMultiple);
      try (Session session = driver.open()) {
        Property.forAll(Gen.longs(0, Long.MAX_VALUE - 1))
            .cases(400, 20_000)
            .holds(seed -> assertJudgedAsSent(device, driver, session, seed));
      }
    }
  }

  private static void assertJudgedAsSent(
      ScriptedDevice device, ModbusDriver driver, Session session, long seed) {
    Setting setting = drawn(new SplittableRandom(seed));
    int before = device.frames.size();
    try {
      assertThat(session.write(setting)).as("%s", setting).isEqualTo(new WriteOutcome.Done());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(device.frames).hasSize(before + 1);
    byte[] pdu = device.frames.getLast().pdu().bytes();
    assertThat(driver.intended(setting))
        .as("%s", setting)
        .isEqualTo(
            new Intended.Asking(Operation.WRITE, OptionalInt.of(pdu[0]), List.of(plain(pdu))));
    assertThat(driver.intended(setting))
        .as("what the proxy would make of these bytes")
        .isEqualTo(
            new Intended.Asking(
                Operation.WRITE,
                OptionalInt.of(pdu[0]),
                AskedParts.of(7, ScriptedDevice.request(device.frames.getLast()))
                    .get(Operation.WRITE)));
  }

  /** A rule for 0..400 must not let pass what the register does not hold. */
  @ParameterizedTest
  @CsvSource({"int16,-1,65535", "bcd16,400,1024", "uint16 BADC,1,256"})
  void aRegisterIsJudgedByWhatItHolds(String type, long value, double register) {
    Setting setting = new Setting(new PointSpec("holding:4", type), new Scalar.Whole(value));
    assertThat(driver(1, false).intended(setting))
        .isEqualTo(
            new Intended.Asking(
                Operation.WRITE,
                OptionalInt.of(6),
                List.of(new Part(new Target.Numbers("holding", 7, 4, 4), Values.of(register)))));
  }

  @Test
  void eachRegisterOfAFloatIsJudgedByItself() {
    Setting setting = new Setting(new PointSpec("holding:4", "float32"), new Scalar.Real(1.5));
    assertThat(driver(1, false).intended(setting))
        .isEqualTo(
            new Intended.Asking(
                Operation.WRITE,
                OptionalInt.of(16),
                List.of(new Part(new Target.Numbers("holding", 7, 4, 5), Values.of(0x3fc0, 0)))));
  }

  @Test
  void aBitOfARegisterIsNoNumberAndWhatDoesNotFitIsNone() {
    var bit = new Setting(new PointSpec("holding:4.3", "bool"), new Scalar.Bool(true));
    assertThat(driver(1, false).intended(bit))
        .isInstanceOfSatisfying(
            Intended.Asking.class,
            asking -> assertThat(asking.parts().getFirst().values().areNumbers()).isFalse());
    var misfit = new Setting(new PointSpec("holding:4", "uint16"), new Scalar.Whole(-1));
    assertThat(driver(1, false).intended(misfit)).isInstanceOf(Intended.Unfit.class);
  }
}
