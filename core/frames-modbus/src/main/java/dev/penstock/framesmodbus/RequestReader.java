package dev.penstock.framesmodbus;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Cursor.Fault;
import dev.penstock.framesmodbus.Request.FileData;
import dev.penstock.framesmodbus.Request.FileSection;
import dev.penstock.framesmodbus.RequestReading.Illformed;
import dev.penstock.framesmodbus.RequestReading.Wellformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads request PDUs, and never throws for what they hold. Counts are judged before addresses, as
 * the flow charts of MODBUS V1.1b3 §6 do; what remains in front of the application is whether it
 * has those addresses.
 *
 * <p>Req: 62443-4-2 CR 3.5
 */
public final class RequestReader {
  private RequestReader() {}

  public static RequestReading read(ByteString pdu) {
    byte[] bytes = pdu.bytes();
    if (bytes.length < 1 || bytes.length > Limits.PDU_BYTES_MAX) {
      return new Illformed(
          bytes.length == 0 ? 0 : bytes[0] & 0xff,
          ExceptionCode.ILLEGAL_DATA_VALUE,
          0,
          "a PDU has " + bytes.length + " bytes, must have 1.." + Limits.PDU_BYTES_MAX);
    }
    int function = bytes[0] & 0xff;
    // §4.1: 0 is none, and from 128 on they are those of exceptions.
    if (function == 0 || function >= Functions.EXCEPTION) {
      return new Illformed(
          function,
          ExceptionCode.ILLEGAL_FUNCTION,
          0,
          "function code is " + function + ", must be 1..127");
    }
    var in = new Cursor(bytes);
    int _ = in.u8();
    Supplier<Request> request = content(function, in);
    Fault fault = in.fault();
    return fault == null
        ? new Wellformed(request.get())
        : new Illformed(function, fault.answer(), fault.at(), fault.reason());
  }

  /** What makes the request, to be asked only where nothing was wrong. */
  private static Supplier<Request> content(int function, Cursor in) {
    return switch (function) {
      case 1, 2, 3, 4 -> read(Table.ofFunction(function), in);
      case 5 -> writeSingleCoil(in);
      case 6 -> writeSingleRegister(in);
      case 7 -> bare(new Request.ReadExceptionStatus(), in);
      case 8 -> diagnostics(in);
      case 11 -> bare(new Request.GetCommEventCounter(), in);
      case 12 -> bare(new Request.GetCommEventLog(), in);
      case 15 -> writeMultipleCoils(in);
      case 16 -> writeMultipleRegisters(in);
      case 17 -> bare(new Request.ReportServerId(), in);
      case 20 -> readFileRecord(in);
      case 21 -> writeFileRecord(in);
      case 22 -> maskWriteRegister(in);
      case 23 -> readWriteMultipleRegisters(in);
      case 24 -> readFifoQueue(in);
      case 43 -> encapsulated(in);
      default -> other(function, in);
    };
  }

  private static Supplier<Request> bare(Request request, Cursor in) {
    in.end();
    return () -> request;
  }

  private static Supplier<Request> other(int function, Cursor in) {
    ByteString data = in.bytes(in.left());
    return () -> new Request.Other(function, data);
  }

  private static Supplier<Request> read(Table table, Cursor in) {
    int address = in.u16();
    int quantity = in.u16();
    in.end();
    in.requireRange("quantity", quantity, 1, table.readCountMax());
    in.requireAddresses(address, quantity);
    return () -> new Request.Read(table, address, quantity);
  }

  private static Supplier<Request> writeSingleCoil(Cursor in) {
    int address = in.u16();
    int value = in.u16();
    in.end();
    // §6.5: all other values are illegal and must not affect the coil.
    in.require(
        value == 0 || value == 0xff00, () -> "a coil is set to " + value + ", must be 0 or 65280");
    return () -> new Request.WriteSingleCoil(address, value != 0);
  }

  private static Supplier<Request> writeSingleRegister(Cursor in) {
    int address = in.u16();
    int value = in.u16();
    in.end();
    return () -> new Request.WriteSingleRegister(address, value);
  }

  private static Supplier<Request> diagnostics(Cursor in) {
    int subFunction = in.u16();
    in.require(in.left() % 2 == 0, () -> "a diagnostic ends inside a word");
    Words data = in.words(in.left() / 2);
    String wrong = in.fault() == null ? DiagnosticRules.faultOf(subFunction, data) : null;
    if (wrong != null) {
      in.refuse(wrong);
    }
    return () -> new Request.Diagnostics(subFunction, data);
  }

  private static Supplier<Request> writeMultipleCoils(Cursor in) {
    int address = in.u16();
    int quantity = in.u16();
    int length = in.u8();
    in.requireRange("quantity", quantity, 1, Limits.WRITE_BITS_MAX);
    in.require(
        length == Bits.bytesFor(quantity), () -> quantity + " coils in " + length + " bytes");
    Bits values = in.bits(quantity);
    in.end();
    in.requireAddresses(address, quantity);
    return () -> new Request.WriteMultipleCoils(address, values);
  }

