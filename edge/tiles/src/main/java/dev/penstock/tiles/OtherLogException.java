package dev.penstock.tiles;

import java.io.IOException;

/** A folder holds another log than the one that should be written into it. */
public final class OtherLogException extends IOException {
  private static final long serialVersionUID = 1L;

  OtherLogException(String message) {
    super(message);
  }
}
