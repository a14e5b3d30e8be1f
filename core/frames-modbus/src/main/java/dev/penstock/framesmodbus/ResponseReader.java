package dev.penstock.framesmodbus;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Cursor.Fault;
import dev.penstock.framesmodbus.Request.FileSection;
import dev.penstock.framesmodbus.Response.IdentificationObject;
import dev.penstock.framesmodbus.ResponseReading.Illformed;
import dev.penstock.framesmodbus.ResponseReading.Wellformed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads response PDUs to the requests they belong to, and never throws for what they hold. Function
 * code, counts, lengths and repetitions must be those that were asked for: a late answer to another
 * request is not taken for this one's.
 *
 * <p>Req: 62443-4-2 CR 3.5
 */
public final class ResponseReader {
  private ResponseReader() {}

  public static ResponseReading read(Request request, ByteString pdu) {
    byte[] bytes = pdu.bytes();
    if (bytes.length < 1 || bytes.length > Limits.PDU_BYTES_MAX) {
      return new Illformed(
          0, "a PDU has " + bytes.length + " bytes, must have 1.." + Limits.PDU_BYTES_MAX);
    }
    var in = new Cursor(bytes);
    int function = in.u8();
    Supplier<Response> response;
    if (function == (request.function() | Functions.EXCEPTION)) {
      int code = in.u8();
      in.end();
      response = () -> new Response.ExceptionResponse(request.function(), code);
    } else if (function == request.function()) {
      response = content(request, pdu, in);
    } else {
      return new Illformed(
          0, "function code " + function + " answers function code " + request.function());
    }
    Fault fault = in.fault();
    return fault == null
        ? new Wellformed(response.get())
        : new Illformed(fault.at(), fault.reason());
  }

  /** What makes the response, to be asked only where nothing was wrong. */
  private static Supplier<Response> content(Request request, ByteString pdu, Cursor in) {
    return switch (request) {
      case Request.Read read when read.table().isOfBits() -> bitsRead(read, in);
      case Request.Read read -> registersRead(read.function(), read.quantity(), in);
      case Request.ReadWriteMultipleRegisters both ->
          registersRead(both.function(), both.readQuantity(), in);
      case Request.WriteSingleCoil _ -> repeated(request, pdu, in);
      case Request.WriteSingleRegister _ -> repeated(request, pdu, in);
      case Request.WriteFileRecord _ -> repeated(request, pdu, in);
      case Request.MaskWriteRegister _ -> repeated(request, pdu, in);
      case Request.WriteMultipleCoils write ->
          written(write.function(), write.address(), write.values().count(), in);
      case Request.WriteMultipleRegisters write ->
          written(write.function(), write.address(), write.values().count(), in);
      case Request.ReadExceptionStatus _ -> exceptionStatus(in);
      case Request.Diagnostics diagnostics -> diagnosed(diagnostics, in);
      case Request.GetCommEventCounter _ -> eventCounter(in);
      case Request.GetCommEventLog _ -> eventLog(in);
      case Request.ReportServerId _ -> serverId(in);
      case Request.ReadFileRecord read -> fileRecords(read, in);
      case Request.ReadFifoQueue _ -> fifoQueue(in);
      case Request.ReadDeviceIdentification read -> identification(read, in);
      case Request.Other other -> {
        ByteString data = in.bytes(in.left());
        yield () -> new Response.Other(other.function(), data);
      }
    };
  }

  private static Supplier<Response> bitsRead(Request.Read read, Cursor in) {
    requireLength(in, in.u8(), Bits.bytesFor(read.quantity()));
    Bits bits = in.bits(read.quantity());
    in.end();
    return () -> new Response.BitsRead(read.function(), bits);
  }

  private static Supplier<Response> registersRead(int function, int quantity, Cursor in) {
    requireLength(in, in.u8(), 2 * quantity);
    Words registers = in.words(quantity);
    in.end();
    return () -> new Response.RegistersRead(function, registers);
  }

  private static void requireLength(Cursor in, int length, int expected) {
    in.require(length == expected, () -> length + " bytes came, " + expected + " were asked for");
  }

  private static Supplier<Response> repeated(Request request, ByteString pdu, Cursor in) {
    in.require(
        pdu.equals(PduWriter.write(request)), () -> "the answer does not repeat the request");
    return () -> new Response.Repeated(request);
  }

  private static Supplier<Response> written(int function, int address, int quantity, Cursor in) {
    int writtenAddress = in.u16();
    int writtenQuantity = in.u16();
    in.end();
    in.require(
        writtenAddress == address && writtenQuantity == quantity,
        () ->
            writtenQuantity
                + " at "
                + writtenAddress
                + " were written, "
                + quantity
                + " at "
                + address
                + " were meant");
    return () -> new Response.Written(function, address, quantity);
  }

