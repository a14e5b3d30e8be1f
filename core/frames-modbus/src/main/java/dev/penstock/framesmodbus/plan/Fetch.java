package dev.penstock.framesmodbus.plan;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.PointCodec;
import dev.penstock.framesmodbus.point.Reading;
import dev.penstock.framesmodbus.point.Reading.Good;

/**
 * What one request reads: some addresses of one table of one unit, with the points that lie in it,
 * each with all its registers.
 */
public record Fetch(int unit, Table table, int address, int quantity, PointRun points) {
  /** The request to be sent to the unit. */
  public Request.Read request() {
    return new Request.Read(table, address, quantity);
  }

  /** The value of one of its points, out of the answer to its request. */
  public Reading<Scalar> valueOf(Point point, Response answer) {
    int at = point.first() - address;
    return switch (answer) {
      case Response.BitsRead(_, var bits) when table.isOfBits() ->
          new Good<>(PointCodec.decode(bits, at));
      case Response.RegistersRead(_, var registers) when !table.isOfBits() ->
          PointCodec.decode(point, registers, at);
      default -> throw new IllegalArgumentException(answer + " does not answer " + request());
    };
  }
}
