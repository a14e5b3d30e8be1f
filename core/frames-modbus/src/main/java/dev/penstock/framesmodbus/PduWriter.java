package dev.penstock.framesmodbus;

import dev.penstock.evidence.record.ByteString;
import java.io.ByteArrayOutputStream;

/** Writes requests and responses as PDUs of MODBUS V1.1b3 §6 and §7. */
public final class PduWriter {
  /** What most requests have, and those that read above all: five bytes. */
  private static final int REQUEST_BYTES = 8;

  private final ByteArrayOutputStream out;

  private PduWriter(int bytes) {
    this.out = new ByteArrayOutputStream(bytes);
  }

  public static ByteString write(Request request) {
    var writer = new PduWriter(REQUEST_BYTES);
    writer.u8(request.function());
    writer.content(request);
    return ByteString.of(writer.out.toByteArray());
  }

  public static ByteString write(Response response) {
    var writer = new PduWriter(Limits.PDU_BYTES_MAX);
    boolean isException = response instanceof Response.ExceptionResponse;
    writer.u8(isException ? response.function() | Functions.EXCEPTION : response.function());
    writer.content(response);
    return ByteString.of(writer.out.toByteArray());
  }

  private void content(Request request) {
    switch (request) {
      case Request.Read(_, var address, var quantity) -> pair(address, quantity);
      case Request.WriteSingleCoil(var address, var isOn) -> pair(address, isOn ? 0xff00 : 0);
      case Request.WriteSingleRegister(var address, var value) -> pair(address, value);
      case Request.ReadExceptionStatus() -> {}
      case Request.Diagnostics(var subFunction, var data) -> {
        u16(subFunction);
        out.writeBytes(data.bytes());
      }
      case Request.GetCommEventCounter() -> {}
      case Request.GetCommEventLog() -> {}
      case Request.WriteMultipleCoils(var address, var values) -> {
        pair(address, values.count());
        counted(values.bytes());
      }
      case Request.WriteMultipleRegisters(var address, var values) -> {
        pair(address, values.count());
        counted(values.bytes());
      }
      case Request.ReportServerId() -> {}
      case Request.ReadFileRecord read -> sections(read);
      case Request.WriteFileRecord write -> pieces(write);
      case Request.MaskWriteRegister(var address, var andMask, var orMask) -> {
        pair(address, andMask);
        u16(orMask);
      }
      case Request.ReadWriteMultipleRegisters both -> {
        pair(both.readAddress(), both.readQuantity());
        pair(both.writeAddress(), both.values().count());
        counted(both.values().bytes());
      }
      case Request.ReadFifoQueue(var pointer) -> u16(pointer);
      case Request.ReadDeviceIdentification(var access, var objectId) -> {
        u8(Functions.MEI_IDENTIFICATION);
        u8(access.code());
        u8(objectId);
      }
      case Request.Other(_, var data) -> out.writeBytes(data.bytes());
    }
  }

  private void content(Response response) {
    switch (response) {
      case Response.BitsRead(_, var bits) -> counted(bits.bytes());
      case Response.RegistersRead(_, var registers) -> counted(registers.bytes());
      case Response.Repeated(var request) -> content(request);
      case Response.Written(_, var address, var quantity) -> pair(address, quantity);
      case Response.ExceptionStatus(var outputs) -> u8(outputs);
      case Response.Diagnosed(var subFunction, var data) -> {
        u16(subFunction);
        out.writeBytes(data.bytes());
      }
      case Response.CommEventCounter(var status, var count) -> pair(status, count);
      case Response.CommEventLog(var status, var count, var messages, var events) -> {
        u8(6 + events.size());
        pair(status, count);
        u16(messages);
        out.writeBytes(events.bytes());
      }
      case Response.ServerId(var data) -> counted(data.bytes());
      case Response.FileRecords records -> records(records);
      case Response.FifoQueue(var registers) -> {
        pair(2 + 2 * registers.count(), registers.count());
        out.writeBytes(registers.bytes());
      }
      case Response.DeviceIdentification identification -> identification(identification);
      case Response.Other(_, var data) -> out.writeBytes(data.bytes());
      case Response.ExceptionResponse(_, var code) -> u8(code);
    }
  }

  private void sections(Request.ReadFileRecord read) {
    u8(read.sections().size() * FileRules.SECTION_BYTES);
    for (Request.FileSection each : read.sections()) {
      u8(FileRules.REFERENCE_TYPE);
      pair(each.file(), each.record());
      u16(each.count());
    }
  }

  private void pieces(Request.WriteFileRecord write) {
    u8(FileRules.lengthOf(write.pieces()));
    for (Request.FileData each : write.pieces()) {
      u8(FileRules.REFERENCE_TYPE);
      pair(each.file(), each.record());
      u16(each.data().count());
      out.writeBytes(each.data().bytes());
    }
  }

  private void records(Response.FileRecords records) {
    int length = 0;
    for (Words each : records.sections()) {
      length += 2 + 2 * each.count();
    }
    u8(length);
    for (Words each : records.sections()) {
      u8(1 + 2 * each.count());
      u8(FileRules.REFERENCE_TYPE);
      out.writeBytes(each.bytes());
    }
  }

  private void identification(Response.DeviceIdentification identification) {
    u8(Functions.MEI_IDENTIFICATION);
    u8(identification.access().code());
    u8(identification.conformity());
    u8(identification.hasMore() ? 0xff : 0);
    u8(identification.nextObjectId());
    u8(identification.objects().size());
    for (Response.IdentificationObject each : identification.objects()) {
      u8(each.id());
      counted(each.value().bytes());
    }
  }

  private void counted(byte[] bytes) {
    u8(bytes.length);
    out.writeBytes(bytes);
  }

  private void pair(int first, int second) {
    u16(first);
    u16(second);
  }

  private void u16(int value) {
    out.write(value >> 8);
    out.write(value);
  }

  private void u8(int value) {
    out.write(value);
  }
}
