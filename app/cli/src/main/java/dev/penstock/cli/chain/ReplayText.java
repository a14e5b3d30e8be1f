package dev.penstock.cli.chain;

import dev.penstock.evidence.chain.ChainFile;
import dev.penstock.evidence.chain.ChainState;
import dev.penstock.evidence.chain.Finding;
import dev.penstock.evidence.chain.Visible;
import java.io.PrintWriter;
import java.time.Instant;

/** Tells a person what replays come to. */
final class ReplayText implements Teller {
  private static final long NANOS = 1_000_000_000L;

  private final PrintWriter out;

  ReplayText(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void begin(String file) {
    out.println(Visible.of(file));
  }

  @Override
  public void finding(Finding finding) {
    out.printf(
        "  %s  %-13s %s: %s%n",
        Instant.ofEpochSecond(finding.at() / NANOS, finding.at() % NANOS),
        finding.code(),
        Visible.of(finding.origin()),
        finding.describe());
  }

  @Override
  public void end(Replay replay) {
    for (Replay.Chain chain : replay.chains()) {
      out.println("  " + line(chain));
    }
    out.println("  " + replay.events() + " events, " + replay.blocks() + " blocks");
    out.println(conclusion(replay));
    out.flush();
  }

  @Override
  public void done() {
    out.flush();
  }

  private static String line(Replay.Chain chain) {
    ChainState state = chain.state();
    String name = Visible.of(state.origin()) + " (chain " + state.chain() + "): ";
    if (state.head() < 0) {
      return name + "no block was seen";
    }
    String start =
        state.base() == 0
            ? ""
            : "; what came before block " + state.base() + " is not in this file";
    String missing = chain.missing() == 0 ? "none missing" : chain.missing() + " missing";
    return name + "blocks " + state.base() + " to " + state.head() + ", " + missing + start;
  }

  private static String conclusion(Replay replay) {
    ChainFile.Next.Damaged damage = replay.damage();
    return switch (replay.answer()) {
      case VERIFIED ->
          "VERIFIED: the chains above are unbroken from the first block you trust to the last one"
              + " here, each block signed by a key you named or one that such a key announced.";
      case SELF_CONSISTENT ->
          "SELF-CONSISTENT: nothing contradicts the file, but it names its own keys."
              + " Give yours with --trust.";
      case NOT_VERIFIED ->
          replay.blocks() == 0
              ? "NOT VERIFIED: there is no block of a trusted key in it."
              : "NOT VERIFIED: " + replay.wrong() + " wrong, as told above." + lacks(replay);
      case UNUSABLE ->
          "UNUSABLE from byte "
              + (damage == null ? 0 : damage.offset())
              + " on: "
              + (damage == null ? "" : damage.why())
              + ". What stands before it is told above.";
    };
  }

  private static String lacks(Replay replay) {
    long count = replay.hasOwnTrust() ? replay.beginsLate() : 0;
    return count == 0
        ? ""
        : " Of "
            + count
            + (count == 1 ? " chain" : " chains")
            + " the file lacks the blocks from the first one you trust on.";
  }
}
