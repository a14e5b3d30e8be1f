package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.LinkException;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.driving.Sink;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.it.peers.ModbusProgram;
import dev.penstock.it.peers.Peers;
import dev.penstock.modbus.ModbusDriver;
import dev.penstock.modbus.ModbusOptions;
import dev.penstock.modbus.ModbusOptions.Pace;
import dev.penstock.modbus.ModbusOptions.Parity;
import dev.penstock.modbus.ModbusOptions.Way;
import dev.penstock.points.Quality;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver for Modbus against servers that others wrote; tshark reads along. */
@Timeout(300)
class ModbusServersOfOthersTest {
  private static final int UNIT = 17;
  private static final int BAUD = 115_200;

  /** Programs of others answer when a busy machine lets them. */
  private static final Pace PATIENT =
      new Pace(
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          1,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1));

  private static ModbusProgram server(String name) throws IOException {
    Peers peers = Peers.ofThisMachine();
    return switch (name) {
      case "libmodbus" -> peers.libmodbus();
      case "pymodbus" -> peers.pymodbus("tcp");
      default -> peers.npmModbus();
    };
  }

  private static Session open(Way way) throws Exception {
    return open(way, PATIENT);
  }

  private static Session open(Way way, Pace pace) throws Exception {
    return new ModbusDriver(ModbusOptions.of(way, UNIT).at(pace), System::nanoTime).open();
  }

  /** Each point with a value that its bytes in another order are not. */
  private static Map<PointSpec, Scalar> valuesOfAllTypes() {
    Map<PointSpec, Scalar> values = new LinkedHashMap<>();
    Map<String, Scalar> numbers = new LinkedHashMap<>();
    numbers.put("int32", new Scalar.Whole(-305_419_896));
    numbers.put("uint32", new Scalar.Whole(4_000_000_001L));
    numbers.put("int64", new Scalar.Whole(Long.MIN_VALUE + 7));
    numbers.put("uint64", new Scalar.Large(-2));
    numbers.put("float32", new Scalar.Real(123.456f));
    numbers.put("float64", new Scalar.Real(Math.PI));
    numbers.put("bcd32", new Scalar.Whole(12_345_678));
    int at = 10;
    for (Map.Entry<String, Scalar> each : numbers.entrySet()) {
      for (String order : List.of("ABCD", "CDAB", "BADC", "DCBA")) {
        values.put(new PointSpec("holding:" + at, each.getKey() + " " + order), each.getValue());
        at += 4;
      }
    }
    for (String order : List.of("ABCD", "BADC")) {
      values.put(new PointSpec("holding:" + at++, "int16 " + order), new Scalar.Whole(-300));
      values.put(new PointSpec("holding:" + at++, "uint16 " + order), new Scalar.Whole(65_000));
      values.put(new PointSpec("holding:" + at++, "bcd16 " + order), new Scalar.Whole(9_871));
      values.put(new PointSpec("holding:" + at, "string 9 " + order), new Scalar.Text("pump east"));
      at += 5;
    }
    values.put(new PointSpec("coil:3", ""), new Scalar.Bool(true));
    values.put(new PointSpec("coil:4", ""), new Scalar.Bool(false));
    return values;
  }

  private static Scalar[] read(Session session, List<PointSpec> points) throws Exception {
    var values = new Scalar[points.size()];
    ReadPlan plan = session.plan(points);
    session.read(
        plan,
        new Sink() {
          @Override
          public void answered() {}

          @Override
          public void value(int point, Scalar value, int quality, long sourceTimeNanos) {
            assertThat(values[point]).as("point %d was not told before", point).isNull();
            assertThat(quality == Quality.GOOD).isEqualTo(!(value instanceof Scalar.None));
            values[point] = value;
          }
        });
    return values;
  }

  private static void writeAndReadAll(Session session) throws Exception {
    Map<PointSpec, Scalar> values = valuesOfAllTypes();
    for (Map.Entry<PointSpec, Scalar> each : values.entrySet()) {
      assertThat(session.write(new Setting(each.getKey(), each.getValue())))
          .as(each.getKey().toString())
          .isEqualTo(new WriteOutcome.Done());
    }
    assertThat(read(session, new ArrayList<>(values.keySet())))
        .containsExactly(values.values().toArray(Scalar[]::new));
    List<PointSpec> others =
        List.of(
            new PointSpec("input:77", "uint16"),
            new PointSpec("discrete:30", ""),
            new PointSpec("discrete:31", ""),
            new PointSpec("holding:5000", "int16"));
    assertThat(read(session, others))
        .containsExactly(
            new Scalar.Whole(77), new Scalar.Bool(true), new Scalar.Bool(false), new Scalar.None());
  }

  @ParameterizedTest
  @ValueSource(strings = {"libmodbus", "pymodbus", "modbus-serial"})
  void allTypesAndOrdersAreWrittenAndRead(String name, @TempDir Path folder) throws Exception {
    try (ModbusProgram server = server(name);
        var tap = new ModbusTap(server.port())) {
      try (Session session = open(new Way.Tcp("127.0.0.1", tap.port()))) {
        writeAndReadAll(session);
        var _ = session.identify();
      }
      assertThat(ModbusDissection.functionsOf(tap, folder)).contains(1, 2, 3, 4, 5, 6, 16, 43);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"libmodbus", "pymodbus", "modbus-serial"})
  void aBitOfARegisterIsWrittenOrRefused(String name, @TempDir Path folder) throws Exception {
    try (ModbusProgram server = server(name);
        var tap = new ModbusTap(server.port())) {
      try (Session session = open(new Way.Tcp("127.0.0.1", tap.port()))) {
        var register = new PointSpec("holding:1", "uint16");
        assertThat(session.write(new Setting(register, new Scalar.Whole(0x00f0))))
            .isEqualTo(new WriteOutcome.Done());
        WriteOutcome outcome =
            session.write(new Setting(new PointSpec("holding:1.3", ""), new Scalar.Bool(true)));
        if (name.equals("modbus-serial")) { // it has no function code 22
          assertThat(outcome).isInstanceOf(WriteOutcome.Refused.class);
          assertThat(read(session, List.of(register))).containsExactly(new Scalar.Whole(0x00f0));
        } else {
          assertThat(outcome).isEqualTo(new WriteOutcome.Done());
          assertThat(read(session, List.of(register))).containsExactly(new Scalar.Whole(0x00f8));
        }
      }
      assertThat(ModbusDissection.functionsOf(tap, folder)).contains(22);
    }
  }

  @Test
  void whatCoilsAndRegistersByMultipleWritesAreIsTheSame(@TempDir Path folder) throws Exception {
    try (ModbusProgram server = server("libmodbus");
        var tap = new ModbusTap(server.port())) {
      ModbusOptions plain = ModbusOptions.of(new Way.Tcp("127.0.0.1", tap.port()), UNIT);
      var options = new ModbusOptions(plain.way(), UNIT, PATIENT, plain.rules(), true);
      try (Session session = new ModbusDriver(options, System::nanoTime).open()) {
        writeAndReadAll(session);
      }
      Set<Integer> functions = ModbusDissection.functionsOf(tap, folder);
      assertThat(functions).contains(15, 16).doesNotContain(5, 6);
    }
  }

  @Test
  void whoTheyAreIsAsked() throws Exception {
    try (ModbusProgram server = server("pymodbus");
        Session session = open(new Way.Tcp("127.0.0.1", server.port()))) {
      var identity = session.identify().orElseThrow();
      assertThat(identity.vendor()).isEqualTo("pymodbus");
      assertThat(identity.product()).isEqualTo("PM");
      assertThat(identity.revision()).isEqualTo("3.0.0");
      // More than one answer holds.
      assertThat(identity.others()).containsEntry("ModelName", "of Python");
    }
    try (ModbusProgram server = server("modbus-serial");
        Session session = open(new Way.Tcp("127.0.0.1", server.port()))) {
      var identity = session.identify().orElseThrow();
      assertThat(identity.vendor()).isEqualTo("npm");
      assertThat(identity.product()).isEqualTo("modbus-serial");
    }
    try (ModbusProgram server = server("libmodbus");
        Session session = open(new Way.Tcp("127.0.0.1", server.port()))) {
      // It has function code 17 alone.
      assertThat(session.identify().orElseThrow().product()).contains("LMB3.1.6");
    }
  }

  @Test
  void framesOfASerialLineOverTcpAreTheSame() throws Exception {
    try (ModbusProgram server = Peers.ofThisMachine().pymodbus("rtu-over-tcp");
        Session session = open(new Way.RtuOverTcp("127.0.0.1", server.port()))) {
      writeAndReadAll(session);
      assertThat(session.identify().orElseThrow().vendor()).isEqualTo("pymodbus");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"libmodbus", "pymodbus"})
  void aSerialLineIsReadAndWritten(String name, @TempDir Path folder) throws Exception {
    Peers peers = Peers.ofThisMachine();
    try (var pair = peers.serialPair(folder);
        ModbusProgram server =
            name.equals("libmodbus")
                ? peers.libmodbus(pair.other(), BAUD)
                : peers.pymodbus(pair.other(), BAUD)) {
      assertThat(server).isNotNull();
      var line = new Way.Serial(pair.one().toString(), BAUD, Parity.NONE, 1);
      assertThat(isHeard(line)).isTrue();
      try (Session session = open(line)) {
        writeAndReadAll(session);
      }
    }
  }

  /** It says that it is ready before it listens: whoever asks first may not be heard. */
  private static boolean isHeard(Way line) throws Exception {
    for (int i = 0; i < 120; i++) {
      try (Session session = open(line, Pace.STANDARD)) {
        var _ = read(session, List.of(new PointSpec("holding:1", "int16")));
        return true;
      } catch (LinkException e) {
        // Not yet.
      }
    }
    return false;
  }
}
