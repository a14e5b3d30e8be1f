package dev.penstock.mqtt;

import java.io.IOException;
import java.io.Serial;

/** A link ended or could not be made; the message is one line for the operator. */
final class LinkLostException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  LinkLostException(String reason) {
    super(reason);
  }

  LinkLostException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
