package dev.penstock.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A verdict in words that need no manual, a line each. */
public final class VerdictText {
  private VerdictText() {}

  /** All of it, for a terminal. */
  public static List<String> of(Verdict verdict) {
    var lines = new ArrayList<String>();
    lines.add("verdict  " + verdict.outcome().words());
    if (verdict.outcome() == Verdict.Outcome.SELF_CONSISTENT) {
      lines.add("         It does not contradict itself. Who made it is not shown: you gave no");
      lines.add("         trust file of your own (--policy FILE), and its own keys prove nothing.");
    }
    Optional<About> about = verdict.about();
    about.ifPresent(one -> {
      lines.add("about    " + one.name() + ", by gateway " + one.origin());
      lines.add("         " + Times.text(one.from()) + " to " + Times.text(one.to()));
    });
    lines.add("time     " + time(verdict));
    verdict
        .aloneSeconds()
        .ifPresent(seconds ->
            lines.add(
                "window   Until then, "
                    + seconds
                    + " s at most, it rested on the key of who sealed it alone."));
    verdict.unmet().forEach(unmet -> lines.add("REQUIRED " + unmet));
    lines.add("");
    for (Claim claim : verdict.claims()) {
      lines.add(mark(claim) + " " + padded(claim.code().name()) + " " + claim.words());
      claim
          .reason()
          .ifPresent(reason -> {
            String where = claim.where().isEmpty() ? "" : ", in " + claim.where();
            lines.add("                           " + claim.state() + ", " + reason + where);
          });
      claim.details().forEach(detail -> lines.add("                           " + detail));
    }
    if (!verdict.rests().isEmpty()) {
      lines.add("");
      lines.add("What nothing here shows:");
      verdict.rests().forEach(rest -> lines.add("  " + rest));
    }
    return lines;
  }

  /** The sentence about time. */
  static String time(Verdict verdict) {
    return verdict
        .notLaterThan()
        .map(at ->
            "All of it was sealed not later than "
                + Times.text(at)
                + ". "
                + verdict.by()
                + " Nothing is claimed of how long before.")
        .orElse("Nobody outside says when it was sealed.");
  }

  private static String mark(Claim claim) {
    return switch (claim.state()) {
      case VERIFIED -> "  ok      ";
      case CONTRADICTED -> "  WRONG   ";
      case UNPROVEN -> "  unproven";
      case ABSENT -> "  absent  ";
    };
  }

  private static String padded(String code) {
    return code + " ".repeat(Math.max(0, 15 - code.length()));
  }
}