  private static Supplier<Response> exceptionStatus(Cursor in) {
    int outputs = in.u8();
    in.end();
    return () -> new Response.ExceptionStatus(outputs);
  }

  private static Supplier<Response> diagnosed(Request.Diagnostics request, Cursor in) {
    int subFunction = in.u16();
    in.require(
        subFunction == request.subFunction(),
        () -> "diagnostic " + subFunction + " answers diagnostic " + request.subFunction());
    in.require(in.left() % 2 == 0, () -> "a diagnostic ends inside a word");
    Words data = in.words(in.left() / 2);
    in.require(
        !DiagnosticRules.isRepeated(subFunction) || data.equals(request.data()),
        () -> "the answer does not repeat the data " + request.data());
    in.require(
        !DiagnosticRules.hasOneWord(subFunction) || data.count() == 1,
        () -> "diagnostic " + subFunction + " answers " + data.count() + " words, must be 1");
    return () -> new Response.Diagnosed(subFunction, data);
  }

  private static Supplier<Response> eventCounter(Cursor in) {
    int status = in.u16();
    int eventCount = in.u16();
    in.end();
    return () -> new Response.CommEventCounter(status, eventCount);
  }

  private static Supplier<Response> eventLog(Cursor in) {
    int length = in.u8();
    in.requireRange("length", length, 6, 6 + Limits.EVENTS_MAX);
    int status = in.u16();
    int eventCount = in.u16();
    int messageCount = in.u16();
    ByteString events = in.bytes(Math.max(0, length - 6));
    in.end();
    return () -> new Response.CommEventLog(status, eventCount, messageCount, events);
  }

  private static Supplier<Response> serverId(Cursor in) {
    ByteString data = in.bytes(in.u8());
    in.end();
    return () -> new Response.ServerId(data);
  }

  private static Supplier<Response> fileRecords(Request.ReadFileRecord request, Cursor in) {
    int length = in.u8();
    in.require(
        length == in.left(),
        () -> "records of files have " + length + " bytes, " + in.left() + " are there");
    List<Words> sections = new ArrayList<>();
    for (FileSection each : request.sections()) {
      requireLength(in, in.u8(), 1 + 2 * each.count());
      int type = in.u8();
      in.require(
          type == FileRules.REFERENCE_TYPE,
          () -> "reference type is " + type + ", must be " + FileRules.REFERENCE_TYPE);
      sections.add(in.words(each.count()));
    }
    in.end();
    return () -> new Response.FileRecords(sections);
  }

  private static Supplier<Response> fifoQueue(Cursor in) {
    int length = in.u16();
    int count = in.u16();
    in.requireRange("count", count, 0, Limits.FIFO_REGISTERS_MAX);
    in.require(
        length == 2 + 2 * count, () -> count + " registers of a queue in " + length + " bytes");
    Words registers = in.words(count);
    in.end();
    return () -> new Response.FifoQueue(registers);
  }

  /**
   * The number of objects is taken for an upper bound: in the standard's own example of two
   * transactions each says 3, and neither holds 3.
   */
  private static Supplier<Response> identification(
      Request.ReadDeviceIdentification request, Cursor in) {
    int mei = in.u8();
    int access = in.u8();
    in.require(
        mei == Functions.MEI_IDENTIFICATION && access == request.access().code(),
        () -> "MEI type " + mei + " with access " + access + " answers another request");
    int conformity = in.u8();
    int more = in.u8();
    in.require(more == 0 || more == 0xff, () -> "More Follows is " + more + ", must be 0 or 255");
    boolean hasMore = more != 0;
    // Without more of them it means nothing, and should be 0.
    int named = in.u8();
    int next = hasMore ? named : 0;
    int count = in.u8();
    List<IdentificationObject> objects = new ArrayList<>();
    while (in.fault() == null && in.left() > 0 && objects.size() < count) {
      int id = in.u8();
      ByteString value = in.bytes(in.u8());
      if (in.fault() == null) {
        objects.add(new IdentificationObject(id, value));
      }
    }
    in.end();
    String wrong = IdentificationRules.faultOf(conformity, hasMore, next, objects);
    in.require(wrong == null, () -> String.valueOf(wrong));
    boolean isTheOne =
        objects.size() == 1 && objects.getFirst().id() == request.objectId() && !hasMore;
    in.require(
        request.access() != IdentificationAccess.INDIVIDUAL || isTheOne,
        () -> "object " + request.objectId() + " was asked for, and others came");
    return () ->
        new Response.DeviceIdentification(request.access(), conformity, hasMore, next, objects);
  }
}