  private static Supplier<Request> writeMultipleRegisters(Cursor in) {
    int address = in.u16();
    int quantity = in.u16();
    Words values = counted(in, quantity, Limits.WRITE_REGISTERS_MAX);
    in.end();
    in.requireAddresses(address, quantity);
    return () -> new Request.WriteMultipleRegisters(address, values);
  }

  private static Words counted(Cursor in, int quantity, int quantityMax) {
    int length = in.u8();
    in.requireRange("quantity", quantity, 1, quantityMax);
    in.require(length == 2 * quantity, () -> quantity + " registers in " + length + " bytes");
    return in.words(quantity);
  }

  private static Supplier<Request> readFileRecord(Cursor in) {
    int length = in.u8();
    in.requireRange("length", length, FileRules.SECTION_BYTES, FileRules.READ_BYTES_MAX);
    in.require(
        length == in.left() && length % FileRules.SECTION_BYTES == 0,
        () -> "sections of files have " + length + " bytes, " + in.left() + " are there");
    List<FileSection> sections = new ArrayList<>();
    while (in.fault() == null && in.left() > 0) {
      int type = in.u8();
      int file = in.u16();
      int record = in.u16();
      int count = in.u16();
      if (isFileReference(in, type, file, record, count)) {
        sections.add(new FileSection(file, record, count));
      }
    }
    String wrong = in.fault() == null ? FileRules.faultOf(sections) : null;
    in.require(wrong == null, ExceptionCode.ILLEGAL_DATA_ADDRESS, () -> String.valueOf(wrong));
    return () -> new Request.ReadFileRecord(sections);
  }

  private static Supplier<Request> writeFileRecord(Cursor in) {
    int length = in.u8();
    in.requireRange("length", length, FileRules.SECTION_BYTES + 2, FileRules.WRITE_BYTES_MAX);
    in.require(
        length == in.left(),
        () -> "pieces of files have " + length + " bytes, " + in.left() + " are there");
    List<FileData> pieces = new ArrayList<>();
    while (in.fault() == null && in.left() > 0) {
      int type = in.u8();
      int file = in.u16();
      int record = in.u16();
      Words data = in.words(in.u16());
      if (isFileReference(in, type, file, record, data.count())) {
        pieces.add(new FileData(file, record, data));
      }
    }
    return () -> new Request.WriteFileRecord(pieces);
  }

  private static boolean isFileReference(Cursor in, int type, int file, int record, int count) {
    in.require(
        type == FileRules.REFERENCE_TYPE,
        ExceptionCode.ILLEGAL_DATA_ADDRESS,
        () -> "reference type is " + type + ", must be 6");
    String wrong = FileRules.faultOf(file, record, count);
    in.require(wrong == null, ExceptionCode.ILLEGAL_DATA_ADDRESS, () -> String.valueOf(wrong));
    return in.fault() == null;
  }

  private static Supplier<Request> maskWriteRegister(Cursor in) {
    int address = in.u16();
    int andMask = in.u16();
    int orMask = in.u16();
    in.end();
    return () -> new Request.MaskWriteRegister(address, andMask, orMask);
  }

  private static Supplier<Request> readWriteMultipleRegisters(Cursor in) {
    int readAddress = in.u16();
    int readQuantity = in.u16();
    int writeAddress = in.u16();
    int writeQuantity = in.u16();
    in.requireRange("quantity to read", readQuantity, 1, Limits.READ_REGISTERS_MAX);
    Words values = counted(in, writeQuantity, Limits.READ_WRITE_REGISTERS_MAX);
    in.end();
    in.requireAddresses(readAddress, readQuantity);
    in.requireAddresses(writeAddress, writeQuantity);
    return () ->
        new Request.ReadWriteMultipleRegisters(readAddress, readQuantity, writeAddress, values);
  }

  private static Supplier<Request> readFifoQueue(Cursor in) {
    int pointer = in.u16();
    in.end();
    return () -> new Request.ReadFifoQueue(pointer);
  }

  private static Supplier<Request> encapsulated(Cursor in) {
    ByteString data = in.left() > 0 ? in.peek() : ByteString.EMPTY;
    if (!Functions.isKnown(43, data)) {
      return other(43, in);
    }
    int _ = in.u8();
    int code = in.u8();
    int objectId = in.u8();
    in.end();
    Optional<IdentificationAccess> access = IdentificationAccess.of(code);
    // §6.21: an illegal Read Device ID code is answered with 3.
    in.require(access.isPresent(), () -> "Read Device ID code is " + code + ", must be 1..4");
    return () -> new Request.ReadDeviceIdentification(access.orElseThrow(), objectId);
  }
}
