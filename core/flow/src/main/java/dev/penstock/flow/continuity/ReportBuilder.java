package dev.penstock.flow.continuity;

import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.continuity.ContinuityFinding.Kind;
import dev.penstock.flow.continuity.Stretch.Why;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link ContinuityReport} from the gateway's own records of the control class: roll-calls
 * for the stretches; gaps, findings and boots for the rest. Samples are not needed, so an answer is
 * the same after their payload was pruned.
 *
 * <p>It takes the records of each of the gateway's chains in their order. Every record that it is
 * given counts and nothing else does: the same records give the same report, whoever asks, so an
 * auditor who has the records can make it again.
 */
public final class ReportBuilder {
  private final long source;
  private final long from;
  private final long to;

  private final StretchList stretches = new StretchList(ContinuityReport.STRETCHES_MAX, false);
  private final List<ContinuityFinding> findings = new ArrayList<>();
  private long findingsLeftOut;
  private boolean isFull;

  /** The interval whose roll-calls are coming in; it may take several of them. */
  private @Nullable Stretch pending;

  private long pendingFrom = -1;
  private long pendingTo = -1;

  /** End of the newest roll-call, whatever time it is about; -1 before the first. */
  private long calledTo = -1;

  /** A report about {@code [from, to)}. */
  public ReportBuilder(long source, long from, long to) {
    if (source < 0 || from < 0 || to <= from) {
      throw new IllegalArgumentException("report about " + source + " from " + from + " to " + to);
    }
    this.source = source;
    this.from = from;
    this.to = to;
  }

  /** Takes the next record; one that says nothing about the source is no matter. */
  public void take(LedgerRecord record) {
    switch (record.value()) {
      case RollCall call when record.source() == 0 -> takeRollCall(call);
      case Boot boot when record.source() == 0 -> takeBoot(record, boot);
      default -> ContinuityFinding.of(record, source).ifPresent(this::takeFinding);
    }
  }

  /**
   * Says that records of this time were not there to be taken, and why: then the holes in it are
   * not "nothing stated".
   *
   * @param prunedFrom ns since 1970
   * @param prunedTo ns since 1970
   */
  public void pruned(String policy, long on, long prunedFrom, long prunedTo) {
    takeFinding(
        new ContinuityFinding(
            Kind.PRUNED, "PRUNED", null, prunedFrom, prunedTo, on, null, null, null, policy));
  }

  private void takeRollCall(RollCall call) {
    calledTo = call.to();
    boolean isEmpty = call.from() == call.to();
    boolean isInside = call.from() < to && (call.to() > from || (isEmpty && call.from() == from));
    if (!isInside) {
      return;
    }
    RollCall.Run run = runOf(call, source);
    boolean isSameTime = call.from() == pendingFrom && call.to() == pendingTo;
    // A statement names a source once. Twice, the clock was set back to the very same times.
    if (!isSameTime || (run != null && pending != null)) {
      flush();
      pendingFrom = call.from();
      pendingTo = call.to();
    }
    if (run != null) {
      pending = stretchOf(call, run);
    }
  }

