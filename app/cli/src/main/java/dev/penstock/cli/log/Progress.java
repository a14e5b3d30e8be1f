package dev.penstock.cli.log;

import java.io.PrintWriter;

/**
 * Shows how far long work has come: a bar that is drawn anew on a terminal, nothing where the output goes to a file. Draws at each
 * whole per cent only.
 */
final class Progress {
  private static final int BAR_CELLS = 40;

  private final PrintWriter out;
  private final boolean isTerminal;
  private final String what;
  private long shown = -1;

  Progress(PrintWriter out, boolean isTerminal, String what) {
    this.out = out;
    this.isTerminal = isTerminal;
    this.what = what;
  }

  /** So much of so much is done. */
  void at(long done, long size) {
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

  /** Takes the bar away. */
  void done() {
    if (shown >= 0) {
      out.print("\r" + " ".repeat(what.length() + BAR_CELLS + 40) + "\r");
      out.flush();
    }
  }
}
