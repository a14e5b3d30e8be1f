package dev.penstock.anchors.evm;

import java.io.IOException;

/** A chain's node could not be asked, or what it answered makes no sense. */
class NodeException extends IOException {
  private static final long serialVersionUID = 1;

  NodeException(String message) {
    super(message);
  }

  NodeException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The node understood the question and says no. */
  static final class Declined extends NodeException {
    private static final long serialVersionUID = 1;

    Declined(String message) {
      super(message);
    }
  }
}