  /** What a roll-call says about a source; null when it does not name it. */
  static RollCall.@Nullable Run runOf(RollCall call, long source) {
    int low = 0;
    int high = call.runs().size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      RollCall.Run run = call.runs().get(middle);
      if (source < run.first()) {
        high = middle - 1;
      } else if (source > run.last()) {
        low = middle + 1;
      } else {
        return run;
      }
    }
    return null;
  }

  static Stretch stretchOf(RollCall call, RollCall.Run run) {
    return switch (run.state()) {
      case HEARD -> new Stretch.Heard(call.from(), call.to(), run.count());
      case LISTENING ->
          run.count() == 0
              ? new Stretch.Listening(call.from(), call.to())
              : new Stretch.Heard(call.from(), call.to(), run.count());
      case DEAF -> {
        Long since = run.since();
        yield new Stretch.Deaf(
            call.from(), call.to(), since == null ? call.from() : since, run.count());
      }
    };
  }

  private void flush() {
    if (pendingTo < 0) {
      return;
    }
    Stretch stated =
        pending == null
            ? new Stretch.Unknown(pendingFrom, pendingTo, new Why.NotSubscribed())
            : pending;
    pending = null;
    if (isFull) {
      return;
    }
    if (!stretches.isEmpty() && stated.from() < stretches.end()) {
      takeFinding(
          new ContinuityFinding(
              Kind.CLOCK_STEP,
              SourceCodes.CLOCK_OVERLAP,
              null,
              stated.from(),
              stretches.end(),
              stretches.end(),
              null,
              null,
              null,
              null));
    }
    isFull = !stretches.add(stated);
  }

  private void takeBoot(LedgerRecord record, Boot boot) {
    Long received = record.receivedTime();
    if (received == null || calledTo < 0) {
      return; // the first start there is: nothing was interrupted
    }
    takeFinding(
        new ContinuityFinding(
            Kind.RESTART,
            boot.before().name(),
            null,
            Math.min(calledTo, received),
            received,
            received,
            null,
            null,
            null,
            null));
  }

  private void takeFinding(ContinuityFinding finding) {
    for (int i = findings.size() - 1; i >= 0; i--) {
      Long end = finding.to();
      if (end != null && finding.ends(findings.get(i))) {
        findings.set(i, findings.get(i).ended(end));
        return;
      }
    }
    if (!finding.touches(from, to)) {
      return;
    }
    if (findings.size() == ContinuityReport.FINDINGS_MAX) {
      findingsLeftOut++;
      return;
    }
    boolean isEndAlone = finding.code().equals(SourceCodes.RESUMED);
    findings.add(isEndAlone ? asSilence(finding) : finding);
  }

  /** The end of a silence whose beginning was not among the records. */
  private static ContinuityFinding asSilence(ContinuityFinding end) {
    return new ContinuityFinding(
        Kind.SILENCE,
        SourceCodes.SILENT,
        end.reason(),
        end.from(),
        end.to(),
        end.at(),
        end.count(),
        end.first(),
        end.last(),
        null);
  }

  /** The report about all that was taken. Taking more afterwards is not meant. */
  public ContinuityReport report() {
    flush();
    pendingTo = -1;
    long end = isFull ? Math.min(to, stretches.end()) : to;
    List<ContinuityFinding> inside =
        findings.stream()
            .filter(finding -> finding.touches(from, end))
            .sorted(ContinuityFinding.ORDER)
            .toList();
    return new ContinuityReport(source, from, end, whole(end), inside, findingsLeftOut);
  }

  /** The stretches with the holes at both ends filled, and pruned time said to be pruned. */
  private List<Stretch> whole(long end) {
    var all = new ArrayList<Stretch>();
    long at = from;
    for (Stretch stretch : stretches.all()) {
      if (all.isEmpty() && stretch.from() > at) {
        addHole(all, at, stretch.from());
      }
      if (stretch instanceof Stretch.Unknown(var start, var stop, Why.NotStated())) {
        addHole(all, start, stop);
      } else {
        all.add(stretch);
      }
      at = Math.max(at, stretch.to());
    }
    if (at < end) {
      addHole(all, at, end);
    }
    return all;
  }

  /** Time without a roll-call: pruned where a record says so, else not stated. */
  private void addHole(List<Stretch> all, long start, long stop) {
    List<ContinuityFinding> pruned =
        findings.stream()
            .filter(finding -> finding.kind() == Kind.PRUNED && finding.touches(start, stop))
            .sorted(Comparator.comparingLong(ContinuityFinding::from))
            .toList();
    long at = start;
    for (ContinuityFinding one : pruned) {
      Long ended = one.to();
      long upTo = ended == null ? stop : Math.min(stop, ended);
      long since = Math.max(at, one.from());
      if (upTo > since) {
        if (since > at) {
          all.add(new Stretch.Unknown(at, since, new Why.NotStated()));
        }
        String policy = one.policy();
        String rule = policy == null ? "an unnamed rule" : policy;
        all.add(new Stretch.Unknown(since, upTo, new Why.Pruned(rule, one.at())));
        at = upTo;
      }
    }
    if (at < stop) {
      all.add(new Stretch.Unknown(at, stop, new Why.NotStated()));
    }
  }
}
