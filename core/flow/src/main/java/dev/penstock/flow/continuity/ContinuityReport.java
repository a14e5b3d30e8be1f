package dev.penstock.flow.continuity;

import java.util.List;

/**
 * What can be said about one source over a time: an answer without a hole, for time about which
 * nothing can be said is a stretch too.
 *
 * <p>The first and the last stretch may reach beyond what was asked for, because a roll-call's
 * count is never divided: whoever adds reports up asks from the end of the last stretch on.
 *
 * @param from ns since 1970
 * @param to ns since 1970; earlier than was asked for when there were more than {@link
 *     #STRETCHES_MAX} stretches, so that the rest can be asked for from there
 * @param stretches without a hole, in the order in which they were stated
 * @param findings in one order, whatever order their records came in
 * @param findingsLeftOut how many more there were than {@link #FINDINGS_MAX}
 */
public record ContinuityReport(
    long source,
    long from,
    long to,
    List<Stretch> stretches,
    List<ContinuityFinding> findings,
    long findingsLeftOut) {
  /** A source that changes its state in each interval fills this in half a day. */
  public static final int STRETCHES_MAX = 4_096;

  /** More findings about one source are a matter for a person, not for a longer list. */
  public static final int FINDINGS_MAX = 1_024;

  public ContinuityReport {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("report from " + from + " to " + to);
    }
    stretches = List.copyOf(stretches);
    findings = List.copyOf(findings);
  }

  /** How many records were heard, in deaf stretches too. */
  public long heardCount() {
    long count = 0;
    for (Stretch stretch : stretches) {
      count =
          switch (stretch) {
            case Stretch.Heard heard -> Stretch.sum(count, heard.count());
            case Stretch.Deaf deaf -> Stretch.sum(count, deaf.count());
            case Stretch.Listening _, Stretch.Unknown _ -> count;
          };
    }
    return count;
  }

  /** True when the source could have been heard all the time. */
  public boolean isListeningThroughout() {
    return stretches.stream()
        .allMatch(one -> one instanceof Stretch.Heard || one instanceof Stretch.Listening);
  }
}
