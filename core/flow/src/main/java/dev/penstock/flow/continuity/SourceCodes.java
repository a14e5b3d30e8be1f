package dev.penstock.flow.continuity;

import dev.penstock.evidence.chain.FindingCode;
import dev.penstock.flow.continuity.ContinuityFinding.Kind;
import java.util.List;

/** The codes of findings about a source: those of chains, and those of this package. */
public final class SourceCodes {
  /** A source time is much older than the time of receipt. */
  public static final String LATE = "LATE";

  /** A source time is ahead of the time of receipt, which no honest pair of clocks gives. */
  public static final String CLOCK_AHEAD = "CLOCK_AHEAD";

  /** The gateway's own wall clock was set. */
  public static final String CLOCK_STEP = "CLOCK_STEP";

  /** Two roll-calls speak of the same time, because the clock was set back between them. */
  static final String CLOCK_OVERLAP = "CLOCK_OVERLAP";

  /** As of chains: nothing new since. */
  public static final String SILENT = FindingCode.SILENT.name();

  /** As of chains: a silence has ended. */
  public static final String RESUMED = FindingCode.RESUMED.name();

  /** As of chains: out of order. */
  public static final String REORDERED = FindingCode.REORDERED.name();

  private SourceCodes() {}

  /** Those of this package, which chains do not have. */
  public static List<String> own() {
    return List.of(LATE, CLOCK_AHEAD, CLOCK_STEP, CLOCK_OVERLAP);
  }

  /** Where a code belongs; one that nobody here knows is about the evidence. */
  static Kind kindOf(String code) {
    for (FindingCode known : FindingCode.values()) {
      if (known.name().equals(code)) {
        return kindOf(known);
      }
    }
    return switch (code) {
      case LATE -> Kind.LATE;
      case CLOCK_AHEAD, CLOCK_STEP, CLOCK_OVERLAP -> Kind.CLOCK_STEP;
      // Intake: kept out, or paused so that the sender may have dropped.
      case "PAYLOAD_TOO_LARGE", "MALFORMED", "REFUSED", "READING_PAUSED" -> Kind.DROP;
      default -> Kind.EVIDENCE;
    };
  }

  private static Kind kindOf(FindingCode code) {
    return switch (code) {
      case GAP -> Kind.GAP;
      case CLOSED_LATE -> Kind.LATE;
      case REORDERED -> Kind.REORDERED;
      case DUPLICATE -> Kind.REPEATED;
      case CLOCK_BACK -> Kind.CLOCK_STEP;
      case SILENT, RESUMED -> Kind.SILENCE;
      case TAMPERED, FOREIGN, FORK, REWRITE, INCONSISTENT, CLONE_SUSPECT -> Kind.EVIDENCE;
    };
  }
}
