package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns refused messages into findings without letting them fill the ledger: the first 16 of each
 * source and hour are kept told one by one, each by its signed header, length and digest, the rest
 * is counted under a rolling digest. Records and K are never kept here: a finding outlives them,
 * and would give away what a later disclosure withholds. Messages of keys that nobody knows share
 * one budget for each listener.
 */
final class Refusals {
  /** Told one by one in one hour. */
  static final int KEPT_MAX = 16;

  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final Digest START = Digest.of(new byte[Digest.BYTES]);

  /** One source's or listener's hour. */
  static final class Budget {
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
  final Map<String, Budget> budgets = new TreeMap<>();

  /**
   * The findings that this refusal gives rise to.
   *
   * @param now observer's steady time
   */
  List<Finding> refused(Checked.Refused refused, ObserverEvent.Arrived arrived, long now) {
    String origin = refused.origin();
    String listener = arrived.listener();
    String name = origin == null ? "listener " + listener : "source " + origin;
    Budget budget =
        budgets.computeIfAbsent(
            name, _ -> new Budget(origin == null ? listener : origin, refused.chain()));
    var findings = new ArrayList<Finding>();
    turn(budget, arrived.at(), now, findings);
    budget.code = refused.code();
    budget.lastAt = arrived.at();
    ObserverEvent.Cut cut = arrived.cut();
    Digest digest = cut == null ? Sha256.of(arrived.message().bytes()) : cut.digest();
    long length = cut == null ? arrived.message().size() : cut.length();
    if (budget.kept < KEPT_MAX) {
      budget.kept++;
      findings.add(told(budget, refused, arrived.at(), length, digest));
    } else {
      budget.more++;
      budget.rolling = Sha256.of(budget.rolling.bytes(), digest.bytes());
    }
    return findings;
  }

  private static Finding told(
      Budget budget, Checked.Refused refused, long at, long length, Digest digest) {
    ByteString leaf = refused.leaf();
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
        leaf == null ? List.of() : List.of(leaf),
        digest,
        refused.note() + "; " + length + " bytes, SHA-256 " + digest);
  }

  /** What the hour that has passed adds up to. */
  List<Finding> tick(long at, long now) {
    var findings = new ArrayList<Finding>();
    for (Budget budget : budgets.values()) {
      turn(budget, at, now, findings);
    }
    return findings;
  }

  /** What was counted and not told yet, when nothing more will come. */
  List<Finding> end(long at) {
    var findings = new ArrayList<Finding>();
    for (Budget budget : budgets.values()) {
      begin(budget, budget.hour, at, findings);
    }
    return findings;
  }

  private static void turn(Budget budget, long at, long now, List<Finding> findings) {
    long hour = now / HOUR_NANOS;
    if (hour > budget.hour) {
      begin(budget, hour, at, findings);
    }
  }

  private static void begin(Budget budget, long hour, long at, List<Finding> findings) {
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
