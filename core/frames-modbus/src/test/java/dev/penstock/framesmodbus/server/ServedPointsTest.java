package dev.penstock.framesmodbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Response.ExceptionResponse;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.Reading;
import dev.penstock.framesmodbus.server.ServedPoints.Laying;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServedPointsTest {
  private final List<Point> points = new ArrayList<>();
  private final Map<Integer, Scalar> values = new HashMap<>();

  /** Its place in the list. */
  private int point(String address, String type, Scalar value) {
    if (!(Point.read(address, type, 1) instanceof Reading.Good<Point>(var point))) {
      throw new AssertionError(address + " " + type);
    }
    points.add(point);
    values.put(points.size() - 1, value);
    return points.size() - 1;
  }

  private Response read(Table table, int address, int quantity) {
    return laid()
        .answer(
            new Request.Read(table, address, quantity),
            point -> Optional.ofNullable(values.get(point)));
  }

  private ServedPoints laid() {
    if (!(ServedPoints.of(points) instanceof Laying.Laid(var laid))) {
      throw new AssertionError(points);
    }
    return laid;
  }

  private static Response words(int function, int... words) {
    return new Response.RegistersRead(function, Words.of(words));
  }

  @Test
  void valuesStandWhereTheirAddressesSayInTheirTypesAndOrders() {
    int _ = point("holding:0", "float32", new Scalar.Real(21.5));
    int _ = point("holding:2", "float32 CDAB", new Scalar.Real(21.5));
    int _ = point("holding:4", "int16", new Scalar.Whole(-2));
    int _ = point("holding:5", "string 3", new Scalar.Text("abc"));
    int _ = point("input:0", "uint32 CDAB", new Scalar.Whole(0x0001_0002));
    assertThat(read(Table.HOLDING_REGISTERS, 0, 7))
        .isEqualTo(words(3, 0x41AC, 0, 0, 0x41AC, 0xFFFE, 0x6162, 0x6300));
    assertThat(read(Table.HOLDING_REGISTERS, 2, 2)).isEqualTo(words(3, 0, 0x41AC));
    assertThat(read(Table.INPUT_REGISTERS, 0, 2)).isEqualTo(words(4, 2, 1));
  }

  @Test
  void truthsStandInTablesOfBitsAndAsNumbersInRegisters() {
    int _ = point("coil:7", "bool", new Scalar.Bool(true));
    int _ = point("coil:8", "bool", new Scalar.Bool(false));
    int _ = point("coil:9", "bool", new Scalar.Bool(true));
    int _ = point("discrete:7", "bool", new Scalar.Bool(true));
    int _ = point("holding:0", "uint16", new Scalar.Bool(true));
    int _ = point("holding:1", "float32", new Scalar.Bool(false));
    assertThat(read(Table.COILS, 7, 3))
        .isEqualTo(new Response.BitsRead(1, Bits.of(true, false, true)));
    assertThat(read(Table.DISCRETE_INPUTS, 7, 1))
        .isEqualTo(new Response.BitsRead(2, Bits.of(true)));
    assertThat(read(Table.HOLDING_REGISTERS, 0, 3)).isEqualTo(words(3, 1, 0, 0));
  }

  /** MODBUS V1.1b3 §6.3: an address that is not there is exception 2. */
  @Test
  void whereNoPointLiesOrOnlyAPartOfOneIsAskedForTheAddressIsRefused() {
    int _ = point("holding:10", "float32", new Scalar.Real(1));
    int _ = point("holding:13", "uint16", new Scalar.Whole(1));
    Response none = new ExceptionResponse(3, 2);
    assertThat(read(Table.HOLDING_REGISTERS, 9, 1)).isEqualTo(none);
    assertThat(read(Table.HOLDING_REGISTERS, 9, 3)).isEqualTo(none);
    assertThat(read(Table.HOLDING_REGISTERS, 10, 1)).as("half of a value").isEqualTo(none);
    assertThat(read(Table.HOLDING_REGISTERS, 11, 1)).as("the other half").isEqualTo(none);
    assertThat(read(Table.HOLDING_REGISTERS, 10, 4)).as("with a gap").isEqualTo(none);
    assertThat(read(Table.HOLDING_REGISTERS, 13, 2)).as("behind the last").isEqualTo(none);
    assertThat(read(Table.INPUT_REGISTERS, 10, 2)).isEqualTo(new ExceptionResponse(4, 2));
    assertThat(read(Table.COILS, 10, 1)).isEqualTo(new ExceptionResponse(1, 2));
  }

  /** MODBUS V1.1b3 §6.3: what is there and cannot be read is exception 4. */
  @Test
  void aPointWithoutAValueThatFitsMakesTheWholeReadingFail() {
    int level = point("holding:10", "uint16", new Scalar.Whole(7));
    int other = point("holding:11", "uint16", new Scalar.Whole(8));
    int pump = point("coil:0", "bool", new Scalar.Bool(true));
    Response none = new ExceptionResponse(3, 4);
    Scalar _ = values.remove(other);
    assertThat(read(Table.HOLDING_REGISTERS, 10, 2)).isEqualTo(none);
    assertThat(read(Table.HOLDING_REGISTERS, 10, 1)).isEqualTo(words(3, 7));
    Scalar _ = values.put(level, new Scalar.Whole(65_536));
    assertThat(read(Table.HOLDING_REGISTERS, 10, 1)).as("too large").isEqualTo(none);
    Scalar _ = values.put(level, new Scalar.Real(Double.NaN));
    assertThat(read(Table.HOLDING_REGISTERS, 10, 1)).isEqualTo(none);
    Scalar _ = values.put(level, new Scalar.Real(1e300));
    assertThat(read(Table.HOLDING_REGISTERS, 10, 1)).isEqualTo(none);
    Scalar _ = values.put(level, new Scalar.Text("seven"));
    assertThat(read(Table.HOLDING_REGISTERS, 10, 1)).isEqualTo(none);
    Scalar _ = values.put(pump, new Scalar.Whole(1));
    assertThat(read(Table.COILS, 0, 1)).as("no truth").isEqualTo(new ExceptionResponse(1, 4));
  }

  @Test
  void aFractionIsRoundedWhereOnlyWholeNumbersFit() {
    int level = point("holding:10", "int16", new Scalar.Real(4.6));
    assertThat(read(Table.HOLDING_REGISTERS, 10, 1)).isEqualTo(words(3, 5));
    Scalar _ = values.put(level, new Scalar.Real(-4.4));
    assertThat(read(Table.HOLDING_REGISTERS, 10, 1)).isEqualTo(words(3, 0xFFFC));
  }

  @Test
  void pointsThatLieOverEachOtherOrInsideARegisterAreNotLaid() {
    int _ = point("holding:10", "float64", new Scalar.Real(1));
    int _ = point("input:10", "float64", new Scalar.Real(1));
    int last = point("holding:13", "uint16", new Scalar.Whole(1));
    assertThat(ServedPoints.of(points)).isEqualTo(new Laying.Overlap(last, 0));
    assertThat(ServedPoints.of(points.reversed())).isEqualTo(new Laying.Overlap(2, 0));
    Point _ = points.removeLast();
    int inside = point("holding:20.3", "bool", new Scalar.Bool(true));
    assertThat(ServedPoints.of(points)).isEqualTo(new Laying.BitOfRegister(inside));
  }
}
