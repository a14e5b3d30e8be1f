package dev.penstock.cli.exit;

/** What the command's exit code says to a script. */
public final class ExitCode {
  /** Done; or the answer is yes: verified, passed, in order. */
  public static final int OK = 0;

  /** The answer is no: not verified, failed, out of order. Nothing else ever answers no. */
  public static final int NO = 1;

  /** What was given cannot be used: a wrong option, a file that is not what it should be. */
  public static final int UNUSABLE = 2;

  /** The command itself did not work, so nothing is said about what was given. */
  public static final int BROKEN = 3;

  private ExitCode() {}
}
