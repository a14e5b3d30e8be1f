package dev.penstock.framesmodbus.server;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Response.ExceptionResponse;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.point.DataType;
import dev.penstock.framesmodbus.point.NumberType;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.PointCodec;
import dev.penstock.framesmodbus.point.Reading;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Tables that are made of points, for who reads them. A request gets whole points or none: half of
 * one value beside half of the next would be neither. An address at which no point lies is 2, a
 * point that has no value now is 4, as the flow charts of MODBUS V1.1b3 §6.1 to §6.4 have it.
 */
public final class ServedPoints {
  /** 2 to the power of 63; whole numbers lie below. */
  private static final double WHOLE_END = 0x1p63;

  private final List<Point> points;

  /** By table: which point begins at an address. */
  private final Map<Table, TreeMap<Integer, Integer>> places = new EnumMap<>(Table.class);

  private ServedPoints(List<Point> points) {
    this.points = List.copyOf(points);
  }

  /** What came of laying points beside each other. */
  public sealed interface Laying {
    record Laid(ServedPoints points) implements Laying {}

    /** Two lie over each other; both by their places in the list, the later one first. */
    record Overlap(int point, int other) implements Laying {}

    /** A bit of a register is no place of its own. */
    record BitOfRegister(int point) implements Laying {}
  }

  /** Lays points where their addresses say; their units are not looked at. */
  public static Laying of(List<Point> points) {
    var laid = new ServedPoints(points);
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (point.address().bit() != null) {
        return new Laying.BitOfRegister(i);
      }
      TreeMap<Integer, Integer> table =
          laid.places.computeIfAbsent(point.address().table(), _ -> new TreeMap<>());
      Map.Entry<Integer, Integer> before = table.floorEntry(point.last());
      if (before != null && points.get(before.getValue()).last() >= point.first()) {
        return new Laying.Overlap(i, before.getValue());
      }
      Integer _ = table.put(point.first(), i);
    }
    return new Laying.Laid(laid);
  }

  /**
   * The answer to a reading.
   *
   * @param values the value of a point by its place in the list; empty where it has none now
   */
  public Response answer(Request.Read read, IntFunction<Optional<Scalar>> values) {
    Optional<List<Integer>> asked = asked(read);
    if (asked.isEmpty()) {
      return refused(read, ExceptionCode.ILLEGAL_DATA_ADDRESS);
    }
    Optional<Response> answer =
        read.table().isOfBits()
            ? bits(read, asked.get(), values)
            : registers(read, asked.get(), values);
    return answer.orElseGet(() -> refused(read, ExceptionCode.SERVER_DEVICE_FAILURE));
  }

  /** The points that lie there without a gap; empty where something else is asked for. */
  private Optional<List<Integer>> asked(Request.Read read) {
    TreeMap<Integer, Integer> table = places.get(read.table());
    List<Integer> asked = new ArrayList<>();
    int at = read.address();
    int end = read.address() + read.quantity();
    while (at < end) {
      Integer point = table == null ? null : table.get(at);
      if (point == null) {
        return Optional.empty();
      }
      asked.add(point);
      at = points.get(point).last() + 1;
    }
    return at == end ? Optional.of(asked) : Optional.empty();
  }

  private static Optional<Response> bits(
      Request.Read read, List<Integer> asked, IntFunction<Optional<Scalar>> values) {
    boolean[] bits = new boolean[asked.size()];
    for (int i = 0; i < bits.length; i++) {
      if (!(values.apply(asked.get(i)).orElse(null) instanceof Scalar.Bool(var isOn))) {
        return Optional.empty();
      }
      bits[i] = isOn;
    }
    return Optional.of(new Response.BitsRead(read.function(), Bits.of(bits)));
  }

  private Optional<Response> registers(
      Request.Read read, List<Integer> asked, IntFunction<Optional<Scalar>> values) {
    var bytes = new ByteArrayOutputStream(2 * read.quantity());
    for (int point : asked) {
      Optional<Scalar> value = values.apply(point);
      DataType type = points.get(point).type();
      if (value.isEmpty()
          || !(PointCodec.encode(type, fitted(type, value.get()))
              instanceof Reading.Good<Words>(var words))) {
        return Optional.empty();
      }
      bytes.writeBytes(words.bytes());
    }
    return Optional.of(
        new Response.RegistersRead(read.function(), Words.ofBytes(bytes.toByteArray())));
  }

  /**
   * A value as a type of whole numbers may take it: with a fraction it is the nearest whole number,
   * a truth value is 0 or 1. What does not fit stays as it is, and is refused behind this.
   */
  private static Scalar fitted(DataType type, Scalar value) {
    if (!(type instanceof DataType.Numeric(var number, var _))) {
      return value;
    }
    boolean isOfWholes = number != NumberType.FLOAT32 && number != NumberType.FLOAT64;
    return switch (value) {
      case Scalar.Bool(var isOn) -> new Scalar.Whole(isOn ? 1 : 0);
      case Scalar.Real(var real) when isOfWholes && Math.abs(real) < WHOLE_END ->
          new Scalar.Whole((long) Math.rint(real));
      default -> value;
    };
  }

  private static Response refused(Request request, ExceptionCode code) {
    return new ExceptionResponse(request.function(), code.code());
  }
}
