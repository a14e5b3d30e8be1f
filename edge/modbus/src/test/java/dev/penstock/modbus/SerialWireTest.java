package dev.penstock.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.driving.LinkException;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.Rtu;
import dev.penstock.modbus.FakeLine.Piece;
import dev.penstock.modbus.ModbusOptions.Parity;
import dev.penstock.modbus.ModbusOptions.Way;
import dev.penstock.points.Quality;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A serial line, in memory. */
@Timeout(300)
class SerialWireTest {
  private static final Way.Serial SERIAL = new Way.Serial("line", 115_200, Parity.EVEN, 1);
  private static final long MILLI = 1_000_000;

  private final Drivers drivers = new Drivers();

  private ModbusDriver driver(FakeLine line) {
    return new ModbusDriver(
        ModbusOptions.of(SERIAL, 1).at(Drivers.pace(1, Drivers.BRIEF)),
        drivers.clock::get,
        _ -> line);
  }

  private static List<Piece> good(Rtu frame) {
    return List.of(new Piece(MILLI, FakeLine.goodAnswer(frame).encode()));
  }

  @Test
  void unitsAreReadAndWrittenOneRequestAtATime() throws Exception {
    var line = new FakeLine(SerialWireTest::good);
    try (Session session = driver(line).open()) {
      ReadPlan plan =
          session.plan(Told.points("uint16", "1/holding:5", "2/input:6", "3/holding:7"));
      assertThat(Told.of(session, plan).scalars())
          .containsExactly(new Scalar.Whole(5), new Scalar.Whole(6), new Scalar.Whole(7));
      assertThat(session.write(new Setting(new PointSpec("coil:3", ""), new Scalar.Bool(true))))
          .isEqualTo(new WriteOutcome.Done());
    }
    assertThat(line.isClosed).isTrue();
    // Between answer and next request the line is silent for 1.75 ms at this speed.
    for (int i = 1; i < line.sentNanos.size(); i++) {
      assertThat(line.sentNanos.get(i) - line.sentNanos.get(i - 1))
          .isGreaterThanOrEqualTo(MILLI + 1_750_000);
    }
  }

  @Test
  void anAnswerThatComesInPiecesIsPutTogether() throws Exception {
    var line =
        new FakeLine(frame -> {
          byte[] answer = FakeLine.goodAnswer(frame).encode();
          return List.of(
              new Piece(MILLI, Arrays.copyOf(answer, 1)),
              new Piece(10 * MILLI, Arrays.copyOfRange(answer, 1, 4)),
              new Piece(15 * MILLI, Arrays.copyOfRange(answer, 4, answer.length)));
        });
    try (Session session = driver(line).open()) {
      assertThat(Told.of(session, Told.points("uint16", "holding:5")).scalars())
          .containsExactly(new Scalar.Whole(5));
    }
  }

  @Test
  void noiseBeforeAnAnswerIsHeardOut() throws Exception {
    var line =
        new FakeLine(frame ->
            List.of(
                new Piece(MILLI, (byte) 0xff, (byte) 0, (byte) 0x55, (byte) 9, (byte) 1),
                new Piece(60 * MILLI, FakeLine.goodAnswer(frame).encode())));
    ModbusDriver driver = driver(line);
    try (Session session = driver.open()) {
      assertThat(Told.of(session, Told.points("uint16", "holding:5")).scalars())
          .containsExactly(new Scalar.Whole(5));
      assertThat(driver.counts().garbled()).isOne();
    }
  }

  @Test
  void aWrongCheckHarmsItsUnitOnlyAndTheLineGoesOn() throws Exception {
    var line =
        new FakeLine(frame -> {
          byte[] answer = FakeLine.goodAnswer(frame).encode();
          answer[answer.length - 1] ^= (byte) (frame.unit() == 2 ? 1 : 0);
          return List.of(new Piece(MILLI, answer));
        });
    try (Session session = driver(line).open()) {
      ReadPlan plan = session.plan(Told.points("int16", "1/holding:5", "2/holding:5", "3/coil:1"));
      assertThat(Told.of(session, session.plan(Told.points("int16", "1/holding:5"))).qualities())
          .containsExactly(Quality.GOOD);
      assertThat(Told.of(session, plan).qualities())
          .startsWith(Quality.GOOD, Quality.NO_COMMUNICATION);
      assertThat(Told.of(session, plan).qualities())
          .startsWith(Quality.GOOD, Quality.NO_COMMUNICATION);
    }
  }

  @Test
  void aLateAnswerIsDroppedBeforeTheNextRequest() throws Exception {
    var line =
        new FakeLine(frame ->
            frame.unit() == 2
                ? List.of(new Piece(2_500 * MILLI, FakeLine.goodAnswer(frame).encode()))
                : good(frame));
    ModbusDriver driver = driver(line);
    try (Session session = driver.open()) {
      ReadPlan plan = session.plan(Told.points("uint16", "1/holding:5", "2/holding:6"));
      assertThat(Told.of(session, plan).qualities())
          .containsExactly(Quality.GOOD, Quality.NO_COMMUNICATION);
      for (int i = 0; driver.counts().strays() == 0 && i < 1_000; i++) {
        assertThat(Told.of(session, plan).scalars().getFirst()).isEqualTo(new Scalar.Whole(5));
      }
      assertThat(driver.counts().strays()).isOne();
    }
  }

  @Test
  void aLineOnWhichOthersTalkWithoutEndIsNotOurs() throws Exception {
    var line = new FakeLine(SerialWireTest::good);
    try (Session session = driver(line).open()) {
      line.babbles(10_000);
      assertThatThrownBy(() -> Told.of(session, Told.points("uint16", "holding:5")))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("somebody else talks on the line without end");
    }
  }

  @Test
  void aLineThatIsGoneEndsTheSession() throws Exception {
    var line = new FakeLine(SerialWireTest::good);
    try (Session session = driver(line).open()) {
      line.isGone = true;
      assertThatThrownBy(() -> Told.of(session, Told.points("uint16", "holding:5")))
          .isInstanceOf(LinkException.class)
          .hasMessage("modbus rtu line: the line is gone");
    }
  }

  @Test
  void aLineThatCannotBeOpenedIsSaid() {
    var driver =
        new ModbusDriver(
            ModbusOptions.of(SERIAL, 1),
            drivers.clock::get,
            serial -> {
              throw new IOException("there is no " + serial.device());
            });
    assertThatThrownBy(driver::open)
        .isInstanceOf(LinkException.class)
        .hasMessage("modbus rtu line: there is no line");
  }

  @Test
  void theSystemHasNoSuchLine() {
    var serial = new Way.Serial("/dev/penstock-has-no-such-line", 9_600, Parity.NONE, 2);
    var driver = new ModbusDriver(ModbusOptions.of(serial, 1), drivers.clock::get);
    assertThatThrownBy(driver::open)
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("there is no such line");
  }

  /** MODBUS over Serial Line V1.02 §2.5.1: eleven bits to a character, with parity or without. */
  @Test
  void aCharacterHasElevenBits() {
    assertThat(new Way.Serial("line", 11_000, Parity.EVEN, 1).characterNanos()).isEqualTo(MILLI);
    assertThat(new Way.Serial("line", 11_000, Parity.NONE, 2).characterNanos()).isEqualTo(MILLI);
  }
}
