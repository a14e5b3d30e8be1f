package dev.penstock.framesmodbus;

/**
 * How long an RTU frame is by what its first bytes say. Sections are those of MODBUS V1.1b3.
 *
 * <p>Behind the unit at 0 and the function code at 1, four bytes at least are there.
 */
sealed interface RtuLength {
  /** All of the frame, with unit and check. */
  record Known(int bytes) implements RtuLength {}

  /** To be seen once so many bytes are there. */
  record Behind(int bytes) implements RtuLength {}

  /** This function code does not say. */
  record Unsaid() implements RtuLength {}

  static RtuLength ofRequest(byte[] wire, int from, int to) {
    return switch (wire[from + 1] & 0xff) {
      case 1, 2, 3, 4, 5, 6 -> new Known(8);
      case 7, 11, 12, 17 -> new Known(4);
      case 8 -> {
        int subFunction = ((wire[from + 2] & 0xff) << 8) | (wire[from + 3] & 0xff);
        // §6.8: Return Query Data carries as many words as it likes.
        yield DiagnosticRules.hasOneWord(subFunction) ? new Known(8) : new Unsaid();
      }
      case 15, 16 -> counted(wire, from, to, 6);
      case 20, 21 -> counted(wire, from, to, 2);
      case 22 -> new Known(10);
      case 23 -> counted(wire, from, to, 10);
      case 24 -> new Known(6);
      case 43 -> wire[from + 2] == Functions.MEI_IDENTIFICATION ? new Known(7) : new Unsaid();
      default -> new Unsaid();
    };
  }

  static RtuLength ofResponse(Request request, byte[] wire, int from, int to) {
    if ((wire[from + 1] & Functions.EXCEPTION) != 0) {
      return new Known(5);
    }
    return switch (request) {
      case Request.Read _ -> counted(wire, from, to, 2);
      case Request.ReadWriteMultipleRegisters _ -> counted(wire, from, to, 2);
      case Request.GetCommEventLog _ -> counted(wire, from, to, 2);
      case Request.ReportServerId _ -> counted(wire, from, to, 2);
      case Request.ReadFileRecord _ -> counted(wire, from, to, 2);
      case Request.WriteFileRecord _ -> counted(wire, from, to, 2);
      case Request.WriteSingleCoil _ -> new Known(8);
      case Request.WriteSingleRegister _ -> new Known(8);
      case Request.WriteMultipleCoils _ -> new Known(8);
      case Request.WriteMultipleRegisters _ -> new Known(8);
      case Request.GetCommEventCounter _ -> new Known(8);
      case Request.MaskWriteRegister _ -> new Known(10);
      case Request.ReadExceptionStatus _ -> new Known(5);
      case Request.ReadFifoQueue _ ->
          // §6.18: here the length has two bytes.
          new Known(6 + (((wire[from + 2] & 0xff) << 8) | (wire[from + 3] & 0xff)));
      case Request.Diagnostics(var subFunction, var data) ->
          DiagnosticRules.isRepeated(subFunction) || DiagnosticRules.hasOneWord(subFunction)
              ? new Known(6 + 2 * data.count())
              : new Unsaid();
      case Request.ReadDeviceIdentification _ -> identification(wire, from, to);
      case Request.Other _ -> new Unsaid();
    };
  }

  /** With a byte that counts those between itself and the check. */
  private static RtuLength counted(byte[] wire, int from, int to, int at) {
    return to - from > at ? new Known(at + 1 + (wire[from + at] & 0xff) + 2) : new Behind(at + 1);
  }

  /**
   * §6.21: objects, each with its length, at most as many as are said. Some say how many there are
   * in all (as the standard's example does), so that behind each the check is looked for.
   */
  private static RtuLength identification(byte[] wire, int from, int to) {
    int count = to - from;
    int at = 8;
    if (count < at) {
      return new Behind(at);
    }
    int objects = wire[from + 7] & 0xff;
    for (int i = 0; i < objects; i++) {
      if (at + 2 > Rtu.FRAME_BYTES_MAX) {
        return new Known(at + 2 + 2);
      }
      if (count < at + 2) {
        return new Behind(at + 2);
      }
      if (i > 0 && Crc16.of(wire, from, from + at) == Rtu.checkAt(wire, from + at)) {
        return new Known(at + 2);
      }
      at += 2 + (wire[from + at + 1] & 0xff);
    }
    return new Known(at + 2);
  }
}
