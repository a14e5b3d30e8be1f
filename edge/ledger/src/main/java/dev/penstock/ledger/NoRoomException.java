package dev.penstock.ledger;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** The disk is full, as opposed to broken. */
final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1L;

  private NoRoomException(IOException cause) {
    super("the disk is full: " + cause.getMessage(), cause);
  }

  /**
   * This failure as a full disk, or as it is when it says anything else. There is no portable code
   * for it, only the text of ENOSPC and EDQUOT; what is about a file's name is not looked at.
   */
  static IOException unlessOther(IOException failure) {
    return isNoRoom(failure) ? new NoRoomException(failure) : failure;
  }

  private static boolean isNoRoom(IOException failure) {
    Throwable first = failure;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String reason =
        first instanceof FileSystemException named ? named.getReason() : first.getMessage();
    String text = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
    return text.contains("no space left") || text.contains("quota exceeded");
  }
}
