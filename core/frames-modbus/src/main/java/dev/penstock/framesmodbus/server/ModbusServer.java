package dev.penstock.framesmodbus.server;

import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.RequestReading;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Response.ExceptionResponse;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.server.Registers.Held;
import java.util.Optional;

/**
 * Answers requests out of {@link Registers}, by the flow charts of MODBUS V1.1b3 §6: a function it
 * does not have is 1, a count or length that is wrong 3, an address it does not have 2, and what
 * fails then is what the registers say. It has function codes 1 to 6, 15, 16, 22, 23, 43 with MEI
 * type 14, and of 8 the one that repeats the question.
 */
public final class ModbusServer {
  private static final int RETURN_QUERY_DATA = 0;

  private final Registers held;
  private final DeviceIdentity identity;

  public ModbusServer(Registers held, DeviceIdentity identity) {
    this.held = held;
    this.identity = identity;
  }

  /**
   * What to send back. To a broadcast on a serial line nothing is sent, and this is asked all the
   * same, for what it does.
   */
  public Response answer(RequestReading reading) {
    return switch (reading) {
      case RequestReading.Wellformed(var request) -> answer(request);
      case RequestReading.Illformed illformed ->
          isOurs(illformed.function())
              ? illformed.response()
              : new ExceptionResponse(
                  illformed.function() & 0x7f, ExceptionCode.ILLEGAL_FUNCTION.code());
    };
  }

  /** The function code is judged before what stands behind it. */
  private static boolean isOurs(int function) {
    return switch (function) {
      case 1, 2, 3, 4, 5, 6, 8, 15, 16, 22, 23, 43 -> true;
      default -> false;
    };
  }

  public Response answer(Request request) {
    return switch (request) {
      case Request.Read read -> read(read);
      case Request.WriteSingleCoil(var address, var isOn) ->
          writeCoils(request, address, Bits.of(isOn), new Response.Repeated(request));
      case Request.WriteSingleRegister(var address, var value) ->
          writeRegisters(request, address, Words.of(value), new Response.Repeated(request));
      case Request.WriteMultipleCoils(var address, var values) ->
          writeCoils(
              request,
              address,
              values,
              new Response.Written(request.function(), address, values.count()));
      case Request.WriteMultipleRegisters(var address, var values) ->
          writeRegisters(
              request,
              address,
              values,
              new Response.Written(request.function(), address, values.count()));
      case Request.MaskWriteRegister mask -> mask(mask);
      case Request.ReadWriteMultipleRegisters both -> both(both);
      case Request.ReadDeviceIdentification read -> identity.answer(read);
      case Request.Diagnostics(var subFunction, var data) when subFunction == RETURN_QUERY_DATA ->
          new Response.Diagnosed(subFunction, data);
      case Request.Diagnostics _ -> unknown(request);
      case Request.ReadExceptionStatus _ -> unknown(request);
      case Request.GetCommEventCounter _ -> unknown(request);
      case Request.GetCommEventLog _ -> unknown(request);
      case Request.ReportServerId _ -> unknown(request);
      case Request.ReadFileRecord _ -> unknown(request);
      case Request.WriteFileRecord _ -> unknown(request);
      case Request.ReadFifoQueue _ -> unknown(request);
      case Request.Other _ -> unknown(request);
    };
  }

  private Response read(Request.Read read) {
    if (!held.has(read.table(), read.address(), read.quantity())) {
      return refused(read, ExceptionCode.ILLEGAL_DATA_ADDRESS);
    }
    if (read.table().isOfBits()) {
      return switch (held.bits(read.table(), read.address(), read.quantity())) {
        case Held.Value<Bits>(var bits) -> new Response.BitsRead(read.function(), bits);
        case Held.Unavailable<Bits>(var reason) -> refused(read, reason);
      };
    }
    return registers(read, read.table(), read.address(), read.quantity());
  }

  private Response registers(Request request, Table table, int address, int quantity) {
    return switch (held.registers(table, address, quantity)) {
      case Held.Value<Words>(var words) -> new Response.RegistersRead(request.function(), words);
      case Held.Unavailable<Words>(var reason) -> refused(request, reason);
    };
  }

  private Response writeCoils(Request request, int address, Bits values, Response done) {
    if (!held.has(Table.COILS, address, values.count())) {
      return refused(request, ExceptionCode.ILLEGAL_DATA_ADDRESS);
    }
    return held.writeCoils(address, values).map(code -> refused(request, code)).orElse(done);
  }

  private Response writeRegisters(Request request, int address, Words values, Response done) {
    if (!held.has(Table.HOLDING_REGISTERS, address, values.count())) {
      return refused(request, ExceptionCode.ILLEGAL_DATA_ADDRESS);
    }
    return held.writeRegisters(address, values).map(code -> refused(request, code)).orElse(done);
  }

  /** §6.16. */
  private Response mask(Request.MaskWriteRegister mask) {
    if (!held.has(Table.HOLDING_REGISTERS, mask.address(), 1)) {
      return refused(mask, ExceptionCode.ILLEGAL_DATA_ADDRESS);
    }
    return switch (held.registers(Table.HOLDING_REGISTERS, mask.address(), 1)) {
      case Held.Value<Words>(var words) ->
          writeRegisters(
              mask,
              mask.address(),
              Words.of(mask.appliedTo(words.at(0))),
              new Response.Repeated(mask));
      case Held.Unavailable<Words>(var reason) -> refused(mask, reason);
    };
  }

  /** §6.17: both places are there, or nothing is written; and the write comes first. */
  private Response both(Request.ReadWriteMultipleRegisters both) {
    Table table = Table.HOLDING_REGISTERS;
    if (!held.has(table, both.readAddress(), both.readQuantity())
        || !held.has(table, both.writeAddress(), both.values().count())) {
      return refused(both, ExceptionCode.ILLEGAL_DATA_ADDRESS);
    }
    Optional<ExceptionCode> failure = held.writeRegisters(both.writeAddress(), both.values());
    return failure.isPresent()
        ? refused(both, failure.get())
        : registers(both, table, both.readAddress(), both.readQuantity());
  }

  private static Response unknown(Request request) {
    return refused(request, ExceptionCode.ILLEGAL_FUNCTION);
  }

  private static Response refused(Request request, ExceptionCode code) {
    return new ExceptionResponse(request.function(), code.code());
  }
}
