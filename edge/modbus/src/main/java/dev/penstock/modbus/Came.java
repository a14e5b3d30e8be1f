package dev.penstock.modbus;

import dev.penstock.framesmodbus.Response;

/** What came of one request. */
sealed interface Came {
  int ticket();

  record Answer(int ticket, Response response) implements Came {}

  /** The unit said something, and it is no answer to what was asked. */
  record Garbled(int ticket, String reason) implements Came {}

  /** Nothing came in time, or nothing whose check was right. */
  record Silence(int ticket, String reason) implements Came {}
}
