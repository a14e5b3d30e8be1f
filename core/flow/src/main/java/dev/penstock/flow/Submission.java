package dev.penstock.flow;

/** Entries on their way to disk. */
public interface Submission {
  /** Waits until the fate of the entries is known. Always gives the same answer afterwards. */
  AppendOutcome await() throws InterruptedException;

  /** True when {@link #await} would not wait. */
  boolean isDecided();
}
