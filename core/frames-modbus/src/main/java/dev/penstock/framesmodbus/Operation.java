package dev.penstock.framesmodbus;

import java.util.List;

/**
 * One thing that a request does, as a policy has to see it: what, where from and to, and which
 * values. A request may do several; it may pass only where each of them may.
 *
 * <p>Req: 62443-4-2 NDR 5.2
 */
public sealed interface Operation {
  OperationClass operationClass();

  /** {@code first} and {@code last} are read, with all between. */
  record Read(Table table, int first, int last) implements Operation {
    @Override
    public OperationClass operationClass() {
      return OperationClass.READ;
    }
  }

  /** Coils are written from {@code first} on. */
  record WriteCoils(int first, Bits values) implements Operation {
    public int last() {
      return first + values.count() - 1;
    }

    @Override
    public OperationClass operationClass() {
      return OperationClass.WRITE;
    }
  }

  /** Holding registers are written from {@code first} on. */
  record WriteRegisters(int first, Words values) implements Operation {
    public int last() {
      return first + values.count() - 1;
    }

    @Override
    public OperationClass operationClass() {
      return OperationClass.WRITE;
    }
  }

  /**
   * Some bits of a holding register are set or cleared. What it becomes depends on what it is; it
   * lies between {@link #leastValue} and {@link #greatestValue}.
   */
  record MaskRegister(int address, int andMask, int orMask) implements Operation {
    /** With all bits off that stay as they are. */
    public int leastValue() {
      return orMask & ~andMask & 0xffff;
    }

    /** With all bits on that stay as they are. */
    public int greatestValue() {
      return leastValue() | andMask;
    }

    @Override
    public OperationClass operationClass() {
      return OperationClass.WRITE;
    }
  }

  /** The device says what it is. */
  record Identify() implements Operation {
    @Override
    public OperationClass operationClass() {
      return OperationClass.IDENTIFY;
    }
  }

  /**
   * Function codes 7, 8, 11 and 12.
   *
   * @param subFunction that of function code 8; of the others 0
   */
  record Diagnose(int function, int subFunction, OperationClass operationClass)
      implements Operation {}

  /** Records {@code first} to {@code last} of a file are read. */
  record ReadFile(int file, int first, int last) implements Operation {
    @Override
    public OperationClass operationClass() {
      return OperationClass.READ_FILE;
    }
  }

  /** Records of a file are written from {@code first} on. */
  record WriteFile(int file, int first, Words values) implements Operation {
    public int last() {
      return first + values.count() - 1;
    }

    @Override
    public OperationClass operationClass() {
      return OperationClass.WRITE_FILE;
    }
  }

  /** A function code whose meaning is not known here. */
  record Unknown(int function) implements Operation {
    @Override
    public OperationClass operationClass() {
      return OperationClass.UNKNOWN;
    }
  }

  /** All that a request does, in the order a server does it. */
  static List<Operation> of(Request request) {
    return switch (request) {
      case Request.Read(var table, var address, var quantity) ->
          List.of(new Read(table, address, address + quantity - 1));
      case Request.WriteSingleCoil(var address, var isOn) ->
          List.of(new WriteCoils(address, Bits.of(isOn)));
      case Request.WriteSingleRegister(var address, var value) ->
          List.of(new WriteRegisters(address, Words.of(value)));
      case Request.WriteMultipleCoils(var address, var values) ->
          List.of(new WriteCoils(address, values));
      case Request.WriteMultipleRegisters(var address, var values) ->
          List.of(new WriteRegisters(address, values));
      case Request.MaskWriteRegister(var address, var andMask, var orMask) ->
          List.of(new MaskRegister(address, andMask, orMask));
      case Request.ReadWriteMultipleRegisters both -> both(both);
      case Request.ReadFifoQueue(var pointer) ->
          // MODBUS V1.1b3 §6.18: the count, and up to 31 registers behind it.
          List.of(
              new Read(
                  Table.HOLDING_REGISTERS,
                  pointer,
                  Math.min(pointer + Limits.FIFO_REGISTERS_MAX, Limits.ADDRESS_COUNT - 1)));
      case Request.ReadFileRecord(var sections) ->
          sections.stream()
              .<Operation>map(each ->
                  new ReadFile(each.file(), each.record(), each.record() + each.count() - 1))
              .toList();
      case Request.WriteFileRecord(var pieces) ->
          pieces.stream()
              .<Operation>map(each -> new WriteFile(each.file(), each.record(), each.data()))
              .toList();
      case Request.ReportServerId _ -> List.of(new Identify());
      case Request.ReadDeviceIdentification _ -> List.of(new Identify());
      case Request.ReadExceptionStatus _ -> diagnose(request);
      case Request.GetCommEventCounter _ -> diagnose(request);
      case Request.GetCommEventLog _ -> diagnose(request);
      case Request.Diagnostics(var subFunction, _) -> diagnostic(subFunction);
      case Request.Other other -> List.of(new Unknown(other.function()));
    };
  }

  /** MODBUS V1.1b3 §6.17: the write is done before the read. */
  private static List<Operation> both(Request.ReadWriteMultipleRegisters both) {
    return List.of(
        new WriteRegisters(both.writeAddress(), both.values()),
        new Read(
            Table.HOLDING_REGISTERS,
            both.readAddress(),
            both.readAddress() + both.readQuantity() - 1));
  }

  private static List<Operation> diagnose(Request request) {
    return List.of(new Diagnose(request.function(), 0, OperationClass.DIAGNOSE));
  }

  private static List<Operation> diagnostic(int subFunction) {
    OperationClass kind;
    if (DiagnosticRules.isHarmless(subFunction)) {
      kind = OperationClass.DIAGNOSE;
    } else if (DiagnosticRules.hasOneWord(subFunction)) {
      kind = OperationClass.CONTROL;
    } else {
      kind = OperationClass.UNKNOWN;
    }
    return List.of(new Diagnose(8, subFunction, kind));
  }
}
