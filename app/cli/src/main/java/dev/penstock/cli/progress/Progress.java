package dev.penstock.cli.progress;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Shows how far long work has come: a bar that is drawn anew on a terminal, nothing where the
 * output goes to a file. Draws at each whole per cent only.
 */
public final class Progress {
  private static final int BAR_CELLS = 40;
  private static final int LEFT_AFTER_SECONDS = 2;

  private final PrintWriter out;
  private final boolean isTerminal;
  private final String what;
  private final long began;
  private long shown = -1;

  public Progress(PrintWriter out, String what) {
    this.out = out;
    this.isTerminal = isStandardErrorATerminal();
    this.what = what;
    this.began = System.nanoTime();
  }

  /**
   * The bar goes to standard error, and Java knows only whether all three streams are a terminal.
   */
  private static boolean isStandardErrorATerminal() {
    Path stream = Path.of("/proc/self/fd/2");
    if (Files.isSymbolicLink(stream)) {
      try {
        String target = Files.readSymbolicLink(stream).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      } catch (IOException e) {
        return false;
      }
    }
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  /** So much of so much is done. */
  public void at(long done, long size) {
    long percent = size <= 0 ? 100 : Math.min(100, (long) (100.0 * done / size));
    if (!isTerminal || percent == shown) {
      return;
    }
    shown = percent;
    int cells = (int) (percent * BAR_CELLS / 100);
    String bar = "#".repeat(cells) + ".".repeat(BAR_CELLS - cells);
    out.print("\r" + what + " [" + bar + "] " + percent + " % of " + size + left(done, size));
    out.flush();
  }

  /** How long it will take at the pace so far; nothing before that can be told. */
  private String left(long done, long size) {
    double seconds = (System.nanoTime() - began) / 1e9;
    if (done <= 0 || seconds < LEFT_AFTER_SECONDS) {
      return "   ";
    }
    long left = (long) (seconds * (size - done) / done);
    return left >= 120 ? ", " + left / 60 + " min left   " : ", " + left + " s left   ";
  }

  /** Takes the bar away; it comes back at the next per cent. */
  public void done() {
    if (shown >= 0) {
      out.print("\r" + " ".repeat(what.length() + BAR_CELLS + 40) + "\r");
      out.flush();
    }
  }
}
