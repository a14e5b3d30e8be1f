package dev.penstock.modbus;

import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.driving.Intended;
import dev.penstock.driving.Setting;
import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.asked.AskedParts;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.PointCodec;
import dev.penstock.framesmodbus.point.Reading;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The one request that gives a point a value: what is sent, and what a policy is asked about before
 * it is.
 *
 * <p>Req: 62443-4-2 NDR 5.2
 */
record ModbusWrite(Point point, Request request) {
  /** Of a setting, by the options of a device. */
  static Reading<ModbusWrite> of(Setting setting, ModbusOptions options) {
    return ModbusDriver.pointOf(setting.point(), options.unit())
        .then(point ->
            PointCodec.write(point, setting.value())
                .then(
                    request -> new Reading.Good<>(new ModbusWrite(point, due(request, options)))));
  }

  private static Request due(Request request, ModbusOptions options) {
    if (!options.writesByMultiple()) {
      return request;
    }
    if (request instanceof Request.WriteSingleCoil(var address, var isOn)) {
      return new Request.WriteMultipleCoils(address, Bits.of(isOn));
    }
    return request instanceof Request.WriteSingleRegister(var address, var value)
        ? new Request.WriteMultipleRegisters(address, Words.of(value))
        : request;
  }

  /** The same as a proxy would make of the request's bytes. */
  Intended intended() {
    Map<Operation, List<Part>> parts = AskedParts.of(point.address().unit(), request);
    List<Part> written = parts.get(Operation.WRITE);
    if (written == null || parts.size() != 1) {
      throw new IllegalStateException("a write that does something else: " + request);
    }
    return new Intended.Asking(Operation.WRITE, OptionalInt.of(request.function()), written);
  }
}
