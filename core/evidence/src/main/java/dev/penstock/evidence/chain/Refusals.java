package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns refused messages into findings without letting them fill the ledger: the first 16 of each
 * source and hour are kept byte for byte (64 KiB of each), the rest is counted under a rolling
 * digest. Messages of keys that nobody knows share one budget for each listener.
 */
final class Refusals {
  /** Kept byte for byte in one hour. */
  static final int KEPT_MAX = 16;

  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final Digest START = Digest.of(new byte[Digest.BYTES]);

  /** One source's or listener's hour. */
  private static final class Budget {
    final String origin;
    final @Nullable ChainId chain;
    long hour;
    int kept;
    long more;
    Digest rolling = START;
    FindingCode code = FindingCode.TAMPERED;
    long lastAt;

    Budget(String origin, @Nullable ChainId chain) {
      this.origin = origin;
      this.chain = chain;
    }
  }

  /** Sorted, so that a tick reports in the same order on every machine. */
  private final Map<String, Budget> budgets = new TreeMap<>();

  /** The findings that this refusal gives rise to. */
  List<Finding> refused(Checked.Refused refused, long at, String listener, ByteString message) {
    String origin = refused.origin();
    String name = origin == null ? "listener " + listener : "source " + origin;
    Budget budget =
        budgets.computeIfAbsent(
            name, _ -> new Budget(origin == null ? listener : origin, refused.chain()));
    var findings = new ArrayList<Finding>();
    turn(budget, at, findings);
    budget.code = refused.code();
    budget.lastAt = at;
    if (budget.kept < KEPT_MAX) {
      budget.kept++;
      findings.add(kept(budget, refused, at, message));
    } else {
      budget.more++;
      budget.rolling = Sha256.of(budget.rolling.bytes(), Sha256.of(message.bytes()).bytes());
    }
    return findings;
  }

  private static Finding kept(Budget budget, Checked.Refused refused, long at, ByteString message) {
    boolean isCut = message.size() > FindingMade.EVIDENCE_BYTES_MAX;
    String note =
        isCut
            ? refused.note() + "; " + message.size() + " bytes, SHA-256 " + digest(message)
            : refused.note();
    return new Finding(
        refused.code(),
        refused.reason(),
        at,
        budget.origin,
        refused.chain(),
        refused.seq(),
        refused.seq(),
        -1,
        1,
        List.of(message),
        isCut ? digest(message) : null,
        note);
  }

  private static Digest digest(ByteString message) {
    return Sha256.of(message.bytes());
  }

  /** What the hour that has passed adds up to. */
  List<Finding> tick(long at) {
    var findings = new ArrayList<Finding>();
    for (Budget budget : budgets.values()) {
      turn(budget, at, findings);
    }
    return findings;
  }

  private static void turn(Budget budget, long at, List<Finding> findings) {
    long hour = at / HOUR_NANOS;
    if (hour <= budget.hour) {
      return;
    }
    if (budget.more > 0) {
      findings.add(
          new Finding(
              budget.code,
              null,
              at,
              budget.origin,
              budget.chain,
              -1,
              -1,
              -1,
              budget.more,
              List.of(),
              budget.rolling,
              "counted, not kept; the last at " + Finding.Times.text(budget.lastAt)));
    }
    budget.hour = hour;
    budget.kept = 0;
    budget.more = 0;
    budget.rolling = START;
  }
}
