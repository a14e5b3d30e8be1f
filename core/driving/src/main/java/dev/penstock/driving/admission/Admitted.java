package dev.penstock.driving.admission;

import dev.penstock.driving.Located;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Which points of a device may be read, by the last answers of an {@link Admission}. Points that
 * there cannot be are never asked for. One thread.
 *
 * <p>Req: 62443-4-2 NDR 5.2, CR 2.1.
 */
public final class Admitted {
  /** Rules have times of the day, to the minute. */
  public static final Duration ASKED_AGAIN = Duration.ofMinutes(1);

  private final List<Located> points;
  private final Admission admission;
  private final BitSet admitted = new BitSet();
  private final BitSet refused = new BitSet();
  private Optional<Refusal> firstRefusal = Optional.empty();
  private boolean isAsked;
  private long askedRevision;
  private long askedNanos;

  public Admitted(List<Located> points, Admission admission) {
    this.points = List.copyOf(points);
    this.admission = admission;
  }

  /** Whether it is time to {@link #ask} again. */
  public boolean isDue(long nowNanos) {
    return !isAsked
        || nowNanos - askedNanos >= ASKED_AGAIN.toNanos()
        || admission.revision() != askedRevision;
  }

  /** When it is time to ask again, if nothing changes before. */
  public long dueNanos() {
    return askedNanos + ASKED_AGAIN.toNanos();
  }

  /** Asks of every point; true when any answer is another than the last one. */
  public boolean ask(long nowNanos) {
    // Read before the answers: a change that comes in between is asked for again.
    askedRevision = admission.revision();
    askedNanos = nowNanos;
    isAsked = true;
    firstRefusal = Optional.empty();
    boolean isChanged = false;
    for (int i = 0; i < points.size(); i++) {
      if (points.get(i) instanceof Located.Found found) {
        Optional<Refusal> refusal = admission.refusal(found);
        if (firstRefusal.isEmpty()) {
          firstRefusal = refusal;
        }
        boolean wasAnswered = admitted.get(i) || refused.get(i);
        isChanged |= !wasAnswered || refusal.isPresent() != refused.get(i);
        admitted.set(i, refusal.isEmpty());
        refused.set(i, refusal.isPresent());
      }
    }
    return isChanged;
  }

  /** Whether a point may be read; never before it was asked for. */
  public boolean isAdmitted(int point) {
    return admitted.get(point);
  }

  /** Whether a policy refused a point. */
  public boolean isRefused(int point) {
    return refused.get(point);
  }

  public int admittedCount() {
    return admitted.cardinality();
  }

  public int refusedCount() {
    return refused.cardinality();
  }

  /** What was said of the first point that was refused; empty where none is. */
  public Optional<Refusal> firstRefusal() {
    return firstRefusal;
  }
}
