package dev.penstock.cli.progress;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Shows how far long work has come: a bar that is drawn anew on a terminal, nothing where the
 * output goes to a file. Draws at each whole per cent only.
 */
public final class Progress {
  private static final int BAR_CELLS = 40;

  private final PrintWriter out;
  private final boolean isTerminal;
  private final String what;
  private long shown = -1;

  public Progress(PrintWriter out, String what) {
    this.out = out;
    this.isTerminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    this.what = what;
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
    out.print("\r" + what + " [" + bar + "] " + percent + " % of " + size);
    out.flush();
  }

  /** Takes the bar away; it comes back at the next per cent. */
  public void done() {
    if (shown >= 0) {
      out.print("\r" + " ".repeat(what.length() + BAR_CELLS + 40) + "\r");
      out.flush();
    }
  }
}
