package dev.penstock.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Target;
import dev.penstock.driving.Driver;
import dev.penstock.driving.Located;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.server.DeviceIdentity;
import dev.penstock.framesmodbus.server.ModbusServer;
import dev.penstock.modbus.server.Answerer;
import dev.penstock.modbus.server.ModbusTcpServer;
import dev.penstock.modbus.server.ServerOptions;
import dev.penstock.points.Quality;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver on loopback, against the server of this module. */
class ModbusDriverTest {
  private static final Scalar NOTHING = new Scalar.None();

  private final Drivers drivers = new Drivers();
  private final HeldRegisters held = new HeldRegisters();
  private ModbusTcpServer server;

  @BeforeEach
  void listen() throws IOException {
    var registers = new ModbusServer(held, DeviceIdentity.of("Acme", "P-7", "1.2"));
    server = ModbusTcpServer.start(ServerOptions.at("127.0.0.1", 0), Answerer.of(registers));
  }

  @AfterEach
  void end() {
    server.close();
  }

  private Driver driver() {
    return drivers.tcp(server.port(), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ABCD", " CDAB", " BADC", " DCBA"})
  void allNumbersAreWrittenAndReadInAllOrders(String order) throws Exception {
    Map<String, Scalar> values =
        Map.of(
            "int32", new Scalar.Whole(-305_419_896),
            "uint32", new Scalar.Whole(4_000_000_000L),
            "int64", new Scalar.Whole(Long.MIN_VALUE + 7),
            "uint64", new Scalar.Large(-2),
            "float32", new Scalar.Real(123.456f),
            "float64", new Scalar.Real(Math.PI),
            "bcd32", new Scalar.Whole(12_345_678));
    try (Session session = driver().open()) {
      for (Map.Entry<String, Scalar> each : values.entrySet()) {
        var point = new PointSpec("holding:10", each.getKey() + order);
        assertThat(session.write(new Setting(point, each.getValue())))
            .isEqualTo(new WriteOutcome.Done());
        assertThat(Told.of(session, List.of(point)).scalars())
            .as(point.toString())
            .containsExactly(each.getValue());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"int16,-7", "int16 BADC,300", "uint16,65535", "uint16 DCBA,1", "bcd16,9876"})
  void oneRegisterIsWrittenAndRead(String type, long value) throws Exception {
    var point = new PointSpec("holding:3", type);
    try (Session session = driver().open()) {
      assertThat(session.write(new Setting(point, new Scalar.Whole(value))))
          .isEqualTo(new WriteOutcome.Done());
      assertThat(Told.of(session, List.of(point)).scalars())
          .containsExactly(new Scalar.Whole(value));
    }
  }

  @Test
  void textsCoilsAndBitsAreWrittenAndRead() throws Exception {
    held.set(50, 0x00f0);
    List<PointSpec> points =
        List.of(
            new PointSpec("holding:20", "string 12"),
            new PointSpec("holding:30", "string 5 BADC"),
            new PointSpec("coil:9", ""),
            new PointSpec("holding:50.3", ""),
            new PointSpec("holding:50.4", "bool"));
    List<Scalar> values =
        List.of(
            new Scalar.Text("pump 7 east"),
            new Scalar.Text("valve"),
            new Scalar.Bool(true),
            new Scalar.Bool(true),
            new Scalar.Bool(false));
    try (Session session = driver().open()) {
      for (int i = 0; i < values.size(); i++) {
        assertThat(session.write(new Setting(points.get(i), values.get(i))))
            .isEqualTo(new WriteOutcome.Done());
      }
      assertThat(Told.of(session, points).scalars()).isEqualTo(values);
      // The other bits stayed as they were.
      assertThat(Told.of(session, Told.points("uint16", "holding:50")).scalars())
          .containsExactly(new Scalar.Whole(0x00e8));
    }
  }

  @Test
  void aDeviceWithoutSingleWritesIsWrittenToByMultiple() throws Exception {
    ModbusOptions plain =
        ModbusOptions.of(new ModbusOptions.Way.Tcp("127.0.0.1", server.port()), 1);
    var options = new ModbusOptions(plain.way(), 1, plain.pace(), plain.rules(), true);
    try (Session session = new ModbusDriver(options, drivers.clock::get).open()) {
      var register = new PointSpec("holding:1", "uint16");
      var coil = new PointSpec("coil:1", "bool");
      assertThat(session.write(new Setting(register, new Scalar.Whole(77))))
          .isEqualTo(new WriteOutcome.Done());
      assertThat(session.write(new Setting(coil, new Scalar.Bool(true))))
          .isEqualTo(new WriteOutcome.Done());
      assertThat(Told.of(session, List.of(register, coil)).scalars())
          .containsExactly(new Scalar.Whole(77), new Scalar.Bool(true));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void manyRequestsMayBeUnderWay(int underWayMax) throws Exception {
    List<PointSpec> points = new ArrayList<>();
    List<Scalar> values = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      held.set(i * 11, i);
      points.add(new PointSpec("holding:" + i * 11, "uint16"));
      values.add(new Scalar.Whole(i));
    }
    try (Session session = drivers.tcp(server.port(), underWayMax).open()) {
      ReadPlan plan = session.plan(points);
      assertThat(plan.requests()).isGreaterThan(50);
      assertThat(Told.of(session, plan).scalars()).isEqualTo(values);
      assertThat(Told.of(session, plan).scalars()).isEqualTo(values);
    }
  }

  @Test
  void onePointThatIsRefusedHarmsNoOther() throws Exception {
    held.missing.add(57);
    List<PointSpec> points = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      held.set(i, 1_000 + i);
      points.add(new PointSpec("holding:" + i, "uint16"));
    }
    try (Session session = driver().open()) {
      ReadPlan plan = session.plan(points);
      assertThat(plan.requests()).isOne();
      Told first = Told.of(session, plan);
      assertThat(first.values).hasSize(100);
      assertThat(first.values.get(57))
          .isEqualTo(new Told.Value(NOTHING, Quality.CONFIGURATION_ERROR));
      assertThat(first.qualities().stream().filter(Quality::isGood)).hasSize(99);
      int requests = plan.requests();
      assertThat(Told.of(session, plan).answers).isEqualTo(requests);
    }
  }

  @Test
  void whatWasRefusedIsAskedForAgainAfterAMinute() throws Exception {
    held.missing.add(2);
    try (Session session = driver().open()) {
      ReadPlan plan = session.plan(Told.points("uint16", "holding:1", "holding:2", "holding:3"));
      assertThat(Told.of(session, plan).qualities()).contains(Quality.CONFIGURATION_ERROR);
      held.missing.clear();
      assertThat(Told.of(session, plan).qualities()).contains(Quality.CONFIGURATION_ERROR);
      drivers.pass(Duration.ofMinutes(1));
      assertThat(Told.of(session, plan).qualities()).containsOnly(Quality.GOOD);
      assertThat(plan.requests()).isEqualTo(3);
      // Later it is read in few requests again.
      drivers.pass(Duration.ofHours(1));
      assertThat(Told.of(session, plan).qualities()).containsOnly(Quality.GOOD);
      assertThat(plan.requests()).isOne();
    }
  }

  @Test
  void aPointThatCannotBeIsToldEachTime() throws Exception {
    try (Session session = driver().open()) {
      ReadPlan plan =
          session.plan(
              List.of(
                  new PointSpec("nonsense", "int16"),
                  new PointSpec("holding:1", "uint16"),
                  new PointSpec("holding:1", "never")));
      for (int i = 0; i < 2; i++) {
        assertThat(Told.of(session, plan).qualities())
            .containsExactly(
                Quality.CONFIGURATION_ERROR, Quality.GOOD, Quality.CONFIGURATION_ERROR);
      }
    }
  }

  @Test
  void registersThatAreNoValueOfTheirTypeHaveNone() throws Exception {
    held.set(1, 0x12fa);
    try (Session session = driver().open()) {
      assertThat(Told.of(session, Told.points("bcd16", "holding:1")).values.get(0))
          .isEqualTo(new Told.Value(NOTHING, Quality.TYPE_MISMATCH));
    }
  }

  @Test
  void whatAPointIsToAPolicyNeedsNoConnection() {
    Driver driver = drivers.tcp(1, 1);
    assertThat(driver.locate(new PointSpec("40101", "float32")))
        .isEqualTo(new Located.Found(new Target.Numbers("holding", 1, 100, 101), true));
    assertThat(driver.locate(new PointSpec("17/input:0x10", "int16")))
        .isEqualTo(new Located.Found(new Target.Numbers("input", 17, 16, 16), false));
    assertThat(driver.locate(new PointSpec("coil:5", "")))
        .isEqualTo(new Located.Found(new Target.Numbers("coil", 1, 5, 5), true));
    assertThat(driver.locate(new PointSpec("discrete:5", "bool")))
        .isEqualTo(new Located.Found(new Target.Numbers("discrete", 1, 5, 5), false));
    assertThat(driver.locate(new PointSpec("holding:0", "string 250")))
        .isEqualTo(new Located.Found(new Target.Numbers("holding", 1, 0, 124), false));
    assertThat(driver.locate(new PointSpec("holding:5", ""))).isInstanceOf(Located.Faulty.class);
    assertThat(((Located.Faulty) driver.locate(new PointSpec("40000", "int16"))).text())
        .contains("has the number 0", "numbers above 9999 have 6 digits");
  }

  @Test
  void theServerOfThisModuleSaysWhoItIs() throws Exception {
    try (Session session = driver().open()) {
      assertThat(session.identify())
          .hasValue(new dev.penstock.driving.DeviceIdentity("Acme", "P-7", "1.2", Map.of()));
    }
  }

  @Test
  void whatCannotBeWrittenIsNotSent() throws Exception {
    try (Session session = driver().open()) {
      long before = server.counts().requests();
      assertThat(session.write(new Setting(new PointSpec("input:1", "int16"), one())))
          .isInstanceOf(WriteOutcome.NotSent.class);
      assertThat(session.write(new Setting(new PointSpec("holding:1", "bcd16"), big())))
          .isInstanceOf(WriteOutcome.NotSent.class);
      assertThat(session.write(new Setting(new PointSpec("where", "bcd16"), one())))
          .isInstanceOf(WriteOutcome.NotSent.class);
      assertThat(server.counts().requests()).isEqualTo(before);
      assertThat(session.write(new Setting(new PointSpec("holding:2000", "int16"), one())))
          .isEqualTo(new WriteOutcome.Refused(2, "the device does not have this address"));
    }
  }

  @Test
  void nothingIsSentInASessionThatIsOver() throws Exception {
    Session session = driver().open();
    session.close();
    assertThat(session.write(new Setting(new PointSpec("holding:1", "int16"), one())))
        .isInstanceOf(WriteOutcome.NotSent.class);
  }

  private static Scalar one() {
    return new Scalar.Whole(1);
  }

  private static Scalar big() {
    return new Scalar.Whole(10_000);
  }
}
