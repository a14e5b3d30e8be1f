package dev.penstock.storage;

import java.io.IOException;

/** Somebody else holds the lock of this folder. */
public final class StorageLockedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String holder;

  public StorageLockedException(String lockName, String holder) {
    super(lockName + " is held by " + (holder.isEmpty() ? "another process" : holder));
    this.holder = holder;
  }

  /** The line the holder left, or empty when it could not be read. */
  public String holder() {
    return holder;
  }
}
