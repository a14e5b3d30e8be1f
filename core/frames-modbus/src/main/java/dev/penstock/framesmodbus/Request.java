package dev.penstock.framesmodbus;

import dev.penstock.evidence.record.ByteString;
import java.util.List;

/**
 * What a client asks of a server: a request PDU within all limits of MODBUS V1.1b3, whose sections
 * are named with each. Addresses are those of the PDU, from 0 on (§4.4).
 */
public sealed interface Request {
  /** The function code, 1..127. */
  int function();

  /** Whether an answer is due at all. To a broadcast on a serial line none is, whatever it asks. */
  default boolean isAnswered() {
    return true;
  }

  /** Function codes 1 to 4 (§6.1 to §6.4): some of one table. */
  record Read(Table table, int address, int quantity) implements Request {
    public Read {
      Limits.requireAddresses(address, quantity, table.readCountMax());
    }

    @Override
    public int function() {
      return table.readFunction();
    }
  }

  /** Function code 5 (§6.5). */
  record WriteSingleCoil(int address, boolean isOn) implements Request {
    public WriteSingleCoil {
      Limits.requireU16("address", address);
    }

    @Override
    public int function() {
      return 5;
    }
  }

  /** Function code 6 (§6.6). */
  record WriteSingleRegister(int address, int value) implements Request {
    public WriteSingleRegister {
      Limits.requireU16("address", address);
      Limits.requireU16("value", value);
    }

    @Override
    public int function() {
      return 6;
    }
  }

  /** Function code 7 (§6.7). */
  record ReadExceptionStatus() implements Request {
    @Override
    public int function() {
      return 7;
    }
  }

  /** Function code 8 (§6.8). */
  record Diagnostics(int subFunction, Words data) implements Request {
    public Diagnostics {
      Limits.requireU16("subFunction", subFunction);
      String fault = DiagnosticRules.faultOf(subFunction, data);
      if (fault != null) {
        throw new IllegalArgumentException(fault);
      }
    }

    @Override
    public int function() {
      return 8;
    }

    @Override
    public boolean isAnswered() {
      return subFunction != DiagnosticRules.FORCE_LISTEN_ONLY;
    }
  }

  /** Function code 11 (§6.9). */
  record GetCommEventCounter() implements Request {
    @Override
    public int function() {
      return 11;
    }
  }

  /** Function code 12 (§6.10). */
  record GetCommEventLog() implements Request {
    @Override
    public int function() {
      return 12;
    }
  }

  /** Function code 15 (§6.11). */
  record WriteMultipleCoils(int address, Bits values) implements Request {
    public WriteMultipleCoils {
      Limits.requireAddresses(address, values.count(), Limits.WRITE_BITS_MAX);
    }

    @Override
    public int function() {
      return 15;
    }
  }

  /** Function code 16 (§6.12). */
  record WriteMultipleRegisters(int address, Words values) implements Request {
    public WriteMultipleRegisters {
      Limits.requireAddresses(address, values.count(), Limits.WRITE_REGISTERS_MAX);
    }

    @Override
    public int function() {
      return 16;
    }
  }

  /** Function code 17 (§6.13). */
  record ReportServerId() implements Request {
    @Override
    public int function() {
      return 17;
    }
  }

  /** Function code 20 (§6.14). */
  record ReadFileRecord(List<FileSection> sections) implements Request {
    public ReadFileRecord {
      sections = List.copyOf(sections);
      String fault = FileRules.faultOf(sections);
      if (fault != null) {
        throw new IllegalArgumentException(fault);
      }
    }

    @Override
    public int function() {
      return 20;
    }
  }

  /** Function code 21 (§6.15). */
  record WriteFileRecord(List<FileData> pieces) implements Request {
    public WriteFileRecord {
      pieces = List.copyOf(pieces);
      Limits.requireRange("length", FileRules.lengthOf(pieces), 9, FileRules.WRITE_BYTES_MAX);
    }

    @Override
    public int function() {
      return 21;
    }
  }

  /**
   * Function code 22 (§6.16): a register becomes {@code (it AND andMask) OR (orMask AND NOT
   * andMask)}.
   */
  record MaskWriteRegister(int address, int andMask, int orMask) implements Request {
    public MaskWriteRegister {
      Limits.requireU16("address", address);
      Limits.requireU16("andMask", andMask);
      Limits.requireU16("orMask", orMask);
    }

    @Override
    public int function() {
      return 22;
    }

    /** What the register becomes. */
    public int appliedTo(int contents) {
      return (contents & andMask) | (orMask & ~andMask & 0xffff);
    }
  }

  /** Function code 23 (§6.17): holding registers are written, then others, or the same, read. */
  record ReadWriteMultipleRegisters(
      int readAddress, int readQuantity, int writeAddress, Words values) implements Request {
    public ReadWriteMultipleRegisters {
      Limits.requireAddresses(readAddress, readQuantity, Limits.READ_REGISTERS_MAX);
      Limits.requireAddresses(writeAddress, values.count(), Limits.READ_WRITE_REGISTERS_MAX);
    }

    @Override
    public int function() {
      return 23;
    }
  }

  /** Function code 24 (§6.18): a queue behind a holding register that holds its length. */
  record ReadFifoQueue(int pointerAddress) implements Request {
    public ReadFifoQueue {
      Limits.requireU16("pointerAddress", pointerAddress);
    }

    @Override
    public int function() {
      return 24;
    }
  }

  /**
   * Function code 43 with MEI type 14 (§6.21).
   *
   * @param objectId where a stream begins, or the one object that is wanted
   */
  record ReadDeviceIdentification(IdentificationAccess access, int objectId) implements Request {
    public ReadDeviceIdentification {
      Limits.requireU8("objectId", objectId);
    }

    @Override
    public int function() {
      return 43;
    }
  }

  /**
   * A request whose content is not known here: another function code, or function code 43 with
   * another MEI type than 14. It can be refused, recorded, and sent on as it came.
   */
  record Other(int function, ByteString data) implements Request {
    public Other {
      Limits.requireRange("function", function, 1, 0x7f);
      Limits.requireRange("data bytes", data.size(), 0, Limits.PDU_BYTES_MAX - 1);
      if (Functions.isKnown(function, data)) {
        throw new IllegalArgumentException("function " + function + " has a record of its own");
      }
    }
  }

  /** Records of one file, to be read: {@code count} of them from {@code record} on (§6.14). */
  record FileSection(int file, int record, int count) {
    public FileSection {
      String fault = FileRules.faultOf(file, record, count);
      if (fault != null) {
        throw new IllegalArgumentException(fault);
      }
    }
  }

  /** Records of one file, to be written from {@code record} on (§6.15). */
  record FileData(int file, int record, Words data) {
    public FileData {
      String fault = FileRules.faultOf(file, record, data.count());
      if (fault != null) {
        throw new IllegalArgumentException(fault);
      }
    }
  }
}
