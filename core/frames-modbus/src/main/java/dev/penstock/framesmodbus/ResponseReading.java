package dev.penstock.framesmodbus;

/** What a response PDU turned out to be, to the request that was sent. */
public sealed interface ResponseReading {
  record Wellformed(Response response) implements ResponseReading {}

  /**
   * A PDU that is no answer to that request.
   *
   * @param at which byte is wrong, from the function code on
   */
  record Illformed(int at, String reason) implements ResponseReading {}
}
