package dev.penstock.framesmodbus;

import dev.penstock.framesmodbus.Response.ExceptionResponse;

/** What a request PDU turned out to be. */
public sealed interface RequestReading {
  record Wellformed(Request request) implements RequestReading {}

  /**
   * A PDU that no server should take.
   *
   * @param function the function code as it came, 0..255; 0 also where there was none
   * @param answer what the flow charts of MODBUS V1.1b3 §6 say to it
   * @param at which byte is wrong, from the function code on
   */
  record Illformed(int function, ExceptionCode answer, int at, String reason)
      implements RequestReading {
    /** What to send back. */
    public ExceptionResponse response() {
      return new ExceptionResponse(function & 0x7f, answer.code());
    }
  }
}
