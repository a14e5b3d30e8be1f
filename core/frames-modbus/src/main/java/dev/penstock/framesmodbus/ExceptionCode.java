package dev.penstock.framesmodbus;

import java.util.Optional;

/** Why a server did not do what it was asked (MODBUS V1.1b3 §7). */
public enum ExceptionCode {
  ILLEGAL_FUNCTION(1),
  ILLEGAL_DATA_ADDRESS(2),
  ILLEGAL_DATA_VALUE(3),
  SERVER_DEVICE_FAILURE(4),
  ACKNOWLEDGE(5),
  SERVER_DEVICE_BUSY(6),
  /** In none of the lists of §7, but in §6.10 among what servers send. */
  NEGATIVE_ACKNOWLEDGE(7),
  MEMORY_PARITY_ERROR(8),
  GATEWAY_PATH_UNAVAILABLE(10),
  GATEWAY_TARGET_DEVICE_FAILED_TO_RESPOND(11);

  private final int code;

  ExceptionCode(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /**
   * Whether another, smaller request for the same data may be answered: a device says so of
   * addresses it does not have, of counts it does not give, and some of data they cannot get at.
   */
  public boolean isOfWhatWasAsked() {
    return this == ILLEGAL_DATA_ADDRESS
        || this == ILLEGAL_DATA_VALUE
        || this == SERVER_DEVICE_FAILURE;
  }

  /** The one with this number; devices also send others. */
  public static Optional<ExceptionCode> of(int code) {
    for (ExceptionCode each : values()) {
      if (each.code == code) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
