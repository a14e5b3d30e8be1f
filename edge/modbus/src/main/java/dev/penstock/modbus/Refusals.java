package dev.penstock.modbus;

import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.points.Quality;
import java.util.Optional;

/** What the exceptions of devices mean for a point, and for people (MODBUS V1.1b3 §7). */
final class Refusals {
  private Refusals() {}

  static int qualityOf(int code) {
    Optional<ExceptionCode> known = ExceptionCode.of(code);
    if (known.isEmpty()) {
      return Quality.BAD;
    }
    return switch (known.get()) {
      case ILLEGAL_FUNCTION, ILLEGAL_DATA_ADDRESS, ILLEGAL_DATA_VALUE ->
          Quality.CONFIGURATION_ERROR;
      case SERVER_DEVICE_FAILURE, NEGATIVE_ACKNOWLEDGE, MEMORY_PARITY_ERROR ->
          Quality.DEVICE_FAILURE;
      case ACKNOWLEDGE, SERVER_DEVICE_BUSY -> Quality.BAD;
      case GATEWAY_PATH_UNAVAILABLE, GATEWAY_TARGET_DEVICE_FAILED_TO_RESPOND ->
          Quality.NO_COMMUNICATION;
    };
  }

  /** Whether a gateway says it, of a unit behind it. */
  static boolean isOfGateway(int code) {
    return code == ExceptionCode.GATEWAY_PATH_UNAVAILABLE.code()
        || code == ExceptionCode.GATEWAY_TARGET_DEVICE_FAILED_TO_RESPOND.code();
  }

  /** Whether it may have been done, or will be, all the same. */
  static boolean leavesOpen(int code) {
    return code == ExceptionCode.ACKNOWLEDGE.code()
        || code == ExceptionCode.GATEWAY_TARGET_DEVICE_FAILED_TO_RESPOND.code();
  }

  static String textOf(int code) {
    return ExceptionCode.of(code)
        .map(Refusals::textOf)
        .orElse("exception " + code + ", which only the device's manual knows");
  }

  private static String textOf(ExceptionCode code) {
    return switch (code) {
      case ILLEGAL_FUNCTION -> "the device does not have this function";
      case ILLEGAL_DATA_ADDRESS -> "the device does not have this address";
      case ILLEGAL_DATA_VALUE -> "the device does not take this value or count";
      case SERVER_DEVICE_FAILURE -> "the device failed while it did it";
      case ACKNOWLEDGE -> "the device takes long, and works on it";
      case SERVER_DEVICE_BUSY -> "the device is busy with something else";
      case NEGATIVE_ACKNOWLEDGE -> "the device cannot do it now";
      case MEMORY_PARITY_ERROR -> "the device's memory is faulty";
      case GATEWAY_PATH_UNAVAILABLE -> "the gateway has no way to this unit";
      case GATEWAY_TARGET_DEVICE_FAILED_TO_RESPOND -> "the unit does not answer the gateway";
    };
  }
}
