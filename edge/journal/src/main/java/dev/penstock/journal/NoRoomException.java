package dev.penstock.journal;

import dev.penstock.storage.Storage;
import java.io.IOException;
import java.util.Locale;

/** The disk is full, as opposed to broken. */
final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1L;

  private NoRoomException(IOException cause) {
    super("the disk is full: " + cause.getMessage(), cause);
  }

  /**
   * This failure as a full disk, or as it is when the disk has room for as many bytes and does not
   * say otherwise. There is no portable code for it, only the text of ENOSPC and EDQUOT.
   */
  static IOException unlessOther(Storage storage, IOException failure, long bytesWanted) {
    String text = Damage.text(failure).toLowerCase(Locale.ROOT);
    boolean saysFull = text.contains("no space left") || text.contains("quota");
    return saysFull || isShort(storage, bytesWanted) ? new NoRoomException(failure) : failure;
  }

  private static boolean isShort(Storage storage, long bytesWanted) {
    try {
      return storage.usableBytes() < bytesWanted;
    } catch (IOException e) {
      // A disk that cannot even say that is broken, not full.
      return false;
    }
  }
}
